"""Where date expressions stand and what they say."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.language import date_expressions
from detente.language.date_expressions import find_dates
from detente.resolve.calendar import Days, locate_days

SAID_ON = dt.date(2021, 6, 16)  # a Wednesday
BEFORE = Days(dt.date(2021, 3, 1), dt.date(2021, 3, 1), "day", "stated")
CASES = [
    ("They met on 3 June 2017 in Vienna.", "3 June 2017", "2017-06-03", "2017-06-03"),
    ("They met on Thursday, June 10.", "Thursday, June 10", "2021-06-10", "2021-06-10"),
    ("They met on December 2.", "December 2", "2020-12-02", "2020-12-02"),
    ("The talks of 14-16 May went on.", "14-16 May", "2021-05-14", "2021-05-16"),
    ("The talks of May 14 to June 2 went on.", "May 14 to June 2", "2021-05-14", "2021-06-02"),
    ("It arrived yesterday.", "yesterday", "2021-06-15", "2021-06-15"),
    ("It arrived on Monday.", "Monday", "2021-06-14", "2021-06-14"),
    ("It arrived last Friday.", "last Friday", "2021-06-11", "2021-06-11"),
    ("It arrives next Friday.", "next Friday", "2021-06-18", "2021-06-18"),
    ("Earlier this month it fell.", "Earlier this month", "2021-06-01", "2021-06-16"),
    ("Sales rose last year.", "last year", "2020-01-01", "2020-12-31"),
    ("Sales rose last November.", "last November", "2020-11-01", "2020-11-30"),
    ("In the first half of 2019 sales rose.", "the first half of 2019", "2019-01-01", "2019-06-30"),
    ("In Q3 2018 sales rose.", "Q3 2018", "2018-07-01", "2018-09-30"),
    ("Since 2014 they have not met.", "2014", "2014-01-01", "2021-06-16"),
    ("The revolt of 2013-14 failed.", "2013-14", "2013-01-01", "2014-12-31"),
    ("Three days later it sailed.", "Three days later", "2021-03-04", "2021-03-04"),
    ("The same day it sailed.", "The same day", "2021-03-01", "2021-03-01"),
    ("It lasted over the next two weeks.", "over the next two weeks", "2021-03-01", "2021-03-15"),
    ("Two days ago it sailed.", "Two days ago", "2021-06-14", "2021-06-14"),
    ("In the 1990s they were friends.", "the 1990s", "1990-01-01", "1999-12-31"),
    ("It ended on 2019-08-02.", "2019-08-02", "2019-08-02", "2019-08-02"),
]
NO_DATES = [
    "They may meet; we march on.",
    "Theresa May said no.",
    "The plant made 2020 units and 1,984 lorries.",
    "It cost $2019 a head.",
    "Flight MH-2014 landed.",
    "The sun and the sat nav.",
]


@pytest.mark.parametrize(("text", "quote", "start", "end"), CASES)
def test_expression_is_found_and_located(text: str, quote: str, start: str, end: str) -> None:
    (said,) = find_dates(text)
    assert text[said.start : said.end] == quote
    days = locate_days(said, today=SAID_ON, previous=BEFORE)
    assert days is not None
    assert (str(days.start), str(days.end)) == (start, end)


@pytest.mark.parametrize("text", NO_DATES)
def test_what_is_no_date_is_left_alone(text: str) -> None:
    assert find_dates(text) == []


def test_a_month_ahead_lies_ahead() -> None:
    (said,) = find_dates("The pact expires in February.")
    assert locate_days(said, today=SAID_ON, ahead=True) == Days(
        dt.date(2022, 2, 1), dt.date(2022, 2, 28), "month", "relative"
    )


def test_a_day_that_does_not_exist_is_nowhere() -> None:
    (said,) = find_dates("It ends on February 30.")
    assert locate_days(said, today=SAID_ON) is None


@given(st.text(max_size=300), st.integers(0, 1000))
def test_any_text_gives_ordered_expressions_inside_it(text: str, offset: int) -> None:
    found = find_dates(text, offset=offset)
    assert found == find_dates(text, offset=offset)
    ends = [offset, *[e for said in found for e in (said.start, said.end)], offset + len(text)]
    assert ends == sorted(ends)
    for said in found:
        days = locate_days(said, today=SAID_ON, previous=BEFORE)
        assert days is None or days.start <= days.end


@pytest.mark.parametrize("row", date_expressions._compiled(), ids=lambda row: row[0])
@given(data=st.data())
def test_no_match_lacks_the_words_that_its_pattern_needs(row: tuple, data: st.DataObject) -> None:
    _, needs, pattern = row
    text = data.draw(st.from_regex(pattern, alphabet=st.characters(codec="ascii")))
    assert any(word in text.casefold() for word in needs)
