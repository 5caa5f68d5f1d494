"""Causes against golden text, and the invariants of what is extracted."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec
import pytest

from detente.extract.claims.causes import make_cause_extractor
from detente.extract.statements.extractor import make_statement_extractor
from detente.language.articles import Article
from detente.lexicon.connectives import ConnectiveRow, read_connective_file
from detente.lexicon.variables import load_variables
from detente.records import Cause
from reading import read_text

GOLDEN = Path(__file__).parents[1] / "golden" / "causes.txt"
MARK = re.compile(r"\[(cause|effect|by)(\d?): ([^\[\]]*)\]")


class Case(NamedTuple):
    """A golden line: its text without marks, and the causes expected, each as (cause, effect, by)."""

    line: int
    fails: bool
    kind: str
    text: str
    wanted: list[tuple[str, str, str]]


@functools.cache
def extractors() -> tuple[Callable[[Article], Iterator[object]], Callable[[Article], Iterator[Cause]]]:
    return make_statement_extractor(), make_cause_extractor()


def extract(text: str) -> list[Cause]:
    statements, causes = extractors()
    article = read_text(text)
    article = msgspec.structs.replace(article, records=tuple(statements(article)))
    return list(causes(article))


def read_cases() -> list[Case]:
    cases = []
    for number, line in enumerate(GOLDEN.read_text("utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        fails, line = line.startswith("!"), line.lstrip("! ")
        kind, marked = line.split(": ", 1)
        marks = MARK.findall(marked)
        effects = [quote for role, _, quote in marks if role == "effect"]
        by = next((quote for role, _, quote in marks if role == "by"), "")
        wanted = [(quote, effects[0], by) for role, _, quote in marks if role == "cause"]
        cases.append(Case(number, fails, kind, MARK.sub(r"\3", marked), wanted))
    return cases


def check(case: Case) -> None:
    found = extract(case.text)
    got = [(c.cause.quote, c.effect.quote, c.claimant.span.quote if c.claimant.span else "") for c in found]
    assert got == case.wanted
    for cause in found:
        flags = [name for name in ("hedged", "denied", "purpose") if getattr(cause, name)]
        assert " ".join([cause.sign, *flags]) == case.kind


@pytest.mark.parametrize("case", read_cases(), ids=lambda c: f"line {c.line}")
def test_golden(case: Case) -> None:
    if case.fails:
        with pytest.raises(AssertionError):
            check(case)
    else:
        check(case)


@pytest.mark.parametrize(
    "row", read_connective_file().connectives, ids=lambda row: f"{row.frame} {row.words[:15]}"
)
def test_lexicon_rows(row: ConnectiveRow) -> None:
    assert extract(row.example), row.example
    assert not extract(row.not_), row.not_


def test_a_cause_that_falls_keeps_its_wording() -> None:
    (cause,) = extract("The collapse of oil prices hurt exports.")
    assert (cause.cause_variable, cause.effect_variable, cause.sign) == ("oil_price", "trade", "-")
    assert load_variables().find_direction(cause.cause.quote) == "-"


def test_spans_quote_the_text_and_ids_are_stable() -> None:
    text = "\n\n".join(case.text for case in read_cases())
    first, second = extract(text), extract(text)
    assert first == second
    assert len({c.id for c in first}) == len(first)
    for cause in first:
        for span in filter(None, (cause.cause, cause.effect, cause.connective)):
            assert text[span.start : span.end] == span.quote
        assert cause.evidence
        assert cause.evidence.start <= cause.cause.start < cause.evidence.end
