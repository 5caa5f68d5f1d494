"""PDF files: their text layer, lines put together to paragraphs, page numbers and running heads left out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any, BinaryIO

from detente.errors import InputError
from detente.read.texts import RawText, fix_extracted, read_whole
from detente.records import Problem, Source

_ENDS = re.compile(r"[.!?:][\"'”’)\]]*$")
_HYPHENS = "\ufffe\u00ad\x02"  # what PDFium and fonts leave where a word is cut at the end of a line


def read_pdf(stream: BinaryIO, path: str) -> Iterator[RawText | Problem]:
    """The text layer of a .pdf file; one paragraph a line.

    Raises:
        InputError: when it is encrypted, damaged or only pictures.
    """
    import pypdfium2 as pdfium  # slow to import

    try:
        pdf = pdfium.PdfDocument(read_whole(stream, path))
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise InputError(f"{path}: the PDF is encrypted; save a copy without a password") from error
        raise InputError(f"{path}: not a PDF that can be read ({error})") from error
    try:
        pages = [_read_page(page) for page in pdf]
    finally:
        pdf.close()
    text = join_lines(pages)
    if not text.strip():
        raise InputError(
            f"{path}: the PDF has no text layer, only pictures; run text recognition (OCR) on it first"
        )
    detail = f"PDF, text layer of {len(pages)} pages"
    yield RawText(text=fix_extracted(text), source=Source(path=path), rule="read/pdf@1", detail=detail)


def _read_page(page: Any) -> list[str]:
    text_page = page.get_textpage()
    try:
        return [line.strip() for line in text_page.get_text_range().splitlines()]
    finally:
        text_page.close()
        page.close()


def join_lines(pages: list[list[str]]) -> str:
    """The lines of pages as paragraphs, one a line.

    A paragraph ends at a blank line, or where a line ends a sentence or is a heading, and stops short of the width.

    Example:
        >>> join_lines([["Talks on grain were held in", "Riga on Monday, it said.", "1"]])
        'Talks on grain were held in Riga on Monday, it said.'
    """
    repeated = _find_running_heads(pages)
    lines = [
        line
        for page in pages
        for line in page
        if line not in repeated and not re.fullmatch(r"\W*\d{1,4}\W*", line)
    ]
    width = sorted(map(len, lines))[int(len(lines) * 0.8)] if lines else 0
    paragraphs: list[str] = []
    ended = True
    for line in lines:
        if not line:
            ended = True
            continue
        if ended or not paragraphs:
            paragraphs.append(line)
        elif paragraphs[-1][-1] in _HYPHENS:
            paragraphs[-1] = paragraphs[-1][:-1] + line
        else:
            paragraphs[-1] += " " + line
        short = len(line) < 0.8 * width
        ended = (short and bool(_ENDS.search(line))) or (
            len(line) < 0.6 * width and line[-1] not in ",;-" + _HYPHENS
        )
    return re.sub(f"[{_HYPHENS}]\\s?", "", "\n".join(paragraphs))


def _find_running_heads(pages: list[list[str]]) -> set[str]:
    """Lines that stand at the top or bottom of at least three pages and of half of them."""
    edges = Counter(line for page in pages for line in {*page[:2], *page[-2:]} if line)
    return {line for line, count in edges.items() if count >= 3 and count >= len(pages) / 2}
