"""A world of our own in which the right answer is known: documents of Norland and Sudland, dated events in them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from detente.ledger.tables import Copy
from detente.measure.answers import Answer
from detente.measure.corpora import Corpus, make_corpus
from detente.measure.relations import measure_relation
from detente.records import Document, Event, Mention, Source, Span, Stance, Statement, When, make_document

NOR, SWE = Mention(country="NOR"), Mention(country="SWE")
AS_OF = dt.date(2020, 4, 26)


def day(start: str | None, end: str | None = None, **fields: Any) -> When:
    if start is None:
        return When()
    first, last = dt.date.fromisoformat(start), dt.date.fromisoformat(end or start)
    return When(
        start=first, end=last, granularity="day" if first == last else "range", basis="stated", **fields
    )


class World:
    """Documents and events that tests add one by one; `ask` measures NOR and SWE."""

    def __init__(self) -> None:
        self.documents: list[Document] = []
        self.records: list[Any] = []
        self.copies: list[Copy] = []

    def tell(self, published: str | None = "2020-04-20", *, outlet: str = "Oslo Post") -> str:
        """A new document; its id."""
        number = len(self.documents)
        source = Source(path=f"{number}.txt", outlet=outlet)
        document = make_document(f"Text {number}.", sources=[source], outlet=outlet, published=day(published))
        self.documents.append(document)
        return document.id

    def add(
        self, type_: str | None, when: str | When | None, document: str | None = None, **fields: Any
    ) -> Event:
        """An event between NOR and SWE in a document, by default in a new one."""
        number = len(self.records)
        fields.setdefault("actors", (NOR, SWE) if type_ == "CONSULT" else (NOR,))
        fields.setdefault("recipients", () if type_ == "CONSULT" else (SWE,))
        fields.setdefault("dyads", (("NOR", "SWE"),))
        words = f"word{number} thing{number} deed{number}"
        event = Event(
            id=f"ev-{number:05}", document=document or self.tell(), evidence=Span(0, len(words), words), rule="t",
            type=type_, trigger=Span(0, 4, f"word{number}"), when=when if isinstance(when, When) else day(when),
            **fields,
        )  # fmt: skip
        self.records.append(event)
        return event

    def say(self, stance: str, document: str, **fields: Any) -> Statement:
        """A statement with a stance on the dyad."""
        number = len(self.records)
        statement = Statement(
            id=f"st-{number:05}", document=document, evidence=Span(0, 1, "w"), rule="t", type="direct",
            words=(Span(0, 1, "w"),), speaker=fields.pop("speaker", Mention(name=f"Expert {number}")),
            stance=Stance(toward=("NOR", "SWE"), value=stance, because="a cue"), **fields,
        )  # fmt: skip
        self.records.append(statement)
        return statement

    def add_history(self, *, contacts: int = 0, months: int = 24, tone: str | None = None) -> None:
        """A document a month before the window that ends on AS_OF, with so many contacts each."""
        start = dt.date(2018, 3, 5)
        for month in range(24 - months, 24):
            date = start + dt.timedelta(days=round(30.4 * month))
            document = self.tell(str(date))
            self.add("AID", str(date), document)
            for number in range(contacts):
                self.add("CONSULT", str(date + dt.timedelta(days=number - contacts)), document)
            if tone:
                self.add(tone, str(date), document)

    def copy(self, document: str, published: str = "2020-04-21", **fields: Any) -> str:
        """A near copy of a document with the same events; its id."""
        copy = self.tell(published)
        self.copies.append(Copy(document=copy, original=document, containment=0.9))
        for event in [r for r in self.records if r.document == document]:
            self.add(event.type, event.when, copy, standing=event.standing, mode=event.mode, **fields)
        return copy

    @property
    def corpus(self) -> Corpus:
        return make_corpus(self.documents, self.records, copies=self.copies)

    def ask(self, as_of: str | dt.date = AS_OF, **fields: Any) -> Answer:
        date = dt.date.fromisoformat(as_of) if isinstance(as_of, str) else as_of
        return measure_relation(self.corpus, between=("NOR", "SWE"), as_of=date, **fields)


@pytest.fixture
def world() -> World:
    return World()
