"""What a measurement looks at: documents, events, who copies whom, which records are one event, as of a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import msgspec

from detente.errors import UsageError
from detente.ledger.clusters import cluster_events
from detente.ledger.store import Ledger
from detente.ledger.tables import Cluster, Copy
from detente.records import Document, Event, Extracted, Statement


class Corpus(msgspec.Struct, frozen=True, kw_only=True):
    """Documents with their events and statements; `copies` and `clusters` are later knowledge about them."""

    documents: tuple[Document, ...]
    events: tuple[Event, ...] = ()
    statements: tuple[Statement, ...] = ()
    copies: tuple[Copy, ...] = ()
    clusters: tuple[Cluster, ...] = ()


def make_corpus(
    documents: Iterable[Document], records: Iterable[Extracted], *, copies: Iterable[Copy] = ()
) -> Corpus:
    """A corpus of records at hand, its events clustered."""
    kept = list(records)
    events = tuple(r for r in kept if isinstance(r, Event))
    return Corpus(
        documents=tuple(documents),
        events=events,
        statements=tuple(r for r in kept if isinstance(r, Statement)),
        copies=tuple(copies),
        clusters=tuple(cluster_events(events)),
    )


def load_corpus(ledger: Ledger) -> Corpus:
    """The corpus of a ledger as people corrected it, with the copies that its table names.

    Events are clustered anew: corrections may have moved them.

    Raises:
        LedgerError: when a file is missing or damaged.
    """
    pinned = ledger.pin()
    records: list[Extracted] = [*pinned.read_records(Event), *pinned.read_records(Statement)]
    return make_corpus(pinned.read_records(Document), records, copies=pinned.read_table(Copy))


def latest_publication(documents: Iterable[Document]) -> dt.date:
    """The day of the latest dated document: what `--as-of` means when it is not given.

    Raises:
        UsageError: when no document is dated.
    """
    days = [d.published.end or d.published.start for d in documents]
    dated = [day for day in days if day is not None]
    if not dated:
        raise UsageError("no document has a publication date; say --as-of YYYY-MM-DD")
    return max(dated)


def hide_later(corpus: Corpus, as_of: dt.date) -> Corpus:
    """The corpus as it was on a day: without documents published later. Those without a date stay.

    An interval of publication counts by its last day; a copy is a copy only beside its original.
    """
    documents = tuple(d for d in corpus.documents if not _is_later(d, as_of))
    held = {d.id for d in documents}
    return Corpus(
        documents=documents,
        events=tuple(e for e in corpus.events if e.document in held),
        statements=tuple(s for s in corpus.statements if s.document in held),
        copies=tuple(c for c in corpus.copies if {c.document, c.original} <= held),
        clusters=corpus.clusters,
    )


def _is_later(document: Document, as_of: dt.date) -> bool:
    day = document.published.end or document.published.start
    return day is not None and day > as_of
