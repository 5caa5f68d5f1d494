"""A brief of our own about Norway and Sweden with one of everything, and a text that tries to break out of its page."""

from __future__ import annotations

import datetime as dt
from typing import Any

import msgspec
import pytest

from detente.explain.sensitivity import Flip, Omission, Sensitivity
from detente.ledger.tables import Resolution
from detente.measure.corpora import make_corpus
from detente.measure.due import Due, Missed
from detente.measure.relations import measure_relation
from detente.records import (
    Cause,
    Check,
    Document,
    DocumentSpan,
    Event,
    Figure,
    Forecast,
    Mention,
    Source,
    Span,
    Stance,
    Statement,
    When,
    make_document,
    make_id,
    make_problem,
)
from detente.show.briefs import Brief, Input, Reproduce

AS_OF = dt.date(2020, 4, 26)
PLAIN = (
    "Ministers quarrel over herring\n\n"
    "The envoys from both capitals met behind closed doors at the harbour on Monday. "
    "Nothing else of note was agreed that morning.\n\n"
    "Norway imposed sanctions on eleven trawlers, a catch worth 40 million kroner. "
    "The herring war, she warned, would surely ruin the old friendship within a year.\n\n"
    "They will meet again for supper in Malmo on May 9."
)
HOSTILE = (
    '"><script>alert(1)</script> & talks\n\n'
    "=HYPERLINK(1) said the two | capitals <img src=x onerror=alert(2)> spoke [again](javascript:3) at noon. "
    "A quarrel over herring will not spoil `anything` *here*, the consul said."
)
_QUARREL = "A quarrel over herring will not spoil `anything` *here*"
_RUIN = "would surely ruin the old friendship within a year"
_HOSTILE_NAME = "=cmd('\"><script>alert(4)</script>')"


def day(start: str | None, end: str | None = None, **fields: Any) -> When:
    """A stated day or interval; without one an unknown time."""
    if start is None:
        return When()
    first, last = dt.date.fromisoformat(start), dt.date.fromisoformat(end or start)
    fields.setdefault("granularity", "day" if first == last else "range")
    return When(start=first, end=last, basis="stated", **fields)


class Writer:
    """Makes records of one document by the words that they stand on."""

    def __init__(self, document: Document) -> None:
        self.document = document

    def cite(self, words: str) -> Span:
        """The first place of some words."""
        start = self.document.text.index(words)
        return self.document.cite(start, start + len(words))

    def common(self, kind: str, words: str) -> dict[str, Any]:
        """Address, evidence and rule of a record on some words; the evidence is their sentence."""
        span = self.cite(words)
        start = max(self.document.text.rfind(mark, 0, span.start) for mark in (". ", "\n", "> ")) + 1
        ends = [at for mark in (". ", ".\n") if (at := self.document.text.find(mark, span.end)) >= 0]
        end = min(ends, default=len(self.document.text) - 1) + 1
        text = self.document.text
        start += len(text[start:end]) - len(text[start:end].lstrip())
        return {
            "id": make_id(kind, self.document.id, span.start, span.end),
            "document": self.document.id,
            "evidence": self.document.cite(start, end),
            "rule": f"{kind}/test@1",
            "detail": f"'{words}' was found",
        }

    def event(self, type_: str, words: str, **fields: Any) -> Event:
        """An event of Norway and Sweden."""
        fields.setdefault("actors", (Mention(country="NOR", because="Norway is named"),))
        fields.setdefault("recipients", (Mention(country="SWE"),))
        fields.setdefault("dyads", (("NOR", "SWE"),))
        return Event(type=type_, trigger=self.cite(words), **self.common("event", words), **fields)  # type: ignore[arg-type]


def make_test_brief() -> Brief:
    """The brief; everything in it quotes one of two texts."""
    plain = make_document(
        PLAIN, sources=[Source(path="news/plain.txt", outlet="Oslo Post")], title="Ministers quarrel over herring",
        outlet="Oslo Post", published=day("2020-04-20"), sentences=((32, 111),),
    )  # fmt: skip
    hostile = make_document(
        HOSTILE, sources=[Source(path='"><script>.txt', url="javascript:alert(5)")], published=day("2020-04-25"),
        title='"><script>alert(1)</script> & talks', outlet="<b>Bergen & Co</b>",
    )  # fmt: skip
    one, two = Writer(plain), Writer(hostile)
    envoys = (
        Mention(country="NOR", name="Kari Nordmann", org="Foreign Ministry"),
        Mention(country="SWE", org="Government"),
    )
    met = one.event("CONSULT", "met", when=day("2020-04-13"), actors=envoys, recipients=(), track="contacts")
    again = two.event(
        "CONSULT", "spoke", when=day("2020-04-01", "2020-04-25"), actors=(Mention(country="SWE", name=_HOSTILE_NAME),),
        recipients=(Mention(country="NOR"),), track="contacts",
    )  # fmt: skip
    imposed = one.event(
        "SANCTION", "imposed sanctions", when=day("2020-04-14"), standing="worse", track="trade"
    )
    supper = one.event(
        "CONSULT", "will meet again for supper", when=day("2020-04-20"), due=day("2020-05-09"), modality="planned",
        track="contacts",
    )  # fmt: skip
    events = (met, again, imposed, supper)
    statement = Statement(
        type="direct", words=(two.cite(_QUARREL),), verb=two.cite("said"), when=day("2020-04-25"),
        speaker=Mention(country="SWE", name=_HOSTILE_NAME, office="professor", span=two.cite("the consul")),
        stance=Stance(toward=("NOR", "SWE"), value="for", because="'not spoil'"),
        **two.common("statement", _QUARREL),
    )  # fmt: skip
    official = Statement(
        type="indirect", words=(one.cite(_RUIN),), when=day("2020-04-19"),
        speaker=Mention(
            country="NOR", name="Kari Nordmann", office="Minister of Foreign Affairs", org="Foreign Ministry"
        ),
        **one.common("statement", _RUIN),
    )  # fmt: skip
    worth = Figure(
        number=one.cite("40 million kroner"), quantity="40000000", unit="NOK", type="level",
        measures=one.cite("a catch"), period=day("2020-01-01", "2020-12-31", granularity="year"),
        **one.common("figure", "40 million kroner"),
    )  # fmt: skip
    eleven = Figure(
        number=one.cite("eleven"), quantity="11", unit="items", type="count", measures=one.cite("trawlers"),
        **one.common("figure", "eleven"),
    )  # fmt: skip
    forecast = Forecast(
        claim_text=one.cite(_RUIN), forecaster=official.speaker,
        outcome_text="the herring war ruins the old friendship within a year", due=day("2020-05-01", "2021-04-20"),
        probability=(0.8, 0.95), probability_basis="words", resolution_rule="True if a text says so.",
        **one.common("forecast", _RUIN),
    )  # fmt: skip
    causes = (
        _cause(one, "The herring war", "the old friendship", sign="-", claimant=official.speaker),
        _cause(
            two, "A quarrel over herring", "spoil `anything`", sign="+", claimant=Mention(name=_HOSTILE_NAME)
        ),
    )
    checks = (
        _check(one, eleven, "eleven", "fails", "eleven trawlers were four"),
        _check(one, worth, "40 million kroner", "holds", "40 of 40"),
    )
    records = (*events, statement, official, worth, eleven, forecast, *causes)
    answer = measure_relation(make_corpus([plain, hostile], records), between=("NOR", "SWE"), as_of=AS_OF)
    due = Due(
        records=(supper.id,), document=plain.id, kind="meeting", track="contacts", what="will meet again for supper",
        start=dt.date(2020, 5, 9), end=dt.date(2020, 5, 9), announced=dt.date(2020, 4, 20), says="Due 9 May 2020.",
    )  # fmt: skip
    past = msgspec.structs.replace(
        due, records=(again.id,), start=dt.date(2020, 4, 2), end=dt.date(2020, 4, 2)
    )
    flip = Flip(records=(imposed.id,), answer="stalemate", proven=True)
    omission = Omission(
        kind="article", name=plain.title or "", documents=(plain.id,), answer="not enough evidence"
    )
    return Brief(
        answer=answer,
        names=("Norway", "Sweden"),
        documents={d.id: d for d in (plain, hostile)},
        events=events,
        statements=(statement, official),
        figures=(worth, eleven),
        forecasts=(forecast,),
        causes=causes,
        checks=checks,
        resolutions=(
            Resolution(forecast=forecast.id, status="true", by=(imposed.id,), known=AS_OF, says="It came"),
        ),
        due=(due,),
        missed=(Missed(due=past, outcome="not reported", says="Nothing tells that it came."),),
        sensitivity=Sensitivity(answer=answer.answer, omissions=(omission,), flip=flip),
        problems=(make_problem(path="<bad>.txt", stage="read", message="<script>alert(6)</script>"),),
        clusters={met.id: "cl-1", again.id: "cl-1"},
        reproduce=Reproduce(
            version="0",
            digest="0123456789abcdef",
            command="detente brief '<x>'",
            inputs=(Input("<x>", "ab" * 32),),
        ),
    )


def _cause(writer: Writer, cause: str, effect: str, *, sign: str, claimant: Mention) -> Cause:
    fields = writer.common("cause", cause)
    return Cause(
        cause=writer.cite(cause), effect=writer.cite(effect), sign=sign, claimant=claimant,  # type: ignore[arg-type]
        cause_variable="trade", effect_variable="relations", **fields,
    )  # fmt: skip


def _check(writer: Writer, figure: Figure, words: str, verdict: str, says: str) -> Check:
    place = DocumentSpan(document=writer.document.id, span=writer.cite(words))
    return Check(
        id=make_id("check", "sum", figure.id), document=writer.document.id, evidence=None, rule="check/sum@1",
        records=(figure.id,), spans=(place,), family="sum", says=says, arithmetic="4 + 7 = 11", needs="article",
        verdict=verdict, severity="major" if verdict == "fails" else "info",  # type: ignore[arg-type]
        would_hold="four" if verdict == "fails" else None,
    )  # fmt: skip


@pytest.fixture(scope="session")
def brief() -> Brief:
    return make_test_brief()
