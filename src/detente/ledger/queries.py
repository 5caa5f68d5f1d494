"""SQL from people, who may be hostile: one reading statement over a ledger, and the ways to print its rows."""

from __future__ import annotations

import csv
import datetime as dt
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TextIO

import pyarrow as pa

from detente.errors import UsageError
from detente.ledger.store import open_ledger

_WIDEST = 60
_CONTROLS = dict.fromkeys((*range(32), *range(127, 160)), "�")


def query_ledger(path: str | Path, sql: str) -> pa.Table:
    """The rows of one SELECT over a ledger's views; it can neither write nor see anything else.

    Raises:
        LedgerError: when there is no readable ledger.
        UsageError: when it is no single reading statement, or DuckDB refuses it, with DuckDB's words.
    """
    import duckdb

    connection = open_ledger(path).connect()
    try:
        statements = connection.extract_statements(sql)
        allowed = (duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN)
        if len(statements) != 1 or statements[0].type not in allowed:
            raise UsageError(
                "write one SELECT; a ledger is only read by SQL (detente correct changes a record)"
            )
        return connection.sql(sql).to_arrow_table()
    except duckdb.Error as error:
        raise UsageError(f"DuckDB: {error}") from error
    finally:
        connection.close()


def write_rows(rows: pa.Table, out: TextIO, *, format: str = "table") -> None:
    """Print rows as `table`, `csv`, `json` or `jsonl`; nested values become JSON in a table or CSV.

    Raises:
        UsageError: for any other format, naming these.
    """
    if format not in WRITERS:
        raise UsageError(f"no format {format!r}; there are {', '.join(WRITERS)}")
    out.writelines(WRITERS[format](rows))


def _write_jsonl(rows: pa.Table) -> Iterator[str]:
    for batch in rows.to_batches():
        for row in batch.to_pylist():
            yield json.dumps(row, default=_plain, ensure_ascii=False) + "\n"


def _write_json(rows: pa.Table) -> Iterator[str]:
    yield json.dumps(rows.to_pylist(), default=_plain, ensure_ascii=False, indent=1) + "\n"


def _plain(value: Any) -> Any:
    """What JSON lacks: days in ISO form, bytes as hexadecimal digits, anything else as text."""
    if isinstance(value, dt.date | dt.datetime):
        return value.isoformat()
    return value.hex() if isinstance(value, bytes) else str(value)


class _Lines:
    """A file that gives back what was last written to it: what csv.writer needs to write into an iterator."""

    def write(self, text: str) -> str:
        return text


def _write_csv(rows: pa.Table) -> Iterator[str]:
    writer = csv.writer(_Lines(), lineterminator="\n")
    yield writer.writerow(rows.column_names)
    for batch in rows.to_batches():
        for row in batch.to_pylist():
            yield writer.writerow(_cells(row))


def _write_table(rows: pa.Table) -> Iterator[str]:
    lines = [rows.column_names, *(_cells(row) for row in rows.to_pylist())]
    lines = [[_shorten(cell) for cell in line] for line in lines]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    lines.insert(1, ["-" * width for width in widths])
    for line in lines:
        yield "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() + "\n"
    yield f"({rows.num_rows} rows)\n"


def _cells(row: dict[str, Any]) -> list[str]:
    return ["" if v is None else v if isinstance(v, str) else _to_text(v) for v in row.values()]


def _to_text(value: Any) -> str:
    if isinstance(value, list | dict):
        return json.dumps(value, default=_plain, ensure_ascii=False)
    return str(_plain(value)) if not isinstance(value, bool) else str(value).lower()


def _shorten(cell: str) -> str:
    """A cell for the terminal: no control characters (a text could hold some), not too long."""
    cell = cell.translate(_CONTROLS)
    return cell if len(cell) <= _WIDEST else cell[: _WIDEST - 1] + "…"


WRITERS: dict[str, Callable[[pa.Table], Iterator[str]]] = {
    "table": _write_table,
    "csv": _write_csv,
    "json": _write_json,
    "jsonl": _write_jsonl,
}
"""Every format that `detente sql` prints."""
