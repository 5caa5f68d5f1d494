"""The long series of two countries as a drawing: level with band, turns with labels, holes as gaps; SVG or PNG.

The drawing is described in Vega-Lite and drawn by vl-convert, without a browser or a network.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from detente.errors import UsageError
from detente.measure.series import GaugeSeries
from detente.measure.turns.dated import Turn

_WIDTH, _HEIGHT = 860, 150
_WARM, _COLD, _LINE, _BAND = "#b35806", "#2166ac", "#4d4d4d", "#bdbdbd"
_TITLES = {"net": "all events", "contact": "contact", "tone": "tone", "substance": "substance"}
_SCALE = 2


def draw_series(
    series: Iterable[GaugeSeries], turns: Iterable[Turn], *, title: str, citations: Sequence[str] = ()
) -> dict[str, Any]:
    """A Vega-Lite drawing with a panel for each series, one below the other, turns as lines through all of them."""
    marked = list(turns)
    panels = [_draw_panel(one, [t for t in marked if t.source == one.source]) for one in series]
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "title": {"text": title, "subtitle": [*citations], "subtitleColor": _LINE, "anchor": "start"},
        "background": "white",
        "vconcat": panels,
        "resolve": {"scale": {"x": "shared"}},
        "config": {
            "font": "sans-serif",
            "axis": {"grid": True, "gridOpacity": 0.3},
            "view": {"stroke": None},
        },
    }


def write_drawing(drawing: dict[str, Any], path: Path) -> None:
    """Draw into a file, SVG or PNG by its ending.

    Raises:
        UsageError: for another ending, or where the file cannot be written.
    """
    import vl_convert

    ending = path.suffix.lower()
    if ending == ".svg":
        data = vl_convert.vegalite_to_svg(drawing).encode()
    elif ending == ".png":
        data = vl_convert.vegalite_to_png(drawing, scale=_SCALE)
    else:
        raise UsageError(f"{path}: a drawing ends in .svg or .png")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    except OSError as error:
        raise UsageError(f"{path}: cannot be written ({error.strerror})") from error


def _draw_panel(series: GaugeSeries, turns: Sequence[Turn]) -> dict[str, Any]:
    who = f", {series.actor} acting" if series.actor else ""
    name = f"{series.source}: {_TITLES[series.measure]}{who}"
    x = {"field": "date", "type": "temporal", "title": None}
    y = {"type": "quantitative", "title": None}
    return {
        "width": _WIDTH,
        "height": _HEIGHT,
        "title": {"text": name, "subtitle": series.unit, "anchor": "start", "fontSize": 12, "subtitleFontSize": 10},
        "layer": [
            {
                "data": {"values": _list_points(series)},
                "layer": [
                    {"mark": {"type": "point", "size": 6, "filled": True, "opacity": 0.35, "color": _LINE},
                     "encoding": {"x": x, "y": {"field": "value", **y}}},
                    {"mark": {"type": "area", "opacity": 0.5, "color": _BAND},
                     "encoding": {"x": x, "y": {"field": "low", **y}, "y2": {"field": "high"}}},
                    {"mark": {"type": "line", "color": _LINE, "strokeWidth": 1.5},
                     "encoding": {"x": x, "y": {"field": "level", **y}}},
                ],
            },
            *_draw_turns(turns),
        ],
    }  # fmt: skip


def _draw_turns(turns: Sequence[Turn]) -> list[dict[str, Any]]:
    """A line for each turn, warm or cold, with its date and what moved it; labels on four heights, not to collide."""
    if not turns:
        return []
    values = [
        {
            "date": str(turn.date),
            "way": "warmer" if turn.sign > 0 else "colder",
            "label": _label(turn),
            "row": i % 4,
        }
        for i, turn in enumerate(turns)
    ]
    color = {
        "field": "way", "type": "nominal", "title": None,
        "scale": {"domain": ["warmer", "colder"], "range": [_WARM, _COLD]},
    }  # fmt: skip
    x = {"field": "date", "type": "temporal", "title": None}
    marks: list[dict[str, Any]] = [{"mark": {"type": "rule"}, "encoding": {"x": x, "color": color}}]
    marks += [
        {
            "transform": [{"filter": f"datum.row === {row}"}],
            "mark": {
                "type": "text",
                "align": "left",
                "baseline": "top",
                "dx": 3,
                "fontSize": 8,
                "y": 2 + 10 * row,
            },
            "encoding": {"x": x, "text": {"field": "label"}, "color": color},
        }
        for row in range(4)
    ]
    return [{"data": {"values": values}, "layer": marks}]


def _label(turn: Turn) -> str:
    moved = f" {turn.events[0]['type'].lower()}" if turn.events and turn.events[0].get("type") else ""
    return f"{turn.date:%b %Y}{moved}"


def _list_points(series: GaugeSeries) -> list[dict[str, Any]]:
    """One point a period; in a hole everything is null, so that nothing is drawn there."""
    columns = (series.value, series.level, series.level_low, series.level_high)
    return [
        {"date": _say(day)} | dict(zip(("value", "level", "low", "high"), map(_plain, row), strict=True))
        | ({"level": None, "low": None, "high": None} if hole else {})
        for day, hole, row in zip(series.periods, series.holes, zip(*columns, strict=True), strict=True)
    ]  # fmt: skip


def _say(day: dt.date) -> str:
    return day.isoformat()


def _plain(number: float) -> float | None:
    return None if not np.isfinite(number) else round(float(number), 4)
