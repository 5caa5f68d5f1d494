"""When things happened: every record of an article gets its interval of days, or the reason why not.

In order of trust: the date phrase that the tree attaches to the record; the date of the clause that it
depends on; a definite mention of an event dated before ("the shipment"); the tense (a report in the
present perfect is of the last weeks). Nothing is ever dated with the day of publication for want of better.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from detente.language.articles import Article, Stage
from detente.records import Cause, Event, Extracted, Figure, Forecast, Span, Statement, When
from detente.resolve.attachment import (
    Dated,
    DatedArticle,
    describe_when,
    find_attached_date,
    is_definite,
    is_history,
    stems_of,
    tell_tense,
)
from detente.resolve.calendar import ONE_DAY, add_months

_LEDE_SENTENCES = 3
_FORECAST_HORIZON_MONTHS = 12


def make_date_resolver() -> Stage:
    """A stage that dates the records of each article; it needs sentences, and uses trees where there are any."""

    def resolve_dates(articles: Iterable[Article]) -> Iterator[Article]:
        for article in articles:
            yield _resolve_article(article)

    return resolve_dates


def _resolve_article(article: Article) -> Article:
    calendar = DatedArticle(article)
    statements = _date_statements(calendar, [r for r in article.records if isinstance(r, Statement)])
    dated: dict[str, Extracted] = {s.id: s for s in statements}
    events: list[Event] = []
    for record in article.records:
        match record:
            case Event():
                event = _date_event(calendar, record, statements)
                events.append(event)
                dated[record.id] = event
            case Figure():
                dated[record.id] = _date_figure(calendar, record)
            case Forecast():
                dated[record.id] = _date_forecast(calendar, record, statements)
            case Statement() | Cause():
                pass
    dated |= _date_retold(calendar, events)
    records = tuple(dated.get(r.id, r) for r in article.records)
    return msgspec.structs.replace(article, records=records)


def _find_at(calendar: DatedArticle, span: Span) -> Dated | None:
    """The dated expression that an extractor pointed at, or the one that overlaps it most."""
    overlapping = [
        d
        for d in calendar.dated[calendar.sentence_at(span.start)]
        if d.said.start < span.end and span.start < d.said.end
    ]
    return max(
        overlapping, key=lambda d: min(d.said.end, span.end) - max(d.said.start, span.start), default=None
    )


# --- statements -----------------------------------------------------------------------------------


def _date_statements(calendar: DatedArticle, statements: list[Statement]) -> list[Statement]:
    """Statements with the day they were made: their own date, or the one their speaker was dated with before."""
    dated: list[Statement] = []
    last: tuple[str, When, int] | None = None
    for statement in sorted(statements, key=lambda s: s.words[0].start):
        place = statement.verb or statement.words[0]
        index = calendar.sentence_at(place.start)
        own = find_attached_date(calendar, place, avoid=statement.words)
        if own is None and statement.when.span:
            near = _find_at(calendar, statement.when.span)
            # "asked about the vote of 2016, she said": what lies years back is not when she said it
            own = near if near is not None and not is_history(near, calendar) else None
        own = own or _date_of_occasion(calendar, index, statement)
        speaker = statement.speaker.span.quote if statement.speaker.span else statement.speaker.name
        when = statement.when
        if own is not None and own.when.start is not None:
            when = own.when
            last = (speaker, when, index)
        elif last is not None and index - last[2] <= 6 and _same_speaker(last[0], speaker):
            when = msgspec.structs.replace(
                last[1],
                span=None,
                basis="context",
                because=f"{speaker} was dated so above: {last[1].because}",
            )
            last = (last[0], last[1], index)
        else:
            when = _date_by_tense(calendar, index, place) or when
        dated.append(msgspec.structs.replace(statement, when=when))
    return dated


def _same_speaker(before: str, now: str) -> bool:
    """Whether a pronoun or a surname goes on with the speaker before."""
    return now.lower() in {"he", "she", "they", "i", "we", "it"} or (bool(now) and now.split()[-1] in before)


def _date_of_occasion(calendar: DatedArticle, index: int, statement: Statement) -> Dated | None:
    """A date that ends the sentence before, where it introduces what follows ("... in an interview on April 11")."""
    if (
        index == 0
        or calendar.article.sentences[index].paragraph - calendar.article.sentences[index - 1].paragraph > 1
    ):
        return None
    before = calendar.article.sentences[index - 1]
    speaker = statement.speaker.span.quote.split()[-1] if statement.speaker.span else ""
    named = len(speaker) > 3 and speaker in before.text
    dates = calendar.dated[index - 1]
    near_end = [d for d in dates if d.when.granularity == "day" and before.end - d.said.end <= 2]
    return near_end[-1] if named and near_end else None


# --- events ---------------------------------------------------------------------------------------


def _date_event(calendar: DatedArticle, event: Event, statements: list[Statement]) -> Event:
    index = calendar.sentence_at(event.trigger.start)
    spoken = next((s for s in statements if any(_inside(event.trigger, w) for w in s.words)), None)
    due = _find_at(calendar, event.due.span) if event.due is not None and event.due.span else None
    found = None if due else find_attached_date(calendar, event.trigger, avoid=())
    if found is None and event.when.span:
        found = _find_at(calendar, event.when.span)
    if found is not None and found.counted_from is not None and _follows(event.trigger, found):
        found = Dated(found.said, found.counted_from)
    if (
        found is not None
        and spoken is not None
        and found.said.year is None
        and spoken.when.granularity == "day"
    ):
        when = calendar.locate(
            found.said, calendar.article.sentences[index], previous=None, spoken=spoken.when
        )
        found = Dated(found.said, when)
    if due is None and found is not None and _is_due(calendar, event, found.when):
        due, found = found, None
    if found is not None and found.when.start is not None:
        when = _clip(calendar, found.when) if event.modality in {"actual", "denied"} else found.when
    else:
        when = (
            _date_by_statement(calendar, event, spoken, index)
            or _date_by_tense(calendar, index, event.trigger)
            or (found.when if found else None)
            or When(because="no date phrase in its sentence and the tense does not tell")
        )
    modality = "planned" if due is not None and event.modality == "actual" else event.modality
    return msgspec.structs.replace(event, when=when, due=due.when if due else event.due, modality=modality)


def _follows(trigger: Span, dated: Dated) -> bool:
    """Whether words are what "five days after" counts from."""
    return 0 <= trigger.start - dated.said.end <= 10


def _inside(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _is_due(calendar: DatedArticle, event: Event, when: When) -> bool:
    """Whether a date is when a thing is to happen rather than when it was announced."""
    if when.start is None or calendar.published.end is None:
        return False
    return when.start > calendar.published.end or (
        event.modality == "planned" and when.end is not None and when.end > calendar.published.end
    )


def _clip(calendar: DatedArticle, when: When) -> When:
    """An actual event cannot run past the day it was reported on: "this week", "in 2020" end there."""
    last = calendar.published.end
    if last is None or when.start is None or when.end is None or when.end <= last or when.start > last:
        return when
    return msgspec.structs.replace(when, end=last, because=f"{when.because}; not after publication")


def _date_retold(calendar: DatedArticle, events: list[Event]) -> dict[str, Event]:
    """Undated events with the date of another mention of the same thing, for those that the text calls known.

    "The shipment" and "that call" point back; bare "sanctions" may be any.
    """
    dated = [e for e in events if e.when.start is not None and e.type is not None and e.modality == "actual"]
    found: dict[str, Event] = {}
    for event in events:
        if event.when.start is not None or event.type is None or event.modality != "actual":
            continue
        sentence = calendar.article.sentences[calendar.sentence_at(event.trigger.start)]
        words = set(stems_of(event.trigger.quote))
        same = [e for e in dated if e.type == event.type and words & set(stems_of(e.trigger.quote))]
        if same and is_definite(sentence, event.trigger):
            shared = {e.id: len(words & set(stems_of(e.trigger.quote))) for e in same}
            told = min(same, key=lambda e: (-shared[e.id], _width(e), e.trigger.start))
            because = f"as '{told.trigger.quote}', told elsewhere in the text: {told.when.because}"
            when = msgspec.structs.replace(told.when, span=None, basis="context", because=because)
            found[event.id] = msgspec.structs.replace(event, when=when)
    return found


def _width(event: Event) -> int:
    assert event.when.start is not None and event.when.end is not None
    return (event.when.end - event.when.start).days


def _date_by_statement(
    calendar: DatedArticle, event: Event, spoken: Statement | None, index: int
) -> When | None:
    """The speaker's day, for what a speaker says in the present tense or does by saying it."""
    if spoken is None or spoken.when.start is None or spoken.when.granularity != "day":
        return None
    tense = tell_tense(calendar.article.sentences[index], event.trigger)
    if tense == "present":
        return msgspec.structs.replace(
            spoken.when,
            span=None,
            basis="context",
            because=f"said in the present tense: {spoken.when.because}",
        )
    return None


def _date_by_tense(calendar: DatedArticle, index: int, place: Span) -> When | None:
    """The last weeks before publication, for a report in the present or present perfect, or in the opening."""
    sentence = calendar.article.sentences[index]
    published = calendar.published
    if published.start is None or published.end is None:
        return None
    if sentence.zone in {"title", "heading"}:
        days, reason = 7, "a headline is about the last days"
    else:
        opening = [s.index for s in calendar.article.sentences if s.zone == "body"][:_LEDE_SENTENCES]
        tense = tell_tense(sentence, place)
        if tense == "past" and index in opening and not calendar.dated[index]:
            before = [
                d.when for i in opening if i < index for d in calendar.dated[i] if d.when.granularity == "day"
            ]
            if before:
                because = f"the opening tells of one day: {before[-1].because}"
                return msgspec.structs.replace(before[-1], span=None, basis="context", because=because)
            days, reason = 7, "the opening of a report tells of the last days"
        elif tense in {"present", "perfect"} and not any(
            is_history(d, calendar) for d in calendar.dated[index]
        ):
            days, reason = (
                30,
                f"the present{' perfect' if tense == 'perfect' else ''} tells of the last weeks",
            )
        else:
            return None
    return When(
        start=published.start - days * ONE_DAY, end=published.end, basis="context",
        granularity="week" if days == 7 else "month", because=f"{reason} before publication",
    )  # fmt: skip


# --- figures and forecasts ------------------------------------------------------------------------


def _date_figure(calendar: DatedArticle, figure: Figure) -> Figure:
    found = _find_at(calendar, figure.period.span) if figure.period.span else None
    found = found or find_attached_date(calendar, figure.number, avoid=(figure.number,))
    if found is None or found.when.start is None:
        return figure
    return msgspec.structs.replace(figure, period=found.when)


def _date_forecast(calendar: DatedArticle, forecast: Forecast, statements: list[Statement]) -> Forecast:
    spoken = next((s for s in statements if any(_inside(forecast.claim_text, w) for w in s.words)), None)
    said_on = spoken.when if spoken is not None and spoken.when.start is not None else calendar.published
    span = forecast.due.span or None
    found = _find_at(calendar, span) if span else None
    if found is None:
        found = find_attached_date(calendar, forecast.claim_text, avoid=())
    if found is not None:
        sentence = calendar.article.sentences[calendar.sentence_at(found.said.start)]
        when = calendar.locate(found.said, sentence, previous=None, spoken=said_on, ahead=True)
        if when.end is not None and (said_on.start is None or when.end >= said_on.start):
            return msgspec.structs.replace(forecast, due=when)
    if said_on.end is None or said_on.start is None:
        return forecast
    horizon = _FORECAST_HORIZON_MONTHS
    due = When(
        start=said_on.start,
        end=add_months(said_on.end, horizon),
        granularity="range",
        because=f"assumed: no date given, so {horizon} months from {describe_when(said_on)}",
    )
    return msgspec.structs.replace(forecast, due=due)
