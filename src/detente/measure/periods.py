"""Days, weeks, months, quarters and years as numbers, so that series are plain arrays."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.ledger.history import Step

Days = NDArray[np.datetime64]
Places = NDArray[np.int64]
_UNITS: dict[Step, tuple[str, int, int]] = {
    "day": ("D", 1, 0),
    "week": ("D", 7, 3),  # day 0 of the epoch was a Thursday; weeks begin on Monday
    "month": ("M", 1, 0),
    "quarter": ("M", 3, 0),
    "year": ("Y", 1, 0),
}
PER_YEAR: dict[Step, float] = {"day": 365.25, "week": 52.18, "month": 12, "quarter": 4, "year": 1}


def number_periods(days: Any, step: Step) -> Places:
    """The number of the period in which each day lies, counted from 1970.

    Example:
        >>> number_periods(np.array(["2020-01-05", "2020-01-06"], "M8[D]"), "week").tolist()
        [2609, 2610]
    """
    unit, length, offset = _UNITS[step]
    numbers = np.asarray(days, dtype="datetime64[D]").astype(f"datetime64[{unit}]").astype(np.int64)
    return (numbers + offset) // length


def date_period(number: int, step: Step) -> dt.date:
    """The first day of a period.

    Example:
        >>> date_period(2610, "week").isoformat(), date_period(200, "quarter").isoformat()
        ('2020-01-06', '2020-01-01')
    """
    unit, length, offset = _UNITS[step]
    start = np.array(int(number) * length - offset).astype(f"datetime64[{unit}]").astype("datetime64[D]")
    found: dt.date = start.item()
    return found
