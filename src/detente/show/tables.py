"""Briefs and records as Markdown, CSV and JSON Lines, for pipes and spreadsheets."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from typing import Any, TextIO

from detente.records import AnyRecord, record_to_dict
from detente.show.briefs import Brief
from detente.show.evidence import Excerpt
from detente.show.lines import Line, make_line
from detente.show.page import list_coverage, list_doubts, sort_by_day

_COLUMNS = (
    "id",
    "kind",
    "day",
    "who",
    "text",
    "tags",
    "outlet",
    "published",
    "start",
    "end",
    "rule",
    "score",
    "detail",
)


class RecordWriter:
    """Writes records one by one: jsonl at once, json as a list, csv and table as a few columns at the end."""

    def __init__(self, stream: TextIO, *, format: str, with_text: bool) -> None:
        self._stream, self._format, self._with_text = stream, format, with_text
        self._rows: list[dict[str, Any]] = []

    def add(self, record: AnyRecord) -> None:
        """Take one record."""
        row = record_to_dict(record, with_text=self._with_text)
        if self._format == "jsonl":
            self._stream.write(json.dumps(row, ensure_ascii=False, default=str) + "\n")
        else:
            self._rows.append(row)

    def close(self) -> None:
        """Write what had to wait for the last record."""
        if self._format == "json":
            self._stream.write(json.dumps(self._rows, ensure_ascii=False, indent=1, default=str) + "\n")
        elif self._format != "jsonl":
            columns = ("id", "kind", "document", "rule", "score", "detail")
            rows = [[row.get(c) for c in columns] for row in self._rows]
            self._stream.write(write_rows(columns, rows, format=self._format))


def make_record_writer(stream: TextIO, *, format: str, with_text: bool = False) -> RecordWriter:
    """A writer of records in a row format; texts of documents only when asked."""
    return RecordWriter(stream, format=format, with_text=with_text)


def write_rows(columns: Sequence[str], rows: Iterable[Sequence[Any]], *, format: str) -> str:
    """Rows as table (aligned text), csv, json (a list of objects) or jsonl."""
    if format in {"json", "jsonl"}:
        objects = [dict(zip(columns, row, strict=True)) for row in rows]
        if format == "jsonl":
            return "".join(json.dumps(o, ensure_ascii=False, default=str) + "\n" for o in objects)
        return json.dumps(objects, ensure_ascii=False, indent=1, default=str) + "\n"
    cells = [["" if v is None else str(v) for v in row] for row in rows]
    if format == "csv":
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerows([list(columns), *(map(_disarm, row) for row in cells)])
        return out.getvalue()
    widths = [min(60, max([len(c), *(len(row[i]) for row in cells)])) for i, c in enumerate(columns)]
    lines = [
        "  ".join(v[:w].ljust(w) for v, w in zip(row, widths, strict=True)).rstrip()
        for row in [list(columns), *cells]
    ]
    lines.insert(1, "  ".join("-" * w for w in widths))
    return "\n".join(lines) + "\n"


def _disarm(cell: str) -> str:
    """A cell that a spreadsheet does not take for a formula; the texts are other people's."""
    return (
        f"'{cell}"
        if cell[:1] in {"=", "+", "@", "\t", "\r"} or (cell[:1] == "-" and not cell[1:2].isdigit())
        else cell
    )


def write_csv(brief: Brief, *, excerpt: Excerpt = "paragraph") -> str:
    """Every record of a brief as a CSV row with where it stands."""
    rows = []
    for record in brief.records:
        line = make_line(record, brief.documents[record.document or ""], excerpt=excerpt)
        passage = line.passage
        assert passage is not None
        kind = type(record).__name__.lower()
        tags = " ".join(t.text for t in line.tags)
        rows.append(
            (line.id, kind, line.day, line.who, line.text, tags, passage.outlet, passage.published,
             passage.start, passage.end, line.rule, line.score, line.detail)
        )  # fmt: skip
    return write_rows(_COLUMNS, rows, format="csv")


def write_markdown(brief: Brief, *, excerpt: Excerpt = "paragraph") -> str:
    """The brief as Markdown: the answer and why, gauges, tracks, for and against, statements, figures, coverage."""
    answer = brief.answer
    by_id = {r.id: r for r in brief.records}

    def item(identity: str, reason: str = "") -> str:
        record = by_id[identity]
        return _list_item(
            make_line(record, brief.documents[record.document or ""], excerpt=excerpt, reason=reason)
        )

    parts = [f"# {brief.names[0]} and {brief.names[1]}, as of {answer.as_of}: **{answer.answer}**", ""]
    parts += [f"- {_plain(sentence)}" for sentence in answer.why]
    parts += ["", "| gauge | state | value | 90% interval | why |", "|---|---|---|---|---|"]
    for name in ("contact", "tone", "substance"):
        gauge = getattr(answer.gauges, name)
        value = "" if gauge.value is None else f"{gauge.value:.2f}"
        interval = f"{gauge.interval[0]:.2f} to {gauge.interval[1]:.2f}" if gauge.interval else ""
        parts.append(f"| {name} | {gauge.state} | {value} | {interval} | {_plain(gauge.because)} |")
    parts += [
        "",
        "## Tracks",
        "",
        *(f"- **{t.track.replace('_', ' ')}**: {_plain(t.stands)}" for t in answer.tracks),
    ]
    for title, arguments in (("For a thaw", answer.for_), ("Against", answer.against)):
        parts += ["", f"## {title}", "", *(item(a.record, a.because) for a in arguments if a.record in by_id)]
    parts += ["", "## Statements", "", *(item(s.id) for s in sort_by_day(brief.statements))]
    parts += ["", "## Figures", "", *(item(f.id) for f in brief.figures)]
    parts += [
        "",
        "## Coverage and doubts",
        "",
        *(f"- {label}: {value}" for label, value in list_coverage(brief)),
    ]
    parts += [f"- {_plain(doubt)}" for doubt in list_doubts(brief)]
    parts += [
        "",
        f"To reproduce: `{brief.reproduce.command}` (Détente {brief.reproduce.version}, {brief.reproduce.digest})",
        "",
    ]
    return "\n".join(parts)


def _list_item(line: Line) -> str:
    assert line.passage is not None
    where = (
        f"{line.passage.outlet}, {line.passage.published}, characters {line.passage.start}–{line.passage.end}"
    )
    tags = f" [{', '.join(t.text for t in line.tags)}]" if line.tags else ""
    note = f" {_plain(line.note)}" if line.note else ""
    return f"- {line.day or '–'}: {_plain(line.who)} {_plain(line.text)}{tags}{note} ({_plain(where)}; `{line.id}`)"


def _plain(text: str) -> str:
    """Text with what Markdown or HTML would read as markup made harmless."""
    for mark in "\\`*_[]<>|#":
        text = text.replace(mark, f"\\{mark}")
    return " ".join(text.split())
