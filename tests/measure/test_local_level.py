"""The local level: the same numbers as statsmodels, holes crossed with doubt, too little left alone."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.measure.local_level import fit_local_level


def make_walk(seed: int = 1, weeks: int = 200) -> np.ndarray:
    random = np.random.default_rng(seed)
    return np.cumsum(random.normal(0, 0.3, weeks)) + random.normal(0, 1, weeks)


@pytest.mark.parametrize("hole", [False, True])
def test_level_band_and_pulls_are_those_of_statsmodels(hole: bool) -> None:
    structural = pytest.importorskip("statsmodels.tsa.statespace.structural")
    values = make_walk()
    if hole:
        values[60:90] = np.nan
    ours = fit_local_level(values, ratio=0.1)
    assert ours is not None
    model = structural.UnobservedComponents(values, "llevel")
    theirs = model.smooth([1.0, 0.1])
    assert np.allclose(ours.level, theirs.smoothed_state[0], atol=1e-4)
    widths = (ours.high - ours.low) / np.sqrt(theirs.smoothed_state_cov[0, 0])
    assert widths.std() / widths.mean() < 1e-3
    shocks = theirs.smoothed_state_disturbance[0][:-1]
    known = np.sqrt(np.maximum(0.1 - theirs.smoothed_state_disturbance_cov[0, 0][:-1], 1e-12))
    assert np.corrcoef(ours.pulls[5:], (shocks / known)[4:])[0, 1] > 0.9999


def test_the_ratio_is_the_likeliest_one() -> None:
    structural = pytest.importorskip("statsmodels.tsa.statespace.structural")
    for seed in range(3):
        values = make_walk(seed, 400)
        ours = fit_local_level(values)
        fitted = structural.UnobservedComponents(values, "llevel").fit(disp=0)
        assert ours is not None
        assert np.isclose(ours.ratio, fitted.params[1] / fitted.params[0], rtol=0.15)


def test_a_hole_widens_the_band_and_is_no_zero() -> None:
    values = make_walk() + 50
    values[80:130] = np.nan
    found = fit_local_level(values)
    assert found is not None
    width = found.high - found.low
    assert width[105] > 2 * width[40]
    assert found.level[105] > 40


def test_too_few_values_or_none_that_differ_give_no_level() -> None:
    assert fit_local_level(np.full(100, np.nan)) is None
    assert fit_local_level(np.arange(10.0)) is None
    assert fit_local_level(np.zeros(100)) is None


@settings(max_examples=20, deadline=None)
@given(st.floats(1e-2, 1e6), st.floats(-1e3, 1e3))
def test_pulls_do_not_depend_on_unit_or_origin(unit: float, origin: float) -> None:
    values = make_walk(weeks=60)
    one, other = fit_local_level(values), fit_local_level(values * unit + origin)
    assert one is not None and other is not None
    assert np.allclose(one.pulls, other.pulls, atol=0.05)
