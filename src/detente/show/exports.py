"""A brief as JSON in the shape that RECORDS.md gives, and as CSV with a row for each record."""

from __future__ import annotations

import json
from typing import Any

import msgspec

from detente.records import Cause, Check, Extracted, Forecast, record_to_dict
from detente.show.briefs import Brief
from detente.show.claims import make_cause_line, make_check_line, make_forecast_line
from detente.show.evidence import name_document
from detente.show.excerpts import Excerpt, hide_words
from detente.show.lines import Line, Lines
from detente.show.long_lines import describe_history, list_long_rows
from detente.show.tables import write_rows

_COLUMNS = (
    "id", "kind", "day", "start_day", "end_day", "who", "text", "note", "probability", "tags", "outlet", "published",
    "start", "end", "document", "rule", "score", "detail",
)  # fmt: skip


def brief_to_dict(brief: Brief, *, excerpt: Excerpt = "paragraph") -> dict[str, Any]:
    """The brief as plain values; with excerpt `none` every quotation in it is empty."""
    fields: dict[str, Any] = msgspec.to_builtins(brief.answer)
    fields["for"] = [a["record"] for a in fields["for"]]
    fields["against"] = [a["record"] for a in fields["against"]]
    records = (*brief.documents.values(), *brief.records, *brief.checks, *brief.problems)
    fields |= {
        "window": [str(d) for d in brief.window],
        "checks": [c.id for c in brief.checks],
        "forecasts": [_describe_forecast(brief, f) for f in brief.forecasts],
        "causes": [c.id for c in brief.causes],
        "due": msgspec.to_builtins(brief.due),
        "missed": msgspec.to_builtins(brief.missed),
        "changed": msgspec.to_builtins(brief.changed),
        "sensitivity": _describe_sensitivity(brief, excerpt),
        "clusters": brief.clusters,
        "copies": brief.copies,
        "records": [record_to_dict(r) for r in records],
        "reproduce": msgspec.to_builtins(brief.reproduce),
        **describe_history(brief),
    }
    if excerpt != "none":
        return fields
    hidden: dict[str, Any] = hide_words(fields, Lines(brief, excerpt).hide)
    return hidden


def _describe_forecast(brief: Brief, forecast: Forecast) -> dict[str, Any]:
    outcome = brief.outcome_of.get(forecast.id)
    return {
        "id": forecast.id,
        "status": brief.status_of(forecast.id),
        "by": list(outcome.by) if outcome else [],
        "known": str(outcome.known) if outcome and outcome.known else None,
        "says": outcome.says if outcome else "",
    }


def _describe_sensitivity(brief: Brief, excerpt: Excerpt) -> dict[str, Any] | None:
    """As computed, but an article is called by its title only where that may be quoted."""
    if brief.sensitivity is None:
        return None
    fields: dict[str, Any] = msgspec.to_builtins(brief.sensitivity)
    for omission in fields["omissions"]:
        document = brief.documents.get(next(iter(omission["documents"]), ""))
        if omission["kind"] == "article" and document is not None:
            omission["name"] = name_document(document, excerpt=excerpt)
    return fields


def write_json(brief: Brief, *, excerpt: Excerpt = "paragraph") -> str:
    """The brief as indented JSON with a final newline."""
    return json.dumps(brief_to_dict(brief, excerpt=excerpt), ensure_ascii=False, indent=1) + "\n"


def make_any_line(lines: Lines, record: Extracted | Check) -> Line:
    """The line of a record of whatever kind."""
    match record:
        case Check():
            return make_check_line(lines, record)
        case Forecast():
            return make_forecast_line(lines, record)
        case Cause():
            return make_cause_line(lines, record)
    return lines.make(record)


def write_csv(brief: Brief, *, excerpt: Excerpt = "paragraph") -> str:
    """Every record and check of a brief as a CSV row with where it stands; then what its history holds."""
    lines = Lines(brief, excerpt)
    rows = []
    for record in (*brief.records, *brief.checks):
        line = make_any_line(lines, record)
        passage = next((r.passage for r in line.receipts if r.passage), None)
        first = line.receipts[0]
        where = (
            (passage.outlet, passage.published, passage.start, passage.end, passage.document)
            if passage
            else ("",) * 5
        )
        tags = ", ".join(t.text for t in line.tags)
        kind = type(record).__name__.lower()
        rows.append(
            (line.id, kind, line.day, line.start, line.end, line.who, line.text, line.note, line.chance, tags, *where,
             first.rule, first.score, first.detail)
        )  # fmt: skip
    return write_rows(_COLUMNS, [*rows, *list_long_rows(brief, _COLUMNS)], format="csv")
