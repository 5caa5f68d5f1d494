"""The hand annotations of one article, as its README describes them: one JSON Lines file per kind."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import msgspec

from detente.errors import InputError

Annotation = dict[str, Any]
_KINDS = ("sentences", "zones", "events", "statements", "figures", "forecasts", "causal", "checks")
_SCORED_STATEMENTS = {"direct", "indirect", "mixed"}


class Gold(msgspec.Struct, frozen=True):
    """The annotations of one article by kind, and its publication date as (start, end) ISO days."""

    document: str
    sentences: list[Annotation]
    zones: list[Annotation]
    events: list[Annotation]
    statements: list[Annotation]
    figures: list[Annotation]
    forecasts: list[Annotation]
    causal: list[Annotation]
    checks: list[Annotation]
    published: tuple[str, str] | None


def load_gold(folder: Path) -> Gold:
    """The annotations in a folder.

    Raises:
        InputError: when a file is missing or a line is no JSON.
    """
    rows: dict[str, list[Annotation]] = {}
    for kind in (*_KINDS, "meta"):
        path = folder / f"{kind}.jsonl"
        if not path.is_file():
            raise InputError(f"{folder}: no {kind}.jsonl; give the folder of one annotated article")
        try:
            rows[kind] = [
                json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()
            ]
        except json.JSONDecodeError as error:
            raise InputError(f"{path}: line is no JSON: {error}") from error
    meta = rows.pop("meta")[0]
    dates = meta.get("text_only_range") or [meta.get("publication_date")] * 2
    return Gold(document=meta["doc"], published=tuple(dates) if dates[0] else None, **rows)


def span_of(annotation: Annotation | None) -> tuple[int, int] | None:
    """Start and end of an annotated span, null where there is none."""
    return (annotation["start"], annotation["end"]) if annotation else None


def list_accepted_types(event: Annotation) -> set[str]:
    """The PLOVER types that a coding may have: the gold's, and the alternative that its note defends."""
    accepted = {event["plover"]}
    accepted.update(re.findall(r"\balt: ?([A-Z]{3,})", event.get("note") or ""))
    if event["plover"] == "COERCE" and event["mode"] == "seize":
        accepted.add("ASSAULT")  # annexation: PLOVER.md accepts both
    return accepted


def list_countries(mentions: list[Annotation]) -> set[str]:
    """The countries among annotated actors or recipients; those without one are left out."""
    return {m["iso3"] for m in mentions if m.get("iso3")}


def list_scored_statements(gold: Gold) -> list[Annotation]:
    """Statements that are scored: narrated and authorial ones are not."""
    return [s for s in gold.statements if s["type"] in _SCORED_STATEMENTS and s["quotes"]]


def parse_interval(text: str | None) -> tuple[str, str] | None:
    """First and last day of an annotated date ("2020", "2020-04", "2020-04-01", "2014/2020-04")."""
    if not text:
        return None
    first, _, last = text.partition("/")
    return _complete(first, first=True), _complete(last or first, first=False)


def _complete(text: str, *, first: bool) -> str:
    parts = text.split("-")
    if len(parts) == 1:
        return f"{text}-01-01" if first else f"{text}-12-31"
    if len(parts) == 2:
        year, month = int(parts[0]), int(parts[1])
        if first:
            return f"{text}-01"
        leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
        last = [31, 29 if leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
        return f"{text}-{last}"
    return text
