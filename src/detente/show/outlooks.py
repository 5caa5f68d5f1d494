"""The outlook as text, rows and a drawing; the track record stands beside every number."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

from detente.errors import UsageError
from detente.predict.backtest import Target, TrackRecord
from detente.predict.outlook import NAMES, Forecasted, Outlook
from detente.predict.scores import Bin

TITLES: dict[Target, str] = {
    "three_classes": "Against its own last year",
    "conflict_month": "Conflict month",
    "freeze_onset": "A freeze begins",
}
MEANINGS: dict[Target, str] = {
    "three_classes": "The month against its own last twelve: colder, as usual, or warmer.",
    "conflict_month": "Ten or more distinct acts of sanction, coercion, mobilisation, protest or force in a month.",
    "freeze_onset": "The month is a freeze, and the one before it was not.",
}
"""What each target says, of imported events."""
GATE = (
    "A model is offered only where its Brier skill over the best simple forecast is surely above 0 "
    "(90% interval, months never seen in fitting); else that simple forecast is. Tables: docs/outlook.md."
)
COLUMNS = (
    "dyad", "source", "start", "end",
    "target", "outcome", "probability", "by", "climatology", "markov", "cases", "dyads", "brier", "brier_best_simple",
    "skill", "skill_low", "skill_high", "own_cases", "own_brier", "own_brier_best_simple",
)  # fmt: skip
_COLOURS = {
    "freeze": "#2b6cb0",
    "no change": "#718096",
    "thaw": "#c05621",
    "conflict": "#9b2c2c",
    "onset": "#2b6cb0",
}
_SIDE = 220
_SCALE = 2
_QUARTERLY = {"month": "", "quarter": " Of three months: their mean; of conflict, one of them is enough."}


def list_rows(outlook: Outlook) -> list[tuple[Any, ...]]:
    """One row for each target and outcome, as in `COLUMNS`."""
    place = (outlook.dyad, outlook.source, outlook.start, outlook.end)
    return [(*place, *row) for forecast in outlook.forecasts for row in _list_outcomes(forecast)]


def _list_outcomes(forecast: Forecasted) -> Iterator[tuple[Any, ...]]:
    record, own = forecast.record, forecast.own
    skill = record.skill.get(record.best_baseline) if record else None
    for outcome, probability in forecast.probabilities.items():
        if outcome == "none":
            continue
        simple = [
            round((forecast.probabilities if forecast.by == name else forecast.others[name])[outcome], 3)
            for name in ("climatology", "markov")
        ]
        yield (
            forecast.target, outcome, round(probability, 3), forecast.by, *simple,
            record.n if record else None, record.dyads if record else None,
            _round(record, forecast.by), _round(record, record.best_baseline if record else ""),
            *((round(value, 4) for value in skill) if skill else (None, None, None)),
            own.n if own else None, _round(own, forecast.by), _round(own, record.best_baseline if record else ""),
        )  # fmt: skip


def _round(record: TrackRecord | None, name: str) -> float | None:
    value = record.brier.get(name) if record else None
    return None if value is None else round(value, 4)


def write_outlook(outlook: Outlook) -> str:
    """The outlook as plain text."""
    return "\n".join(_list_lines(outlook)) + "\n"


def _list_lines(outlook: Outlook) -> Iterator[str]:
    known = f", as known on {outlook.as_of}" if outlook.as_of else ""
    source = f" by {outlook.source}" if outlook.source else ""
    if outlook.problem is not None or outlook.start is None:
        yield f"No outlook for {outlook.dyad}{source}{known}: {outlook.problem}"
        return
    yield f"Outlook for {outlook.dyad}, {outlook.start} to {outlook.end}{source}{known}"
    yield (
        f"The last whole month brought {outlook.latest:+,.0f}; a month below {outlook.low:+,.0f} would be a freeze, "
        f"above {outlook.high:+,.0f} a thaw."
    )
    for forecast in outlook.forecasts:
        yield ""
        yield f"{TITLES[forecast.target]} (by {NAMES[forecast.by]})"
        yield f"  {MEANINGS[forecast.target]}{_QUARTERLY[outlook.horizon]}"
        for row in _list_outcomes(forecast):
            _, outcome, probability, _, usual, markov, *_ = row
            yield f"  {outcome:10} {probability:4.0%}   usual {usual:.0%}, after such a month {markov:.0%}"
        yield from (f"  {line}" for line in _describe_record(forecast))
        for why in forecast.why:
            yield f"  {100 * why.points:+.0f} points of {why.outcome}: {why.theme} ({why.facts})"
    yield ""
    yield GATE
    if outlook.citation:
        yield f"Cite: {outlook.citation}"


def _describe_record(forecast: Forecasted) -> Iterator[str]:
    """The track record in sentences: on all dyads, on this one, and how well probabilities hold."""
    yield forecast.note
    record, own = forecast.record, forecast.own
    if record is None:
        return
    tested = f"Tested on {record.n:,} forecasts of {record.dyads:,} dyads in {record.months} months"
    simple = f"{record.brier[record.best_baseline]:.3f} the best simple one"
    yield f"{tested}: Brier {record.brier[forecast.by]:.3f}, {simple}; off by {record.ece:.1%} on average."
    if own is not None:
        words = f"this dyad's own {own.n}: {own.brier[forecast.by]:.3f} against {own.brier[record.best_baseline]:.3f}"
        worse = own.brier[forecast.by] > own.brier[record.best_baseline]
        yield f"On {words}{', so worse here than the simple forecast' if worse else ''}."


def draw_outlook(outlook: Outlook) -> str:
    """An SVG with the calibration of each target: how often it came against how often it was said."""
    shown = [f for f in outlook.forecasts if f.record is not None]
    width, height = max(1, len(shown)) * (_SIDE + 80), _SIDE + 124
    title = f"Outlook for {outlook.dyad}: how often what was forecast came"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" '
        f'font-family="sans-serif" font-size="12"><title>{escape(title)}</title>',
        f'<rect width="{width}" height="{height}" fill="white"/>',
    ]
    for place, forecast in enumerate(shown):
        if forecast.record is not None:
            drawn = draw_calibration(forecast.record.calibration, TITLES[forecast.target])
            parts.append(f'<g transform="translate({place * (_SIDE + 80) + 50} 40)">{drawn}</g>')
    if outlook.citation:
        parts.append(
            f'<text x="16" y="{height - 6}" font-size="9" fill="#4a5568">{escape(outlook.citation)}</text>'
        )
    if not shown:
        parts.append(f'<text x="20" y="40">{escape(outlook.problem or "nothing tested yet")}</text>')
    return "".join([*parts, "</svg>\n"])


def save_drawing(svg: str, path: Path) -> None:
    """Write an SVG to a file, as PNG where its name says so.

    Raises:
        UsageError: for another ending, or where the file cannot be written.
    """
    ending = path.suffix.lower()
    if ending not in {".svg", ".png"}:
        raise UsageError(f"{path}: a drawing ends in .svg or .png")
    data = svg.encode()
    if ending == ".png":
        import vl_convert

        data = vl_convert.svg_to_png(svg, scale=_SCALE)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    except OSError as error:
        raise UsageError(f"{path}: cannot be written ({error.strerror})") from error


def draw_calibration(table: list[Bin], title: str) -> str:
    """A reliability diagram as an SVG group: one dot a tenth of probability, larger for more forecasts."""
    most = max((bin_.n for bin_ in table), default=1)
    parts = [
        f'<text x="0" y="-14" font-weight="bold">{escape(title)}</text>',
        f'<rect width="{_SIDE}" height="{_SIDE}" fill="none" stroke="#cbd5e0"/>',
        f'<line x1="0" y1="{_SIDE}" x2="{_SIDE}" y2="0" stroke="#a0aec0" stroke-dasharray="4 3"/>',
        f'<text x="{_SIDE / 2}" y="{_SIDE + 32}" text-anchor="middle">forecast probability</text>',
        f'<text transform="translate(-34 {_SIDE / 2}) rotate(-90)" text-anchor="middle">how often it came</text>',
    ]
    for mark in (0, 50, 100):
        at = _SIDE * mark / 100
        parts.append(f'<text x="{at}" y="{_SIDE + 15}" text-anchor="middle">{mark}%</text>')
        parts.append(f'<text x="-6" y="{_SIDE - at + 4}" text-anchor="end">{mark}%</text>')
    for bin_ in table:
        parts.append(
            f'<circle cx="{_SIDE * bin_.forecast:.1f}" cy="{_SIDE * (1 - bin_.observed):.1f}" '
            f'r="{2 + 6 * (bin_.n / most) ** 0.5:.1f}" fill="{_COLOURS[bin_.outcome]}" fill-opacity="0.75">'
            f"<title>{escape(bin_.outcome)}: said {bin_.forecast:.0%}, came {bin_.observed:.0%}, n {bin_.n:,}</title>"
            "</circle>"
        )
    for number, outcome in enumerate(dict.fromkeys(bin_.outcome for bin_ in table)):
        parts.append(
            f'<text x="{number * 80}" y="{_SIDE + 54}" fill="{_COLOURS[outcome]}">● {outcome}</text>'
        )
    return "".join(parts)
