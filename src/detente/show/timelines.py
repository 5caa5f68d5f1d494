"""The timeline as plain SVG: labelled events in bands over time, packed so that none covers another."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from html import escape
from typing import TypeAlias

import msgspec

from detente.show.lines import Tone

_WIDTH = 960
_SIDE = 14
_HEAD = 20
_ROW = 20
_DOT = 5.5
_LETTER = 6.9
_GAP = 10
_MOST_LABELS = 60
_ONE_DAY = dt.timedelta(days=1)
Scale: TypeAlias = Callable[[dt.date], float]


class Dot(msgspec.Struct, frozen=True, kw_only=True):
    """An event to draw: its days, its band, whether it warms or cools, what to write, and where a click leads."""

    start: dt.date
    end: dt.date
    band: str
    tone: Tone
    day: str
    text: str
    target: str
    hollow: bool = False


class _Placed(msgspec.Struct, frozen=True):
    dot: Dot
    left: float
    middle: float
    right: float
    row: int
    label_left: bool


def draw_timeline(
    dots: Sequence[Dot], *, first: dt.date, last: dt.date, bands: Sequence[tuple[str, str]], title: str
) -> str:
    """An SVG of events between two days in bands (name, title), each as high as its events need.

    An interval of days is a bar with the mark in its middle. Warm, cold and neither differ in shape as in colour.
    """
    days = max(1, (last - first).days)
    labelled = len(dots) <= _MOST_LABELS

    def x(day: dt.date) -> float:
        return _SIDE + (_WIDTH - 2 * _SIDE) * min(max((day - first).days, 0), days) / days

    parts, y = [], 4.0
    for name, heading in bands:
        placed = _pack([d for d in dots if d.band == name], x, labelled=labelled)
        rows = max([p.row for p in placed], default=0) + 1
        empty = "" if placed else " – nothing dated"
        for side, x_head, anchor in (("", _SIDE, "start"), (" right", _WIDTH - _SIDE, "end")):
            parts.append(
                f'<text class="band{side}" x="{x_head}" y="{y + 13:.0f}" text-anchor="{anchor}">'
                f"{escape(heading + empty)}</text>"
            )
        parts += [_draw_dot(p, y + _HEAD + p.row * _ROW + _ROW / 2, labelled=labelled) for p in placed]
        y += _HEAD + (rows * _ROW if placed else 0) + 8
        parts.append(
            f'<line class="lane" x1="{_SIDE}" y1="{y - 4:.0f}" x2="{_WIDTH - _SIDE}" y2="{y - 4:.0f}"/>'
        )
    axis = _draw_axis(first, last, bottom=y, x=x)
    head = (
        f'<svg class="chart timeline" viewBox="0 0 {_WIDTH} {y + 20:.0f}" role="img" aria-label="{escape(title)}">'
        f"<title>{escape(title)}</title>"
    )
    return "".join([head, *axis, *parts, "</svg>"])


def _draw_axis(first: dt.date, last: dt.date, *, bottom: float, x: Scale) -> list[str]:
    parts = []
    for day, label in list_ticks(first, last):
        at = x(day)
        parts.append(f'<line class="tick" x1="{at:.1f}" y1="4" x2="{at:.1f}" y2="{bottom - 4:.0f}"/>')
        near = min(max(at, 26), _WIDTH - 26)
        parts.append(
            f'<text class="soft" x="{near:.1f}" y="{bottom + 12:.0f}" text-anchor="middle">{label}</text>'
        )
    return parts


def list_ticks(first: dt.date, last: dt.date) -> list[tuple[dt.date, str]]:
    """At most about ten round days between two days, with their labels: days, months or years."""
    days = (last - first).days
    if days <= 120:
        step = 7 if days <= 70 else 14
        monday = first + (7 - first.weekday()) % 7 * _ONE_DAY
        count = (last - monday).days // step + 1
        return [(day, f"{day.day} {day:%b}") for day in (monday + i * step * _ONE_DAY for i in range(count))]
    if days <= 365 * 3:
        step = max(1, days // 30 // 8)
        months = range(first.year * 12 + first.month, last.year * 12 + last.month, step)
        return [(day, f"{day:%b %Y}") for day in (dt.date(m // 12, m % 12 + 1, 1) for m in months)]
    step = max(1, (last.year - first.year) // 9)
    return [(dt.date(year, 1, 1), str(year)) for year in range(first.year + 1, last.year + 1, step)]


def _pack(dots: Sequence[Dot], x: Scale, *, labelled: bool) -> list[_Placed]:
    """Dots in the first row where neither bar nor label meets another, the earliest first."""
    ends: list[list[tuple[float, float]]] = []
    placed = []
    for dot in sorted(dots, key=lambda d: (d.start, d.end, d.target)):
        left, right = x(dot.start), x(dot.end)
        middle = (left + right) / 2
        wide = len(dot.text) * _LETTER + _GAP if labelled else 0.0
        label_left = middle + wide + _DOT > _WIDTH - 4
        low = min(left, middle - (wide if label_left else 0)) - _DOT
        high = max(right, middle + (0 if label_left else wide)) + _DOT
        row = next(
            (i for i, taken in enumerate(ends) if all(high + 4 < a or low - 4 > b for a, b in taken)),
            len(ends),
        )
        if row == len(ends):
            ends.append([])
        ends[row].append((low, high))
        placed.append(_Placed(dot, left, middle, right, row, label_left))
    return placed


def _draw_dot(placed: _Placed, y: float, *, labelled: bool) -> str:
    dot, x = placed.dot, placed.middle
    parts = [f"<title>{escape(f'{dot.day}: {dot.text}')}</title>"]
    if placed.right - placed.left > 8:
        parts.append(
            f'<line class="stretch {dot.tone}" x1="{placed.left:.1f}" y1="{y:.1f}" '
            f'x2="{placed.right:.1f}" y2="{y:.1f}"/>'
        )
    parts.append(draw_mark(dot.tone, x, y, hollow=dot.hollow))
    if labelled:
        side, anchor = (-_GAP, "end") if placed.label_left else (_GAP, "start")
        parts.append(
            f'<text class="say" x="{x + side:.1f}" y="{y + 4:.1f}" text-anchor="{anchor}">{escape(dot.text)}</text>'
        )
    return f'<a href="#{escape(dot.target)}">{"".join(parts)}</a>'


def draw_mark(tone: Tone, x: float, y: float, *, hollow: bool) -> str:
    """The mark of a tone: a circle for warm, a square for cold, a diamond for neither."""
    style = f'class="dot {tone}{" hollow" if hollow else ""}"'
    if tone == "thaw":
        return f'<circle {style} cx="{x:.1f}" cy="{y:.1f}" r="{_DOT}"/>'
    if tone == "freeze":
        side = 2 * _DOT - 1
        return f'<rect {style} x="{x - side / 2:.1f}" y="{y - side / 2:.1f}" width="{side}" height="{side}"/>'
    corners = ((x, y - _DOT), (x + _DOT, y), (x, y + _DOT), (x - _DOT, y))
    return f'<polygon {style} points="{" ".join(f"{a:.1f},{b:.1f}" for a, b in corners)}"/>'
