"""Small newspapers of ours for tests of what comes later: sentences in documents, with the records that quote them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from detente.ledger.tables import Copy
from detente.measure.corpora import Corpus, make_corpus
from detente.records import (
    Document,
    Event,
    Forecast,
    Mention,
    Source,
    Span,
    Statement,
    When,
    make_document,
    make_id,
)

NORWAY, SWEDEN, FINLAND = (Mention(country=code) for code in ("NOR", "SWE", "FIN"))
BOTH = (("NOR", "SWE"),)


def when(start: str, end: str | None = None, **fields: Any) -> When:
    first, last = dt.date.fromisoformat(start), dt.date.fromisoformat(end or start)
    fields.setdefault("granularity", "day" if first == last else "month")
    return When(start=first, end=last, basis="stated", **fields)


def assumed(start: str, end: str) -> When:
    return when(start, end, because=f"assumed: no date given, so 12 months from {start}")


class Press:
    """Documents and their records, told one by one."""

    def __init__(self) -> None:
        self.documents: list[Document] = []
        self.records: list[Any] = []
        self.copies: list[Copy] = []

    def tell(self, text: str, published: str, *, outlet: str = "Fjord Times") -> Document:
        document = make_document(
            text,
            sources=[Source(path=f"{len(self.documents)}.txt", outlet=outlet)],
            outlet=outlet,
            published=when(published),
        )
        self.documents.append(document)
        return document

    def add_event(
        self, document: Document, trigger: str, type_: str | None, day: When, **fields: Any
    ) -> Event:
        """An event whose trigger stands in a document; Norway does it to Sweden unless told otherwise."""
        place = _find(document, trigger)
        fields.setdefault("actors", (NORWAY, SWEDEN))
        fields.setdefault("dyads", BOTH)
        event = Event(
            id=make_id("event", document.id, place.start, place.end),
            document=document.id,
            evidence=_sentence(document, place),
            rule="t",
            type=type_,
            trigger=place,
            when=day,
            **fields,
        )
        self.records.append(event)
        return event

    def add_statement(self, document: Document, words: str, day: str, **fields: Any) -> Statement:
        place = _find(document, words)
        statement = Statement(
            id=make_id("statement", document.id, place.start, place.end),
            document=document.id,
            evidence=_sentence(document, place),
            rule="t",
            type="indirect",
            words=(place,),
            speaker=fields.pop("speaker", Mention(name="Kari Lund")),
            when=when(day),
            **fields,
        )
        self.records.append(statement)
        return statement

    def add_forecast(
        self, document: Document, claim: str, due: When, *, hedge: str = "will", **fields: Any
    ) -> Forecast:
        """A forecast whose claim holds its hedge; `due_words` and `condition_words` stand in it too."""
        place = _find(document, claim)
        start = document.text.index(hedge, place.start)
        words, condition = fields.pop("due_words", None), fields.pop("condition_words", None)
        if words:
            due = When(
                **{f: getattr(due, f) for f in ("start", "end", "granularity", "basis")},
                span=_find(document, words),
                because="the date in the claim",
            )
        forecast = Forecast(
            id=make_id("forecast", document.id, place.start, place.end),
            document=document.id,
            evidence=_sentence(document, place),
            rule=fields.pop("rule", "forecasts/modal@1"),
            claim_text=place,
            outcome_text=claim.replace(f"{hedge} ", ""),
            forecaster=fields.pop("forecaster", Mention(because="the text")),
            due=due,
            condition=_find(document, condition) if condition else None,
            probability=fields.pop("probability", (0.75, 0.97)),
            probability_basis="words",
            hedges=(document.cite(start, start + len(hedge)),),
            resolution_rule="as it says",
        )
        self.records.append(forecast)
        return forecast

    def copy(self, text: str, published: str, original: Document) -> Document:
        document = self.tell(text, published)
        self.copies.append(Copy(document=document.id, original=original.id, containment=0.9))
        return document

    @property
    def corpus(self) -> Corpus:
        return make_corpus(self.documents, self.records, copies=self.copies)

    @property
    def forecasts(self) -> list[Forecast]:
        return [r for r in self.records if isinstance(r, Forecast)]


def _find(document: Document, words: str) -> Span:
    start = document.text.index(words)
    return document.cite(start, start + len(words))


def _sentence(document: Document, place: Span) -> Span:
    """The sentence around a place; ours end with a full stop and a blank."""
    text = document.text
    start = text.rfind(". ", 0, place.start) + 2 if ". " in text[: place.start] else 0
    end = text.find(". ", place.end - 1) + 1 or len(text)
    return document.cite(start, end)
