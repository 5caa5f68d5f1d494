"""Window against window: the mean of a few weeks against the year before them, in standard errors.

It knows nothing of the future when the short window ends today (`online`); offline the short window begins there.
"""

from __future__ import annotations

import numpy as np

from detente.measure.local_level import Numbers

BEFORE, AFTER = 52, 6
_LEAST_BEFORE, _SETTLED = 6, 8
_PRIOR = 10
"""Weeks that the variance of the whole past weighs against that of the year before."""


def score_windows(values: Numbers, *, online: bool, before: int = BEFORE, after: int = AFTER) -> Numbers:
    """A signed score for each value: of the window that begins with it or, `online`, that ends with it.

    Holes are left out of both windows; without six values before, the score is zero.

    Example:
        >>> scores = score_windows(np.repeat([0.0, 5.0], 30) + np.tile([1.0, -1.0], 30), online=False)
        >>> int(np.argmax(scores))
        30
    """
    size = len(values)
    at = np.arange(size)
    start = at - after + 1 if online else at
    end = np.minimum(start + after, size)
    usable = start >= _SETTLED
    start = np.maximum(start, 0)
    counts, means, variances = _sum_up(values, np.maximum(start - before, 0), start)
    all_counts, _, all_variances = _sum_up(values, np.zeros(size, dtype=np.intp), start)
    after_counts, after_means, _ = _sum_up(values, start, end)
    spread = (variances * counts + all_variances * _PRIOR) / (counts + _PRIOR)
    with np.errstate(divide="ignore", invalid="ignore"):
        scores = (after_means - means) / np.sqrt(spread * (1 / after_counts + 1 / counts))
    usable &= (counts >= _LEAST_BEFORE) & (after_counts > 0) & (all_counts > 0) & (spread > 0)
    return np.where(usable, scores, 0.0)


def _sum_up(values: Numbers, start: np.ndarray, end: np.ndarray) -> tuple[Numbers, Numbers, Numbers]:
    """Count, mean and variance of the observed values of each stretch from start to before end."""
    seen = np.isfinite(values)
    middle = float(values[seen][0]) if seen.any() else 0.0  # keeps the squares small
    kept = np.where(seen, values - middle, 0.0)
    counts, sums, squares = (
        np.concatenate([[0.0], np.cumsum(column)]) for column in (seen.astype(float), kept, kept * kept)
    )
    count = counts[end] - counts[start]
    mean = (sums[end] - sums[start]) / np.maximum(count, 1)
    variance = (squares[end] - squares[start]) / np.maximum(count, 1) - mean * mean
    return count, mean + middle, np.maximum(variance, 0)
