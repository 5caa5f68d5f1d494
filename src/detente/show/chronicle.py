"""Which events a timeline draws: those inside the window, and the narrated history before it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import msgspec
from markupsafe import Markup

from detente.records import Event
from detente.show.briefs import is_of_dyad
from detente.show.lines import Lines, tone_of
from detente.show.sections import find_spokesman
from detente.show.timelines import Dot, draw_timeline
from detente.show.wording import describe_act, describe_when, name_actors

_BANDS = (("contact", "Contact"), ("tone", "Tone"), ("substance", "Substance"))
_MOST = 120


class Chronicle(msgspec.Struct, frozen=True):
    """A drawn timeline, and how many events it had to leave out for want of room; empty without any event."""

    svg: Markup
    left_out: int = 0


def draw_window(lines: Lines) -> Chronicle:
    """The distinct events dated inside the window; what is hypothetical or denied is not drawn."""
    first, last = lines.brief.window
    real = (
        es for es in lines.brief.mentions.values() if any(e.modality in {"actual", "planned"} for e in es)
    )
    dots = [d for events in real if (d := _make_dot(lines, events)) and first <= d.start and d.end <= last]
    return _draw(dots, first=first, last=last, title="Events in the window, by gauge")


def draw_history(lines: Lines) -> Chronicle:
    """What the texts tell of the time before the window: it happened, and it adds nothing to the answer."""
    first, _ = lines.brief.window
    told = (es for es in lines.brief.mentions.values() if any(e.modality == "actual" for e in es))
    made = (_make_dot(lines, events) for events in told)
    dots = [msgspec.structs.replace(d, hollow=False) for d in made if d is not None and d.end < first]
    earliest = min((d.start for d in dots), default=first)
    return _draw(dots, first=dt.date(earliest.year, 1, 1), last=first, title="Narrated history, by gauge")


def _draw(dots: Sequence[Dot], *, first: dt.date, last: dt.date, title: str) -> Chronicle:
    """The dots as a timeline; of too many those that count, then standing changes, then the exactly dated ones."""
    if not dots:
        return Chronicle(Markup(""))
    ranked = sorted(dots, key=lambda d: (d.hollow, d.band != "substance", d.end - d.start, d.start, d.target))
    svg = draw_timeline(ranked[:_MOST], first=first, last=last, bands=_BANDS, title=title)
    return Chronicle(Markup(svg), len(ranked[_MOST:]))


def _make_dot(lines: Lines, events: tuple[Event, ...]) -> Dot | None:
    """The mark of a distinct event, hollow where it counts on no gauge; null where nothing dates it."""
    brief = lines.brief
    event = find_spokesman(brief, events)
    if event.when.start is None or event.when.end is None or not is_of_dyad(event, brief):
        return None
    gauge = brief.counted.get(brief.cluster_of(event.id))
    return Dot(
        start=event.when.start,
        end=event.when.end,
        band=gauge or _find_band(event),
        tone=tone_of(event),
        day=describe_when(event.when),
        text=f"{name_actors(event)}: {describe_act(event, quoted=lines.quoted, longest=34)}",
        target=event.id,
        hollow=gauge is None,
    )


def _find_band(event: Event) -> str:
    if event.standing != "none":
        return "substance"
    return "contact" if "CONSULT" in {event.type, event.base_type} else "tone"
