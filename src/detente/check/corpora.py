"""What the checks look at: documents and records of a ledger, who copies whom, which records are one event."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator
from typing import NamedTuple, TypeAlias

import msgspec

from detente.ledger.clusters import cluster_events
from detente.ledger.store import Ledger
from detente.ledger.tables import Cluster, Copy, Identity
from detente.records import (
    Cause,
    Document,
    Event,
    Extracted,
    Figure,
    Forecast,
    Mention,
    Record,
    Span,
    Statement,
    When,
)
from detente.records import place_of as find_place

Place: TypeAlias = tuple[str, int, int]
"""A stretch of a document: its id, first character and end."""


class Named(NamedTuple):
    """A mention where it stands, and the days of the record that it belongs to, if it belongs to one."""

    document: str
    mention: Mention
    when: When | None


class Corpus(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """Records in the order of their places; `identities` say who stands where, `copies` and `clusters` what is one."""

    documents: tuple[Document, ...]
    events: tuple[Event, ...] = ()
    statements: tuple[Statement, ...] = ()
    figures: tuple[Figure, ...] = ()
    forecasts: tuple[Forecast, ...] = ()
    causes: tuple[Cause, ...] = ()
    copies: tuple[Copy, ...] = ()
    clusters: tuple[Cluster, ...] = ()
    identities: tuple[Identity, ...] = ()

    @functools.cached_property
    def published(self) -> dict[str, When]:
        """When each document was published."""
        return {d.id: d.published for d in self.documents}

    @functools.cached_property
    def figure_by_id(self) -> dict[str, Figure]:
        """The figures by their addresses."""
        return {f.id: f for f in self.figures}

    @functools.cached_property
    def figures_by_document(self) -> dict[str, list[Figure]]:
        """The figures of each document that has any, in order."""
        found: dict[str, list[Figure]] = {}
        for figure in self.figures:
            found.setdefault(figure.document or "", []).append(figure)
        return found

    @functools.cached_property
    def events_by_document(self) -> dict[str, list[Event]]:
        """The events of each document that tells of any, in order."""
        found: dict[str, list[Event]] = {}
        for event in self.events:
            found.setdefault(event.document or "", []).append(event)
        return found

    @functools.cached_property
    def sentences(self) -> dict[Place, list[Figure]]:
        """The figures of each sentence that has any, in order."""
        found: dict[Place, list[Figure]] = {}
        for figure in self.figures:
            found.setdefault(place_of(figure), []).append(figure)
        return found

    @functools.cached_property
    def events_by_sentence(self) -> dict[Place, list[Event]]:
        """The events of each sentence that tells of any, in order."""
        found: dict[Place, list[Event]] = {}
        for event in self.events:
            found.setdefault(place_of(event), []).append(event)
        return found

    @functools.cached_property
    def original_of(self) -> dict[str, str]:
        """The original of each document that is a copy."""
        return {c.document: c.original for c in self.copies}

    @functools.cached_property
    def named(self) -> tuple[Named, ...]:
        """Every mention with a name and a place: those of records, with their days, and those of the identities."""
        found = [*_list_of_records(self)]
        for row in self.identities:
            mention = Mention(span=row.mention.span, name=row.actor, because=row.because)
            found.append(Named(row.mention.document, mention, None))
        return tuple(sorted(found, key=_order_named))

    @functools.cached_property
    def people(self) -> dict[str, list[Named]]:
        """The named mentions of each document."""
        found: dict[str, list[Named]] = {}
        for named in self.named:
            found.setdefault(named.document, []).append(named)
        return found

    @functools.cached_property
    def _evidence(self) -> dict[str, list[tuple[int, int, str]]]:
        found: dict[str, list[tuple[int, int, str]]] = {}
        for record in (*self.events, *self.statements, *self.figures):
            document, start, end = place_of(record)
            found.setdefault(document, []).append((start, end, record.id))
        return found

    def list_records_at(self, document: str, span: Span) -> tuple[str, ...]:
        """The records whose sentence holds a span, in order; the document itself where there is none."""
        held = self._evidence.get(document, ())
        found = sorted({i for start, end, i in held if start <= span.start and span.end <= end})
        return tuple(found) or (document,)

    @functools.cached_property
    def _said(self) -> dict[str, list[tuple[int, int, Mention]]]:
        found: dict[str, list[tuple[int, int, Mention]]] = {}
        for statement in self.statements:
            held = found.setdefault(statement.document or "", [])
            held += [(w.start, w.end, statement.speaker) for w in statement.words]
        return found

    def find_claimant(self, figure: Figure) -> Mention | None:
        """Who claims a figure: the speaker of the words that hold it, else whom its sentence names as the source."""
        said = self._said.get(figure.document or "", ())
        around = [(end - start, who) for start, end, who in said if start <= figure.number.start < end]
        return min(around, key=lambda pair: pair[0])[1] if around else figure.source

    def find_person(self, document: str, span: Span) -> str | None:
        """Who stands at a span: by its very place, else the only one of the document with that last name."""
        held = self.people.get(document, [])
        spans = [(n.mention.name, n.mention.span) for n in held if n.mention.span]
        there = {name for name, at in spans if at.start <= span.start and span.end <= at.end}
        if len(there) == 1:
            return there.pop()
        surname = span.quote.removesuffix("'s").removesuffix("’s").split()[-1]
        alike = {n.mention.name for n in held if n.mention.name.split()[-1] == surname}
        return alike.pop() if len(alike) == 1 else None


def place_of(record: Record) -> Place:
    """The sentence that a record stands in."""
    evidence = record.evidence
    return (record.document or "", evidence.start if evidence else 0, evidence.end if evidence else 0)


def _list_of_records(corpus: Corpus) -> Iterator[Named]:
    for event in corpus.events:
        for mention in (*event.actors, *event.recipients, event.attributed_to):
            yield from _name(event, mention, event.when)
    for statement in corpus.statements:
        for mention in (statement.speaker, statement.via):
            yield from _name(statement, mention, statement.when)
    for figure in corpus.figures:
        yield from _name(figure, figure.source, None)
    for forecast in corpus.forecasts:
        yield from _name(forecast, forecast.forecaster, None)
    for cause in corpus.causes:
        yield from _name(cause, cause.claimant, None)


def _name(record: Extracted, mention: Mention | None, when: When | None) -> Iterator[Named]:
    if mention is not None and mention.name and mention.span and record.document:
        yield Named(record.document, mention, when)


def _order_named(named: Named) -> tuple[str, int, int, str, str]:
    span = named.mention.span
    assert span is not None
    return named.document, span.start, span.end, named.mention.name, str(named.when and named.when.start)


def make_corpus(
    documents: Iterable[Document],
    records: Iterable[Extracted],
    *,
    copies: Iterable[Copy] = (),
    identities: Iterable[Identity] = (),
) -> Corpus:
    """A corpus of records at hand, in whatever order they come, its events clustered."""
    kept = sorted({r.id: r for r in records}.values(), key=lambda r: (r.document or "", _offset(r), r.id))
    events = tuple(r for r in kept if isinstance(r, Event))
    return Corpus(
        documents=tuple(sorted(documents, key=lambda d: d.id)),
        events=events,
        statements=tuple(r for r in kept if isinstance(r, Statement)),
        figures=tuple(r for r in kept if isinstance(r, Figure)),
        forecasts=tuple(r for r in kept if isinstance(r, Forecast)),
        causes=tuple(r for r in kept if isinstance(r, Cause)),
        copies=tuple(sorted(copies, key=lambda c: c.document)),
        clusters=tuple(cluster_events(events)),
        identities=tuple(sorted(identities, key=lambda i: (i.mention.document, i.mention.span, i.actor))),
    )


def _offset(record: Extracted) -> int:
    """Where a record starts: the first of the spans that make its address."""
    return min(span.start for span in find_place(record))


def load_corpus(ledger: Ledger) -> Corpus:
    """The corpus of a ledger as people corrected it, with the tables of later knowledge that it has.

    Raises:
        LedgerError: when a file is missing or damaged.
    """
    pinned = ledger.pin()
    records: list[Extracted] = []
    for kind in (Event, Statement, Figure, Forecast, Cause):
        records += pinned.read_records(kind)
    return make_corpus(
        pinned.read_records(Document),
        records,
        copies=pinned.read_table(Copy),
        identities=pinned.read_table(Identity),
    )
