"""GDELT 2.0 mentions: how sure GDELT was of an event and how many sources told of it, as gates for events."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from detente.ledger.files import quote_path
from detente.ledger.imports.drafts import select_lines
from detente.ledger.imports.unpacking import open_parts

if TYPE_CHECKING:
    import duckdb

_COLUMNS = 16


def load_mentions(connection: duckdb.DuckDBPyConnection, paths: Sequence[Path], folder: Path) -> None:
    """Make the table `gate`: for each event the highest confidence and the number of different sources.

    Raises:
        InputError: when a file cannot be read.
    """
    connection.execute("CREATE TEMP TABLE mention (event VARCHAR, source VARCHAR, confidence INTEGER)")
    for path in paths:
        for part in open_parts(path, folder):
            connection.execute(f"""
                INSERT INTO mention SELECT p[1], p[5], try_cast(p[12] AS INTEGER)
                FROM ({select_lines(quote_path(part.path))}) WHERE len(p) = {_COLUMNS}""")
            if part.temporary:
                part.path.unlink()
    connection.execute("""
        CREATE TEMP TABLE gate AS
        SELECT event, max(confidence) AS confidence, count(DISTINCT source) AS sources FROM mention GROUP BY event;
        DROP TABLE mention""")
