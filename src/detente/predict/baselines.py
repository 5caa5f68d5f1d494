"""The simple forecasts that a model must beat: what is usual, what is usual after such a month, where the past lay.

Each is counts, drawn towards the same share over all dyads by so many cases as served best on the cases known before.
"""

from __future__ import annotations

import numpy as np

from detente.predict.panels import Floats
from detente.predict.targets import Ints

STRENGTHS = (1.0, 3.0, 10.0, 30.0, 100.0, 1e9)
"""So many cases the share over all dyads weighs against the dyad's own; the last is the share over all alone."""
OWN, ALL = 0, len(STRENGTHS) - 1


def forecast_shares(
    labels: Ints,
    states: Ints,
    *,
    origin: Ints,
    dyad: Ints,
    lag: int,
    classes: int,
    past: Floats | None = None,
) -> dict[str, Floats]:
    """Probabilities (cases, classes) by shares: `best` of the strengths so far, `own` and `all` for fixed ones.

    The share is that of the dyad's own earlier cases with the same state; with one state it is climatology, with
    the class of the month a Markov chain. `past` gives the dyad's counts instead. A case is known `lag` months
    after its origin; labels below 0 are unknown. Before anything is known all classes are equally likely.
    """
    shape = (int(dyad.max(initial=0)) + 1, int(states.max(initial=0)) + 1, classes)
    counts = np.zeros(shape)
    at_strength = np.zeros((len(STRENGTHS), len(labels), classes))
    best = np.zeros((len(labels), classes))
    loss = np.zeros(len(STRENGTHS))
    counted = -1
    for month in np.unique(origin):
        resolved = (origin > counted) & (origin <= month - lag) & (labels >= 0)
        counted = max(counted, month - lag)
        np.add.at(counts, (dyad[resolved], states[resolved], labels[resolved]), 1)
        hot = np.eye(classes)[labels[resolved]]
        loss += ((at_strength[:, resolved] - hot) ** 2).sum((1, 2))
        now = origin == month
        pooled = counts.sum(0) + 1.0
        pooled = (pooled / pooled.sum(1, keepdims=True))[states[now]]
        own = counts[dyad[now], states[now]] if past is None else past[now]
        for index, strength in enumerate(STRENGTHS):
            at_strength[index, now] = (own + strength * pooled) / (own.sum(1, keepdims=True) + strength)
        best[now] = at_strength[int(loss.argmin()) if loss.any() else ALL, now]
    return {"best": best, "own": at_strength[OWN], "all": at_strength[ALL]}
