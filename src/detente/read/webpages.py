"""Web pages: the article in them as trafilatura finds it, with title, author, date and outlet from the metadata."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

from detente.errors import InputError
from detente.read.texts import RawText, fix_extracted, read_whole
from detente.records import Problem, Source

MIN_WORDS = 10  # a page with fewer is navigation


def read_webpage(stream: BinaryIO, path: str) -> Iterator[RawText | Problem]:
    """The article of an .html file; one paragraph a line.

    Raises:
        InputError: when the page holds no article that trafilatura can find.
    """
    import trafilatura  # half a second: only who reads pages pays for it

    page = read_whole(stream, path)
    # without the extensive search a date is one that the page's metadata states, never a guess from its text
    options = {"extensive_search": False, "original_date": True}
    for fast in (True, False):  # the second try also looks where articles seldom are
        try:
            found: Any = trafilatura.bare_extraction(
                page, fast=fast, with_metadata=True, include_comments=False, date_extraction_params=options
            )
        except Exception as error:  # lxml and what stands on it raise many kinds on hostile markup
            raise InputError(f"{path}: the page cannot be taken apart ({error})") from error
        if found is not None and len((found.text or "").split()) >= MIN_WORDS:
            break
    else:
        raise InputError(f"{path}: no article in this page; save the article's text as .txt")
    yield RawText(
        text=fix_extracted(found.text),
        source=Source(path=path, url=found.url, outlet=found.sitename, title=found.title),
        authors=tuple(filter(None, map(str.strip, (found.author or "").split(";")))),
        published=found.date,
        rule="read/html@1",
        detail="HTML, main text by trafilatura",
    )
