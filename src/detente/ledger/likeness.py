"""How alike two mentions of events are: what forbids that they are one, what speaks for it, in words."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable

import msgspec

from detente.records import Event, EventType

FINE = 3
"""Days up to which an interval says when something happened, not only roughly."""
ROUGH = 92
"""Days up to which an interval can stand for a series of contacts; longer ones are hearsay of an era."""
_MONTH = 31
_SPOKEN: frozenset[EventType] = frozenset(
    {"AGREE", "SUPPORT", "CONCEDE", "REQUEST", "ACCUSE", "REJECT", "THREATEN"}
)
_ALIKE = 0.34
_CLOSE = 0.5
_CLOSE_WORDS = 3
_WORD = re.compile(r"[^\W\d_]{4,}")
_STEM = 5
_EMPTY = """
about after again against also among another been before being between both during earlier first from have into last
later more most other over said same says since some such than that their them then there these they this those three
through told under until were what when where which while will with would year years month months week weeks day days
january february march april june july august september october november december
monday tuesday wednesday thursday friday saturday sunday
"""
_EMPTY_WORDS = frozenset(_EMPTY.split())


class Trace(msgspec.Struct, frozen=True, kw_only=True):
    """What of an event decides whether another mention is the same: computed once for each.

    `essence` is what it is or, once carried out, will be; `start` and `end` its day, for a planned event the
    day it is due; `names` the people by country, `trigger` the stems of its trigger, `words` all its words by
    their stems, both without its parties.
    """

    record: str
    document: str
    essence: EventType
    mode: str | None
    count: int
    parties: frozenset[tuple[str, ...]]
    start: dt.date | None
    end: dt.date | None
    names: dict[str, frozenset[str]]
    trigger: frozenset[str]
    words: dict[str, str]

    @property
    def days(self) -> int | None:
        """The length of the interval; null where nothing dates the event."""
        return None if self.start is None or self.end is None else (self.end - self.start).days + 1

    @property
    def is_fine(self) -> bool:
        """Whether the interval says when it happened."""
        return self.days is not None and self.days <= FINE

    @property
    def is_series(self) -> bool:
        """Whether it sums up contacts or several acts over some weeks ("five calls since March")."""
        plural = self.essence == "CONSULT" or self.count > 1
        return plural and self.days is not None and FINE < self.days <= ROUGH


def trace_event(event: Event) -> Trace | None:
    """The trace of an event; null for what did not happen, has no type or no known party."""
    countries = sorted({m.country for m in (*event.actors, *event.recipients) if m.country})
    parties: frozenset[tuple[str, ...]] = frozenset(event.dyads or ([tuple(countries)] if countries else []))
    if event.type is None or not parties or event.modality not in ("actual", "planned"):
        return None
    kept = event.type not in ("REQUEST", "REJECT", "THREATEN", "ACCUSE")
    when = event.due if event.due and event.due.start else event.when
    named = _stem(" ".join(m.span.quote for m in (*event.actors, *event.recipients) if m.span))
    sentence = _stem((event.evidence or event.trigger).quote)
    return Trace(
        record=event.id,
        document=event.document or "",
        essence=event.base_type if kept and event.base_type else event.type,
        mode=event.mode,
        count=event.count,
        parties=parties,
        start=when.start,
        end=when.end or when.start,
        names=_list_names(event),
        trigger=frozenset(_stem(event.trigger.quote).keys() - named.keys()),
        words={stem: word for stem, word in sentence.items() if stem not in named},
    )


def _list_names(event: Event) -> dict[str, frozenset[str]]:
    names: dict[str, set[str]] = {}
    for mention in (*event.actors, *event.recipients):
        if mention.country and mention.name:
            names.setdefault(mention.country, set()).add(mention.name)
    return {country: frozenset(people) for country, people in names.items()}


def _stem(text: str) -> dict[str, str]:
    """The words of a text by their first letters, so that "phoned" and "phone" are one."""
    return {word[:_STEM]: word for word in _WORD.findall(text.lower()) if word not in _EMPTY_WORDS}


def clash(one: Trace, other: Trace) -> bool:
    """Whether two mentions are of other manner (a visit, a call) or of other people for the same country."""
    if one.mode and other.mode and one.mode != other.mode:
        return True
    shared = one.names.keys() & other.names.keys()
    return any(not one.names[country] & other.names[country] for country in shared)


def is_apart(one: Trace, other: Trace) -> bool:
    """Whether two mentions cannot be one event: they clash or share no day."""
    return clash(one, other) or not overlap(one, other)


def overlap(one: Trace, other: Trace) -> bool:
    """Whether two mentions are both dated, and share a day."""
    if one.start is None or one.end is None or other.start is None or other.end is None:
        return False
    return one.start <= other.end and other.start <= one.end


def describe_days(trace: Trace) -> str:
    """The interval of a mention as a person reads it."""
    if trace.start is None:
        return "an unknown day"
    return str(trace.start) if trace.start == trace.end else f"{trace.start} to {trace.end}"


def holds(outer: Trace, inner: Trace) -> bool:
    """Whether the interval of one contains that of the other."""
    if outer.start is None or outer.end is None or inner.start is None or inner.end is None:
        return False
    return outer.start <= inner.start and inner.end <= outer.end


def liken_fine(one: Trace, other: Trace) -> float:
    """How surely two mentions with exact days are one event; 0 where they are not.

    Contacts and deeds are one where day, parties, manner and people allow it; of words that were spoken the
    same day there may be many, so the words must be alike too.
    """
    if is_apart(one, other):
        return 0.0
    likeness = _share(one, other)
    if one.essence in _SPOKEN and not (one.trigger & other.trigger or likeness >= _ALIKE):
        return 0.0
    return 1.0 + likeness


def is_close(one: Trace, other: Trace) -> bool:
    """Whether two mentions use mostly the same words, three at least and a trigger among them."""
    told = any(stem in other.words for stem in one.trigger) or any(s in one.words for s in other.trigger)
    common = len(one.words.keys() & other.words.keys())
    return told and common >= _CLOSE_WORDS and _share(one, other) >= _CLOSE


def is_one_deed(one: Trace, other: Trace) -> bool:
    """Whether both say that one kind of deed was done in the same month or shorter time: it is told as one."""
    same = one.mode is not None and one.mode == other.mode and one.essence not in _SPOKEN
    return same and (one.start, one.end) == (other.start, other.end) and (one.days or ROUGH) <= _MONTH


def _share(one: Trace, other: Trace) -> float:
    """The share of the shorter sentence's words that the other has too; 0 for a single one."""
    common = len(one.words.keys() & other.words.keys())
    return common / min(len(one.words), len(other.words)) if common > 1 else 0.0


def list_common_words(one: Trace, others: Iterable[Trace]) -> list[str]:
    """The words of a mention that others use too, in order."""
    stems = {stem for other in others for stem in other.words}
    return sorted(word for stem, word in one.words.items() if stem in stems)
