"""Rows and records as aligned text, CSV, JSON and JSON Lines, for pipes and spreadsheets."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from typing import Any, TextIO

from detente.records import AnyRecord, record_to_dict


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
