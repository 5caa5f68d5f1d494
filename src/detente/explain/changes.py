"""What is new, different or gone between two editions: an earlier day or ledger, and now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Literal, TypeAlias

import msgspec

from detente.errors import UsageError
from detente.ledger.tables import Resolution
from detente.measure.answers import Answer, TrackReading
from detente.records import Check, Document, Extracted, record_to_dict

Shown: TypeAlias = Extracted | Check | Document
_READING = frozenset({"rule", "score", "detail", "because", "zones", "sentences", "sources"})
"""Fields that say how a record was read, not what it says."""
_MOST_TOLD = 4


class Edition(msgspec.Struct, frozen=True, kw_only=True):
    """An answer with the records that its brief shows, and how its forecasts came out."""

    answer: Answer
    records: tuple[Shown, ...] = ()
    resolutions: tuple[Resolution, ...] = ()


class Shift(msgspec.Struct, frozen=True, kw_only=True):
    """Something that stands otherwise: the answer, a gauge, a track or a forecast, before and after, in a sentence.

    `name` is the gauge, the track or the forecast's id; before is null for what was not there. `records` are
    those that the new state rests on.
    """

    kind: Literal["answer", "gauge", "track", "forecast"]
    name: str
    before: str | None
    after: str | None
    says: str
    records: tuple[str, ...] = ()


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """A record that reads otherwise: which fields, and in a sentence how."""

    record: str
    kind: str
    fields: tuple[str, ...]
    says: str


class Changed(msgspec.Struct, frozen=True, kw_only=True):
    """What a later edition says that an earlier one did not: shifts, and records by id in the order given."""

    since: dt.date
    as_of: dt.date
    shifts: tuple[Shift, ...] = ()
    new: tuple[str, ...] = ()
    different: tuple[Change, ...] = ()
    gone: tuple[str, ...] = ()

    @property
    def is_nothing(self) -> bool:
        """Whether both editions say the same."""
        return not (self.shifts or self.new or self.different or self.gone)


def compare_briefs(before: Edition, after: Edition) -> Changed:
    """What changed from one edition of a dyad to a later one.

    Raises:
        UsageError: when the two are not of the same two countries.
    """
    old, new = ({r.id: r for r in edition.records} for edition in (before, after))
    shifts = (
        *_compare_answers(before.answer, after.answer),
        *_compare_gauges(before.answer, after.answer),
        *_compare_tracks(before.answer, after.answer),
        *_compare_outcomes(before.resolutions, after.resolutions),
    )
    return Changed(
        since=before.answer.as_of,
        as_of=after.answer.as_of,
        shifts=shifts,
        new=tuple(i for i in new if i not in old),
        different=tuple(c for i in new if i in old and (c := compare_records(old[i], new[i]))),
        gone=tuple(i for i in old if i not in new),
    )


def _compare_answers(before: Answer, after: Answer) -> Iterator[Shift]:
    if before.between != after.between:
        pairs = " and ".join("–".join(answer.between) for answer in (before, after))
        raise UsageError(f"{pairs}: compare two briefs of the same two countries")
    if before.answer != after.answer:
        says = f"The answer was '{before.answer}' on {before.as_of} and is '{after.answer}' on {after.as_of}."
        records = (*after.gauges.substance.events, *after.gauges.contact.events)
        yield Shift(
            kind="answer", name="answer", before=before.answer, after=after.answer, says=says, records=records
        )


def _compare_gauges(before: Answer, after: Answer) -> Iterator[Shift]:
    """The gauges whose state or value differs."""
    for name in ("contact", "tone", "substance"):
        old, new = getattr(before.gauges, name), getattr(after.gauges, name)
        if old.state != new.state or _say_value(old.value) != _say_value(new.value):
            states = new.state if old.state == new.state else f"{old.state} → {new.state}"
            says = f"{name.capitalize()}: {states} ({_say_value(old.value)} → {_say_value(new.value)})."
            yield Shift(
                kind="gauge", name=name, before=old.state, after=new.state, says=says, records=new.events
            )


def _compare_tracks(before: Answer, after: Answer) -> Iterator[Shift]:
    """The tracks that moved otherwise in the window, stand otherwise, or whose last event is another."""
    old_tracks = {track.track: track for track in before.tracks}
    for new in after.tracks:
        old = old_tracks.pop(new.track, None)
        if old is None or (old.state, old.standing, old.last) != (new.state, new.standing, new.last):
            was = f", was {_say_track(old)}" if old else ", was unknown"
            yield Shift(
                kind="track",
                name=new.track,
                before=old.state if old else None,
                after=new.state,
                says=f"{new.track}: {_say_track(new)}{was}.",
                records=tuple(dict.fromkeys(i for i in (new.last, new.standing) if i)),
            )
    for track in old_tracks.values():
        says = f"{track.track}: nothing is known of it any more, was {_say_track(track)}."
        yield Shift(kind="track", name=track.track, before=track.state, after=None, says=says)


def _compare_outcomes(before: Iterable[Resolution], after: Iterable[Resolution]) -> Iterator[Shift]:
    """The forecasts that stand otherwise; one that is new counts once it is decided."""
    old = {row.forecast: row.status for row in before}
    for row in after:
        was = old.get(row.forecast)
        if row.status != (was or "open"):
            yield Shift(
                kind="forecast",
                name=row.forecast,
                before=was,
                after=row.status,
                says=row.says,
                records=row.by,
            )


def compare_records(before: Shown, after: Shown) -> Change | None:
    """How a record reads otherwise than before; null where it says the same, by whatever rule it was read.

    Example:
        >>> from detente.records import make_document
        >>> text = make_document("Talks.", sources=())
        >>> compare_records(text, make_document("Talks.", sources=(), outlet="Fjord Times")).says
        'outlet: unknown → Fjord Times'
    """
    old, new = (dict(_list_leaves(record_to_dict(record))) for record in (before, after))
    paths = [path for path in {**old, **new} if old.get(path) != new.get(path)]
    if not paths:
        return None
    fields = tuple(dict.fromkeys(path.partition(".")[0] for path in paths))
    told = [
        f"{p}: {_say_leaf(old.get(p))} → {_say_leaf(new.get(p))}" for p in paths if not p.endswith("quote")
    ]
    more = [f"and {len(told) - _MOST_TOLD} more"] if len(told) > _MOST_TOLD else []
    says = "; ".join([*told[:_MOST_TOLD], *more]) or "it stands on other words"
    return Change(record=after.id, kind=new["kind"], fields=fields, says=says)


def _list_leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """The plain values of a record by their paths ("when.start"), of a passage its words; not how it was read."""
    items: Iterable[tuple[str, Any]] = ()
    if isinstance(value, dict) and "quote" in value:
        items = [("quote", value["quote"])]
    elif isinstance(value, dict):
        items = ((key, inner) for key, inner in value.items() if key not in _READING)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        items = ((str(n), inner) for n, inner in enumerate(value))
    else:
        yield path, value
    for key, inner in items:
        yield from _list_leaves(inner, f"{path}.{key}" if path else key)


def _say_leaf(value: object) -> str:
    return "unknown" if value is None else str(value)


def _say_value(value: float | None) -> str:
    return "unknown" if value is None else f"{value:.1f}"


def _say_track(track: TrackReading) -> str:
    return f"{track.state} ({track.stands})"
