"""`detente outlook` and `detente evaluate outlook`: what may come next, and how often such forecasts were right."""

from __future__ import annotations

import datetime as dt
import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from detente.errors import UsageError


class HorizonChoice(StrEnum):
    """How far ahead."""

    month = "month"
    quarter = "quarter"


class OutlookFormat(StrEnum):
    """How an outlook is written."""

    text = "text"
    json = "json"
    csv = "csv"


Horizon_ = Annotated[HorizonChoice, typer.Option("--horizon", help="The next month, or the next three.")]
Format = Annotated[OutlookFormat, typer.Option("--format", help="How it is written.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress.")]


def outlook(
    between: Annotated[
        tuple[str, str],
        typer.Option("--between", metavar="A B", help="The two countries: ISO codes or names."),
    ],
    ledger: Annotated[Path, typer.Option("--ledger", metavar="DIR", help="A folder with imported events.")],
    as_of: Annotated[
        str | None, typer.Option("--as-of", metavar="DATE", help="Know only what was published by this day.")
    ] = None,
    horizon: Horizon_ = HorizonChoice.month,
    source: Annotated[
        str | None,
        typer.Option("--source", help="Such as gdelt; default: the one with most events of the dyad."),
    ] = None,
    format: Format = OutlookFormat.text,
    plot: Annotated[
        Path | None, typer.Option("--plot", metavar="FILE.svg", help="Draw the calibration.")
    ] = None,
    quiet: Quiet = False,
) -> None:
    """How likely a thaw, a freeze and a month of conflict are next, with the track record of such forecasts.

    Example: detente outlook --between India Pakistan --ledger ledger/ --horizon quarter
    """
    from detente.ledger.store import open_ledger
    from detente.lexicon.country_names import find_country
    from detente.predict.outlook import make_outlook
    from detente.show.outlooks import COLUMNS, draw_outlook, list_rows, write_outlook
    from detente.show.tables import write_rows
    from detente.show.terminal import track_progress

    one, other = (find_country(said) for said in between)
    if one == other:
        raise UsageError(f"--between needs two countries; {one} is given twice")
    if plot is not None and plot.suffix.lower() != ".svg":
        raise UsageError(f"{plot}: the calibration is drawn as SVG; let the name end in .svg")
    with track_progress(quiet=quiet) as advance:
        found = make_outlook(
            open_ledger(ledger), (one, other), _parse_day(as_of),
            horizon=_horizon(horizon), source=source, advance=advance,
        )  # fmt: skip
    if format is OutlookFormat.json:
        _print_json(found)
    elif format is OutlookFormat.csv:
        sys.stdout.write(write_rows(COLUMNS, list_rows(found), format="csv"))
    else:
        sys.stdout.write(write_outlook(found))
    if plot is not None:
        plot.write_text(draw_outlook(found), encoding="utf-8")


def evaluate_outlook(
    series: Annotated[
        Path, typer.Option("--series", metavar="FILE", help="CSV or Parquet with date, dyad and net.")
    ],
    horizon: Horizon_ = HorizonChoice.month,
    conflict: Annotated[
        float,
        typer.Option("--conflict", help="From so many points below zero on a month is one of conflict."),
    ] = 100.0,
    format: Format = OutlookFormat.text,
    quiet: Quiet = False,
) -> None:
    """Backtest the outlook on a table of dyads, month by month, against the simple forecasts.

    Example: detente evaluate outlook --series daily_net.parquet --format json | jq .three_classes.brier
    """
    from detente.evaluate.outlook import evaluate_outlook as evaluate
    from detente.show.tables import write_rows
    from detente.show.terminal import track_progress

    if conflict <= 0:
        raise UsageError(f"--conflict {conflict} must be above zero: so many points of conflict")
    with track_progress(quiet=quiet) as advance:
        report = evaluate(series, horizon=_horizon(horizon), limit=conflict, advance=advance)
    if format is OutlookFormat.json:
        _print_json(report)
        return
    columns = ("target", "measure", "value", "90% interval")
    style = "table" if format is OutlookFormat.text else "csv"
    sys.stdout.write(write_rows(columns, list(_list_measures(report)), format=style))


def _list_measures(report: dict[str, Any]) -> list[tuple[str, str, Any, str]]:
    """The single numbers of a report, each with its interval."""
    rows = []
    for target, scores in report.items():
        if not isinstance(scores, dict):
            continue
        for name, value in scores.items():
            if name.endswith("_interval") or isinstance(value, (list, dict)):
                continue
            low, high = scores.get(f"{name}_interval", (None, None))
            shown = f"{value:.4f}" if isinstance(value, float) else value
            rows.append((target, name, shown, "" if low is None else f"{low:.4f} to {high:.4f}"))
    return rows


def _horizon(chosen: HorizonChoice) -> Literal["month", "quarter"]:
    return "month" if chosen is HorizonChoice.month else "quarter"


def _parse_day(text: str | None) -> dt.date | None:
    try:
        return None if text is None else dt.date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"'{text}' is no date; write it as 2020-04-26") from None


def _print_json(value: Any) -> None:
    import msgspec

    sys.stdout.write(json.dumps(msgspec.to_builtins(value), ensure_ascii=False, indent=1) + "\n")
