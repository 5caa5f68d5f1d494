"""Series and dated turns as files hold them: a table of date, dyad and net, and a CSV of dyad, date and sign."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet as pq
from numpy.typing import NDArray

from detente.errors import InputError
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
    rows = _read_table(path, ("date", "dyad", "net"))
    days = _read_days(rows["date"], path)
    net = _cast(rows["net"], pa.float64(), path, "net").to_numpy()
    known = ~np.isnat(days) & np.isfinite(net)
    if not known.any():
        raise InputError(f"{path}: no row has a date and a net value")
    dyads = pc.dictionary_encode(_cast(rows["dyad"], pa.string(), path, "dyad").combine_chunks())
    codes = dyads.indices.to_numpy(zero_copy_only=False)
    first, last = days[known].min(), days[known].max()
    monday = first - (first.astype(int) + 3) % 7  # day 0 of the epoch was a Thursday
    weeks = int((last - monday).astype(int)) // 7 + 1
    covered = _count_days(days[known], monday, weeks)
    with np.errstate(divide="ignore", invalid="ignore"):
        factors = np.where(covered >= min(_DAYS_NEEDED, covered.max()), covered.max() / covered, np.nan)
    place = (days[known] - monday).astype(int) // 7
    cells = codes[known].astype(np.int64) * weeks + place
    names = [order_dyad(name or "") for name in dyads.dictionary.to_pylist()]
    sums = np.bincount(cells, weights=net[known], minlength=len(names) * weeks).reshape(len(names), weeks)
    values: dict[str, Numbers] = {}
    for name, row in zip(names, sums, strict=True):
        scaled: Numbers = np.asarray(row * factors, dtype=np.float64)
        values[name] = values[name] + scaled if name in values else scaled
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
    rows = _read_table(path, ("dyad", "date", "sign"))
    days = _read_days(rows["date"], path)
    signs = _cast(rows["sign"], pa.int64(), path, "sign").to_pylist()
    found: set[DatedTurn] = set()
    for line, (dyad, day, sign) in enumerate(
        zip(rows["dyad"].to_pylist(), days, signs, strict=True), start=2
    ):
        if sign not in (1, -1) or np.isnat(day) or not dyad:
            raise InputError(f"{path}, line {line}: needs a dyad, a date (2020-04-26) and a sign of 1 or -1")
        found.add(DatedTurn(order_dyad(str(dyad)), day.item(), sign))
    return tuple(sorted(found))


def order_dyad(name: str) -> str:
    """A dyad's name with its two codes in alphabetical order.

    Example:
        >>> order_dyad("USA-RUS")
        'RUS-USA'
    """
    return "-".join(sorted(name.split("-")))


def _read_table(path: Path, columns: tuple[str, ...]) -> dict[str, Any]:
    try:
        if path.suffix.lower() in {".parquet", ".pq"}:
            rows = pq.read_table(path, columns=None)
        else:
            rows = pyarrow.csv.read_csv(path)
    except (OSError, pa.ArrowException) as error:
        raise InputError(f"{path}: cannot be read as Parquet or CSV ({error})") from error
    missing = [name for name in columns if name not in rows.column_names]
    if missing:
        raise InputError(
            f"{path}: no column {', '.join(missing)}; it has {', '.join(rows.column_names)}, needed are "
            f"{', '.join(columns)}"
        )
    return {name: rows[name] for name in columns}


def _read_days(column: Any, path: Path) -> NDArray[np.datetime64]:
    days = column if pa.types.is_temporal(column.type) else _cast(column, pa.string(), path, "date")
    if not pa.types.is_temporal(column.type):
        days = pc.strptime(days, format="%Y-%m-%d", unit="s", error_is_null=True)
    return np.asarray(days.to_numpy(), dtype="datetime64[D]")


def _cast(column: Any, kind: Any, path: Path, name: str) -> Any:
    try:
        return column.cast(kind)
    except pa.ArrowException as error:
        raise InputError(f"{path}: column {name} is not {kind} ({error})") from error
