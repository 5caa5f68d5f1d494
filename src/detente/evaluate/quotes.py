"""How well statements are read in texts with marked attributions (PolNeAR): source, cue and content.

One line of the file is a document with its text and attributions, each with places for source, cue and content.
A span counts as found *exactly* when it agrees but for quotation marks and punctuation at its edges, and by
*overlap* when the characters shared are at least 0.3 of those covered by either. Pairs are one to one in a document.
An *attribution* is found when content overlaps and the sources share a character.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import msgspec

from detente.errors import InputError
from detente.evaluate.matching import Counts, Found, Gold, Score, match_pairs, overlap, score_counts
from detente.language.articles import Article
from detente.records import Statement

Place = tuple[int, int]
LEAST_OVERLAP = 0.3
_EDGES = " \t\n\xa0\"“”‘’'`.,;:"


class Attribution(msgspec.Struct, frozen=True):
    """Who (source) says (cue) what (content), each in places of the text."""

    source: list[Place]
    cue: list[Place]
    content: list[Place]


class AnnotatedText(msgspec.Struct, frozen=True):
    """A text with the attributions that people marked in it."""

    doc: str
    text: str
    attributions: list[Attribution]


def score_attributions(
    path: Path, read: Callable[[str], Article], extract: Callable[[Article], Iterable[Statement]]
) -> list[Score]:
    """The scores over all documents of a file, with intervals from resampling documents.

    Raises:
        InputError: when a line is no annotated text.
    """
    counts: dict[str, list[tuple[str, Counts]]] = {}
    for annotated in read_attributions(path):
        found = [_as_attribution(s) for s in extract(read(annotated.text))]
        for name, count in _count_document(annotated, found).items():
            counts.setdefault(name, []).append((annotated.doc, count))
    return [score_counts(name, units) for name, units in counts.items()]


def read_attributions(path: Path) -> Iterable[AnnotatedText]:
    """The annotated texts of a file, one a line.

    Raises:
        InputError: when a line is no annotated text.
    """
    decoder = msgspec.json.Decoder(AnnotatedText)
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            try:
                yield decoder.decode(line)
            except msgspec.DecodeError as error:
                raise InputError(f"{path}:{number}: {error}; expected doc, text, attributions") from error


def _as_attribution(statement: Statement) -> Attribution:
    speaker, verb = statement.speaker.span, statement.verb
    return Attribution(
        source=[(speaker.start, speaker.end)] if speaker else [],
        cue=[(verb.start, verb.end)] if verb else [],
        content=[(w.start, w.end) for w in statement.words],
    )


def _count_document(annotated: AnnotatedText, found: Sequence[Attribution]) -> dict[str, Counts]:
    text, marked = annotated.text, annotated.attributions
    counts = {}
    for role in ("source", "cue", "content"):
        gold = _list_spans(text, marked, role)
        ours = _list_spans(text, found, role)
        counts[f"{role} exact"] = _count(gold, ours, lambda a, b: float(a == b))
        counts[f"{role} overlap"] = _count(gold, ours, share)
    named = [a for a in marked if a.source and a.content]
    ours_named = [a for a in found if a.source]
    counts["attributions"] = _count(named, ours_named, _agree)
    direct = [a for a in named if text[a.content[0][0]] in '"“' and a.content[0][1] - a.content[0][0] > 25]
    pairs = match_pairs(direct, found, lambda a, b: float(_share_content(a, b)))
    right = sum(_meet(direct[g].source, found[f].source) for g, f in pairs)
    counts["direct recall"] = Counts(right=len(pairs), missed=len(direct) - len(pairs))
    counts["direct speaker"] = Counts(right=right, wrong=len(pairs) - right, missed=len(pairs) - right)
    return counts


def _list_spans(text: str, attributions: Sequence[Attribution], role: str) -> list[Place]:
    """The spans of one role without marks at their edges; source and cue from their first to their last piece."""
    spans: set[Place] = set()
    for attribution in attributions:
        places: list[Place] = getattr(attribution, role)
        if places and role != "content":
            places = [(places[0][0], places[-1][1])]
        spans.update(_trim(text, place) for place in places)
    return sorted(spans)


def _trim(text: str, place: Place) -> Place:
    start, end = place
    while start < end and text[start] in _EDGES:
        start += 1
    while start < end and text[end - 1] in _EDGES:
        end -= 1
    return start, end


def share(a: Place, b: Place) -> float:
    """The share of two intervals in their union, or 0 below the least that counts.

    Example:
        >>> share((0, 10), (5, 15))
        0.3333333333333333
    """
    shared = overlap(a, b)
    union = max(a[1], b[1]) - min(a[0], b[0])
    return shared / union if shared and shared / union >= LEAST_OVERLAP else 0.0


def _share_content(a: Attribution, b: Attribution) -> float:
    return max((share(p, q) for p in a.content for q in b.content), default=0.0)


def _meet(a: Sequence[Place], b: Sequence[Place]) -> bool:
    return any(overlap(p, q) for p in a for q in b)


def _agree(a: Attribution, b: Attribution) -> float:
    return _share_content(a, b) if _meet(a.source, b.source) else 0.0


def _count(gold: Sequence[Gold], found: Sequence[Found], agree: Callable[[Gold, Found], float]) -> Counts:
    right = len(match_pairs(gold, found, agree))
    return Counts(right=right, wrong=len(found) - right, missed=len(gold) - right)
