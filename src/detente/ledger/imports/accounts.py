"""What became of every row of an import: kept, merged into another, or dropped, with the reason and the first line."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from detente.ledger.files import quote_path
from detente.ledger.imports.drafts import Draft
from detente.ledger.imports.formats import Format
from detente.ledger.tables import Dropped, ImportBatch
from detente.lexicon.bulk import load_bulk_source

if TYPE_CHECKING:
    import duckdb

_AGAIN = "already in the ledger from another file"
_UNDIVIDED = "cannot be divided into cells (an open quote, or too many cells)"
_SHOWN = 5
_UNKNOWN = """
    SELECT f, code, count(*) AS n, min(line) AS line FROM (
        SELECT f, line, actor_code AS code FROM draft WHERE actor_code IS NOT NULL AND why IS NULL
        UNION ALL SELECT f, line, recipient_code FROM draft WHERE recipient_code IS NOT NULL AND why IS NULL
    ) JOIN party USING (code) WHERE NOT known GROUP BY f, code ORDER BY f, n DESC, code"""


def make_batches(
    connection: duckdb.DuckDBPyConnection, drafts: Sequence[Draft], written: Path, *, format: Format
) -> list[ImportBatch]:
    """A batch for each draft, from the tables and views of `make_rows` and `unite_rows` and the written events."""
    read = _count(connection, "SELECT f, count(*) FROM row GROUP BY f")
    kept = _count(connection, "SELECT g >> 44, count(*) FROM winner GROUP BY ALL")
    dropped = _list_dropped(connection, drafts)
    notes = _list_unknown(connection)
    days: dict[str, tuple[dt.date, dt.date]] = {
        name: (first, last)
        for name, first, last in connection.execute(
            f"SELECT file, min(date), max(date) FROM read_parquet({quote_path(written)}) GROUP BY file"
        ).fetchall()
    }
    citation = format.citation if format.citation is not None else load_bulk_source(format.source).citation
    batches = []
    for draft in drafts:
        total, gone = read.get(draft.number, 0) + len(draft.rejected), dropped[draft.number]
        own = kept.get(draft.number, 0)
        first, last = days.get(draft.name, (None, None))
        batches.append(
            ImportBatch(
                source=format.source, file=draft.name, sha256=draft.sha256, read=total, kept=own,
                merged=total - own - sum(d.rows for d in gone), dropped=tuple(sorted(gone, key=lambda d: -d.rows)),
                notes=(*draft.notes, *notes[draft.number]), citation=citation, first=first, last=last,
            )
        )  # fmt: skip
    return batches


def _count(connection: duckdb.DuckDBPyConnection, sql: str) -> dict[int, int]:
    return dict(connection.execute(sql).fetchall())


def _list_dropped(connection: duckdb.DuckDBPyConnection, drafts: Sequence[Draft]) -> dict[int, list[Dropped]]:
    found: dict[int, list[Dropped]] = defaultdict(list)
    refused = connection.execute(
        "SELECT f, why, count(*), min(line) FROM row WHERE why IS NOT NULL GROUP BY f, why ORDER BY f, why"
    )
    for number, why, rows, line in refused.fetchall():
        found[number].append(Dropped(why, rows, line))
    again = connection.execute(
        "SELECT g >> 44, count(*), min((g >> 8) & 68719476735) FROM mark WHERE again GROUP BY ALL"
    )
    for number, rows, line in again.fetchall():
        found[number].append(Dropped(_AGAIN, rows, line))
    for draft in drafts:
        if draft.rejected:
            found[draft.number].append(Dropped(_UNDIVIDED, len(draft.rejected), draft.rejected[0]))
    return found


def _list_unknown(connection: duckdb.DuckDBPyConnection) -> dict[int, list[str]]:
    """Notes on country codes that nobody knows, the most frequent of each file."""
    found: dict[int, list[str]] = defaultdict(list)
    ((unknown,),) = connection.execute("SELECT count(*) FROM party WHERE NOT known").fetchall()
    for number, code, rows, line in connection.execute(_UNKNOWN).fetchall() if unknown else ():
        if len(found[number]) < _SHOWN:
            shown = json.dumps(code[:40], ensure_ascii=True)
            found[number].append(
                f"line {line}: no country known for {shown} ({rows} times): a party without country"
            )
    return found
