"""The outlook of a dyad: how likely a freeze, a thaw and a month of conflict are next, by what has proved best.

The model is fitted on the spot on the dyads of the same source, and is used only for what its track record, made
the same way month by month, shows it to be better at than the best simple forecast.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import TYPE_CHECKING

import numpy as np

from detente.predict.backtest import OUTCOMES, Advance, Run, Target, TrackRecord, run_backtest, score_run
from detente.predict.cases import Cases, make_cases
from detente.predict.panels import Panel, load_ledger_panel
from detente.predict.reasons import Reason, explain_forecast
from detente.predict.targets import HORIZONS, Horizon, find_band
from detente.records import Dyad

if TYPE_CHECKING:
    from detente.ledger.store import Ledger

NAMES = {
    "model": "the model",
    "climatology": "what is usual",
    "climatology_dyad": "what is usual for this dyad",
    "climatology_global": "what is usual for all dyads",
    "markov": "what usually follows such a month",
    "markov_global": "what follows such a month for all dyads",
    "past_values": "where this dyad's earlier months lie in today's band",
}
"""The forecasters in words."""
_TOO_RARE = 1e-3
"""A Brier score of the best simple forecast under which an outcome came once in a thousand months or so."""


@dataclasses.dataclass(frozen=True, slots=True)
class Forecasted:
    """The probabilities of one target's outcomes, who gives them, and what speaks for trusting them.

    `by` names the forecaster that is offered (a key of `NAMES`); `others` holds what the simple ones say. `record`
    is the track record on all dyads, `own` on this one; both null where there is too little history to test.
    """

    target: Target
    probabilities: dict[str, float]
    by: str
    others: dict[str, dict[str, float]]
    record: TrackRecord | None
    own: TrackRecord | None
    why: tuple[Reason, ...]
    note: str


@dataclasses.dataclass(frozen=True, slots=True)
class Outlook:
    """What may come for a dyad from `start` to `end`; `problem` says why there are no forecasts.

    `low` and `high` bound the band in net points a month; `latest` is the last whole month's value.
    """

    dyad: str
    source: str | None
    as_of: dt.date | None
    horizon: Horizon
    start: dt.date | None = None
    end: dt.date | None = None
    low: float | None = None
    high: float | None = None
    latest: float | None = None
    forecasts: tuple[Forecasted, ...] = ()
    citation: str = ""
    problem: str | None = None


def make_outlook(
    ledger: Ledger,
    between: Dyad,
    as_of: dt.date | None = None,
    *,
    horizon: Horizon = "month",
    source: str | None = None,
    advance: Advance | None = None,
) -> Outlook:
    """The outlook of two countries (codes) from the events that a ledger has imported, as known on a day.

    Of several sources the one with most events of the dyad is used, unless named. Too little data is no error: the
    outlook then says so in `problem`.
    """
    from detente.errors import InputError
    from detente.ledger.history import list_citations, list_dyads

    dyad = "-".join(sorted(between))
    rows = list_dyads(ledger, source=source).to_pylist()
    source = next((row["source"] for row in rows if f"{row['one']}-{row['other']}" == dyad), None)
    if source is None:
        problem = f"no imported events of {dyad}; `detente import` brings them into the ledger"
        return Outlook(dyad, source, as_of, horizon, problem=problem)
    try:
        panel = load_ledger_panel(ledger, source=source, as_of=as_of)
    except InputError as error:
        return Outlook(dyad, source, as_of, horizon, problem=str(error))
    found = forecast_dyad(panel, dyad, horizon=horizon, advance=advance)
    citation = list_citations(ledger).get(source, "")
    return dataclasses.replace(found, source=source, as_of=as_of, citation=citation)


def forecast_dyad(
    panel: Panel, dyad: str, *, horizon: Horizon = "month", advance: Advance | None = None
) -> Outlook:
    """The outlook of one dyad of a panel for what follows its last month."""
    start = panel.name_month(panel.months)
    end = panel.name_month(panel.months - 1 + HORIZONS[horizon] + 1) - dt.timedelta(days=1)
    outlook = Outlook(dyad, None, None, horizon, start, end)
    if dyad not in panel.dyads:
        return dataclasses.replace(outlook, problem=f"no whole month of {dyad} is known")
    index = panel.dyads.index(dyad)
    band = find_band(panel.until(panel.months - 1))
    if not band.known[index]:
        problem = (
            f"{dyad} is too thin: an outlook needs ten observed months in the last twelve, the last one among them, "
            "and reports on a quarter of the source's dates"
        )
        return dataclasses.replace(outlook, problem=problem)
    cases = make_cases(panel, horizon=horizon)
    runs = run_backtest(cases, advance=advance)
    forecasts = tuple(f for run in runs.values() if (f := _forecast(cases, run, index)) is not None)
    low, high, latest = (float(a[index]) for a in (band.low, band.high, panel.net[:, -1]))
    return dataclasses.replace(outlook, low=low, high=high, latest=latest, forecasts=forecasts)


def _forecast(cases: Cases, run: Run, dyad: int) -> Forecasted | None:
    """One target's forecast for what follows the last month; null where the target does not apply to it."""
    at = np.flatnonzero((cases.origin[run.rows] == cases.panel.months - 1) & (cases.dyad[run.rows] == dyad))
    if not len(at):
        return None
    outcomes = OUTCOMES[run.target]
    given = {
        name: dict(zip(outcomes, p[at[0]].tolist(), strict=True))
        for name, p in run.forecasts.items()
        if np.isfinite(p[at[0]]).all()
    }
    record, own = score_run(cases, run), score_run(cases, run, only=dyad)
    by, note = _choose(record, "model" in given)
    why = explain_forecast(cases, run, int(run.rows[at[0]])) if by == "model" else ()
    return Forecasted(run.target, given.pop(by), by, given, record, own, why, note)


def _choose(record: TrackRecord | None, fitted: bool) -> tuple[str, str]:
    """The forecaster to offer, and why it and no other."""
    if record is None:
        return "climatology", "Nothing could be tested yet: too little history. This is only what is usual."
    if not fitted or not record.skill:
        note = f"No model: too little history to fit one. Offered: {NAMES[record.best_baseline]}."
        return record.best_baseline, note
    if record.brier[record.best_baseline] < _TOO_RARE:
        note = (
            f"No model: it hardly ever came, so none can be tested. Offered: {NAMES[record.best_baseline]}."
        )
        return record.best_baseline, note
    skill = record.skill[record.best_baseline]
    against = f"{skill.value:+.3f} ({skill.low:+.3f} to {skill.high:+.3f}) over {NAMES[record.best_baseline]}"
    if record.offered:
        return "model", f"The model's Brier skill is {against}, the best simple forecast."
    note = (
        f"The model's Brier skill of {against} is not surely above 0: the simple forecast is offered instead."
    )
    return record.best_baseline, note
