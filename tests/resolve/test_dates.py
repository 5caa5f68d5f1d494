"""When events happened: every line of golden/dates.txt through the whole reading, and what holds for any text."""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from detente.language.articles import Article
from detente.pipeline import make_reading
from detente.records import Document, Event, When, ZoneSpan, make_document

GOLDEN = Path(__file__).parents[1] / "golden" / "dates.txt"


class Case(NamedTuple):
    """A golden line: the day of publication, what is expected, and the text with the place of the trigger."""

    line: int
    fails: bool
    published: dt.date
    expected: str
    text: str
    trigger: tuple[int, int]


@functools.cache
def reader() -> Callable[[Document], Article]:
    return make_reading()


def read_cases() -> list[Case]:
    cases = []
    for number, line in enumerate(GOLDEN.read_text("utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        fails, line = line.startswith("!"), line.lstrip("! ")
        day, expected, marked = line.split(" | ", 2)
        marked = marked.replace(" / ", "\n\n")
        mark = re.search(r"\[([^\]]+)\]", marked)
        assert mark, f"line {number} has no [trigger]"
        text = marked[: mark.start()] + mark[1] + marked[mark.end() :]
        place = (mark.start(), mark.start() + len(mark[1]))
        cases.append(Case(number, fails, dt.date.fromisoformat(day), expected, text, place))
    return cases


def read_article(text: str, published: dt.date) -> Article:
    zones, start = [], 0
    for paragraph in text.split("\n\n"):
        zones.append(ZoneSpan("body", start, start + len(paragraph)))
        start += len(paragraph) + 2
    when = When(start=published, end=published, granularity="day", basis="stated", because="given")
    return reader()(make_document(text, sources=(), zones=tuple(zones), published=when))


def write_days(when: When | None) -> str:
    if when is None or when.start is None:
        return "none"
    return str(when.start) if when.start == when.end else f"{when.start}..{when.end}"


def write_event(event: Event) -> str:
    """What a golden line expects of an event."""
    parts = [write_days(event.when)]
    parts += [event.modality] if event.modality != "actual" else []
    parts += [f"due {write_days(event.due)}"] if event.due else []
    return ", ".join(parts)


@pytest.mark.parametrize("case", read_cases(), ids=lambda case: f"line {case.line}")
def test_golden(case: Case, request: pytest.FixtureRequest) -> None:
    if case.fails:
        request.applymarker(pytest.mark.xfail(strict=True, reason="counted as future work"))
    article = read_article(case.text, case.published)
    start, end = case.trigger
    found = {
        (e.type, e.trigger.quote): (write_event(e), e.when.because)
        for e in article.records
        if isinstance(e, Event) and e.trigger.start < end and start < e.trigger.end
    }
    assert case.expected in [days for days, _ in found.values()], found


def test_each_golden_section_has_an_example_and_a_counter_example() -> None:
    sections = re.split(r"^## .*$", GOLDEN.read_text("utf-8"), flags=re.MULTILINE)[1:]
    assert all(sum(bool(line.strip()) for line in section.splitlines()) > 1 for section in sections)


def test_without_a_day_of_publication_nothing_is_dated_by_it() -> None:
    text = "Canada imposed sanctions on Belarus. Poland praised the move on Monday."
    document = make_document(text, sources=(), zones=(ZoneSpan("body", 0, len(text)),))
    events = [r for r in reader()(document).records if isinstance(r, Event)]
    assert events and all(e.when.start is None and e.when.because for e in events)


def test_what_is_only_told_as_news_says_so_and_is_never_a_single_day_of_publication() -> None:
    article = read_article("Canada imposed sanctions on Belarus.", dt.date(2021, 6, 16))
    (event,) = [r for r in article.records if isinstance(r, Event) and r.type == "SANCTION"]
    assert (event.when.basis, event.when.granularity) == ("context", "week")
    assert "news" in event.when.because and event.when.start != event.when.end
