"""The answer: one of seven words, three gauges with intervals, and the ids of what moved them."""

from __future__ import annotations

import datetime as dt
from typing import Literal, TypeAlias

import msgspec

from detente.records import Dyad, Track

Word: TypeAlias = Literal[
    "not enough evidence", "reset", "thawing", "freezing", "worsening", "crisis contact", "stalemate",
]  # fmt: skip
GaugeState: TypeAlias = Literal["up", "flat", "down", "improving", "worsening", "unknown"]
Basis: TypeAlias = Literal["numbers", "comparison", "none"]
TrackState: TypeAlias = Literal["improving", "worsening", "mixed", "flat"]


class GaugeReading(msgspec.Struct, frozen=True, kw_only=True):
    """Where one gauge stands; contact and tone go up, flat or down, substance improves or worsens.

    `value` and `baseline` are in distinct contacts per window (contact), mean PLOVER score of a distinct
    event from -10 to 10 (tone), or severity-weighted standing changes (substance, compared with zero).
    `events` are the distinct events that count, one record each; `announced` those of them that are only
    announced (half weight); `comparisons` the records whose own words decided where no baseline could.
    """

    state: GaugeState
    value: float | None = None
    baseline: float | None = None
    interval: tuple[float, float] | None = None
    basis: Basis = "none"
    events: tuple[str, ...] = ()
    announced: tuple[str, ...] = ()
    comparisons: tuple[str, ...] = ()
    because: str = ""


class Gauges(msgspec.Struct, frozen=True, kw_only=True):
    """The three gauges, kept apart because contact is not thaw."""

    contact: GaugeReading
    tone: GaugeReading
    substance: GaugeReading


class TrackReading(msgspec.Struct, frozen=True, kw_only=True):
    """One track of the relationship: how it moved in the window, where it stands, what moved last, what is due.

    `stands` is a sentence; `standing` names the record of the last standing change up to the as-of date,
    `last` the last event of any kind, `due` planned events whose day is still to come.
    """

    track: Track
    state: TrackState
    value: float
    stands: str
    standing: str | None = None
    last: str | None = None
    events: tuple[str, ...] = ()
    due: tuple[str, ...] = ()


class Argument(msgspec.Struct, frozen=True):
    """A record that speaks for or against a thaw, how heavily, and why."""

    record: str
    weight: float
    because: str


class Coverage(msgspec.Struct, frozen=True, kw_only=True):
    """What the answer rests on and what it had to leave out; events are distinct events of the dyad.

    `documents` were published by the as-of date, `later` after it and hidden, `undated_documents` are among
    the first for want of a date; `on_dyad` have an event or a stance of the dyad, `in_window` of those were
    published in the window. `unresolved` counts events of any dyad with a party that nobody could place.
    """

    documents: int = 0
    later: int = 0
    undated_documents: int = 0
    copies: int = 0
    on_dyad: int = 0
    in_window: int = 0
    baseline_months: int = 0
    events_in_window: int = 0
    outside_window: int = 0
    undated: int = 0
    unresolved: int = 0
    planned: int = 0
    attributed: int = 0
    partial: int = 0
    unreal: int = 0


class Apart(msgspec.Struct, frozen=True, kw_only=True):
    """Records that are listed and weigh nothing, by the reason why."""

    attributed: tuple[str, ...] = ()
    partial: tuple[str, ...] = ()
    planned: tuple[str, ...] = ()
    undated: tuple[str, ...] = ()
    unreal: tuple[str, ...] = ()
    weightless: tuple[str, ...] = ()


class Answer(msgspec.Struct, frozen=True, kw_only=True, rename={"for_": "for"}):
    """The answer for a dyad as of a day, with everything that it rests on by record ids.

    `days` is the length of the window, which ends on the as-of date; `why` are plain sentences.
    """

    answer: Word
    between: Dyad
    as_of: dt.date
    days: int
    why: tuple[str, ...]
    gauges: Gauges
    tracks: tuple[TrackReading, ...] = ()
    for_: tuple[Argument, ...] = ()
    against: tuple[Argument, ...] = ()
    coverage: Coverage = Coverage()
    apart: Apart = Apart()
