"""Days, people, acts and numbers in words."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from detente.records import Event, Figure, Mention, Span, When
from detente.show.excerpts import hide_words, make_hider
from detente.show.wording import (
    describe_act,
    describe_days,
    describe_when,
    format_quantity,
    name_mention,
    name_parties,
)


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        ("2020-04-17", "2020-04-17", "17 Apr 2020"),
        ("2020-04-01", "2020-04-30", "Apr 2020"),
        ("2019-09-01", "2019-12-31", "Sep–Dec 2019"),
        ("2019-11-01", "2020-02-29", "Nov 2019 – Feb 2020"),
        ("2014-01-01", "2014-12-31", "2014"),
        ("2013-01-01", "2015-12-31", "2013–2015"),
        ("2018-07-10", "2018-07-17", "10–17 Jul 2018"),
        ("2020-03-30", "2020-04-26", "30 Mar – 26 Apr 2020"),
        ("2019-12-30", "2020-01-02", "30 Dec 2019 – 2 Jan 2020"),
    ],
)
def test_days_are_said_as_short_as_they_can_be(start: str, end: str, said: str) -> None:
    assert describe_days(dt.date.fromisoformat(start), dt.date.fromisoformat(end)) == said


def test_a_day_that_is_not_known_is_undated() -> None:
    assert describe_days(None, None) == "undated"


def test_a_month_that_the_text_only_implies_is_named_by_its_end() -> None:
    when = When(start=dt.date(2020, 3, 27), end=dt.date(2020, 4, 26), granularity="month", basis="context")
    assert describe_when(when) == "month to 26 Apr 2020"


def make_event(words: str = "met", **fields: Any) -> Event:
    fields.setdefault("type", "CONSULT")
    return Event(
        id="ev-1", document="dc-1", evidence=None, rule="", trigger=Span(0, len(words), words), **fields
    )


@pytest.mark.parametrize(
    ("actors", "recipients", "said"),
    [
        ([("NOR", "Kari Nordmann", "")], [("SWE", "", "Navy")], "Norway → Sweden: Nordmann, Navy"),
        ([("NOR", "", ""), ("SWE", "", "")], [], "Norway – Sweden"),
        ([("CHN", "Xi Jinping", "")], [("NOR", "", "")], "China → Norway: Xi"),
        ([("NOR", "", "")], [("NOR", "", ""), ("SWE", "", "")], "Norway → Sweden"),
        ([("", "", "OPEC")], [], "OPEC"),
        ([], [], "somebody"),
    ],
)  # fmt: skip
def test_parties_are_countries_then_people(actors: list[Any], recipients: list[Any], said: str) -> None:
    def make(rows: list[Any]) -> tuple[Mention, ...]:
        return tuple(Mention(country=c or None, name=n, org=o or None) for c, n, o in rows)

    assert name_parties(make_event(actors=make(actors), recipients=make(recipients))) == said


@pytest.mark.parametrize(
    ("words", "quoted", "said"),
    [
        ("expelled 35 diplomats", True, "expelled 35 diplomats"),
        ("has reportedly concluded", True, "talk by phone"),  # one telling word: the kind of act says more
        ("accused Sweden of", True, "accused Sweden"),
        ("expelled 35 diplomats", False, "talk by phone"),
    ],
)
def test_an_act_is_told_in_the_words_of_the_text_where_they_say_something(
    words: str, quoted: bool, said: str
) -> None:
    assert describe_act(make_event(words, mode="phone"), quoted=quoted) == said


def test_the_words_for_somebody_unnamed_are_withheld() -> None:
    mention = Mention(span=Span(0, 12, "the old hand"), country="NOR")
    assert name_mention(mention) == "the old hand"
    assert name_mention(mention, quoted=False) == "Norway"


def test_a_title_of_no_state_is_told_with_its_body() -> None:
    assert (
        name_mention(Mention(name="Ida Holm", office="head", org="Fjord Institute"))
        == "Ida Holm, head, Fjord Institute"
    )


@pytest.mark.parametrize(
    ("quantity", "unit", "measures", "said"),
    [
        ("838000000", "USD", "", "USD 838 million"),
        ("11", "percent", "", "11%"),
        ("55", "USD_per_barrel", "", "USD 55 per barrel"),
        ("35", "diplomats", "", "35 diplomats"),
        ("35", "diplomats", "Danish diplomats", "35"),
        ("1.42", "items", "", "1.42"),
        ("2", "rank", "", "rank 2"),
    ],
)
def test_quantities_carry_their_unit_once(quantity: str, unit: str, measures: str, said: str) -> None:
    span = Span(0, len(measures), measures) if measures else None
    figure = Figure(
        id="fg-1", document="dc-1", evidence=None, rule="", number=Span(0, 1, "1"), quantity=quantity, unit=unit,
        type="level", measures=span,
    )  # fmt: skip
    assert format_quantity(figure) == said


def test_words_of_a_text_are_hidden_in_sentences_of_ours() -> None:
    hide = make_hider(["The grey heron waits beside the quiet weir at dawn."], "none")
    assert (
        hide("Kari says that the heron waits beside the quiet weir, twice") == "Kari says that the …, twice"
    )
    assert hide("It says “grey heron” and 'weir'.") == "It says … and …."
    assert hide("Norway's answer is Sweden's") == "Norway's answer is Sweden's"
    assert make_hider(["The grey heron waits."], "sentence")("'grey heron'") == "'grey heron'"


def test_plain_values_lose_their_quotes_and_keep_their_addresses() -> None:
    hide = make_hider(["the grey heron waits beside the weir"], "none")
    value = {
        "id": "ev-1",
        "path": "the grey heron waits.txt",
        "span": {"quote": "grey"},
        "detail": "'grey' (x)",
    }
    assert hide_words(value, hide) == {
        "id": "ev-1", "path": "the grey heron waits.txt", "span": {"quote": ""}, "detail": "… (x)",
    }  # fmt: skip
