"""`detente outlook` and `detente evaluate outlook`: what may come next, and how often such forecasts were right."""

from __future__ import annotations

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from detente.commands.history import (
    AsOf,
    Between,
    DyadArgument,
    HistoryFormat,
    LedgerOption,
    Out,
    cite,
    find_pair,
    parse_day,
    write_table,
    write_text,
)
from detente.commands.history import Format as HistoryFormat_
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
    dyad: DyadArgument = None,
    between: Between = None,
    ledger: LedgerOption = Path("ledger"),
    as_of: AsOf = None,
    horizon: Horizon_ = HorizonChoice.month,
    source: Annotated[
        str | None,
        typer.Option("--source", help="Such as gdelt; default: the one with most events of the dyad."),
    ] = None,
    format: HistoryFormat_ = HistoryFormat.text,
    out: Out = None,
    plot: Annotated[
        Path | None, typer.Option("--plot", metavar="FILE", help="Draw the calibration: .svg or .png.")
    ] = None,
    quiet: Quiet = False,
) -> None:
    """How likely a thaw, a freeze and a month of conflict are next, with the track record of such forecasts.

    Exit code 1 where too little is known for an outlook; it says what is missing.

    Examples:

        detente outlook IND-PAK --ledger ledger/ --plot calibration.svg

        detente outlook --between India Pakistan --ledger ledger/ --horizon quarter --format csv
    """
    from detente.ledger.store import open_ledger
    from detente.predict.outlook import make_outlook
    from detente.show.outlooks import COLUMNS, draw_outlook, list_rows, save_drawing, write_outlook
    from detente.show.terminal import track_progress

    pair, day = find_pair(dyad, between), parse_day(as_of)
    with track_progress(quiet=quiet) as advance:
        found = make_outlook(
            open_ledger(ledger), pair, day, horizon=_horizon(horizon), source=source, advance=advance
        )
    if plot is not None:
        save_drawing(draw_outlook(found), plot)
    if format is HistoryFormat.json:
        write_text(_dump_json(found), out)
    elif format is HistoryFormat.text:
        write_text(write_outlook(found), out)
    else:
        rows = [dict(zip(COLUMNS, row, strict=True)) for row in list_rows(found)]
        write_table(rows, COLUMNS, format=format, out=out)
    if format in {HistoryFormat.csv, HistoryFormat.parquet} and found.source:
        cite({found.source: found.citation})
    if found.problem is not None:
        if format is not HistoryFormat.text:
            typer.echo(f"detente: {found.problem}", err=True)
        raise typer.Exit(1)


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
        sys.stdout.write(_dump_json(report))
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


def _dump_json(value: Any) -> str:
    import msgspec

    return json.dumps(msgspec.to_builtins(value), ensure_ascii=False, indent=1) + "\n"
