"""What is due next, and what was due and did not come: planned events by the day on which they are to happen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import msgspec

from detente.records import Event
from detente.show.briefs import Brief, Due
from detente.show.wording import describe_day

_EARLY = dt.timedelta(days=7)
_LATE = dt.timedelta(days=14)
"""So much earlier or later than announced still is what was announced."""


def add_agenda(brief: Brief) -> Brief:
    """The brief with `due` and `missed` filled in from its planned events, each distinct event once."""
    as_of = brief.answer.as_of
    due, missed = [], []
    for event, (start, end) in _list_planned(brief):
        entry = Due(record=event.id, track=event.track, start=start, end=end, says="")
        if end > as_of:
            due.append(msgspec.structs.replace(entry, says=_say_wait(end, as_of)))
        elif (read := _count_later_documents(brief, end)) and not _find_arrival(brief, event, start, end):
            says = f"due by {describe_day(end)}; {read} published since, and none tells of it"
            missed.append(msgspec.structs.replace(entry, says=says))
    return msgspec.structs.replace(
        brief,
        due=tuple(sorted(due, key=lambda d: (d.end, d.start, d.record))),
        missed=tuple(sorted(missed, key=lambda d: (d.end, d.start, d.record), reverse=True)),
    )


def _list_planned(brief: Brief) -> Iterator[tuple[Event, tuple[dt.date, dt.date]]]:
    """A planned event of each cluster with the days on which it is due; the narrowest, where mentions differ."""
    for events in brief.mentions.values():
        dated = [
            (e, (e.due.start, e.due.end))
            for e in events
            if e.modality == "planned" and e.due and e.due.start and e.due.end
        ]
        if dated:
            yield min(dated, key=lambda pair: (pair[1][1] - pair[1][0], pair[0].id))


def _say_wait(end: dt.date, as_of: dt.date) -> str:
    days = (end - as_of).days
    return f"in {days} day{'s' if days > 1 else ''}" if days <= 90 else f"in {round(days / 30.4)} months"


def _count_later_documents(brief: Brief, day: dt.date) -> str:
    """How many documents on the two were published after a day, in words; empty for none."""
    on_dyad = {e.document for e in brief.events if brief.answer.between in e.dyads}
    days = (brief.documents[d].published.start for d in on_dyad if d in brief.documents)
    later = sum(published is not None and published > day for published in days)
    return f"{later} document{'s' if later > 1 else ''}" if later else ""


def _find_arrival(brief: Brief, planned: Event, start: dt.date, end: dt.date) -> Event | None:
    """An event that took place about when another was due and is of its sort: same type, or same track."""
    kinds = {planned.type, planned.base_type} - {None, "AGREE", "THREATEN"}

    def fits(event: Event) -> bool:
        first, last = event.when.start, event.when.end
        if event.modality != "actual" or not first or not last:
            return False
        near = first <= end + _LATE and last >= start - _EARLY
        same_track = event.track == planned.track and planned.track not in {"other", "contacts"}
        return near and (event.type in kinds or same_track)

    return next((e for e in brief.events if fits(e)), None)
