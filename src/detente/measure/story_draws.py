"""90% intervals of sums and means per period when the stories are drawn again.

Stories are drawn and not events, because the events of one story come together: intervals that take events for
independent are a quarter to a third too narrow. Each story comes up a Poisson number of times, so that how many
stories there were is left to chance as well (Hanley and MacGibbon, Creating non-parametric bootstrap samples using
Poisson frequencies, Computer Methods and Programs in Biomedicine 83 (2006) 57-62).
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.measure.local_level import Numbers
from detente.measure.periods import Places

_DRAWS, _SEED = 200, 19620214
_MANY = 30_000
"""Stories above which the normal limit of the draws is taken instead of draws."""
_Z = 1.6449


def sum_by(places: Places, amounts: NDArray[Any], size: int) -> Numbers:
    """The sum of the amounts at each place."""
    return np.asarray(np.bincount(places, weights=amounts, minlength=size), dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Told:
    """Amounts with the period and the story of each; stories are numbered from 0."""

    amounts: Numbers
    periods: Places
    stories: Places
    size: int

    def sum_up(self) -> Numbers:
        """The sum of the amounts of each period."""
        return sum_by(self.periods, self.amounts, self.size)

    def count(self) -> Numbers:
        """How many amounts each period has."""
        return np.bincount(self.periods, minlength=self.size).astype(np.float64)


def draw_sums(told: Told) -> tuple[Numbers, Numbers]:
    """The interval of the sum of each period; (0, 0) where nothing was told."""
    if told.stories.size and told.stories.max() >= _MANY:
        half = _Z * np.sqrt(_square_stories(told, told.amounts)[0])
        return told.sum_up() - half, told.sum_up() + half
    draws = [_weigh(told, weights, told.amounts) for weights in _draw_weights(told)]
    return _bound(draws, told.size)


def draw_means(told: Told) -> tuple[Numbers, Numbers]:
    """The interval of the mean of each period; nan where fewer than two stories told anything.

    By the limit of the draws, with Student's quantile: a few stories spread more than they do around their mean.
    """
    from scipy.special import stdtrit

    counts = told.count()
    with np.errstate(invalid="ignore", divide="ignore"):
        means = told.sum_up() / counts
        squares, stories = _square_stories(told, told.amounts - means[told.periods])
        half = stdtrit(stories - 1, 0.95) * np.sqrt(squares * stories / (stories - 1)) / counts
    half = np.where(stories > 1, half, np.nan)
    return means - half, means + half


def _draw_weights(told: Told) -> Iterator[Numbers]:
    """For each draw how often each story comes up; by table, which is six times as fast as drawing."""
    random = np.random.default_rng(_SEED)
    stories = int(told.stories.max()) + 1 if told.stories.size else 0
    table = _list_quantiles()
    for _ in range(_DRAWS if stories else 0):
        yield table[random.integers(0, len(table), stories, dtype=np.uint16)]


@functools.cache
def _list_quantiles() -> Numbers:
    """The Poisson distribution of mean 1 as 65,535 equally likely values."""
    counts = np.arange(12)
    shares = np.exp(-1.0) / np.cumprod(np.maximum(counts, 1))
    return np.searchsorted(np.cumsum(shares), (np.arange(65535) + 0.5) / 65535).astype(np.float64)


def _weigh(told: Told, weights: Numbers, amounts: Numbers) -> Numbers:
    return sum_by(told.periods, amounts * weights[told.stories], told.size)


def _bound(draws: list[Numbers], size: int) -> tuple[Numbers, Numbers]:
    if not draws or not size:
        return np.zeros(size), np.zeros(size)
    low, high = np.quantile(np.asarray(draws), [0.05, 0.95], axis=0)
    return low, high


def _square_stories(told: Told, amounts: Numbers) -> tuple[Numbers, Numbers]:
    """Per period the sum over stories of the squared sum of a story's amounts, and how many stories it has."""
    if not amounts.size:
        return np.zeros(told.size), np.zeros(told.size)
    width = int(told.stories.max()) + 1
    keys, place = np.unique(told.periods * width + told.stories, return_inverse=True)
    sums = np.bincount(place, weights=amounts)
    periods = keys // width
    return sum_by(periods, sums**2, told.size), sum_by(periods, np.ones(len(periods)), told.size)
