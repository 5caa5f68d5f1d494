"""Every detector on worlds whose turns are known: found where they are, none where there is none."""

from __future__ import annotations

import datetime as dt
import itertools
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.errors import UsageError
from detente.evaluate.worlds import Made, Plan, make_world
from detente.measure.series import GaugeSeries, make_series
from detente.measure.turns.budgets import find_threshold
from detente.measure.turns.choices import choose_turns, list_peaks, score_turns
from detente.measure.turns.dated import find_turns, name_events
from detente.measure.turns.disturbances import score_disturbances
from detente.measure.turns.run_lengths import score_run_lengths
from detente.measure.turns.segments import score_segments
from detente.measure.turns.windows import score_windows

FREEZE = 300
QUIET = {
    "nothing happens": Plan(),
    "coverage grows tenfold": Plan(growth=10.0),
    "a missing month": Plan(holes=((250, 253),)),
    "two years missing": Plan(holes=((250, 353),)),
    "the source triples its output": Plan(tripled=300),
    "few events": Plan(events=3.0),
}
"""Worlds in which the relationship does not change, whatever the source does."""


@cache
def make_net(name: str = "", seed: int = 1, freeze: float | None = None) -> GaugeSeries:
    plan = QUIET.get(name) or Plan(turns={FREEZE: freeze or 0.0})
    made = make_world(Plan(**{f: getattr(plan, f) for f in plan.__slots__} | {"seed": seed}))
    return make_series(made.events, made.world, measures=("net",))["net"]


def world() -> Made:
    return make_world(Plan(turns={FREEZE: -3.0}))


@pytest.mark.parametrize(
    ("score", "late"),
    [(score_disturbances, 0), (score_segments, 0), (lambda v: score_windows(v, online=False), 0),
     (lambda v: score_windows(v, online=True), 6), (score_run_lengths, 6)],
    ids=["disturbances", "segments", "windows offline", "windows online", "run lengths"],
)  # fmt: skip
@pytest.mark.parametrize("sign", [1, -1])
def test_each_method_finds_the_turn(score, late, sign) -> None:  # type: ignore[no-untyped-def]
    for seed in (1, 2, 3):
        scores = sign * score(make_net(freeze=-3.0, seed=seed).value * sign)
        near = scores[FREEZE - 2 : FREEZE + late + 3]
        quiet = np.sort(np.abs(scores[60 : FREEZE - 20]))
        assert -near.min() > 1.5 * quiet[int(0.95 * len(quiet))]


def test_the_freeze_is_dated_within_two_weeks_and_alarmed_within_three() -> None:
    for seed in (1, 2, 3):
        net = make_net(freeze=-3.0, seed=seed)
        day = net.periods[FREEZE]
        offline = find_turns(net, "offline", budget=0.5)
        assert [t.sign for t in offline if abs((t.date - day).days) <= 14] == [-1]
        alarms = [t for t in find_turns(net, "online", budget=0.5) if t.sign < 0]
        assert any(0 <= (t.known - day).days <= 27 and abs((t.date - day).days) <= 21 for t in alarms)


@pytest.mark.parametrize("name", QUIET)
def test_a_source_that_changes_is_no_turn(name: str) -> None:
    found = [t for seed in (1, 2) for t in find_turns(make_net(name, seed), "offline", budget=0.5)]
    assert len(found) <= 2, [
        t.says for t in found
    ]  # twenty years at half a false alarm a year would bear ten


def test_alarms_know_nothing_of_the_future() -> None:
    values = make_net(freeze=-3.0).value
    for score in (lambda v: score_turns(v, "online"), score_run_lengths):
        assert np.allclose(score(values)[:320], score(values[:320]))


def test_a_smaller_budget_gives_fewer_turns_of_the_same() -> None:
    net = make_net(seed=5, freeze=-2.0)
    many, few = (find_turns(net, "offline", budget=b) for b in (2.0, 0.1))
    assert {t.date for t in few} <= {t.date for t in many}
    assert len(few) < len(many)
    with pytest.raises(UsageError, match="cannot be kept"):
        find_threshold(0, "offline")


def test_a_turn_names_the_events_of_its_own_direction() -> None:
    net = make_net(freeze=-3.0)
    turn = next(t for t in find_turns(net, "offline", budget=0.5) if t.sign < 0)
    asked: list[tuple[dt.date, dt.date]] = []

    def ask(start: dt.date, end: dt.date) -> list[dict[str, object]]:
        asked.append((start, end))
        return [
            {"severity": -6.0, "url": "https://a.example"},
            {"severity": 5.0},
            {"severity": None, "score": -2.0},
        ]

    named = name_events(turn, ask)
    assert [e.get("severity") for e in named.events] == [-6.0, None]
    assert asked[0][0] < turn.date < asked[0][1]


def test_a_turn_beside_a_hole_says_so() -> None:
    made = make_world(Plan(turns={254: -3.0}, holes=((250, 253),)))
    net = make_series(made.events, made.world, measures=("net",))["net"]
    turn = max(find_turns(net, "offline", budget=0.5), key=lambda t: t.score)
    assert turn.beside_hole


def test_too_little_has_no_turns() -> None:
    made = make_world(Plan(weeks=20))
    assert find_turns(make_series(made.events, made.world)["net"], "offline", budget=2) == ()


@settings(max_examples=30, deadline=None)
@given(st.lists(st.floats(-1e3, 1e3) | st.just(float("nan")), min_size=0, max_size=120))
def test_any_series_gives_finite_scores_and_turns_apart(values: list[float]) -> None:
    series = np.array(values, dtype=float)
    for mode in ("offline", "online"):
        scores = score_turns(series, mode)  # type: ignore[arg-type]
        assert scores.shape == series.shape and np.isfinite(scores).all()
        turns = choose_turns(scores, mode, threshold=0.5)  # type: ignore[arg-type]
        for sign in (1, -1):
            places = [t.index for t in turns if t.sign == sign]
            assert all(b - a >= 8 for a, b in itertools.pairwise(places))
    assert np.isfinite(score_run_lengths(series)).all()
    assert len(list_peaks(np.zeros(5))) == 0
