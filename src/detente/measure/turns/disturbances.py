"""Offline: the smoothed disturbances of a local level, standardised ("auxiliary residuals").

Harvey and Koopman, Diagnostic checking of unobserved-components time series models, Journal of Business and Economic
Statistics 10 (1992) 377-389.
"""

from __future__ import annotations

import numpy as np

from detente.measure.local_level import Numbers, fit_local_level

SETTLED = 8
"""Values at the start from which no level is known yet."""


def score_disturbances(values: Numbers) -> Numbers:
    """How strongly the whole series wants its level to jump before each value; zeros where it is too short.

    Example:
        >>> scores = score_disturbances(np.repeat([0.0, -5.0], 30) + np.tile([0.3, -0.3, 0.1], 20))
        >>> int(np.argmin(scores))
        30
    """
    found = fit_local_level(values)
    if found is None:
        return np.zeros(len(values))
    scores = found.pulls.copy()
    scores[:SETTLED] = 0
    return scores
