"""When things happened: every record of an article gets its interval of days, or the reason why not.

In order of trust: the date phrase that the tree attaches to the record; that of the clause that it depends on;
another mention of what the text calls known ("the shipment"); the tense (a report in the present perfect is of the
last weeks); the days that the story has come to. What rests on these says so and is an interval: nothing is ever
dated with the day of publication for want of better.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from detente.language.articles import Article, Stage
from detente.records import Event, Extracted, Figure, Forecast, Statement, When
from detente.resolve.attachment import (
    Dated,
    DatedArticle,
    describe_when,
    find_at,
    find_attached_date,
    is_history,
    is_inside,
)
from detente.resolve.calendar import add_months
from detente.resolve.event_dates import date_by_tense, date_events
from detente.resolve.stories import Story

_FORECAST_HORIZON_MONTHS = 12


def make_date_resolver() -> Stage:
    """A stage that dates the records of each article; it needs sentences, and uses trees where there are any."""

    def resolve_dates(articles: Iterable[Article]) -> Iterator[Article]:
        for article in articles:
            yield _resolve_article(article)

    return resolve_dates


def _resolve_article(article: Article) -> Article:
    calendar = DatedArticle(article)
    story = Story(calendar)
    statements = _date_statements(story, [r for r in article.records if isinstance(r, Statement)])
    dated: dict[str, Extracted] = {s.id: s for s in statements}
    events = [r for r in article.records if isinstance(r, Event)]
    dated |= {e.id: e for e in date_events(story, events, statements)}
    for record in article.records:
        if isinstance(record, Figure):
            dated[record.id] = _date_figure(calendar, record)
        elif isinstance(record, Forecast):
            dated[record.id] = _date_forecast(calendar, record, statements)
    records = tuple(dated.get(r.id, r) for r in article.records)
    return msgspec.structs.replace(article, records=records)


# --- statements -----------------------------------------------------------------------------------


def _date_statements(story: Story, statements: list[Statement]) -> list[Statement]:
    """Statements with the day they were made: their own date, or the one their speaker was dated with before."""
    calendar, dated = story.calendar, list[Statement]()
    last: tuple[str, When, int] | None = None
    for statement in sorted(statements, key=lambda s: s.words[0].start):
        place = statement.verb or statement.words[0]
        index = calendar.sentence_at(place.start)
        own = find_attached_date(calendar, place, avoid=statement.words)
        if own is None and statement.when.span:
            near = find_at(calendar, statement.when.span)
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
            when = date_by_tense(calendar, place) or story.find_days(place) or when
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


# --- figures and forecasts ------------------------------------------------------------------------


def _date_figure(calendar: DatedArticle, figure: Figure) -> Figure:
    found = find_at(calendar, figure.period.span) if figure.period.span else None
    found = found or find_attached_date(calendar, figure.number, avoid=(figure.number,))
    if found is None or found.when.start is None:
        return figure
    return msgspec.structs.replace(figure, period=found.when)


def _date_forecast(calendar: DatedArticle, forecast: Forecast, statements: list[Statement]) -> Forecast:
    spoken = next((s for s in statements if any(is_inside(forecast.claim_text, w) for w in s.words)), None)
    said_on = spoken.when if spoken is not None and spoken.when.start is not None else calendar.published
    span = forecast.due.span or None
    found = find_at(calendar, span) if span else None
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
