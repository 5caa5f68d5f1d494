"""Calendar: a weekday must be that of its date, and what is told as past must have ended when it was told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import get_args

from detente.check.corpora import Corpus
from detente.check.findings import Finding, cite
from detente.check.wording import say_date, say_day
from detente.records import Document, DocumentSpan, Event, Extracted, Figure, Weekday, When

_WEEKDAYS: tuple[Weekday, ...] = get_args(Weekday)
_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_SURE = dt.timedelta(days=60)
"""A date this near to the day of publication is of that year, although no year is printed."""
_UNIT_DAYS = {"days": 1, "weeks": 7}


def check_calendar(corpus: Corpus) -> Iterator[Finding]:
    """A finding for each date that is printed with its weekday, and each span that ends after publication."""
    for document in corpus.documents:
        yield from _check_weekday(document, document.published, document.published)
    for record, when in _list_dated(corpus):
        yield from _check_weekday(record, when, corpus.published.get(record.document or "", When()))
    for place, figures in corpus.sentences.items():
        yield from _check_overrun(figures, corpus.events_by_sentence.get(place, []), corpus)


def _list_dated(corpus: Corpus) -> Iterator[tuple[Extracted, When]]:
    for event in corpus.events:
        yield event, event.when
        if event.due is not None:
            yield event, event.due
    yield from ((s, s.when) for s in corpus.statements)
    yield from ((f, f.period) for f in corpus.figures)
    yield from ((f, f.due) for f in corpus.forecasts)


def _check_weekday(record: Document | Extracted, when: When, published: When) -> Iterator[Finding]:
    if not (when.weekday and when.span and when.start and when.start == when.end):
        return
    if when.basis != "stated" or not _is_sure(when, published):
        return
    day, printed = when.start, _WEEKDAYS.index(when.weekday)
    fits = day.weekday() == printed
    yield Finding(
        family="calendar",
        records=(record.id,),
        spans=(DocumentSpan(document=record.document or record.id, span=when.span),),
        says=f'"{when.span.quote}"',
        arithmetic=f"{say_date(day)} was a {_NAMES[day.weekday()]}{'' if fits else f', not a {_NAMES[printed]}'}",
        would_hold=f"{_NAMES[day.weekday()]}, or {say_day(_nearest(day, printed))}",
        verdict="holds" if fits else "fails",
        severity="minor",
    )


def _is_sure(when: When, published: When) -> bool:
    """Whether the year is beyond doubt: printed, or that of a day close to publication."""
    assert when.start is not None and when.span is not None
    if str(when.start.year) in when.span.quote:
        return True
    return published.end is not None and abs(when.start - published.end) <= _SURE


def _nearest(day: dt.date, weekday: int) -> dt.date:
    """The day of that weekday that is closest."""
    ahead = (weekday - day.weekday()) % 7
    return day + dt.timedelta(days=ahead if ahead <= 3 else ahead - 7)


def _check_overrun(figures: list[Figure], events: list[Event], corpus: Corpus) -> Iterator[Finding]:
    """ "five calls over the next five weeks", told as past less than five weeks after the first."""
    for length in figures:
        period, published = length.period, corpus.published.get(length.document or "", When())
        if (
            length.type != "duration"
            or not _is_stretch(length, period)
            or not (published.start and published.end)
        ):
            continue
        assert period.start is not None and period.end is not None and period.span is not None
        told = [e for e in events if e.modality == "actual" and e.when.start and e.when.start <= period.start]
        planned = any(e.modality in {"planned", "hypothetical"} for e in events)
        if period.start >= published.start or not told or planned or length.bound or length.approximate:
            continue
        counted = [f for f in figures if f.type == "count" and f.period.span == period.span][:1]
        fits = period.end <= published.end
        real = (published.end - period.start).days
        unit = _UNIT_DAYS[length.unit]
        yield Finding(
            family="calendar",
            records=tuple(f.id for f in (length, *counted)),
            spans=(
                cite(length, period.span),
                *(cite(f, f.number) for f in counted),
                *([cite(length, published.span)] if published.span else []),
            ),
            says=f'"{period.span.quote}" from {say_date(period.start)}, told as past on {say_date(published.end)}',
            arithmetic=f"{say_date(period.start)} + {length.number.quote} = {say_date(period.end)}, "
            f"{'not after' if fits else 'after'} {say_date(published.end)} "
            f"({real} days{f' or {real / unit:.1f} {length.unit}' if unit > 1 else ''} later)",
            would_hold=f"at most {real // unit} {length.unit}",
            verdict="holds" if fits else "fails",
        )


def _is_stretch(length: Figure, period: When) -> bool:
    """Whether a period is a stretch of the printed length that runs on from a day before: "the next five weeks"."""
    inside = period.span is not None and (
        period.span.start <= length.number.start and length.number.end <= period.span.end
    )
    if not inside or period.start is None or period.end is None or length.unit not in _UNIT_DAYS:
        return False
    return period.granularity == "range" and (period.end - period.start).days == int(
        float(length.quantity) * _UNIT_DAYS[length.unit]
    )
