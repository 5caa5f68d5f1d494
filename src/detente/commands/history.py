"""`detente measure` and `detente turns`: two countries over the years, from the events that were imported."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from detente.errors import UsageError

if TYPE_CHECKING:
    from detente.measure.series import GaugeSeries
    from detente.records import Dyad
    from detente.show.histories import Row


class HistoryFormat(StrEnum):
    """How a history is printed."""

    text = "text"
    csv = "csv"
    json = "json"
    parquet = "parquet"


class StepChoice(StrEnum):
    """How long a period is."""

    day = "day"
    week = "week"
    month = "month"
    quarter = "quarter"
    year = "year"


class MeasureChoice(StrEnum):
    """What is measured."""

    contact = "contact"
    tone = "tone"
    substance = "substance"
    net = "net"


class WhatChoice(StrEnum):
    """What `detente turns` prints; everything is for text and json only."""

    everything = "everything"
    turns = "turns"
    alarms = "alarms"
    regimes = "regimes"
    thaws = "thaws"
    reciprocity = "reciprocity"
    silences = "silences"


DyadArgument = Annotated[
    str | None, typer.Argument(metavar="[DYAD]", help="Two countries, such as RUS-USA; or --between.")
]
Between = Annotated[
    tuple[str, str] | None,
    typer.Option("--between", metavar="A B", help="The two countries: codes or names."),
]
LedgerOption = Annotated[
    Path, typer.Option("--ledger", metavar="DIR", help="The ledger that detente import filled.")
]
Source = Annotated[
    str | None, typer.Option("--source", metavar="NAME", help="Only this source, such as gdelt.")
]
Format = Annotated[HistoryFormat, typer.Option("--format", help="parquet needs --out.")]
AsOf = Annotated[
    str | None,
    typer.Option("--as-of", metavar="DATE", help="Only what had happened and was published by this day."),
]
Out = Annotated[
    Path | None, typer.Option("--out", "-o", metavar="FILE", help="Where to write (- for output).")
]
Plot = Annotated[Path | None, typer.Option("--plot", metavar="FILE", help="Draw it: .svg or .png.")]


def measure(
    dyad: DyadArgument = None,
    between: Between = None,
    ledger: LedgerOption = Path("ledger"),
    step: Annotated[StepChoice, typer.Option("--step", help="Length of a period.")] = StepChoice.week,
    which: Annotated[
        list[MeasureChoice] | None, typer.Option("--measure", help="Only this; may be given again.")
    ] = None,
    directed: Annotated[bool, typer.Option("--directed", help="Each country's acts apart.")] = False,
    source: Source = None,
    as_of: AsOf = None,
    format: Format = HistoryFormat.text,
    out: Out = None,
    plot: Plot = None,
) -> None:
    """Contact, tone, substance and the net of two countries over the years, with 90% intervals and the level behind.

    Holes of a source are empty cells, never zeros. Sources stand side by side.

    Examples:

        detente measure RUS-USA --ledger ledger/ --step month --plot relations.svg

        detente measure --between India Pakistan --ledger ledger/ --directed --format csv > india-pakistan.csv
    """
    from detente.ledger.history import list_citations
    from detente.ledger.store import open_ledger
    from detente.measure.dyad_events import MEASURES, load_events, load_worlds
    from detente.measure.histories import say_nothing
    from detente.measure.series import make_series
    from detente.show.histories import SERIES_COLUMNS, list_series_rows

    pair, day, opened = find_pair(dyad, between), parse_day(as_of), open_ledger(ledger)
    events = _choose(load_events(opened, pair, as_of=day), source)
    if not events:
        raise typer.Exit(_complain(say_nothing(pair, day)))
    worlds = load_worlds(opened, step=step.value, as_of=day)
    chosen = tuple(m for m in MEASURES if not which or m in {w.value for w in which})
    sides = pair if directed else (None,)
    found = [
        series
        for name, some in events.items()
        for side in sides
        for series in make_series(some, worlds[name], actor=side, measures=chosen).values()
    ]
    for name, some in events.items():
        if len(some) == 1:
            typer.echo(f"{name}: a single event, on {some.days[0]}; nothing can be compared", err=True)
    given = list_citations(opened)
    citations = cite({name: given.get(name, "") for name in events})
    if plot is not None:
        _plot(found, pair, (), plot, citations=citations)
    rows = list(list_series_rows(found))
    write_table(_shorten(rows, format) if out is None else rows, SERIES_COLUMNS, format=format, out=out)


def turns(
    dyad: DyadArgument = None,
    between: Between = None,
    ledger: LedgerOption = Path("ledger"),
    budget: Annotated[
        float, typer.Option("--alarm-budget", help="False alarms a year that you bear; fewer find less.")
    ] = 0.5,
    what: Annotated[WhatChoice, typer.Option("--what", help="What to print.")] = WhatChoice.everything,
    source: Source = None,
    as_of: AsOf = None,
    format: Format = HistoryFormat.text,
    out: Out = None,
    plot: Plot = None,
) -> None:
    """When the relationship of two countries turned, how surely, moved by which events; and what lay between.

    Turns know what came after them; alarms (--what alarms) are what could be known at the time.

    Examples:

        detente turns RUS-USA --ledger ledger/ --alarm-budget 0.25 --plot turns.svg

        detente turns --between India Pakistan --ledger ledger/ --what regimes --format csv
    """
    import dataclasses

    from detente.ledger.store import open_ledger
    from detente.measure.histories import make_history
    from detente.show.histories import (
        COLUMNS,
        dump_json,
        history_to_dict,
        list_history_rows,
        write_history_text,
    )  # fmt: skip

    pair = find_pair(dyad, between)
    told = make_history(open_ledger(ledger), pair, as_of=parse_day(as_of), budget=budget)
    kept = _choose({s.source: s for s in told.sources}, source)
    if not kept:
        raise typer.Exit(_complain(*told.notes))
    told = dataclasses.replace(told, sources=tuple(kept.values()))
    for note in (note for s in told.sources for note in s.notes if what is not WhatChoice.everything):
        typer.echo(note, err=True)
    is_told = what is WhatChoice.everything and format in {HistoryFormat.text, HistoryFormat.json}
    citations = cite({s.source: s.citation for s in told.sources}, aloud=not is_told)
    if plot is not None:
        marks = [t for s in told.sources for t in (s.alarms if what is WhatChoice.alarms else s.turns)]
        _plot([s.series["net"] for s in told.sources], pair, marks, plot, citations=citations)
    if what is not WhatChoice.everything:
        write_table(list_history_rows(told, what.value), COLUMNS[what.value], format=format, out=out)
    elif format in {HistoryFormat.csv, HistoryFormat.parquet}:
        write_table(list_history_rows(told, "turns"), COLUMNS["turns"], format=format, out=out)
    else:
        is_json = format is HistoryFormat.json
        write_text(dump_json(history_to_dict(told)) if is_json else write_history_text(told), out)


def find_pair(dyad: str | None, between: tuple[str, str] | None) -> Dyad:
    """The two countries that a command names, as one word (RUS-USA, rus_usa) or with --between, in order.

    Raises:
        UsageError: when these are not two different countries.
    """
    from detente.lexicon.country_names import find_country
    from detente.measure.dyad_tables import order_dyad

    said = between or (tuple(order_dyad(dyad).split("-")) if dyad else ())
    if len(said) != 2:
        raise UsageError("name two countries: RUS-USA, or --between Russia 'United States'")
    first, second = sorted(find_country(name) for name in said)
    if first == second:
        raise UsageError(f"a dyad needs two countries; {first} is given twice")
    return first, second


def parse_day(text: str | None) -> dt.date | None:
    """The day of --as-of.

    Raises:
        UsageError: when it is no date or lies in the future.
    """
    try:
        day = dt.date.fromisoformat(text) if text else None
    except ValueError:
        raise UsageError(f"'{text}' is no date; write it as 2020-04-26") from None
    if day is not None and day > dt.date.today():
        raise UsageError(f"--as-of {day} lies in the future; nobody knows yet what happened by then")
    return day


def _choose(found: dict[str, Any], source: str | None) -> dict[str, Any]:
    if source is None or not found:
        return found
    if source not in found:
        raise UsageError(f"no source {source!r} has events of these two; there are {', '.join(found)}")
    return {source: found[source]}


def cite(citations: dict[str, str], *, aloud: bool = True) -> list[str]:
    """How each source is cited, a line each; told on stderr too, for whatever shows its events shows this."""
    lines = [f"{source}: {citation}" for source, citation in citations.items() if citation]
    for line in lines if aloud else ():
        typer.echo(f"cite {line}", err=True)
    return lines


def _complain(*notes: str) -> int:
    for note in notes:
        typer.echo(f"detente: {note}", err=True)
    return 1


_SHOWN = 60


def _shorten(rows: list[Row], format: HistoryFormat) -> list[Row]:
    """For the terminal only the last periods of each series."""
    if format is not HistoryFormat.text:
        return rows
    last: dict[tuple[Any, ...], list[Row]] = {}
    for row in rows:
        last.setdefault((row["source"], row["measure"], row["actor"]), []).append(row)
    each = max(_SHOWN // max(len(last), 1), 8)
    if any(len(some) > each for some in last.values()):
        typer.echo(
            f"the last {each} periods of each series; all of them: --format csv, or --out FILE", err=True
        )
    return [row for some in last.values() for row in some[-each:]]


def _plot(
    series: Sequence[GaugeSeries], pair: Dyad, marks: Sequence[Any], path: Path, *, citations: Sequence[str]
) -> None:
    from detente.show.history_charts import draw_series, write_drawing

    title = f"{pair[0]} and {pair[1]}"
    write_drawing(draw_series(series, marks, title=title, citations=citations), path)
    typer.echo(f"{path}: drawn", err=True)


def write_table(
    rows: list[Row], columns: tuple[str, ...], *, format: HistoryFormat, out: Path | None
) -> None:
    """Rows to a file or standard output, in any format.

    Raises:
        UsageError: when the file cannot be written, or Parquet has none.
    """
    from detente.show.histories import write_history_rows, write_parquet

    if format is HistoryFormat.parquet:
        if out is None or str(out) == "-":
            raise UsageError("--format parquet needs --out FILE")
        write_parquet(rows, columns, out)
        return
    write_text(write_history_rows(rows, columns, format=format.value), out)


def write_text(text: str, out: Path | None) -> None:
    """A text to a file or standard output.

    Raises:
        UsageError: when the file cannot be written.
    """
    if out is None or str(out) == "-":
        sys.stdout.write(text)
        return
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{out}: cannot be written ({error.strerror})") from error
