"""Whether a score means what it says: how often things with that score are right."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from detente.predict.scores import Bin, measure_calibration, tabulate_calibration

Judged = Sequence[tuple[float, bool]]
"""Scores between 0 and 1, each with whether the thing was right."""


def tabulate_scores(judged: Judged) -> list[Bin]:
    """The things in tenths of their score, with how often each tenth is right."""
    scores = np.array([score for score, _ in judged])
    labels = np.array([int(right) for _, right in judged])
    return tabulate_calibration(np.column_stack([1 - scores, scores]), labels, ("wrong", "right"))


def measure_error(judged: Judged) -> float:
    """Expected calibration error over tenths: the mean distance of score and share right, weighed by number.

    Example:
        >>> round(measure_error([(0.75, True), (0.75, True), (0.75, True), (0.75, False), (0.35, False)]), 2)
        0.07
    """
    return measure_calibration(tabulate_scores(judged))


def expect_error(scores: Sequence[float], *, draws: int = 200, seed: int = 20) -> float:
    """The error that the same scores would show by chance if they meant exactly what they say: few things, large error.

    Example:
        >>> expect_error([0.5] * 10_000) < 0.02 < expect_error([0.5] * 20)
        True
    """
    chance = np.random.default_rng(seed)
    return float(
        np.mean([measure_error([(s, bool(chance.random() < s)) for s in scores]) for _ in range(draws)])
    )
