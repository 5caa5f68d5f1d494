"""Forecasts against golden text, and the invariants of what is extracted."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec
import pytest

from detente.extract.claims.forecasts import make_forecast_extractor
from detente.extract.statements.extractor import make_statement_extractor
from detente.language.articles import Article
from detente.lexicon.hedges import negate, read_hedge_file
from detente.records import Forecast
from reading import read_text

GOLDEN = Path(__file__).parents[1] / "golden" / "forecasts.txt"
MARK = re.compile(r"\[(claim|by|due|if): ((?:[^\[\]]|\[[^\[\]]*\])*)\]")


class Case(NamedTuple):
    """A golden line: its text without marks, and the forecast expected."""

    line: int
    fails: bool
    text: str
    interval: tuple[float, float] | None
    wanted: dict[str, str]


@functools.cache
def extractors() -> tuple[Callable[[Article], Iterator[object]], Callable[[Article], Iterator[Forecast]]]:
    return make_statement_extractor(), make_forecast_extractor()


def extract(text: str) -> list[Forecast]:
    statements, forecasts = extractors()
    article = read_text(text)
    article = msgspec.structs.replace(article, records=tuple(statements(article)))
    return list(forecasts(article))


def read_cases() -> list[Case]:
    cases = []
    for number, line in enumerate(GOLDEN.read_text("utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        fails, line = line.startswith("!"), line.lstrip("! ")
        kind, rest = line.split(": ", 1)
        marked, _, outcome = rest.partition(" => ")
        text, wanted = marked, {"outcome": outcome} if outcome else {}
        while (match := MARK.search(text)) is not None:
            wanted[match[1]] = MARK.sub(r"\2", match[2])
            inner = MARK.search(match[2])
            if inner:
                wanted[inner[1]] = inner[2]
            text = text[: match.start()] + MARK.sub(r"\2", match[2]) + text[match.end() :]
        low, _, high = kind.partition("-")
        cases.append(Case(number, fails, text, (float(low), float(high)) if high else None, wanted))
    return cases


def describe(forecast: Forecast) -> dict[str, str]:
    """A forecast as the golden text writes it."""
    spans = {
        "claim": forecast.claim_text,
        "by": forecast.forecaster.span,
        "due": forecast.due.span,
        "if": forecast.condition,
    }
    return {name: span.quote for name, span in spans.items() if span} | {"outcome": forecast.outcome_text}


def check(case: Case) -> None:
    found = extract(case.text)
    if case.interval is None:
        assert [describe(f) for f in found] == []
        return
    assert [describe(f) for f in found] == [case.wanted]
    assert found[0].probability == case.interval


@pytest.mark.parametrize("case", read_cases(), ids=lambda c: f"line {c.line}")
def test_golden(case: Case) -> None:
    if case.fails:
        with pytest.raises(AssertionError):
            check(case)
    else:
        check(case)


@pytest.mark.parametrize("row", read_hedge_file().hedges, ids=lambda row: f"{row.frame} {row.words[:20]}")
def test_lexicon_rows(row: object) -> None:
    assert extract(row.example), row.example  # type: ignore[attr-defined]
    assert not extract(row.not_), row.not_  # type: ignore[attr-defined]


def test_a_hope_is_no_forecast() -> None:
    assert not extract(read_hedge_file().not_forecasts.example)


def test_negation_turns_an_interval_round() -> None:
    assert negate((0.2, 0.6)) == (0.4, 0.8)


def test_spans_quote_the_text_and_ids_are_stable() -> None:
    text = "\n\n".join(case.text for case in read_cases())
    first, second = extract(text), extract(text)
    assert first == second
    assert len({f.id for f in first}) == len(first)
    for forecast in first:
        spans = [forecast.claim_text, forecast.condition, forecast.due.span, *forecast.hedges]
        for span in filter(None, spans):
            assert text[span.start : span.end] == span.quote
        assert 0 <= forecast.probability[0] < forecast.probability[1] <= 1
        assert forecast.outcome_text in forecast.resolution_rule
        assert forecast.evidence
        assert forecast.evidence.start <= forecast.claim_text.start < forecast.evidence.end
