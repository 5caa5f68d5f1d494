"""Articles for tests: a text read, cut and parsed as one body."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import msgspec

from detente.language.articles import Article
from detente.language.parsing import make_parser
from detente.read.sentences import make_articles
from detente.records import ZoneSpan, make_document


@functools.cache
def parser() -> Callable[[Any], Any]:
    return make_parser()


def read_text(text: str, *, parsed: bool = True) -> Article:
    document = make_document(text, sources=(), zones=(ZoneSpan("body", 0, len(text)),))
    article = next(make_articles([document]))
    if not parsed:
        return article
    return msgspec.structs.replace(article, sentences=tuple(parser()(article.sentences)))
