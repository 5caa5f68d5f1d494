"""What is forecast: freeze, no change or thaw against the dyad's own last year, and a month of conflict."""

from __future__ import annotations

import dataclasses
from typing import Literal, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from detente.predict.panels import Floats, Panel

Ints: TypeAlias = NDArray[np.int64]
Horizon: TypeAlias = Literal["month", "quarter"]
HORIZONS: dict[Horizon, int] = {"month": 1, "quarter": 3}
CLASSES = ("freeze", "no change", "thaw")
YEAR, WIDTH = 12, 0.75
"""The band: the mean of the trailing twelve months and three quarters of their standard deviation to each side."""
LEAST_MONTHS, LEAST_SHARE = 10, 0.25
"""A dyad is forecast where its last year has ten observed months and stands on a quarter of the source's dates."""
UNKNOWN = -1


class Band(NamedTuple):
    """A dyad's usual range at the end of a month: arrays by dyad; `known` tells where there is enough to say so."""

    mean: Floats
    deviation: Floats
    known: NDArray[np.bool_]

    @property
    def low(self) -> Floats:
        """Below this is a freeze."""
        return self.mean - WIDTH * self.deviation

    @property
    def high(self) -> Floats:
        """Above this is a thaw."""
        return self.mean + WIDTH * self.deviation

    def take(self, rows: Ints) -> Band:
        """The band of some dyads alone, by their indices."""
        return Band(self.mean[rows], self.deviation[rows], self.known[rows])

    def place(self, values: Floats) -> Ints:
        """Index in `CLASSES` of values by dyad; -1 where the value or the band is unknown."""
        found = np.where(values > self.high, 2, np.where(values < self.low, 0, 1))
        return np.where(self.known & np.isfinite(values), found, UNKNOWN)


@dataclasses.dataclass(frozen=True, slots=True)
class Targets:
    """By dyad and month: `state`, the class of that month itself; `change` and `conflict`, what follows it.

    -1 is unknown. What follows ends `horizon` months later.
    """

    horizon: int
    state: Ints
    change: Ints
    conflict: Ints
    strife: Ints
    """Whether the month itself is a conflict month."""


def find_band(known: Panel) -> Band:
    """The band at the end of the panel's last month."""
    year = known.net[:, -YEAR:]
    seen = np.isfinite(year)
    count = np.maximum(seen.sum(1), 1)
    mean = np.where(seen, year, 0).sum(1) / count
    spread = np.where(seen, (year - mean[:, None]) ** 2, 0).sum(1) / np.maximum(count - 1, 1)
    share = np.where(seen, known.share[:, -YEAR:], 0).sum(1) / count
    enough = (seen.sum(1) >= LEAST_MONTHS) & (share >= LEAST_SHARE) & (spread > 0) & seen[:, -1]
    return Band(mean, np.sqrt(spread), enough)


def make_targets(panel: Panel, *, horizon: int = 1) -> Targets:
    """What each month was and what followed it, for every dyad."""
    state, change, conflict = (np.full(panel.net.shape, UNKNOWN, np.int64) for _ in range(3))
    strife = np.where(np.isfinite(panel.strife), panel.strife >= panel.limit, UNKNOWN).astype(np.int64)
    for month in range(LEAST_MONTHS - 1, panel.months - 1):
        band = find_band(panel.until(month, back=YEAR))
        state[:, month + 1] = band.place(panel.net[:, month + 1])
        after = slice(month + 1, month + 1 + horizon)
        if month + horizon < panel.months:
            change[:, month] = band.place(panel.net[:, after].mean(1))
            worst = strife[:, after]
            conflict[:, month] = np.where(band.known & (worst >= 0).all(1), worst.max(1), UNKNOWN)
    return Targets(horizon, state, change, conflict, strife)
