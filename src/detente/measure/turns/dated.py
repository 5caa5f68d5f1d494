"""Turns with their dates: when the relationship of two countries turned, which way, how surely, moved by what."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

import numpy as np

from detente.measure.local_level import ENOUGH
from detente.measure.series import GaugeSeries
from detente.measure.turns.budgets import find_threshold
from detente.measure.turns.choices import Detection, Mode, choose_turns, score_turns
from detente.measure.turns.windows import AFTER, BEFORE

EventRow: TypeAlias = dict[str, Any]
AskEvents: TypeAlias = Callable[[dt.date, dt.date], Sequence[EventRow]]
"""The heaviest events between two days, as `ledger.history.list_turn_events` gives them for one source."""
_SHOWN = 5
_WEEK = dt.timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Turn:
    """A turn of one source's weekly series: `date` begins the first week of the new state.

    `known` is the day on which it could be known; `sign` is +1 for warmer, -1 for colder; `score` is in units of the
    threshold, so that 1 has just been seen; `before` and `after` are the mean net of the year before and of the six
    weeks from the turn; `beside_hole` warns that the source has a hole there; `events` moved it, the heaviest first.
    """

    source: str
    date: dt.date
    known: dt.date
    mode: Mode
    sign: int
    score: float
    before: float
    after: float
    beside_hole: bool
    says: str
    events: tuple[EventRow, ...] = ()


def find_turns(net: GaugeSeries, mode: Mode, *, budget: float) -> tuple[Turn, ...]:
    """The turns of a weekly net series, by date; none where fewer than 26 weeks have data.

    `budget` is how many false alarms a year are borne.
    """
    if np.isfinite(net.value).sum() < ENOUGH or not (net.events > 0).sum() >= ENOUGH:
        return ()
    threshold = find_threshold(budget, mode)
    chosen = choose_turns(score_turns(net.value, mode), mode, threshold=threshold)
    return tuple(_date_turn(net, mode, found, threshold) for found in chosen)


def _date_turn(net: GaugeSeries, mode: Mode, found: Detection, threshold: float) -> Turn:
    start = found.index if mode == "offline" else _find_start(net, found)
    before = net.value[max(0, start - BEFORE) : start]
    after = net.value[start : start + AFTER] if mode == "offline" else net.value[start : found.index + 1]
    last = min(found.index + (AFTER - 1 if mode == "offline" else 0), len(net.periods) - 1)
    around = net.holes[max(0, start - 2) : start + 3]
    usual, now = _mean(before), _mean(after)
    way = "warmer" if found.sign > 0 else "colder"
    return Turn(
        source=net.source, date=net.periods[start], known=net.periods[last] + _WEEK - dt.timedelta(days=1),
        mode=mode, sign=found.sign, score=round(found.score / threshold, 3), before=usual, after=now,
        beside_hole=bool(around.any()),
        says=f"{way}: {net.unit} {usual:.0f} in the year before, {now:.0f} since",
    )  # fmt: skip


def _find_start(net: GaugeSeries, alarm: Detection) -> int:
    """Where the short window that raised an alarm begins to differ most from the year before it."""
    first = max(alarm.index - AFTER + 1, 1)
    gaps = [
        alarm.sign * (_mean(net.value[at : alarm.index + 1]) - _mean(net.value[max(0, at - BEFORE) : at]))
        * np.sqrt(alarm.index + 1 - at)
        for at in range(first, alarm.index + 1)
    ]  # fmt: skip
    return first + int(np.argmax(np.nan_to_num(gaps, nan=-np.inf)))


def _mean(values: Any) -> float:
    seen = values[np.isfinite(values)]
    return float(seen.mean()) if seen.size else float("nan")


def name_events(turn: Turn, ask: AskEvents) -> Turn:
    """The turn with the events that moved it: the heaviest of its direction from the week before to what is known."""
    found = ask(turn.date - _WEEK, min(turn.known, turn.date + AFTER * _WEEK))
    moving = [row for row in found if turn.sign * _weigh(row) > 0]
    return replace(turn, events=tuple(moving[:_SHOWN]))


def _weigh(row: EventRow) -> float:
    """What an event adds: its severity if it changes a standing arrangement, else its score."""
    return float(row.get("severity") or row.get("score") or 0.0)
