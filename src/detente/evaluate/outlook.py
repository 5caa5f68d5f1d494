"""How good the outlook is on a table of dyads: a rolling-origin backtest against the simple forecasts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from detente.predict.backtest import OUTCOMES, Advance, TrackRecord, run_backtest, score_run
from detente.predict.cases import make_cases
from detente.predict.panels import STRIFE_POINTS, Panel, load_series_panel
from detente.predict.scores import Skill
from detente.predict.targets import Horizon


def evaluate_outlook(
    path: Path, *, horizon: Horizon = "month", limit: float = STRIFE_POINTS, advance: Advance | None = None
) -> dict[str, Any]:
    """The track record of the outlook on a table of date, dyad and net, as plain data ready for JSON.

    Raises:
        InputError: when the table cannot be read or is shorter than two whole months.
    """
    return evaluate_panel(load_series_panel(path, limit=limit), horizon=horizon, advance=advance)


def evaluate_panel(
    panel: Panel, *, horizon: Horizon = "month", advance: Advance | None = None
) -> dict[str, Any]:
    """The same for a panel: for each target its scores, or null where there is too little to score."""
    cases = make_cases(panel, horizon=horizon)
    runs = run_backtest(cases, advance=advance)
    records = {target: score_run(cases, run) for target, run in runs.items()}
    return {
        "horizon": horizon,
        "first_month": panel.name_month(0).isoformat(),
        "last_month": panel.name_month(panel.months - 1).isoformat(),
        "conflict_limit": panel.limit,
        **{target: None if record is None else _plain(record) for target, record in records.items()},
    }


def _plain(record: TrackRecord) -> dict[str, Any]:
    """A track record as flat keys; scores of the model are null where too few cases were known to fit one."""
    found: dict[str, Any] = {
        "n": record.n,
        "dyads": record.dyads,
        "months": record.months,
        "outcomes": list(OUTCOMES[record.target]),
        "shares": record.shares,
        "brier": record.brier.get("model"),
        **{f"brier_{name}": value for name, value in record.brier.items() if name != "model"},
        "log": record.log.get("model"),
        **{f"log_{name}": value for name, value in record.log.items() if name != "model"},
    }
    for name, skill in record.skill.items():
        found |= _flatten(f"skill_over_{name}", skill)
    for name, skill in record.log_skill.items():
        found |= _flatten("log_skill" if name == "climatology" else f"log_skill_over_{name}", skill)
    found |= {
        "calibration": [bin_._asdict() for bin_ in record.calibration],
        "ece": record.ece,
        "best_baseline": record.best_baseline,
        "offered": record.offered,
    }
    return found


def _flatten(name: str, skill: Skill) -> dict[str, Any]:
    return {name: skill.value, f"{name}_interval": [skill.low, skill.high]}
