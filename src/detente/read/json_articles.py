"""Articles in JSON: one a line (.jsonl), or an object or a list of them (.json).

Fields: `text`, and where known `title`, `url`, `published`, `outlet`, `country`, `authors` or `author`. Others are
passed over. A line that cannot be read yields a Problem with its number, and the rest goes on.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

import msgspec

from detente.errors import InputError
from detente.read.texts import MAX_BYTES, RawText, decode_bytes, fix_extracted, make_read_problem, read_whole
from detente.records import Problem, Source


class JsonArticle(msgspec.Struct, frozen=True):
    """An article as JSON carries it; only its text must be right."""

    text: str
    title: Any = None
    url: Any = None
    published: Any = None
    outlet: Any = None
    country: Any = None
    author: Any = None
    authors: Any = None


def read_json_lines(stream: BinaryIO, path: str) -> Iterator[RawText | Problem]:
    """The articles of a .jsonl file, one a line; empty lines are passed over."""
    number = 0
    while line := stream.readline(MAX_BYTES + 1):
        number += 1
        place = f"{path}:{number}"
        if len(line) > MAX_BYTES:
            while line and not line.endswith(b"\n"):
                line = stream.readline(MAX_BYTES)
            yield make_read_problem(place, f"{place}: larger than {MAX_BYTES // 1_000_000} MB")
        elif line.strip():
            yield _read_article(line, place)
    if number == 0:
        raise InputError(f"{path}: the file is empty")


def read_json(stream: BinaryIO, path: str) -> Iterator[RawText | Problem]:
    """The articles of a .json file: one object, or a list of objects."""
    text, _ = decode_bytes(read_whole(stream, path), path)
    try:
        found = msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError) as error:
        raise InputError(f"{path}: not JSON ({error})") from error
    if isinstance(found, list):
        for number, item in enumerate(found, 1):
            yield _make_raw(item, f"{path}:{number}")
    else:
        yield _make_raw(found, path)


def _read_article(line: bytes, place: str) -> RawText | Problem:
    try:
        text, _ = decode_bytes(line, place)
        return _make_raw(msgspec.json.decode(text), place)
    except InputError as error:
        return make_read_problem(place, str(error))
    except (msgspec.DecodeError, RecursionError) as error:
        return make_read_problem(place, f"{place}: not JSON ({error}); one article a line")


def _make_raw(item: Any, place: str) -> RawText | Problem:
    try:
        article = msgspec.convert(item, JsonArticle)
    except msgspec.ValidationError as error:
        return make_read_problem(place, f'{place}: not an article ({error}); it needs at least a "text"')
    names = article.authors if isinstance(article.authors, list) else [article.authors, article.author]
    return RawText(
        text=fix_extracted(article.text),
        source=Source(
            path=place,
            url=_keep_string(article.url),
            outlet=_keep_string(article.outlet),
            country=_keep_string(article.country),
            title=_keep_string(article.title),
        ),
        authors=tuple(name for name in map(_keep_string, names) if name),
        published=_keep_string(article.published),
        rule="read/json@1",
        detail="JSON",
    )


def _keep_string(value: Any) -> str | None:
    """The value if it is a string with something in it, or a number as a string."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return fix_extracted(value.strip()) or None if isinstance(value, str) else None
