"""The paragraphs of a text: its lines, or blocks of lines where the lines were wrapped to a width.

Pages and feeds put a paragraph on a line. Wire copies and mails break lines at 60 to 80 characters and part
paragraphs by blank lines; a sentence then runs over several lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

_BLOCK = re.compile(r"\S[^\n]*(?:\n[^\S\n]*\S[^\n]*)*")
_LINE = re.compile(r"\S[^\n]*")
_TERMINAL = re.compile(r"[.!?:;][\"'”’)\]]*\s*$")
WRAP_WIDTH = range(40, 101)


class Paragraph(msgspec.Struct, frozen=True):
    """A stretch of text without outer blanks; `index` is the number of its first line."""

    index: int
    start: int
    end: int


def list_paragraphs(text: str) -> tuple[Paragraph, ...]:
    """The paragraphs of a text in order; together they hold all that is not blank.

    Example:
        >>> [p.index for p in list_paragraphs("Talks resumed.\\n\\nNobody spoke.")]
        [0, 2]
    """
    pattern = _BLOCK if is_wrapped(text) else _LINE
    return tuple(_number_paragraphs(text, pattern))


def _number_paragraphs(text: str, pattern: re.Pattern[str]) -> Iterator[Paragraph]:
    index = at = 0
    for match in pattern.finditer(text):
        index += text.count("\n", at, match.start())
        at = match.start()
        yield Paragraph(index, match.start(), match.start() + len(match.group().rstrip()))


def is_wrapped(text: str) -> bool:
    """Whether the lines of a text were broken to fit a width, rather than where paragraphs end.

    So it is where most lines that another line follows directly are about a page wide and stop mid-sentence.
    """
    blocks = (block.group().split("\n")[:-1] for block in _BLOCK.finditer(text))
    inner = [line for block in blocks for line in block]
    if len(inner) < 6:
        return False
    wide = sum(len(line) in WRAP_WIDTH for line in inner)
    broken = sum(not _TERMINAL.search(line) for line in inner)
    return wide >= 0.8 * len(inner) and broken >= 0.6 * len(inner)
