"""The alarm budget: how many false alarms a year a reader will bear, and the threshold that keeps to it."""

from __future__ import annotations

import numpy as np

from detente.errors import UsageError
from detente.measure.turns.choices import Mode

_MEASURED: dict[Mode, tuple[tuple[float, float], ...]] = {
    "offline": ((0.05, 2.68), (0.1, 2.12), (0.2, 1.68), (0.4, 1.23), (0.6, 0.97), (1.0, 0.75), (2.0, 0.5)),
    "online": ((0.05, 3.8), (0.1, 3.0), (0.2, 2.12), (0.4, 1.4), (0.6, 1.18), (1.0, 0.93), (2.0, 0.63)),
}
"""False alarms a dyad-year and the score that keeps to them, as measured on 36 dyads with dated turns (docs/history.md
says on which). About half of what is counted as false there is a turn that the list of dated turns lacks."""


def find_threshold(budget: float, mode: Mode) -> float:
    """The score that a turn needs so that so many false alarms a dyad-year are to be expected.

    Raises:
        UsageError: when the budget is not above 0.

    Example:
        >>> find_threshold(0.25, "offline") > find_threshold(1, "offline")
        True
    """
    if not budget > 0:
        raise UsageError(
            f"an alarm budget of {budget:g} cannot be kept; say how many false alarms a year you bear"
        )
    budgets, thresholds = zip(*_MEASURED[mode], strict=True)
    return float(np.exp(np.interp(np.log(budget), np.log(budgets), np.log(thresholds))))
