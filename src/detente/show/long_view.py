"""The long view: two countries over the years as each imported source tells it, in the words of a brief."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import msgspec
import numpy as np

from detente.measure.answers import Word
from detente.measure.histories import PRESENT, SourceHistory, Thaw
from detente.measure.regimes import Regime
from detente.measure.turns.dated import EventRow, Turn
from detente.show.briefs import Brief
from detente.show.evidence import safe_link
from detente.show.lines import Tone
from detente.show.long_charts import Mark, Stretch, draw_long_series
from detente.show.long_words import (
    list_doubts,
    list_silences,
    name_source,
    say_interval,
    say_length,
    say_position,
    say_present,
    say_reciprocity,
)
from detente.show.overview import SCALE
from detente.show.wording import (
    describe_code,
    describe_day,
    describe_days,
    format_amount,
    name_country,
)

_NOUNS = {
    "AGREE": "agreement", "CONSULT": "talks", "SUPPORT": "accord", "CONCEDE": "concession", "AID": "aid",
    "COOPERATE": "cooperation", "RETREAT": "stepping back", "REQUEST": "demand", "ACCUSE": "accusation",
    "REJECT": "refusal", "THREATEN": "threat", "PROTEST": "protest", "SANCTION": "sanctions",
    "MOBILIZE": "forces readied", "COERCE": "coercion", "ASSAULT": "use of force",
    "SANCTION/expel": "expulsion", "SANCTION/convict": "conviction",
    "SANCTION/withdraw": "pulling out", "RETREAT/withdraw": "withdrawal", "RETREAT/release": "release",
    "CONSULT/visit": "visit",
}  # fmt: skip
_TONES = dict(SCALE)
_WAYS: dict[int, tuple[str, Tone]] = {1: ("warmer", "thaw"), -1: ("colder", "freeze")}
_SEEN = 8


class Moved(msgspec.Struct, frozen=True, kw_only=True):
    """An imported event that moved a turn: in words, with its address in the news and its line in the file."""

    id: str
    date: dt.date
    day: str
    who: str
    text: str
    weight: str
    url: str | None
    where: str


class TurnView(msgspec.Struct, frozen=True, kw_only=True):
    """A turn with what moved it; `anchor` is its place on the page."""

    anchor: str
    date: dt.date
    day: str
    way: str
    tone: Tone
    text: str
    note: str
    known: str
    warning: str
    score: float
    events: tuple[Moved, ...]


class RegimeView(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch between two turns with its word, and the numbers that decide it."""

    start: dt.date
    end: dt.date
    days: str
    lasted: str
    word: Word
    tone: Tone
    substance: str
    contact: str


class ThawView(msgspec.Struct, frozen=True, kw_only=True):
    """A past thaw: when it began, how long it lasted, how it ended and what followed."""

    start: dt.date
    end: dt.date | None
    began: str
    lasted: str
    called: str
    ended: str
    turn: str
    followed: str


class SourceView(msgspec.Struct, frozen=True, kw_only=True):
    """What one source tells of the two countries over the years."""

    name: str
    title: str
    days: str
    count: str
    unit: str
    contact_unit: str
    position: str
    present: str
    thaws_said: str
    budget: str
    svg: str
    turns: tuple[TurnView, ...]
    thaws: tuple[ThawView, ...]
    regimes: tuple[RegimeView, ...]
    answers: tuple[str, ...]
    silences: tuple[str, ...]
    doubts: tuple[str, ...]
    holes: int
    citation: str

    @property
    def latest(self) -> tuple[TurnView, ...]:
        """The turns to be seen at once, the last first."""
        return self.turns[::-1][:_SEEN]

    @property
    def earlier(self) -> tuple[TurnView, ...]:
        """The others, folded away."""
        return self.turns[::-1][_SEEN:]


def view_sources(brief: Brief) -> list[SourceView]:
    """The history of the brief source by source; empty where nothing was imported."""
    if brief.history is None:
        return []
    budget = f"{brief.history.budget:g}"
    return [_view_source(source, brief.answer.as_of, budget) for source in brief.history.sources]


def _view_source(source: SourceHistory, as_of: dt.date, budget: str) -> SourceView:
    turns = tuple(_view_turn(turn) for turn in source.turns)
    thaws = tuple(_view_thaw(thaw, source) for thaw in source.thaws)
    net = source.series["net"]
    contact_unit = source.series["contact"].unit if "per" in net.unit else "contacts a week"
    return SourceView(
        name=source.source, title=name_source(source.source), days=describe_days(source.first, source.last),
        count=f"{source.events:,} distinct events", unit=f"{net.unit}, by week", contact_unit=contact_unit,
        position=say_position(source, as_of), present=say_present(source.present, contact_unit.capitalize()),
        thaws_said=_say_thaws(thaws), budget=budget, svg=_draw(source, turns), turns=turns, thaws=thaws,
        regimes=tuple(_view_regime(regime, source.last) for regime in reversed(source.regimes)) if turns else (),
        answers=tuple(map(say_reciprocity, source.reciprocity)),
        silences=tuple(said for pair in source.reciprocity for said in list_silences(pair)),
        doubts=tuple(list_doubts(source, as_of)), citation=source.citation,
        holes=len(source.holes),
    )  # fmt: skip


def _draw(source: SourceHistory, turns: Sequence[TurnView]) -> str:
    net = source.series["net"]
    if not np.isfinite(net.value).any() or len(net.periods) < PRESENT:
        return ""
    marks = [
        Mark(day=t.date, tone=t.tone, text=_label(t, turn), title=f"{t.day}, {t.way}: {t.text}", target=t.anchor)
        for t, turn in zip(turns, source.turns, strict=True)
    ]  # fmt: skip
    stretches = [
        Stretch(start=r.start, end=r.end, tone=_TONES[r.word], word=r.word) for r in source.regimes if turns
    ]
    title = f"{name_source(source.source)}: {net.unit} by week, {describe_days(source.first, source.last)}"
    return draw_long_series(net, marks=marks, stretches=stretches, present=PRESENT, title=title)


def _label(view: TurnView, turn: Turn) -> str:
    if not turn.events:
        return f"{view.date:%b %Y}"
    row = turn.events[0]
    noun = _NOUNS.get(f"{row['type']}/{row.get('mode')}") or _NOUNS.get(row["type"], row["type"].lower())
    return f"{view.date:%b %Y} {noun}"


# --- turns, regimes, thaws ------------------------------------------------------------------------


def _view_turn(turn: Turn) -> TurnView:
    way, tone = _WAYS[turn.sign]
    before, after = format_amount(turn.before), format_amount(turn.after)
    return TurnView(
        anchor=name_turn(turn.source, turn.date), date=turn.date, day=describe_day(turn.date), way=way, tone=tone,
        text=f"from {before} a week in the year before to {after} in the six weeks after",
        note=f"{turn.score:.1f} times the threshold of an alarm", known=describe_day(turn.known),
        warning="beside a hole of the source" if turn.beside_hole else "", score=turn.score,
        events=tuple(map(_view_event, turn.events)),
    )  # fmt: skip


def name_turn(source: str, day: dt.date) -> str:
    """The place of a turn on the page."""
    return f"turn-{source}-{day}"


def _view_event(row: EventRow) -> Moved:
    sides = [
        name_country(row[s]) if row.get(s) else row.get(f"{s}_name") or "?" for s in ("actor", "recipient")
    ]
    weight = row.get("severity") or row.get("score")
    kind = "severity" if row.get("severity") else "score"
    told = f", {row['rows']} rows" if (row.get("rows") or 1) > 1 else ""
    return Moved(
        id=str(row["id"]), date=row["date"], day=describe_day(row["date"]), who=" → ".join(sides),
        text=describe_code(row["type"], row.get("mode")),
        weight="" if weight is None else f"{kind} {format_amount(weight, signed=True)}",
        url=safe_link(row.get("url")), where=f"{row['file']}, line {row['line']}{told}",
    )  # fmt: skip


def _view_regime(regime: Regime, last: dt.date) -> RegimeView:
    usual = f", usually {format_amount(regime.usual)}" if regime.usual is not None else ""
    end = min(regime.end, last)  # the last week may not be over
    return RegimeView(
        start=regime.start, end=end, days=describe_days(regime.start, end),
        lasted=say_length(regime.days), word=regime.word, tone=_TONES[regime.word],
        substance=say_interval(regime.substance, signed=True), contact=say_interval(regime.contact) + usual,
    )  # fmt: skip


def _view_thaw(thaw: Thaw, source: SourceHistory) -> ThawView:
    following = next((r for r in source.regimes if thaw.end is not None and r.start >= thaw.end), None)
    moved = next((t.events[0] for t in source.turns if t.date == thaw.end and t.events), None)
    event = _view_event(moved) if moved else None
    by = f": {event.who} {event.text}, {event.day}" if event else ""
    until = thaw.end or source.last
    blanks = [(max(a, thaw.start), min(b, until)) for a, b in source.holes]
    weeks = sum((b - a).days // 7 + 1 for a, b in blanks if a <= b)
    blind = f", {weeks} weeks of it without data" if weeks else ""
    return ThawView(
        start=thaw.start, end=thaw.end, began=describe_day(thaw.start), lasted=f"{say_length(thaw.days)}{blind}",
        called=thaw.word or "–", ended=f"{describe_day(thaw.end)}{by}" if thaw.end else "it has not ended",
        turn=name_turn(source.source, thaw.end) if thaw.end else "",
        followed=f"{following.word} ({say_length(following.days)})" if following else "–",
    )  # fmt: skip


def _say_thaws(thaws: Sequence[ThawView]) -> str:
    """How the past thaws of these two went, in a sentence or two."""
    ended = [f"after {thaw.lasted} came {thaw.followed}" for thaw in thaws if thaw.end]
    said = (
        [f"{len(ended)} past thaw{'s' if len(ended) > 1 else ''} ended: {', '.join(ended)}."] if ended else []
    )
    said += [f"The one since {thaw.began} ({thaw.lasted}) has not ended." for thaw in thaws if not thaw.end]
    return " ".join(said) or "No thaw of the two is seen in these years."
