"""Small documents and records of our own to put into ledgers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from detente.ledger.corrections import Signed
from detente.ledger.store import Ledger, open_ledger, shard_of
from detente.records import Document, Event, Figure, Mention, Source, When, make_document, make_id

TEXT = "The envoys of Norland and Sudland met in Oslo on Friday. Trade fell by 12 percent, both said."


def make_text(text: str = TEXT, *, path: str = "a.txt", **fields: Any) -> Document:
    return make_document(text, sources=[Source(path=path, outlet="Oslo Post")], **fields)


def make_event(document: Document, words: str = "met", **fields: Any) -> Event:
    start = document.text.index(words)
    span = document.cite(start, start + len(words))
    fields.setdefault("type", "CONSULT")
    fields.setdefault("actors", (Mention(country="NOR"), Mention(country="SWE")))
    fields.setdefault("dyads", (("NOR", "SWE"),))
    return Event(
        id=make_id("event", document.id, span.start, span.end),
        document=document.id, evidence=document.cite(0, len(document.text)), rule="test@1", trigger=span, **fields,
    )  # fmt: skip


def make_figure(document: Document, words: str = "12", **fields: Any) -> Figure:
    start = document.text.index(words)
    span = document.cite(start, start + len(words))
    return Figure(
        id=make_id("figure", document.id, span.start, span.end), document=document.id, evidence=span, rule="test@1",
        number=span, quantity=words, unit="percent", type="change", **fields,
    )  # fmt: skip


def day(iso: str) -> When:
    date = dt.date.fromisoformat(iso)
    return When(start=date, end=date, granularity="day", basis="stated", because="printed")


SIGNED = Signed("Ada", dt.datetime(2021, 5, 4, 12, tzinfo=dt.UTC), "the photograph shows it")


def fill(ledger: Ledger, *documents: Document, digest: str = "d1") -> None:
    """Write each document with an event and a figure, a shard at a time."""
    for document in documents:
        records = [make_event(document, when=day("2020-03-27")), make_figure(document)]
        ledger.write_shard(shard_of(document.id), [document], records=records, digest=digest)


class Made:
    """The functions above, for tests."""

    text = staticmethod(make_text)
    event = staticmethod(make_event)
    figure = staticmethod(make_figure)
    day = staticmethod(day)
    fill = staticmethod(fill)
    signed = SIGNED


@pytest.fixture(scope="session")
def made() -> type[Made]:
    return Made


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return open_ledger(tmp_path / "ledger", create=True)


@pytest.fixture
def snapshot() -> Callable[[Ledger], dict[str, bytes]]:
    """All bytes of a ledger by path."""

    def take(ledger: Ledger) -> dict[str, bytes]:
        files = (p for p in ledger.path.rglob("*") if p.is_file())
        return {p.relative_to(ledger.path).as_posix(): p.read_bytes() for p in files}

    return take
