"""Days in words, for the sentences that a person reads."""

from __future__ import annotations

import datetime as dt


def say_day(day: dt.date) -> str:
    """A day as news print it.

    Example:
        >>> say_day(dt.date(2010, 4, 8))
        'April 8, 2010'
    """
    return f"{day:%B} {day.day}, {day.year}"


def say_days(start: dt.date, end: dt.date) -> str:
    """When something is or was: on a day, in a month or year, or between two days.

    Example:
        >>> say_days(dt.date(2010, 4, 8), dt.date(2010, 4, 8)), say_days(dt.date(2021, 2, 1), dt.date(2021, 2, 28))
        ('on April 8, 2010', 'in February 2021')
    """
    if start == end:
        return f"on {say_day(start)}"
    after = end + dt.timedelta(days=1)
    if start.day == after.day == 1:
        if (start.year, start.month) == (end.year, end.month):
            return f"in {start:%B %Y}"
        if start.month == after.month == 1 and after.year == start.year + 1:
            return f"in {start.year}"
    return f"between {say_day(start)} and {say_day(end)}"
