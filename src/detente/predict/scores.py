"""Scores of probabilities: Brier and log, skill over a baseline with its interval, calibration."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from detente.predict.panels import Floats
from detente.predict.targets import Ints

DRAWS, BLOCK, SEED = 1000, 6, 20
"""Resamplings, months in a block, and the seed that keeps an interval the same from run to run."""
BINS = 10
LEAST_PROBABILITY = 1e-4
"""The log score counts a probability below this as this."""


class Skill(NamedTuple):
    """One less the ratio of losses, with its 90% interval: above 0 the model is better than the baseline."""

    value: float
    low: float
    high: float


class Bin(NamedTuple):
    """Forecasts of one outcome in a range of probability: how many, their mean, and how often it came."""

    outcome: str
    low: float
    high: float
    n: int
    forecast: float
    observed: float


def brier_losses(probabilities: Floats, labels: Ints) -> Floats:
    """Squared error of each case; summed over three classes, of the event alone where there are two."""
    errors = (probabilities - np.eye(probabilities.shape[1])[labels]) ** 2
    losses: Floats = errors[:, 1] if errors.shape[1] == 2 else errors.sum(1)
    return losses


def log_losses(probabilities: Floats, labels: Ints) -> Floats:
    """Minus the natural logarithm of what was given to what came, case by case."""
    given = probabilities[np.arange(len(labels)), labels]
    losses: Floats = -np.log(np.maximum(given, LEAST_PROBABILITY))
    return losses


def measure_skill(model: Floats, other: Floats, *, dyad: Ints, month: Ints) -> Skill:
    """The skill of one list of losses over another; dyads and blocks of months are resampled together."""
    rows, columns = (np.unique(keys, return_inverse=True)[1] for keys in (dyad, month - month.min()))
    shape = (rows.max() + 1, columns.max() + 1)
    sums = [np.zeros(shape), np.zeros(shape)]
    for total, losses in zip(sums, (model, other), strict=True):
        np.add.at(total, (rows, columns), losses)
    random = np.random.default_rng(SEED)
    by_dyad = random.multinomial(shape[0], np.full(shape[0], 1 / shape[0]), size=DRAWS).astype(float)
    by_month = _draw_blocks(random, shape[1])
    ours, theirs = ((by_dyad @ total * by_month).sum(1) for total in sums)
    drawn = 1 - ours / np.maximum(theirs, 1e-12)
    low, high = np.quantile(drawn, [0.05, 0.95])
    return Skill(float(1 - model.sum() / max(other.sum(), 1e-12)), float(low), float(high))


def _draw_blocks(random: np.random.Generator, months: int) -> Floats:
    """How often each month is drawn, in blocks of neighbours that wrap around: an array (draws, months)."""
    size = min(BLOCK, months)
    starts = random.integers(0, months, size=(DRAWS, -(-months // size)))
    drawn = (starts[:, :, None] + np.arange(size)).reshape(DRAWS, -1)[:, :months] % months
    weights = np.zeros((DRAWS, months))
    np.add.at(weights, (np.arange(DRAWS)[:, None], drawn), 1)
    return weights


def tabulate_calibration(probabilities: Floats, labels: Ints, outcomes: tuple[str, ...]) -> list[Bin]:
    """For each outcome the forecasts in tenths of probability against how often it came; of two, only the event."""
    found = []
    for index in range(1 if len(outcomes) == 2 else 0, len(outcomes)):
        given, came = probabilities[:, index], labels == index
        place = np.minimum((given * BINS).astype(int), BINS - 1)
        for bin_ in np.unique(place):
            inside = place == bin_
            means = float(given[inside].mean()), float(came[inside].mean())
            found.append(
                Bin(outcomes[index], float(bin_) / BINS, float(bin_ + 1) / BINS, int(inside.sum()), *means)
            )
    return found


def measure_calibration(table: list[Bin]) -> float:
    """Expected calibration error: the mean distance of forecast and frequency, each bin by its cases."""
    total = sum(b.n for b in table)
    return sum(b.n * abs(b.forecast - b.observed) for b in table) / total if total else 0.0
