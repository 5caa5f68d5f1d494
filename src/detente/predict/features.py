"""What is known about each dyad at the end of a month, as numbers that a forecast can weigh and a person can read.

Everything is computed from a panel that ends with that month: later months cannot leak in.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from detente.predict.panels import Floats, Panel
from detente.predict.targets import UNKNOWN, YEAR, Band, Ints

SHORT, LONG = 3.0, 24.0
"""Half-lives, in months, of the weighted shares of past months."""
CUT = 4.0
"""Features are cut at so many units, so that one freak month cannot decide."""


class Known(NamedTuple):
    """What a forecast may look at: panel, states and conflict months up to now, and the band of now.

    Only dyads whose band is known are in it: one that appears later must not show before.
    """

    panel: Panel
    state: Ints
    strife: Ints
    band: Band


THEMES: dict[str, str] = {
    "latest": "its latest months against its year",
    "trend": "its last quarter and half-year against its year",
    "lopsided": "how wide and lopsided its year was",
    "record": "its record of the years before against today's band",
    "season": "the same season a year ago",
    "volume": "how much is reported of it",
    "elsewhere": "what happens to other dyads, and to those of either side",
    "conflict": "its balance and its months of conflict",
}
"""What each group of features is about, in words."""
FEATURES: dict[str, str] = {
    "now": "latest", "one before": "latest", "two before": "latest", "in freeze": "latest", "in thaw": "latest",
    "quarter": "trend", "half-year": "trend",
    "lowest": "lopsided", "highest": "lopsided", "middle": "lopsided", "narrowness": "lopsided",
    "longer mean": "record", "share above": "record", "share below": "record",
    "freezes": "record", "thaws": "record",
    "year before": "season",
    "days": "volume", "volume now": "volume", "volume of quarter": "volume",
    "world": "elsewhere", "first side": "elsewhere", "second side": "elsewhere",
    "level": "conflict", "balance": "conflict", "strife now": "conflict", "strife of quarter": "conflict",
    "strife of year": "conflict", "conflict lately": "conflict", "conflict longer": "conflict",
}  # fmt: skip
"""Each feature and its theme, in the order of the columns."""


def describe_month(known: Known) -> Floats:
    """The features of every dyad at the end of the panel's last month: an array (dyads, features)."""
    panel, band = known.panel, known.band
    net = np.where(np.isfinite(panel.net), panel.net, band.mean[:, None])
    year = net[:, -YEAR:]

    def unit(values: Floats) -> Floats:
        return (values - band.mean) / band.deviation

    now = np.clip(unit(net[:, -1]), -CUT, CUT)
    sides = _average_sides(panel.dyads, now)
    above = _weigh(net > band.high[:, None], panel.net, LONG)
    below = _weigh(net < band.low[:, None], panel.net, LONG)
    columns = {
        "now": now, "one before": unit(net[:, -2]), "two before": unit(net[:, -3]),
        "in freeze": known.state[:, -1] == 0, "in thaw": known.state[:, -1] == 2,
        "quarter": unit(year[:, -3:].mean(1)), "half-year": unit(year[:, -6:].mean(1)),
        "lowest": unit(year.min(1)), "highest": unit(year.max(1)), "middle": unit(np.median(year, 1)),
        "narrowness": np.log(np.maximum(net.std(1), 1e-9) / band.deviation),
        "longer mean": unit(net.mean(1)), "share above": above, "share below": below,
        "freezes": _weigh(known.state == 0, _observed(known.state), LONG),
        "thaws": _weigh(known.state == 2, _observed(known.state), LONG),
        "year before": unit(year[:, 0]),
        **_describe_volume(panel),
        "world": np.full(len(now), now.mean()),
        "first side": sides[0], "second side": sides[1],
        **_describe_conflict(known),
    }  # fmt: skip
    table = np.stack([np.asarray(columns[name], float) for name in FEATURES], axis=1)
    return np.asarray(np.clip(np.nan_to_num(table), -2 * CUT, 2 * CUT), dtype=np.float64)


def _describe_volume(panel: Panel) -> dict[str, Floats]:
    volume = np.nan_to_num(panel.volume[:, -YEAR:])
    usual = volume.mean(1) + 1e-9
    return {
        "days": np.log(np.nan_to_num(panel.share[:, -YEAR:]).mean(1) + 0.01),
        "volume now": np.log(volume[:, -1] / usual + 0.1),
        "volume of quarter": np.log(volume[:, -3:].mean(1) / usual + 0.1),
    }


def _describe_conflict(known: Known) -> dict[str, Floats]:
    panel = known.panel
    year = np.nan_to_num(panel.strife[:, -YEAR:]) / panel.limit
    volume = np.nan_to_num(panel.volume[:, -YEAR:]).mean(1) + 1e-9
    return {
        "level": known.band.mean / known.band.deviation,
        "balance": known.band.mean / volume,
        "strife now": np.arcsinh(year[:, -1]),
        "strife of quarter": np.arcsinh(year[:, -3:].mean(1)),
        "strife of year": np.arcsinh(year.max(1)),
        "conflict lately": _weigh(known.strife == 1, _observed(known.strife), SHORT),
        "conflict longer": _weigh(known.strife == 1, _observed(known.strife), LONG),
    }


def _observed(states: Ints) -> Floats:
    """The states with nan for the unknown ones."""
    found: Floats = np.where(states == UNKNOWN, np.nan, states)
    return found


def _weigh(hits: NDArray[np.bool_], seen: Floats, half_life: float) -> Floats:
    """Log-odds of the share of hits among the seen months, recent ones weighing more, drawn to the share of all."""
    weights = 0.5 ** (np.arange(hits.shape[1])[::-1] / half_life) * np.isfinite(seen)
    total, part = weights.sum(1), (weights * hits).sum(1)
    usual = (part.sum() + 1) / (total.sum() + 10)
    share = (part + usual) / (total + 1)
    odds: Floats = np.log(share / (1 - share))
    return odds


def _average_sides(dyads: tuple[str, ...], now: Floats) -> tuple[Floats, Floats]:
    """For each side of each dyad the mean of `now` over its other dyads, drawn to zero where there are few."""
    names = [dyad.partition("-")[::2] for dyad in dyads]
    index = {name: number for number, name in enumerate(sorted({n for pair in names for n in pair}))}
    sides = np.array([[index[a], index[b]] for a, b in names])
    total, count = np.zeros(len(index)), np.zeros(len(index))
    for side in sides.T:
        np.add.at(total, side, now)
        np.add.at(count, side, 1)
    first, second = ((total[side] - now) / (count[side] + 4) for side in sides.T)
    return first, second
