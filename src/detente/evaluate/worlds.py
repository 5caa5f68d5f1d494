"""Worlds of our own with known answers: two countries, NOR and SWE, and a source that reports on them.

A plan says when the relationship freezes or thaws, how much SWE answers NOR and how late, where the source has holes,
how it grows and when it suddenly triples its output. From it come events as arrays or as rows of a ledger. What is
not planned does not happen, so that every method can be held to the truth.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

import numpy as np

from detente.ledger.tables import ImportedEvent
from detente.measure.dyad_events import DyadEvents, Measure, World
from detente.measure.local_level import Numbers
from detente.measure.periods import date_period, number_periods

DYAD = ("NOR", "SWE")
_MONDAY = dt.date(2000, 1, 3)
_TYPES = {"contact": "CONSULT", "tone": "ACCUSE", "substance": "SANCTION"}
_SHARES = (0.4, 0.5, 0.1)
"""Of the events: contact, tone and substance, in a usual mood."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What happens in a world of so many weeks; weeks are numbered from 0.

    `turns` maps the week of each turn to the mood from then on (0 at first, about -3 is a freeze); `answer` is how
    much of NOR's surprise comes back from SWE after `lag` weeks; in the weeks of `silent` it does not. `holes` are
    first and last weeks without any data; `growth` is the factor by which the source grows over the whole time,
    `tripled` the week from which it reports three times as much.
    """

    weeks: int = 520
    events: float = 20.0
    turns: dict[int, float] = field(default_factory=dict)
    answer: float = 0.0
    lag: int = 1
    silent: tuple[int, ...] = ()
    holes: tuple[tuple[int, int], ...] = ()
    growth: float = 1.0
    tripled: int | None = None
    rest: float = 30.0
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Made:
    """A world as arrays, with the truth behind it: mood by week, and what each country meant to do."""

    events: DyadEvents
    world: World
    mood: Numbers
    intents: Numbers

    def date_week(self, week: int) -> dt.date:
        """The Monday of a week of the plan."""
        return _MONDAY + dt.timedelta(days=7 * week)


def make_world(plan: Plan, *, source: str = "gdelt") -> Made:
    """The events that follow from a plan; the same plan gives the same events."""
    random = np.random.default_rng(plan.seed)
    mood, intents = _plan_intents(plan, random)
    volume = plan.growth ** (np.arange(plan.weeks) / plan.weeks)
    if plan.tripled is not None:
        volume[plan.tripled :] *= 3
    for first, last in plan.holes:
        volume[first : last + 1] = 0
    busy = random.gamma(4, 1 / 4, (plan.weeks, 2))  # some weeks are full of news, whatever the mood
    stories = random.poisson(plan.events / 2 / 2 * volume[:, None] * busy)
    week, side = (np.repeat(index.ravel(), stories.ravel()) for index in np.indices(stories.shape))
    sizes = random.geometric(0.5, len(week))
    story = np.repeat(np.arange(len(week)), sizes)
    week, side = np.repeat(week, sizes), np.repeat(side, sizes)
    tone = random.normal(0, 1.5, len(sizes))[story] + random.normal(0, 1.5, len(week)) + intents[week, side]
    gauge = _choose_gauges(mood[week], random)
    rest = random.poisson(plan.rest * plan.events * volume)
    first = int(number_periods(np.array([_MONDAY]), "week")[0])
    total = rest + np.bincount(week, minlength=plan.weeks)
    days = np.datetime64(_MONDAY) + week * 7 + random.integers(0, 7, len(week))
    events = DyadEvents(source, DYAD, days, story, side == 0, _amounts(gauge, tone))
    return Made(
        events, World(source, "week", first, np.where(volume > 0, total, 0).astype(float)), mood, intents
    )


def _plan_intents(plan: Plan, random: np.random.Generator) -> tuple[Numbers, Numbers]:
    """The mood of each week, and what each country means to do: its mood, its whim, and its answer."""
    mood = np.zeros(plan.weeks)
    for week, level in sorted(plan.turns.items()):
        mood[week:] = level
    whims = random.normal(0, 1.0, (plan.weeks, 2))
    intents = mood[:, None] + whims
    for week in plan.silent:
        intents[week, 0] = mood[week] - 6
    for week in range(plan.lag, plan.weeks):
        before = week - plan.lag
        if before not in plan.silent:
            intents[week, 1] += plan.answer * (intents[before, 0] - mood[before])
    return mood, intents


def _choose_gauges(mood: Numbers, random: np.random.Generator) -> np.ndarray:
    """0 contact, 1 tone, 2 substance: in a bad mood they meet less and change more."""
    contact = _SHARES[0] * np.exp(mood / 3)
    changing = np.full(len(mood), _SHARES[2])
    draws = random.random(len(mood)) * (contact + _SHARES[1] + changing)
    return np.where(draws < contact, 0, np.where(draws < contact + _SHARES[1], 1, 2))


def _amounts(gauge: np.ndarray, tone: Numbers) -> dict[Measure, Numbers]:
    score = np.clip(np.round(tone, 1), -10, 10)
    return {
        "contact": np.where(gauge == 0, 1.0, np.nan),
        "tone": np.where(gauge == 1, score, np.nan),
        "substance": np.where((gauge == 2) & (score != 0), score, np.nan),
        "net": score,
    }


def list_rows(made: Made) -> list[ImportedEvent]:
    """A world's events as rows of the table imported_event, with the rest of the source as rows of others."""
    events, rows = made.events, []
    for number in range(len(events)):
        held = [name for name in _TYPES if np.isfinite(events.amounts[name][number])]  # type: ignore[index]
        name = held[0] if held else "tone"
        actor, recipient = DYAD if events.forward[number] else DYAD[::-1]
        rows.append(
            ImportedEvent(
                id=f"{events.source}:{number}", source=events.source, source_id=str(number),
                date=events.days[number].item(), actor=actor, recipient=recipient, type=_TYPES[name],  # type: ignore[arg-type]
                gauge=name, score=float(events.amounts["net"][number]),  # type: ignore[arg-type]
                severity=float(events.amounts["net"][number]) if name == "substance" else None,
                story=f"s{events.stories[number]}", url=f"https://news.example/{number}",
                file="world.csv", line=number + 1,
            )
        )  # fmt: skip
    others = made.world.events - np.bincount(
        number_periods(events.days, "week") - made.world.first, minlength=len(made.world.events)
    )
    for week, count in enumerate(others.astype(int).tolist()):
        day = date_period(made.world.first + week, "week")
        rows += [
            ImportedEvent(
                id=f"{events.source}:x{week}.{i}", source=events.source, source_id=f"x{week}.{i}", date=day,
                actor="FIN", recipient="DNK", type="CONSULT", gauge="contact", score=2.5, file="world.csv", line=1,
            )
            for i in range(count)
        ]  # fmt: skip
    return rows
