"""Articles for tests: made of lines of text, named by the lexicon, without a model."""

import datetime as dt
import functools

from detente.language.articles import Article, Sentence
from detente.language.names import NameFinder, make_name_finder
from detente.language.quotations import find_quotations
from detente.records import Extracted, When, make_document


@functools.cache
def find_names() -> NameFinder:
    return make_name_finder()


def make_article(text: str, *, day: dt.date | None = None, records: tuple[Extracted, ...] = ()) -> Article:
    """The article of a text with one sentence a line, published on a day."""
    published = (
        When(start=day, end=day, granularity="day", basis="stated", because="given") if day else When()
    )
    document = make_document(text, sources=(), published=published)
    sentences, paragraphs, start = [], [], 0
    for line in text.split("\n"):
        paragraphs.append((start, start + len(line)))
        if line:
            sentences.append(
                Sentence(
                    document=document.id,
                    index=len(sentences),
                    start=start,
                    end=start + len(line),
                    text=line,
                    zone="body",
                    paragraph=len(paragraphs) - 1,
                )
            )
        start += len(line) + 1
    return Article(
        document=document,
        sentences=tuple(find_names()(sentences)),
        quotations=find_quotations(text, paragraphs),
        records=records,
    )
