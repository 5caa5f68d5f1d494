"""Tables of dyads as users have them (Parquet, CSV): a date, a dyad and a number a row, always read the same way."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from detente.errors import InputError
from detente.ledger.files import quote_literal, quote_path

if TYPE_CHECKING:
    import duckdb

_MISSING = "('', 'NA', 'NaN', 'nan', 'None', 'NULL', 'null')"
_FORMATS = "['%Y%m%d', '%Y-%m', '%Y%m', '%Y/%m/%d', '%Y.%m.%d', '%Y/%m', '%d %B %Y', '%d %b %Y']"
"""Ways to write a day or month besides the ISO one; not 03/04/2020, for nobody knows which is the month."""
_ISO = "'^[0-9]{4}-'"
_BETWEEN = re.compile(r"\s*(?:[-_/|:;,–—>→]|\s)+\s*")
_CODE = re.compile(r"[A-Za-z]{2,3}")
_READ_CSV = "read_csv({path}, all_varchar = true, header = true, null_padding = false)"


def read_dyad_table(path: Path, number: str) -> pa.Table:
    """The rows of a table with the columns date, dyad and `number`, in their order; other columns are passed over.

    Dates are days, or months, or times of a day; a dyad may be written RUS-USA, USA_RUS or rus/usa and becomes
    RUS-USA. A cell that is missing is null. Columns may be in any order and case, a CSV may be divided by commas,
    semicolons or tabs and packed with gzip.

    Raises:
        InputError: when the file cannot be read, lacks a column, or a cell says something else; with its line.
    """
    import duckdb

    if not path.is_file():
        raise InputError(f"{path}: cannot be read (no such file)")
    with duckdb.connect(":memory:") as connection:
        connection.execute("SET TimeZone = 'UTC'; SET enable_progress_bar = false")
        try:
            return _read(connection, path, number)
        except duckdb.Error as error:
            reason = " ".join(str(error).splitlines()[:2])
            raise InputError(f"{path}: cannot be read as Parquet or CSV ({reason})") from error


def _read(connection: duckdb.DuckDBPyConnection, path: Path, number: str) -> pa.Table:
    is_parquet = path.suffix.lower() in {".parquet", ".pq"}
    file = quote_path(path)
    source = f"read_parquet({file})" if is_parquet else _READ_CSV.format(path=file)
    kinds = {
        name.strip().lower(): (name, kind)
        for name, kind, *_ in connection.sql(f"DESCRIBE FROM {source}").fetchall()
    }
    _require_columns(path, ("date", "dyad", number), kinds)
    day, dyad, value = (_fill(*kinds[name]) for name in ("date", "dyad", number))
    is_time = kinds["date"][1].startswith(("DATE", "TIMESTAMP"))
    iso = f"if(regexp_matches({day}, {_ISO}), try_cast(try_cast({day} AS TIMESTAMP) AS DATE), NULL)"
    read_day = f"{day}::DATE" if is_time else f"coalesce({iso}, try_strptime({day}, {_FORMATS})::DATE)"
    table = (
        connection.sql(
            "SELECT *, if(d IS NULL, said_date, NULL) AS odd_date, "
            "if(number IS NULL, said_number, NULL) AS odd_number "
            f"FROM (SELECT {read_day} AS d, {dyad}::VARCHAR AS dyad, try_cast({value} AS DOUBLE) AS number, "
            f"{day}::VARCHAR AS said_date, {value}::VARCHAR AS said_number FROM {source})"
        )
        .project("d, dyad, number, odd_date, odd_number")
        .to_arrow_table()
    )
    rows = "row" if is_parquet else "line"
    _require_sense(path, table["odd_date"], "a date such as 2020-04-26", rows)
    _require_sense(path, table["odd_number"], f"a number ({number})", rows)
    names = table["dyad"].combine_chunks().dictionary_encode()
    ordered = pa.array(
        [None if name is None else order_dyad(name) for name in names.dictionary.to_pylist()], pa.string()
    )
    dyads = pa.DictionaryArray.from_arrays(names.indices, ordered).cast(pa.string())
    return pa.table({"date": table["d"], "dyad": dyads, number: table["number"]})


def _require_columns(path: Path, needed: tuple[str, ...], has: dict[str, tuple[str, str]]) -> None:
    missing = [name for name in needed if name not in has]
    if missing:
        there = ", ".join(name for name, _ in has.values())
        raise InputError(
            f"{path}: no column {', '.join(missing)}; it has {there}, needed are {', '.join(needed)}"
        )


def _fill(name: str, kind: str) -> str:
    """SQL for a column, null where a text says that nothing is known."""
    column = '"' + name.replace('"', '""') + '"'
    return (
        f"CASE WHEN trim({column}) NOT IN {_MISSING} THEN trim({column}) END" if kind == "VARCHAR" else column
    )


def _require_sense(path: Path, odd: pa.ChunkedArray, wanted: str, rows: str) -> None:
    """Complain of the first cell that is not null; `rows` says what to count: lines begin with the header."""
    if odd.null_count == len(odd):
        return
    at = odd.is_valid().index(True).as_py()
    said, others = quote_literal(odd[at].as_py()[:40]), len(odd) - odd.null_count - 1
    more = f"; nor are {others} cells after it" if others else ""
    raise InputError(f"{path}, {rows} {at + (2 if rows == 'line' else 1)}: {said} is not {wanted}{more}")


def order_dyad(name: str) -> str:
    """A dyad's name with its two parties in alphabetical order and a hyphen between; codes in capitals.

    Example:
        >>> order_dyad("USA-RUS"), order_dyad("usa_rus")
        ('RUS-USA', 'RUS-USA')
    """
    parts = [part for part in _BETWEEN.split(name.strip()) if part]
    if len(parts) != 2:
        return "-".join(sorted(part.strip() for part in name.split("-")))
    return "-".join(sorted(part.upper() if _CODE.fullmatch(part) else part for part in parts))
