"""Scores of the statements of one article."""

from __future__ import annotations

from rapidfuzz import fuzz

from detente.evaluate.gold import (
    Annotation,
    Gold,
    list_scored_statements,
)
from detente.evaluate.matching import Score, match_pairs, overlap, score_counts
from detente.evaluate.tallies import Misses, is_person, place_of, score_share, tally
from detente.records import Statement


def score_statements(gold: Gold, found: list[Statement], misses: Misses) -> list[Score]:
    """Statements, direct quotations with the right speaker, people and stance."""
    wanted = list_scored_statements(gold)
    places = [place_of(s["quotes"][0]) for s in wanted]

    def agree(g: Annotation, f: Statement) -> float:
        shared = sum(overlap(place_of(q), (w.start, w.end)) for q in g["quotes"] for w in f.words)
        length = min(sum(q["end"] - q["start"] for q in g["quotes"]), sum(w.end - w.start for w in f.words))
        return shared / length if length and shared * 2 >= length else 0.0

    pairs = match_pairs(wanted, found, agree)
    authorial = [
        place_of(q)
        for s in gold.statements
        if s["type"] not in {"direct", "indirect", "mixed"}
        for q in s["quotes"]
    ]
    hit = {f for _, f in pairs}
    kept = {
        i: n
        for n, i in enumerate(
            i
            for i, f in enumerate(found)
            if i in hit or not any(overlap(a, (w.start, w.end)) for a in authorial for w in f.words)
        )
    }
    units = tally(gold, places, [found[i] for i in kept], [(g, kept[f]) for g, f in pairs])
    result = [score_counts("statements", units)]
    by_gold = dict(pairs)
    direct = [
        (s, found[by_gold[i]] if i in by_gold else None)
        for i, s in enumerate(wanted)
        if s["type"] == "direct"
    ]
    result.append(score_share(gold, "direct quotations with speaker", direct, _speaker_right))
    people = [
        (s, found[by_gold[i]]) for i, s in enumerate(wanted) if i in by_gold and s["resolved"]["person"]
    ]
    result.append(
        score_share(
            gold,
            "speakers resolved to person and office",
            people,
            lambda s, f: is_person(s["resolved"], f.speaker),
        )
    )
    stances = [(s, found[by_gold[i]]) for i, s in enumerate(wanted) if i in by_gold and s["stance_on_reset"]]
    result.append(
        score_share(
            gold, "stance of matched statements", stances, lambda s, f: s["stance_on_reset"] == f.stance.value
        )
    )
    for i, s in enumerate(wanted):
        label = f"{s['id'].rsplit('.', 1)[-1]} '{s['quotes'][0]['text'][:50]}'"
        if i not in by_gold:
            misses.setdefault(f"statement not found: {s['type']}", []).append(label)
        elif not _speaker_right(s, found[by_gold[i]]):
            speaker = (s["speaker"] or {}).get("text")
            read = found[by_gold[i]].speaker
            misses.setdefault("statement speaker", []).append(
                f"{label}: {speaker} read as {read.name} ({read.country})"
            )
    for i, f in enumerate(found):
        if i in kept and i not in hit:
            misses.setdefault(f"statement not in the gold: {f.type}", []).append(f"'{f.words[0].quote[:60]}'")
    return result


def _speaker_right(g: Annotation, f: Statement | None) -> bool:
    """The same person; for bodies and nameless speakers the same country and overlapping words."""
    if f is None:
        return False
    resolved = g["resolved"]
    if resolved["person"]:
        return bool(fuzz.token_set_ratio(resolved["person"].lower(), f.speaker.name.lower()) >= 90)
    spans = (
        g["speaker"]
        and f.speaker.span
        and overlap(place_of(g["speaker"]), (f.speaker.span.start, f.speaker.span.end))
    )
    return bool(spans) and resolved["iso3"] in {None, f.speaker.country}
