"""What is due next between two countries, by date and track; and what was due and did not come.

Due are planned events with a day (a meeting, a deadline), things that expire, and what somebody says is scheduled
or will be held, expire or end on a day that the text gives. What an analyst merely expects is a forecast, not due.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple, TypeAlias

import msgspec

from detente.lexicon.outcomes import load_outcomes
from detente.lexicon.tracks import load_tracks
from detente.measure.corpora import Corpus, hide_later
from detente.measure.expectations import (
    TOLERANCE,
    Context,
    Expectation,
    Shelf,
    expect_event,
    expect_forecast,
    is_stated,
    shelve_corpus,
)
from detente.measure.fulfilments import SOON, Clues, Finding, judge_expectation, list_clues, list_published
from detente.measure.organs import is_organ
from detente.measure.topics import name_things, read_topic
from detente.measure.views import list_documents_on
from detente.measure.wording import say_day, say_days
from detente.records import Dyad, Event, Forecast, Span, Track, When, place_of

DueKind: TypeAlias = Literal["meeting", "expiry", "act"]
Outcome: TypeAlias = Literal["called off", "averted", "late", "not reported"]
_KINDS: dict[str, DueKind] = {"meet": "meeting", "call": "meeting", "end": "expiry"}
_SCHEDULED = re.compile(r"\b(?:due|scheduled|set|slated|supposed) to\b", re.IGNORECASE)
_LIKELY = 0.7
"""What a scheduled thing must be said to be at best: "may be held" is no date."""


class Due(msgspec.Struct, frozen=True, kw_only=True):
    """Something that is to come: what, from when until when, on which track, by which records, in a sentence.

    The first of `records` says most exactly when.
    """

    records: tuple[str, ...]
    document: str
    kind: DueKind
    track: Track
    what: str
    start: dt.date
    end: dt.date
    announced: dt.date
    says: str


class Missed(msgspec.Struct, frozen=True, kw_only=True):
    """Something that was due and did not come, by which records, known since when; or of which nobody tells."""

    due: Due
    outcome: Outcome
    by: tuple[str, ...] = ()
    known: dt.date | None = None
    says: str


class _Item(NamedTuple):
    """A thing due, where it stands, and what would fulfil it if that is known."""

    due: Due
    sentence: Span
    expectation: Expectation | None


class _World(NamedTuple):
    """What is seen of two countries: documents with their days, those on the two, and names of their things."""

    corpus: Corpus
    dyad: Dyad
    shelf: Shelf
    published: dict[str, dt.date]
    on_dyad: set[str]
    names: frozenset[tuple[str, ...]]

    def concerns(
        self,
        document: str | None,
        expectation: Expectation | None,
        parties: frozenset[str],
        context: Context,
    ) -> bool:
        """Whether something due without a dyad is theirs: by its sentences, or by the name of a thing of theirs."""
        if not parties <= set(self.dyad):
            return False
        named = expectation is not None and bool(expectation.topic.names & self.names)
        return named or (document in self.on_dyad and set(self.dyad) <= context.countries)


def list_due(
    corpus: Corpus, between: Dyad, *, as_of: dt.date, forecasts: Iterable[Forecast] = ()
) -> tuple[tuple[Due, ...], tuple[Missed, ...]]:
    """What is still to come on a day, the next first; and what was due by then and did not come, the last first.

    Only documents published up to that day are seen, and only documents on the two countries.

    Example:
        >>> from detente.measure.corpora import make_corpus
        >>> list_due(make_corpus([], []), ("RUS", "USA"), as_of=dt.date(2020, 4, 26))
        ((), ())
    """
    dyad = (min(between), max(between))
    seen = hide_later(corpus, as_of)
    published, on_dyad = list_published(seen), {d.id for d in list_documents_on(seen, dyad)}
    told = {id_: day for id_, day in published.items() if id_ in on_dyad}
    world = _World(seen, dyad, shelve_corpus(seen), published, on_dyad, _list_names(seen, dyad))
    items = [*_list_planned(world), *_list_scheduled(world, forecasts)]
    clues = list_clues(seen)
    outlets = {d.id: d.outlet or d.title or "a document" for d in seen.documents}
    due, missed = [], []
    for item in _merge(items):
        findings = judge_expectation(item.expectation, clues) if item.expectation else []
        if any(f.verdict in ("done", "hearsay", "rough") for f in findings):
            continue
        soon = (item.due.end + TOLERANCE, item.due.end + SOON)
        silent = [id_ for id_, day in told.items() if soon[0] < day <= soon[1]]
        row = _explain(item, findings, clues, outlets) or _find_silent(item, silent)
        if row is not None:
            missed.append(row)
        elif item.due.end >= as_of:
            due.append(item.due)
    due.sort(key=lambda d: (d.end, d.start, d.records))
    missed.sort(key=lambda m: (m.due.end, m.due.records), reverse=True)
    return tuple(due), tuple(missed)


def _list_names(corpus: Corpus, dyad: Dyad) -> frozenset[tuple[str, ...]]:
    """The names of the things that events of two countries are about, such as their treaties."""
    texts = (e.evidence.quote for e in corpus.events if dyad in e.dyads and e.evidence)
    return frozenset().union(*(name_things(text, read_topic(text).things) for text in texts))


def _list_planned(world: _World) -> Iterator[_Item]:
    """The planned events of two countries that have a day, or of no known party in a text on the two."""
    for event in world.corpus.events:
        told, due = world.published.get(event.document or ""), event.due
        if event.modality != "planned" or told is None or due is None or not due.start or not due.end:
            continue
        context = world.shelf.read_context(event)
        announced = min(event.when.end or told, told)
        expectation = expect_event(event, made=announced, context=context)
        parties = frozenset(m.country for m in (*event.actors, *event.recipients) if m.country)
        concerns = world.dyad in event.dyads or world.concerns(event.document, expectation, parties, context)
        if concerns and due.end >= announced and not _has_happened(world.corpus, event):
            what = _name_due(event, expectation, context)
            yield _make_item(event, what, due, announced=announced, expectation=expectation)


def _name_due(event: Event, expectation: Expectation | None, context: Context) -> str:
    """What is due, as the text puts it, with the name of the thing where its own words lack it: "expires (START I)"."""
    words = event.trigger.quote
    for name in sorted(expectation.topic.names) if expectation else ():
        pattern = re.compile(r"\W+".join(map(re.escape, name)), re.IGNORECASE)
        found = next(filter(None, map(pattern.search, context.texts)), None)
        if found and not pattern.search(words):
            words = f"{words} ({found.group()})"
    return words


def _has_happened(corpus: Corpus, planned: Event) -> bool:
    """Whether the same text tells that the same people did it: then a headline announces what took place."""

    def name(event: Event) -> set[str]:
        return {m.name for m in (*event.actors, *event.recipients) if m.name}

    told = (e for e in corpus.events if e.document == planned.document and e.modality == "actual")
    people = name(planned)
    return bool(people) and any(
        e.type in (planned.type, planned.base_type) and name(e) == people for e in told
    )


def _list_scheduled(world: _World, forecasts: Iterable[Forecast]) -> Iterator[_Item]:
    """What is said to be scheduled, to be held or to expire on a day that the text gives; no analyst's guess."""
    for forecast in forecasts:
        made, due = world.shelf.date_claim(forecast), forecast.due
        if made is None or forecast.document not in world.published or not is_stated(forecast) or not due.end:
            continue
        context = world.shelf.read_context(forecast)
        expectation = expect_forecast(forecast, made=made, context=context)
        parties = expectation.by if expectation else frozenset()
        concerns = world.concerns(forecast.document, expectation, parties, context)
        if concerns and due.end >= made and _is_scheduled(forecast, expectation):
            wide = expectation and msgspec.structs.replace(expectation, last=due.end + TOLERANCE)
            yield _make_item(forecast, forecast.outcome_text, due, announced=made, expectation=wide)


def _is_scheduled(forecast: Forecast, expectation: Expectation | None) -> bool:
    """Whether a forecast says what is arranged: by its words, or as a meeting or an end that is no mere guess."""
    who = forecast.forecaster
    if forecast.probability[1] < _LIKELY or (who.name and not is_organ(who)):
        return False
    kind = _KINDS.get(expectation.act, "act") if expectation else "act"
    scheduled = any(_SCHEDULED.search(hedge.quote) for hedge in forecast.hedges)
    return scheduled or kind == "meeting" or (kind == "expiry" and not who.country)


def _make_item(
    record: Event | Forecast, what: str, due: When, *, announced: dt.date, expectation: Expectation | None
) -> _Item:
    assert due.start is not None and due.end is not None
    sentence = record.evidence or place_of(record)[0]
    kind = _KINDS.get(expectation.act, "act") if expectation else "act"
    track: Track = "contacts" if kind == "meeting" else "other"
    if track == "other":
        words = re.findall(r"[\w-]+", sentence.quote.lower())
        own = record.track if isinstance(record, Event) else "other"
        track = own if own != "other" else load_tracks().find(words, None, None)
    by = due.granularity == "range" and due.start != due.end
    days = f"by {say_day(due.end)}" if by else say_days(due.start, due.end)
    found = Due(
        records=(record.id,),
        document=record.document or "",
        kind=kind,
        track=track,
        what=what,
        start=due.start,
        end=due.end,
        announced=announced,
        says=f"Due {days}; told on {say_day(announced)}.",
    )
    return _Item(found, sentence, expectation)


def _merge(items: Iterable[_Item]) -> list[_Item]:
    """Each thing due once, by the most exact of its records."""
    merged: list[_Item] = []
    for item in sorted(items, key=lambda i: ((i.due.end - i.due.start).days, i.due.announced, i.due.records)):
        same = next((n for n, other in enumerate(merged) if _is_same(item, other)), None)
        if same is None:
            merged.append(item)
        else:
            kept = merged[same]
            due = msgspec.structs.replace(kept.due, records=(*kept.due.records, *item.due.records))
            merged[same] = kept._replace(due=due, expectation=kept.expectation or item.expectation)
    return merged


def _is_same(one: _Item, other: _Item) -> bool:
    """Whether two records tell of one thing due: from one sentence, or of one kind, days and name."""
    if one.due.start > other.due.end or other.due.start > one.due.end:
        return False
    if one.due.document == other.due.document:
        return one.sentence.start < other.sentence.end and other.sentence.start < one.sentence.end
    if one.due.kind != other.due.kind or one.expectation is None or other.expectation is None:
        return False
    if one.due.kind == "meeting":
        return (one.due.start, one.due.end) == (other.due.start, other.due.end)
    return bool(one.expectation.topic.names & other.expectation.topic.names)


def _explain(
    item: _Item, findings: Sequence[Finding], clues: Clues, outlets: Mapping[str, str]
) -> Missed | None:
    """What records say of why it did not come: called off, averted by an extension, or done too late."""
    expectation = item.expectation
    if expectation is None:
        return None
    by: dict[str, Finding] = {}
    for finding in findings:
        by.setdefault(finding.verdict, finding)
    if item.due.kind == "expiry":
        topic = msgspec.structs.replace(expectation.topic, stems=frozenset())
        extended = msgspec.structs.replace(
            expectation, act="extend", topic=topic, first=expectation.made, by=frozenset()
        )
        done = next((f for f in judge_expectation(extended, clues) if f.verdict == "done"), None)
        by |= {"averted": done} if done else {}
    outcomes: tuple[tuple[str, Outcome, str], ...] = (
        ("averted", "averted", "It was extended"),
        ("cancelled", "called off", "It was called off"),
        ("late", "late", "It came only"),
    )
    for verdict, outcome, says in outcomes:
        once = verdict != "late" or load_outcomes().find_act(expectation.act).once
        if verdict in by and once:
            clue = by[verdict].clue
            when = say_days(clue.start or clue.known, clue.end or clue.known)
            told = f"{says} {when}, as {outlets[clue.document]} told on {say_day(clue.known)}."
            return Missed(due=item.due, outcome=outcome, by=(clue.record,), known=clue.known, says=told)
    return None


def _find_silent(item: _Item, later: Sequence[str]) -> Missed | None:
    """Not reported: it is past, and the documents on the two countries since then do not tell of it."""
    if item.expectation is None or not later:
        return None
    count = f"{len(later)} later documents on the two countries" if len(later) > 1 else "a later document"
    says = f"Nothing tells that it came; {count} could have told."
    return Missed(due=item.due, outcome="not reported", says=says)
