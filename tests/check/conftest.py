"""Texts read into a corpus as the pipeline reads them, with completed figures and identities."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from detente.check.corpora import Corpus, make_corpus
from detente.extract.figures.completions import make_figure_completer
from detente.language.articles import Article
from detente.ledger.tables import Copy, Identity
from detente.pipeline import make_reading
from detente.read.duplicates import find_copies
from detente.read.files import list_inputs, read_documents
from detente.records import Document, DocumentSpan
from detente.resolve.identities import list_people


@pytest.fixture(scope="session")
def read_corpus() -> Callable[[Iterable[str | Path]], Corpus]:
    """A function from paths to a corpus: the parser, all extractors and resolvers."""
    read, complete = make_reading(), make_figure_completer()

    def read_paths(paths: Iterable[str | Path]) -> Corpus:
        documents = [d for d in read_documents(list_inputs(paths)) if isinstance(d, Document)]
        articles = [next(iter(complete([read(d)]))) for d in documents]
        assert not [p.message for a in articles for p in a.problems]
        copies = [Copy(**{f: getattr(c, f) for f in Copy.__struct_fields__}) for c in find_copies(documents)]
        records = [r for a in articles for r in a.records]
        identities = [i for a in articles for i in list_identities(a)]
        return make_corpus(documents, records, copies=copies, identities=identities)

    return read_paths


def list_identities(article: Article) -> Iterable[Identity]:
    """The rows of the identity table for one article."""
    for mention in list_people(article):
        assert mention.span is not None
        place = DocumentSpan(document=article.document.id, span=mention.span)
        yield Identity(mention=place, actor=mention.name, because=mention.because)
