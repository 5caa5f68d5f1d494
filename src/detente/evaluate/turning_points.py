"""How well dated turns are found: recall against false alarms, offline and online, beside what chance would find.

The threshold for a dyad is chosen on the other dyads: the one that finds most there without more false alarms than
the budget. A detection matches one dated turn of its sign at most, and the other way round.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec
import numpy as np
from numpy.typing import NDArray

from detente.errors import InputError, UsageError
from detente.evaluate.weekly_series import DatedTurn, WeeklySeries
from detente.measure.local_level import Numbers
from detente.measure.turns.budgets import find_threshold
from detente.measure.turns.choices import Detection, Mode, choose_turns, list_peaks, score_turns
from detente.show.tables import write_rows

WINDOWS: dict[Mode, tuple[int, int]] = {"offline": (-45, 75), "online": (-7, 90)}
"""Days from a dated turn within which a detection of its sign counts as finding it."""
BUDGETS: dict[Mode, float] = {"offline": 0.5, "online": 0.6}
"""False alarms per dyad-year that are allowed."""
_KNOWN_ON: dict[Mode, int] = {"offline": 3, "online": 6}
"""A turn is dated to the middle of its week; an alarm is raised when its week is over."""
_MARGIN = 0.97
"""Part of the budget that is spent on the other dyads, so that the dyad left out does not break it."""
_MOST = 60
"""Peaks of a dyad that could ever become turns."""
_DRAWS, _SHIFTS, _SEED = 2000, 200, 20180101


class Quality(msgspec.Struct, frozen=True, kw_only=True):
    """Recall, false alarms and lag of one mode; intervals are 90%, drawing dyads again."""

    recall: float
    recall_interval: tuple[float, float]
    chance_recall: float
    chance_interval: tuple[float, float]
    false_alarms_per_dyad_year: float
    false_alarms_interval: tuple[float, float]
    median_lag_days: float | None
    median_lag_interval: tuple[float, float] | None
    found: int
    false_alarms: int
    budget: float


class Quarry(msgspec.Struct, frozen=True, kw_only=True):
    """A detection or a dated turn that stayed alone: what to read when one asks why."""

    dyad: str
    date: dt.date
    sign: int
    mode: Mode
    kind: str
    score: float | None = None


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that `detente evaluate turning-points` says; `alone` are false alarms and misses."""

    points: int
    dyads: int
    dyad_years: float
    first: dt.date
    last: dt.date
    offline: Quality
    online: Quality
    alone: tuple[Quarry, ...] = ()


@dataclass(frozen=True, slots=True)
class _Dyad:
    """A dyad to score: its dated turns and the weekly scores of one mode."""

    name: str
    truth: tuple[DatedTurn, ...]
    scores: Numbers
    peaks: tuple[Detection, ...]

    def detect(self, mode: Mode, threshold: float) -> tuple[Detection, ...]:
        """The turns of the dyad at a threshold."""
        if mode == "offline":
            return tuple(peak for peak in self.peaks if peak.score >= threshold)
        return choose_turns(self.scores, mode, threshold=threshold)


@dataclass(frozen=True, slots=True)
class _Match:
    """What became of the detections of a dyad: lags of those that match, the others, and the turns missed."""

    lags: tuple[int, ...]
    false: tuple[Detection, ...]
    missed: tuple[DatedTurn, ...]


def evaluate_turning_points(
    series: WeeklySeries, truth: Sequence[DatedTurn], *, budgets: dict[Mode, float] = BUDGETS
) -> Report:
    """Recall, chance recall, false alarms and lag, offline and online.

    Only dated turns inside the series' days and dyads count, and only their dyads.

    Raises:
        InputError: when no dated turn lies inside the series.
    """
    inside = [t for t in truth if t.dyad in series.values and series.first <= t.date <= series.last]
    if not inside:
        raise InputError("no dated turn lies inside the days and dyads of the series; nothing to score")
    names = sorted({t.dyad for t in inside})
    qualities: dict[str, Quality] = {}
    alone: list[Quarry] = []
    for mode in WINDOWS:
        dyads = [_prepare(n, inside, score_turns(series.values[n], mode)) for n in names]
        qualities[mode], more = _score_mode(series, dyads, mode, budget=budgets[mode])
        alone += more
    return Report(
        points=len(inside),
        dyads=len(names),
        dyad_years=round(len(names) * series.years, 1),
        first=series.first,
        last=series.last,
        alone=tuple(alone),
        **qualities,
    )


def _prepare(name: str, turns: Sequence[DatedTurn], scores: Numbers) -> _Dyad:
    peaks = tuple(sorted(list_peaks(scores)[:_MOST], key=lambda peak: peak.index))
    return _Dyad(name, tuple(t for t in turns if t.dyad == name), scores, peaks)


def _score_mode(
    series: WeeklySeries, dyads: Sequence[_Dyad], mode: Mode, *, budget: float
) -> tuple[Quality, list[Quarry]]:
    thresholds = _leave_one_out(series, dyads, mode, budget)
    detections = [dyad.detect(mode, float(t)) for dyad, t in zip(dyads, thresholds, strict=True)]
    matches = [_match(series, d, mode, found) for d, found in zip(dyads, detections, strict=True)]
    chance = [
        [
            len(_match(series, d, mode, found, shift=int(shift)).lags)
            for d, found in zip(dyads, detections, strict=True)
        ]
        for shift in _draw_shifts(len(dyads[0].scores))
    ]
    alone = [
        Quarry(
            dyad=dyad.name, date=series.find_day(d.index, offset=_KNOWN_ON[mode]), sign=d.sign, mode=mode,
            kind="false alarm", score=round(d.score, 3),
        )
        for dyad, match in zip(dyads, matches, strict=True) for d in match.false
    ]  # fmt: skip
    alone += [
        Quarry(dyad=turn.dyad, date=turn.date, sign=turn.sign, mode=mode, kind="missed")
        for match in matches
        for turn in match.missed
    ]
    return _summarise(series, dyads, matches, chance=np.asarray(chance), budget=budget), alone


def _leave_one_out(
    series: WeeklySeries, dyads: Sequence[_Dyad], mode: Mode, budget: float
) -> NDArray[np.float64]:
    """For each dyad the threshold that does best on all the others; the shipped one where there are no others."""
    if len(dyads) == 1:
        return np.array([find_threshold(budget, mode)])
    heights = sorted({peak.score for dyad in dyads for peak in dyad.peaks})
    grid = np.unique(np.quantile(heights, np.linspace(0.3, 1, 160))) if heights else np.array([np.inf])
    found, false = np.zeros((len(dyads), len(grid))), np.zeros((len(dyads), len(grid)))
    for row, dyad in enumerate(dyads):
        for column, threshold in enumerate(grid):
            match = _match(series, dyad, mode, dyad.detect(mode, float(threshold)))
            found[row, column], false[row, column] = len(match.lags), len(match.false)
    others_found, others_false = found.sum(0) - found, false.sum(0) - false
    allowed = others_false <= _MARGIN * budget * series.years * (len(dyads) - 1)
    allowed[:, -1] = True
    value = np.where(allowed, others_found - 1e-3 * others_false, -np.inf)
    return np.asarray(grid[np.argmax(value, axis=1)])


def _match(
    series: WeeklySeries, dyad: _Dyad, mode: Mode, detections: Sequence[Detection], *, shift: int = 0
) -> _Match:
    """Detections in their order, each matched with the nearest free turn of its sign inside the window."""
    low, high = WINDOWS[mode]
    free = list(dyad.truth)
    lags: list[int] = []
    false: list[Detection] = []
    for found in detections:
        day = series.find_day((found.index + shift) % len(dyad.scores), offset=_KNOWN_ON[mode])
        near = [t for t in free if t.sign == found.sign and low <= (day - t.date).days <= high]
        if not near:
            false.append(found)
            continue
        turn = min(near, key=lambda t: (abs((day - t.date).days), t.date))
        free.remove(turn)
        lags.append((day - turn.date).days)
    return _Match(tuple(lags), tuple(false), tuple(free))


def _draw_shifts(weeks: int) -> NDArray[np.int64]:
    """Circular shifts, far enough that a turn does not find itself."""
    far = min(20, weeks // 4)
    return np.random.default_rng(_SEED).integers(far, max(weeks - far, far + 1), size=_SHIFTS)


def _summarise(
    series: WeeklySeries,
    dyads: Sequence[_Dyad],
    matches: Sequence[_Match],
    *,
    chance: NDArray[np.int64],
    budget: float,
) -> Quality:
    points = np.array([len(dyad.truth) for dyad in dyads])
    found = np.array([len(match.lags) for match in matches])
    false = np.array([len(match.false) for match in matches])
    drawn = np.random.default_rng(_SEED).integers(len(dyads), size=(_DRAWS, len(dyads)))
    lags = [lag for match in matches for lag in match.lags]
    medians = [np.median(some) for row in drawn[:500] if (some := [x for i in row for x in matches[i].lags])]
    return Quality(
        recall=round(float(found.sum() / points.sum()), 4),
        recall_interval=_bound(found[drawn].sum(1) / points[drawn].sum(1)),
        chance_recall=round(float(chance.sum(1).mean() / points.sum()), 4),
        chance_interval=_bound(chance.sum(1) / points.sum()),
        false_alarms_per_dyad_year=round(float(false.sum() / (len(dyads) * series.years)), 4),
        false_alarms_interval=_bound(false[drawn].sum(1) / (len(dyads) * series.years)),
        median_lag_days=float(np.median(lags)) if lags else None,
        median_lag_interval=_bound(np.asarray(medians)) if lags else None,
        found=int(found.sum()),
        false_alarms=int(false.sum()),
        budget=budget,
    )


def _bound(values: NDArray[np.float64]) -> tuple[float, float]:
    low, high = np.quantile(values, [0.05, 0.95])
    return round(float(low), 4), round(float(high), 4)


def write_report(report: Report, *, format: str, misses: bool = False) -> str:
    """The report as text, csv or json; `misses` adds false alarms and missed turns one by one.

    Raises:
        UsageError: for any other format.
    """
    if format == "json":
        kept = report if misses else msgspec.structs.replace(report, alone=())
        return msgspec.json.format(msgspec.json.encode(kept), indent=1).decode() + "\n"
    if format not in {"text", "csv"}:
        raise UsageError(f"no format {format!r}; there are text, json and csv")
    table = "table" if format == "text" else "csv"
    rows = [
        (mode, q.recall, _say(q.recall_interval), q.chance_recall, q.false_alarms_per_dyad_year,
         _say(q.false_alarms_interval), q.median_lag_days, _say(q.median_lag_interval))
        for mode, q in (("offline", report.offline), ("online", report.online))
    ]  # fmt: skip
    text = write_rows(_COLUMNS, rows, format=table)
    if misses:
        found = [(a.kind, a.mode, a.dyad, a.date, a.sign, a.score) for a in report.alone]
        text += "\n" + write_rows(("kind", "mode", "dyad", "date", "sign", "score"), found, format=table)
    if format == "text":
        text += (
            f"{report.points} dated turns of {report.dyads} dyads, {report.dyad_years:g} dyad-years, "
            f"{report.first} to {report.last}; intervals are 90%, drawing dyads again\n"
        )
    return text


_COLUMNS = (
    "mode", "recall", "interval", "chance_recall", "false_alarms_per_dyad_year", "alarms_interval",
    "median_lag_days", "lag_interval",
)  # fmt: skip


def _say(interval: tuple[float, float] | None) -> str:
    return "" if interval is None else f"{interval[0]:.2f} to {interval[1]:.2f}"
