"""The publication date: what says it outright, what it is inferred from, and how sure it is."""

import datetime as dt
import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.read.published import find_published
from detente.read.zones import mark_zones
from detente.records import Source, When, make_document

DAY = dt.date


def find(text: str, *, stated: str | None = None, url: str | None = None) -> When:
    sources = (Source(path="a.txt", url=url),)
    return find_published(make_document(text, sources=sources, zones=mark_zones(text)), stated=stated)


@pytest.mark.parametrize(
    ("stated", "start", "end", "granularity"),
    [
        ("2019-05-07", DAY(2019, 5, 7), DAY(2019, 5, 7), "day"),
        ("2019-05-07T23:30:00-05:00", DAY(2019, 5, 7), DAY(2019, 5, 7), "day"),
        ("20190507", DAY(2019, 5, 7), DAY(2019, 5, 7), "day"),
        ("Tue, 07 May 2019 10:00:00 GMT", DAY(2019, 5, 7), DAY(2019, 5, 7), "day"),
        ("May 7, 2019", DAY(2019, 5, 7), DAY(2019, 5, 7), "day"),
        ("2020-02", DAY(2020, 2, 1), DAY(2020, 2, 29), "month"),
        ("2020", DAY(2020, 1, 1), DAY(2020, 12, 31), "year"),
    ],
)
def test_what_the_file_states(stated: str, start: dt.date, end: dt.date, granularity: str) -> None:
    when = find("Talks resumed.", stated=stated)
    assert (when.start, when.end, when.granularity, when.basis) == (start, end, granularity, "stated")


@pytest.mark.parametrize(
    "stated", ["", "soon", "2019-02-31", "1970-01-01", "1557187200", "99/99/9999", "May"]
)
def test_what_the_file_states_in_vain(stated: str) -> None:
    when = find("Talks resumed.", stated=stated)
    assert when.start is None and when.because


def test_dateline() -> None:
    when = find("LIMA, MAY 7, 2019\n\nThe envoys met in 2018 and again. Then they left.")
    assert (when.start, when.basis) == (DAY(2019, 5, 7), "stated")
    assert when.span is not None and when.span.quote == "MAY 7, 2019"


def test_the_earlier_of_two_datelines() -> None:
    text = "Updated 9 May 2019\nPublished 7 May 2019\n\nThe envoys met, and then they left the house."
    assert find(text).start == DAY(2019, 5, 7)


def test_the_file_goes_before_the_dateline_and_that_before_the_address() -> None:
    text, url = (
        "May 7, 2019\n\nThe envoys met, and then they left the house.",
        "https://a.example/2019/05/08/envoys",
    )
    assert find(text, stated="2019-05-09", url=url).start == DAY(2019, 5, 9)
    assert find(text, url=url).start == DAY(2019, 5, 7)
    when = find("Talks resumed.", url=url)
    assert (when.start, when.basis) == (DAY(2019, 5, 8), "context")


def test_year_by_weekday_near_a_year_named_twice() -> None:
    text = (
        "Peru exported 12 tons of copper in 2018, the ministry said. That was less than Chile sold in 2018.\n"
        "The new president took office last Sunday (10 March), before a crowd."
    )
    when = find(text)  # 10 March is a Sunday in 2019
    assert (when.start, when.end, when.granularity, when.weekday) == (
        DAY(2019, 3, 11),
        DAY(2019, 3, 17),
        "range",
        "sun",
    )
    assert "2019" in when.because


def test_weekday_long_after_the_only_year_pins_nothing() -> None:
    text = "The dam was built in 1963. On Friday, August 30, the engineers opened it again."
    assert find(text).end is None


def test_between_what_was_and_what_is_to_come() -> None:
    text = "Exports fell in the first half of 2018, the bank said. A summit is set to take place in 2019 in Quito."
    when = find(text)
    assert (when.start, when.end, when.granularity) == (DAY(2018, 7, 1), DAY(2018, 12, 31), "range")


def test_month_without_a_year_narrows_a_short_interval() -> None:
    text = (
        "Exports fell in the first half of 2018, the bank said. The ministers met in October.\n"
        "A summit is set to take place in 2019 in Quito."
    )
    assert find(text).start == DAY(2018, 10, 1)


def test_dateline_without_a_year_takes_it_from_the_text() -> None:
    text = (
        "LIMA, November 7 (ENA) - Exports fell in the first half of 2018, the bank said.\n"
        "A summit is set to take place in 2019 in Quito."
    )
    when = find(text)
    assert (when.start, when.end, when.granularity, when.basis) == (
        DAY(2018, 11, 7),
        DAY(2018, 11, 7),
        "day",
        "context",
    )


@pytest.mark.parametrize(
    ("dateline", "start", "end"),
    [
        ("LIMA, Wednesday, November 7 (ENA) - ", DAY(2018, 11, 7), DAY(2018, 11, 7)),
        ("LIMA, Thursday, November 7 (ENA) - ", DAY(2019, 11, 7), DAY(2019, 11, 7)),
        ("LIMA, November 7 (ENA) - ", DAY(2018, 11, 7), None),
    ],
)
def test_the_weekday_of_a_dateline_tells_its_year(dateline: str, start: dt.date, end: dt.date | None) -> None:
    when = find(f"{dateline}Exports fell in the first half of 2018, the bank said.\nThe ministers met.")
    assert (when.start, when.end) == (start, end)


@pytest.mark.parametrize(
    ("stated", "day"),
    [("2019-05", DAY(2019, 5, 7)), ("2019", DAY(2019, 5, 7)), ("2019-06", None), ("2018", None)],
)
def test_a_dateline_gives_the_day_of_the_month_or_year_that_the_file_says(
    stated: str, day: dt.date | None
) -> None:
    when = find("LIMA, Tuesday, May 7 (ENA) - The envoys met, and then they left.", stated=stated)
    assert (when.start if when.granularity == "day" else None) == day


def test_open_end_where_nothing_is_to_come() -> None:
    when = find("The dam was built in 1963.")
    assert (when.start, when.end, when.granularity) == (DAY(1963, 1, 1), None, "range")


@pytest.mark.parametrize(
    "text",
    [
        "The 2030 presidential race was on everybody's mind.",
        "The plan promised growth of five percent by 2030.",
        "The dam held 2030 people for years, and $2040 was paid.",
        "Nobody came.",
    ],
)
def test_no_date_from_what_does_not_look_back(text: str) -> None:
    when = find(text)
    assert when.start is None or when.start.year < 2030


PHRASES = [
    "It fell in 2018, they said.",
    "It is set to end in 2021.",
    "They met last Friday (20 January).",
    "In October it fell.",
    "It fell in the first half of 2019.",
    "They met in winter 2019.",
    "on Monday, 31 February",
    "By 2050 it will end in May 2030.",
    "LIMA, March 3 (ENA) - They met.",
    "It grew from 1998 to 2003.",
    "2019-02-30",
    "\nJune 1, 2018\n",
]


@given(st.lists(st.sampled_from(PHRASES), max_size=8))
def test_any_mix_of_dates_gives_an_interval_in_order_or_a_reason(phrases: list[str]) -> None:
    text = " ".join(phrases)
    when = find(text)
    assert when.because and (when.start is not None or when.end is None)
    if when.start is not None and when.end is not None:
        assert when.start <= when.end
        assert (when.granularity == "day") == (when.start == when.end)
    assert when.span is None or text[when.span.start : when.span.end] == when.span.quote


@pytest.mark.parametrize(
    ("name", "day"), [("000", DAY(2017, 1, 27)), ("001", DAY(2019, 12, 11)), ("002", DAY(2020, 4, 26))]
)
def test_interval_of_the_seed_articles_holds_their_day(shared: Path, name: str, day: dt.date) -> None:
    text = next((shared / "corpus/seeds").glob(f"{name}_*")).read_text("utf-8")
    when = find(text)
    assert when.start is not None and when.end is not None
    assert when.start <= day <= when.end
    assert (when.end - when.start).days <= 92


def test_interval_of_wikinews_articles_without_their_dateline(shared: Path) -> None:
    right = wrong = 0
    for line in (shared / "corpus/wikinews.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        when = find(re.sub(r"^\w+day, \w+ \d+, \d{4}", "", row["text"].strip()))
        if when.start is not None:
            day = DAY.fromisoformat(row["published"])
            inside = when.start <= day and (when.end is None or day <= when.end)
            right, wrong = right + inside, wrong + (not inside)
    assert right >= 100 and right / (right + wrong) >= 0.95
