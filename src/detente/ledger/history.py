"""Imported events as series: what happened between two countries, period by period and source by source.

Sources stand side by side and are never added up (GDELT and ICEWS hardly agree on one dyad's weeks). A period
without events is no row: compare with `load_world_series` to tell a quiet week from a hole in the source.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import pyarrow as pa

from detente.errors import LedgerError
from detente.records import Dyad

if TYPE_CHECKING:
    import duckdb

    from detente.ledger.store import Ledger

Step: TypeAlias = Literal["day", "week", "month", "quarter", "year"]
MEASURES = """
    count(*) AS n,
    coalesce(sum(score), 0) AS score,
    coalesce(sum(score) FILTER (score > 0), 0) AS positive,
    coalesce(sum(score) FILTER (score < 0), 0) AS negative,
    coalesce(sum(CASE WHEN gauge <> 'contact' THEN 0 WHEN type = 'CONSULT' THEN 1
                      WHEN type IN ('AGREE', 'SUPPORT', 'CONCEDE') THEN .5 ELSE 0 END), 0)::DOUBLE AS contacts,
    coalesce(sum(score) FILTER (gauge = 'tone'), 0) AS tone,
    coalesce(sum(severity), 0) AS substance"""
"""What a period is measured by: distinct events, sums of scores, contacts (announced ones by half, those asked for,
refused or threatened not at all), tone, and the signed severity of standing changes."""
_KNOWN = "date <= $day AND coalesce(published, date) <= $day"
"""What was known on a day: it had happened, and the source, where it tells, had published it."""
_BETWEEN = "((actor = $one AND recipient = $other) OR (actor = $other AND recipient = $one))"


def period_of(step: Step, column: str = "date") -> str:
    """SQL for the first day of the period in which a date lies; weeks begin on Monday."""
    if step == "day":
        return column
    return f"date_trunc('{step}', {column})::DATE"


def load_dyad_series(
    ledger: Ledger, dyad: Dyad, *, step: Step = "week", source: str | None = None, directed: bool = False
) -> pa.Table:
    """One row for each source and period in which something happened between two countries, in their order.

    Columns: source, period (its first day), with `directed` also actor and recipient, then `MEASURES` (n, score,
    positive, negative, contacts, tone, substance) and stories (how many different ones told of it).
    """
    sides = "actor, recipient, " if directed else ""
    sql = f"""
        SELECT source, {period_of(step)} AS period, {sides}{MEASURES}, count(DISTINCT story) AS stories
        FROM imported_event WHERE {_BETWEEN} AND ($source IS NULL OR source = $source)
        GROUP BY source, period{", actor, recipient" if directed else ""} ORDER BY ALL"""
    return _ask(ledger, sql, one=dyad[0], other=dyad[1], source=source)


def load_dyad_events(
    ledger: Ledger, dyad: Dyad, *, source: str | None = None, as_of: dt.date | None = None
) -> pa.Table:
    """Every distinct event between two countries, known by a day, by source and date: what intervals resample by story.

    Columns: source, date, actor, recipient, type, gauge, score, severity, story (its id where there is none), id.
    """
    sql = f"""
        SELECT source, date, actor, recipient, type, gauge, score, severity, coalesce(story, id) AS story, id
        FROM imported_event WHERE {_BETWEEN} AND {_KNOWN} AND ($source IS NULL OR source = $source)
        ORDER BY source, date, id"""
    return _ask(ledger, sql, one=dyad[0], other=dyad[1], source=source, day=as_of or dt.date.max)


def list_turn_events(
    ledger: Ledger, dyad: Dyad, start: dt.date, end: dt.date, *, limit: int = 20, as_of: dt.date | None = None
) -> list[dict[str, Any]]:
    """The events between two countries from `start` to `end`, known by a day, that weigh most: `limit` of each source.

    Standing changes come first by severity, then by score, number of source rows and date. Keys: source, id, date,
    actor, actor_name, recipient, recipient_name, type, mode, score, gauge, severity, place, rows, url, file, line.
    """
    sql = f"""
        SELECT source, id, date, actor, actor_name, recipient, recipient_name, type, mode, score, gauge, severity,
               place, rows, url, file, line
        FROM imported_event WHERE {_BETWEEN} AND {_KNOWN} AND date BETWEEN $start AND $end
        QUALIFY row_number() OVER (PARTITION BY source ORDER BY {_WEIGHT}) <= $limit
        ORDER BY source, {_WEIGHT}"""
    day = as_of or dt.date.max
    rows = _ask(ledger, sql, one=dyad[0], other=dyad[1], start=start, end=end, limit=limit, day=day)
    found: list[dict[str, Any]] = rows.to_pylist()
    return found


_WEIGHT = "abs(coalesce(severity, 0)) DESC, abs(coalesce(score, 0)) DESC, rows DESC, date, id"


def load_world_series(
    ledger: Ledger, *, step: Step = "week", source: str | None = None, as_of: dt.date | None = None
) -> pa.Table:
    """One row for each source and period with all its events known by a day, of whichever countries: source, period,
    MEASURES.

    By this a dyad's volume is normalised, and a period without a row is a hole in the source.
    """
    sql = f"""
        SELECT source, {period_of(step)} AS period, {MEASURES}
        FROM imported_event WHERE {_KNOWN} AND ($source IS NULL OR source = $source)
        GROUP BY source, period ORDER BY source, period"""
    return _ask(ledger, sql, source=source, day=as_of or dt.date.max)


def load_all_series(ledger: Ledger, *, step: Step = "week", source: str | None = None) -> pa.Table:
    """The same for all dyads at once: source, one, other (alphabetical), period, MEASURES; no order."""
    sql = f"""
        SELECT source, least(actor, recipient) AS one, greatest(actor, recipient) AS other,
               {period_of(step)} AS period, {MEASURES}
        FROM imported_event WHERE actor <> recipient AND ($source IS NULL OR source = $source)
        GROUP BY ALL"""
    return _ask(ledger, sql, source=source)


def list_dyads(ledger: Ledger, *, source: str | None = None) -> pa.Table:
    """The dyads of each source with their events, the most first: source, one, other, n, first and last day."""
    sql = """
        SELECT source, least(actor, recipient) AS one, greatest(actor, recipient) AS other,
               count(*) AS n, min(date) AS first, max(date) AS last
        FROM imported_event WHERE actor <> recipient AND ($source IS NULL OR source = $source)
        GROUP BY ALL ORDER BY n DESC, source, one, other"""
    return _ask(ledger, sql, source=source)


def list_citations(ledger: Ledger) -> dict[str, str]:
    """How to cite each imported source; whatever shows its events shows this."""
    from detente.ledger.tables import ImportBatch

    return {batch.source: batch.citation for batch in ledger.read_table(ImportBatch)}


def _ask(ledger: Ledger, sql: str, **values: Any) -> pa.Table:
    with _connect(ledger) as connection:
        used = {name: value for name, value in values.items() if f"${name}" in sql}
        return connection.sql(sql, params=used).to_arrow_table()


@contextlib.contextmanager
def _connect(ledger: Ledger) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection for a while; a file that cannot be read becomes a LedgerError."""
    import duckdb

    from detente.ledger.views import connect_imported

    connection = None
    try:
        connection = connect_imported(ledger)
        yield connection
    except duckdb.IOException as error:
        raise LedgerError(f"{ledger.path}: imported events cannot be read ({error}); import again") from error
    finally:
        if connection is not None:
            connection.close()
