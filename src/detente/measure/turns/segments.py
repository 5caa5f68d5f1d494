"""Offline: pruned exact segmentation (PELT) of the series into stretches of one mean, by `ruptures.KernelCPD`.

A change point scores by the largest penalty that it survives: what it saves, not where a penalty was set.
Killick, Fearnhead and Eckley, Journal of the American Statistical Association 107 (2012) 1590-1598.
"""

from __future__ import annotations

import numpy as np

from detente.measure.local_level import ENOUGH, Numbers

_PENALTIES = np.geomspace(1, 150, 32)
_LEAST = 4
"""Weeks a stretch lasts at least."""
_REACH = 4
"""Weeks over which a change point's score falls to zero: two methods rarely agree on the week."""


def score_segments(values: Numbers) -> Numbers:
    """The root of the penalty that a change of mean survives, with the sign of the change; zero between.

    Example:
        >>> scores = score_segments(np.repeat([0.0, 5.0], 30) + np.tile([1.0, -1.0], 30))
        >>> int(np.argmax(scores))
        30
    """
    seen = np.flatnonzero(np.isfinite(values))
    kept = values[seen]
    if len(kept) < ENOUGH or kept.std() == 0:
        return np.zeros(len(values))
    heights = _find_survivors((kept - kept.mean()) / kept.std())
    scores = np.zeros(len(values))
    scores[seen] = heights
    return _spread(scores)


def _find_survivors(values: Numbers) -> Numbers:
    """The signed root of the largest penalty at which each place is still a change point."""
    from ruptures import KernelCPD

    search = KernelCPD(kernel="linear", min_size=_LEAST).fit(values[:, None])
    heights = np.zeros(len(values))
    for penalty in _PENALTIES:
        ends = [0, *search.predict(pen=float(penalty))]
        for before, at, after in zip(ends, ends[1:], ends[2:], strict=False):
            rise = values[at:after].mean() - values[before:at].mean()
            heights[at] = np.copysign(np.sqrt(penalty), rise)
    return heights


def _spread(scores: Numbers) -> Numbers:
    padded = np.pad(scores, _REACH)
    shifts = range(-_REACH + 1, _REACH)
    size = len(scores)
    parts = [padded[_REACH + k : _REACH + k + size] * (1 - abs(k) / _REACH) for k in shifts]
    return np.asarray(np.sum(parts, axis=0))
