"""How long something has lasted, against when it began: terms in office, and what runs "since" a stated date.

A whole number holds from half a unit below it until the next one is full (it may be rounded, or count what is
completed). Who prints a fraction has counted finer: a fraction holds within a third of its last printed step, so a
half year is good for two months either way.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

from detente.check.corpora import Corpus
from detente.check.findings import Finding, cite
from detente.check.roundings import Range, read_step
from detente.check.wording import say_date, say_number
from detente.lexicon.office_terms import RANKS, Holding
from detente.lexicon.offices import Offices, load_offices
from detente.records import Figure, When

_UNIT_DAYS = {
    "years": Decimal("365.2425"),
    "months": Decimal("30.436875"),
    "weeks": Decimal(7),
    "days": Decimal(1),
}
_TOP = RANKS["head_of_government"]
_GAP = dt.timedelta(days=31)


def check_ages(corpus: Corpus) -> Iterator[Finding]:
    """A finding for each stated length of a term in office, and each length since a stated date."""
    offices = load_offices()
    for figure in corpus.figures:
        published = corpus.published.get(figure.document or "", When())
        if figure.unit not in _UNIT_DAYS or figure.high or not published.end:
            continue
        if figure.rule.startswith("figures/tenure@"):
            yield from _check_tenure(figure, published, corpus, offices)
        elif figure.type in {"duration", "rank"}:
            yield from _check_since(figure, published.end)


def read_stated(figure: Figure) -> Range:
    """The lengths that a stated one is right for, in its unit."""
    value, step = Decimal(figure.quantity), read_step(figure)
    if figure.type == "rank":  # in its sixth year: five are full
        stated = Range(value - 1, value)
    elif step >= 1:
        stated = Range(value - step / 2, value + step)
    else:
        stated = Range(value - step / 3, value + step / 3)
    if figure.approximate:
        stated = Range(stated.low - step / 2, stated.high + step / 2)
    low = Decimal(0) if figure.bound == "max" else stated.low
    return Range(low, Decimal("Infinity") if figure.bound == "min" else stated.high)


def say_margin(figure: Figure) -> str:
    """The margin that a stated length has, in words."""
    stated = read_stated(figure)
    ends = [say_number(end, unit="") for end in stated if end.is_finite()]
    return f"{figure.number.quote} is right for {' to '.join(ends)} {figure.unit}"


def _check_tenure(figure: Figure, published: When, corpus: Corpus, offices: Offices) -> Iterator[Finding]:
    assert published.end is not None and figure.measures is not None
    person = corpus.find_person(figure.document or "", figure.measures)
    if person is None:
        named = offices.find_people(figure.measures.quote)
        person = named[0] if len(named) == 1 else None
    terms = list_terms(offices, person, published.end) if person else []
    if not terms:
        return
    unit, stated = _UNIT_DAYS[figure.unit], read_stated(figure)
    lengths = [((last - first).days / unit, first, last) for first, last in terms]
    fitting = [found for found in lengths if stated.low <= found[0] < stated.high]
    true, first, last = (fitting or lengths)[0]
    yield Finding(
        family="age",
        records=(figure.id,),
        spans=(cite(figure, figure.number), *([cite(figure, published.span)] if published.span else [])),
        says=f"{person}: {figure.number.quote} in office",
        arithmetic=f"{say_date(first)} to {say_date(last)} = {true:.2f} {figure.unit}; {say_margin(figure)}",
        would_hold=_suggest(true, figure.unit),
        verdict="holds" if fitting else "fails",
        severity="minor",
        needs="offices",
    )


def list_terms(offices: Offices, person: str, day: dt.date) -> list[tuple[dt.date, dt.date]]:
    """The unbroken times that somebody has led a state, up to a day, that a text may mean; none where unsure.

    In office on the day: the time in that office, then the time in any such office. Else the last such times.
    """
    held = [h for h in offices.holdings_of(person) if RANKS[h.office.function] <= _TOP and not h.acting]
    held = [h for h in held if h.start.first <= day]
    spans = [(h.office.office, _span(h, day)) for h in held]
    if not held or any(span is None for _, span in spans):
        return []
    known = [(office, span) for office, span in spans if span is not None]
    latest = [span for office, span in known if office == known[-1][0]]
    found = [_join_last(latest), _join_last([span for _, span in known])]
    if found[0][1] < day and len(known) > 1:
        found += [span for _, span in known]
    return list(dict.fromkeys(found))


def _join_last(spans: list[tuple[dt.date, dt.date]]) -> tuple[dt.date, dt.date]:
    """The last of some stretches of days, with those before it that run into it."""
    first, last = spans[-1]
    for start, end in reversed(spans[:-1]):
        if first - end > _GAP:
            break
        first = start
    return first, last


def _span(term: Holding, day: dt.date) -> tuple[dt.date, dt.date] | None:
    if term.start.first != term.start.last:
        return None
    end = term.end
    if end is None or end.first >= day:
        return term.start.first, day
    return (term.start.first, end.first) if end.first == end.last else None


def _suggest(true: Decimal, unit: str) -> str:
    """A length in words that would be right: whole units and quarters."""
    quarters = int(true * 4 + Decimal("0.5"))
    whole, rest = divmod(quarters, 4)
    return f"{whole}{('', ' 1/4', ' 1/2', ' 3/4')[rest]} {unit}"


def _check_since(figure: Figure, published: dt.date) -> Iterator[Finding]:
    """ "six years since April 2014": the start is stated, the length counts up to publication."""
    period = figure.period
    if not (period.span and period.start and period.end == published and period.granularity == "range"):
        return
    inside = period.span.start <= figure.number.start < period.span.end
    if inside or period.basis != "stated" or figure.bound or figure.approximate:
        return
    unit = _UNIT_DAYS[figure.unit]
    latest_start = (
        dt.date(period.start.year, 12, 31)
        if period.start == dt.date(period.start.year, 1, 1)
        else period.start
    )
    longest, shortest = (
        (published - day).days / unit for day in (period.start, min(latest_start, published))
    )
    stated = read_stated(figure)
    if stated.low <= longest and shortest < stated.high:
        return
    yield Finding(
        family="age",
        records=(figure.id,),
        spans=(cite(figure, figure.number), cite(figure, period.span)),
        says=f"{figure.number.quote} {period.span.quote}",
        arithmetic=f"{say_date(period.start)} to {say_date(published)} = {longest:.1f} {figure.unit}; "
        f"{say_margin(figure)}",
        would_hold=_suggest(Decimal(longest), figure.unit),
        verdict="imprecise",
        severity="minor",
    )
