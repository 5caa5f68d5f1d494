"""The long history of two countries: series, turns, regimes, past thaws, reciprocity, and where the present stands.

Each source tells its own history; they are shown side by side and never joined.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.ledger.history import list_citations, list_turn_events
from detente.ledger.store import Ledger
from detente.measure.answers import Word
from detente.measure.dyad_events import DyadEvents, Measure, World, load_events, load_worlds
from detente.measure.local_level import ENOUGH
from detente.measure.periods import date_period
from detente.measure.reciprocity import Reciprocity, measure_reciprocity
from detente.measure.regimes import Regime, split_regimes
from detente.measure.series import GaugeSeries, make_series
from detente.measure.turns.dated import EventRow, Turn, find_turns, name_events
from detente.records import Dyad

BUDGET = 0.5
"""False alarms a year that a reader bears, unless he says otherwise."""
PRESENT = 8
"""Weeks that the present is."""
_COMPARED = 26
"""Earlier stretches of that length needed to say where the present stands."""
_LOOK_UP = 100
_TIED = 0.4
"""Of neither side more than this share is left only where most stretches are just like the present: without events."""


@dataclass(frozen=True, slots=True)
class Position:
    """Where the last eight weeks sit among all earlier ones: `share` of them were warmer."""

    weeks: int
    since: dt.date
    compared: int
    share: float
    says: str


@dataclass(frozen=True, slots=True)
class Thaw:
    """A past thaw: from a turn for the warmer to the next for the colder (null: it lasts), and what followed.

    `word` is the regime's at its end, `followed` the word of the regime after it.
    """

    source: str
    start: dt.date
    end: dt.date | None
    days: int
    word: Word | None
    followed: Word | None
    says: str


@dataclass(frozen=True, slots=True)
class SourceHistory:
    """The history of two countries as one source tells it; `notes` say what could not be measured and why.

    `present` judges the last eight weeks as a regime: contact against the source's own 24 months before.
    """

    source: str
    citation: str
    events: int
    first: dt.date
    last: dt.date
    series: Mapping[Measure, GaugeSeries]
    turns: tuple[Turn, ...]
    alarms: tuple[Turn, ...]
    regimes: tuple[Regime, ...]
    thaws: tuple[Thaw, ...]
    reciprocity: tuple[Reciprocity, ...]
    position: Position | None
    present: Regime | None
    holes: tuple[tuple[dt.date, dt.date], ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class History:
    """The history of two countries by source, as of a day, under an alarm budget."""

    between: Dyad
    as_of: dt.date | None
    budget: float
    sources: tuple[SourceHistory, ...]
    notes: tuple[str, ...]


def make_history(
    ledger: Ledger, between: Dyad, *, as_of: dt.date | None = None, budget: float = BUDGET
) -> History:
    """The history of two countries from a ledger's imported events up to a day, week by week.

    Without an event between the two it has no source and says so in its notes.
    """
    dyad = (min(between), max(between))
    found = load_events(ledger, dyad, as_of=as_of)
    worlds = load_worlds(ledger, step="week", as_of=as_of) if found else {}
    citations = list_citations(ledger) if found else {}
    sources = []
    for name, events in sorted(found.items()):
        ask = functools.partial(_ask_events, ledger, dyad, name, as_of)
        told = trace_source(events, worlds[name], budget=budget)
        turns, alarms = (tuple(name_events(turn, ask) for turn in some) for some in (told.turns, told.alarms))
        sources.append(_replace(told, turns=turns, alarms=alarms, citation=citations.get(name, "")))
    notes = () if sources else (say_nothing(dyad, as_of),)
    return History(dyad, as_of, budget, tuple(sources), notes)


def say_nothing(dyad: Dyad, as_of: dt.date | None) -> str:
    """Why there is no history, and what to do."""
    until = f" up to {as_of}" if as_of else ""
    return (
        f"no imported event between {dyad[0]} and {dyad[1]}{until}; import a bulk file that has some "
        "(detente import gdelt FILE --ledger DIR)"
    )


def _ask_events(
    ledger: Ledger, dyad: Dyad, source: str, as_of: dt.date | None, start: dt.date, end: dt.date
) -> Sequence[EventRow]:
    rows = list_turn_events(ledger, dyad, start, end, limit=_LOOK_UP, as_of=as_of)
    return [row for row in rows if row["source"] == source]


def _replace(told: SourceHistory, **fields: object) -> SourceHistory:
    from dataclasses import replace

    return replace(told, **fields)  # type: ignore[arg-type]


def trace_source(events: DyadEvents, world: World, *, budget: float = BUDGET) -> SourceHistory:
    """The history of two countries in one source, without the names of the events that moved it."""
    series = make_series(events, world)
    net = series["net"]
    turns, alarms = (find_turns(net, mode, budget=budget) for mode in ("offline", "online"))
    regimes = split_regimes(events, world, [turn.date for turn in turns])
    return SourceHistory(
        source=events.source, citation="", events=len(events), first=events.days.min().item(),
        last=events.days.max().item(), series=series, turns=turns, alarms=alarms, regimes=regimes,
        thaws=tuple(_list_thaws(turns, regimes)), reciprocity=_compare_sides(events, world, turns),
        position=find_position(net), present=_judge_present(events, world), holes=tuple(list_holes(net)),
        notes=tuple(_list_notes(events, net)),
    )  # fmt: skip


def _judge_present(events: DyadEvents, world: World) -> Regime | None:
    """The last eight weeks as a regime; null where the source has no others to compare them with."""
    weeks = len(world.events)
    if weeks <= PRESENT:
        return None
    return split_regimes(events, world, [date_period(world.first + weeks - PRESENT, world.step)])[-1]


def _compare_sides(events: DyadEvents, world: World, turns: Sequence[Turn]) -> tuple[Reciprocity, ...]:
    one, other = (make_series(events, world, actor=side, measures=("net",))["net"] for side in events.dyad)
    days = [turn.date for turn in turns]
    return measure_reciprocity(one, other, turns=days), measure_reciprocity(other, one, turns=days)


def find_position(net: GaugeSeries) -> Position | None:
    """Where the last eight weeks sit among all earlier stretches of eight; null where too few are known or told of."""
    values = net.value
    if len(values) < PRESENT or (net.events > 0).sum() < ENOUGH:
        return None
    windows = np.lib.stride_tricks.sliding_window_view(values, PRESENT)
    known: NDArray[np.bool_] = np.isfinite(windows).sum(axis=1) > PRESENT // 2
    earlier = known[:-PRESENT] if len(windows) > PRESENT else known[:0]
    if not known[-1] or earlier.sum() < _COMPARED:
        return None
    past = np.nanmean(windows[:-PRESENT][earlier], axis=1)
    now = float(np.nanmean(windows[-1]))
    warmer, colder = float((past > now).mean()), float((past < now).mean())
    since = net.periods[int(np.flatnonzero(np.isfinite(values))[0])]
    share, way = (warmer, "colder") if warmer >= colder else (colder, "warmer")
    usual = f"as usual: no warmer and no colder than {1 - warmer - colder:.0%}"
    place = usual if share < _TIED else f"{way} than {share:.0%}"
    return Position(
        weeks=PRESENT, since=since, compared=int(earlier.sum()), share=warmer,
        says=f"{place} of all stretches of {PRESENT} weeks since {since + dt.timedelta(days=6):%Y}",
    )  # fmt: skip


def _list_thaws(turns: Sequence[Turn], regimes: Sequence[Regime]) -> Iterator[Thaw]:
    end_of_data = regimes[-1].end if regimes else None
    start: Turn | None = None
    for turn in turns:
        if turn.sign > 0 and start is None:
            start = turn
        elif turn.sign < 0 and start is not None:
            yield _describe_thaw(start, turn.date, turn.date, regimes)
            start = None
    if start is not None and end_of_data is not None:
        yield _describe_thaw(start, None, end_of_data, regimes)


def _describe_thaw(start: Turn, end: dt.date | None, until: dt.date, regimes: Sequence[Regime]) -> Thaw:
    within = [r for r in regimes if start.date <= r.start < until]
    after = [r for r in regimes if end is not None and r.start >= end]
    word, followed = (within[-1].word if within else None), (after[0].word if after else None)
    days = (until - start.date).days
    told = f"ended {end}, then {followed}" if end else "has not ended"
    return Thaw(start.source, start.date, end, days, word, followed, f"{start.date}: {days} days, {told}")


def list_holes(series: GaugeSeries) -> Iterator[tuple[dt.date, dt.date]]:
    """First and last period (by its first day) of each stretch that the source does not cover."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], series.holes.astype(int), [0]])))
    for first, last in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        yield series.periods[first], series.periods[last - 1]


def _list_notes(events: DyadEvents, net: GaugeSeries) -> Iterator[str]:
    told = int((net.events > 0).sum())
    if len(events) == 1:
        yield f"{events.source}: a single event, on {events.days[0]}; nothing can be compared"
    elif told < ENOUGH:
        yield f"{events.source}: events in {told} weeks only; turns need {ENOUGH} weeks with events"
    if net.unit == "sum of scores":
        yield (
            f"{events.source}: this dyad is a large part of the source, so sums are not measured against its "
            "volume; import whole files to tell a busier source from a busier relationship"
        )
    for first, last in list_holes(net):
        weeks = (last - first).days // 7 + 1
        yield f"{events.source}: no data in {weeks} weeks from {first}; shown as a hole, not as silence"
