"""From a date expression to an interval of days: pure calendar arithmetic, no text.

Each function takes an expression and the day it is said on. A phrase without a year is read as the nearest
fitting day in the direction of the tense: "in February" with "will expire", said in April 2020, is February 2021.
"""

from __future__ import annotations

import calendar as _calendar
import datetime as dt

import msgspec

from detente.language.date_expressions import DateExpression
from detente.records import DateBasis, Granularity

ONE_DAY = dt.timedelta(days=1)


class Days(msgspec.Struct, frozen=True):
    """An interval of days, both inclusive, how fine it is and whether the text states or implies it."""

    start: dt.date
    end: dt.date
    granularity: Granularity
    basis: DateBasis


def locate_days(
    said: DateExpression, *, today: dt.date, previous: Days | None = None, ahead: bool = False
) -> Days | None:
    """The days that an expression means when said on `today`; null where it cannot be told.

    Args:
        said: the expression.
        today: the day of publication, or the speaker's day inside a quotation.
        previous: the date that the text gave before, for "three days later" and "the same day".
        ahead: whether the verb looks ahead ("will expire in February").

    Example:
        >>> from detente.language.date_expressions import find_dates
        >>> locate_days(find_dates("two days ago")[0], today=dt.date(2020, 4, 26)).start
        datetime.date(2020, 4, 24)
    """
    try:
        days = _locate(said, today, previous, ahead)
    except (ValueError, OverflowError):  # 31 February, year 0
        return None
    if days is None or said.relation in {"at", "by"}:
        return days
    if said.relation == "since":
        return Days(days.start, max(today, days.end), "range", days.basis) if days.start <= today else None
    if said.relation == "until":
        return Days(min(today, days.end), days.end, "range", days.basis)
    return days if said.relation == "after" or days.granularity == "day" else None


def _locate(said: DateExpression, today: dt.date, previous: Days | None, ahead: bool) -> Days | None:
    if said.span_of or (said.shift is not None and said.weekday is None and said.month is None):
        return _locate_relative(said, today, previous)
    match said.unit:
        case "day" if said.month is not None:
            return _locate_calendar_day(said, today, ahead)
        case "day":
            return _locate_weekday(said, today, previous, ahead)
        case "month":
            return _locate_month(said, today, ahead)
        case "quarter" | "half":
            year = said.year if said.year is not None else _year_of_part(said, today)
            return _part_of_year(said, year, "stated" if said.year else "relative")
        case "season":
            return _locate_season(said, today)
        case "year" if said.year is not None:
            last = said.end_year or said.year
            whole = Days(
                dt.date(said.year, 1, 1),
                dt.date(last, 12, 31),
                "range" if last > said.year else "year",
                "stated",
            )
            return _narrow(whole, said.part)
        case "decade" if said.year is not None:
            return Days(dt.date(said.year, 1, 1), dt.date(said.year + 9, 12, 31), "range", "stated")
    return None


def _choose_year(month: int, day: int, today: dt.date, ahead: bool) -> int:
    """The year that puts a month and day next to `today`: the last such day, or the next if `ahead`."""
    here = (today.month, today.day)
    if ahead:
        return today.year if (month, day) >= here else today.year + 1
    if (month, day) <= here:
        return today.year
    # a date a few weeks off that is not past yet is ahead although the tense is open ("the vote on May 3")
    soon = dt.date(today.year, month, min(day, 28))
    return today.year if (soon - today).days <= 45 else today.year - 1


def _locate_calendar_day(said: DateExpression, today: dt.date, ahead: bool) -> Days:
    assert said.month is not None and said.day is not None
    year = said.year if said.year is not None else _choose_year(said.month, said.day, today, ahead)
    start = dt.date(year, said.month, said.day)
    if said.end_day is None:
        return Days(start, start, "day", "stated")
    end_month = said.end_month or said.month
    end = dt.date(year + (end_month < said.month), end_month, said.end_day)
    return Days(start, end, "range", "stated")


def _locate_weekday(said: DateExpression, today: dt.date, previous: Days | None, ahead: bool) -> Days | None:
    if said.weekday is None:
        return None
    if said.anchor == "previous" and said.shift == 1 and previous is not None:
        step = (said.weekday - previous.end.weekday() - 1) % 7 + 1
        day = previous.end + step * ONE_DAY
    elif said.anchor == "previous" and said.shift == -1:
        end = previous.end if previous is not None else today
        day = end - ((end.weekday() - said.weekday - 1) % 7 + 1) * ONE_DAY
    elif said.shift == -1:  # of the week before: this week's, if past, is called by its bare name
        day = today - (today.weekday() + 7 - said.weekday) * ONE_DAY
    elif said.shift == 1 or ahead:
        day = today + ((said.weekday - today.weekday() - 1) % 7 + 1) * ONE_DAY
    else:
        day = today - ((today.weekday() - said.weekday) % 7) * ONE_DAY
    return Days(day, day, "day", "relative")


def _locate_month(said: DateExpression, today: dt.date, ahead: bool) -> Days:
    assert said.month is not None
    if said.year is not None:
        year, basis = said.year, "stated"
    elif said.part == "of-year":
        year, basis = today.year + (said.shift or 0), "relative"
    elif said.shift == -1:
        year, basis = today.year - (said.month >= today.month), "relative"
    elif said.shift == 1:
        year, basis = today.year + (said.month <= today.month), "relative"
    elif said.shift == 0:
        year, basis = today.year, "relative"
    elif ahead:
        year, basis = today.year + (said.month < today.month), "relative"
    else:
        year, basis = today.year - (said.month > today.month), "relative"
    last_month = said.end_month or said.month
    last_year = year + (last_month < said.month)
    end = dt.date(last_year, last_month, _calendar.monthrange(last_year, last_month)[1])
    whole = Days(dt.date(year, said.month, 1), end, "range" if said.end_month else "month", basis)  # type: ignore[arg-type]
    return _narrow(whole, said.part)


def _year_of_part(said: DateExpression, today: dt.date) -> int:
    """The year of a bare "third quarter": the last that has begun, unless "next year" or the like says more."""
    if said.shift is not None:
        return today.year + said.shift
    begins = _part_of_year(said, today.year, "relative").start
    return today.year if begins <= today else today.year - 1


def _part_of_year(said: DateExpression, year: int, basis: DateBasis) -> Days:
    months = 3 if said.unit == "quarter" else 6
    first = (int(said.part or 1) - 1) * months + 1
    last = first + months - 1
    end = dt.date(year, last, _calendar.monthrange(year, last)[1])
    return Days(dt.date(year, first, 1), end, "quarter" if months == 3 else "range", basis)


def _locate_season(said: DateExpression, today: dt.date) -> Days:
    assert said.month is not None
    year = said.year if said.year is not None else today.year + (said.shift or 0)
    if said.year is None and said.shift == -1 and said.month < today.month and said.month != 12:
        year = today.year  # "last summer", said in November, is this year's
    start = dt.date(year, said.month, 1)
    end_month = (said.month + 1) % 12 + 1
    end_year = year + (end_month < said.month)
    end = dt.date(end_year, end_month, _calendar.monthrange(end_year, end_month)[1])
    return _narrow(Days(start, end, "range", "stated" if said.year else "relative"), said.part)


def _narrow(whole: Days, part: str | None) -> Days:
    """The first or last third for "early" and "late", the middle third for "mid"."""
    if part not in {"early", "mid", "late"}:
        return whole
    third = (whole.end - whole.start) / 3
    start, end = {
        "early": (whole.start, whole.start + third),
        "mid": (whole.start + third, whole.end - third),
        "late": (whole.end - third, whole.end),
    }[part]
    return Days(start, end, "range" if whole.granularity == "year" else whole.granularity, whole.basis)


def add_months(day: dt.date, months: int) -> dt.date:
    """The same day some months on, or the last of that month where there is no such day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return dt.date(year, month + 1, min(day.day, _calendar.monthrange(year, month + 1)[1]))


def shift_day(day: dt.date, unit: str, number: int) -> dt.date:
    """A day moved by some days, weeks, months, quarters, years or decades."""
    if unit in {"day", "week", "weekend"}:
        return day + number * (1 if unit == "day" else 7) * ONE_DAY
    return add_months(
        day, number * {"month": 1, "quarter": 3, "half": 6, "season": 3, "year": 12, "decade": 120}[unit]
    )


def _locate_relative(said: DateExpression, today: dt.date, previous: Days | None) -> Days | None:
    assert said.shift is not None
    counts_from_before = said.anchor in {"previous", "event"}
    if counts_from_before and previous is None and (said.anchor == "event" or not said.span_of):
        if said.shift == 0 or said.anchor == "event" or said.unit == "day":
            return None
        counts_from_before = False
    base = previous.start if counts_from_before and previous is not None else today
    if said.span_of:
        other = shift_day(base, said.unit, said.shift)
        return Days(min(base, other), max(base, other), "range", "relative")
    if (said.anchor == "published" and abs(said.shift) <= 1) or (
        said.anchor == "previous" and abs(said.shift) <= 1
    ):
        if said.anchor == "previous" and said.shift != 0 and said.unit in {"day", "week"}:
            return _around(shift_day(base, said.unit, said.shift), said.unit)
        return _narrow_to(_period(shift_day(base, said.unit, said.shift), said.unit), said.part, today)
    return _around(shift_day(base, said.unit, said.shift), said.unit)


def _period(day: dt.date, unit: str) -> Days:
    """The calendar day, week (Monday to Sunday), month, quarter, year or decade that a day lies in."""
    if unit == "day":
        return Days(day, day, "day", "relative")
    if unit in {"week", "weekend"}:
        monday = day - day.weekday() * ONE_DAY
        return Days(
            monday + (5 if unit == "weekend" else 0) * ONE_DAY, monday + 6 * ONE_DAY, "week", "relative"
        )
    if unit == "month":
        last = _calendar.monthrange(day.year, day.month)[1]
        return Days(day.replace(day=1), day.replace(day=last), "month", "relative")
    if unit == "quarter":
        first = (day.month - 1) // 3 * 3 + 1
        end = add_months(dt.date(day.year, first, 1), 3) - ONE_DAY
        return Days(dt.date(day.year, first, 1), end, "quarter", "relative")
    years = 10 if unit == "decade" else 1
    first = day.year // years * years
    return Days(
        dt.date(first, 1, 1), dt.date(first + years - 1, 12, 31), "range" if years > 1 else "year", "relative"
    )


def _narrow_to(whole: Days, part: str | None, today: dt.date) -> Days:
    """For "earlier this month" the part before `today`, for "later this month" the part after it."""
    if part == "before" and whole.start <= today:
        return Days(whole.start, min(whole.end, today), whole.granularity, whole.basis)
    if part == "after" and whole.end >= today:
        return Days(max(whole.start, today), whole.end, whole.granularity, whole.basis)
    return _narrow(whole, part)


def _around(day: dt.date, unit: str) -> Days:
    """What "three weeks ago" can mean: the day itself for days, else half a unit either side."""
    if unit == "day":
        return Days(day, day, "day", "relative")
    if unit == "week":
        return Days(day - 3 * ONE_DAY, day + 3 * ONE_DAY, "week", "relative")
    return _period(day, unit)
