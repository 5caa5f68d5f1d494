"""The passage behind a record: its sentence highlighted in its paragraph, with where it stands and who printed it."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Literal, TypeAlias

import msgspec

from detente.records import Document, Event, Extracted, Figure, Forecast, Span, Statement

Excerpt: TypeAlias = Literal["paragraph", "sentence", "none"]
_LONGEST_SIDE = 700


class Piece(msgspec.Struct, frozen=True):
    """A run of text: plain, in the evidence sentence, or the very words that the record rests on."""

    text: str
    role: Literal["around", "sentence", "words"]


class Passage(msgspec.Struct, frozen=True):
    """What a reader sees who asks where a line comes from."""

    pieces: tuple[Piece, ...]
    outlet: str
    title: str
    published: str
    document: str
    path: str
    url: str | None
    start: int
    end: int


def list_key_spans(record: Extracted) -> tuple[Span, ...]:
    """The spans to mark inside the evidence: trigger, words, number, claim, or cause and effect."""
    match record:
        case Event():
            return (record.trigger,)
        case Statement():
            return record.words
        case Figure():
            return (record.number,)
        case Forecast():
            return (record.claim_text,)
    return (record.cause, record.effect)


def cite_passage(record: Extracted, document: Document, *, excerpt: Excerpt = "paragraph") -> Passage:
    """The passage of a record; `excerpt` limits what is quoted, for those who may not republish a text."""
    evidence = record.evidence or list_key_spans(record)[0]
    start, end = evidence.start, evidence.end
    if excerpt == "paragraph":
        start = max(document.text.rfind("\n", 0, evidence.start) + 1, evidence.start - _LONGEST_SIDE)
        close = document.text.find("\n", evidence.end)
        end = min(len(document.text) if close < 0 else close, evidence.end + _LONGEST_SIDE)
    pieces = () if excerpt == "none" else _cut(document.text, (start, end), evidence, list_key_spans(record))
    source = document.sources[0] if document.sources else None
    return Passage(
        pieces=pieces,
        outlet=document.outlet or (source.outlet if source else None) or "unknown outlet",
        title=document.title or "untitled",
        published=describe_day(document.published.start, document.published.end),
        document=document.id,
        path=source.path if source else "",
        url=safe_link(source.url) if source else None,
        start=evidence.start,
        end=evidence.end,
    )


def _cut(text: str, bounds: tuple[int, int], evidence: Span, words: Sequence[Span]) -> tuple[Piece, ...]:
    """The text between two bounds, cut where its role changes."""
    borders = {*bounds, evidence.start, evidence.end}
    borders.update(at for w in words for at in (w.start, w.end))
    cuts = sorted(at for at in borders if bounds[0] <= at <= bounds[1])
    pieces = []
    for start, end in itertools.pairwise(cuts):
        if any(w.start <= start and end <= w.end for w in words):
            pieces.append(Piece(text[start:end], "words"))
        elif evidence.start <= start and end <= evidence.end:
            pieces.append(Piece(text[start:end], "sentence"))
        else:
            pieces.append(Piece(text[start:end], "around"))
    return tuple(pieces)


def describe_day(start: object, end: object) -> str:
    """An interval of days as a person reads it; "undated" where there is none."""
    if start is None:
        return "undated"
    return str(start) if start == end else f"{start} to {end}"


def safe_link(url: str | None) -> str | None:
    """A link that a page may carry: http and https only, so that no text smuggles in a script."""
    return url if url and url.lower().startswith(("http://", "https://")) else None
