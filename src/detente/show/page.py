"""The brief as one self-contained HTML file: no network, readable without scripts, light, dark and on paper."""

from __future__ import annotations

import datetime as dt
import functools
from importlib import resources
from typing import Any

import jinja2
from markupsafe import Markup

from detente.measure.histories import PRESENT
from detente.show.briefs import Brief
from detente.show.causes import compare_causes, draw_causes
from detente.show.charts import draw_gauge
from detente.show.chronicle import draw_history, draw_window
from detente.show.evidence import name_document, name_outlet, safe_link
from detente.show.excerpts import Excerpt
from detente.show.lines import MARKS, Lines
from detente.show.long_view import view_sources
from detente.show.long_words import say_contact
from detente.show.outlook_view import view_outlook
from detente.show.overview import (
    SCALE,
    GaugeView,
    explain_answer,
    link_event,
    list_coverage,
    list_doubts,
    list_due,
    list_missed,
    say_changes,
    say_gauge_value,
    view_firmness,
    view_gauges,
    view_tracks,
)
from detente.show.sections import (
    group_causes,
    group_checks,
    group_events,
    group_figures,
    group_forecasts,
    group_statements,
    list_movers,
    summarise_forecasts,
    weigh_sides,
)
from detente.show.wording import describe_day, describe_days


def render_page(brief: Brief, *, excerpt: Excerpt = "paragraph") -> str:
    """The page of a brief as text; `excerpt` says how much of each text it may quote."""
    lines = Lines(brief, excerpt)
    view = _make_view(lines)
    style = _read("brief.css") + (_read("long_view.css") if view["long_view"] else "")
    return _load_template().render(css=Markup(style), **view)


def _read(name: str) -> str:
    return (resources.files("detente.show") / "templates" / name).read_text(encoding="utf-8")


@functools.cache
def _load_template() -> jinja2.Template:
    loader = jinja2.FunctionLoader(_read)
    environment = jinja2.Environment(
        autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined, loader=loader
    )
    environment.filters["mark"] = lambda tone: MARKS[tone]
    return environment.get_template("brief.html.j2")


def _make_view(lines: Lines) -> dict[str, Any]:
    brief = lines.brief
    answer = brief.answer
    sides, checks, forecasts = weigh_sides(lines), group_checks(lines), group_forecasts(lines)
    view = {
        "names": brief.names,
        "answer": answer.answer,
        "scale": SCALE,
        "tone": dict(SCALE)[answer.answer],
        "as_of": describe_day(answer.as_of),
        "why": explain_answer(brief),
        "window": describe_days(*brief.window),
        "days": answer.days,
        "gauges": [(g, say_gauge_value(g), Markup(_draw_gauge(g))) for g in view_gauges(lines)],
        "movers": [m for a in list_movers(brief) if (m := link_event(lines, a.record))][:3],
        "changes": say_changes(brief),
        "changed": brief.changed,
        "timeline": draw_window(lines),
        "history": draw_history(lines),
        "long_view": view_sources(brief),
        "outlook": view_outlook(brief),
        "present_weeks": PRESENT,
        "imported_contact": say_contact(brief),
        "tracks": view_tracks(lines),
        "due": list_due(lines),
        "missed": list_missed(lines),
        "sides": sides,
        "firmness": view_firmness(lines),
        "checks": checks,
        "forecasts": forecasts,
        "forecast_summary": summarise_forecasts(brief),
        "effects": compare_causes(brief, quoted=lines.quoted),
        "graph": Markup(draw_causes(brief, quoted=lines.quoted)),
        "causes": group_causes(lines),
        "statements": group_statements(lines),
        "figures": group_figures(lines),
        "event_groups": group_events(lines),
        "coverage": list_coverage(brief),
        "doubts": list_doubts(brief),
        "documents": [_view_document(lines, d) for d in sort_documents(brief)],
        "problems": [(p, lines.hide(p.message)) for p in brief.problems],
        "reproduce": brief.reproduce,
        "shown": frozenset(brief.by_id),
        "hide": lines.hide,
    }
    return {**view, "sections": _list_sections(brief, view)}


def _list_sections(brief: Brief, view: dict[str, Any]) -> list[tuple[str, str, int]]:
    """The parts of the page with how many lines each has, for the links at its top."""
    parts: list[tuple[str, str, int]] = [
        ("timeline", "Timeline", 0),
        ("tracks", "Tracks", len(view["tracks"])),
        ("due", "Due", len(brief.due) + len(brief.missed)),
        ("evidence", "For/against", sum(side.count for side in view["sides"])),
        ("checks", "Checks", len(brief.checks)),
        ("forecasts", "Forecasts", len(brief.forecasts)),
        ("causes", "Causes", len(brief.causes)),
        ("statements", "Statements", len(brief.statements)),
        ("figures", "Figures", len(brief.figures)),
        ("events", "Events", len(brief.mentions)),
        ("coverage", "Coverage", len(brief.documents)),
    ]
    if view["long_view"]:
        parts.insert(1, ("long", "Long view", 0))
    if view["firmness"]:
        parts.insert(5 if view["long_view"] else 4, ("firmness", "How firm", 0))
    return parts


def sort_documents(brief: Brief) -> list[str]:
    """The ids of all documents, the latest published first."""
    early = dt.date.min
    return sorted(
        brief.documents, key=lambda i: (-(brief.documents[i].published.end or early).toordinal(), i)
    )


# --- drawings -------------------------------------------------------------------------------------


def _draw_gauge(view: GaugeView) -> str:
    reading = view.reading
    if reading.value is None or not reading.interval or reading.interval[0] == reading.interval[1]:
        return ""
    usual = reading.baseline if view.name != "substance" else None
    label = f"{view.name} {say_gauge_value(view)}, {view.unit}"
    zero = view.name != "contact"
    return draw_gauge(value=reading.value, interval=reading.interval, usual=usual, zero=zero, label=label)


def _view_document(lines: Lines, identity: str) -> dict[str, Any]:
    brief = lines.brief
    document = brief.documents[identity]
    source = document.sources[0] if document.sources else None
    original = brief.copies.get(identity)
    return {
        "id": identity,
        "published": describe_days(document.published.start, document.published.end),
        "outlet": name_outlet(document),
        "title": name_document(document, excerpt=lines.excerpt),
        "path": source.path if source else "",
        "url": safe_link(source.url) if source else None,
        "because": lines.hide(document.published.because),
        "original": original if original in brief.documents else None,
    }
