"""Series and dated turns as files hold them: a table of date, dyad and net, and a CSV of dyad, date and sign."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from detente.errors import InputError
from detente.measure.dyad_tables import read_dyad_table
from detente.measure.local_level import Numbers

_BUSY = 10
"""Rows on a usual day from which a day without any is a hole of the source, not a quiet day."""
_DAYS_NEEDED = 2
"""Days of a week that the source must cover; from fewer the week is a hole."""


@dataclass(frozen=True, slots=True)
class WeeklySeries:
    """Weekly net scores by dyad, nan in holes; `monday` begins the first week, `first` to `last` is covered."""

    monday: dt.date
    first: dt.date
    last: dt.date
    values: dict[str, Numbers]

    @property
    def years(self) -> float:
        """How long the series is."""
        return ((self.last - self.first).days + 1) / 365.25

    def find_day(self, index: int, *, offset: int) -> dt.date:
        """The day of the week with that index, Monday being offset 0."""
        return self.monday + dt.timedelta(days=7 * index + offset)


@dataclass(frozen=True, slots=True, order=True)
class DatedTurn:
    """A turn that people date: warmer (+1) or colder (-1)."""

    dyad: str
    date: dt.date
    sign: int


def read_weekly_series(path: Path) -> WeeklySeries:
    """Weekly sums of a table (Parquet or CSV) with columns date, dyad, net, a row for each day with events.

    A day on which nobody at all has a row is a hole, where the table is so busy that chance cannot do it; a week is
    scaled by the days that are covered. A table with a row a week is taken as it is.

    Raises:
        InputError: when the file cannot be read or lacks a column.
    """
    rows = read_dyad_table(path, "net").drop_null()
    days, net = _list_days(rows), rows["net"].to_numpy()
    known = np.isfinite(net)
    if not known.any():
        raise InputError(f"{path}: no row has a date, a dyad and a net value")
    dyads = rows["dyad"].combine_chunks().dictionary_encode()
    codes = dyads.indices.to_numpy(zero_copy_only=False)
    first, last = days[known].min(), days[known].max()
    monday = first - (first.astype(int) + 3) % 7  # day 0 of the epoch was a Thursday
    weeks = int((last - monday).astype(int)) // 7 + 1
    covered = _count_days(days[known], monday, weeks)
    with np.errstate(divide="ignore", invalid="ignore"):
        factors = np.where(covered >= min(_DAYS_NEEDED, covered.max()), covered.max() / covered, np.nan)
    place = (days[known] - monday).astype(int) // 7
    cells = codes[known].astype(np.int64) * weeks + place
    names = dyads.dictionary.to_pylist()
    sums = np.bincount(cells, weights=net[known], minlength=len(names) * weeks).reshape(len(names), weeks)
    values = {
        name: np.asarray(row * factors, dtype=np.float64) for name, row in zip(names, sums, strict=True)
    }
    return WeeklySeries(monday.item(), first.item(), last.item(), values)


def _count_days(days: NDArray[np.datetime64], monday: np.datetime64, weeks: int) -> Numbers:
    """How many days of each week the source covers, 7 where that cannot be told from quiet days."""
    present, rows = np.unique(days, return_counts=True)
    weekly = len(present) < 2 or np.median(np.diff(present).astype(int)) >= 5
    if not weekly and np.median(rows) < _BUSY:
        present = np.arange(days.min(), days.max() + 1)
    return np.bincount((present - monday).astype(int) // 7, minlength=weeks).astype(np.float64)


def read_dated_turns(path: Path) -> tuple[DatedTurn, ...]:
    """The turns of a CSV with columns dyad, date and sign (1 or -1); other columns are passed over.

    Raises:
        InputError: when the file cannot be read, lacks a column or has another sign.
    """
    found: set[DatedTurn] = set()
    for line, row in enumerate(read_dyad_table(path, "sign").to_pylist(), start=2):
        if row["sign"] not in (1, -1) or row["date"] is None or not row["dyad"]:
            raise InputError(f"{path}, line {line}: needs a dyad, a date (2020-04-26) and a sign of 1 or -1")
        found.add(DatedTurn(row["dyad"], row["date"], int(row["sign"])))
    return tuple(sorted(found))


def _list_days(rows: pa.Table) -> NDArray[np.datetime64]:
    return np.asarray(rows["date"].to_numpy(), dtype="datetime64[D]")
