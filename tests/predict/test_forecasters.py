"""The regression finds known weights, the shares are counts, and scores are what a hand finds."""

import numpy as np
import pytest

from detente.predict.baselines import forecast_shares
from detente.predict.logistic import fit_logistic, softmax
from detente.predict.scores import (
    brier_losses,
    log_losses,
    measure_calibration,
    measure_skill,
    tabulate_calibration,
)


def test_known_weights_are_found() -> None:
    random = np.random.default_rng(3)
    x = random.normal(size=(40_000, 2))
    truth = softmax(np.column_stack([0 * x[:, 0], 1.5 * x[:, 0] - 1, x[:, 1]]))
    labels = (random.random((len(x), 1)) > truth.cumsum(1)).sum(1)
    model = fit_logistic(x, labels, classes=3)
    assert np.abs(model.predict(x) - truth).max() < 0.03
    assert np.allclose(model.predict(x).sum(1), 1)


def test_shares_know_only_what_has_come() -> None:
    labels = np.array([1, 1, 0, 0, -1])
    at = {"origin": np.arange(5), "dyad": np.zeros(5, int), "lag": 1, "classes": 2}
    found = forecast_shares(labels, np.zeros(5, int), **at)
    # One of each is counted beforehand, so that nothing is impossible.
    np.testing.assert_allclose(found["all"][:, 1], [1 / 2, 2 / 3, 3 / 4, 3 / 5, 3 / 6])
    late = forecast_shares(labels, np.zeros(5, int), **(at | {"lag": 3}))
    np.testing.assert_allclose(late["all"][:, 1], [1 / 2, 1 / 2, 1 / 2, 2 / 3, 3 / 4])


def test_a_chain_tells_states_apart() -> None:
    labels = np.tile([0, 1], 50)
    found = forecast_shares(
        labels, 1 - labels, origin=np.arange(100), dyad=np.zeros(100, int), lag=1, classes=2
    )
    assert found["best"][99, 1] > 0.95
    assert found["best"][98, 1] < 0.05


def test_scores_by_hand() -> None:
    p = np.array([[0.7, 0.2, 0.1], [0.0, 1.0, 0.0]])
    np.testing.assert_allclose(brier_losses(p, np.array([0, 0])), [0.09 + 0.04 + 0.01, 2])
    np.testing.assert_allclose(brier_losses(p[:, :2], np.array([0, 1])), [0.04, 0])
    np.testing.assert_allclose(log_losses(p, np.array([0, 1])), [-np.log(0.7), 0])


def test_the_interval_grows_when_months_hang_together() -> None:
    random = np.random.default_rng(4)
    dyad, month = (a.ravel() for a in np.meshgrid(np.arange(100), np.arange(60), indexing="ij"))
    usual = np.ones(6000)
    alone = 0.9 + 0.5 * random.normal(size=6000)
    together = 0.9 + 0.5 * np.repeat(random.normal(size=10), 6)[month]
    narrow, wide = (measure_skill(a, usual, dyad=dyad, month=month) for a in (alone, together))
    assert narrow.low < narrow.value < narrow.high
    assert wide.high - wide.low > 5 * (narrow.high - narrow.low)


def test_calibration_of_honest_and_of_boastful_forecasts() -> None:
    random = np.random.default_rng(6)
    chance = random.random(20_000)
    came = (random.random(20_000) < chance).astype(int)
    names = ("none", "conflict")
    honest = tabulate_calibration(np.column_stack([1 - chance, chance]), came, names)
    bold = chance**0.3
    boastful = tabulate_calibration(np.column_stack([1 - bold, bold]), came, names)
    assert sum(b.n for b in honest) == 20_000 and {b.outcome for b in honest} == {"conflict"}
    assert measure_calibration(honest) < 0.02 < 0.2 < measure_calibration(boastful)
    assert measure_calibration([]) == pytest.approx(0)
