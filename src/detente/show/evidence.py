"""The passage behind a record: its sentence highlighted in its paragraph, with where it stands and who printed it."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Literal

import msgspec

from detente.records import Document, Event, Extracted, Figure, Forecast, Span, Statement
from detente.show.excerpts import Excerpt
from detente.show.wording import describe_days

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
    words = list_key_spans(record)
    return cite_words(record.evidence or words[0], words, document, excerpt=excerpt)


def cite_words(
    evidence: Span, words: Sequence[Span], document: Document, *, excerpt: Excerpt = "paragraph"
) -> Passage:
    """The passage around an evidence span with some words of it marked."""
    start, end = evidence.start, evidence.end
    if excerpt == "paragraph":
        start = max(document.text.rfind("\n", 0, evidence.start) + 1, evidence.start - _LONGEST_SIDE)
        close = document.text.find("\n", evidence.end)
        end = min(len(document.text) if close < 0 else close, evidence.end + _LONGEST_SIDE)
    source = document.sources[0] if document.sources else None
    return Passage(
        pieces=() if excerpt == "none" else _cut(document.text, (start, end), evidence, words),
        outlet=name_outlet(document),
        title=name_title(document, excerpt=excerpt),
        published=describe_days(document.published.start, document.published.end),
        document=document.id,
        path=source.path if source else "",
        url=safe_link(source.url) if source else None,
        start=evidence.start,
        end=evidence.end,
    )


def find_sentence(span: Span, document: Document) -> Span:
    """The sentence of a document that holds a span; the span itself where none does."""
    inside = [(a, b) for a, b in document.sentences if a <= span.start and span.end <= b]
    return document.cite(*inside[0]) if inside else span


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


def name_outlet(document: Document) -> str:
    """Who printed it."""
    source = document.sources[0] if document.sources else None
    return document.outlet or (source.outlet if source else None) or "outlet not known"


def name_title(document: Document, *, excerpt: Excerpt = "paragraph") -> str:
    """The title of a document; empty where it has none, or where it is the text's own and may not be quoted."""
    title = document.title or ""
    return "" if excerpt == "none" and title in document.text else title


def name_document(document: Document, *, excerpt: Excerpt = "paragraph") -> str:
    """A document by its title, else by the last part of its path, else by its id."""
    path = document.sources[0].path if document.sources else ""
    return name_title(document, excerpt=excerpt) or path.rsplit("/", 1)[-1] or document.id


def safe_link(url: str | None) -> str | None:
    """A link that a page may carry: http and https only, so that no text smuggles in a script."""
    return url if url and url.lower().startswith(("http://", "https://")) else None
