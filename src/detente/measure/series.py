"""The gauges of two countries as series: value, interval, and what is left when noise and volume are taken out.

Contact counts talks and meetings, tone is the mean score of words, substance the severity of standing changes, and
net the sum of all scores. Sums are per 100,000 events of the source, so that a source that grows does not look like
a relationship that changes. A period that the source does not cover is a hole (nan), never a zero.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.ledger.history import Step
from detente.measure.dyad_events import MEASURES, DyadEvents, Measure, World
from detente.measure.local_level import Numbers, fit_local_level
from detente.measure.periods import date_period, number_periods
from detente.measure.shrinkage import scale_by_past, shrink_counts, shrink_values
from detente.measure.story_draws import Told, draw_means, draw_sums

PER = 100_000
_OWN_SHARE = 0.1
"""Of a source's events; a dyad that is more of it cannot be measured against it."""
_Z = 1.6449


@dataclass(frozen=True, slots=True)
class GaugeSeries:
    """One measure of a dyad in one source, period by period; every array is as long as `periods`, nan in holes.

    `low` to `high` is the 90% interval of `value` when stories are drawn again; `shrunk` is drawn towards the past
    where events are few; `scaled` is in units of the past; `level` with its 90% band is the local level given all
    periods. `actor` is null for both directions together.
    """

    source: str
    measure: Measure
    step: Step
    unit: str
    actor: str | None
    periods: tuple[dt.date, ...]
    events: Numbers
    value: Numbers
    low: Numbers
    high: Numbers
    shrunk: Numbers
    scaled: Numbers
    level: Numbers
    level_low: Numbers
    level_high: Numbers
    holes: NDArray[np.bool_]


def make_series(
    events: DyadEvents, world: World, *, actor: str | None = None, measures: tuple[Measure, ...] = MEASURES
) -> dict[Measure, GaugeSeries]:
    """The series of a dyad in one source by measure; `actor` keeps only what that country does.

    `world` says which periods there are and how much the source told in each.
    """
    total = len(events)
    if actor is not None:
        events = events.keep(events.forward == (actor == events.dyad[0]))
    place = number_periods(events.days, world.step) - world.first
    inside = (place >= 0) & (place < len(world.events))
    events, place = events.keep(inside), place[inside]
    exposure = find_exposure(world, total)
    own = is_own(world, total)
    periods = tuple(date_period(world.first + i, world.step) for i in range(len(world.events)))
    found: dict[Measure, GaugeSeries] = {}
    for measure in measures:
        amounts = events.amounts[measure]
        kept = np.isfinite(amounts)
        told = Told(amounts[kept], place[kept], events.stories[kept], len(periods))
        value, low, high, shrunk = _MAKERS[measure](told, exposure)
        level = fit_local_level(value)
        missing = np.full(len(periods), np.nan)
        found[measure] = GaugeSeries(
            source=events.source, measure=measure, step=world.step, unit=_name_unit(measure, own), actor=actor,
            periods=periods, events=np.where(world.list_holes(), np.nan, told.count()),
            value=value, low=low, high=high, shrunk=shrunk, scaled=scale_by_past(value),
            level=missing if level is None else level.level,
            level_low=missing if level is None else level.low,
            level_high=missing if level is None else level.high,
            holes=world.list_holes(),
        )  # fmt: skip
    return found


def is_own(world: World, events: int) -> bool:
    """Whether a dyad with so many events is too large a part of its source to be measured against it."""
    return events > _OWN_SHARE * float(world.events.sum())


def find_exposure(world: World, events: int) -> Numbers:
    """What sums are divided by in each period: 100,000 events of the source, or 1; nan in holes."""
    sizes = np.ones(len(world.events)) if is_own(world, events) else world.events / PER
    return np.where(world.list_holes(), np.nan, sizes)


def _name_unit(measure: Measure, own: bool) -> str:
    if measure == "tone":
        return "mean score of a distinct verbal event, -10 to 10"
    what = {"contact": "contacts", "substance": "severity of standing changes", "net": "sum of scores"}[
        measure
    ]
    return what if own else f"{what} per {PER:,} events of the source"


def _make_counts(told: Told, exposure: Numbers) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    sums, (low, high) = told.sum_up(), draw_sums(told)
    shrunk, least, most = shrink_counts(sums, exposure)
    with np.errstate(invalid="ignore"):
        low, high = np.fmin(low / exposure, least), np.fmax(high / exposure, most)
    return (
        sums / exposure,
        np.where(np.isnan(exposure), np.nan, low),
        np.where(np.isnan(exposure), np.nan, high),
        shrunk,
    )


def _make_sums(told: Told, exposure: Numbers) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    low, high = draw_sums(told)
    value, low, high = told.sum_up() / exposure, low / exposure, high / exposure
    return value, low, high, shrink_values(value, (high - low) / (2 * _Z))


def _make_means(told: Told, exposure: Numbers) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    counts = told.count()
    with np.errstate(invalid="ignore", divide="ignore"):
        value = np.where(np.isfinite(exposure), told.sum_up() / counts, np.nan)
        spread = float(np.std(told.amounts)) if told.amounts.size > 1 else 3.0
        low, high = draw_means(told)
        alone = _Z * spread / np.sqrt(counts)  # one story tells nothing of how much stories differ
        low, high = np.fmin(low, value - alone), np.fmax(high, value + alone)
    return value, low, high, shrink_values(value, (high - low) / (2 * _Z))


_MAKERS = {"contact": _make_counts, "tone": _make_means, "substance": _make_sums, "net": _make_sums}
