"""Floors on the annotated article: whom given spans mean, measured on the spans of the annotation."""

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from rapidfuzz import fuzz

from detente.language.articles import Article, Sentence
from detente.language.names import make_name_finder
from detente.language.quotations import find_quotations
from detente.records import Mention, Span, Statement, When, make_document
from detente.resolve.coreference import Discourse, build_discourse, find_sentence

PUBLISHED = dt.date(2020, 4, 26)
FLOORS = {"event country": 0.92, "speaker country": 0.95, "person": 0.95, "office": 0.85}


def read_lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def make_span(span: dict[str, Any]) -> Span:
    return Span(span["start"], span["end"], span["text"])


def read_discourse(shared: Path) -> Discourse:
    gold = shared / "gold" / "2020"
    text = next((shared / "corpus" / "seeds").glob("002_*.txt")).read_bytes().decode("utf-8")
    published = When(
        start=PUBLISHED, end=PUBLISHED, granularity="day", basis="stated", because="its dateline"
    )
    document = make_document(text, sources=(), published=published)
    sentences = [
        Sentence(
            document=document.id, index=i, start=s["start"], end=s["end"], text=text[s["start"] : s["end"]],
            zone="body", paragraph=i,
        )
        for i, s in enumerate(read_lines(gold / "sentences.jsonl"))
    ]  # fmt: skip
    lines = text.split("\n")
    starts = [sum(len(line) + 1 for line in lines[:i]) for i in range(len(lines))]
    statements = tuple(
        Statement(
            id=s["id"], document=document.id, evidence=None, rule="gold", type="direct",
            words=tuple(map(make_span, s["quotes"])), speaker=Mention(span=make_span(s["speaker"])),
        )
        for s in read_lines(gold / "statements.jsonl")
        if s["quotes"] and s["speaker"]
    )  # fmt: skip
    quotations = find_quotations(text, [(a, a + len(b)) for a, b in zip(starts, lines, strict=True)])
    named = tuple(make_name_finder()(sentences))
    return build_discourse(
        Article(document=document, sentences=named, quotations=quotations, records=statements)
    )


def list_parties(shared: Path) -> Iterator[tuple[str, str | None, Span, list[dict[str, Any]]]]:
    """What is annotated: speakers, and the parties of events by span (one span may mean two)."""
    gold = shared / "gold" / "2020"
    for statement in read_lines(gold / "statements.jsonl"):
        if statement["speaker"] and statement["type"] not in {"authorial", "narrated"}:
            yield "speaker", statement["date"], make_span(statement["speaker"]), [statement["resolved"]]
    for event in read_lines(gold / "events.jsonl"):
        by_span: dict[Span, list[dict[str, Any]]] = {}
        for party in (p for p in (*event["actors"], *event["recipients"]) if p["span"]):
            by_span.setdefault(make_span(party["span"]), []).append(party)
        for span, parties in by_span.items():
            yield "event", event["date"], span, parties


def read_day(text: str | None) -> dt.date | None:
    if not text:
        return None
    year, *rest = map(int, text.split("/")[0].split("-"))
    return dt.date(year, *(*rest, 1, 1)[:2])


@pytest.mark.usefixtures("shared")
def test_floors_on_the_annotated_article(shared: Path) -> None:
    discourse = read_discourse(shared)
    right, total = Counter[str](), Counter[str]()

    def count(what: str, found: bool) -> None:
        total[what] += 1
        right[what] += found

    for kind, date, span, parties in list_parties(shared):
        index = find_sentence(discourse.view.article, span.start)
        assert index is not None
        found = discourse.resolve(span, index, read_day(date))
        # the annotation gives no code to the United Nations and "the West"
        countries = {m.country for m in found if m.country not in {None, "XUN", "XWE"}}
        count(f"{kind} country", countries == {p["iso3"] for p in parties if p["iso3"]})
        for party in (p for p in parties if p["person"]):
            same = [m for m in found if fuzz.token_set_ratio(party["person"].lower(), m.name.lower()) >= 90]
            count("person", bool(same))
            office = (same[0].office or "").lower() if same else ""
            count("office", fuzz.token_set_ratio((party["office"] or "").lower(), office) >= 60)
    shares = {what: right[what] / total[what] for what in FLOORS}
    assert {what: share for what, share in shares.items() if share < FLOORS[what]} == {}
