"""Later knowledge: what passes over the whole corpus find out, each in a table of its own, never in a record."""

from __future__ import annotations

import datetime as dt
from typing import Literal

import msgspec

from detente.records import Check, DocumentSpan, EventType, Gauge, Problem, Source


class SourceRow(Source, frozen=True, kw_only=True):
    """One place where a document came from; identical copies are one document with several of these."""

    document: str


class Copy(msgspec.Struct, frozen=True, kw_only=True):
    """A document whose text is for the most part another's: the share of it that the original contains."""

    document: str
    original: str
    containment: float


class Cluster(msgspec.Struct, frozen=True, kw_only=True):
    """The real event that a record mentions; `within` is the cluster of a series that contains this one."""

    record: str
    cluster: str
    within: str | None = None
    because: str


class Identity(msgspec.Struct, frozen=True, kw_only=True):
    """Who a mention is, over all documents."""

    mention: DocumentSpan
    actor: str
    because: str


class Resolution(msgspec.Struct, frozen=True, kw_only=True):
    """How a forecast came out, by which records, known since which day, in words."""

    forecast: str
    status: Literal["open", "true", "false", "void", "ambiguous"]
    by: tuple[str, ...] = ()
    known: dt.date | None = None
    says: str


class Correction(msgspec.Struct, frozen=True, kw_only=True):
    """What a person says about a field of a record; `old` and `new` are JSON, field `*` is the whole record.

    `quote` is the text at the record's place, `before` and `after` the 32 characters on either side:
    with them the row finds its record again when the text has moved.
    """

    record: str
    document: str
    quote: str
    before: str
    after: str
    kind: str
    field: str
    old: str
    new: str
    who: str
    at: dt.datetime
    why: str


class Version(msgspec.Struct, frozen=True, kw_only=True):
    """A document that replaced another at the same address, its text changed."""

    document: str
    previous: str
    url: str


class Tombstone(msgspec.Struct, frozen=True, kw_only=True):
    """A document that was forgotten on request: its id, when and why, and nothing else."""

    document: str
    at: dt.datetime
    why: str


class ImportedEvent(msgspec.Struct, frozen=True, kw_only=True):
    """One distinct event of a bulk source, whatever number of its rows tell of it; see `docs/import.md`.

    `actor` and `recipient` are the codes of our lexicon (ISO 3166-1 alpha-3, XEU, XNA, XUN …), null where the
    source has no country. `score` is the source's own or, where it has none, PLOVER's; `severity` the signed
    weight of a standing change; `story` is stored only where it is not the `url`. `rows` is how many rows
    were merged, `file` and `line` where the first stands.
    """

    id: str
    source: str
    source_id: str
    date: dt.date
    published: dt.date | None = None
    actor: str | None = None
    actor_name: str | None = None
    recipient: str | None = None
    recipient_name: str | None = None
    type: EventType
    mode: str | None = None
    cameo: str | None = None
    score: float | None = None
    gauge: Gauge | None = None
    severity: float | None = None
    place: str | None = None
    story: str | None = None
    url: str | None = None
    rows: int = 1
    file: str
    line: int


class Dropped(msgspec.Struct, frozen=True, order=True):
    """Rows of a file that were not kept: why, how many, and where the first stands."""

    reason: str
    rows: int
    line: int | None = None


class ImportBatch(msgspec.Struct, frozen=True, kw_only=True):
    """A bulk file that was imported: what it was, what became of its rows, and how to cite it.

    `read` = `kept` + `merged` + the dropped rows; `first` and `last` are the days of the events kept.
    """

    source: str
    file: str
    sha256: str
    read: int
    kept: int
    merged: int
    dropped: tuple[Dropped, ...] = ()
    notes: tuple[str, ...] = ()
    citation: str
    first: dt.date | None = None
    last: dt.date | None = None


TABLES: dict[str, type[msgspec.Struct]] = {
    "import_batch": ImportBatch,
    "check": Check,
    "problem": Problem,
    "copy_of": Copy,
    "cluster": Cluster,
    "identity": Identity,
    "resolution": Resolution,
    "correction": Correction,
    "version_of": Version,
    "tombstone": Tombstone,
}
"""Tables that are written whole, by name. Here `problem` holds only those of no document."""
