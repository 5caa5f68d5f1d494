"""DuckDB views over a ledger: one for every kind and table, made from the manifest's live files, never a glob.

The rows reach DuckDB as Arrow data, so that the connection needs no access to files at all: it is given none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb
import pyarrow as pa
import pyarrow.dataset as ds

from detente.errors import LedgerError
from detente.ledger.files import list_parts, read_file
from detente.ledger.schema import ALL_TABLES, arrow_schema, to_table
from detente.ledger.tables import Correction
from detente.records import KINDS

if TYPE_CHECKING:
    from detente.ledger.store import Ledger

_LOCKS = (
    "SET python_enable_replacements = false",
    "SET temp_directory = ''",
    "SET memory_limit = '2GB'",
    "SET enable_external_access = false",
    "SET lock_configuration = true",
)
_VIEWS = {
    "document": """
        SELECT d.* REPLACE (coalesce(s.sources, []) AS sources)
        FROM _document d LEFT JOIN (
            SELECT document, list({'path': path, 'url': url, 'outlet': outlet, 'country': country,
                                   'title': title, 'fetched': fetched} ORDER BY path) AS sources
            FROM _source GROUP BY document
        ) s ON s.document = d.id""",
    "claim_key": """
        SELECT id AS record, kind, type, dyad, date_trunc('month', day)::DATE AS month
        FROM (SELECT id, kind, coalesce(base_type, type) AS type, unnest(dyads) AS dyad, "when".start AS day
              FROM event)""",
}
"""Views that are more than their table: documents with their sources, candidates for the same claim."""


def connect_views(ledger: Ledger) -> duckdb.DuckDBPyConnection:
    """A connection in memory that sees the ledger as it is now, and no file, network or other database.

    `event`, `document` and the other kinds follow corrections; `source`, `cluster` and so on are the tables;
    `claim_key` has kind, type, dyad and month of every event.
    """
    connection = duckdb.connect(":memory:")
    pinned = ledger.pin()
    corrected = {row.kind for row in ledger.read_table(Correction)}
    for name in ALL_TABLES:
        connection.register(f"_{name}", _open(pinned, name, corrected=name in corrected))
    views = {name: f"SELECT * FROM _{name}" for name in ALL_TABLES} | _VIEWS
    for statement in (*(f'CREATE VIEW "{name}" AS {select}' for name, select in views.items()), *_LOCKS):
        connection.execute(statement)
    return connection


def _open(ledger: Ledger, name: str, *, corrected: bool) -> ds.Dataset:
    """The rows of a table: lazily from its files, or from memory where corrections or rereadings changed them."""
    cls = ALL_TABLES[name]
    if corrected:
        return ds.dataset(to_table(ledger.read_records(KINDS[name]), cls))
    if name == "correction":
        return ds.dataset(to_table(ledger.read_table(Correction), cls))
    parts = list_parts(ledger.manifest, name)
    clean = [str(ledger.path / file.path) for file, dead in parts if not dead]
    in_memory = [read_file(ledger.path, name, file, without=dead) for file, dead in parts if dead]
    schema = arrow_schema(cls)
    try:
        files = ds.dataset(clean, format="parquet", schema=schema)
    except (OSError, pa.ArrowException) as error:
        raise LedgerError(
            f"{ledger.path}: a file is missing or damaged ({error}); read the texts again"
        ) from error
    return ds.dataset([files, ds.dataset(pa.concat_tables([schema.empty_table(), *in_memory]))])
