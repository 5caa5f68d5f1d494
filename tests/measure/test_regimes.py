"""Regimes of worlds with known turns, in the words of the decision table."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest

from detente.evaluate.worlds import Plan, make_world
from detente.measure.regimes import Regime, split_regimes


def split(plan: Plan) -> tuple[Regime, ...]:
    made = make_world(plan)
    return split_regimes(made.events, made.world, [made.date_week(w) for w in plan.turns])


@pytest.mark.parametrize(
    ("turns", "words"),
    [
        ({200: -3.0}, ["stalemate", "freezing"]),
        ({200: -3.0, 400: 3.0}, ["stalemate", "freezing", "reset"]),
        ({200: 3.0}, ["stalemate", "thawing"]),
        ({}, ["stalemate"]),
    ],
)
def test_words_follow_the_plan(turns: dict[int, float], words: list[str]) -> None:
    assert [r.word for r in split(Plan(turns=turns))] == words


def test_regimes_cover_every_day_once() -> None:
    found = split(Plan(turns={100: -2.0, 101: 0.0, 300: -3.0}))
    for before, after in itertools.pairwise(found):
        assert after.start == before.end + dt.timedelta(days=1)
    assert sum(r.days for r in found) == 520 * 7


def test_a_short_thaw_is_no_reset() -> None:
    words = [r.word for r in split(Plan(turns={200: -3.0, 400: 3.0, 412: -3.0}, events=60.0))]
    assert words[2] == "thawing"


def test_a_hole_is_no_evidence() -> None:
    found = split(Plan(turns={100: 0.0, 200: 0.0}, holes=((110, 199),)))
    assert found[1].word == "not enough evidence"
