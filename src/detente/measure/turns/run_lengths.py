"""Online: Bayesian change-point detection by run lengths, with Student predictions.

Adams and MacKay, Bayesian online changepoint detection, arXiv:0710.3742 (2007); conjugate normal-gamma updates after
Murphy, Conjugate Bayesian analysis of the Gaussian distribution (2007). Heavy tails of the news are tamed by asinh.
"""

from __future__ import annotations

from math import lgamma, log, pi

import numpy as np

from detente.measure.local_level import Numbers

_HAZARD = 1 / 104
"""A turn every two years, before anything is seen."""
_LONGEST = 156
_RECENT = 6
"""A run of at most so many weeks is a recent turn."""
_SETTLED = 13
_LOG_GAMMA = np.array([lgamma((n + 3) / 2) - lgamma((n + 2) / 2) for n in range(_LONGEST + 2)])
"""By run length n, for Student's distribution with n + 2 degrees of freedom."""


def score_run_lengths(values: Numbers) -> Numbers:
    """How likely a turn within the last six weeks is, in log odds above those of no news, with its sign.

    Example:
        >>> scores = score_run_lengths(np.repeat([0.0, -5.0], 30) + np.tile([0.5, -0.3, 0.2], 20))
        >>> bool(scores[32] < -2) and bool(abs(scores[29]) < 1)
        True
    """
    scores = np.zeros(len(values))
    seen = np.flatnonzero(np.isfinite(values))
    if len(seen) <= _SETTLED or values[seen[:_SETTLED]].std() == 0:
        return scores
    scaled = np.arcsinh(_scale_by_past(values[seen]))
    usual = _RECENT * _HAZARD
    shares = np.clip(_track_runs(scaled), 1e-9, 1 - 1e-9)
    odds = np.log(shares / (1 - shares)) - np.log(usual / (1 - usual))
    for i in range(_SETTLED, len(seen)):
        new, old = scaled[i - _RECENT + 1 : i + 1], scaled[max(0, i - _RECENT - 51) : i - _RECENT + 1]
        scores[seen[i]] = np.copysign(max(odds[i], 0.0), new.mean() - old.mean())
    return scores


def _scale_by_past(values: Numbers) -> Numbers:
    """Each value less the mean so far, in standard deviations so far; the first stretch by its own."""
    count = np.maximum(np.arange(1, len(values) + 1), _SETTLED)
    first = np.minimum(np.arange(len(values)), len(values) - 1)
    sums, squares = np.cumsum(values), np.cumsum(values**2)
    at = np.maximum(first, _SETTLED - 1)
    mean = sums[at] / count
    return np.asarray((values - mean) / np.sqrt(np.maximum(squares[at] / count - mean**2, 1e-12)))


def _track_runs(values: Numbers) -> Numbers:
    """The probability, after each value, that the run it belongs to began within the recent ones."""
    weights, means, scales = np.array([1.0]), np.array([0.0]), np.array([1.0])
    shares = np.zeros(len(values))
    for t, value in enumerate(values.tolist()):
        length = np.arange(len(weights))
        kappa, freedom = length + 1.0, length + 2.0
        width = scales * (kappa + 1) / (kappa * freedom / 2)
        logs = _LOG_GAMMA[length] - 0.5 * np.log(freedom * pi * width)
        logs -= (freedom + 1) / 2 * np.log1p((value - means) ** 2 / (freedom * width))
        joint = weights * np.exp(logs - logs.max())
        grown = np.concatenate([[joint.sum() * _HAZARD], joint * (1 - _HAZARD)])[:_LONGEST]
        weights = grown / grown.sum()
        scales = np.concatenate([[1.0], scales + kappa * (value - means) ** 2 / (2 * (kappa + 1))])[:_LONGEST]
        means = np.concatenate([[0.0], (kappa * means + value) / (kappa + 1)])[:_LONGEST]
        shares[t] = weights[: _RECENT + 1].sum()
    return shares


NO_NEWS = log(_RECENT * _HAZARD / (1 - _RECENT * _HAZARD))
"""The log odds of a recent turn before anything is seen."""
