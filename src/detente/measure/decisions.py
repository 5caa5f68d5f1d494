"""The decision table of DESIGN §1: gauges in, one of seven words out; `reset` asks the history."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import msgspec

from detente.measure.answers import Gauges, Word
from detente.measure.gauges import count_distinct, read_gauges, sum_tracks
from detente.measure.views import HISTORY_DAYS, View

EVENTS_NEEDED = 3
"""Distinct events of the dyad, dated inside the window, below which nothing is decided."""
_ANY = None
_TABLE: tuple[tuple[str, tuple[str, ...] | None, Word], ...] = (
    ("improving", _ANY, "thawing"),
    ("worsening", ("down",), "freezing"),
    ("worsening", _ANY, "worsening"),
    ("flat", ("up",), "crisis contact"),
    ("flat", _ANY, "stalemate"),
)
"""Substance, contact, answer; the first row that fits. The rows above it need more than two states."""
_LAST_STEPS = ("freezing", "worsening")


class Judgement(msgspec.Struct, frozen=True, kw_only=True):
    """A view with its gauges and the word that the table gives it, before the history is asked."""

    view: View
    gauges: Gauges
    events: int
    word: Word


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


def judge(view: View) -> Judgement:
    """The gauges of a view and the table's word for them, `thawing` standing for `reset` too."""
    gauges = read_gauges(view)
    events = count_distinct(view.list_inside(view.window))
    if gauges.substance.state == "unknown" or events < EVENTS_NEEDED:
        return Judgement(view=view, gauges=gauges, events=events, word="not enough evidence")
    word = next(
        answer
        for substance, contact, answer in _TABLE
        if gauges.substance.state == substance and (contact is None or gauges.contact.state in contact)
    )
    return Judgement(view=view, gauges=gauges, events=events, word=word)


def trace_history(judgement: Judgement, look_back: Callable[[dt.date], View]) -> History:
    """What came before an improvement, in steps of one window over 24 months.

    `look_back` gives the view as of an earlier day: what the program would have seen then. Steps without
    enough evidence are passed over.
    """
    window = judgement.view.window
    sums = sum_tracks(judgement.view.list_inside(window))
    tracks = tuple(sorted(track for track, amount in sums.items() if amount > 0))
    before = False
    for step in range(1, HISTORY_DAYS // window.days + 1):
        day = window.last - dt.timedelta(days=step * window.days)
        past = judge(look_back(day))
        if step == 1:
            before = past.gauges.substance.state == "improving"
        if past.word not in ("not enough evidence", "thawing"):
            return History(before=before, tracks=tracks, last=past.word, last_day=day)
    return History(before=before, tracks=tracks)


def decide(judgement: Judgement, look_back: Callable[[dt.date], View]) -> tuple[Word, History | None]:
    """The answer, with the history where it was asked (for an improvement only)."""
    if judgement.word != "thawing":
        return judgement.word, None
    history = trace_history(judgement, look_back)
    return ("reset" if history.is_reset else "thawing"), history
