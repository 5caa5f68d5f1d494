"""Sentences with exact places, and the articles that carry them through the stages.

syntok cuts each paragraph; what it is known to get wrong is mended by `lexicon/sentences.toml`. A sentence lies
in one paragraph and one zone; a heading or byline is one too.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterable, Iterator
from importlib.resources import files
from itertools import pairwise

import msgspec

from detente.language.articles import Article, Quotation, Sentence
from detente.language.quotations import find_quotations
from detente.read.paragraphs import Paragraph, list_paragraphs
from detente.records import Document, Zone, ZoneSpan

Place = tuple[int, int]
UNCUT: frozenset[Zone] = frozenset({"dateline", "byline"})  # their full stops are those of abbreviations
_ELLIPSIS = re.compile(r"(?<=\w)…(?=[\"”’)]*\s+[\"“‘'(]?[A-Z])")  # syntok ends no sentence on this character
LONGEST_CUT = 20_000  # characters: a longer paragraph is no prose, and would take minutes


def make_articles(documents: Iterable[Document]) -> Iterator[Article]:
    """Each document as an article with its sentences and quotations; the first stage of all.

    Example:
        >>> from detente.records import ZoneSpan, make_document
        >>> text = "Talks resumed. Nobody spoke."
        >>> document = make_document(text, sources=(), zones=(ZoneSpan("body", 0, 28),))
        >>> [s.text for s in next(make_articles([document])).sentences]
        ['Talks resumed.', 'Nobody spoke.']
    """
    for document in documents:
        units = _list_units(document)
        sentences = tuple(_make_sentences(document, units))
        places = tuple((sentence.start, sentence.end) for sentence in sentences)
        yield Article(
            document=msgspec.structs.replace(document, sentences=places),
            sentences=sentences,
            quotations=_find_quotations(document.text, units),
        )


class Unit(msgspec.Struct, frozen=True):
    """What of one paragraph lies in one zone."""

    paragraph: int
    start: int
    end: int
    zone: Zone


def _list_units(document: Document) -> list[Unit]:
    """The text as paragraphs cut at zone bounds, in order."""
    paragraphs, zones = list(list_paragraphs(document.text)), list(document.zones)
    units, z = [], 0
    for paragraph in paragraphs:
        while z < len(zones) and zones[z].end <= paragraph.start:
            z += 1
        at = z
        while at < len(zones) and zones[at].start < paragraph.end:
            units.append(_intersect(paragraph, zones[at]))
            at += 1
    return units


def _intersect(paragraph: Paragraph, zone: ZoneSpan) -> Unit:
    start, end = max(paragraph.start, zone.start), min(paragraph.end, zone.end)
    return Unit(paragraph.index, start, end, zone.zone)


def _make_sentences(document: Document, units: Iterable[Unit]) -> Iterator[Sentence]:
    index = 0
    for unit in units:
        text = document.text[unit.start : unit.end]
        places = [(0, len(text))] if unit.zone in UNCUT else split_sentences(text)
        for start, end in places:
            yield Sentence(
                document=document.id,
                index=index,
                start=unit.start + start,
                end=unit.start + end,
                text=text[start:end],
                zone=unit.zone,
                paragraph=unit.paragraph,
            )
            index += 1


def _find_quotations(text: str, units: Iterable[Unit]) -> tuple[Quotation, ...]:
    """Quotations of the body, which run on over paragraphs, and of each title, heading and caption by itself."""
    units = [unit for unit in units if unit.zone in {"title", "heading", "caption", "body"}]
    body = find_quotations(text, [(u.start, u.end) for u in units if u.zone == "body"])
    others = [q for u in units if u.zone != "body" for q in find_quotations(text, [(u.start, u.end)])]
    return tuple(sorted((*body, *others), key=lambda q: q.start))


def split_sentences(text: str) -> list[Place]:
    """Start and end of each sentence of a paragraph, in order; together they hold all that is not blank.

    Example:
        >>> text = 'Gov. Roe left. "Why now?" Ada asked.'
        >>> [text[start:end] for start, end in split_sentences(text)]
        ['Gov. Roe left.', '"Why now?" Ada asked.']
    """
    if not text.strip():
        return []
    places: list[Place] = []
    for start, end in _cut(text):
        if places and _belong_together(text[places[-1][0] : places[-1][1]], text[start:end]):
            places[-1] = (places[-1][0], end)
        else:
            places.append((start, end))
    return places


def _cut(text: str) -> Iterator[Place]:
    """What syntok takes for sentences, widened so that no character but blanks is lost between them."""
    from syntok import segmenter
    from syntok.tokenizer import Tokenizer

    starts: list[int] = []
    if len(text) <= LONGEST_CUT:
        # the cut is made before the first token of each sentence, whatever the tokenizer did to the words
        shadow = _ELLIPSIS.sub(".", text)  # of the same length
        tokens = Tokenizer(replace_not_contraction=False).tokenize(shadow, 0)
        starts = [sentence[0].offset for sentence in segmenter.segment(tokens)]
    bounds = [0, *starts[1:], len(text)]
    for start, end in pairwise(bounds):
        piece = text[start:end]
        if piece.strip():
            yield start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())


class Joins(msgspec.Struct, frozen=True):
    """What at the end of one piece and the start of the next shows that they are one sentence."""

    title: re.Pattern[str]
    numbered: re.Pattern[str]
    attribution: re.Pattern[str]


@functools.cache
def load_joins() -> Joins:
    """The patterns that join what syntok cut, from the lexicon."""
    rows = tomllib.loads(files("detente.lexicon").joinpath("sentences.toml").read_text("utf-8"))
    titles, numbered, saying = ("|".join(rows[key]) for key in ("titles", "before_number", "saying"))
    return Joins(
        re.compile(rf"(?<![\w’'])(?:{titles})\.$"),
        re.compile(rf"(?<![\w’'])(?:{numbered})\.$"),
        re.compile(
            r"(?:he|she|they|it|I|we|(?:[A-Z][\w.’'-]* ){0,4}?[A-Z][\w.’'-]*(?:, [^,.?!]{1,60},)?)"
            rf" (?:\w+ly )?(?:{saying})\b"
        ),
    )


def _belong_together(piece: str, following: str) -> bool:
    """Whether two pieces that syntok cut are one sentence."""
    joins, tail = load_joins(), piece[-12:]
    if following[0].isdigit() and joins.numbered.search(tail):
        return True
    if joins.title.search(tail) or re.fullmatch(r"\W*(?:\d+|[A-Za-z])[.)]", piece):
        return True
    asked = re.search(r"[?!…][\"”’']{1,2}$", tail)
    return bool(asked and (following[0].islower() or joins.attribution.match(following)))
