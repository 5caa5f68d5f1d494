"""A history as rows: series, turns, alarms, regimes, thaws and reciprocity, for tables, CSV, JSON and Parquet."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np

from detente.errors import UsageError
from detente.measure.histories import History, SourceHistory
from detente.measure.series import GaugeSeries
from detente.measure.turns.dated import Turn
from detente.show.tables import write_rows

Row: TypeAlias = dict[str, Any]
SERIES_COLUMNS = (
    "source", "measure", "actor", "period", "events", "value", "low", "high", "shrunk", "scaled", "level",
    "level_low", "level_high", "hole",
)  # fmt: skip
COLUMNS: dict[str, tuple[str, ...]] = {
    "turns": (
        "source",
        "date",
        "known",
        "way",
        "score",
        "before",
        "after",
        "beside_hole",
        "says",
        "event",
        "url",
    ),
    "alarms": (
        "source",
        "date",
        "known",
        "way",
        "score",
        "before",
        "after",
        "beside_hole",
        "says",
        "event",
        "url",
    ),
    "regimes": ("source", "start", "end", "days", "word", "events", "says"),
    "thaws": ("source", "start", "end", "days", "word", "followed", "says"),
    "reciprocity": (
        "source",
        "initiator",
        "responder",
        "verdict",
        "lag",
        "total",
        "blows",
        "answered",
        "says",
    ),
    "silences": ("source", "initiator", "responder", "date", "blow", "answer", "expected", "says"),
}
"""What `detente turns` can print, and the columns of each."""


def list_series_rows(series: Iterable[GaugeSeries]) -> Iterator[Row]:
    """A row for each period of each series; a hole has nulls, never zeros."""
    for one in series:
        columns = (one.events, one.value, one.low, one.high, one.shrunk, one.scaled,
                   one.level, one.level_low, one.level_high)  # fmt: skip
        for i, day in enumerate(one.periods):
            numbers = [None if not np.isfinite(c[i]) else round(float(c[i]), 4) for c in columns]
            hole = bool(one.holes[i])
            yield dict(
                zip(SERIES_COLUMNS, (one.source, one.measure, one.actor, day, *numbers, hole), strict=True)
            )


def list_history_rows(history: History, what: str) -> list[Row]:
    """The rows of one kind (a key of `COLUMNS`) of all sources."""
    return [row for source in history.sources for row in _LISTERS[what](source)]


def _list_turns(turns: Iterable[Turn]) -> Iterator[Row]:
    for turn in turns:
        first: Row = turn.events[0] if turn.events else {}
        yield {
            "source": turn.source, "date": turn.date, "known": turn.known, "way": name_way(turn.sign),
            "score": turn.score, "before": _round(turn.before), "after": _round(turn.after),
            "beside_hole": turn.beside_hole, "says": turn.says, "event": describe_event(first) if first else None,
            "url": first.get("url"),
        }  # fmt: skip


def describe_event(row: Row) -> str:
    """An imported event in a few words: day, who, what, to whom."""
    mode = f"/{row['mode']}" if row.get("mode") else ""
    weight = row.get("severity") or row.get("score")
    return (
        f"{row['date']} {row.get('actor') or '?'} {row['type']}{mode} {row.get('recipient') or '?'}"
        + (f" ({weight:+.1f})" if weight is not None else "")
    )  # fmt: skip


def name_way(sign: int) -> str:
    """Which way a turn went."""
    return "warmer" if sign > 0 else "colder"


def _list_plain(records: Iterable[Any], columns: tuple[str, ...]) -> Iterator[Row]:
    for record in records:
        yield {name: make_plain(getattr(record, name)) for name in columns}


def _list_silences(source: SourceHistory) -> Iterator[Row]:
    for pair in source.reciprocity:
        for silence in pair.silences:
            sides = {"source": pair.source, "initiator": pair.initiator, "responder": pair.responder}
            yield sides | {name: getattr(silence, name) for name in COLUMNS["silences"][3:]}


_LISTERS = {
    "turns": lambda s: _list_turns(s.turns),
    "alarms": lambda s: _list_turns(s.alarms),
    "regimes": lambda s: _list_plain(s.regimes, COLUMNS["regimes"]),
    "thaws": lambda s: _list_plain(s.thaws, COLUMNS["thaws"]),
    "reciprocity": lambda s: _list_plain(s.reciprocity, COLUMNS["reciprocity"]),
    "silences": _list_silences,
}


def history_to_dict(history: History) -> Row:
    """The whole history as plain values; numbers that are not known are null."""
    plain: Row = make_plain(history)
    return plain


def make_plain(value: Any) -> Any:
    """A frozen record as dicts, lists and numbers of Python; what is not finite is null, days stay days."""
    if is_dataclass(value):
        return {f.name: make_plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, np.ndarray):
        return [make_plain(v) for v in value.tolist()]
    if isinstance(value, dict):
        return {str(k): make_plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [make_plain(v) for v in value]
    return _round(value) if isinstance(value, float) else value


def _round(number: float) -> float | None:
    return round(number, 4) if np.isfinite(number) else None


def write_history_rows(rows: list[Row], columns: tuple[str, ...], *, format: str) -> str:
    """Rows as text (aligned), csv or json."""
    cells = [[_cell(row[name]) if format != "json" else row[name] for name in columns] for row in rows]
    return write_rows(columns, cells, format={"text": "table"}.get(format, format))


def _cell(value: Any) -> Any:
    if isinstance(value, list):
        return " ".join("" if v is None else f"{v:+.2f}" for v in value)
    return f"{value:.4g}" if isinstance(value, float) else value


def write_parquet(rows: list[Row], columns: tuple[str, ...], path: Path) -> None:
    """Rows as a Parquet file.

    Raises:
        UsageError: when the file cannot be written.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        pq.write_table(pa.table({name: [row[name] for row in rows] for name in columns}), path)
    except OSError as error:
        raise UsageError(f"{path}: cannot be written ({error.strerror})") from error


def write_history_text(history: History) -> str:
    """The history in plain words: turns with what moved them, regimes, thaws, reciprocity and the present."""
    lines: list[str] = []
    for source in history.sources:
        lines += [f"{source.source}: {source.events:,} events, {source.first} to {source.last}"]
        lines += [f"  now: {source.position.says}"] if source.position else []
        lines += _tell("turns", [_tell_turn(turn) for turn in source.turns])
        lines += _tell("regimes", [f"{r.start} to {r.end}  {r.word}: {r.says}" for r in source.regimes])
        lines += _tell("past thaws", [thaw.says for thaw in source.thaws])
        lines += _tell("reciprocity", [pair.says for pair in source.reciprocity])
        silent = [
            f"{pair.responder} did not answer: {s.says}"
            for pair in source.reciprocity
            for s in pair.silences[:3]
        ]
        lines += _tell("blows without the usual answer", silent)
        lines += _tell("notes", list(source.notes))
        lines += [f"  cite: {source.citation}"] if source.citation else []
    return "".join(f"{line}\n" for line in lines)


def _tell(title: str, found: list[str]) -> list[str]:
    return [f"  {title}:", *(f"    {line}" for line in found)] if found else []


def _tell_turn(turn: Turn) -> str:
    hole = " (beside a hole of the source)" if turn.beside_hole else ""
    moved = "; ".join(
        describe_event(e) + (f" {e['url']}" if e.get("url") else "") for e in turn.events[:2]
    )  # fmt: skip
    return f"{turn.date}  {turn.says}{hole}" + (f" | {moved}" if moved else "")


def dump_json(value: Any) -> str:
    """Plain values as indented JSON; days in ISO form."""
    return json.dumps(value, ensure_ascii=False, indent=1, default=_say_day) + "\n"


def _say_day(value: Any) -> str:
    return value.isoformat() if isinstance(value, dt.date) else str(value)
