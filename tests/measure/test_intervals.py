"""Intervals against published values, and over simulated worlds: 90% should mean about 90%."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.measure.intervals import (
    Share,
    bound_count,
    bound_difference,
    bound_mean,
    gamma_quantile,
    resample_mean,
    resample_sum,
)


@pytest.mark.parametrize(
    ("count", "low", "high"),
    [
        (0, 0.0, 2.996),
        (1, 0.0513, 4.744),
        (2, 0.355, 6.296),
        (5, 1.970, 10.513),
        (20, 13.255, 29.062),
        (100, 84.14, 118.08),
    ],
)
def test_equal_weights_give_garwoods_exact_interval(count: int, low: float, high: float) -> None:
    # tables of the exact 90% Poisson interval: chi-squared quantiles with 2n and 2n+2 degrees of freedom, halved
    assert bound_count([1.0] * count) == pytest.approx((low, high), rel=2e-3, abs=1e-3)


def test_the_large_formula_meets_the_exact_one() -> None:
    for probability in (0.05, 0.95):
        exact = gamma_quantile(probability, 100.0)
        assert gamma_quantile(probability, 100.0001) == pytest.approx(exact, rel=1e-4)
    assert gamma_quantile(0.95, 1e6) == pytest.approx(1e6 + 1.645e3, rel=1e-4)


def test_ninety_percent_of_simulated_counts_are_covered() -> None:
    random = np.random.default_rng(1)
    for mean in (2.0, 6.0, 15.0):
        covered = [
            low <= mean <= high for low, high in (bound_count([1.0] * n) for n in random.poisson(mean, 400))
        ]
        assert np.mean(covered) >= 0.87, mean
    weights = np.array([0.5, 1.0])
    drawn = [random.choice(weights, n) for n in random.poisson(8.0, 400)]
    covered = [low <= 6.0 <= high for low, high in (bound_count(list(w)) for w in drawn)]
    assert np.mean(covered) >= 0.87


def test_a_difference_holds_its_value_and_grows_with_both_sides() -> None:
    low, high = bound_difference([6.0, 5.0], [5.5])
    assert low < 5.5 < high
    one_low, one_high = bound_difference([6.0], [])
    assert 0 < one_low < 6.0 < one_high, "one change alone does not hide its opposite"
    assert low < 0


def test_few_documents_are_not_drawn_again() -> None:
    shares = [Share(1.0, (f"d{n}",)) for n in range(4)]
    assert resample_sum(shares) is None and resample_mean(shares) is None and resample_sum([]) is None


def test_drawing_documents_again_is_right_in_the_mean_and_repeatable() -> None:
    shares = [Share(float(n % 3), (f"d{n}", f"d{(n + 1) % 20}")) for n in range(20)]
    low, high = resample_sum(shares) or (0, 0)
    assert low < sum(s.amount for s in shares) < high
    assert resample_sum(shares) == (low, high)
    mean_low, mean_high = resample_mean(shares) or (0, 0)
    assert 0 <= mean_low < np.mean([s.amount for s in shares]) < mean_high <= 2


def test_events_of_one_story_come_together() -> None:
    alone = [Share(1.0, (f"d{n}",)) for n in range(20)]
    bunched = [Share(1.0, (f"d{n // 4}",)) for n in range(20)] + [Share(0.0, (f"e{n}",)) for n in range(15)]
    narrow, wide = resample_sum(alone), resample_sum(bunched)
    assert narrow == (20.0, 20.0) and wide is not None
    assert wide[1] - wide[0] > 10


def test_a_mean_of_one_value_is_as_wide_as_the_spread() -> None:
    assert bound_mean(-3.0, count=1, spread=3.0) == pytest.approx((-7.93, 1.93), abs=0.01)


@given(st.lists(st.floats(0.1, 10), max_size=30))
def test_an_interval_holds_its_value(weights: list[float]) -> None:
    low, high = bound_count(weights)
    assert 0 <= low <= sum(weights) <= high
