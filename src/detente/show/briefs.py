"""The brief: an answer with every record that it rests on, ready to be written in any format."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from detente.measure.answers import Answer
from detente.records import Document, Event, Extracted, Figure, Problem, Statement, record_to_dict


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


class Brief(msgspec.Struct, frozen=True, kw_only=True):
    """An answer, the documents and records of the dyad, what went wrong, and how to do it again.

    `names` are the two countries as people call them; `copies` maps a document to the one it copies;
    `clusters` maps an event to its distinct event.
    """

    answer: Answer
    names: tuple[str, str]
    documents: dict[str, Document]
    events: tuple[Event, ...]
    statements: tuple[Statement, ...] = ()
    figures: tuple[Figure, ...] = ()
    problems: tuple[Problem, ...] = ()
    copies: dict[str, str] = {}
    clusters: dict[str, str] = {}
    reproduce: Reproduce

    @property
    def records(self) -> tuple[Extracted, ...]:
        """Everything extracted that the brief shows."""
        return (*self.events, *self.statements, *self.figures)

    @property
    def window(self) -> tuple[dt.date, dt.date]:
        """First and last day of the window."""
        last = self.answer.as_of
        return last - dt.timedelta(days=self.answer.days - 1), last


def select_records(
    records: Iterable[Extracted], documents: Mapping[str, Document], answer: Answer
) -> list[Extracted]:
    """The records that belong in a brief: events of the dyad, and what else the documents on the dyad say.

    Copies and documents published after the as-of date are left out by giving only the others.
    """
    kept = [r for r in records if r.document in documents]
    on_dyad = {r.document for r in kept if isinstance(r, Event) and answer.between in r.dyads}
    return [r for r in kept if (answer.between in r.dyads if isinstance(r, Event) else r.document in on_dyad)]


def brief_to_dict(brief: Brief, *, with_quotes: bool = True) -> dict[str, Any]:
    """The brief in the shape that RECORDS.md gives, plain values only.

    `with_quotes=False` empties every quotation, for those who may not republish a text.
    """
    fields: dict[str, Any] = msgspec.to_builtins(brief.answer)
    fields["for"] = [a["record"] for a in fields["for"]]
    fields["against"] = [a["record"] for a in fields["against"]]
    fields["window"] = [str(d) for d in brief.window]
    fields["records"] = [
        record_to_dict(r) for r in (*brief.documents.values(), *brief.records, *brief.problems)
    ]
    fields["clusters"] = brief.clusters
    fields["copies"] = brief.copies
    fields["reproduce"] = msgspec.to_builtins(brief.reproduce)
    return fields if with_quotes else _without_quotes(fields)


def _without_quotes(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: "" if k == "quote" else _without_quotes(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_without_quotes(v) for v in value]
    return value


def write_json(brief: Brief, *, with_quotes: bool = True) -> str:
    """The brief as indented JSON with a final newline."""
    return json.dumps(brief_to_dict(brief, with_quotes=with_quotes), ensure_ascii=False, indent=1) + "\n"
