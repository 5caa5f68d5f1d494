"""The decision table of DESIGN §1: gauges in, one of seven words out; `reset` asks the history."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import NamedTuple, TypeAlias

import msgspec

from detente.measure.answers import GaugeState, Word
from detente.measure.gauges import count_distinct, read_contact, read_substance, sum_tracks
from detente.measure.views import HISTORY_DAYS, View

EVENTS_NEEDED = 3
"""Distinct events of the dyad, dated inside the window, below which nothing is decided."""
_ANY: tuple[GaugeState, ...] = ()
_TABLE: tuple[tuple[GaugeState, tuple[GaugeState, ...], Word], ...] = (
    ("improving", _ANY, "thawing"),
    ("worsening", ("down",), "freezing"),
    ("worsening", _ANY, "worsening"),
    ("flat", ("up",), "crisis contact"),
    ("flat", _ANY, "stalemate"),
)
"""Substance, contact, answer; the first row that fits. The rows above it need more than two states."""
_LAST_STEPS = ("freezing", "worsening")


class Verdict(NamedTuple):
    """The table's word for a view, `thawing` standing for `reset` too, and whether its substance improves."""

    word: Word
    improving: bool


LookBack: TypeAlias = Callable[[dt.date], Verdict]
"""The verdict as of an earlier day: what the program would have said then."""


class History(msgspec.Struct, frozen=True, kw_only=True):
    """What makes an improvement a reset: how wide or long it is, and the last decided answer before it."""

    before: bool = False
    tracks: tuple[str, ...] = ()
    last: Word | None = None
    last_day: dt.date | None = None

    @property
    def is_reset(self) -> bool:
        """Whether an improvement after this history is a reset."""
        return (self.before or len(self.tracks) > 1) and self.last in _LAST_STEPS


def judge(view: View) -> Verdict:
    """The table's word for a view, before the history is asked; contact is read only where it decides."""
    substance = read_substance(view).state
    improving = substance == "improving"
    if substance == "unknown" or count_distinct(view.inside) < EVENTS_NEEDED:
        return Verdict("not enough evidence", improving)
    rows = [(contacts, word) for row, contacts, word in _TABLE if row == substance]
    contact = read_contact(view).state if len(rows) > 1 else "unknown"
    return Verdict(next(word for contacts, word in rows if not contacts or contact in contacts), improving)


def trace_history(view: View, look_back: LookBack) -> History:
    """What came before an improvement, in steps of one window over 24 months.

    Steps without enough evidence are passed over.
    """
    sums = sum_tracks(view.inside)
    tracks = tuple(sorted(track for track, amount in sums.items() if amount > 0))
    before = False
    for step in range(1, HISTORY_DAYS // view.window.days + 1):
        day = view.window.last - dt.timedelta(days=step * view.window.days)
        past = look_back(day)
        if step == 1:
            before = past.improving
        if past.word not in ("not enough evidence", "thawing"):
            return History(before=before, tracks=tracks, last=past.word, last_day=day)
    return History(before=before, tracks=tracks)


def decide(view: View, look_back: LookBack) -> tuple[Word, History | None]:
    """The answer, with the history where it was asked (for an improvement only)."""
    word = judge(view).word
    if word != "thawing":
        return word, None
    history = trace_history(view, look_back)
    return ("reset" if history.is_reset else "thawing"), history
