"""A level that wanders behind noisy values: the local-level model, filtered, smoothed and fitted.

value[t] = level[t] + noise, level[t+1] = level[t] + disturbance (Durbin and Koopman, Time Series Analysis by State
Space Methods, 2nd ed. 2012, chapter 2). In our own lines because the library that has it takes longer to import than
forty years take to measure; a test holds both to the same numbers. A missing value (nan) is a hole that the level
crosses with growing doubt, never a zero.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
ENOUGH = 26
"""Observed values below which no level is fitted."""
_RATIOS = np.geomspace(1e-5, 1e2, 9)
_GOLDEN = (math.sqrt(5) - 1) / 2
_Z = 1.6449


@dataclass(frozen=True, slots=True)
class LocalLevel:
    """A fitted level: `low` to `high` is its 90% band given all values, `pulls` are standardised disturbances.

    `pulls[t]` says how strongly all values together want the level to jump between t-1 and t. `errors` are one-step
    prediction errors and `spreads` their standard deviations, both as known at t-1.
    """

    level: Numbers
    low: Numbers
    high: Numbers
    pulls: Numbers
    errors: Numbers
    spreads: Numbers
    ratio: float


@dataclass(frozen=True, slots=True)
class _Filtered:
    level: Numbers
    variance: Numbers
    error: Numbers
    spread: Numbers
    noise: float
    likelihood: float


def fit_local_level(values: Numbers, *, ratio: float | None = None) -> LocalLevel | None:
    """The local level of a series, by maximum likelihood unless the signal-to-noise `ratio` is given.

    Null where fewer than `ENOUGH` values are observed or they never change.

    Example:
        >>> found = fit_local_level(np.repeat([0.0, 5.0], 30) + np.tile([0.1, -0.1], 30))
        >>> int(np.argmax(found.pulls))
        30
    """
    seen = values[np.isfinite(values)]
    if len(seen) < ENOUGH or seen.std() == 0:
        return None
    best = _find_ratio(values) if ratio is None else ratio
    return _smooth(values, _filter(values, best), best)


def _find_ratio(values: Numbers) -> float:
    """The likeliest ratio of the two variances: over a grid, then by golden section (in logarithms)."""
    scores = [_filter(values, float(ratio)).likelihood for ratio in _RATIOS]
    at = int(np.argmax(scores))
    low, high = (math.log(_RATIOS[i]) for i in (max(at - 1, 0), min(at + 1, len(_RATIOS) - 1)))
    while high - low > 0.15:
        one, other = high - _GOLDEN * (high - low), low + _GOLDEN * (high - low)
        if _filter(values, math.exp(one)).likelihood > _filter(values, math.exp(other)).likelihood:
            high = other
        else:
            low = one
    return math.exp((low + high) / 2)


def _filter(values: Numbers, ratio: float) -> _Filtered:
    """One pass forwards; variances in units of the noise, which is estimated with it. The first value starts it."""
    size = len(values)
    levels, variances, errors, spreads = (np.full(size, np.nan) for _ in range(4))
    level, variance, total, logs, seen = 0.0, 0.0, 0.0, 0.0, 0
    for t, value in enumerate(values.tolist()):
        if seen:
            levels[t], variances[t] = level, variance
        if value == value:  # not a hole
            if not seen:
                level, variance, seen = value, 1.0 + ratio, 1
                levels[t], variances[t] = value, 1e7
                continue
            error, spread = value - level, variance + 1.0
            errors[t], spreads[t] = error, spread
            total += error * error / spread
            logs += math.log(spread)
            level += variance / spread * error
            variance = variance / spread
            seen += 1
        variance += ratio
    noise = max(total / max(seen - 1, 1), 1e-300)
    return _Filtered(levels, variances, errors, spreads, noise, -0.5 * ((seen - 1) * math.log(noise) + logs))


def _smooth(values: Numbers, forward: _Filtered, ratio: float) -> LocalLevel:
    """One pass backwards over a filtered series."""
    size = len(values)
    pulls, levels, variances = np.zeros(size), np.full(size, np.nan), np.full(size, np.nan)
    pull, weight = 0.0, 0.0
    for t in range(size - 1, -1, -1):
        if t + 1 < size and weight > 0:
            pulls[t + 1] = pull / math.sqrt(weight * forward.noise)
        spread = forward.spread[t]
        if spread == spread:
            keep = 1.0 - forward.variance[t] / spread
            pull = forward.error[t] / spread + keep * pull
            weight = 1.0 / spread + keep * keep * weight
        if forward.variance[t] == forward.variance[t]:
            levels[t] = forward.level[t] + forward.variance[t] * pull
            variances[t] = forward.variance[t] - forward.variance[t] ** 2 * weight
    levels, variances = _restart(levels, variances, forward, ratio)
    half = _Z * np.sqrt(np.maximum(variances, 0) * forward.noise)
    spreads = np.sqrt(forward.spread * forward.noise)
    return LocalLevel(levels, levels - half, levels + half, pulls, forward.error, spreads, ratio)


def _restart(
    levels: Numbers, variances: Numbers, forward: _Filtered, ratio: float
) -> tuple[Numbers, Numbers]:
    """The first level, of which nothing is known beforehand, from its own value and the level after it."""
    first = int(np.flatnonzero(np.isfinite(forward.level))[0])
    if first + 1 < len(levels):
        share = 1.0 / (1.0 + ratio)
        start = forward.level[first]
        levels[first] = start + share * (levels[first + 1] - start)
        variances[first] = 1.0 + share**2 * (variances[first + 1] - 1.0 - ratio)
    return levels, variances
