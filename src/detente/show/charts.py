"""Drawings as plain SVG: the timeline of events and the gauge bars. Colours come from the page's variables."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from html import escape
from typing import Literal, TypeAlias

import msgspec

_WIDTH = 960
_LEFT = 108
_RIGHT = 16
_LANE = 46
_DOT = 6
_MARKS = {"thaw": "circle", "freeze": "square", "neutral": "diamond"}
_ONE_DAY = dt.timedelta(days=1)
Scale: TypeAlias = Callable[[dt.date], float]


class Dot(msgspec.Struct, frozen=True):
    """An event to draw: its interval, its lane, whether it warms or cools, and where a click leads."""

    start: dt.date
    end: dt.date
    lane: str
    tone: Literal["thaw", "freeze", "neutral"]
    label: str
    target: str
    hollow: bool = False


def draw_timeline(
    dots: Sequence[Dot], *, first: dt.date, last: dt.date, lanes: Sequence[str], title: str
) -> str:
    """An SVG of events in lanes over time; thaw and freeze differ in shape as well as colour.

    Intervals longer than a day are drawn as bars. Dots that would cover one another are stacked.
    """
    height = len(lanes) * _LANE + 40
    days = max(1, (last - first).days)

    def x(day: dt.date) -> float:
        return _LEFT + (_WIDTH - _LEFT - _RIGHT) * min(max((day - first).days, 0), days) / days

    parts = [
        f'<svg class="chart" viewBox="0 0 {_WIDTH} {height}" role="img" aria-label="{escape(title)}">',
        f"<title>{escape(title)}</title>",
    ]
    for i, lane in enumerate(lanes):
        y = i * _LANE + _LANE / 2 + 4
        parts.append(f'<line class="lane" x1="{_LEFT}" y1="{y:.0f}" x2="{_WIDTH - _RIGHT}" y2="{y:.0f}"/>')
        parts.append(
            f'<text class="lane-name" x="{_LEFT - 12}" y="{y + 4:.0f}" text-anchor="end">{escape(lane)}</text>'
        )
    parts += _draw_axis(first, last, height=height, x=x)
    for dot, offset in _stack(dots, x):
        if dot.lane not in lanes:
            continue
        y = list(lanes).index(dot.lane) * _LANE + _LANE / 2 + 4 - offset
        parts.append(_draw_dot(dot, x(dot.start), x(dot.end), y))
    parts.append("</svg>")
    return "".join(parts)


def _draw_axis(first: dt.date, last: dt.date, *, height: int, x: Scale) -> list[str]:
    ticks = list_ticks(first, last)
    parts = []
    for day, label in ticks:
        at = x(day)
        parts.append(f'<line class="tick" x1="{at:.1f}" y1="4" x2="{at:.1f}" y2="{height - 32}"/>')
        parts.append(
            f'<text class="tick-name" x="{at:.1f}" y="{height - 14}" text-anchor="middle">{label}</text>'
        )
    return parts


def list_ticks(first: dt.date, last: dt.date) -> list[tuple[dt.date, str]]:
    """At most about ten round days between two days, with their labels: days, months or years."""
    days = (last - first).days
    if days <= 120:
        step = 7 if days <= 70 else 14
        day = first + (7 - first.weekday()) % 7 * _ONE_DAY
        ticks = []
        while day <= last:
            ticks.append((day, f"{day.day} {day:%b}"))
            day += step * _ONE_DAY
        return ticks
    if days <= 365 * 3:
        months = max(1, days // 30 // 8)
        index = first.year * 12 + first.month
        found = []
        while (day := dt.date(index // 12, index % 12 + 1, 1)) <= last:
            found.append((day, f"{day:%b %Y}"))
            index += months
        return found
    years = max(1, (last.year - first.year) // 9)
    start = first.year + 1
    return [(dt.date(year, 1, 1), str(year)) for year in range(start, last.year + 1, years)]


def _stack(dots: Sequence[Dot], x: Scale) -> list[tuple[Dot, float]]:
    """Dots with how far to lift each so that those at the same place in a lane stay apart."""
    placed: list[tuple[Dot, float]] = []
    taken: dict[tuple[str, int], int] = {}
    for dot in sorted(dots, key=lambda d: (d.lane, d.start, d.end, d.target)):
        column = (dot.lane, round(x(dot.start) / (2 * _DOT + 1)))
        level = taken.get(column, 0)
        taken[column] = level + 1
        step = (level + 1) // 2 * (1 if level % 2 else -1)
        placed.append((dot, max(-18, min(18, step * 9))))
    return placed


def _draw_dot(dot: Dot, left: float, right: float, y: float) -> str:
    style = f'class="dot {dot.tone}{" hollow" if dot.hollow else ""}"'
    bar = ""
    if right - left > 8:
        bar = f'<line class="stretch {dot.tone}" x1="{left:.1f}" y1="{y:.1f}" x2="{right:.1f}" y2="{y:.1f}"/>'
    match _MARKS[dot.tone]:
        case "circle":
            mark = f'<circle {style} cx="{left:.1f}" cy="{y:.1f}" r="{_DOT}"/>'
        case "square":
            side = 2 * _DOT - 2
            mark = f'<rect {style} x="{left - side / 2:.1f}" y="{y - side / 2:.1f}" width="{side}" height="{side}"/>'
        case _:
            corners = ((left, y - _DOT), (left + _DOT, y), (left, y + _DOT), (left - _DOT, y))
            mark = f'<polygon {style} points="{" ".join(f"{a:.1f},{b:.1f}" for a, b in corners)}"/>'
    return f'<a href="#{escape(dot.target)}"><title>{escape(dot.label)}</title>{bar}{mark}</a>'


def draw_gauge(
    *, value: float, low: float, high: float, baseline: tuple[float, float] | None, label: str
) -> str:
    """A small SVG bar: the value with its 90% interval, over the interval of the baseline where there is one."""
    points = [value, low, high, 0.0, *(baseline or ())]
    least, most = min(points), max(points)
    margin = (most - least or 1.0) * 0.08
    least, most = least - margin, most + margin

    def x(number: float) -> float:
        return float(8 + 264 * (number - least) / (most - least))

    parts = [
        f'<svg class="gauge" viewBox="0 0 280 44" role="img" aria-label="{escape(label)}">',
        f"<title>{escape(label)}</title>",
    ]
    if baseline is not None:
        wide = max(2.0, x(baseline[1]) - x(baseline[0]))
        parts.append(
            f'<rect class="baseline" x="{x(baseline[0]):.1f}" y="8" width="{wide:.1f}" height="20"/>'
        )
    parts.append(f'<line class="zero" x1="{x(0):.1f}" y1="4" x2="{x(0):.1f}" y2="32"/>')
    parts.append(f'<text class="tick-name" x="{x(0):.1f}" y="43" text-anchor="middle">0</text>')
    parts.append(f'<line class="interval" x1="{x(low):.1f}" y1="18" x2="{x(high):.1f}" y2="18"/>')
    for end in (low, high):
        parts.append(f'<line class="interval" x1="{x(end):.1f}" y1="13" x2="{x(end):.1f}" y2="23"/>')
    parts.append(f'<circle class="value" cx="{x(value):.1f}" cy="18" r="6"/></svg>')
    return "".join(parts)
