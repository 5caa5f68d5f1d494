"""The backtest sees nothing later, is never better than the truth, and finds skill where there is some."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from detente.predict.backtest import run_backtest, score_run
from detente.predict.cases import Cases, make_cases
from detente.predict.panels import Floats, Panel
from detente.predict.scores import Skill, brier_losses, measure_skill
from made_panels import draw_noise, draw_walk, know_truth, make_panel


def measure_against_truth(cases: Cases, truth: Floats) -> Skill:
    run = run_backtest(cases)["three_classes"]
    scored = (run.labels >= 0) & np.isfinite(run.forecasts["model"]).all(1)
    ours, best = (brier_losses(p[scored], run.labels[scored]) for p in (run.forecasts["model"], truth))
    return measure_skill(ours, best, dyad=cases.dyad[scored], month=cases.origin[scored])


def shuffle_months(panel: Panel, seed: int = 5) -> Panel:
    order = np.argsort(np.random.default_rng(seed).random(panel.net.shape), axis=1)
    fields = {
        f: np.take_along_axis(getattr(panel, f), order, 1) for f in ("net", "volume", "share", "strife")
    }
    return dataclasses.replace(panel, **fields)


@pytest.mark.parametrize("horizon", ["month", "quarter"])
def test_what_comes_later_changes_no_earlier_forecast(horizon: str) -> None:
    net = draw_walk(40)
    other = net.copy()
    other[:, 50:] = draw_noise(40, 22, seed=9, size=5000)
    first, second = (run_backtest(make_cases(make_panel(n), horizon=horizon)) for n in (net, other))  # type: ignore[arg-type]
    cases = make_cases(make_panel(net), horizon=horizon)  # type: ignore[arg-type]
    for target, run in first.items():
        early = cases.origin[run.rows] < 50
        again = cases.origin[second[target].rows] < 50
        assert early.sum() > 500
        for name, given in run.forecasts.items():
            np.testing.assert_array_equal(given[early], second[target].forecasts[name][again], err_msg=name)


def test_a_shorter_history_gives_the_same_last_forecast() -> None:
    whole = make_panel(draw_walk(40))
    short = whole.until(55)
    long_cases, short_cases = make_cases(whole), make_cases(short)
    long, last = (run_backtest(c)["three_classes"].forecasts["model"] for c in (long_cases, short_cases))
    np.testing.assert_allclose(long[long_cases.origin == 55], last[short_cases.origin == 55], atol=1e-12)


def test_nothing_beats_the_truth_where_months_have_no_memory() -> None:
    cases = make_cases(make_panel(draw_noise()))
    skill = measure_against_truth(cases, know_truth(cases, np.zeros((100, 72)), 60))
    assert -0.02 < skill.value <= 0
    record = score_run(cases, run_backtest(cases)["conflict_month"])
    assert record is not None and not record.offered
    assert abs(record.skill["climatology"].value) < 0.02


def test_nothing_beats_the_truth_in_a_random_walk() -> None:
    walk = draw_walk()
    cases = make_cases(make_panel(walk))
    assert -0.1 < measure_against_truth(cases, know_truth(cases, walk, 30)).value <= 0


def test_a_leak_would_be_seen() -> None:
    cases = make_cases(make_panel(draw_noise()))
    told = cases.features.copy()
    told[:, 0] = np.where(cases.change == 2, 1.0, 0.0)
    leaky = dataclasses.replace(cases, features=told)
    assert measure_against_truth(leaky, know_truth(cases, np.zeros((100, 72)), 60)).low > 0.1


def test_memory_is_found_and_gone_when_months_are_shuffled() -> None:
    noise = draw_noise(150, 84, size=60)
    net = noise.copy()
    for month in range(1, 84):
        net[:, month] += 0.8 * net[:, month - 1]
    kept, shuffled = (make_cases(p) for p in (make_panel(net), shuffle_months(make_panel(net))))
    found, lost = (score_run(c, run_backtest(c)["three_classes"]) for c in (kept, shuffled))
    assert found is not None and found.offered
    assert found.skill["past_values"].low > 0.05
    assert lost is not None and lost.skill["past_values"].value < 0.03


def test_too_little_history_fits_no_model() -> None:
    cases = make_cases(make_panel(draw_noise(2, 40)))
    runs = run_backtest(cases)
    record = score_run(cases, runs["three_classes"])
    assert record is not None
    assert runs["three_classes"].model is None and not record.offered and "model" not in record.brier
    empty = make_cases(make_panel(draw_noise(2, 8)))
    assert score_run(empty, run_backtest(empty)["three_classes"]) is None


def test_a_hole_breaks_nothing_and_is_forecast_by_nobody() -> None:
    net = draw_walk(40)
    net[:, 40:46] = np.nan
    cases = make_cases(make_panel(net))
    assert not np.isin(cases.origin, np.arange(40, 46)).any()
    assert np.isin(cases.origin, np.arange(56, 60)).any()
    assert (cases.change[cases.origin == 39] == -1).all()
    record = score_run(cases, run_backtest(cases)["three_classes"])
    assert record is not None and np.isfinite(record.brier["model"])
