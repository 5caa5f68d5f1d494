"""When a text was published, and how we know: what the file says, the dateline, the address, or the text itself."""

from __future__ import annotations

import calendar
import datetime as dt
import email.utils
import re

from detente.language.date_expressions import DateExpression, find_dates
from detente.read.date_clues import infer_published, list_datelines
from detente.records import Document, Granularity, When

_ISO = re.compile(r"\s*(\d{4})(?:-?(\d\d)(?:-?(\d\d))?)?(?:[T\s].*)?", re.DOTALL)
_PATH = re.compile(r"/((?:19|20)\d\d)[/-](\d{1,2})[/-](\d{1,2})(?=[/-]|$)")
# what programs write when they do not know
_SENTINELS = frozenset({dt.date(1, 1, 1), dt.date(1900, 1, 1), dt.date(1970, 1, 1)})


def find_published(document: Document, *, stated: str | None = None) -> When:
    """The publication date of a document with the reasoning: an interval where only clues tell, null without any.

    `stated` is what the file says, in whatever form.

    Example:
        >>> from detente.records import make_document
        >>> when = find_published(make_document("Talks resumed.", sources=()), stated="2020-04-26T10:00:00Z")
        >>> when.start, when.granularity, when.because
        (datetime.date(2020, 4, 26), 'day', 'the file says "2020-04-26T10:00:00Z"')
    """
    said = _read_stated(stated) if stated else None
    if said is not None and said.granularity != "day":
        return _pin_day(document, said) or said
    return said or _read_dateline(document) or _read_address(document) or infer_published(document)


def _read_stated(stated: str) -> When | None:
    parts = _split_date(stated[:100])
    if parts is None:
        return None
    year, month, day = parts
    granularity: Granularity = "day" if day else "month" if month else "year"
    try:
        start = dt.date(year, month or 1, day or 1)
    except ValueError:  # 31 February
        return None
    if start in _SENTINELS:
        return None
    last = start if day else dt.date(year, month or 12, calendar.monthrange(year, month or 12)[1])
    because = f'the file says "{stated[:100].strip()}"'
    return When(start=start, end=last, granularity=granularity, basis="stated", because=because)


def _split_date(stated: str) -> tuple[int, int | None, int | None] | None:
    """Year, month and day of a date in ISO, mail or newspaper form; month or day null where not said."""
    if match := _ISO.fullmatch(stated):
        year, month, day = (int(group) if group else None for group in match.groups())
        return (year, month, day) if year else None
    try:
        mail = email.utils.parsedate_to_datetime(stated)
        return mail.year, mail.month, mail.day
    except ValueError:
        pass
    full = next((d for d in find_dates(stated) if d.year and d.month), None)
    return (full.year, full.month, full.day) if full and full.year else None


def _read_dateline(document: Document) -> When | None:
    """The earliest full date of the datelines: a later one says when the page was updated."""
    found = []
    for sighting in list_datelines(document):
        date = sighting.date
        try:
            found.append((dt.date(date.year or 0, date.month or 0, date.day or 0), date))
        except ValueError:  # a part is missing, or it is 31 February
            continue
    if not found:
        return None
    day, date = min(found, key=lambda pair: pair[0])
    return _state_dateline(document, day, date)


def _pin_day(document: Document, said: When) -> When | None:
    """The day that a dateline gives within the month or year that the file says."""
    for sighting in list_datelines(document):
        date = sighting.date
        try:
            day = dt.date(date.year or (said.start or dt.date.min).year, date.month or 0, date.day or 0)
        except ValueError:
            continue
        inside = said.start is not None and said.end is not None and said.start <= day <= said.end
        if inside and sighting.weekday in {None, day.weekday()}:
            return _state_dateline(document, day, date)
    return None


def _state_dateline(document: Document, day: dt.date, date: DateExpression) -> When:
    span = document.cite(date.start, date.end)
    because = f'the dateline says "{span.quote}"'
    return When(start=day, end=day, granularity="day", basis="stated", span=span, because=because)


def _read_address(document: Document) -> When | None:
    """The date in the address of a page, as many outlets write it: /2020/04/26/."""
    for source in document.sources:
        for match in _PATH.finditer(source.url or ""):
            try:
                day = dt.date(*(int(part) for part in match.groups()))
            except ValueError:
                continue
            because = f'the address says "{match.group().strip("/")}"'
            return When(start=day, end=day, granularity="day", basis="context", because=because)
    return None
