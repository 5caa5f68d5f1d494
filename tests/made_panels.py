"""Worlds with known answers for the outlook: months drawn from laws that the test knows."""

from __future__ import annotations

import math

import numpy as np

from detente.predict.cases import Cases
from detente.predict.panels import Floats, Panel
from detente.predict.targets import YEAR, find_band


def make_panel(net: Floats, *, limit: float = 100.0) -> Panel:
    """A panel of dyads that are all in the news on nine days in ten."""
    names = tuple(f"A{i:03d}-B{i:03d}" for i in range(len(net)))
    return Panel(names, 2000 * 12, net, np.abs(net) + 50, np.full(net.shape, 0.9), -net, limit)


def draw_noise(dyads: int = 100, months: int = 72, *, seed: int = 1, size: float = 60) -> Floats:
    """Months without memory: nothing that came says anything of what comes."""
    return np.random.default_rng(seed).normal(size=(dyads, months)) * size


def draw_walk(dyads: int = 100, months: int = 72, *, seed: int = 2, size: float = 30) -> Floats:
    """A random walk: the last month says all that can be known."""
    return np.cumsum(draw_noise(dyads, months, seed=seed, size=size), axis=1)


def know_truth(cases: Cases, centre: Floats, size: float) -> Floats:
    """The true probabilities of the three classes where a next month is normal around `centre` (dyads, months)."""
    truth = np.zeros((len(cases.origin), 3))
    for row, (origin, dyad) in enumerate(zip(cases.origin, cases.dyad, strict=True)):
        band = find_band(cases.panel.until(int(origin), back=YEAR))
        low, high = (
            0.5 * (1 + math.erf((edge[dyad] - centre[dyad, origin]) / size / math.sqrt(2)))
            for edge in (band.low, band.high)
        )
        truth[row] = low, high - low, 1 - high
    return truth
