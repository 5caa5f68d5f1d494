"""Regimes: the stretches between turns, in the seven words of the answer.

The words are those of the decision table for a brief, asked of a stretch instead of a window:

| in the brief | here |
|---|---|
| substance improving, worsening | the sum of its severities lies above or below zero (90%, stories drawn again) |
| contact up, down | its contacts lie above or below the rate of the 24 months before (90%); unknown without 12 |
| not enough evidence | fewer than three events, or half of its weeks are holes |
| reset | improving for 120 days or more, and the last decided regime before it was freezing or worsening |
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from detente.measure.answers import GaugeState, Word
from detente.measure.dyad_events import DyadEvents, Measure, World
from detente.measure.local_level import Numbers
from detente.measure.periods import date_period, number_periods
from detente.measure.series import find_exposure
from detente.measure.story_draws import Told, draw_sums, sum_by

_WORDS: dict[GaugeState, dict[GaugeState, Word]] = {
    "improving": dict.fromkeys(("up", "flat", "down", "unknown"), "thawing"),
    "worsening": {"down": "freezing", "flat": "worsening", "up": "worsening", "unknown": "worsening"},
    "flat": {"up": "crisis contact", "flat": "stalemate", "down": "stalemate", "unknown": "stalemate"},
}
_EVENTS_NEEDED, _LONG_DAYS, _BASELINE, _BASELINE_NEEDED = 3, 120, 104, 52


@dataclass(frozen=True, slots=True)
class Regime:
    """A stretch between two turns: first and last day, its word, and the numbers that decide it.

    `substance` is the sum of severities with its interval; `contact` is contacts a week (per 100,000 events of the
    source, where it is measured so) with its interval, `usual` those of the 24 months before, null without them.
    """

    source: str
    start: dt.date
    end: dt.date
    word: Word
    events: int
    substance: tuple[float, float, float]
    contact: tuple[float, float, float]
    usual: float | None
    says: str

    @property
    def days(self) -> int:
        """How long it lasted."""
        return (self.end - self.start).days + 1


def split_regimes(events: DyadEvents, world: World, turns: Iterable[dt.date]) -> tuple[Regime, ...]:
    """The regimes of a weekly world: from its first week to its last, cut at the turns."""
    place = number_periods(events.days, world.step) - world.first
    weeks = len(world.events)
    inside = (place >= 0) & (place < weeks)
    events, place = events.keep(inside), place[inside]
    exposure = find_exposure(world, len(events))
    contacts = events.amounts["contact"]
    held = np.isfinite(contacts)
    weekly = sum_by(place[held], contacts[held], weeks) / exposure
    cuts = number_periods(np.array(sorted(set(turns)), dtype="datetime64[D]"), world.step) - world.first
    ends = [0, *(int(cut) for cut in cuts if 0 < cut < weeks), weeks]
    found: list[Regime] = []
    for first, last in itertools.pairwise(ends):
        stretch = _Stretch(
            events=events.keep((place >= first) & (place < last)),
            exposure=exposure[first:last],
            past=weekly[max(0, first - _BASELINE) : first],
            start=date_period(world.first + first, world.step),
            end=date_period(world.first + last, world.step) - dt.timedelta(days=1),
        )
        found.append(_judge(stretch, found))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Stretch:
    """What a regime is judged by; `past` are the weekly contacts of the 24 months before it."""

    events: DyadEvents
    exposure: Numbers
    past: Numbers
    start: dt.date
    end: dt.date


def _judge(stretch: _Stretch, before: Sequence[Regime]) -> Regime:
    covered = np.nansum(stretch.exposure)
    substance = _sum_up(stretch, "substance", 1.0)
    contact = _sum_up(stretch, "contact", float(covered) or 1.0)
    seen = stretch.past[np.isfinite(stretch.past)]
    usual = float(seen.mean()) if len(seen) >= _BASELINE_NEEDED else None
    moved = _compare(substance, 0.0, ("worsening", "flat", "improving"))
    met = "unknown" if usual is None else _compare(contact, usual, ("down", "flat", "up"))
    holes = float(np.isnan(stretch.exposure).mean())
    if len(stretch.events) < _EVENTS_NEEDED or holes > 0.5:
        word: Word = "not enough evidence"
    else:
        word = _WORDS[moved][met]
    if word == "thawing" and (stretch.end - stretch.start).days >= _LONG_DAYS and _was_cold(before):
        word = "reset"
    return Regime(
        source=stretch.events.source, start=stretch.start, end=stretch.end, word=word, events=len(stretch.events),
        substance=substance, contact=contact, usual=usual,
        says=f"substance {moved} ({_say(substance)}), contact {met} ({_say(contact)}"
        + (f", usually {_count(usual)})" if usual is not None else ")"),
    )  # fmt: skip


def _sum_up(stretch: _Stretch, measure: Measure, unit: float) -> tuple[float, float, float]:
    amounts = stretch.events.amounts[measure]
    kept = np.isfinite(amounts)
    nowhere = np.zeros(int(kept.sum()), dtype=np.int64)
    _, stories = np.unique(stretch.events.stories[kept], return_inverse=True)
    told = Told(amounts[kept], nowhere, stories, 1)
    low, high = draw_sums(told)
    return float(told.sum_up()[0] / unit), float(low[0] / unit), float(high[0] / unit)


def _compare(
    value: tuple[float, float, float], usual: float, names: tuple[GaugeState, GaugeState, GaugeState]
) -> GaugeState:
    _, low, high = value
    return names[2] if low > usual else names[0] if high < usual else names[1]


def _was_cold(before: Sequence[Regime]) -> bool:
    """Whether the last decided regime that did not improve either was freezing or worsening."""
    decided = [r.word for r in before if r.word not in ("not enough evidence", "thawing", "reset")]
    return bool(decided) and decided[-1] in ("freezing", "worsening")


def _say(value: tuple[float, float, float]) -> str:
    return f"{_count(value[0])}, 90% {_count(value[1])} to {_count(value[2])}"


def _count(number: float) -> str:
    """Three digits, or all of a whole number: never 1.12e+03."""
    return f"{number:,.0f}" if abs(number) >= 100 else f"{number:.3g}"
