"""What docs/accuracy.md says of histories: dated turns, coverage of intervals, and what worlds of our own give."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from detente.evaluate.coverage import evaluate_coverage
from detente.evaluate.turning_points import Quality, evaluate_turning_points
from detente.evaluate.weekly_series import read_dated_turns, read_weekly_series
from detente.evaluate.worlds import DYAD, Plan, make_world
from detente.measure.local_level import Numbers
from detente.measure.reciprocity import measure_reciprocity
from detente.measure.series import make_series
from detente.measure.turns.dated import find_turns

Row = tuple[str, str, str, str]
TARGETS = {"offline": "0.56", "online": "0.50"}
_WORLDS = 12


def measure_turning_points(shared: Path) -> Iterator[Row]:
    """Turns of weekly GDELT net scores 2018-2024 against dated ones, and the coverage of 90% intervals."""
    folder = shared / "data/dyads"
    series = read_weekly_series(folder / "gdelt_daily_net.parquet")
    truth = read_dated_turns(folder / "turning_points.csv")
    report = evaluate_turning_points(series, truth)
    points = f"{report.points} points of {report.dyads} dyads"
    for mode, quality in (("offline", report.offline), ("online", report.online)):
        yield from _list_quality(mode, quality, points)
    dyads = sorted({t.dyad for t in truth if t.dyad in series.values})
    yield from _list_coverage([series.values[name] for name in dyads])


def _list_quality(mode: str, quality: Quality, points: str) -> Iterator[Row]:
    low, high = quality.recall_interval
    yield f"{mode}: recall", f"{quality.recall:.3f}", f"{low:.2f} to {high:.2f}; {points}", TARGETS[mode]
    yield f"{mode}: recall by chance", f"{quality.chance_recall:.3f}", "detections shifted in time", ""
    low, high = quality.false_alarms_interval
    asked = f"{low:.2f} to {high:.2f}; at most {quality.budget}"
    yield f"{mode}: false alarms a dyad-year", f"{quality.false_alarms_per_dyad_year:.3f}", asked, ""
    if quality.median_lag_days is not None and quality.median_lag_interval is not None:
        low, high = quality.median_lag_interval
        yield f"{mode}: median lag in days", f"{quality.median_lag_days:.0f}", f"{low:.0f} to {high:.0f}", ""


def _list_coverage(values: list[Numbers]) -> Iterator[Row]:
    found = evaluate_coverage(values)
    rows = (("adaptive", found.adaptive, found.adaptive_range), ("normal", found.normal, found.normal_range))
    for name, share, (low, high) in rows:
        counted = f"{low:.2f} to {high:.2f} over {found.series} dyads, {found.weeks} weeks not fitted on"
        yield f"90% one-step intervals, {name}: weeks inside", f"{share:.3f}", counted, ""


def measure_worlds(shared: Path) -> Iterator[Row]:
    """Worlds of our own with known answers: what is found of what was planned, and what is found besides."""
    del shared  # nothing of it is needed
    found = besides = 0
    for seed in range(_WORLDS):
        made = make_world(Plan(seed=seed, turns={300: -3.0}))
        turns = find_turns(
            make_series(made.events, made.world, measures=("net",))["net"], "offline", budget=0.5
        )
        hits = [t for t in turns if t.sign < 0 and abs((t.date - made.date_week(300)).days) <= 21]
        found, besides = found + bool(hits), besides + len(turns) - len(hits)
    yield "a freeze found within three weeks", f"{found / _WORLDS:.3f}", f"{found} of {_WORLDS} worlds", ""
    years = _WORLDS * 10
    yield (
        "other turns a year",
        f"{besides / years:.3f}",
        f"{besides} in {years} years; half a year was allowed",
        "",
    )
    told = sum(_answer(seed, 0.7) for seed in range(_WORLDS))
    yield "who answers in kind found", f"{told / _WORLDS:.3f}", f"{told} of {_WORLDS} worlds", ""
    silent = sum(_answer(seed, 0.0) for seed in range(_WORLDS))
    yield (
        "answers found where none are",
        f"{silent / _WORLDS:.3f}",
        f"{silent} of {_WORLDS}; 0.05 is expected",
        "",
    )


def _answer(seed: int, answer: float) -> bool:
    """Whether SWE is seen to answer NOR in kind in a world where it does so to that degree."""
    made = make_world(Plan(seed=seed, answer=answer, lag=2))
    one, other = (make_series(made.events, made.world, actor=a, measures=("net",))["net"] for a in DYAD)
    return measure_reciprocity(one, other).verdict == "in kind"
