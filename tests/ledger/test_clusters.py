"""Each rule of clustering with mentions that are one event and mentions that are not."""

import datetime as dt
import itertools
import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.ledger.clusters import cluster_events
from detente.records import Event, Mention, Span, When

_counter = itertools.count()


def when(start: str | None, end: str | None = None) -> When:
    if start is None:
        return When()
    first, last = dt.date.fromisoformat(start), dt.date.fromisoformat(end or start)
    return When(
        start=first, end=last, granularity="day" if first == last else "range", basis="stated", because="t"
    )


def tell(
    sentence: str, trigger: str, date: When, *, names: tuple[str, str] = ("", ""), **fields: Any
) -> Event:
    """A mention by NOR of SWE: the sentence is its evidence."""
    at = sentence.index(trigger)
    fields.setdefault("type", "CONSULT")
    fields.setdefault("document", f"dc-{next(_counter)}")
    fields.setdefault("dyads", (("NOR", "SWE"),))
    actors = tuple(Mention(country=c, name=n) for c, n in zip(("NOR", "SWE"), names, strict=True))
    return Event(
        id=f"ev-{next(_counter):05}", evidence=Span(0, len(sentence), sentence), rule="t",
        trigger=Span(at, at + len(trigger), trigger), actors=actors, when=date, **fields,
    )  # fmt: skip


def tell_signed(sentence: str, date: When, **fields: Any) -> Event:
    return tell(sentence, "signed", date, type="SUPPORT", **fields)


def same(*events: Event) -> bool:
    """Whether all are one cluster; the answer must not hang on their order."""
    rows = cluster_events(events)
    assert rows == cluster_events(reversed(events)), "order matters"
    return len({row.cluster for row in rows}) == 1


DAY, NEXT, MONTH = when("2020-03-30"), when("2020-03-31"), when("2020-03-15", "2020-04-13")


def test_two_articles_tell_of_one_call() -> None:
    one = tell("The two leaders spoke by telephone at length.", "spoke", DAY, mode="phone")
    other = tell("A call between the capitals dealt with grain.", "call", DAY)
    assert same(one, other)
    first, second = cluster_events([one, other])
    assert first.because == "one of 2 records that tell of it"
    assert second.because == "the same CONSULT of NOR–SWE on 2020-03-30"


@pytest.mark.parametrize(
    "other",
    [
        tell("A call dealt with grain.", "call", NEXT),
        tell("A visit dealt with grain.", "visit", DAY, mode="visit"),
        tell("Ministers spoke.", "spoke", DAY, names=("Astrid Lund", "Per Ek")),
        tell("A call dealt with grain.", "call", DAY, dyads=(("DNK", "NOR"),)),
        tell("A call could deal with grain.", "call", DAY, modality="hypothetical"),
        tell("They agreed on grain.", "agreed", DAY, type="AGREE"),
    ],
    ids=["day", "manner", "people", "dyad", "reality", "type"],
)
def test_what_keeps_two_contacts_apart(other: Event) -> None:
    one = tell("The leaders spoke by telephone.", "spoke", DAY, mode="phone", names=("Ola Dahl", "Nils Berg"))
    assert not same(one, other)


def test_an_interval_of_three_days_is_exact_enough_and_a_shared_day_needed() -> None:
    summit = tell("The summit went on.", "summit", when("2020-03-30", "2020-04-01"))
    assert same(summit, tell("They met.", "met", NEXT))
    assert not same(summit, tell("They met.", "met", when("2020-04-02")))


def test_nobody_joins_through_a_third_what_he_is_apart_from() -> None:
    vague = tell("The two sides talked.", "talked", DAY)
    leaders = tell("The leaders talked.", "talked", DAY, names=("Ola Dahl", "Nils Berg"))
    envoys = tell("The envoys talked.", "talked", DAY, names=("Astrid Lund", "Per Ek"))
    rows = {row.record: row.cluster for row in cluster_events([vague, leaders, envoys])}
    assert rows[leaders.id] != rows[envoys.id] and rows[vague.id] in (rows[leaders.id], rows[envoys.id])


def test_words_spoken_the_same_day_must_be_alike() -> None:
    spying = tell("Norland accused its neighbour of spying on fishing fleets.", "accused", DAY, type="ACCUSE")
    again = tell("The charge of spying on the fishing fleets was read out.", "charge", DAY, type="ACCUSE")
    dumping = tell("The ministry blamed Sudland for selling steel below cost.", "blamed", DAY, type="ACCUSE")
    assert same(spying, again)
    assert not same(spying, dumping)


def test_deeds_of_one_day_are_one() -> None:
    one = tell("Norland expelled four attachés.", "expelled", DAY, type="SANCTION", mode="expel")
    other = tell("The expulsions shook the embassy.", "expulsions", DAY, type="SANCTION", mode="expel")
    embargo = tell("It stopped the sale of cod.", "stopped", DAY, type="SANCTION", mode="discontinue")
    assert same(one, other)
    assert not same(one, embargo)


def test_a_series_contains_its_single_calls() -> None:
    series = tell(
        "It was the first of five calls.", "five calls", MONTH, count=5, names=("Ola Dahl", "Nils Berg")
    )
    single = tell("Dahl rang Berg.", "rang", DAY, names=("Ola Dahl", "Nils Berg"))
    envoys = tell("Lund rang Ek.", "rang", NEXT, names=("Astrid Lund", "Per Ek"))
    late = tell("Dahl rang Berg.", "rang", when("2020-05-01"), names=("Ola Dahl", "Nils Berg"))
    rows = {row.record: row for row in cluster_events([series, single, envoys, late])}
    assert len({row.cluster for row in rows.values()}) == 4
    assert [r for r, row in rows.items() if row.within] == [single.id]
    assert rows[single.id].within == rows[series.id].cluster
    assert "part of CONSULT of NOR–SWE, 2020-03-15 to 2020-04-13" in rows[single.id].because


def test_sums_of_much_the_same_days_are_one_series() -> None:
    calls = tell("There were five calls.", "five calls", MONTH, count=5)
    flurry = tell("The flurry of calls surprised many.", "flurry", when("2020-03-20", "2020-04-13"))
    older = tell("There were talks.", "talks", when("2020-01-10", "2020-02-10"))
    assert same(calls, flurry)
    assert not same(calls, older)
    era = tell("They talked all year.", "talked", when("2020-01-01", "2020-12-31"))
    assert not same(calls, era)


def test_a_rough_date_joins_the_one_event_that_its_words_fit() -> None:
    year = when("2020-01-01", "2020-12-31")
    exact = tell_signed("The treaty on salmon quotas was signed.", DAY)
    rough = tell_signed("It recalled how the treaty on salmon quotas was signed.", year)
    assert same(exact, rough)
    assert not same(exact, tell_signed("A treaty on wolves was signed.", year))
    twin = tell_signed("The treaty on salmon quotas was signed.", when("2020-06-01"))
    assert len({row.cluster for row in cluster_events([exact, twin, rough])}) == 3, "two would fit"


def test_a_deed_of_one_month_is_told_in_other_words() -> None:
    march = when("2014-03-01", "2014-03-31")
    annexed = tell("The annexation shocked the neighbours.", "annexation", march, type="COERCE", mode="seize")
    took = tell("The takeover cost it friends.", "takeover", march, type="COERCE", mode="seize")
    hacked = tell("The hack cost it friends.", "hack", march, type="COERCE", mode="cyber")
    assert same(annexed, took)
    assert not same(annexed, hacked)
    assert not same(
        annexed, tell("The takeover went on.", "takeover", when("2014-04-01", "2014-04-30"), type="COERCE")
    )


def test_an_undated_mention_joins_only_in_its_own_article() -> None:
    exact = tell_signed("The treaty on salmon quotas was signed.", DAY, document="dc-a")
    again = tell_signed("The salmon treaty, signed by both, sets quotas.", when(None), document="dc-a")
    elsewhere = tell_signed("The salmon treaty, signed by both, sets quotas.", when(None), document="dc-b")
    assert same(exact, again)
    assert not same(exact, elsewhere)
    because = cluster_events([exact, again])[1].because
    assert because.startswith(
        "undated, in the same article, and no other SUPPORT of NOR–SWE fits (words in common"
    )


def test_an_announced_meeting_is_the_meeting_that_took_place() -> None:
    planned: Any = {"modality": "planned", "due": when("2020-04-20")}
    announced = tell("They will meet in April.", "meet", DAY, type="AGREE", base_type="CONSULT", **planned)
    held = tell("They met in the old fort.", "met", when("2020-04-20"))
    assert same(announced, held)
    threat = tell(
        "It threatened sanctions.", "threatened", DAY, type="THREATEN", base_type="SANCTION", **planned
    )
    imposed = tell("It imposed sanctions.", "imposed", when("2020-04-20"), type="SANCTION")
    assert not same(threat, imposed), "a threat is an act of its own"


def test_what_has_no_type_or_party_stands_alone() -> None:
    level = tell("Relations were bad.", "bad", DAY, type=None)
    nobody = tell("Talks were held.", "held", DAY, dyads=())
    nobody = Event(**{f: getattr(nobody, f) for f in nobody.__struct_fields__ if f != "actors"})
    rows = cluster_events([level, nobody, tell("They met.", "met", DAY)])
    assert len({row.cluster for row in rows}) == 3


SENTENCES = [
    "The leaders spoke of cod.",
    "They spoke of steel and cod.",
    "Envoys spoke twice of wolves and cod.",
]
SPANS = [DAY, NEXT, MONTH, when("2020-03-01", "2020-03-31"), when("2020-01-01", "2020-12-31"), when(None)]
MENTIONS = st.builds(
    lambda s, d, t, n: tell(s, "spoke", d, type=t, names=n, document="dc-a"),
    st.sampled_from(SENTENCES), st.sampled_from(SPANS), st.sampled_from(["CONSULT", "ACCUSE", "SUPPORT"]),
    st.sampled_from([("", ""), ("Ola Dahl", "Nils Berg"), ("Astrid Lund", "Per Ek")]),
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(MENTIONS, max_size=12), st.integers())
def test_order_never_matters_and_every_record_has_one_row(events: list[Event], seed: int) -> None:
    shuffled = list(events)
    random.Random(seed).shuffle(shuffled)
    rows = cluster_events(events)
    assert rows == cluster_events(shuffled)
    assert [row.record for row in rows] == sorted(event.id for event in events)
    clusters = {row.cluster for row in rows}
    assert all(row.within is None or (row.within in clusters and row.within != row.cluster) for row in rows)
    assert all(row.because for row in rows)
