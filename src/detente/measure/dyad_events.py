"""The imported events of two countries as arrays, a set for each source, and how much each source told in all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from detente.ledger.history import Step, load_dyad_events, load_world_series
from detente.ledger.store import Ledger
from detente.measure.local_level import Numbers
from detente.measure.periods import Days, Places, number_periods
from detente.measure.story_draws import sum_by
from detente.records import Dyad

Measure: TypeAlias = Literal["contact", "tone", "substance", "net"]
MEASURES: tuple[Measure, ...] = ("contact", "tone", "substance", "net")
_HELD, _ANNOUNCED = ("CONSULT",), ("AGREE", "SUPPORT", "CONCEDE")
_ANNOUNCED_WEIGHT = 0.5


@dataclass(frozen=True, slots=True)
class DyadEvents:
    """Distinct events of one source between two countries, by day.

    `amounts` holds for each measure what an event adds to it, nan where it adds nothing; `forward` tells whether
    the first country of the dyad acts; `stories` are numbers.
    """

    source: str
    dyad: Dyad
    days: Days
    stories: Places
    forward: NDArray[np.bool_]
    amounts: Mapping[Measure, Numbers]

    def __len__(self) -> int:
        return len(self.days)

    def keep(self, chosen: NDArray[np.bool_]) -> DyadEvents:
        """Only the chosen events."""
        return DyadEvents(
            self.source, self.dyad, self.days[chosen], self.stories[chosen], self.forward[chosen],
            {name: column[chosen] for name, column in self.amounts.items()},
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class World:
    """How many events a source has in each period, of whichever countries; a hole has none."""

    source: str
    step: Step
    first: int
    events: Numbers

    def list_holes(self) -> NDArray[np.bool_]:
        """Which periods the source does not cover."""
        return np.asarray(self.events == 0)


def load_events(ledger: Ledger, between: Dyad, *, as_of: dt.date | None = None) -> dict[str, DyadEvents]:
    """The events between two countries that were known on a day, by source."""
    dyad = (min(between), max(between))
    table = load_dyad_events(ledger, dyad, as_of=as_of)
    sources = table["source"].to_pylist()
    everything = make_events(table, dyad, source="")
    found = {}
    labels = np.asarray(sources, dtype=object)
    for source in dict.fromkeys(sources):
        kept = everything.keep(labels == source)
        found[source] = DyadEvents(source, dyad, kept.days, kept.stories, kept.forward, kept.amounts)
    return found


def make_events(table: pa.Table, dyad: Dyad, *, source: str) -> DyadEvents:
    """Rows of `load_dyad_events` as arrays."""
    types = np.asarray(table["type"].to_pylist(), dtype=object)
    gauges = np.asarray(table["gauge"].to_pylist(), dtype=object)
    scores = table["score"].to_numpy().astype(np.float64)
    severities = table["severity"].to_numpy().astype(np.float64)
    held = np.where(
        np.isin(types, _HELD), 1.0, np.where(np.isin(types, _ANNOUNCED), _ANNOUNCED_WEIGHT, np.nan)
    )
    stories = table["story"].combine_chunks().dictionary_encode().indices.to_numpy(zero_copy_only=False)
    return DyadEvents(
        source, dyad, np.asarray(table["date"].to_numpy(), dtype="datetime64[D]"), stories.astype(np.int64),
        np.asarray(table["actor"].to_pylist(), dtype=object) == dyad[0],
        {
            "contact": np.where(gauges == "contact", held, np.nan),
            "tone": np.where(gauges == "tone", scores, np.nan),
            "substance": np.where(severities != 0, severities, np.nan),
            "net": scores,
        },
    )  # fmt: skip


def load_worlds(ledger: Ledger, *, step: Step, as_of: dt.date | None = None) -> dict[str, World]:
    """What each source had told in all by a day, period by period."""
    table = load_world_series(ledger, step=step, as_of=as_of)
    numbers = number_periods(table["period"].to_numpy(), step)
    counts = table["n"].to_numpy().astype(np.float64)
    labels = np.asarray(table["source"].to_pylist(), dtype=object)
    found = {}
    for source in dict.fromkeys(labels.tolist()):
        mine = labels == source
        first = int(numbers[mine].min())
        found[source] = World(source, step, first, sum_by(numbers[mine] - first, counts[mine], 0))
    return found
