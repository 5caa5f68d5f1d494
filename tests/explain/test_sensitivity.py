"""Flips and omissions on worlds where they are known."""

import datetime as dt
from typing import Any

import msgspec
import pytest

from detente.explain.sensitivity import Sensitivity, measure_sensitivity
from detente.records import Document, Source

AS_OF = dt.date(2020, 4, 26)


def ask(world: Any) -> Sensitivity:
    return measure_sensitivity(world.corpus, between=("SWE", "NOR"), as_of=AS_OF, days=60)


def test_one_sanction_is_the_smallest_flip(world: Any) -> None:
    for number in range(5):
        world.add("REQUEST", f"2020-04-1{number}")
    sanction = world.add("SANCTION", "2020-04-02", standing="worse")
    result = ask(world)
    assert result.answer == world.ask().answer == "worsening"
    assert result.flip is not None and result.flip.proven
    assert (result.flip.records, result.flip.answer) == ((sanction.id,), "stalemate")


def test_three_events_flip_by_any_one_of_them(world: Any) -> None:
    events = [world.add("REQUEST", f"2020-04-1{number}") for number in range(3)]
    flip = ask(world).flip
    assert flip is not None and flip.answer == "not enough evidence"
    assert len(flip.records) == 1 and flip.records[0] in {e.id for e in events}


def test_two_sanctions_need_both_to_go(world: Any) -> None:
    for number in range(5):
        world.add("REQUEST", f"2020-04-1{number}")
    gone = [
        world.add("SANCTION", "2020-04-02", standing="worse", mode=mode) for mode in ("expel", "withdraw")
    ]
    flip = ask(world).flip
    assert flip is not None and flip.proven and flip.records == tuple(e.id for e in gone)


@pytest.mark.parametrize("contacts", [6, 9, 14])
def test_a_flip_flips_and_no_part_of_it_does(contacts: int, world: Any) -> None:
    world.add_history(contacts=1)
    for number in range(contacts):
        world.add("CONSULT", str(dt.date(2020, 3, 1) + dt.timedelta(days=4 * number)))
    for number in range(3):
        world.add("ACCUSE", f"2020-04-1{number}")
    result = ask(world)
    assert result.answer == "crisis contact" and result.flip is not None
    ids = set(result.flip.records)

    def answer_without(gone: set[str]) -> str:
        other = type(world)()
        other.documents, other.records = world.documents, [r for r in world.records if r.id not in gone]
        answer: str = other.ask().answer
        return answer

    assert answer_without(ids) == result.flip.answer != result.answer
    for record in ids:
        assert answer_without(ids - {record}) == result.answer
    assert result.flip.proven == (len(ids) <= 3)


def test_nothing_flips_an_empty_window(world: Any) -> None:
    world.tell()
    result = ask(world)
    assert (result.answer, result.flip, result.omissions) == ("not enough evidence", None, ())


def test_each_article_outlet_and_press_is_left_out_in_turn(world: Any) -> None:
    for number in range(3):
        world.add("REQUEST", f"2020-04-1{number}")
    one = world.tell(outlet="Stockholm Daily")
    place = next(i for i, d in enumerate(world.documents) if d.id == one)
    document: Document = world.documents[place]
    source = Source(path="s.txt", outlet="Stockholm Daily", country="SWE")
    world.documents[place] = msgspec.structs.replace(document, sources=(source,))
    world.add("SANCTION", "2020-04-02", one, standing="worse")
    world.copy(one)
    result = ask(world)
    named = {(o.kind, o.name): o for o in result.omissions}
    assert {kind for kind, _ in named} == {"article", "outlet", "press"}
    assert sum(kind == "article" for kind, _ in named) == 4, "a copy is no article of its own"
    assert named["press", "SWE"].answer == "worsening", "the copy tells it still"
    assert named["article", one].answer == "stalemate" and len(named["article", one].documents) == 2
    assert named["outlet", "Oslo Post"].answer == "not enough evidence"
    assert {o.name for o in result.fragile} >= {one, "Oslo Post"}
