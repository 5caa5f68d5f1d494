"""Do 90% intervals hold 90%? One-step predictions of a local level, on weeks that nothing was fitted on.

The model is fitted on the first half of a series; each later week is predicted from those before it. `normal` takes
the spread of the first half for granted; `adaptive` takes the interval that held nine in ten of the last two years'
errors, so that it widens when times get rough.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
import numpy as np

from detente.errors import InputError
from detente.measure.local_level import Numbers, fit_local_level

STATED = 0.9
_Z = 1.6449
_PAST, _LEAST = 104, 52


class Coverage(msgspec.Struct, frozen=True, kw_only=True):
    """The share of weeks inside their 90% interval: mean over the series, and the tenth and ninetieth percentile."""

    series: int
    weeks: int
    normal: float
    normal_range: tuple[float, float]
    adaptive: float
    adaptive_range: tuple[float, float]


def evaluate_coverage(series: Iterable[Numbers]) -> Coverage:
    """The coverage of one-step intervals over many weekly series.

    Raises:
        InputError: when no series is long enough.
    """
    found = [cover for values in series if (cover := _cover(values)) is not None]
    if not found:
        raise InputError("no series has two years of weeks to fit on and one to test on")
    normal, adaptive, weeks = (np.array(column) for column in zip(*found, strict=True))
    return Coverage(
        series=len(found), weeks=int(weeks.sum()),
        normal=round(float(normal.mean()), 4), normal_range=_spread(normal),
        adaptive=round(float(adaptive.mean()), 4), adaptive_range=_spread(adaptive),
    )  # fmt: skip


def _spread(shares: Numbers) -> tuple[float, float]:
    low, high = np.quantile(shares, [0.1, 0.9])
    return round(float(low), 4), round(float(high), 4)


def _cover(values: Numbers) -> tuple[float, float, int] | None:
    half = len(values) // 2
    fitted = fit_local_level(values[:half]) if half > _PAST else None
    if fitted is None:
        return None
    whole = fit_local_level(values, ratio=fitted.ratio)
    if whole is None:
        return None
    errors = np.abs(whole.errors / whole.spreads)
    known = errors[:half][np.isfinite(errors[:half])]
    spread = float(np.sqrt(np.mean(known**2)))
    tested = [t for t in range(half, len(values)) if np.isfinite(errors[t])]
    bounds = [
        np.nanquantile(errors[max(0, t - _PAST) : t], _ask(errors[max(0, t - _PAST) : t])) for t in tested
    ]
    if len(known) < _LEAST or len(tested) < _LEAST:
        return None
    inside = errors[tested]
    return float(np.mean(inside <= _Z * spread)), float(np.mean(inside <= bounds)), len(tested)


def _ask(errors: Numbers) -> float:
    """The quantile to take of so many errors so that the next one is inside nine times in ten."""
    seen = int(np.isfinite(errors).sum())
    return min(STATED * (1 + 1 / max(seen, 1)), 1.0)
