"""Copy against original: numbers that differ where the words around them are the same.

Either the copy has changed them, or it kept what the original has corrected since; which of the two, the texts alone
do not say. So both are shown, and the original's is what would make the copy right.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher

from detente.check.corpora import Corpus
from detente.check.findings import Finding, cite
from detente.check.wording import say_figure
from detente.records import Document, Figure

_ALIKE = 0.8
"""Share of the words, numbers left out, that two sentences have in common when one was copied from the other."""


def check_copies(corpus: Corpus) -> Iterator[Finding]:
    """A finding for each number of a copy that its original has otherwise at the same place."""
    documents = {d.id: d for d in corpus.documents}
    by_document: dict[str, list[list[Figure]]] = {}
    for place, figures in corpus.sentences.items():
        by_document.setdefault(place[0], []).append(figures)
    for copy, original in sorted(corpus.original_of.items()):
        sources = by_document.get(original, [])
        for figures in by_document.get(copy, []):
            for one, other in _align(figures, sources):
                if one.quantity != other.quantity or one.high != other.high:
                    yield _tell(one, other, documents)


def _align(figures: list[Figure], sources: list[list[Figure]]) -> list[tuple[Figure, Figure]]:
    """The figures of a sentence beside those of the original's most similar sentence, where it has as many."""
    scored = [(_liken(figures, source), source) for source in sources if len(source) == len(figures)]
    score, best = max(scored, key=lambda pair: pair[0], default=(0.0, []))
    pairs = list(zip(figures, best, strict=False))
    same = all(one.unit == other.unit and one.type == other.type for one, other in pairs)
    return pairs if score >= _ALIKE and same else []


def _liken(figures: list[Figure], source: list[Figure]) -> float:
    """How alike two sentences are, word by word, their numbers left out."""
    return SequenceMatcher(None, _list_words(figures), _list_words(source), autojunk=False).ratio()


def _list_words(figures: list[Figure]) -> list[str]:
    """The words of the sentence around its figures."""
    evidence = figures[0].evidence
    assert evidence is not None
    words, here = list[str](), evidence.start
    for figure in figures:
        words += evidence.quote[max(0, here - evidence.start) : figure.number.start - evidence.start].split()
        here = figure.number.end
    return words + evidence.quote[here - evidence.start :].split()


def _tell(one: Figure, other: Figure, documents: dict[str, Document]) -> Finding:
    copy, original = (_name(documents.get(f.document or "")) for f in (one, other))
    return Finding(
        family="copy",
        records=(one.id, other.id),
        spans=(cite(one, one.number), cite(other, other.number)),
        says=f"{copy}: {say_figure(one)}; the original ({original}): {say_figure(other)}",
        arithmetic=f"{one.number.quote} against {other.number.quote} in the same sentence",
        would_hold=f"{other.number.quote}, as in the original",
        verdict="conflict",
        needs="corpus",
    )


def _name(document: Document | None) -> str:
    if document is None:
        return "the text"
    return document.outlet or (document.sources[0].path if document.sources else document.id)
