"""Later knowledge: what passes over the whole corpus find out, each in a table of its own, never in a record."""

from __future__ import annotations

import datetime as dt
from typing import Literal

import msgspec

from detente.records import Check, DocumentSpan, Problem, Source


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


TABLES: dict[str, type[msgspec.Struct]] = {
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
