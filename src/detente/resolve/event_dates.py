"""When events happened, and when what is planned is due."""

from __future__ import annotations

import msgspec

from detente.language.trees import iterate_ancestors, list_children
from detente.records import Event, Mention, Span, Statement, When
from detente.resolve.attachment import (
    Dated,
    DatedArticle,
    find_at,
    find_attached_date,
    is_history,
    is_inside,
    list_ends,
    stems_of,
)
from detente.resolve.calendar import ONE_DAY
from detente.resolve.clause_dates import find_clause_date, find_report_date, find_reporting
from detente.resolve.stories import Story
from detente.resolve.tenses import find_token, is_definite, is_plural, is_told_past, tell_tense

_TENSES = {
    "present": "the present tells of the last weeks",
    "perfect": "the present perfect tells of the last weeks",
    "future": "a plan that stands was told in the last weeks",
}
UNTOLD = "no date phrase in its sentence and the tense does not tell"
LONGEST_SERIES = 62
"""Days over which several contacts are dated as one series."""


def date_events(story: Story, events: list[Event], statements: list[Statement]) -> list[Event]:
    """The events of an article with their days: their own, those of another mention, or those of the story."""
    dated = [_date_event(story, event, statements) for event in events]
    retold = _date_retold(story.calendar, dated)
    dated = [retold.get(event.id, event) for event in dated]
    return [_date_known(story, e) if e.when.start is None else e for e in dated]


def _date_known(story: Story, event: Event) -> Event:
    """What the text calls known and nothing else tells: by the tense or the story that it stands in."""
    when = date_by_tense(story.calendar, event.trigger, planned=event.modality == "planned")
    if when is None and event.modality in {"actual", "denied"}:
        when = story.find_days(event.trigger)
    return event if when is None else msgspec.structs.replace(event, when=when)


def _date_event(story: Story, event: Event, statements: list[Statement]) -> Event:
    calendar, index = story.calendar, story.calendar.sentence_at(event.trigger.start)
    spoken = next((s for s in statements if any(is_inside(event.trigger, w) for w in s.words)), None)
    due = find_at(calendar, event.due.span) if event.due is not None and event.due.span else None
    if due is not None and _tells_plan(calendar, event.trigger, due):
        event, due = msgspec.structs.replace(event, due=None), None
    found = None if due else _find_date(calendar, event, spoken)
    if due is None and found is not None and _is_due(calendar, event, found.when):
        told = (
            event.modality == "actual"
            and tell_tense(calendar.article.sentences[index], event.trigger) == "past"
        )
        due, found = None if told else found, None
    if found is not None and found.when.start is not None:
        when = _clip(calendar, found.when) if event.modality in {"actual", "denied"} else found.when
    else:
        context = _date_by_context(story, event, spoken)
        when = context or (found.when if found else When(because=UNTOLD))
    modality = "planned" if due is not None and event.modality == "actual" else event.modality
    return msgspec.structs.replace(event, when=when, due=due.when if due else event.due, modality=modality)


def _find_date(calendar: DatedArticle, event: Event, spoken: Statement | None) -> Dated | None:
    """The date that the tree or the extractor gives an event, read on the speaker's day inside a quotation."""
    index = calendar.sentence_at(event.trigger.start)
    ends = [] if event.modality == "planned" else list_ends(calendar, index)
    found = find_attached_date(calendar, event.trigger, avoid=ends)
    if found is None and event.when.span and not any(is_inside(event.when.span, e) for e in ends):
        found = find_at(calendar, event.when.span)
    if found is None or (_is_known(calendar, event.trigger) and _is_outside(found, spoken)):
        return None
    if found.counted_from is not None and _follows(event.trigger, found):
        found = Dated(found.said, found.counted_from)
    outside = _is_outside(found, spoken)  # "said yesterday that ...": yesterday is no day of the speech
    if spoken is not None and not outside and found.said.year is None and spoken.when.granularity == "day":
        sentence = calendar.article.sentences[index]
        return Dated(found.said, calendar.locate(found.said, sentence, previous=None, spoken=spoken.when))
    return found


def _date_by_context(story: Story, event: Event, spoken: Statement | None) -> When | None:
    """The days of an event without a date of its own by the clauses around it, the speaker's day, tense and story.

    What the text calls known ("the talks") is as a rule told elsewhere: only a clause of time dates it here.
    """
    calendar, place = story.calendar, event.trigger
    happened = event.modality in {"actual", "denied"}
    found = find_clause_date(calendar, place) if happened else None
    if found is not None or _is_known(calendar, place):
        return found
    told = find_reporting(calendar, place) if event.modality == "planned" else None
    return (
        (find_report_date(calendar, place) if happened else None)
        or _date_by_statement(calendar, event, spoken)
        or (story.find_days(told or place) if event.modality != "hypothetical" else None)
        or date_by_tense(calendar, place, planned=event.modality == "planned")
    )


def _is_outside(found: Dated, spoken: Statement | None) -> bool:
    """Whether a date stands outside the quotation that an event is named in: then it is the speaker's day."""
    return spoken is not None and not any(w.start <= found.said.start < w.end for w in spoken.words)


def _is_known(calendar: DatedArticle, place: Span) -> bool:
    """Whether words name a thing as known: "the talks", "his visit"."""
    return is_definite(calendar.article.sentences[calendar.sentence_at(place.start)], place)


def _tells_plan(calendar: DatedArticle, trigger: Span, dated: Dated) -> bool:
    """Whether a date given for a plan is when it was told: past, and on the verb that tells it, not on "to meet"."""
    published = calendar.published.start
    if dated.when.end is None or published is None or dated.when.end >= published:
        return False
    sentence = calendar.article.sentences[calendar.sentence_at(trigger.start)]
    tokens, index = sentence.tokens, find_token(sentence, dated.said.start)
    above = iterate_ancestors(tokens, index) if index is not None else iter(())
    verb = next((n for n in above if tokens[n].upos == "VERB"), None)
    return verb is None or not any(
        tokens[c].text.lower() == "to" for c in list_children(tokens, verb, "mark")
    )


def _follows(trigger: Span, dated: Dated) -> bool:
    """Whether words are what "five days after" counts from."""
    return 0 <= trigger.start - dated.said.end <= 10


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

    "The shipment" and "that call" point back, "the calls between A and B" to all of these; bare "sanctions" may be any.
    """
    dated = [e for e in events if e.when.start is not None and e.type is not None and e.modality == "actual"]
    found: dict[str, Event] = {}
    for event in events:
        if event.when.start is not None or event.type is None or event.modality != "actual":
            continue
        sentence = calendar.article.sentences[calendar.sentence_at(event.trigger.start)]
        same = [e for e in dated if e.type == event.type and _shares(e, event)]
        again = [e for e in same if e.when.granularity == "day" and _has_actor_of(event, e)]
        if is_told_past(sentence, event.trigger) and len({e.when.start for e in again}) == 1:
            found[event.id] = msgspec.structs.replace(event, when=_date_as(event, again, plural=False))
        elif same and is_definite(sentence, event.trigger):
            found[event.id] = msgspec.structs.replace(
                event, when=_date_as(event, same, plural=is_plural(sentence, event.trigger))
            )
    return found


def _shares(told: Event, event: Event) -> int:
    """How much another mention has in common: words of the trigger, or for a contact both parties."""
    words = len(set(stems_of(event.trigger.quote)) & set(stems_of(told.trigger.quote)))
    parties = {words[-1] for words in _split_words((*event.actors, *event.recipients))}
    named = {word for words in _split_words((*told.actors, *told.recipients)) for word in words}
    same = event.type == "CONSULT" and len(parties) > 1 and parties <= named
    return words + 2 * same


def _has_actor_of(event: Event, told: Event) -> bool:
    """Whether an act is by whom another is by, so that it may be part of it: "granted pardons ... pardoned Lee"."""
    named = {word for words in _split_words(told.actors) for word in words}
    return any(words[-1] in named for words in _split_words(event.actors))


def _split_words(parties: tuple[Mention, ...]) -> list[list[str]]:
    return [m.span.quote.split() for m in parties if m.span and m.span.quote.strip()]


def _date_as(event: Event, same: list[Event], *, plural: bool) -> When:
    """The date of the mention that has most in common, or for several things the days of all of them."""
    told = min(same, key=lambda e: (-_shares(e, event), _width(e), e.trigger.start))
    because = f"as '{told.trigger.quote}', told elsewhere in the text: {told.when.because}"
    when = msgspec.structs.replace(told.when, span=None, basis="context", because=because)
    alike = [e.when for e in same if _shares(e, event) == _shares(told, event)]
    start, end = min(w.start for w in alike if w.start), max(w.end for w in alike if w.end)
    if not plural or len(alike) < 2 or (end - start).days > LONGEST_SERIES:
        return when
    because = f"{len(alike)} such are told elsewhere in the text: {told.when.because} and others"
    return msgspec.structs.replace(when, start=start, end=end, granularity="range", because=because)


def _width(event: Event) -> int:
    assert event.when.start is not None and event.when.end is not None
    return (event.when.end - event.when.start).days


def _date_by_statement(calendar: DatedArticle, event: Event, spoken: Statement | None) -> When | None:
    """The speaker's day, for what a speaker says in the present tense; the week up to it for what is past by then."""
    if spoken is None or spoken.when.start is None or spoken.when.end is None:
        return None
    if spoken.when.end - spoken.when.start > 7 * ONE_DAY:
        return None
    sentence, said = calendar.article.sentences[calendar.sentence_at(event.trigger.start)], spoken.when
    day = spoken.when.start
    if tell_tense(sentence, event.trigger) == "present":
        because = f"said in the present tense: {said.because}"
        return msgspec.structs.replace(said, span=None, basis="context", because=because)
    quoted = any(q.start <= event.trigger.start < q.end for q in calendar.article.quotations)
    if quoted and said.granularity == "day" and is_told_past(sentence, event.trigger):
        return When(
            start=day - 7 * ONE_DAY, end=said.end, granularity="week", basis="context",
            because=f"said to be past: {said.because}",
        )  # fmt: skip
    return None


def date_by_tense(calendar: DatedArticle, place: Span, *, planned: bool = False) -> When | None:
    """The last weeks before publication, for what is told in the present or present perfect, or planned then."""
    index = calendar.sentence_at(place.start)
    sentence, published = calendar.article.sentences[index], calendar.published
    if published.start is None or published.end is None:
        return None
    tense = tell_tense(sentence, place)
    days, reason = 30, _TENSES.get(tense or "")
    if sentence.zone in {"title", "heading"}:
        days, reason = 7, "a headline is about the last days"
    elif any(is_history(d, calendar) for d in calendar.dated[index]) or (tense == "future" and not planned):
        return None
    if reason is None:
        return None
    return When(
        start=published.start - days * ONE_DAY, end=published.end, basis="context",
        granularity="week" if days == 7 else "month", because=f"{reason} before publication",
    )  # fmt: skip
