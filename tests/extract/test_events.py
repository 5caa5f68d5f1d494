"""Events against golden text, and the invariants of what is extracted."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente.extract.events.extractor import make_event_extractor
from detente.language.articles import Article, Sentence, Token
from detente.language.names import make_name_finder
from detente.language.parsing import make_parser
from detente.read.sentences import make_articles
from detente.records import Event, Mention, ZoneSpan, make_document

GOLDEN = Path(__file__).parents[1] / "golden" / "events.txt"
MARK = re.compile(r"\[(trigger|actor|recipient|source|date|due): ([^\[\]]*)\]")
MODALITIES = {"planned", "hypothetical", "denied"}
Range = tuple[int, int]


class Case(NamedTuple):
    """A golden line: what is expected, the text without its marks, and where each mark stood."""

    line: int
    fails: bool
    wanted: list[str]
    text: str
    marks: dict[str, list[Range]]


@functools.cache
def reader() -> Callable[[Sequence[Sentence]], list[Sentence]]:
    parse, find_names = make_parser(), make_name_finder()
    return lambda sentences: find_names(parse(sentences))


@functools.cache
def extract() -> Callable[[Article], Iterator[Event]]:
    return make_event_extractor(with_model=False, min_score=0)


def read_text(text: str) -> Article:
    document = make_document(text, sources=(), zones=(ZoneSpan("body", 0, len(text)),))
    article = next(make_articles([document]))
    return msgspec.structs.replace(article, sentences=tuple(reader()(article.sentences)))


def read_cases() -> list[Case]:
    cases = []
    for number, line in enumerate(GOLDEN.read_text("utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        fails, line = line.startswith("!"), line.lstrip("! ")
        head, marked = line.split(": ", 1)
        text, marks, last = "", {}, 0
        for mark in MARK.finditer(marked):
            text += marked[last : mark.start()]
            marks.setdefault(mark[1], []).append((len(text), len(text) + len(mark[2])))
            text += mark[2]
            last = mark.end()
        cases.append(Case(number, fails, head.split(), text + marked[last:], marks))
    return cases


def overlaps(mention: Mention | None, place: Range) -> bool:
    span = mention.span if mention else None
    return span is not None and span.start < place[1] and place[0] < span.end


def same_parties(mentions: Sequence[Mention], places: Sequence[Range]) -> bool:
    """Each place is met by a mention and each mention meets a place."""
    return all(any(overlaps(m, p) for m in mentions) for p in places) and all(
        any(overlaps(m, p) for p in places) for m in mentions
    )


def find_faults(event: Event, case: Case) -> list[str]:
    """In which ways an event is not what the line says."""
    type_, *rest = case.wanted
    got = event.type if event.type is None else event.type + (f"/{event.mode}" if event.mode else "")
    modality = next((w for w in rest if w in MODALITIES), "actual")
    quotes = {"date": event.when.span, "due": event.due.span if event.due else None}
    faults = {
        f"type {got}": got == (None if type_ == "level" else type_),
        f"trigger {event.trigger.quote!r}": any(
            event.trigger.start < b and a < event.trigger.end for a, b in case.marks["trigger"]
        ),
        f"actors {[m.span.quote for m in event.actors if m.span]}": same_parties(
            event.actors, case.marks.get("actor", [])
        ),
        f"recipients {[m.span.quote for m in event.recipients if m.span]}": same_parties(
            event.recipients, case.marks.get("recipient", [])
        ),
        f"modality {event.modality}": event.modality == modality,
        f"source {event.attributed_to}": (event.attributed_to is not None) == ("source" in case.marks),
        f"standing {event.standing}": event.standing
        == next((w for w in rest if w in ("better", "worse")), "none"),
    }
    faults |= {f"track {event.track}": f"@{event.track}" in rest for w in rest if w.startswith("@")}
    faults |= {f"count {event.count}": f"x{event.count}" in rest for w in rest if w[0] == "x"}
    for key, span in quotes.items():
        for start, end in case.marks.get(key, []):
            faults[f"{key} {span}"] = span is not None and span.start < end and start < span.end
    return [fault for fault, right in faults.items() if not right]


@pytest.mark.parametrize("case", read_cases(), ids=lambda case: f"line {case.line}")
def test_golden(case: Case, request: pytest.FixtureRequest) -> None:
    if case.fails:
        request.applymarker(pytest.mark.xfail(strict=True, reason="counted as future work"))
    events = list(extract()(read_text(case.text)))
    if case.wanted == ["none"]:
        assert [e.trigger.quote for e in events if e.type] == []
        return
    faults = [find_faults(event, case) for event in events]
    assert [] in faults, faults


def test_every_span_quotes_its_document_and_ids_are_unique() -> None:
    article = read_text(" ".join(case.text for case in read_cases()))
    events = list(extract()(article))
    assert len(events) > 40
    assert len({event.id for event in events}) == len(events)
    for event in events:
        spans = [event.trigger, event.evidence, event.when.span, event.due and event.due.span]
        spans += [m.span for m in (*event.actors, *event.recipients, event.attributed_to) if m]
        for span in filter(None, spans):
            assert article.document.text[span.start : span.end] == span.quote
        assert event.document == article.document.id
        assert event.detail and event.rule.startswith("events/") and 0 < (event.score or 0) < 1


def test_a_quotation_is_attributed_to_its_speaker() -> None:
    text = (
        'The mission was short. "Algeria has expelled our ambassador," the Moroccan minister told reporters.'
    )
    (event,) = [e for e in extract()(read_text(text)) if e.mode == "expel"]
    assert event.attributed_to is not None and event.attributed_to.span is not None
    assert "minister" in event.attributed_to.span.quote


def test_the_speaker_of_a_quotation_may_stand_in_the_sentence_before() -> None:
    text = '"We are patient with Rabat," the Algerian minister said. "Morocco has expelled our ambassador."'
    (event,) = [e for e in extract()(read_text(text)) if e.mode == "expel"]
    assert event.attributed_to is not None and event.attributed_to.span is not None
    assert "minister" in event.attributed_to.span.quote


@pytest.mark.parametrize(
    ("text", "gauge", "value"),
    [
        ("Macron and Scholz had an unprecedented meeting.", "contact", "up"),
        ("It was the first meeting between Macron and Scholz since 2019.", "contact", "up"),
    ],
)
def test_comparisons_with_the_past(text: str, gauge: str, value: str) -> None:
    found = [e.comparison for e in extract()(read_text(text)) if e.comparison]
    assert [(c.gauge, c.value) for c in found] == [(gauge, value)]


def test_nothing_is_taken_from_boilerplate() -> None:
    text = "Canada imposed sanctions on Belarus."
    document = make_document(text, sources=(), zones=(ZoneSpan("boilerplate", 0, len(text)),))
    article = next(make_articles([document]))
    parsed = msgspec.structs.replace(article, sentences=tuple(reader()(article.sentences)))
    assert list(extract()(parsed)) == []


words = st.sampled_from(
    ["Russia", "sanctions", "imposed", "on", "agreed", "to", "lift", "talks", "not", "if", "said"]
)
tokens = st.tuples(
    words,
    st.integers(-1, 7),
    st.sampled_from(["nsubj", "obj", "obl", "nmod", "xcomp", "ccomp", "conj", "acl:relcl", "root", "case"]),
    st.sampled_from(["VERB", "NOUN", "PROPN", "ADP", "ADJ"]),
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(tokens, min_size=1, max_size=8))
def test_any_tree_is_read_even_one_with_cycles(drawn: list[tuple[str, int, str, str]]) -> None:
    text = " ".join(word for word, *_ in drawn)
    made, start = [], 0
    for word, head, deprel, upos in drawn:
        fields: dict[str, Any] = {"lemma": word, "upos": upos, "xpos": "VB", "deprel": deprel}
        made.append(Token(word, start, start + len(word), head=min(head, len(drawn) - 1), **fields))
        start += len(word) + 1
    sentence = Sentence(
        document="d", index=0, start=0, end=len(text), text=text, zone="body", paragraph=0, tokens=tuple(made)
    )
    article = Article(document=make_document(text, sources=()), sentences=(sentence,))
    for event in extract()(article):
        assert text[event.trigger.start : event.trigger.end] == event.trigger.quote
