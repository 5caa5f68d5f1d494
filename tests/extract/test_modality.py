"""Modality: every line of golden/modality.txt through the parser and the extractor."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import msgspec
import pytest

from detente.extract.events.extractor import make_event_extractor
from detente.language.articles import Article
from detente.language.names import make_name_finder
from detente.language.parsing import make_parser
from detente.read.sentences import make_articles
from detente.records import Event, ZoneSpan, make_document

GOLDEN = Path(__file__).parents[1] / "golden" / "modality.txt"


class Case(NamedTuple):
    """A golden line: the modality of the trigger at some place of a text."""

    line: int
    fails: bool
    modality: str
    text: str
    trigger: tuple[int, int]


def read_cases() -> list[Case]:
    cases = []
    for number, line in enumerate(GOLDEN.read_text("utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        fails, line = line.startswith("!"), line.lstrip("! ")
        modality, marked = line.split(" | ", 1)
        mark = re.search(r"\[([^\]]+)\]", marked)
        assert mark, f"line {number} has no [trigger]"
        text = marked[: mark.start()] + mark[1] + marked[mark.end() :]
        cases.append(Case(number, fails, modality, text, (mark.start(), mark.start() + len(mark[1]))))
    return cases


@functools.cache
def reader() -> Callable[[str], list[Event]]:
    parse, find_names, extract = (
        make_parser(),
        make_name_finder(),
        make_event_extractor(with_model=False, min_score=0),
    )

    def read(text: str) -> list[Event]:
        document = make_document(text, sources=(), zones=(ZoneSpan("body", 0, len(text)),))
        article: Article = next(make_articles([document]))
        sentences = tuple(find_names(parse(article.sentences)))
        return list(extract(msgspec.structs.replace(article, sentences=sentences)))

    return read


@pytest.mark.parametrize("case", read_cases(), ids=lambda case: f"line {case.line}")
def test_golden(case: Case, request: pytest.FixtureRequest) -> None:
    if case.fails:
        request.applymarker(pytest.mark.xfail(strict=True, reason="counted as future work"))
    start, end = case.trigger
    found = [
        (e.modality, e.type, e.trigger.quote)
        for e in reader()(case.text)
        if e.trigger.start < end and start < e.trigger.end
    ]
    assert found and any(modality == case.modality for modality, *_ in found), found
