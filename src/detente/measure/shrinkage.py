"""Empirical Bayes: what a period with few events says, drawn towards what the dyad's own past says.

Only earlier periods count, so that nothing in a value depends on what came after it.
"""

from __future__ import annotations

import numpy as np

from detente.measure.local_level import Numbers

PAST, LEAST = 104, 8
"""Earlier periods that are looked at, and how many are needed to draw towards them at all."""
_TAIL = 0.05


def shrink_counts(counts: Numbers, exposure: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """Rates of weighted counts with their 90% intervals (gamma posterior); holes have no exposure (0 or nan).

    The prior is gamma with mean and variance of the past's rates beyond what chance explains.

    Example:
        >>> rates, low, high = shrink_counts(np.array([4.0] * 20 + [0.0]), np.ones(21))
        >>> bool(rates[-1] > 1) and bool(low[-1] <= rates[-1] <= high[-1])
        True
    """
    from scipy.special import gammaincinv  # takes a third of a second to import

    seen = np.isfinite(exposure) & (exposure > 0)
    rate = np.where(seen, counts / np.where(seen, exposure, 1), np.nan)
    usual, spread, number = sum_past(rate)
    typical = sum_past(np.where(seen, exposure, np.nan))[0]
    with np.errstate(invalid="ignore", divide="ignore"):
        # the variance of few periods is itself a guess: rather draw too little
        unsure = spread * np.sqrt(2 / number)
        # and a past without any variance is no certainty
        excess = np.maximum(np.maximum(spread - usual / typical, 0) + unsure, 0.05 * usual / typical)
    informed = (number >= LEAST) & (usual > 0)
    with np.errstate(invalid="ignore", divide="ignore"):
        weight = np.where(informed, usual / excess, 0.5)  # without a past: half an event in half a period
        prior = np.where(informed, usual * weight, 0.5)
        shape, total = prior + counts, weight + np.where(seen, exposure, np.nan)
    rates = shape / total
    low, high = (gammaincinv(shape, p) / total for p in (_TAIL, 1 - _TAIL))
    return rates, low, high


def shrink_values(values: Numbers, errors: Numbers) -> Numbers:
    """Values with known standard errors drawn towards the mean of the past; a missing value stays missing.

    Example:
        >>> past = np.tile([1.0, -1.0], 20)
        >>> drawn = shrink_values(np.append(past, 9.0), np.full(41, 2.0))
        >>> bool(0 < drawn[-1] < 4)
        True
    """
    usual, spread, number = sum_past(values)
    noise = sum_past(np.where(np.isfinite(values), errors, np.nan) ** 2)[0]
    between = np.maximum(spread - noise, 0.05 * spread)
    floor = np.where(np.isfinite(noise), noise, 0)  # no event at all is no certainty
    with np.errstate(invalid="ignore", divide="ignore"):
        share = between / (between + np.maximum(errors**2, 0.25 * floor))
    informed = (number >= LEAST) & np.isfinite(share)
    return np.where(informed, usual + share * (values - usual), values)


def sum_past(values: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """Mean, variance and number of the observed values among the `PAST` before each."""
    seen = np.isfinite(values)
    middle = float(values[seen][0]) if seen.any() else 0.0  # keeps the squares small; the past knows no mean
    kept = np.where(seen, values - middle, 0.0)
    at = np.arange(len(values))
    start = np.maximum(at - PAST, 0)
    counts, sums, squares = (
        (total := np.concatenate([[0.0], np.cumsum(column)]))[at] - total[start]
        for column in (seen.astype(float), kept, kept * kept)
    )
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = sums / counts
        variance = np.maximum(squares / counts - mean**2, 0)
    return mean + middle, variance, counts


def scale_by_past(values: Numbers) -> Numbers:
    """Values in units of the median size of those before them, tamed by asinh; nan where too few came before.

    Example:
        >>> scale_by_past(np.array([1.0, -1.0] * 5 + [10.0])).round(1).tolist()[-2:]
        [-0.9, 3.0]
    """
    sizes = np.abs(values)
    padded = np.concatenate([np.full(PAST, np.nan), sizes])
    windows = np.lib.stride_tricks.sliding_window_view(padded, PAST)[: len(values)]
    counts = np.isfinite(windows).sum(axis=1)
    usual = np.full(len(values), np.nan)
    enough = counts >= LEAST
    if enough.any():
        usual[enough] = np.nanmedian(windows[enough], axis=1)
        means = np.nanmean(windows[enough], axis=1)
        usual[enough] = np.where(usual[enough] > 0, usual[enough], means)  # mostly quiet: the mean size then
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(usual > 0, np.arcsinh(values / usual), np.nan)
