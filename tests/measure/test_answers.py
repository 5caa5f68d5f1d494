"""The seven words on worlds whose answer is known."""

import datetime as dt
from typing import Any

import msgspec
import pytest

from detente.errors import UsageError
from detente.measure.answers import Answer
from detente.measure.corpora import latest_publication, make_corpus
from detente.measure.relations import measure_relation


def add_contacts(world: Any, count: int, start: str = "2020-03-05") -> None:
    first = dt.date.fromisoformat(start)
    for number in range(count):
        world.add("CONSULT", str(first + dt.timedelta(days=4 * number)))


def add_talk(world: Any, count: int = 3) -> None:
    """Words that make the window's events enough and move nothing."""
    for number in range(count):
        world.add("REQUEST", f"2020-03-{10 + number}")


def test_without_texts_on_the_two_there_is_not_enough_evidence(world: Any) -> None:
    world.tell()
    answer = world.ask()
    assert answer.answer == "not enough evidence"
    assert answer.gauges.substance.state == "unknown"
    assert "No document on the two" in " ".join(answer.why)


def test_two_events_are_not_enough_and_three_are(world: Any) -> None:
    add_talk(world, 2)
    answer = world.ask()
    assert answer.answer == "not enough evidence"
    assert "the window has 2 distinct events" in " ".join(answer.why)
    add_contacts(world, 1)
    assert world.ask().answer == "stalemate"


def test_more_contact_and_nothing_standing_is_crisis_contact(world: Any) -> None:
    world.add_history(contacts=1)
    add_contacts(world, 9)
    answer = world.ask()
    assert answer.answer == "crisis contact"
    contact = answer.gauges.contact
    assert (contact.state, contact.value, contact.basis) == ("up", 9.0, "numbers")
    assert contact.baseline == pytest.approx(24 * 60 / 730)
    low, high = contact.interval or (0, 0)
    assert contact.baseline is not None and contact.baseline < low < 9 < high
    assert answer.gauges.substance.state == "flat" and answer.gauges.substance.value == 0


def test_usual_contact_and_nothing_standing_is_stalemate(world: Any) -> None:
    world.add_history(contacts=1)
    add_contacts(world, 2)
    add_talk(world)
    answer = world.ask()
    assert (answer.answer, answer.gauges.contact.state) == ("stalemate", "flat")


def test_a_lifted_sanction_is_thawing_however_much_they_talk(world: Any) -> None:
    world.add_history(contacts=3)
    add_talk(world)
    world.add("RETREAT", "2020-04-02", standing="better", track="sanctions")
    answer = world.ask()
    assert answer.answer == "thawing"
    assert answer.gauges.substance.value == 6.5
    assert answer.gauges.contact.state == "down"
    assert "nothing before it was decided" not in answer.why[0]


def test_a_sanction_is_worsening_and_with_less_contact_freezing(world: Any) -> None:
    add_talk(world)
    world.add("SANCTION", "2020-04-02", standing="worse", track="sanctions")
    assert world.ask().answer == "worsening"
    world.add_history(contacts=3)
    answer = world.ask()
    assert answer.gauges.contact.state == "down"
    assert answer.answer == "freezing"


def test_worsening_with_more_contact_is_worsening(world: Any) -> None:
    world.add_history(contacts=1)
    add_contacts(world, 9)
    world.add("SANCTION", "2020-04-02", mode="expel", standing="worse", track="posts")
    answer = world.ask()
    assert (answer.answer, answer.gauges.contact.state) == ("worsening", "up")
    assert answer.gauges.substance.value == -5.5


def worsen(world: Any, month: str) -> None:
    """A decided window of the past that worsened, told at the time."""
    document = world.tell(f"{month}-20")
    for number in range(3):
        world.add("ACCUSE", f"{month}-1{number}", document)
    world.add("SANCTION", f"{month}-15", document, standing="worse", track="sanctions")


def test_improvement_on_two_tracks_after_worsening_is_a_reset(world: Any) -> None:
    worsen(world, "2019-09")
    add_talk(world)
    world.add("RETREAT", "2020-04-02", standing="better", track="sanctions")
    answer = world.ask()
    assert answer.answer == "thawing", "one track, one window"
    assert "on one track" in answer.why[-1] and "was worsening, as of" in answer.why[-1]
    world.add("SUPPORT", "2020-04-03", standing="better", track="arms_control")
    assert world.ask().answer == "reset"


def test_improvement_over_two_windows_after_worsening_is_a_reset(world: Any) -> None:
    worsen(world, "2019-09")
    earlier = world.tell("2020-02-10")
    world.add("RETREAT", "2020-02-02", earlier, standing="better", track="sanctions")
    add_talk(world)
    world.add("RETREAT", "2020-04-02", standing="better", track="sanctions")
    answer = world.ask()
    assert answer.answer == "reset"
    assert "and in the window before too" in answer.why[-1]


def test_improvement_without_or_after_a_better_past_is_no_reset(world: Any) -> None:
    add_talk(world)
    for track in ("sanctions", "posts"):
        world.add("RETREAT", "2020-04-02", standing="better", track=track)
    answer = world.ask()
    assert answer.answer == "thawing" and "nothing before it was decided" in answer.why[-1]
    worsen(world, "2019-03")
    document = world.tell("2019-09-20")
    for number in range(3):
        world.add("ACCUSE", f"2019-09-1{number}", document)  # a stalemate in between
    answer = world.ask()
    assert answer.answer == "thawing" and "was stalemate" in answer.why[-1]


def test_changes_that_cancel_are_flat_and_mixed(world: Any) -> None:
    add_talk(world)
    world.add("SANCTION", "2020-04-02", standing="worse", track="sanctions")
    world.add("SANCTION", "2020-04-05", standing="better", track="posts")
    answer = world.ask()
    assert answer.answer == "stalemate"
    assert "flat (mixed)" in answer.gauges.substance.because
    low, high = answer.gauges.substance.interval or (0, 0)
    assert low < 0 < high


def test_tracks_of_the_opposite_sign_are_named(world: Any) -> None:
    add_talk(world)
    world.add("RETREAT", "2020-04-02", mode="disarm", standing="better", track="arms_control")
    world.add("SANCTION", "2020-04-05", mode="expel", standing="worse", track="posts")
    answer = world.ask()
    assert answer.answer == "thawing"
    assert (
        "sum to +4.5 (arms_control +10.0, posts -5.5); against it: posts" in answer.gauges.substance.because
    )


def test_the_same_country_twice_no_window_and_no_day_are_refused(world: Any) -> None:
    world.tell(None)
    with pytest.raises(UsageError, match="two different countries"):
        measure_relation(world.corpus, between=("NOR", "NOR"), as_of=dt.date(2020, 1, 1))
    with pytest.raises(UsageError, match="a window of 0 days"):
        world.ask(days=0)
    with pytest.raises(UsageError, match="--as-of"):
        measure_relation(make_corpus(world.documents, []), between=("NOR", "SWE"))


def test_the_day_is_by_default_that_of_the_latest_document(world: Any) -> None:
    world.tell("2020-01-02")
    world.tell("2020-04-26")
    world.tell(None)
    assert latest_publication(world.documents) == dt.date(2020, 4, 26)
    answer = measure_relation(world.corpus, between=("SWE", "NOR"))
    assert answer.as_of == dt.date(2020, 4, 26) and answer.between == ("NOR", "SWE")


def test_an_answer_survives_json_and_names_only_records_that_exist(world: Any) -> None:
    world.add_history(contacts=1, tone="ACCUSE")
    add_contacts(world, 5)
    world.add("RETREAT", "2020-04-02", standing="better", track="sanctions")
    answer = world.ask()
    assert msgspec.json.decode(msgspec.json.encode(answer), type=Answer) == answer
    ids = {record.id for record in world.records}
    plain = msgspec.to_builtins(answer)
    named = {v for v in _list_strings(plain) if v.startswith(("ev-", "st-"))}
    assert named and named <= ids


def _list_strings(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [s for v in value.values() for s in _list_strings(v)]
    if isinstance(value, list | tuple):
        return [s for v in value for s in _list_strings(v)]
    return [value] if isinstance(value, str) else []
