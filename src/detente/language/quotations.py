"""Quotations: what stands between quotation marks, also over several paragraphs.

Curly marks mostly say whether they open or close; straight ones are read by what stands beside them. A quotation
that a paragraph leaves open goes on in the next if that begins with a mark, and else ends with its paragraph, so
that a forgotten mark never swallows an article. Single marks count only where they cannot be apostrophes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec

from detente.language.articles import Quotation

_DOUBLE = re.compile(r"[\"“”„«»]|''|``")
_OPENING, _CLOSING = "“„«``", "”»"
_SINGLE = re.compile(
    r"(?<![^\s(\[—–-])(?:'(?!')|‘)(?=[^\W\d_])(?!(?:tis|twas|em|til|till|cause|n|round|bout)\b)", re.I
)
LONGEST_SINGLE = 1_000  # characters: farther apart two single marks are no pair
_LEFT = frozenset(" \t\n\xa0\u202f([{—–-/…‘'")  # an opening mark follows these
_RIGHT = frozenset(" \t\n\xa0\u202f)]}—–-/….,;:!?’'")  # a closing mark stands before these


class Stretch(msgspec.Struct, frozen=True, order=True):
    """The inside of a pair of marks; `open` when the paragraph ended before the closing one came."""

    start: int
    end: int
    open: bool = False


def find_quotations(text: str, paragraphs: Iterable[tuple[int, int]]) -> tuple[Quotation, ...]:
    """The quotations of a text in order; `paragraphs` are the places of those that follow on each other.

    Only outer marks count: a quotation inside a quotation is part of it.

    Example:
        >>> text = 'He said, "We stay.' + chr(10) + '"We sign," and left.'
        >>> [(text[q.start : q.end], q.continues) for q in find_quotations(text, [(0, 18), (19, 39)])]
        [('We stay.', False), ('We sign,', True)]
    """
    found: list[Quotation] = []
    left_open = False
    for start, end in paragraphs:
        paragraph = text[start:end]
        stretches = _add_singles(paragraph, _pair_doubles(paragraph))
        mark = _DOUBLE.match(paragraph)
        goes_on = left_open and mark is not None and mark.group() not in _CLOSING
        for stretch in stretches:
            # only the one that begins with the paragraph takes up what was left open
            continues = goes_on and mark is not None and stretch.start == mark.end()
            found.append(Quotation(start + stretch.start, start + stretch.end, continues))
        left_open = bool(stretches) and stretches[-1].open
    return tuple(found)


def _pair_doubles(paragraph: str) -> list[Stretch]:
    """The insides of the outer double marks of a paragraph, in order."""
    waiting: list[re.Match[str]] = []
    pairs: list[list[tuple[int, Stretch]]] = [
        []
    ]  # place and inside: outside all marks, then inside each waiting
    for mark in _DOUBLE.finditer(paragraph):
        if _opens(mark, paragraph, inside=bool(waiting)):
            waiting.append(mark)
            pairs.append([])
        elif waiting:
            opener = waiting.pop()
            pairs.pop()  # a quotation inside a quotation is part of it
            pairs[-1].append((opener.start(), Stretch(opener.end(), mark.start())))
    found = [stretch for level in pairs for _, stretch in level]
    for opener, inner, following in zip(waiting, pairs[1:], [*waiting, None][1:], strict=True):
        # never closed: it ends where the next quotation begins, else with the paragraph
        begins = [place for place, _ in inner[:1]] + ([following.start()] if following else [])
        found.append(Stretch(opener.end(), min(begins, default=len(paragraph)), open=not begins))
    return sorted(filter(None, (_trim(paragraph, stretch) for stretch in found)))


def _opens(mark: re.Match[str], paragraph: str, *, inside: bool) -> bool:
    """Whether a double mark opens: by what stands beside it where that is clear, else by its shape and parity."""
    before = paragraph[max(mark.start() - 1, 0) : mark.start()]
    after = paragraph[mark.end() : mark.end() + 1]
    left = not before or before in _LEFT
    right = not after or after in _RIGHT
    if mark.group() in _OPENING:
        return not (inside and right and not left)
    if mark.group() in _CLOSING:
        return not inside and left and not right
    return left if left != right else not inside


def _trim(paragraph: str, stretch: Stretch) -> Stretch | None:
    """The stretch without outer blanks; null when nothing is left."""
    inside = paragraph[stretch.start : stretch.end]
    if not inside.strip():
        return None
    start = stretch.start + len(inside) - len(inside.lstrip())
    return Stretch(start, stretch.start + len(inside.rstrip()), stretch.open)


def _add_singles(paragraph: str, doubles: list[Stretch]) -> list[Stretch]:
    """The stretches with those in single marks, unless these lie inside a double quotation."""
    found: list[Stretch] = []
    at, waiting = 0, doubles[::-1]
    for mark in _SINGLE.finditer(paragraph):
        while waiting and waiting[-1].end <= mark.start():
            found.append(waiting.pop())
        inside = bool(waiting) and waiting[-1].start <= mark.start()
        end = None if inside or mark.start() < at else _close_single(paragraph, mark)
        if end is not None:
            at = end + 1
            found.append(Stretch(mark.end(), end))
            while waiting and waiting[-1].start < end:
                waiting.pop()  # a double quotation inside the single one
    return found + waiting[::-1]


def _close_single(paragraph: str, mark: re.Match[str]) -> int | None:
    """Where the quotation that a single mark opens is closed; null where it may be an apostrophe.

    A mark after a comma or full stop closes for certain; one after a word only if that word does not end in s
    ("the envoys' talks") or nothing but the end of a clause follows.
    """
    closer = "’" if mark.group() == "‘" else "'"
    reach = paragraph[mark.end() : mark.end() + LONGEST_SINGLE]
    for match in re.finditer(rf"(?<=\S){closer}(?![\w{closer}])", reach):
        end = mark.end() + match.start()
        before, rest = paragraph[end - 1], reach[match.end() :]
        if before in ",.?!…" or before != "s" or not re.match(r"\s+[^\W\d_]", rest):
            return end
        if mark.group() == "‘" and closer not in rest:
            return end
    return None
