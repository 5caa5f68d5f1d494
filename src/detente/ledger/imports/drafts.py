"""Lines to drafts: one Parquet row for each line of a file, fields picked out, nothing looked up yet."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from detente.errors import InputError
from detente.ledger.files import quote_literal, quote_path
from detente.ledger.imports.formats import DRAFT_TYPES, Format, Gates, Layout
from detente.ledger.imports.unpacking import Part

if TYPE_CHECKING:
    import duckdb

_HEADER = 1 << 16
_NOTHING = quote_literal("\1")
_LINES = (
    "read_csv({path}, auto_detect = false, header = false, delim = {delim}, quote = '', escape = '', comment = '', "
    "new_line = '\\n', skip = {skip}, columns = {{'l': 'VARCHAR'}}, strict_mode = false, ignore_errors = true)"
)
_CELLS = (
    "read_csv({path}, auto_detect = false, header = false, delim = {delim}, quote = '\"', escape = '\"', "
    "comment = '', new_line = '\\n', skip = {skip}, columns = {columns}, parallel = false, null_padding = true, "
    "nullstr = {nothing}, strict_mode = false, store_rejects = true, rejects_limit = 0)"
)


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """The drafts of one part: the file, how many lines precede its first row, lines that could not be divided."""

    path: Path
    number: int
    name: str
    sha256: str
    skip: int
    quoted: bool = False
    notes: tuple[str, ...] = ()
    rejected: tuple[int, ...] = ()


class Target(msgspec.Struct, frozen=True, kw_only=True):
    """Where the drafts of a part go, their number in this import, and the digest of the file they come from."""

    path: Path
    number: int
    sha256: str


def write_draft(
    connection: duckdb.DuckDBPyConnection, part: Part, target: Target, *, format: Format, gates: Gates
) -> Draft:
    """Write the drafts of a part, in the order of its lines.

    Raises:
        InputError: when its first line shows that it is another kind of file.
    """
    layout = format.make_layout(_read_header(part.path), gates)
    fields = {name: layout.fields.get(name, "NULL") for name in DRAFT_TYPES}
    wanted = ", ".join(f"({sql})::{DRAFT_TYPES[name]} AS {name}" for name, sql in fields.items())
    quoted = layout.delimiter is not None
    relation = (
        _select_cells(part, layout) if quoted else select_lines(quote_path(part.path), skip=layout.skip)
    )
    connection.execute(
        f"COPY (SELECT {target.number} AS f, {layout.skip} AS skip, breaks, {wanted} FROM ({relation})) "
        f"TO {quote_path(target.path)} (FORMAT parquet, COMPRESSION snappy)"
    )
    return Draft(
        path=target.path,
        number=target.number,
        name=part.name,
        sha256=target.sha256,
        skip=layout.skip,
        quoted=quoted,
        notes=(*part.notes, *layout.notes),
        rejected=_list_rejected(connection) if quoted else (),
    )


def _read_header(path: Path) -> str:
    with path.open("rb") as file:
        line = file.readline(_HEADER).decode("utf-8", errors="replace")
    if not line:
        raise InputError("the file is empty")
    return line.removeprefix("\ufeff").rstrip("\n")


def select_lines(path: str, *, skip: int = 0) -> str:
    """SQL for the fields of each line of a file as the list `p`; an empty line has none."""
    lines = _LINES.format(path=path, delim=_NOTHING, skip=skip)
    return f"SELECT coalesce(string_split(l, chr(9)), []::VARCHAR[]) AS p, 0 AS breaks FROM {lines}"


def _select_cells(part: Part, layout: Layout) -> str:
    """The same for quoted cells, of which a short line has fewer; `breaks` is how many line ends stand inside them.

    One column more than the header's is read, so that a line with too many cells can be told.
    """
    names = [f"c{number}" for number in range(1, layout.width + 2)]
    columns = "{" + ", ".join(f"'{name}': 'VARCHAR'" for name in names) + "}"
    cells = _CELLS.format(
        path=quote_path(part.path),
        delim=quote_literal(layout.delimiter or ","),
        skip=layout.skip,
        columns=columns,
        nothing=_NOTHING,
    )
    together = f"concat({', '.join(names)})"
    breaks = f"length({together}) - length(replace({together}, chr(10), ''))"
    given = f"list_filter([{', '.join(names)}], lambda cell: cell IS NOT NULL)"
    last = f"if({names[-1]} = '', {given}[:{layout.width}], {given})"  # a delimiter at the end is no cell
    return f"SELECT {last} AS p, {breaks} AS breaks FROM {cells}"


def _list_rejected(connection: duckdb.DuckDBPyConnection) -> tuple[int, ...]:
    """The lines that DuckDB could not divide into cells."""
    found = connection.execute("SELECT DISTINCT line FROM reject_errors ORDER BY line").fetchall()
    connection.execute("DROP TABLE reject_errors; DROP TABLE reject_scans")
    return tuple(line for (line,) in found)
