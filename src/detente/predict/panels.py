"""Panels: what many dyads' months brought, as arrays of dyad by month, from a table of days or from a ledger."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from detente.errors import InputError
from detente.lexicon.plover import load_plover

if TYPE_CHECKING:
    import duckdb

    from detente.ledger.store import Ledger

Floats: TypeAlias = NDArray[np.float64]
STRIFE_POINTS = 100.0
"""A month of a net series is a conflict month from −100 points on: ten uses of force at −10 that nothing offsets."""
STRIFE_EVENTS = 10.0
"""A month of events is a conflict month from ten distinct acts of material conflict on."""


@dataclasses.dataclass(frozen=True, slots=True)
class Panel:
    """Dyads by months: arrays of shape (dyads, months); a month that the source missed is nan throughout.

    `net` is the month's sum of scores, `volume` the sum of their sizes, `share` the part of the source's dates on
    which it has the dyad, `strife` what makes a conflict month once it reaches `limit`.
    """

    dyads: tuple[str, ...]
    first: int
    """The first month as year * 12 + month - 1."""
    net: Floats
    volume: Floats
    share: Floats
    strife: Floats
    limit: float

    @property
    def months(self) -> int:
        """How many months there are."""
        return int(self.net.shape[1])

    def until(self, month: int, *, back: int = 120) -> Panel:
        """What was known at the end of a month (its column): that month and the `back` - 1 before it, no later one."""
        start = max(0, month + 1 - back)
        cut = {f: getattr(self, f)[:, start : month + 1] for f in ("net", "volume", "share", "strife")}
        return dataclasses.replace(self, first=self.first + start, **cut)

    def take(self, rows: NDArray[np.int64]) -> Panel:
        """The panel of some dyads alone, by their indices."""
        cut = {f: getattr(self, f)[rows] for f in ("net", "volume", "share", "strife")}
        return dataclasses.replace(self, dyads=tuple(self.dyads[row] for row in rows), **cut)

    def name_month(self, month: int) -> dt.date:
        """The first day of the month in a column, which may lie beyond the last."""
        number = self.first + month
        return dt.date(number // 12, number % 12 + 1, 1)


def load_series_panel(path: Path, *, limit: float = STRIFE_POINTS) -> Panel:
    """The panel of a table with the columns date, dyad and net (CSV or Parquet); strife is the negative net.

    Raises:
        InputError: when the file cannot be read, lacks a column or has fewer than two whole months.
    """
    import duckdb

    from detente.measure.dyad_tables import read_dyad_table

    table = read_dyad_table(path, "net")
    with duckdb.connect(":memory:") as connection:
        rows = (
            connection.from_arrow(table)
            .filter("date IS NOT NULL AND dyad IS NOT NULL AND isfinite(net)")
            .project("*, abs(net) AS volume, -net AS strife")
        )
        return _fill(rows, name=str(path), limit=limit)


def load_ledger_panel(
    ledger: Ledger, *, source: str, as_of: dt.date | None = None, limit: float = STRIFE_EVENTS
) -> Panel:
    """The panel of one imported source as known on a day; strife counts distinct acts of material conflict.

    Raises:
        InputError: when the source has fewer than two whole months by then.
    """
    from detente.ledger.views import connect_imported

    force = [name for name, row in load_plover().types.items() if row.quad == "material conflict"]
    sql = """
        SELECT date, least(actor, recipient) || '-' || greatest(actor, recipient) AS dyad, coalesce(score, 0) AS net,
               abs(coalesce(score, 0)) AS volume, CAST(list_contains($force, type) AS DOUBLE) AS strife
        FROM imported_event
        WHERE source = $source AND actor <> recipient
          AND date <= $day AND coalesce(published, date) <= $day"""
    with connect_imported(ledger) as connection:
        values = {"force": force, "source": source, "day": as_of or dt.date.max}
        rows = connection.sql(sql, params=values)
        return _fill(rows, name=f"{ledger.path}: {source}", limit=limit, until=as_of)


def _fill(
    rows: duckdb.DuckDBPyRelation,
    *,
    name: str,
    limit: float,
    until: dt.date | None = None,
) -> Panel:
    """The arrays from rows of date, dyad, net, volume and strife."""
    cells = rows.aggregate(
        "dyad, year(date) * 12 + month(date) - 1 AS month, count(DISTINCT date) AS days, sum(net) AS net, "
        "sum(volume) AS volume, sum(strife) AS strife"
    ).fetchnumpy()
    dates = rows.project("date").distinct().order("date").fetchnumpy()["date"]
    first, last = _whole_months(dates.astype("datetime64[D]"), until)
    if last - first < 1:
        raise InputError(f"{name}: fewer than two whole months of data; an outlook needs years")
    keep = (cells["month"] >= first) & (cells["month"] <= last)
    cells = {key: np.asarray(values)[keep] for key, values in cells.items()}
    dyads, row = np.unique(cells["dyad"].astype(str), return_inverse=True)
    column = cells["month"] - first
    shape = (len(dyads), last - first + 1)
    seen = _count_dates(dates, first, shape[1])
    whole = seen >= np.median(seen) / 2

    def spread(values: NDArray[Any]) -> Floats:
        array = np.zeros(shape)
        array[row, column] = values
        array[:, ~whole] = np.nan
        return array

    net, volume, strife, days = (spread(cells[key]) for key in ("net", "volume", "strife", "days"))
    return Panel(tuple(dyads.tolist()), first, net, volume, days / np.maximum(seen, 1), strife, limit)


def _count_dates(dates: NDArray[Any], first: int, months: int) -> Floats:
    numbers = dates.astype("datetime64[M]").astype(int) + 1970 * 12 - first
    inside = numbers[(numbers >= 0) & (numbers < months)]
    return np.bincount(inside, minlength=months).astype(float)


def _whole_months(dates: NDArray[Any], until: dt.date | None) -> tuple[int, int]:
    """The first and last month that the dates cover to the edge, allowing for their usual step (day, week, month)."""
    if len(dates) < 2:
        return 0, 0
    step = np.timedelta64(int(np.median(np.diff(dates).astype(int))), "D")
    start, end = dates[0] - step + 1, dates[-1] + step - 1
    if until is not None:
        end = min(end, np.datetime64(until, "D"))
    first = (start + np.timedelta64(0, "D")).astype("datetime64[M]").astype(int)
    first += 0 if start == start.astype("datetime64[M]").astype("datetime64[D]") else 1
    last = (end + 1).astype("datetime64[M]").astype(int) - 1
    return int(first) + 1970 * 12, int(last) + 1970 * 12
