"""Spans wherever they stand in a record: walked over generically, held against the text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from detente.records import DocumentSpan, Record, Span


def list_spans(record: Record) -> Iterator[tuple[str, str | None, Span]]:
    """Every span of a record, however deep: where it stands, the document that it quotes, and the span.

    Example:
        >>> from detente.records import make_problem
        >>> list(list_spans(make_problem(path="a.txt", stage="read", message="empty")))
        []
    """
    yield from _walk(record, "", record.document)


def _walk(value: Any, path: str, document: str | None) -> Iterator[tuple[str, str | None, Span]]:
    if isinstance(value, Span):
        yield path.lstrip("."), document, value
    elif isinstance(value, msgspec.Struct):
        if isinstance(value, DocumentSpan):
            document = value.document
        for name in value.__struct_fields__:
            yield from _walk(getattr(value, name), f"{path}.{name.rstrip('_')}", document)
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _walk(item, f"{path}.{index}", document)


def is_misquoted(span: Span, text: str) -> bool:
    """Whether a span does not quote its text.

    Example:
        >>> is_misquoted(Span(0, 5, "Talks"), "Talks resumed."), is_misquoted(Span(0, 5, "Peace"), "Talks")
        (False, True)
    """
    return not 0 <= span.start <= span.end <= len(text) or text[span.start : span.end] != span.quote
