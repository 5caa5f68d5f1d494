"""The long series of two countries as plain SVG: level with band, turns with labels, regimes below, holes as gaps."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from html import escape

import msgspec
import numpy as np
from numpy.typing import NDArray

from detente.measure.local_level import Numbers
from detente.measure.series import GaugeSeries
from detente.show.lines import Tone
from detente.show.timelines import draw_mark, list_ticks
from detente.show.wording import describe_days

_WIDTH, _LEFT, _RIGHT = 960, 58, 12
_ROW, _PLOT, _STRIP, _AXIS = 17, 170, 19, 20
_LETTER, _GAP, _MOST_ROWS = 6.6, 9, 6
_MOST_POINTS = 520
"""Of the level, which is smooth; more cannot be told apart on a page."""
_WEEK = dt.timedelta(days=7)
Place = Callable[[dt.date], float]


class Mark(msgspec.Struct, frozen=True, kw_only=True):
    """A turn to draw: its day, its way, what to write, what to say on a hover, and where a click leads."""

    day: dt.date
    tone: Tone
    text: str
    title: str
    target: str


class Stretch(msgspec.Struct, frozen=True, kw_only=True):
    """A regime to draw: its days and its word."""

    start: dt.date
    end: dt.date
    tone: Tone
    word: str


class _Frame(msgspec.Struct, frozen=True):
    """Where things stand: x of a day, y of a value, and top and bottom of the plot."""

    x: Callable[[dt.date], float]
    y: Callable[[float], float]
    top: float
    bottom: float


def draw_long_series(
    series: GaugeSeries, *, marks: Sequence[Mark], stretches: Sequence[Stretch], present: int, title: str
) -> str:
    """An SVG of a weekly series over years; the last `present` weeks are shaded.

    Dots are single weeks, the line is the level behind them with its 90% band. In a hole of the source nothing is
    drawn but the hole. A turn leads to its place on the page.
    """
    first, last = series.periods[0], series.periods[-1] + _WEEK
    days = (last - first).days

    def x(day: dt.date) -> float:
        return _LEFT + (_WIDTH - _LEFT - _RIGHT) * (day - first).days / days

    placed = list(_pack(marks, x))
    rows = max((row for _, row, _ in placed), default=-1) + 1
    top = 6.0 + rows * _ROW
    bottom = top + _PLOT
    low, high = _bound(series)
    frame = _Frame(x, lambda v: bottom - _PLOT * (min(max(v, low), high) - low) / (high - low), top, bottom)
    height = bottom + _STRIP + _AXIS + 4
    return "".join([
        f'<svg class="chart timeline long" viewBox="0 0 {_WIDTH} {height:.0f}" role="img" ',
        f'aria-label="{escape(title)}">',
        f"<title>{escape(title)}</title>",
        *_draw_axes(frame, (first, last), (low, high)),
        *_draw_holes(series, frame),
        *_draw_present(series, frame, present),
        *_draw_level(series, frame),
        *_draw_regimes(stretches, frame),
        *(_draw_line(mark, 6.0 + row * _ROW, frame) for mark, row, _ in placed),
        *(_draw_turn(mark, 6.0 + row * _ROW, frame, left=left) for mark, row, left in placed),
        "</svg>",
    ])  # fmt: skip


def _bound(series: GaugeSeries) -> tuple[float, float]:
    """The values that the drawing spans: zero, the band, and all but the wildest weeks."""
    known = series.value[np.isfinite(series.value)]
    ends = [0.0, *(np.quantile(known, [0.02, 0.98]).tolist() if known.size else ())]
    band = np.concatenate([series.level_low, series.level_high])
    ends += band[np.isfinite(band)].tolist()
    low, high = min(ends), max(ends)
    margin = 0.06 * ((high - low) or 1.0)
    return low - margin, high + margin


def _draw_axes(frame: _Frame, days: tuple[dt.date, dt.date], values: tuple[float, float]) -> Iterator[str]:
    bottom = frame.bottom + _STRIP
    for day, label in list_ticks(*days):
        at = frame.x(day)
        yield f'<line class="tick" x1="{at:.1f}" y1="{frame.top:.0f}" x2="{at:.1f}" y2="{bottom:.0f}"/>'
        yield f'<text class="soft" x="{at:.1f}" y="{bottom + 15:.0f}" text-anchor="middle">{label}</text>'
    for value in list_round_values(*values):
        at = frame.y(value)
        kind = "zero" if value == 0 else "tick"
        yield f'<line class="{kind}" x1="{_LEFT}" y1="{at:.1f}" x2="{_WIDTH - _RIGHT}" y2="{at:.1f}"/>'
        said = f"{value:+,.3g}" if abs(value) < 1000 else f"{value:+,.0f}"
        said = "0" if value == 0 else said.replace("-", "−")
        yield f'<text class="soft" x="{_LEFT - 6}" y="{at + 4:.1f}" text-anchor="end">{said}</text>'
        yield f'<text class="soft right" x="{_WIDTH - 2}" y="{at - 3:.1f}" text-anchor="end">{said}</text>'


def list_round_values(low: float, high: float) -> list[float]:
    """Two to five round numbers between two others, zero among them where it lies between.

    Example:
        >>> list_round_values(-4200, 11000)
        [0.0, 5000.0, 10000.0]
    """
    power = 10.0 ** np.floor(np.log10((high - low) / 2))
    step = next(power * m for m in (1, 2, 5, 10, 20) if (high - low) / (power * m) <= 4)
    return [float(n * step) for n in range(int(np.ceil(low / step)), int(np.floor(high / step)) + 1)]


def _draw_holes(series: GaugeSeries, frame: _Frame) -> Iterator[str]:
    for i, j in _list_runs(series.holes):
        left, right = frame.x(series.periods[i]), frame.x(series.periods[j - 1] + _WEEK)
        days = describe_days(series.periods[i], series.periods[j - 1] + _WEEK - dt.timedelta(days=1))
        yield (
            f'<g class="hole"><title>no data: {days}</title><rect x="{left:.1f}" y="{frame.top:.0f}" '
            f'width="{max(right - left, 1.5):.1f}" height="{_PLOT}"/>'
        )
        if right - left > 50:
            middle = (left + right) / 2
            yield (
                f'<text class="soft" x="{middle:.1f}" y="{frame.bottom - 8:.0f}" text-anchor="middle">no data</text>'
            )
        yield "</g>"


def _draw_present(series: GaugeSeries, frame: _Frame, weeks: int) -> Iterator[str]:
    start = frame.x(series.periods[max(0, len(series.periods) - weeks)])
    end = frame.x(series.periods[-1] + _WEEK)
    yield (
        f'<rect class="present" x="{start:.1f}" y="{frame.top:.0f}" width="{end - start:.1f}" height="{_PLOT}">'
        f"<title>the last {weeks} weeks</title></rect>"
    )


def _draw_level(series: GaugeSeries, frame: _Frame) -> Iterator[str]:
    """Dots for the weeks, then band and line, apart for each stretch without a hole."""
    middles = [frame.x(day + _WEEK / 2) for day in series.periods]
    known = np.flatnonzero(np.isfinite(series.value) & ~series.holes).tolist()
    dots = "".join(f"M{middles[i]:.1f} {frame.y(float(series.value[i])):.0f}h0" for i in known)
    yield f'<path class="weeks" d="{dots}"/>'
    step = max(1, len(series.periods) // _MOST_POINTS)
    for i, j in _list_runs(np.isfinite(series.level) & ~series.holes):
        at = sorted({*range(i, j, step), j - 1})

        def trace(values: Numbers, places: Sequence[int]) -> str:
            return "L".join(f"{middles[k]:.1f} {frame.y(float(values[k])):.1f}" for k in places)

        yield f'<path class="ribbon" d="M{trace(series.level_high, at)}L{trace(series.level_low, at[::-1])}Z"/>'
        yield f'<path class="level" d="M{trace(series.level, at)}"/>'


def _list_runs(chosen: NDArray[np.bool_]) -> Iterator[tuple[int, int]]:
    """First index and one past the last of each stretch of true values."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], chosen.astype(int), [0]]))).tolist()
    yield from zip(edges[::2], edges[1::2], strict=True)


def _draw_regimes(stretches: Sequence[Stretch], frame: _Frame) -> Iterator[str]:
    top = frame.bottom + 2
    for one in stretches:
        left, right = frame.x(one.start), min(frame.x(one.end + dt.timedelta(days=1)), _WIDTH - _RIGHT)
        title = escape(f"{one.word}: {describe_days(one.start, one.end)}")
        yield (
            f'<g class="regime {one.tone}"><title>{title}</title><rect x="{left:.1f}" y="{top:.0f}" '
            f'width="{max(right - left - 1, 1):.1f}" height="{_STRIP - 4}"/>'
        )
        if right - left > len(one.word) * _LETTER + 4:
            middle = (left + right) / 2
            yield f'<text x="{middle:.1f}" y="{top + 11.5:.1f}" text-anchor="middle">{escape(one.word)}</text>'
        yield "</g>"


def _pack(marks: Sequence[Mark], x: Place) -> Iterator[tuple[Mark, int, bool]]:
    """Each mark with a row where its label meets no other, and whether it is written to the left.

    Below all labels that it would meet, so that its line crosses none; where that goes too deep in the first free row.
    """
    ends: list[list[tuple[float, float]]] = []
    for mark in sorted(marks, key=lambda m: m.day):
        at, wide = x(mark.day), len(mark.text) * _LETTER + _GAP
        left = at + wide > _WIDTH - 4
        low, high = (at - wide, at + _GAP) if left else (at - _GAP, at + wide)
        met = [any(high + 5 >= a and low - 5 <= b for a, b in taken) for taken in ends]
        row = max((i + 1 for i, meets in enumerate(met) if meets), default=0)
        if row >= _MOST_ROWS:
            row = met.index(False) if False in met else len(ends)
        if row == len(ends):
            ends.append([])
        ends[row].append((low, high))
        yield mark, row, left


def _draw_line(mark: Mark, y: float, frame: _Frame) -> str:
    at, middle = frame.x(mark.day), y + _ROW / 2
    return f'<line class="turn {mark.tone}" x1="{at:.1f}" y1="{middle:.1f}" x2="{at:.1f}" y2="{frame.bottom:.0f}"/>'


def _draw_turn(mark: Mark, y: float, frame: _Frame, *, left: bool) -> str:
    at, middle = frame.x(mark.day), y + _ROW / 2
    side, anchor = (-_GAP, "end") if left else (_GAP, "start")
    return (
        f'<a href="#{escape(mark.target)}"><title>{escape(mark.title)}</title>'
        f"{draw_mark(mark.tone, at, middle, hollow=False)}"
        f'<text class="say" x="{at + side:.1f}" y="{middle + 4:.1f}" text-anchor="{anchor}">{escape(mark.text)}</text>'
        "</a>"
    )
