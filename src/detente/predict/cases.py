"""Cases: one for each dyad and month-end, with what was known then and what came after."""

from __future__ import annotations

import dataclasses

import numpy as np

from detente.predict.features import FEATURES, Known, describe_month
from detente.predict.panels import Floats, Panel
from detente.predict.targets import CLASSES, HORIZONS, YEAR, Band, Horizon, Ints, find_band, make_targets

BACK, ORIGINS = 120, 240
"""A forecast looks back at most ten years; the latest twenty years of month-ends become cases."""


@dataclasses.dataclass(frozen=True, slots=True)
class Cases:
    """Arrays with one row a case, in the order of their month-ends (`origin`, a column of the panel).

    `past` counts the dyad's earlier months by where they lie in today's band. `change` and `conflict` are what came,
    -1 where nobody knows yet; they end `horizon` months after the origin.
    """

    panel: Panel
    horizon: int
    origin: Ints
    dyad: Ints
    features: Floats
    past: Floats
    state: Ints
    strife: Ints
    change: Ints
    conflict: Ints


def make_cases(panel: Panel, *, horizon: Horizon = "month") -> Cases:
    """All cases of a panel; those of each month-end see nothing later."""
    steps = HORIZONS[horizon]
    targets = make_targets(panel, horizon=steps)
    parts: list[tuple[Ints, Ints, Floats, Floats]] = []
    for origin in range(max(YEAR, panel.months - ORIGINS) - 1, panel.months):
        known = panel.until(origin, back=BACK)
        band = find_band(known)
        chosen = np.flatnonzero(band.known)
        if not len(chosen):
            continue
        seen = slice(origin + 1 - known.months, origin + 1)
        states = (targets.state[chosen, seen], targets.strife[chosen, seen])
        known, band = known.take(chosen), band.take(chosen)
        features = describe_month(Known(known, *states, band))
        parts.append((np.full(len(chosen), origin), chosen, features, _place_past(known, band, steps)))
    if not parts:
        parts = [
            (np.zeros(0, int), np.zeros(0, int), np.zeros((0, len(FEATURES))), np.zeros((0, len(CLASSES))))
        ]
    origin_, dyad, features, past = (np.concatenate(column) for column in zip(*parts, strict=True))
    at = (dyad, origin_)
    return Cases(
        panel, steps, origin_, dyad, features, past,
        targets.state[at], targets.strife[at], targets.change[at], targets.conflict[at],
    )  # fmt: skip


def _place_past(known: Panel, band: Band, steps: int) -> Floats:
    """How many earlier months (or quarters) lie below, in and above the band, by dyad."""
    windows = np.lib.stride_tricks.sliding_window_view(known.net, steps, axis=1).mean(2)
    seen = np.isfinite(windows)
    low = ((windows < band.low[:, None]) & seen).sum(1)
    high = ((windows > band.high[:, None]) & seen).sum(1)
    return np.stack([low, seen.sum(1) - low - high, high], axis=1).astype(float)
