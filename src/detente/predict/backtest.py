"""Rolling-origin backtest: at each month-end a model is fitted on what was known by then and forecasts what follows."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Literal, TypeAlias

import numpy as np

from detente.predict.baselines import forecast_shares
from detente.predict.cases import Cases
from detente.predict.logistic import Logistic, fit_logistic
from detente.predict.panels import Floats
from detente.predict.scores import (
    Bin,
    Skill,
    brier_losses,
    log_losses,
    measure_calibration,
    measure_skill,
    tabulate_calibration,
)
from detente.predict.targets import CLASSES, Ints

Target: TypeAlias = Literal["three_classes", "conflict_month", "freeze_onset"]
OUTCOMES: dict[Target, tuple[str, ...]] = {
    "three_classes": CLASSES,
    "conflict_month": ("none", "conflict"),
    "freeze_onset": ("none", "onset"),
}
WARM_MONTHS, LEAST_CASES = 12, 300
"""Scoring begins when cases of twelve month-ends are known; a model is fitted on no fewer than 300."""
REFIT, MOST_CASES = 3, 60_000
"""Months between two fits, and how many cases, the latest, each fit sees."""
Advance: TypeAlias = Callable[[str, int, int], None]
"""Called with what is being done, how many are done, and how many there are."""


@dataclasses.dataclass(frozen=True, slots=True)
class Run:
    """Forecasts of one target: an array (cases, outcomes) by forecaster; nan where it gave none.

    `rows` are the cases concerned, as indices; `labels` what came of them, -1 where unknown; `model` is the last fit.
    """

    target: Target
    rows: Ints
    labels: Ints
    forecasts: dict[str, Floats]
    model: Logistic | None


@dataclasses.dataclass(frozen=True, slots=True)
class TrackRecord:
    """How the forecasts of one target did, on all cases where each was made."""

    target: Target
    n: int
    dyads: int
    months: int
    shares: dict[str, float]
    brier: dict[str, float]
    log: dict[str, float]
    skill: dict[str, Skill]
    log_skill: dict[str, Skill]
    calibration: list[Bin]
    ece: float
    best_baseline: str
    offered: bool
    """Whether the model's Brier skill over the best baseline has an interval wholly above 0."""


def run_backtest(cases: Cases, *, advance: Advance | None = None) -> dict[Target, Run]:
    """The forecasts of every target at every month-end, the last one included, whose outcome nobody knows."""
    change, fit = _forecast_by_model(cases, cases.change, 3, advance)
    conflict, other = _forecast_by_model(cases, cases.conflict, 2, advance)
    everything = np.arange(len(cases.origin))
    onset = np.flatnonzero(cases.state > 0)
    began = np.where(cases.change >= 0, cases.change == 0, -1)
    freeze = np.column_stack([1 - change[:, 0], change[:, 0]])
    return {
        "three_classes": _make_run(cases, "three_classes", everything, cases.change, change, fit),
        "conflict_month": _make_run(cases, "conflict_month", everything, cases.conflict, conflict, other),
        "freeze_onset": _make_run(cases, "freeze_onset", onset, began, freeze, fit),
    }


def _make_run(
    cases: Cases, target: Target, rows: Ints, labels: Ints, model: Floats, fit: Logistic | None
) -> Run:
    """The model's forecasts of some cases beside those of the baselines."""
    labels, classes = labels[rows], len(OUTCOMES[target])
    # One more than the state, so that an unknown one counts as a state of its own.
    state = (cases.strife if target == "conflict_month" else cases.state)[rows] + 1

    def share(states: Ints, past: Floats | None = None) -> dict[str, Floats]:
        return forecast_shares(
            labels, states, origin=cases.origin[rows], dyad=cases.dyad[rows], lag=cases.horizon, classes=classes,
            past=past,
        )  # fmt: skip

    usual, chain = share(np.zeros_like(labels)), share(state)
    forecasts = {
        "model": model[rows], "climatology": usual["best"], "climatology_dyad": usual["own"],
        "climatology_global": usual["all"], "markov": chain["best"], "markov_global": chain["all"],
    }  # fmt: skip
    if target != "conflict_month":
        past = cases.past[rows]
        if target == "freeze_onset":
            past = np.column_stack([past[:, 1:].sum(1), past[:, 0]])
        forecasts["past_values"] = share(np.zeros_like(labels), past)["best"]
    return Run(target, rows, labels, forecasts, fit)


def _forecast_by_model(
    cases: Cases, labels: Ints, classes: int, advance: Advance | None
) -> tuple[Floats, Logistic | None]:
    """The model's probabilities, fitted anew every few months on the cases whose outcome was known; and the last."""
    found = np.full((len(labels), classes), np.nan)
    model: Logistic | None = None
    origins = np.unique(cases.origin)
    for done, month in enumerate(origins):
        if advance is not None:
            advance(f"as of {cases.panel.name_month(int(month)):%Y-%m}", done + 1, len(origins))
        now = cases.origin == month
        # By the calendar, so that a forecast does not change when later months arrive.
        if (cases.panel.first + month) % REFIT == 0 or model is None:
            train = np.flatnonzero((labels >= 0) & (cases.origin + cases.horizon <= month))
            if len(train) < LEAST_CASES or len(np.unique(cases.origin[train])) < WARM_MONTHS:
                continue
            train = train[-MOST_CASES:]
            model = fit_logistic(cases.features[train], labels[train], classes=classes, start=model)
        found[now] = model.predict(cases.features[now])
    return found, model


def score_run(cases: Cases, run: Run, *, only: int | None = None) -> TrackRecord | None:
    """How a run did, or null where nothing can be scored; `only` keeps the cases of one dyad (its index)."""
    origin, dyad = cases.origin[run.rows], cases.dyad[run.rows]
    has_model = bool(np.isfinite(run.forecasts["model"]).any())
    late = (
        np.isfinite(run.forecasts["model"]).all(1)
        if has_model
        else origin >= origin.min(initial=0) + WARM_MONTHS
    )
    chosen = late & (run.labels >= 0) & (True if only is None else dyad == only)
    if not chosen.any():
        return None
    labels = run.labels[chosen]
    names = [name for name in run.forecasts if has_model or name != "model"]
    given = {name: run.forecasts[name][chosen] for name in names}
    brier = {name: brier_losses(p, labels) for name, p in given.items()}
    log = {name: log_losses(p, labels) for name, p in given.items()}
    means = {name: float(losses.mean()) for name, losses in brier.items()}
    best = min((name for name in names if name != "model"), key=means.__getitem__)
    keys = {"dyad": dyad[chosen], "month": origin[chosen]}
    skill, log_skill = (
        {n: measure_skill(losses["model"], losses[n], **keys) for n in names if n != "model"}
        if has_model
        else {}
        for losses in (brier, log)
    )
    outcomes = OUTCOMES[run.target]
    shown = tabulate_calibration(given["model" if has_model else best], labels, outcomes)
    return TrackRecord(
        target=run.target, n=len(labels), dyads=len(np.unique(keys["dyad"])), months=len(np.unique(keys["month"])),
        shares={o: float((labels == i).mean()) for i, o in enumerate(outcomes)},
        brier=means, log={name: float(losses.mean()) for name, losses in log.items()},
        skill=skill, log_skill=log_skill, calibration=shown, ece=measure_calibration(shown),
        best_baseline=best, offered=has_model and skill[best].low > 0,
    )  # fmt: skip
