"""What counts, what does not, and that it counts once."""

import datetime as dt
from typing import Any

import msgspec
import pytest

from detente.measure.happenings import find_gauge, weigh_event
from detente.records import Comparison, Event, Mention, Span, When

BETWEEN = ("NOR", "SWE")
KREMLIN, EXPERT, THIRD = Mention(country="NOR"), Mention(name="Ola Dahl"), Mention(country="DNK")


def day(start: str, end: str | None = None) -> When:
    return When(
        start=dt.date.fromisoformat(start), end=dt.date.fromisoformat(end or start), granularity="range"
    )


@pytest.mark.parametrize(
    ("type_", "fields", "gauge", "weight"),
    [
        ("CONSULT", {}, "contact", 1.0),
        ("CONSULT", {"modality": "planned"}, "contact", 0.5),
        ("AGREE", {"base_type": "CONSULT", "modality": "planned"}, "contact", 0.5),
        ("REJECT", {"base_type": "CONSULT", "mode": "meet"}, "contact", 0.0),
        ("CONSULT", {"modality": "hypothetical"}, "contact", 0.0),
        ("CONSULT", {"modality": "denied"}, "contact", 0.0),
        ("CONSULT", {"standing": "better"}, "substance", 1.0),
        ("SUPPORT", {"standing": "better"}, "substance", 1.0),
        ("CONCEDE", {"standing": "better", "modality": "planned"}, "tone", 1.0),
        ("THREATEN", {"base_type": "SANCTION", "modality": "planned"}, "tone", 1.0),
        ("ACCUSE", {}, "tone", 1.0),
        ("AID", {}, None, 0.0),
        ("SANCTION", {}, None, 0.0),
        (None, {}, None, 0.0),
        ("ACCUSE", {"attributed_to": EXPERT}, "tone", 0.0),
        ("ACCUSE", {"attributed_to": KREMLIN}, "tone", 1.0),
        ("CONSULT", {"attributed_to": Mention(country="SWE")}, "contact", 1.0),
        ("CONSULT", {"attributed_to": THIRD}, "contact", 0.0),
        ("SANCTION", {"attributed_to": KREMLIN, "standing": "worse"}, "substance", 1.0),
        ("SANCTION", {"attributed_to": Mention(country="SWE"), "standing": "worse"}, "substance", 0.0),
        ("SANCTION", {"standing": "worse", "dyads": (("NOR", "XEU"),)}, "substance", 0.0),
    ],
)
def test_each_event_feeds_one_gauge_with_one_weight(
    type_: str | None, fields: dict[str, Any], gauge: str | None, weight: float, world: Any
) -> None:
    event = world.add(type_, "2020-04-01", **fields)
    reading = weigh_event(event, BETWEEN)
    assert (find_gauge(event), reading.weight) == (gauge, weight)
    assert reading.because


def test_announced_contacts_count_half_and_are_shown_apart(world: Any) -> None:
    planned = {"modality": "planned", "base_type": "CONSULT"}
    met = world.add("CONSULT", "2020-04-01")
    announced = world.add("AGREE", "2020-04-05", **planned)
    answer = world.ask()
    assert answer.gauges.contact.value == 1.5
    assert answer.gauges.contact.events == (met.id, announced.id)
    assert answer.gauges.contact.announced == answer.apart.planned == (announced.id,)
    assert answer.coverage.planned == 1


def test_an_announced_meeting_that_took_place_counts_once_in_full(world: Any) -> None:
    world.add("AGREE", "2020-04-05", base_type="CONSULT", modality="planned", due=day("2020-04-15"))
    held = world.add("CONSULT", "2020-04-15")
    contact = world.ask().gauges.contact
    assert (contact.value, contact.events, contact.announced) == (1.0, (held.id,), ())
    before = world.ask("2020-04-20").gauges.contact
    assert before.value == 1.0


def test_a_planned_meeting_is_judged_by_the_day_it_was_announced(world: Any) -> None:
    world.add("AGREE", "2019-12-05", base_type="CONSULT", modality="planned", due=day("2020-04-15"))
    assert world.ask().gauges.contact.value == 0
    fresh = world.add("AGREE", "2020-04-20", base_type="CONSULT", modality="planned", due=day("2020-09-01"))
    answer = world.ask()
    assert answer.gauges.contact.events == (fresh.id,)
    assert [t.due for t in answer.tracks] == [(fresh.id,)]


def test_copies_never_add(world: Any) -> None:
    document = world.tell()
    world.add("CONSULT", "2020-04-01", document, mode="phone")
    world.add("SANCTION", "2020-04-02", document, standing="worse", mode="expel")
    world.add("ACCUSE", "2020-04-03", document)
    before = world.ask()
    for _ in range(3):
        world.copy(document)
    after = world.ask()
    assert after.gauges == before.gauges and after.answer == before.answer == "worsening"
    assert (before.coverage.copies, after.coverage.copies) == (0, 3)
    assert after.coverage.on_dyad == 1


def test_a_copy_stands_in_where_its_original_is_not_yet_published(world: Any) -> None:
    original = world.tell("2020-04-25")
    for number in range(3):
        world.add("CONSULT", f"2020-04-0{number + 1}", original)
    world.copy(original, published="2020-04-10")
    assert world.ask("2020-04-20").gauges.contact.value == 3


def test_one_event_in_many_articles_counts_once(world: Any) -> None:
    for _ in range(5):
        world.add("CONSULT", "2020-04-01", mode="phone")
    answer = world.ask()
    assert answer.gauges.contact.value == 1 and answer.coverage.events_in_window == 1


def test_a_series_of_five_calls_contains_the_single_ones(world: Any) -> None:
    document = world.tell("2020-04-26")
    world.add("CONSULT", day("2020-03-30", "2020-04-26"), document, count=5)
    world.add("CONSULT", "2020-03-30", document)
    world.add("CONSULT", "2020-04-10", document)
    assert world.ask().gauges.contact.value == 5
    for number in range(6):
        world.add("CONSULT", f"2020-04-{12 + number}", document)
    assert world.ask().gauges.contact.value == 8, "more are known one by one than the sum says"


def test_a_series_counts_at_most_one_a_day_and_its_parts_when_it_is_not_inside(world: Any) -> None:
    world.add("CONSULT", day("2020-04-01", "2020-04-04"), count=50)
    assert world.ask().gauges.contact.value == 4
    world.add("CONSULT", day("2020-02-10", "2020-03-20"), count=9)
    world.add("CONSULT", "2020-03-10")
    assert world.ask().gauges.contact.value == 5


def test_narrated_history_is_not_news(world: Any) -> None:
    document = world.tell("2020-04-20")
    for number in range(3):
        world.add("REQUEST", f"2020-04-1{number}", document)
    world.add(
        "COERCE", day("2014-03-01", "2014-03-31"), document, mode="seize", standing="worse", track="conflict"
    )
    world.add("SANCTION", day("2014-01-01", "2014-12-31"), document, standing="worse", track="sanctions")
    answer = world.ask()
    assert answer.answer == "stalemate" and answer.gauges.substance.events == ()
    assert answer.coverage.outside_window == 2
    stands = {track.track: track.stands for track in answer.tracks}
    assert stands["sanctions"] == "worse since 2014" and stands["conflict"] == "worse since 2014-03"


def test_an_event_is_inside_only_with_its_whole_interval(world: Any) -> None:
    document = world.tell("2020-04-26")
    world.add("CONSULT", day("2020-02-27", "2020-02-28"), document)  # the window's first days
    world.add("CONSULT", day("2020-02-26", "2020-02-28"), document)
    world.add("CONSULT", day("2020-01-01", "2020-12-31"), document)
    assert world.ask().gauges.contact.value == 1


def test_a_rough_date_ends_at_the_latest_when_it_was_told(world: Any) -> None:
    document = world.tell("2020-04-26")
    world.add("ACCUSE", day("2020-04-01", "2020-04-30"), document)
    assert len(world.ask().gauges.tone.events) == 1


def test_nothing_later_than_the_day_is_seen(world: Any) -> None:
    for number in range(3):
        world.add("REQUEST", f"2020-03-2{number}", world.tell("2020-03-25"))
    told_later = world.add("SANCTION", "2020-03-15", world.tell("2020-05-10"), standing="worse")
    happened_later = world.add("SANCTION", "2020-05-01", world.tell(None), standing="worse")
    answer = world.ask("2020-04-26")
    assert answer.answer == "stalemate"
    assert answer.coverage.later == 1 and answer.coverage.undated_documents == 1
    shown = repr(answer)
    assert told_later.id not in shown and happened_later.id not in shown
    assert world.ask("2020-05-12").answer == "worsening"


def test_blocs_are_partial_and_weigh_nothing(world: Any) -> None:
    for number in range(3):
        world.add("REQUEST", f"2020-04-1{number}")
    partial = world.add("SANCTION", "2020-04-01", standing="worse", dyads=(("NOR", "XNA"),))
    world.add("SANCTION", "2020-04-02", standing="worse", dyads=(("DNK", "XNA"),))
    answer = world.ask()
    assert answer.answer == "stalemate" and answer.gauges.substance.value == 0
    assert answer.apart.partial == (partial.id,) and answer.coverage.partial == 1
    assert answer.coverage.events_in_window == 3


def test_what_is_only_attributed_is_listed_apart(world: Any) -> None:
    for number in range(3):
        world.add("REQUEST", f"2020-04-1{number}")
    claimed = world.add(
        "COERCE", "2020-04-01", mode="cyber", standing="worse", attributed_to=Mention(country="SWE")
    )
    answer = world.ask()
    assert answer.answer == "stalemate"
    assert answer.apart.attributed == (claimed.id,) and answer.coverage.events_in_window == 3
    own = world.add("SANCTION", "2020-04-05", standing="worse", attributed_to=Mention(country="NOR"))
    assert world.ask().gauges.substance.events == (own.id,)


def test_attributed_and_stated_mentions_of_one_event_count_as_stated(world: Any) -> None:
    world.add("SANCTION", "2020-04-01", mode="expel", standing="worse", attributed_to=EXPERT)
    stated = world.add("SANCTION", "2020-04-01", mode="expel", standing="worse")
    answer = world.ask()
    assert answer.gauges.substance.events == (stated.id,) and answer.apart.attributed == ()


def test_one_off_aid_weighs_nothing_but_is_a_distinct_event(world: Any) -> None:
    for number in range(3):
        aid = world.add("AID", f"2020-04-1{number}", track="humanitarian")
    answer = world.ask()
    assert answer.answer == "stalemate" and answer.gauges.substance.value == 0
    assert aid.id in answer.apart.weightless
    assert [a.weight for a in answer.for_] == [0.0, 0.0, 0.0]


def test_a_level_of_relations_is_no_event(world: Any) -> None:
    for number in range(3):
        world.add(None, f"2020-04-1{number}")
    assert world.ask().coverage.events_in_window == 0


def test_most_mentions_decide_whether_a_standing_arrangement_changed(world: Any) -> None:
    for _ in range(2):
        world.add("RETREAT", "2020-04-01", mode="access")
    odd = world.add("RETREAT", "2020-04-01", mode="access", standing="better")
    assert world.ask().gauges.substance.value == 0
    world.add("RETREAT", "2020-04-01", mode="access", standing="better")
    answer = world.ask()
    assert answer.gauges.substance.events == (odd.id,) and answer.gauges.substance.value == 6.5


def test_comparisons_of_the_documents_stand_in_for_a_baseline(world: Any) -> None:
    def remark(value: str) -> Comparison:
        return Comparison("contact", value, Span(0, 4, "word"))  # type: ignore[arg-type]

    for number in range(3):
        world.add("REQUEST", f"2020-04-1{number}")
    assert world.ask().gauges.contact.state == "unknown"
    world.add("CONSULT", "2014-04-01", comparison=remark("down"))
    event = world.add("CONSULT", "2020-04-01", comparison=remark("up"))
    answer = world.ask()
    assert answer.answer == "crisis contact"
    contact = answer.gauges.contact
    assert (contact.state, contact.basis, contact.comparisons) == ("up", "comparison", (event.id,))
    assert contact.baseline is None and "1 document itself compares it with the past" in contact.because
    world.add("CONSULT", "2020-04-10", comparison=remark("down"))
    assert world.ask().gauges.contact.state == "unknown", "one against one"
    world.add_history(contacts=1)
    assert world.ask().gauges.contact.basis == "numbers", "a baseline goes before words"


def test_eleven_months_are_no_baseline_and_twelve_are(world: Any) -> None:
    world.add_history(months=11)
    assert world.ask().coverage.baseline_months == 11 and world.ask().gauges.contact.basis == "none"
    other = type(world)()
    other.add_history(months=12)
    assert other.ask().coverage.baseline_months == 12 and other.ask().gauges.contact.basis == "numbers"


def test_tone_is_the_mean_score_against_what_is_usual(world: Any) -> None:
    world.add_history(tone="ACCUSE")
    for number in range(6):
        world.add("SUPPORT", f"2020-04-1{number}")
    tone = world.ask().gauges.tone
    assert (tone.state, tone.value, tone.baseline) == ("up", 5.0, -3.0)
    assert world.ask("2020-02-20").gauges.tone.state == "flat"


def test_for_and_against_are_ranked_with_reasons(world: Any) -> None:
    document = world.tell()
    lifted = world.add("RETREAT", "2020-04-02", document, standing="better", track="sanctions")
    praised = world.add("SUPPORT", "2020-04-03", document)
    blamed = world.add("ACCUSE", "2020-04-04", document)
    hope, doubt = world.say("for", document), world.say("sceptical", document)
    world.say("for", document, speaker=hope.speaker)
    world.say("neutral", document)
    answer = world.ask()
    assert [a.record for a in answer.for_] == [lifted.id, praised.id, hope.id]
    assert [a.record for a in answer.against] == [blamed.id, doubt.id]
    assert answer.for_[0].because == "substance, sanctions: a standing arrangement got better"
    assert [a.weight for a in answer.for_] == sorted((a.weight for a in answer.for_), reverse=True)


def test_order_of_records_never_matters(world: Any) -> None:
    world.add_history(contacts=1, tone="ACCUSE")
    for number in range(6):
        world.add("CONSULT", f"2020-04-1{number % 3}")
    answer = world.ask()
    world.records.reverse()
    world.documents.reverse()
    assert world.ask() == answer


def test_what_could_not_be_dated_or_placed_is_counted(world: Any) -> None:
    world.add("CONSULT", None)
    nobody = world.add("ACCUSE", "2020-04-01")
    lost: Event = msgspec.structs.replace(nobody, id="ev-lost", actors=(Mention(span=Span(0, 4, "they")),))
    world.records.append(lost)
    coverage = world.ask().coverage
    assert (coverage.undated, coverage.unresolved) == (1, 1)
