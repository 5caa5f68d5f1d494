"""DuckDB views over a ledger: one for every kind and table, made from the manifest's live files, never a glob.

Our own records reach DuckDB as Arrow data. Imported events are too many for that: DuckDB reads their files itself,
and these files are all that the connection may open.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb
import pyarrow as pa
import pyarrow.dataset as ds

from detente.errors import LedgerError
from detente.ledger.files import list_parts, quote_literal, quote_path, read_file
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
    "all_event": """
        SELECT 'read' AS origin, id, "when".start AS date, dyad[1] AS actor, dyad[2] AS recipient, FALSE AS directed,
               type, mode, NULL::DOUBLE AS score, place, document AS story, NULL::VARCHAR AS url
        FROM (SELECT *, unnest(dyads) AS dyad FROM event)
        UNION ALL
        SELECT source, id, date, actor, recipient, TRUE, type, mode, score, place, story, url
        FROM imported_event""",
}
"""Views that are more than their table: documents with their sources, candidates for the same claim, and
events of every origin side by side (one read here stands once for each of its dyads)."""


_SQL_TYPES = {pa.string(): "VARCHAR", pa.date32(): "DATE", pa.float64(): "DOUBLE", pa.int64(): "BIGINT"}


def connect_views(ledger: Ledger) -> duckdb.DuckDBPyConnection:
    """A connection in memory that sees the ledger as it is now, and no other file, network or database.

    `event`, `document` and the other kinds follow corrections; `source`, `cluster` and so on are the tables;
    `claim_key` has kind, type, dyad and month of every event.
    """
    connection = duckdb.connect(":memory:")
    pinned = ledger.pin()
    corrected = {row.kind for row in ledger.read_table(Correction)}
    arrow = [name for name in ALL_TABLES if name != "imported_event"]
    for name in arrow:
        connection.register(f"_{name}", _open(pinned, name, corrected=name in corrected))
    views = {"imported_event": select_imported(pinned)}
    views |= {name: f"SELECT * FROM _{name}" for name in arrow} | _VIEWS
    for statement in (f'CREATE VIEW "{name}" AS {select}' for name, select in views.items()):
        connection.execute(statement)
    paths = [pinned.path.absolute() / file.path for file in pinned.manifest.imports]
    allowed = ", ".join(f"{quote_literal(str(path))}, {quote_path(path)}" for path in paths)
    connection.execute(f"SET allowed_paths = [{allowed}]")
    for statement in _LOCKS:
        connection.execute(statement)
    return connection


def connect_imported(ledger: Ledger) -> duckdb.DuckDBPyConnection:
    """A connection in memory with the view `imported_event` alone, for what measures millions of rows."""
    connection = duckdb.connect(":memory:", config={"memory_limit": "900MB"})
    connection.execute("SET enable_progress_bar = false")
    connection.execute(f"CREATE VIEW imported_event AS {select_imported(ledger.pin())}")
    return connection


def select_imported(ledger: Ledger) -> str:
    """SQL that selects all imported events of a ledger from its files; an address stands in for a missing story."""
    schema = arrow_schema(ALL_TABLES["imported_event"])
    if not ledger.manifest.imports:
        columns = (f"NULL::{_SQL_TYPES[field.type]} AS {field.name}" for field in schema)
        return f"SELECT {', '.join(columns)} WHERE FALSE"
    files = ", ".join(quote_path(ledger.path.absolute() / file.path) for file in ledger.manifest.imports)
    columns = ("coalesce(story, url) AS story" if name == "story" else name for name in schema.names)
    return f"SELECT {', '.join(columns)} FROM read_parquet([{files}])"


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
