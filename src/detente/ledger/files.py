"""The Parquet files of a ledger: written with fixed settings under the hash of their bytes, read by table name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from detente.errors import LedgerError
from detente.ledger.manifests import Batch, File, Manifest, hash_bytes, write_durably
from detente.ledger.schema import ALL_TABLES, arrow_schema

_SETTINGS: dict[str, Any] = {
    "compression": "zstd",
    "compression_level": 3,
    "version": "2.6",
    "row_group_size": 50_000,
    "use_dictionary": True,
    "write_statistics": True,
}


def quote_path(path: Path) -> str:
    """A path as DuckDB's SQL takes it: quoted, and no pattern whatever it is called.

    Example:
        >>> quote_path(Path("it's [1].csv"))
        "'it''s [[]1].csv'"
    """
    return quote_literal(re.sub(r"[*?\[]", r"[\g<0>]", str(path)))


def quote_literal(text: str) -> str:
    """A text as a literal of SQL, for the few places that take no parameter (views, settings, COPY)."""
    return "'" + text.replace("'", "''") + "'"


def write_file(folder: Path, name: str, label: str, rows: pa.Table) -> File:
    """Store rows of the table `name` and return the file for the manifest; equal rows give equal bytes.

    Raises:
        LedgerError: when the folder cannot be written.
    """
    sink = pa.BufferOutputStream()
    pq.write_table(rows, sink, **_SETTINGS)
    data = sink.getvalue().to_pybytes()
    path = Path(name) / f"{label}-{hash_bytes(data)}.parquet"
    try:
        (folder / name).mkdir(exist_ok=True)
        if not (folder / path).is_file():
            write_durably(folder / path, data)
    except OSError as error:
        raise LedgerError(f"{folder / path}: cannot be written ({error.strerror})") from error
    return File(path.as_posix(), rows.num_rows)


def read_file(folder: Path, name: str, file: File, *, without: Iterable[str] = ()) -> pa.Table:
    """The rows of one file of the table `name`, without those of the documents named.

    Raises:
        LedgerError: when the file is missing or damaged.
    """
    try:
        rows = pq.read_table(folder / file.path, schema=arrow_schema(ALL_TABLES[name]), partitioning=None)
    except (OSError, pa.ArrowException) as error:
        raise LedgerError(
            f"{folder / file.path}: missing or damaged ({error}); read the texts again"
        ) from error
    dropped = list(without)
    if not dropped:
        return rows
    return rows.filter(pc.invert(pc.is_in(rows["document"], pa.array(dropped, pa.string()))))


def read_rows(folder: Path, name: str, *, manifest: Manifest) -> pa.Table:
    """All live rows of a table, as they were written; an empty table where nothing was."""
    empty = arrow_schema(ALL_TABLES[name]).empty_table()
    parts = [read_file(folder, name, file, without=dead) for file, dead in list_parts(manifest, name)]
    return pa.concat_tables([empty, *parts])


def list_parts(manifest: Manifest, name: str) -> list[tuple[File, tuple[str, ...]]]:
    """The live files of a table, each with the documents whose rows in it no longer count."""
    if name == "source":
        return [(file, ()) for file in manifest.sources]
    if name == "imported_event":
        return [(file, ()) for file in manifest.imports]
    parts = [(batch.files[name], batch.dead) for batch in manifest.batches if name in batch.files]
    if name in manifest.tables:
        parts.append((manifest.tables[name].file, ()))
    return parts


def read_batch(folder: Path, batch: Batch, name: str) -> pa.Table:
    """The live rows of one batch in a table."""
    if name not in batch.files:
        return arrow_schema(ALL_TABLES[name]).empty_table()
    return read_file(folder, name, batch.files[name], without=batch.dead)
