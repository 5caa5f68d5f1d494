"""Why a model gives the probability that it gives, in words and points: theme by theme, what each adds."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from detente.predict.backtest import OUTCOMES, Run
from detente.predict.cases import Cases
from detente.predict.features import FEATURES, THEMES
from detente.predict.panels import Floats

LEAST_POINTS, MOST = 0.01, 3
"""What moves a probability by less than a point is not told, and no more than three themes are."""


class Reason(NamedTuple):
    """What a theme adds to the probability of an outcome against an average case, with the facts that it rests on."""

    outcome: str
    points: float
    theme: str
    facts: str


def explain_forecast(cases: Cases, run: Run, case: int) -> tuple[Reason, ...]:
    """The themes that move the forecast of one case most, for the outcome that differs most from the usual.

    A theme's points are what the probability would lose if its features were those of an average case.
    """
    model = run.model
    if model is None:
        return ()
    features = cases.features[case : case + 1]
    given, average = model.predict(features)[0], model.predict(model.mean[None, :])[0]
    events = (0, 2) if len(given) == 3 else (1,)
    # The onset of a freeze is the three-class model's freeze: its names are those of the first target then.
    outcome = max(events, key=lambda index: abs(given[index] - average[index]))
    names = OUTCOMES["three_classes" if len(given) == 3 else "conflict_month"]
    if run.target == "freeze_onset":
        outcome, names = 0, ("freeze", "", "")
    found = []
    for theme, says in THEMES.items():
        plain = features.copy()
        columns = [index for index, other in enumerate(FEATURES.values()) if other == theme]
        plain[:, columns] = model.mean[columns]
        points = float(given[outcome] - model.predict(plain)[0][outcome])
        if abs(points) >= LEAST_POINTS:
            found.append(Reason(names[outcome], points, says, _state_facts(theme, features[0])))
    return tuple(sorted(found, key=lambda reason: -abs(reason.points))[:MOST])


def _state_facts(theme: str, row: Floats) -> str:
    """What the features of a theme say about one dyad, in words."""
    v = dict(zip(FEATURES, row.tolist(), strict=True))

    def share(log_odds: float) -> str:
        return f"{1 / (1 + np.exp(-log_odds)):.0%}"

    facts = {
        "latest": f"the last month lies {v['now']:+.1f} deviations from its year's mean, "
        f"the one before {v['one before']:+.1f}",
        "trend": f"the last three months lie {v['quarter']:+.1f} deviations from its year's mean, "
        f"the last six {v['half-year']:+.1f}",
        "lopsided": f"its year's months run from {v['lowest']:+.1f} to {v['highest']:+.1f} deviations, "
        f"the middle one at {v['middle']:+.1f}",
        "record": f"of its earlier months about {share(v['share below'])} lie below today's band, "
        f"{share(v['share above'])} above",
        "season": f"the same season a year ago lay {v['year before']:+.1f} deviations from the mean",
        "volume": f"the last month's volume is {max(np.exp(v['volume now']) - 0.1, 0):.0%} of its year's mean",
        "elsewhere": f"all dyads' last month lies {v['world']:+.1f} deviations from their years on average, "
        f"other dyads of either side {v['first side']:+.1f} and {v['second side']:+.1f}",
        "conflict": f"{share(v['conflict lately'])} of its recent months were months of conflict, "
        f"and its balance is {v['balance']:+.0%} of what is reported",
    }
    return facts[theme]
