"""The sentences that an answer gives as its reasons, in plain words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from detente.measure.answers import GaugeState, Word
from detente.measure.happenings import Remark
from detente.measure.intervals import Interval
from detente.records import Gauge

NOTHING_SAID = "Nothing that one side said to or of the other is dated in the window."
NOTHING_PUBLISHED = "No document on the two countries was published in the window."
VERDICTS: dict[Word, str] = {
    "not enough evidence": "Not enough evidence",
    "reset": "Reset: standing arrangements improve after they had worsened, and not by one step alone",
    "thawing": "Thawing: standing arrangements improve",
    "freezing": "Freezing: standing arrangements worsen and the two talk less",
    "worsening": "Worsening: standing arrangements worsen, and contact is not seen to fall",
    "crisis contact": "Crisis contact: the two talk more, and no standing arrangement changes on balance",
    "stalemate": "Stalemate: no standing arrangement changes on balance, and the two do not talk more",
}
_UNITS: dict[Gauge, str] = {"contact": "distinct contacts", "tone": "on the scale from -10 to 10"}


def say_compared(gauge: Gauge, state: GaugeState, value: float, interval: Interval, baseline: float) -> str:
    """A gauge against its baseline in words."""
    low, high = interval
    return (
        f"{gauge.capitalize()} is {state}: {value:.1f} {_UNITS[gauge]}, 90% interval {low:.1f} to {high:.1f}, "
        f"against {baseline:.1f} on the average of the 24 months before."
    )


def say_remarked(
    gauge: Gauge, state: GaugeState, value: float, remarks: Sequence[Remark], months: int
) -> str:
    """A gauge without a baseline in words: what the documents themselves say, named as such."""
    measured = f"{value:.1f} {_UNITS[gauge]}"
    lack = f"no numeric baseline, as only {months} of the 24 months before have a document on the two"
    if not remarks:
        return f"{gauge.capitalize()} is unknown: {measured} in the window, but {lack}."
    documents = len({remark.document for remark in remarks})
    said = "1 document itself compares" if documents == 1 else f"{documents} documents themselves compare"
    verdict = "and they disagree" if state == "unknown" else f"and it is {state}"
    return f"{gauge.capitalize()} is {state}: {measured}; {lack}, but {said} it with the past, {verdict}."


def say_substance(state: GaugeState, value: float, tracks: Mapping[str, float], events: int) -> str:
    """Substance in words: which tracks moved, and which moved the other way."""
    if not tracks:
        return f"Substance is flat: no standing arrangement changed among {events} distinct events."
    moves = [
        f"{track} {amount:+.1f}" for track, amount in sorted(tracks.items(), key=lambda item: -abs(item[1]))
    ]
    sign = (value > 0) - (value < 0)
    opposite = [track for track, amount in sorted(tracks.items()) if amount * sign < 0]
    against = f"; against it: {', '.join(opposite)}" if opposite else ""
    kind = "flat (mixed)" if state == "flat" else state
    return f"Substance is {kind}: standing changes sum to {value:+.1f} ({', '.join(moves)}){against}."


def say_too_few(events: int, needed: int) -> str:
    """Why the events do not suffice."""
    what = (
        "no distinct event"
        if not events
        else "1 distinct event"
        if events == 1
        else f"{events} distinct events"
    )
    return f"Only {needed} or more distinct events of the two, dated in the window, decide; the window has {what}."


def say_history(before: bool, tracks: Sequence[str], last: Word | None, day: dt.date | None) -> str:
    """Why an improvement is a reset, or only a thaw."""
    wide = f"on {len(tracks)} tracks ({', '.join(tracks)})" if len(tracks) > 1 else "on one track"
    long = "and in the window before too" if before else "and not in the window before"
    past = (
        f"the last decided answer before was {last}, as of {day}" if last else "nothing before it was decided"
    )
    return f"The improvement is {wide} {long}; {past}."


def say_uneven(now: int, usual: float) -> str:
    """A warning where the window was read much more or less than the time it is compared with."""
    return (
        f"Read with care: {now} documents on the two in the window, {usual:.1f} on the average of the months "
        "before; more reading finds more contacts."
    )
