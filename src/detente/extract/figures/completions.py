"""What figures say beyond their number: whose term in office, which country's rank, which parts of which sum.

A stage of its own after the figures are found and dated, so that finding a number stays apart from reading its place
in the sentence. What it has read before it leaves as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from detente.extract.figures.parts import divide_figures
from detente.extract.figures.standings import place_figures
from detente.extract.figures.tenures import mark_tenure
from detente.language.articles import EXTRACTED_ZONES, Article, Sentence, Stage
from detente.records import Figure


def make_figure_completer() -> Stage:
    """A stage that completes the figures of each article and adds ranks and parts that have no number of their own."""

    def complete_articles(articles: Iterable[Article]) -> Iterator[Article]:
        for article in articles:
            figures = [r for r in article.records if isinstance(r, Figure)]
            others = [r for r in article.records if not isinstance(r, Figure)]
            records = (*others, *_complete_article(article.sentences, figures))
            yield msgspec.structs.replace(article, records=records)

    return complete_articles


def _complete_article(sentences: Sequence[Sentence], figures: Sequence[Figure]) -> Iterator[Figure]:
    held = {f.id for f in figures}
    for sentence in sentences:
        inside = [f for f in figures if sentence.start <= f.number.start < sentence.end]
        held -= {f.id for f in inside}
        yield from complete_figures(sentence, inside)
    yield from (f for f in figures if f.id in held)


def complete_figures(sentence: Sentence, figures: Sequence[Figure]) -> list[Figure]:
    """The figures of one sentence with owner, place and whole, in order."""
    if sentence.zone not in EXTRACTED_ZONES:
        return list(figures)
    marked = [mark_tenure(sentence, figure) for figure in figures]
    return divide_figures(sentence, place_figures(sentence, marked))
