"""90% intervals: of a weighted count, of a sum of two signs, and over which documents happened to be read."""

from __future__ import annotations

import functools
import math
import statistics
from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

Interval: TypeAlias = tuple[float, float]
Numbers: TypeAlias = NDArray[np.float64]
_TAIL = 0.05
_Z = 1.6449
_DRAWS = 2000
_SEED = 20200426
_LARGE_SHAPE = 100.0
_ENOUGH_DOCUMENTS = 5
"""Fewer than these tell nothing by being drawn again: chance alone gives the interval then."""


class Share(NamedTuple):
    """What a distinct event adds to a gauge, and the documents that tell of it."""

    amount: float
    documents: tuple[str, ...]


def bound_count(weights: Sequence[float], *, largest: float = 1.0) -> Interval:
    """The 90% interval of a sum of weights that came as Poisson events; weights must not be negative.

    The gamma interval of Fay and Feuer, Statistics in Medicine 16 (1997) 791-801; with equal weights it is
    Garwood's exact one. `largest` is the weight that an unseen event could have.

    Example:
        >>> low, high = bound_count([1.0] * 5)
        >>> round(low, 2), round(high, 2)
        (1.97, 10.51)
    """
    total, square = sum(weights), sum(w * w for w in weights)
    low = square / total * gamma_quantile(_TAIL, total**2 / square) if total else 0.0
    more, squares = total + largest, square + largest**2
    return low, squares / more * gamma_quantile(1 - _TAIL, more**2 / squares)


def bound_difference(better: Sequence[float], worse: Sequence[float]) -> Interval:
    """The 90% interval of the sum of `better` less the sum of `worse`, both without sign.

    Each side has its gamma interval, joined by squares (Zou and Donner, Statistics in Medicine 27 (2008)
    1693-1702); a side on which nothing was seen adds nothing.

    Example:
        >>> bound_difference([], [])
        (0.0, 0.0)
    """
    plus, minus = sum(better), sum(worse)
    plus_low, plus_high = bound_count(better, largest=max(better)) if better else (0.0, 0.0)
    minus_low, minus_high = bound_count(worse, largest=max(worse)) if worse else (0.0, 0.0)
    value = plus - minus
    return (
        value - math.hypot(plus - plus_low, minus_high - minus),
        value + math.hypot(plus_high - plus, minus - minus_low),
    )


def bound_mean(value: float, *, count: int, spread: float) -> Interval:
    """The 90% interval of a mean of `count` values whose standard deviation is `spread`."""
    half = _Z * spread / math.sqrt(count)
    return value - half, value + half


def resample_sum(shares: Sequence[Share]) -> Interval | None:
    """The 90% interval of a sum when its documents are drawn again; null where they are too few to tell.

    Documents are drawn, not events, because the events of one story come together. An event weighs as
    often as its documents were drawn on average, so that the sum is right in the mean.
    """
    told = _tell(shares)
    return _bound(told[0] @ told[1]) if told else None


def resample_mean(shares: Sequence[Share]) -> Interval | None:
    """The 90% interval of the mean of the amounts when their documents are drawn again; null where too few."""
    told = _tell(shares)
    if told is None:
        return None
    draws, sums, counts = told
    drawn = draws @ counts
    return _bound((draws @ sums)[drawn > 0] / drawn[drawn > 0])


def _tell(shares: Sequence[Share]) -> tuple[Numbers, Numbers, Numbers] | None:
    """Draws of documents (draws by documents), and what each document tells: amounts and events."""
    names = sorted({name for share in shares for name in share.documents})
    if len(names) < _ENOUGH_DOCUMENTS:
        return None
    place = {name: i for i, name in enumerate(names)}
    sums, counts = np.zeros(len(names)), np.zeros(len(names))
    for share in shares:
        tellers = [place[name] for name in share.documents]
        sums[tellers] += share.amount / len(tellers)
        counts[tellers] += 1 / len(tellers)
    return _draw(len(names)), sums, counts


@functools.lru_cache(maxsize=64)
def _draw(documents: int) -> Numbers:
    """How often each of so many documents comes up in each draw of as many."""
    random = np.random.default_rng(_SEED)
    chances = np.full(documents, 1 / documents)
    return random.multinomial(documents, chances, size=_DRAWS).astype(np.float64)


def _bound(values: Numbers) -> Interval:
    low, high = np.quantile(values, [_TAIL, 1 - _TAIL])
    return float(low), float(high)


def widen(interval: Interval, other: Interval | None) -> Interval:
    """The interval that holds both.

    Example:
        >>> widen((1.0, 3.0), (2.0, 4.0)), widen((1.0, 3.0), None)
        ((1.0, 4.0), (1.0, 3.0))
    """
    return interval if other is None else (min(interval[0], other[0]), max(interval[1], other[1]))


@functools.lru_cache(maxsize=4096)
def gamma_quantile(probability: float, shape: float) -> float:
    """Where the gamma distribution of a shape and scale 1 reaches a probability.

    By bisection; for large shapes by the cube of a normal one (Wilson and Hilferty, PNAS 17 (1931) 684-688).

    Example:
        >>> round(2 * gamma_quantile(0.95, 0.5), 3)  # chi-squared with one degree of freedom
        3.841
    """
    if shape > _LARGE_SHAPE:
        normal = statistics.NormalDist().inv_cdf(probability)
        return shape * (1 - 1 / (9 * shape) + normal / (3 * math.sqrt(shape))) ** 3
    low, high = 0.0, shape + 20 * math.sqrt(shape) + 20
    while high - low > 1e-9 * max(1.0, high):
        middle = (low + high) / 2
        low, high = (middle, high) if _gamma_below(middle, shape) < probability else (low, middle)
    return (low + high) / 2


def _gamma_below(x: float, shape: float) -> float:
    """The regularised lower incomplete gamma function, by its power series."""
    if x <= 0:
        return 0.0
    term = total = 1 / shape
    n = shape
    while term > 1e-15 * total:
        n += 1
        term *= x / n
        total += term
    return total * math.exp(shape * math.log(x) - x - math.lgamma(shape))
