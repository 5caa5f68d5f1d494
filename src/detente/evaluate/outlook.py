"""How good the outlook is on a table of dyads: a rolling-origin backtest against the simple forecasts."""

from __future__ import annotations

from collections.abc import Iterator
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


def measure_outlook(shared: Path) -> Iterator[tuple[str, str, str, str]]:
    """The next month of every dyad that has data enough: Brier skill; dyads and months are resampled together.

    `past_values`, where the dyad's own earlier months lie in today's band, is what a series without memory allows.
    """
    report = evaluate_outlook(shared / "data/dyads/gdelt_daily_net.parquet")
    floors = {("three_classes", "climatology"): "0.03", ("three_classes", "markov"): "0.00",
              ("conflict_month", "climatology_dyad"): "0.09"}  # fmt: skip
    for target in OUTCOMES:
        scores = report[target]
        tested = f"{scores['n']:,} forecasts, {scores['dyads']:,} dyads"
        for name in ("climatology", "climatology_dyad", "markov", "past_values"):
            if f"skill_over_{name}" in scores:
                low, high = scores[f"skill_over_{name}_interval"]
                interval = f"{low:.3f} to {high:.3f}; {tested}"
                value = f"{scores[f'skill_over_{name}']:.3f}"
                yield f"{target}: skill over {name}", value, interval, floors.get((target, name), "")
        low, high = scores["log_skill_interval"]
        yield (
            f"{target}: log skill over climatology",
            f"{scores['log_skill']:.3f}",
            f"{low:.3f} to {high:.3f}",
            "",
        )
        yield f"{target}: calibration error", f"{scores['ece']:.3f}", tested, ""


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
