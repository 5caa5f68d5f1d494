"""Which files GDELT publishes for a range of days: their names, by the scheme that its site describes."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator
from typing import Literal, TypeAlias

from detente.errors import UsageError

Version: TypeAlias = Literal["1", "2", "mentions"]
_FIRST = dt.date(1979, 1, 1)
_MONTHLY = dt.date(2006, 1, 1)
_DAILY = dt.date(2013, 4, 1)
_FIRST_OF_2 = dt.date(2015, 2, 19)
_EVENTS = "http://data.gdeltproject.org/events"
_EVENTS_2 = "http://data.gdeltproject.org/gdeltv2"
_RANGE = re.compile(r"(\d{4}(?:-\d\d(?:-\d\d)?)?)(?:\.\.(\d{4}(?:-\d\d(?:-\d\d)?)?))?")


def list_downloads(said: str, *, today: dt.date, version: Version = "1") -> Iterator[str]:
    """The addresses of the files that hold the days of a range (2018, 2018-03, 2018-03-27, two of them with ..).

    GDELT 1.0 has files by year to 2005, by month to March 2013 and by day since; 2.0 one for each quarter of an
    hour since 19 February 2015, of events or of mentions. GDELT lacks a few days; its index has the last word.

    Raises:
        UsageError: when that is no range, or GDELT has nothing in it.

    Example:
        >>> list(list_downloads("2005..2006-02", today=dt.date(2020, 1, 1)))[-2:]
        ['http://data.gdeltproject.org/events/200601.zip', 'http://data.gdeltproject.org/events/200602.zip']
    """
    start, end = _parse_range(said)
    if start > end:
        raise UsageError(f"--list {said}: the range runs backwards; write the earlier day first")
    start, end = max(start, _FIRST if version == "1" else _FIRST_OF_2), min(end, today - dt.timedelta(days=1))
    if start > end:
        raise UsageError(
            f"--list {said}: GDELT {version} has nothing there (it begins {_FIRST}, 2.0 {_FIRST_OF_2})"
        )
    return _list_daily(start, end) if version == "1" else _list_quarters(start, end, version)


def _parse_range(said: str) -> tuple[dt.date, dt.date]:
    found = _RANGE.fullmatch(said.strip())
    try:
        if found:
            return _first_day(found[1]), _last_day(found[2] or found[1])
    except ValueError:
        pass
    raise UsageError(f"--list {said}: write 2018..2024, 2018-03..2018-06 or 2018-03-01..2018-03-27")


def _first_day(text: str) -> dt.date:
    return dt.date.fromisoformat((text + "-01-01")[:10])


def _last_day(text: str) -> dt.date:
    year, month, day = ([int(part) for part in text.split("-")] + [0, 0])[:3]
    month = month or 12
    return dt.date(year, month, day or calendar.monthrange(year, month)[1])


def _list_daily(start: dt.date, end: dt.date) -> Iterator[str]:
    day = start
    while day <= end:
        if day < _MONTHLY:
            yield f"{_EVENTS}/{day.year}.zip"
            day = dt.date(day.year + 1, 1, 1)
        elif day < _DAILY:
            yield f"{_EVENTS}/{day:%Y%m}.zip"
            day = (day.replace(day=1) + dt.timedelta(days=32)).replace(day=1)
        else:
            yield f"{_EVENTS}/{day:%Y%m%d}.export.CSV.zip"
            day += dt.timedelta(days=1)


def _list_quarters(start: dt.date, end: dt.date, version: Version) -> Iterator[str]:
    name = "mentions" if version == "mentions" else "export"
    for number in range(((end - start).days + 1) * 96):
        moment = dt.datetime.combine(start, dt.time()) + number * dt.timedelta(minutes=15)
        yield f"{_EVENTS_2}/{moment:%Y%m%d%H%M%S}.{name}.CSV.zip"
