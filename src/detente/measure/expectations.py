"""What is expected: the act, what it is done to, by whom, from when until when.

Made of a forecast or of a planned event. What a claim leaves out ("the treaty", "it") comes from the sentences
before it in its document, as far as records quote them.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from typing import NamedTuple

import msgspec

from detente.lexicon.outcomes import load_outcomes
from detente.measure.corpora import Corpus
from detente.measure.predicates import Predicate, read_predicate
from detente.measure.topics import Topic, find_things, name_things, read_topic
from detente.records import Event, Extracted, Forecast, Span, Statement, place_of

_SPEAKER = re.compile(r"\W*(?:we|i|he|she)\b", re.IGNORECASE)
_BY = re.compile(r"\b(?:by|before|until|till|within|to|than|least)\s+$", re.IGNORECASE)
_REACH = 8
"""How many sentences back "the treaty" may have been named."""
_ASSUMED = "assumed"
TOLERANCE = dt.timedelta(days=7)
"""How much sooner or later than its day a meeting may be and still be the one announced."""
HORIZON = dt.timedelta(days=365)
"""How long a claim without a date may still come true."""


class Expectation(msgspec.Struct, frozen=True, kw_only=True):
    """What a record expects to come about, to be found again in later events.

    `topic` must be found again in full. `near` are the countries of the sentences around it, and `touch` words
    of the names there: what is told must stay among the first and share one of the second where the topic
    itself names nothing. `by` are the countries of who does it. `first` and `last` bound the days on which it
    may happen; `stated` says that the text gives them. `sentence` is its own place, which decides nothing.
    """

    record: str
    document: str
    sentence: tuple[int, int]
    act: str
    topic: Topic
    near: frozenset[str] = frozenset()
    touch: frozenset[str] = frozenset()
    by: frozenset[str] = frozenset()
    made: dt.date
    first: dt.date
    last: dt.date
    stated: bool = True


class Context(msgspec.Struct, frozen=True):
    """The sentence of a claim and those before it, the nearest first."""

    texts: tuple[str, ...]

    @property
    def countries(self) -> frozenset[str]:
        """All countries that they name."""
        return frozenset().union(*(read_topic(text).countries for text in self.texts))

    def find_things(self, among: frozenset[str]) -> frozenset[str]:
        """The things that the nearest sentence with any speaks of."""
        for text in self.texts:
            things = read_topic(text).things
            if found := things & among if among else things:
                return found
        return frozenset()

    def name(self, things: frozenset[str]) -> frozenset[tuple[str, ...]]:
        """The names that the nearest sentence which names such things gives them."""
        return next((names for text in self.texts if (names := name_things(text, things))), frozenset())


class Shelf(NamedTuple):
    """A corpus by document: when each was published, its statements, and the sentences that records quote, in order."""

    published: dict[str, dt.date]
    statements: dict[str, list[Statement]]
    sentences: dict[str, list[Span]]

    def read_context(self, record: Extracted) -> Context:
        """The sentence of a record and those before it, as far as events and statements quote them."""
        sentence = record.evidence or place_of(record)[0]
        held = self.sentences.get(record.document or "", [])
        earlier = [s.quote for s in held if s.start < sentence.start]
        return Context((sentence.quote, *earlier[: -_REACH - 1 : -1]))

    def date_claim(self, forecast: Forecast) -> dt.date | None:
        """The last day on which a forecast can have been made: when its words were spoken, else printed."""
        printed = self.published.get(forecast.document or "")
        for statement in self.statements.get(forecast.document or "", ()):
            spoken = statement.when.end or statement.when.start
            holds = any(_is_within(forecast.claim_text, words) for words in statement.words)
            if holds and spoken and (not printed or spoken <= printed):
                return spoken
        return printed


def shelve_corpus(corpus: Corpus) -> Shelf:
    """The corpus by document."""
    days = ((d.id, d.published.end or d.published.start) for d in corpus.documents)
    shelf = Shelf({id_: day for id_, day in days if day}, {}, {})
    for statement in corpus.statements:
        shelf.statements.setdefault(statement.document or "", []).append(statement)
    quoted = {(r.document, r.evidence) for r in (*corpus.events, *corpus.statements) if r.evidence}
    for document, sentence in sorted(quoted, key=lambda pair: (str(pair[0]), pair[1])):
        shelf.sentences.setdefault(document or "", []).append(sentence)
    return shelf


def expect_forecast(forecast: Forecast, *, made: dt.date, context: Context) -> Expectation | None:
    """What a forecast of some day expects; null where its verb is no known act."""
    claim, due = forecast.claim_text, forecast.due
    hedges = [(h.start - claim.start, h.end - claim.start) for h in forecast.hedges if _is_within(h, claim)]
    predicate = read_predicate(claim.quote, hedges, near=context.find_things(frozenset()))
    if predicate is None:
        return None
    verb_start = max((end for _, end in hedges), default=predicate.start)
    places = [*hedges, (predicate.start, predicate.end), (verb_start, predicate.verb_end)]
    if due.span is not None and _is_within(due.span, claim):
        places.append((due.span.start - claim.start, due.span.end - claim.start))
    topic, touch = _refer(claim.quote, read_topic(_blank(claim.quote, places)), predicate, context)
    by = read_topic(claim.quote[: predicate.start]).countries
    if forecast.forecaster.country and _SPEAKER.match(claim.quote):
        by = frozenset({forecast.forecaster.country})
    evidence = forecast.evidence or claim
    return Expectation(
        record=forecast.id,
        document=forecast.document or "",
        sentence=(evidence.start, evidence.end),
        act=predicate.act,
        topic=topic,
        near=context.countries | topic.countries | by,
        touch=touch,
        by=by,
        made=made,
        first=_find_first(forecast, made),
        last=find_last(forecast, made),
        stated=is_stated(forecast),
    )


def expect_condition(forecast: Forecast, *, made: dt.date, context: Context) -> Expectation | None:
    """What the condition of a forecast asks for, or bars ("unless", "without"); null where it names no known act."""
    condition = forecast.condition
    if condition is None:
        return None
    predicate = _find_act(condition.quote, context)
    if predicate is None:
        return None
    bare = _blank(condition.quote, [(predicate.start, predicate.end)])
    topic, touch = _refer(
        condition.quote, msgspec.structs.replace(read_topic(bare), stems=frozenset()), predicate, context
    )
    evidence = forecast.evidence or condition
    return Expectation(
        record=forecast.id,
        document=forecast.document or "",
        sentence=(evidence.start, evidence.end),
        act=predicate.act,
        topic=topic,
        near=context.countries | topic.countries,
        touch=touch,
        made=made,
        first=made,
        last=find_last(forecast, made),
        stated=is_stated(forecast),
    )


def _find_act(words: str, context: Context) -> Predicate | None:
    """The first act that some words name by a verb, else by a noun ("without an extension")."""
    things = read_topic(words).things or context.find_things(frozenset())
    acts = [act for act in load_outcomes().acts if not act.of or act.of & things]
    for patterns in ([(a.id, a.verbs) for a in acts], [(a.id, a.objects) for a in acts]):
        for id_, pattern in patterns:
            if found := pattern.search(words):
                return Predicate(id_, *found.span(), found.end())
    return None


def expect_event(event: Event, *, made: dt.date, context: Context) -> Expectation | None:
    """What a planned event with a due date expects; null where its trigger is no known act."""
    due, evidence = event.due, event.evidence or event.trigger
    if due is None or due.start is None or due.end is None:
        return None
    act = _name_act(event, context)
    if act is None:
        return None
    predicate = Predicate(act, 0, len(event.trigger.quote), 0)
    topic, touch = _refer(event.trigger.quote, Topic(), predicate, context)
    countries = frozenset(code for dyad in event.dyads for code in dyad)
    return Expectation(
        record=event.id,
        document=event.document or "",
        sentence=(evidence.start, evidence.end),
        act=act,
        topic=msgspec.structs.replace(topic, countries=countries),
        near=context.countries | countries,
        touch=touch,
        made=made,
        first=max(made, due.start - TOLERANCE),
        last=due.end + TOLERANCE,
    )


def _name_act(event: Event, context: Context) -> str | None:
    """The act that a planned event will be: by its type if it is a contact, else by the words of its trigger."""
    if "CONSULT" in (event.type, event.base_type):
        return "call" if event.mode == "phone" else "meet"
    things = context.find_things(frozenset())
    for act in load_outcomes().acts:
        if (not act.of or act.of & things) and act.verbs.search(event.trigger.quote):
            return act.id
    said = (act for act in load_outcomes().acts if act.objects.search(event.trigger.quote))
    return next((act.id for act in said if not act.of or act.of & things), None)


def is_stated(forecast: Forecast) -> bool:
    """Whether the claim itself gives its due date; a date beside it is rather the day on which it was said."""
    due = forecast.due
    if due.start is None or due.because.startswith(_ASSUMED):
        return False
    return due.span is None or _is_within(due.span, forecast.claim_text)


def find_last(forecast: Forecast, made: dt.date) -> dt.date:
    """The last day on which a forecast can come true: its due date, or a year after it was made."""
    end = forecast.due.end
    assumed = forecast.due.because.startswith(_ASSUMED)
    return end if end is not None and (assumed or is_stated(forecast)) else made + HORIZON


def _refer(claim: str, topic: Topic, predicate: Predicate, context: Context) -> tuple[Topic, frozenset[str]]:
    """The topic with what "it" or "the treaty" is; and, for a thing that is new, words of the old one's name."""
    act = load_outcomes().find_act(predicate.act)
    things = topic.things or frozenset(id_ for id_, _, _ in find_things(claim))
    if act.of:
        things = (things & act.of) or context.find_things(act.of)
    elif not things:
        things = context.find_things(frozenset()) if _points(claim, predicate) else things
    wanted = msgspec.structs.replace(topic, things=topic.things | things)
    own, named = name_things(claim, things), context.name(things)
    if own or not named:
        return wanted, frozenset()
    if len(named) > 1 or _is_new(claim, things):
        return wanted, frozenset(word for name in named for word in name if len(word) > 2)
    return msgspec.structs.replace(wanted, names=topic.names | named), frozenset()


def _points(claim: str, predicate: Predicate) -> bool:
    """Whether the object of a claim is a pronoun."""
    return re.match(r"\W*(?:it|them|this|that)\b", claim[predicate.end :], re.IGNORECASE) is not None


def _is_new(claim: str, things: Iterable[str]) -> bool:
    """Whether a claim speaks of some thing that is not there yet: "an agreement", "a new treaty"."""
    words = load_outcomes().words["indefinite"]
    wanted = set(things)
    starts = [start for id_, start, _ in find_things(claim) if id_ in wanted]
    before = (claim[:start].split()[-3:] for start in starts)
    return any(words.search(" ".join(some)) for some in before)


def _blank(text: str, places: Iterable[tuple[int, int]]) -> str:
    """A text with some places made blank, all others where they were."""
    for start, end in places:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _find_first(forecast: Forecast, made: dt.date) -> dt.date:
    """The first day that counts: of the claim where it must come by a day, else of the time it is said to come in."""
    claim, due = forecast.claim_text, forecast.due
    if due.start is None or due.span is None or due.granularity == "range" or not is_stated(forecast):
        return made
    by = _BY.search(claim.quote[: due.span.start - claim.start])
    return made if by else max(made, due.start)


def _is_within(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end
