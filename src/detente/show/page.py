"""The brief as one self-contained HTML file: no network, readable without scripts, light, dark and on paper."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from importlib import resources
from typing import Any

import jinja2
import msgspec
from markupsafe import Markup

from detente.measure.answers import GaugeReading
from detente.records import Event, Extracted
from detente.show.briefs import Brief
from detente.show.charts import Dot, draw_gauge, draw_timeline
from detente.show.evidence import Excerpt, describe_day, safe_link
from detente.show.lines import Line, Tone, describe_when, make_line, shorten, tone_of

ANSWER_TONES: dict[str, Tone] = {
    "reset": "thaw", "thawing": "thaw", "freezing": "freeze", "worsening": "freeze",
    "crisis contact": "neutral", "stalemate": "neutral", "not enough evidence": "neutral",
}  # fmt: skip
STATE_TONES: dict[str, Tone] = {"improving": "thaw", "up": "thaw", "worsening": "freeze", "down": "freeze"}
MEANINGS = {
    "contact": "How often they talk and meet.",
    "tone": "What they say to and of each other.",
    "substance": "Standing arrangements that changed: sanctions, treaties, posts, forces, prisoners, trade rules.",
}
_GAUGES = ("contact", "tone", "substance")
_GROUPS = (
    ("counted", "Counted in the window", ""),
    ("planned", "Announced or planned", "What is said to be coming, dated by the day it was announced."),
    ("attributed", "Only claimed", "Somebody says so; the article does not. Weight 0."),
    ("partial", "Through NATO, the EU or “the West”", "Not expanded into members. Weight 0."),
    ("unreal", "Hypothetical or denied", "Weight 0."),
    (
        "weightless",
        "On their track with weight 0",
        "Aid, continued compliance, levels of relations and the like.",
    ),
    ("undated", "Could not be dated", "In no window, so not counted."),
    ("outside", "Outside the window", "Narrated history, or after the as-of date."),
)


class EventGroup(msgspec.Struct, frozen=True):
    """Events that share a reason for counting or not."""

    title: str
    lead: str
    lines: tuple[Line, ...]


class Section(msgspec.Struct, frozen=True, kw_only=True):
    """A part of the page that a later pass of the pipeline adds: checks, forecasts, causes, what changed."""

    anchor: str
    title: str
    lead: str = ""
    lines: tuple[Line, ...] = ()
    html: str = ""
    empty: str = "Nothing was found."


def render_page(brief: Brief, *, excerpt: Excerpt = "paragraph", extra: Sequence[Section] = ()) -> str:
    """The page of a brief as text; `extra` sections stand between the evidence and the statements."""
    environment = jinja2.Environment(autoescape=True, trim_blocks=True, undefined=jinja2.StrictUndefined)
    folder = resources.files("detente.show") / "templates"
    template = environment.from_string((folder / "brief.html.j2").read_text(encoding="utf-8"))
    css = (folder / "brief.css").read_text(encoding="utf-8")
    view = _make_view(brief, excerpt)
    view["extra_sections"] = [
        {**{f: getattr(s, f) for f in s.__struct_fields__}, "html": Markup(s.html)} for s in extra
    ]
    view["sections"] = _list_sections(extra)
    return template.render(css=Markup(css), **view)


def _list_sections(extra: Sequence[Section]) -> list[tuple[str, str]]:
    first = [
        ("gauges", "Gauges"),
        ("timeline", "Timeline"),
        ("tracks", "Tracks"),
        ("evidence", "For and against"),
    ]
    last = [
        ("statements", "Statements"),
        ("figures", "Figures"),
        ("events", "All events"),
        ("coverage", "Coverage and doubts"),
    ]
    return [*first, *((s.anchor, s.title) for s in extra), *last]


def _make_view(brief: Brief, excerpt: Excerpt) -> dict[str, Any]:
    answer = brief.answer
    by_id = {r.id: r for r in brief.records}

    def line(identity: str, *, reason: str = "", anchor: bool = False) -> Line:
        record = by_id[identity]
        return make_line(
            record, brief.documents[record.document or ""], excerpt=excerpt, reason=reason, anchor=anchor
        )

    def lines(records: Iterable[Extracted]) -> list[Line]:
        return [line(r.id, anchor=True) for r in records]

    first, last = brief.window
    return {
        "version": brief.reproduce.version,
        "names": brief.names,
        "answer": answer.answer,
        "tone": ANSWER_TONES[answer.answer],
        "as_of": str(answer.as_of),
        "why": answer.why,
        "window": (str(first), str(last)),
        "summary": _summarise(brief),
        "gauges": [_gauge_view(name, getattr(answer.gauges, name), answer.days) for name in _GAUGES],
        "timeline": Markup(_draw_window(brief)),
        "history": Markup(_draw_history(brief)),
        "tracks": [_track_view(track, by_id) for track in answer.tracks],
        "for_lines": [line(a.record, reason=a.because) for a in answer.for_ if a.record in by_id],
        "against_lines": [line(a.record, reason=a.because) for a in answer.against if a.record in by_id],
        "statements": lines(sort_by_day(brief.statements)),
        "figures": lines(brief.figures),
        "event_groups": _group_events(brief, lines),
        "coverage": list_coverage(brief),
        "doubts": list_doubts(brief),
        "documents": [_document_view(brief, d) for d in sorted(brief.documents)],
        "problems": brief.problems,
        "reproduce": brief.reproduce,
    }


def sort_by_day(records: Iterable[Any]) -> list[Any]:
    """Records by their day, the latest first, undated ones last, else by place."""
    early = dt.date.min
    return sorted(
        records,
        key=lambda r: (
            -(r.when.start or early).toordinal(),
            r.document,
            r.evidence.start if r.evidence else 0,
        ),
    )


def _summarise(brief: Brief) -> str:
    coverage = brief.answer.coverage
    copies = f" ({coverage.copies} copies)" if coverage.copies else ""
    return (
        f"{coverage.documents} documents{copies}, {coverage.events_in_window} distinct events in the window."
    )


def _gauge_view(name: str, gauge: GaugeReading, days: int) -> dict[str, Any]:
    svg = ""
    if gauge.value is not None:
        low, high = gauge.interval or (gauge.value, gauge.value)
        baseline = (gauge.baseline, gauge.baseline) if gauge.baseline is not None else None
        label = f"{name} {gauge.value:.2f}, 90% interval {low:.2f} to {high:.2f}"
        svg = draw_gauge(value=gauge.value, low=low, high=high, baseline=baseline, label=label)
    notes = []
    if gauge.value is not None:
        unit = {
            "contact": f"distinct contacts in {days} days",
            "tone": "mean score of a distinct event, −10 to 10",
        }.get(name, "severity-weighted standing changes")
        interval = (
            f", 90% interval {gauge.interval[0]:.1f} to {gauge.interval[1]:.1f}" if gauge.interval else ""
        )
        notes.append(f"{gauge.value:.1f} {unit}{interval}.")
    if gauge.because:
        notes.append(gauge.because)
    return {
        "title": name.capitalize(), "state": gauge.state, "tone": STATE_TONES.get(gauge.state, "neutral"),
        "svg": Markup(svg), "meaning": MEANINGS[name], "notes": notes,
    }  # fmt: skip


def _lane_of(event: Event) -> str:
    if event.standing != "none":
        return "substance"
    return "contact" if "CONSULT" in {event.type, event.base_type} else "tone"


def _make_dot(event: Event, lane: str, *, hollow: bool) -> Dot | None:
    if event.when.start is None or event.when.end is None:
        return None
    label = f"{describe_when(event.when)}: {event.type or 'relations'}, {shorten(event.trigger.quote, 80)}"
    return Dot(event.when.start, event.when.end, lane, tone_of(event), label, event.id, hollow)


def _list_representatives(brief: Brief) -> list[Event]:
    """One event of each cluster: that with the finest date, so that a call told five times is one mark."""
    best: dict[str, Event] = {}
    for event in brief.events:
        key = brief.clusters.get(event.id, event.id)
        held = best.get(key)
        if held is None or _width(event) < _width(held):
            best[key] = event
    return list(best.values())


def _width(event: Event) -> int:
    when = event.when
    return (when.end - when.start).days if when.start and when.end else 10**6


def _draw_window(brief: Brief) -> str:
    first, last = brief.window
    gauges = brief.answer.gauges
    counted = {i: name for name in _GAUGES for i in getattr(gauges, name).events}
    dots = []
    for event in _list_representatives(brief):
        members = [
            e
            for e in brief.events
            if brief.clusters.get(e.id, e.id) == brief.clusters.get(event.id, event.id)
        ]
        inside = event.when.start and event.when.end and first <= event.when.start and event.when.end <= last
        if not inside or event.modality == "hypothetical":
            continue
        lane = next((counted[m.id] for m in members if m.id in counted), None)
        dot = _make_dot(event, lane or _lane_of(event), hollow=lane is None)
        if dot is not None:
            dots.append(dot)
    if not dots:
        return ""
    return draw_timeline(
        dots, first=first, last=last, lanes=_GAUGES, title="Events of the pair in the window, by gauge"
    )


def _draw_history(brief: Brief) -> str:
    first, _ = brief.window
    told = [
        e
        for e in _list_representatives(brief)
        if e.when.end and e.when.end < first and e.modality == "actual"
    ]
    dots = [d for e in told if (d := _make_dot(e, _lane_of(e), hollow=False))]
    if not dots:
        return ""
    earliest = min(d.start for d in dots)
    return draw_timeline(
        dots,
        first=dt.date(earliest.year, 1, 1),
        last=first,
        lanes=_GAUGES,
        title="Narrated history, by gauge",
    )


def _track_view(track: Any, by_id: dict[str, Any]) -> dict[str, Any]:
    def entry(identity: str | None) -> dict[str, str] | None:
        event = by_id.get(identity or "")
        if event is None:
            return None
        when = event.due if event.due is not None and event.due.start is not None else event.when
        return {"id": event.id, "day": describe_when(when), "text": shorten(event.trigger.quote, 70)}

    return {
        "name": track.track.replace("_", " ").capitalize(),
        "stands": track.stands,
        "moved": entry(track.standing or track.last),
        "due": [found for d in track.due if (found := entry(d))],
    }


def _group_events(brief: Brief, lines: Any) -> list[EventGroup]:
    answer = brief.answer
    counted = {i for name in _GAUGES for i in getattr(answer.gauges, name).events}
    clusters = {brief.clusters.get(i, i) for i in counted}
    place: dict[str, str] = {}
    for event in brief.events:
        if event.id in counted or brief.clusters.get(event.id, event.id) in clusters:
            place[event.id] = "counted"
    for name in ("planned", "attributed", "partial", "unreal", "weightless", "undated"):
        for identity in getattr(answer.apart, name):
            place.setdefault(identity, name)
    groups = []
    for key, title, lead in _GROUPS:
        members = [e for e in brief.events if place.get(e.id, "outside") == key]
        if members:
            groups.append(EventGroup(title, lead, tuple(lines(sort_by_day(members)))))
    return groups


def list_coverage(brief: Brief) -> list[tuple[str, str]]:
    """What the answer rests on, as labels and numbers."""
    c = brief.answer.coverage
    return [
        ("documents read", str(c.documents)),
        ("of them copies of others", str(c.copies)),
        ("on the pair", str(c.on_dyad)),
        ("of those, published in the window", str(c.in_window)),
        ("distinct events in the window", str(c.events_in_window)),
        ("distinct events outside it", str(c.outside_window)),
        ("events that could not be dated", str(c.undated)),
        ("events with a party nobody could place", str(c.unresolved)),
    ]


def list_doubts(brief: Brief) -> list[str]:
    """What a careful reader should know before leaning on the answer."""
    answer, c = brief.answer, brief.answer.coverage
    doubts = []
    if c.events_in_window < 3:
        doubts.append(
            "Fewer than three distinct events of the pair are dated inside the window; the rule answers from three on."
        )
    if c.baseline_months < 12:
        doubts.append(
            f"Documents cover {c.baseline_months} of the 24 months before the window; a numeric baseline needs 12. "
            "Contact and tone rest on the texts' own comparisons, or are unknown."
        )
    if c.later:
        doubts.append(f"{c.later} documents were published after {answer.as_of} and are hidden.")
    if c.undated_documents:
        doubts.append(f"{c.undated_documents} documents have no publication date.")
    outlets = {d.outlet for d in brief.documents.values() if d.outlet}
    if len(outlets) == 1:
        doubts.append(f"All documents are from one outlet ({outlets.pop()}).")
    if brief.problems:
        doubts.append(f"{len(brief.problems)} problems occurred while reading; they are listed below.")
    return doubts or ["None beyond the intervals shown."]


def _document_view(brief: Brief, identity: str) -> dict[str, Any]:
    document = brief.documents[identity]
    source = document.sources[0] if document.sources else None
    original = brief.copies.get(identity)
    return {
        "id": identity,
        "published": describe_day(document.published.start, document.published.end),
        "outlet": document.outlet or "unknown",
        "title": document.title or (source.path if source else identity),
        "url": safe_link(source.url) if source else None,
        "because": document.published.because,
        "copy": f"copy of {original}" if original else "",
    }
