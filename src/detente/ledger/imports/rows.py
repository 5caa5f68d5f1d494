"""Drafts to rows: lines numbered, codes looked up, and for each row that is not kept the reason."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec
import pyarrow as pa

from detente.ledger.files import quote_literal, quote_path
from detente.ledger.imports.drafts import Draft
from detente.ledger.imports.formats import Format, Gates
from detente.lexicon.bulk import Meaning, load_bulk_source, load_country_codes

if TYPE_CHECKING:
    import duckdb

_MOST_PARTIES = 8
_MEANING = pa.schema(
    [("key", pa.string()), ("type", pa.string()), ("mode", pa.string()), ("plover_score", pa.float64()),
     ("gauge", pa.string()), ("severity", pa.float64())]
)  # fmt: skip
_SIDES = """
    SELECT *, {actors} AS a, {recipients} AS r FROM numbered"""
_PAIRS = """
    SELECT * EXCLUDE (pairs) REPLACE (
        pair.a AS actor_code, pair.r AS recipient_code,
        if(part = 0, source_id, source_id || '#' || (part + 1)) AS source_id) FROM (
        SELECT *, unnest(pairs) AS pair, generate_subscripts(pairs, 1) - 1 AS part FROM (
            SELECT * EXCLUDE (a, r), CASE
                WHEN len(r) = 0 AND len(a) > 1 THEN flatten(list_transform(range(1, len(a)),
                    lambda i: list_transform(a[i + 1:], lambda other: {{'a': a[i], 'r': other}})))
                ELSE flatten(list_transform(if(len(a) = 0, [NULL], a),
                    lambda one: list_transform(if(len(r) = 0, [NULL], r), lambda other: {{'a': one, 'r': other}})))
            END AS pairs FROM ({sides})))"""
"""A row for each pair of parties: doers with sufferers, or doers among themselves where nobody suffers."""


def make_rows(
    connection: duckdb.DuckDBPyConnection, drafts: Sequence[Draft], *, format: Format, gates: Gates, today: dt.date
) -> None:  # fmt: skip
    """Make the view `row`: what a draft says in our terms, the line it stands on, and `why` it is not kept.

    Columns: f (the draft's number), line, part (which pair of parties), the columns of `imported_event` but for
    id, source, rows and file, with `key` for cameo, and `why`.
    """
    files = ", ".join(quote_path(draft.path) for draft in drafts)
    connection.execute(
        f"CREATE OR REPLACE TEMP VIEW numbered AS SELECT * EXCLUDE (skip, breaks, file_row_number), "
        f"{_number_lines(drafts)} AS line FROM read_parquet([{files}], file_row_number = true)"
    )
    connection.execute(f"CREATE OR REPLACE TEMP VIEW draft AS {_select_drafts(format)}")
    _look_up_parties(connection, format)
    _look_up_meanings(connection, format)
    confidence, join = "", ""
    if gates.mentions:
        confidence, join = "g.confidence, g.sources,", "LEFT JOIN gate g ON d.source_id = g.event"
    connection.execute(f"""
        CREATE OR REPLACE TEMP VIEW row AS
        SELECT * REPLACE ({_refuse(format, gates, today)} AS why) FROM (
            SELECT d.* EXCLUDE (actor_code, recipient_code) REPLACE (if(abs(d.score) <= 10, d.score, NULL) AS score),
                   a.country AS actor, r.country AS recipient, {confidence}
                   m.key AS known, m.type, m.mode, m.plover_score, m.gauge, m.severity
            FROM draft d LEFT JOIN meaning m ON d.key = m.key
            LEFT JOIN party a ON d.actor_code = a.code LEFT JOIN party r ON d.recipient_code = r.code {join})""")


def _number_lines(drafts: Sequence[Draft]) -> str:
    """SQL for the line of a row: after the header, line ends inside earlier cells and lines that were rejected."""
    line = "file_row_number + 1 + skip"
    if any(draft.rejected for draft in drafts):
        cases = " ".join(
            f"WHEN {d.number} THEN len(list_filter({[r - i for i, r in enumerate(d.rejected)]}, "
            f"lambda at: at <= {line}))"
            for d in drafts
            if d.rejected
        )
        line = f"{line} + CASE f {cases} ELSE 0 END"
    if not any(draft.quoted for draft in drafts):
        return f"({line})::BIGINT"
    before = "ORDER BY file_row_number ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING"
    return f"({line} + coalesce(sum(breaks) OVER (PARTITION BY f {before}), 0))::BIGINT"


def _select_drafts(format: Format) -> str:
    if not format.several:
        return "SELECT *, 0 AS part FROM numbered"
    sides = (
        f"coalesce(list_sort(list_distinct(list_filter(list_transform(string_split({column}, ';'), "
        f"lambda code: trim(code)), lambda code: code NOT IN ('', 'None')))), [])[:{_MOST_PARTIES}]"
        for column in ("actor_code", "recipient_code")
    )
    actors, recipients = sides
    return _PAIRS.format(sides=_SIDES.format(actors=actors, recipients=recipients))


def _look_up_parties(connection: duckdb.DuckDBPyConnection, format: Format) -> None:
    """Make the table `party`: our code for each code in the drafts, and whether it is known at all."""
    codes = load_country_codes(*format.countries)
    said = _list_distinct(connection, "actor_code", "recipient_code")
    columns = {
        "code": said,
        "country": [codes.get(code.strip().upper()) for code in said],
        "known": [code.strip().upper() in codes for code in said],
    }
    types = {"code": pa.string(), "country": pa.string(), "known": pa.bool_()}
    _store(connection, "party", pa.table(columns, schema=pa.schema(types)))


def _look_up_meanings(connection: duckdb.DuckDBPyConnection, format: Format) -> None:
    """Make the table `meaning`: of each code in the drafts that is known, with its type where its mode is not."""
    known = {meaning.key: meaning for meaning in format.meanings}
    found: list[Meaning] = []
    for key in _list_distinct(connection, "key"):
        meaning = known.get(key) or (None if format.cameo else known.get(key.partition("/")[0]))
        if meaning is not None:
            found.append(msgspec.structs.replace(meaning, key=key))
    rows = [dict(zip(_MEANING.names, msgspec.structs.astuple(meaning), strict=True)) for meaning in found]
    _store(connection, "meaning", pa.Table.from_pylist(rows, schema=_MEANING))


def _list_distinct(connection: duckdb.DuckDBPyConnection, *columns: str) -> list[str]:
    queries = (f"SELECT DISTINCT {column} FROM draft WHERE {column} IS NOT NULL" for column in columns)
    return sorted({value for query in queries for (value,) in connection.execute(query).fetchall()})


def _store(connection: duckdb.DuckDBPyConnection, name: str, table: pa.Table) -> None:
    connection.register("given", table)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT * FROM given")
    connection.unregister("given")


def _refuse(format: Format, gates: Gates, today: dt.date) -> str:
    """SQL for why a row is not kept, null when it is."""
    earliest = load_bulk_source(format.source).earliest
    cases = [
        ("why IS NOT NULL", "why"),
        ("date IS NULL", "'no readable date'"),
        (f"date < DATE '{earliest}'", f"'date out of range: before {earliest}'"),
        (f"date > DATE '{today}'", "'date out of range: in the future'"),
        ("date > published", "'date out of range: after the row was published'"),
        ("known IS NULL", "'unknown event code'"),
        ("type IS NULL", "'a comment, or another code without PLOVER type'"),
        ("source_id IS NULL", "'no id'"),
    ]
    if gates.dyads_only:
        cases.append(("coalesce(actor = recipient, true)", "'not between two countries'"))
    if gates.mentions and gates.min_confidence:
        reason = f"confidence under {gates.min_confidence} in all mentions"
        cases.append((f"coalesce(confidence, 0) < {gates.min_confidence}", quote_literal(reason)))
    if gates.mentions and gates.min_sources:
        reason = f"fewer than {gates.min_sources} sources"
        cases.append((f"coalesce(sources, 0) < {gates.min_sources}", quote_literal(reason)))
    return "CASE " + " ".join(f"WHEN {condition} THEN {reason}" for condition, reason in cases) + " END"
