"""The tracks of a relationship: how each moved in the window, where it stands, what moved last, what is due."""

from __future__ import annotations

import datetime as dt
import typing
from collections.abc import Sequence

from detente.measure.answers import TrackReading, TrackState
from detente.measure.gauges import list_counted
from detente.measure.happenings import Happening
from detente.measure.views import View
from detente.records import Track

TRACKS: tuple[Track, ...] = typing.get_args(Track)


def read_tracks(view: View) -> tuple[TrackReading, ...]:
    """A reading for each track on which anything of the dyad is known, in the order of the closed list."""
    real = [h for h in view.happenings if h.kept in ("counted", "weightless", "undated")]
    by_track: dict[Track, list[Happening]] = {}
    for happening in real:
        by_track.setdefault(happening.track, []).append(happening)
    return tuple(_read_track(view, track, by_track[track]) for track in TRACKS if track in by_track)


def _read_track(view: View, track: Track, happenings: Sequence[Happening]) -> TrackReading:
    inside = [h for h in happenings if h.is_inside(view.window.first, view.window.last)]
    changes = list_counted(inside, "substance")
    signs = {h.score > 0 for h in changes}
    value = sum(h.score for h in changes)
    state: TrackState = "flat"
    if changes:
        state = "improving" if value > 0 else "worsening" if value < 0 else "mixed"
    standing = _find_last(list_counted(happenings, "substance"))
    last = _find_last(happenings)
    as_of = view.window.last
    due = sorted((h.due, h.record) for h in happenings if h.due and h.due > as_of and h.modality == "planned")
    return TrackReading(
        track=track,
        state="mixed" if len(signs) > 1 and state == "flat" else state,
        value=value,
        stands=_say_standing(standing, last),
        standing=standing.record if standing else None,
        last=last.record if last else None,
        events=tuple(h.record for h in inside),
        due=tuple(record for _, record in due),
    )


def _find_last(happenings: Sequence[Happening]) -> Happening | None:
    """The dated one that ended last; of several the one with the more exact date."""
    dated = [h for h in happenings if h.start and h.end]
    return max(dated, key=lambda h: (h.end, h.start, h.record), default=None)


def _say_standing(standing: Happening | None, last: Happening | None) -> str:
    if standing is not None:
        moved = "" if last is None or last is standing else f"; last moved {_say_days(last)}"
        return f"{standing.standing} since {_say_days(standing)}{moved}"
    if last is not None:
        return f"no standing change is known; last moved {_say_days(last)}"
    return "nothing on it is dated"


def _say_days(happening: Happening) -> str:
    start, end = happening.start, happening.end
    if start is None or end is None:
        return "on an unknown day"
    if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31):
        return str(start.year) if start.year == end.year else f"{start.year} to {end.year}"
    if (
        start.day == 1
        and (end + dt.timedelta(days=1)).day == 1
        and (start.year, start.month) == (end.year, end.month)
    ):
        return f"{start:%Y-%m}"
    return str(start) if start == end else f"{start} to {end}"
