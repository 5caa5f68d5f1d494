"""Rows to distinct events: one event of a source is counted once, however many rows, stories or files tell of it.

One event is: the same id; or the same day, parties, type and gauge, and the same place or the same story. Parties
are countries where there are two different ones, else names; a row that lacks a party is only united within its
story. A meeting, an exchange and a treaty are both sides' act, whichever the source names first. Sources are never
mixed: each is united for itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from detente.ledger.files import quote_literal, quote_path
from detente.ledger.imports.drafts import Draft
from detente.ledger.imports.formats import Format

if TYPE_CHECKING:
    import duckdb

_PLACE = "(f::BIGINT << 44) | (line << 8) | part"
_MUTUAL = "type IN ('CONSULT', 'COOPERATE') OR (type = 'SUPPORT' AND gauge = 'substance')"
_PARTIES = f"""CASE
    WHEN actor <> recipient AND ({_MUTUAL}) THEN hash(least(actor, recipient), greatest(actor, recipient))
    WHEN actor <> recipient THEN hash(actor, recipient)
    ELSE hash(actor, actor_name, recipient, recipient_name) END"""
_BOTH = "coalesce(actor_name, actor) IS NOT NULL AND coalesce(recipient_name, recipient) IS NOT NULL"
_BY_STORY = f"""CASE WHEN coalesce(story, url) IS NULL THEN hash(source_id)
    ELSE hash(date, {_PARTIES}, type, gauge, coalesce(story, url)) END"""
_BY_PLACE = f"CASE WHEN {_BOTH} THEN hash(date, {_PARTIES}, type, gauge, place) ELSE hash(source_id) END"
_KEYS = f"hash(source_id) AS by_id, {_BY_STORY} AS by_story, {_BY_PLACE} AS by_place"


def unite_rows(connection: duckdb.DuckDBPyConnection, *, source: str, held: Sequence[Path]) -> None:
    """Make the tables `mark` (rows that are kept, `again` for those already in `held`) and `winner` (`g`, `rows`).

    `g` is the place of a row: the number of its draft, its line and which pair of parties it is.
    """
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE mark AS
        SELECT {_PLACE} AS g, 1 AS rows, FALSE AS again, {_KEYS} FROM row WHERE why IS NULL""")
    if held:
        _mark_known(connection, source, held)
    united = "mark WHERE NOT again"
    for key, others in (("by_id", ("by_story", "by_place")), ("by_story", ("by_place",)), ("by_place", ())):
        firsts = "".join(f", arg_min({other}, g) AS {other}" for other in others)
        united = f"(SELECT min(g) AS g, sum(rows)::BIGINT AS rows{firsts} FROM {united} GROUP BY {key})"
    connection.execute(f"CREATE OR REPLACE TEMP TABLE winner AS SELECT * FROM {united}")


def _mark_known(connection: duckdb.DuckDBPyConnection, source: str, held: Sequence[Path]) -> None:
    """Mark rows whose id, story or place the ledger knows from earlier imports of the same days."""
    files = ", ".join(map(quote_path, held))
    for name, bound in (("first", "min"), ("last", "max")):
        connection.execute(f"SET VARIABLE {name} = (SELECT {bound}(date) FROM row WHERE why IS NULL)")
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE known AS
        SELECT {_KEYS} FROM read_parquet([{files}]) WHERE source = {quote_literal(source)}
        AND date BETWEEN getvariable('first') AND getvariable('last')""")
    found = " OR ".join(f"{key} IN (SELECT {key} FROM known)" for key in ("by_id", "by_story", "by_place"))
    connection.execute(f"UPDATE mark SET again = TRUE WHERE {found}; DROP TABLE known")


def write_events(
    connection: duckdb.DuckDBPyConnection, drafts: Sequence[Draft], path: Path, *, format: Format
) -> int:
    """Write the distinct events to `path`, in the order of their lines, and return how many there are."""
    names = "{" + ", ".join(f"{d.number}: {quote_literal(d.name)}" for d in drafts) + "}"
    source = quote_literal(format.source)
    cameo = "key" if format.cameo else "NULL::VARCHAR"
    (written,) = connection.execute(f"""
        COPY (
            SELECT {source} || ':' || source_id AS id, {source} AS source, source_id, date, published,
                   actor, actor_name, recipient, recipient_name, type, mode, {cameo} AS cameo,
                   coalesce(score, plover_score) AS score, gauge, severity, place, story, url, w.rows,
                   MAP {names}[f] AS file, line
            FROM (SELECT *, {_PLACE} AS g FROM row) JOIN winner w USING (g)
        ) TO {quote_path(path)} (FORMAT parquet, COMPRESSION zstd)""").fetchall()[0]  # fmt: skip
    return int(written)
