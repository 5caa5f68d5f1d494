"""The brief: an answer with every record that it rests on, ready to be written in any format."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Literal, TypeAlias

import msgspec

from detente.explain.sensitivity import Sensitivity
from detente.ledger.tables import Resolution
from detente.measure.answers import Answer, Word
from detente.measure.due import Due, Missed
from detente.records import (
    AnyRecord,
    Cause,
    Check,
    Document,
    Event,
    Extracted,
    Figure,
    Forecast,
    Problem,
    Statement,
)
from detente.show.wording import name_country

if TYPE_CHECKING:
    from detente.measure.histories import History
    from detente.predict.outlook import Outlook

Status: TypeAlias = Literal["open", "true", "false", "void", "ambiguous"]


class Input(msgspec.Struct, frozen=True):
    """One text that was read: where it lay and the hash of what was read there."""

    path: str
    sha256: str


class Reproduce(msgspec.Struct, frozen=True, kw_only=True):
    """What is needed to get the same brief again."""

    version: str
    digest: str
    command: str
    inputs: tuple[Input, ...] = ()


class Gone(msgspec.Struct, frozen=True, kw_only=True):
    """A record of an earlier brief that this one has no more, described without the words of a text."""

    record: str
    says: str


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """A record that reads otherwise than in an earlier brief, and how."""

    record: str
    says: str


class Changed(msgspec.Struct, frozen=True, kw_only=True):
    """What an earlier brief of the same two countries did not say: ids of new, different and vanished records.

    `since` is what the user asked for; `gauges` are those whose state differs, before and after.
    """

    since: str
    as_of: dt.date
    answer: tuple[Word, Word]
    gauges: dict[str, tuple[str, str]] = {}
    new: tuple[str, ...] = ()
    different: tuple[Change, ...] = ()
    gone: tuple[Gone, ...] = ()


class Brief(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """An answer, the documents and records of the dyad, what went wrong, and how to do it again.

    `names` are the two countries as people call them, in the order of `sides`, their codes; `copies` maps a
    document to the one it copies; `clusters` maps an event to its distinct event. `due` and `missed` are in order
    of date. `changed` is set where an earlier brief was given: then only what is new or different is written.
    `history` and `outlook` are null where the ledger holds no imported event of the two.
    """

    answer: Answer
    names: tuple[str, str]
    documents: dict[str, Document]
    events: tuple[Event, ...]
    statements: tuple[Statement, ...] = ()
    figures: tuple[Figure, ...] = ()
    forecasts: tuple[Forecast, ...] = ()
    causes: tuple[Cause, ...] = ()
    checks: tuple[Check, ...] = ()
    resolutions: tuple[Resolution, ...] = ()
    due: tuple[Due, ...] = ()
    missed: tuple[Missed, ...] = ()
    sensitivity: Sensitivity | None = None
    changed: Changed | None = None
    history: History | None = None
    outlook: Outlook | None = None
    problems: tuple[Problem, ...] = ()
    copies: dict[str, str] = {}
    clusters: dict[str, str] = {}
    reproduce: Reproduce

    @property
    def records(self) -> tuple[Extracted, ...]:
        """Everything extracted that the brief shows."""
        return (*self.events, *self.statements, *self.figures, *self.forecasts, *self.causes)

    @functools.cached_property
    def by_id(self) -> dict[str, AnyRecord]:
        """Every record, check and problem of the brief by its address."""
        return {r.id: r for r in (*self.records, *self.checks, *self.problems, *self.documents.values())}

    @functools.cached_property
    def outcome_of(self) -> dict[str, Resolution]:
        """How each forecast that was looked at came out."""
        return {r.forecast: r for r in self.resolutions}

    @functools.cached_property
    def mentions(self) -> dict[str, tuple[Event, ...]]:
        """All mentions of each distinct event, in order of place."""
        found: dict[str, list[Event]] = {}
        for event in self.events:
            found.setdefault(self.cluster_of(event.id), []).append(event)
        return {cluster: tuple(events) for cluster, events in found.items()}

    @functools.cached_property
    def counted(self) -> dict[str, str]:
        """The gauge that each distinct event counts on, by cluster."""
        gauges = self.answer.gauges
        names = ("contact", "tone", "substance")
        return {self.cluster_of(i): name for name in names for i in getattr(gauges, name).events}

    @functools.cached_property
    def spoken(self) -> frozenset[str]:
        """The events that speak for their clusters: those that the answer itself names."""
        gauges, apart = self.answer.gauges, self.answer.apart
        named = [getattr(gauges, name).events for name in ("contact", "tone", "substance")]
        return frozenset(i for ids in (*named, *msgspec.structs.asdict(apart).values()) for i in ids)

    def cluster_of(self, record: str) -> str:
        """The distinct event of a record; its own address where it stands alone."""
        return self.clusters.get(record, record)

    def status_of(self, forecast: str) -> Status:
        """How a forecast stands; open where nothing decided it."""
        outcome = self.outcome_of.get(forecast)
        return outcome.status if outcome else "open"

    @property
    def sides(self) -> tuple[str, str]:
        """The codes of the two countries in the order of their names."""
        first, second = self.answer.between
        return (first, second) if name_country(first) == self.names[0] else (second, first)

    @property
    def window(self) -> tuple[dt.date, dt.date]:
        """First and last day of the window."""
        last = self.answer.as_of
        return last - dt.timedelta(days=self.answer.days - 1), last


def select_records(
    records: Iterable[Extracted],
    documents: Mapping[str, Document],
    answer: Answer,
    *,
    also: Iterable[str] = (),
) -> list[Extracted]:
    """The records that belong in a brief: events of the dyad, and what else the documents on the dyad say.

    `also` are ids of others that something in it hangs on: what is due, what decides a forecast. Copies and
    documents published after the as-of date are left out by giving only the others.
    """
    kept = [r for r in records if r.document in documents]
    wanted = set(also)
    on_dyad = {r.document for r in kept if isinstance(r, Event) and answer.between in r.dyads}

    def belongs(record: Extracted) -> bool:
        if not isinstance(record, Event):
            return record.document in on_dyad
        return answer.between in record.dyads

    return [r for r in kept if r.id in wanted or belongs(r)]


def is_of_dyad(event: Event, brief: Brief) -> bool:
    """Whether an event is one of the two countries, not only one that something of theirs hangs on."""
    return brief.answer.between in event.dyads
