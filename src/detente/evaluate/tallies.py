"""What the scores of one article's kinds share: places, counts per sentence, shares of matched pairs, people."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from rapidfuzz import fuzz

from detente.evaluate.gold import Annotation, Gold
from detente.evaluate.matching import Counts, Score, score_counts
from detente.records import Event, Figure, Forecast, Mention, Record, Statement

Place = tuple[int, int]
Misses = dict[str, list[str]]
_SAME_OFFICE = 80


def place_of(span: Annotation) -> Place:
    """Start and end of an annotated span."""
    return int(span["start"]), int(span["end"])


def find_sentence(gold: Gold, start: int) -> int:
    """The index of the gold sentence that holds an offset."""
    for i, sentence in enumerate(gold.sentences):
        if start < sentence["end"]:
            return i
    return len(gold.sentences)


def start_of(record: Any) -> int:
    """Where a record stands, for counting by sentence."""
    match record:
        case Event():
            return record.trigger.start
        case Statement():
            return record.words[0].start
        case Figure():
            return record.number.start
        case Forecast():
            return record.claim_text.start
    return int(record.cause.start)


def tally(
    gold: Gold, wanted: Sequence[Place], found: Sequence[Record], pairs: Iterable[tuple[int, int]]
) -> list[tuple[int, Counts]]:
    """One count per gold and found thing, keyed by the sentence that it stands in."""
    pairs = list(pairs)
    hit_gold, hit_found = {g for g, _ in pairs}, {f for _, f in pairs}
    units = [
        (find_sentence(gold, w[0]), Counts(right=1) if i in hit_gold else Counts(missed=1))
        for i, w in enumerate(wanted)
    ]
    units += [
        (find_sentence(gold, start_of(r)), Counts(wrong=1)) for i, r in enumerate(found) if i not in hit_found
    ]
    return units


def score_share(
    gold: Gold, name: str, pairs: Sequence[tuple[Annotation, Any]], right: Callable[[Any, Any], bool]
) -> Score:
    """Share of the pairs that are right, drawn by pair."""
    units = [(i, Counts(right=1) if right(g, f) else Counts(missed=1)) for i, (g, f) in enumerate(pairs)]
    return score_counts(name, units, measure=lambda c: c.recall)


def is_person(gold: Annotation, mention: Mention) -> bool:
    """Whether a mention is the annotated person in the annotated office (wording of offices may differ)."""
    if fuzz.token_set_ratio(gold["person"].lower(), mention.name.lower()) < 90:
        return False
    return (
        not gold["office"]
        or fuzz.token_set_ratio(gold["office"].lower(), (mention.office or "").lower()) >= _SAME_OFFICE
    )


def list_misses(
    kind: str, wanted: list[str], found: list[str], pairs: list[tuple[int, int]], misses: Misses
) -> None:
    """Note what was not found and what is not in the gold, by kind."""
    hit_gold, hit_found = {g for g, _ in pairs}, {f for _, f in pairs}
    for i, text in enumerate(wanted):
        if i not in hit_gold:
            misses.setdefault(f"{kind} not found", []).append(f"'{text[:90]}'")
    for i, text in enumerate(found):
        if i not in hit_found:
            misses.setdefault(f"{kind} not in the gold", []).append(f"'{text[:90]}'")
