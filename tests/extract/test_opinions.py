"""What the model adds to the lexicon's events, and what it leaves alone."""

from __future__ import annotations

import pytest

from detente.evaluate.relation import parse_texts
from detente.extract.events.extractor import make_event_extractor
from detente.records import Event


def read(text: str, **options: float | bool) -> list[Event]:
    (article,) = parse_texts([text])
    return list(make_event_extractor(**options)(article))  # type: ignore[arg-type]


def test_a_trigger_that_no_frame_knows_is_added_with_its_parties() -> None:
    text = "Egypt shrugged off the Sudanese government's plea."
    assert not read(text, with_model=False)
    (event,) = read(text)
    assert event.type == "REJECT" and event.rule == "events/model-reject@1"
    assert "Egypt" in event.actors[0].span.quote and "Sudanese" in event.recipients[0].span.quote


@pytest.mark.parametrize(
    "text",
    [
        "The new stadium in Abidjan seats 60,000 and cost twice as much as planned.",
        "Membership of the union has doubled since 2015, chiefly among nurses.",
        "Rains arrived late across the Sahel this year.",
    ],
)
def test_nothing_is_added_where_nothing_happens(text: str) -> None:
    assert not read(text)


def test_min_score_leaves_out_what_is_less_likely_right() -> None:
    text = "Canada expelled two Iranian diplomats on Monday and Mexico may have annoyed Brazil."
    every, sure = read(text), read(text, min_score=0.9)
    assert {e.id for e in sure} <= {e.id for e in every}
    assert all((e.score or 0) >= 0.9 for e in sure)
    assert [e.type for e in sure] == ["SANCTION"]


def test_who_speaks_in_a_meeting_takes_part_in_it() -> None:
    def list_parties(text: str) -> list[str]:
        return [m.span.quote for e in read(text) if e.type == "CONSULT" for m in e.actors if m.span]

    text = "The president of Peru said in a meeting with the Chilean minister that he was ready."
    assert list_parties(text) == ["the Chilean minister", "The president of Peru"]
    text = "The ministers of Peru and Chile met on Monday, a source in Quito said."
    assert list_parties(text) == ["The ministers of Peru and Chile"]


def test_no_party_is_found_within_another() -> None:
    (event,) = read("A baker from Ostrava, Czechia, was accused of fraud.")
    assert not event.actors and "baker" in event.recipients[0].span.quote


def test_who_tells_of_a_deed_or_hails_it_has_not_done_it() -> None:
    def find_actors(text: str, kind: str) -> list[str]:
        return [m.span.quote for e in read(text) if e.type == kind for m in e.actors if m.span]

    assert not find_actors("The prince distanced himself from the killing of the journalist.", "ASSAULT")
    assert not find_actors("He told Lima about the expulsion of two Chilean diplomats.", "SANCTION")
    assert not find_actors("The minister welcomed the release of the prisoners.", "RETREAT")
    assert find_actors("The general took responsibility for the murder of the envoy.", "ASSAULT")
