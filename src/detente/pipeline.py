"""How it flows: the stages in order, nothing else. Read this second.

    files ─read▶ Document ─▶ Sentence ─extract▶ Record ─resolve▶ Record ─▶ ledger ─▶ check ─▶ measure ─▶ show

Above the ledger everything is a plain object; below it everything is a row. Only this module knows both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import msgspec

from detente.extract.events import make_event_extractor
from detente.extract.figures import make_figure_extractor
from detente.extract.statements import make_statement_extractor
from detente.language.articles import EXTRACTED_ZONES, Article, Sentence, Stage
from detente.language.identify import is_readable
from detente.language.names import make_name_finder
from detente.language.parsing import make_parser
from detente.read.files import read_documents
from detente.read.sentences import make_articles
from detente.records import Document, Extracted, Problem, make_problem
from detente.resolve.actors import make_actor_resolver
from detente.resolve.dates import make_date_resolver

Extractor = Callable[[Article], Iterator[Extracted]]
EXTRACTORS: dict[str, Callable[[], Extractor]] = {
    "events": make_event_extractor,
    "statements": make_statement_extractor,
    "figures": make_figure_extractor,
}
RESOLVERS: dict[str, Callable[[], Stage]] = {
    "dates": make_date_resolver,
    "actors": make_actor_resolver,
}


def read_articles(paths: Iterable[str | Path]) -> Iterator[Article | Problem]:
    """Articles with zones, sentences and quotations, one at a time, and a problem for each thing unreadable."""
    for item in read_documents(paths):
        yield (
            item
            if isinstance(item, Problem)
            else _guard(item, "read", lambda a: next(iter(make_articles([a.document]))))
        )


def make_reading() -> Callable[[Article], Article]:
    """The upper tower for one article: parse, names, extraction, resolution. Models are loaded once, here."""
    parse, find_names = make_parser(), make_name_finder()
    extractors = {name: make() for name, make in EXTRACTORS.items()}
    resolvers = {name: make() for name, make in RESOLVERS.items()}

    def read(article: Article) -> Article:
        if not is_readable(article.document):
            return article
        article = _guard(article, "parse", lambda a: _parse(a, parse, find_names))
        for name, extract in extractors.items():
            article = _guard(article, name, lambda a, e=extract: _add(a, e(a)))
        for name, resolve in resolvers.items():
            article = _guard(article, name, lambda a, r=resolve: next(iter(r([a]))))
        return article

    return read


SentenceStage = Callable[[list[Sentence]], list[Sentence]]


def _parse(article: Article, parse: SentenceStage, find_names: SentenceStage) -> Article:
    """Tokens and names on the sentences that records are taken from; the others stay bare."""
    worth = [s for s in article.sentences if s.zone in EXTRACTED_ZONES]
    parsed = {s.index: s for s in find_names(parse(worth))}
    sentences = tuple(parsed.get(s.index, s) for s in article.sentences)
    return msgspec.structs.replace(article, sentences=sentences)


def _add(article: Article, records: Iterable[Extracted]) -> Article:
    return msgspec.structs.replace(article, records=(*article.records, *records))


def _guard(article: Article | Document, stage: str, step: Callable[[Article], Article]) -> Article:
    """The article after a step; a step that fails leaves it as it was, with a problem. The one place for that."""
    if isinstance(article, Document):
        article = Article(document=article)
    try:
        return step(article)
    except (
        Exception
    ) as error:  # a bad document must not end the run; a broken invariant is reported with its place
        path = article.document.sources[0].path if article.document.sources else article.document.id
        message = f"{type(error).__name__}: {error}; the rest of the text was read without {stage}"
        problem = make_problem(path=path, stage=stage, message=message, document=article.document.id)
        return msgspec.structs.replace(article, problems=(*article.problems, problem))
