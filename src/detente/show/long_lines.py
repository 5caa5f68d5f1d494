"""The long view as Markdown, as CSV rows, as plain values and as two lines of a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote

import msgspec

from detente.show.briefs import Brief
from detente.show.histories import make_plain
from detente.show.long_view import SourceView, TurnView, view_sources
from detente.show.long_words import is_old, name_source
from detente.show.outlook_view import OutlookView, summarise_outlook, view_outlook

Escape = Callable[[str], str]
_SAFE = ":/?#[]@!$&'*+,;=%~-._"
_SERIES = ("value", "level", "level_low", "level_high")


# --- Markdown -------------------------------------------------------------------------------------


def list_long_markdown(brief: Brief, escape: Escape) -> Iterator[str]:
    """The section as lines of Markdown; none where nothing was imported."""
    sources, outlook = view_sources(brief), view_outlook(brief)
    if sources:
        yield from ("", "## The long view")
    for source in sources:
        yield from ("", f"### {escape(source.title)}: {source.count}, {source.days}", "")
        said = (source.position, source.present, source.thaws_said if source.turns else "No turn is seen.")
        yield from (f"- {escape(one)}" for one in said if one)
        for thaw in source.thaws:
            outcome = f"ended {thaw.ended}; then {thaw.followed}" if thaw.end else thaw.ended
            yield f"- Thaw from {thaw.began}: {thaw.lasted}, {thaw.called}; {escape(outcome)}"
        for turn in reversed(source.turns):
            yield from _list_turn(turn, escape)
        yield from (
            f"- {regime.days}: {regime.word}, {regime.lasted}; substance {regime.substance}; "
            f"{source.contact_unit} {regime.contact}"
            for regime in source.regimes
        )
        yield from (f"- {escape(one)}" for one in (*source.answers, *source.silences, *source.doubts))
        if source.citation:
            yield f"- Source: {escape(source.citation)}"
    if outlook is not None:
        yield from _list_outlook(outlook, escape)


def _list_turn(turn: TurnView, escape: Escape) -> Iterator[str]:
    warning = f" ({turn.warning})" if turn.warning else ""
    yield f"- **{turn.day}, {turn.way}**: {turn.text}; {turn.note}{warning}"
    for event in turn.events:
        address = f" <{quote(event.url, safe=_SAFE)}>" if event.url else ""
        said = f"{event.day}: {event.who}, {event.text}" + (f" ({event.weight})" if event.weight else "")
        yield f"  - {escape(said)}{address} {escape(event.where)}"


def _list_outlook(outlook: OutlookView, escape: Escape) -> Iterator[str]:
    yield from ("", f"### Outlook{f' for {outlook.title}' if outlook.title else ''}", "")
    if outlook.problem:
        yield f"No outlook: {escape(outlook.problem)}"
        return
    yield from (escape(outlook.lead), "")
    for forecast in outlook.forecasts:
        chances = ", ".join(
            f"{c.outcome} {c.percent} (usual {c.usual}, after such months {c.following})"
            for c in forecast.chances
        )
        worse = " Worse here than the simple forecast." if forecast.worse else ""
        record = f"Track record of {forecast.by}: {forecast.record} {forecast.own}".rstrip()
        yield f"- **{forecast.title}**: {chances}. {escape(record)}{worse}"
        yield from (f"  - {escape(reason)}" for reason in forecast.why)
    if outlook.citation:
        yield f"- Source: {escape(outlook.citation)}"


# --- CSV ------------------------------------------------------------------------------------------


def list_long_rows(brief: Brief, columns: tuple[str, ...]) -> list[tuple[Any, ...]]:
    """A row in these columns for each turn, event that moved one, regime, thaw, answer, hole, forecast and citation."""
    found = [row for source in view_sources(brief) for row in _list_source(source)]
    outlook = view_outlook(brief)
    found += _list_chances(outlook) if outlook is not None else []
    return [tuple(row.get(column, "") for column in columns) for row in found]


def _list_source(source: SourceView) -> Iterator[dict[str, Any]]:
    def make(kind: str, text: str, **fields: Any) -> dict[str, Any]:
        return {"kind": kind, "who": source.title, "text": text} | fields

    if source.position:
        yield make("position", source.position, note=source.present)
    for turn in source.turns:
        day = {"id": turn.anchor, "day": turn.day, "start_day": turn.date, "end_day": turn.date}
        yield make(
            "turn", f"{turn.way}: {turn.text}", note=turn.note, tags=turn.warning, score=turn.score, **day
        )
        for event in turn.events:
            yield {
                "id": event.id, "kind": "imported event", "day": event.day, "start_day": event.date,
                "end_day": event.date, "who": event.who, "text": event.text, "note": event.weight,
                "outlet": source.title, "document": event.url or "", "rule": turn.anchor, "detail": event.where,
            }  # fmt: skip
    for regime in source.regimes:
        note = f"substance {regime.substance}; {source.contact_unit} {regime.contact}"
        yield make(
            "regime", regime.word, note=note, day=regime.days, start_day=regime.start, end_day=regime.end
        )
    for thaw in source.thaws:
        note = f"ended {thaw.ended}; then {thaw.followed}" if thaw.end else thaw.ended
        days = {"day": thaw.began, "start_day": thaw.start, "end_day": thaw.end or ""}
        yield make("thaw", f"{thaw.lasted}, {thaw.called}", note=note, **days)
    yield from (make("reciprocity", said) for said in source.answers)
    yield from (make("unanswered blow", said) for said in source.silences)
    yield from (make("doubt", said) for said in source.doubts)
    if source.citation:
        yield make("citation", source.citation)


def _list_chances(outlook: OutlookView) -> Iterator[dict[str, Any]]:
    if outlook.problem:
        yield {"kind": "outlook", "text": f"No outlook: {outlook.problem}"}
    for forecast in outlook.forecasts:
        record = f"Track record of {forecast.by}: {forecast.record} {forecast.own}".rstrip()
        for chance in forecast.chances:
            yield {
                "kind": "outlook", "day": outlook.title, "who": forecast.by,
                "text": f"{forecast.title}: {chance.outcome}", "note": record, "probability": chance.percent,
                "tags": "worse here than the simple forecast" if forecast.worse else "",
                "detail": f"usual {chance.usual}, after such months {chance.following}",
            }  # fmt: skip
    if outlook.citation:
        yield {"kind": "citation", "who": "outlook", "text": outlook.citation}


# --- plain values and terminal --------------------------------------------------------------------


def describe_history(brief: Brief) -> dict[str, Any]:
    """The fields `history` and `outlook` of a brief in JSON; none where nothing was imported.

    Of the series only the weekly net is given; `detente measure` writes all. A forecast without a track record is
    left out, as everywhere.
    """
    if brief.history is None:
        return {}
    history, outlook = make_plain(brief.history), make_plain(brief.outlook)
    for source in history["sources"]:
        net = source["series"]["net"]
        kept = {name: _blank(net[name], net["holes"]) for name in _SERIES}
        source["series"] = {"net": {"unit": net["unit"], "periods": net["periods"], **kept}}
    if outlook is not None:
        view = view_outlook(brief)
        shown = {f.target for f in view.forecasts} if view else set()
        outlook["forecasts"] = [f for f in outlook["forecasts"] if f["target"] in shown]
        outlook["problem"] = (view.problem if view else "") or None
    fields: dict[str, Any] = msgspec.to_builtins({"history": history, "outlook": outlook})
    return fields


def _blank(values: list[float | None], holes: list[bool]) -> list[float | None]:
    """The values with null in the holes, where a level is only a guess."""
    return [None if hole else value for value, hole in zip(values, holes, strict=True)]


def summarise_history(brief: Brief) -> tuple[str, str]:
    """Where the present stands in the richest source, and the outlook with its track record; empty if unknown."""
    if brief.history is None:
        return "", ""
    source = max(brief.history.sources, key=lambda s: s.events)
    turned = ""
    if source.turns:
        turn = source.turns[-1]
        turned = f"turned {'warmer' if turn.sign > 0 else 'colder'} {turn.date:%b %Y}"
    stands = source.position.says.replace("all stretches of 8 weeks", "weeks") if source.position else ""
    said = "; ".join(filter(None, (stands, turned))) or "no turn is seen"
    until = f" to {source.last:%b %Y}" if is_old(source, brief) else ""
    return f"{name_source(source.source)}{until}: {said}", summarise_outlook(brief)
