"""Small drawings as plain SVG: a gauge with its interval, a probability interval. Colours come from the page."""

from __future__ import annotations

from html import escape

from detente.show.wording import format_number

_WIDTH, _SIDE = 280, 26


def draw_gauge(
    *, value: float, interval: tuple[float, float], usual: float | None = None, zero: bool = False, label: str
) -> str:
    """The value of a gauge with its 90% interval, every end with its number.

    `usual` draws the baseline it is compared with; `zero` the line that better and worse part at.
    """
    low, high = interval
    points = [value, low, high, *([usual] if usual is not None else []), *([0.0] if zero else [])]
    least, most = min(points), max(points)
    spread = (most - least) or 1.0

    def x(number: float) -> float:
        return _SIDE + (_WIDTH - 2 * _SIDE) * (number - least) / spread

    parts = [
        f'<svg class="gauge" viewBox="0 0 {_WIDTH} 64" role="img" aria-label="{escape(label)}">',
        f"<title>{escape(label)}</title>",
    ]
    compared = (usual, f"usual {format_number(usual)}") if usual is not None else (0.0, "0") if zero else None
    if compared is not None:
        at, name = compared
        parts.append(f'<line class="usual" x1="{x(at):.1f}" y1="20" x2="{x(at):.1f}" y2="51"/>')
        parts.append(_write(x(at), 62, name, "soft"))
    if high > low:
        parts.append(f'<line class="interval" x1="{x(low):.1f}" y1="32" x2="{x(high):.1f}" y2="32"/>')
        for end in (low, high):
            parts.append(f'<line class="interval" x1="{x(end):.1f}" y1="27" x2="{x(end):.1f}" y2="37"/>')
            parts.append(_write(x(end), 49, format_number(end), "soft"))
    parts.append(f'<circle class="value" cx="{x(value):.1f}" cy="32" r="6"/>')
    parts.append(_write(x(value), 17, format_number(value), "number"))
    return "".join([*parts, "</svg>"])


def _write(x: float, y: float, text: str, kind: str) -> str:
    """A text centred at x that stays inside the drawing."""
    half = len(text) * 3.4
    at = min(max(x, half), _WIDTH - half)
    return f'<text class="{kind}" x="{at:.1f}" y="{y:.0f}" text-anchor="middle">{escape(text)}</text>'


def draw_probability(low: float, high: float) -> str:
    """A probability interval as a small bar from 0 to 1, with its numbers beside it."""
    said = describe_probability(low, high)
    wide = max(2.0, 80 * (high - low))
    return (
        '<span class="probability"><svg class="probability-bar" viewBox="0 0 84 12" role="img" '
        f'aria-label="probability {said}">'
        f"<title>probability {said}</title>"
        '<rect class="whole" x="1" y="3" width="82" height="6" rx="3"/>'
        f'<rect class="part" x="{2 + 80 * low:.1f}" y="1" width="{wide:.1f}" height="10" rx="2"/></svg> {said}</span>'
    )


def describe_probability(low: float, high: float) -> str:
    """A probability interval in percent: "10–40%"."""
    return f"{100 * low:.0f}%" if round(low, 2) == round(high, 2) else f"{100 * low:.0f}–{100 * high:.0f}%"
