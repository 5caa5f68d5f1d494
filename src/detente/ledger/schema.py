"""The Arrow schema of every table, derived from the record classes, and the way from one to the other.

Field names, order and nesting come from the classes alone: a field added there is a column here.
"""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
from collections.abc import Iterable
from typing import Any, TypeVar

import msgspec
import pyarrow as pa
from msgspec import inspect

from detente.errors import LedgerError, RecordError
from detente.ledger.tables import TABLES, ImportedEvent, SourceRow
from detente.records import KINDS

VERSION = 1
"""Of the ledger's layout: raise it when a reader of the last version would misread what we write."""
KIND_TABLES: dict[str, type[msgspec.Struct]] = {
    **{name: cls for name, cls in KINDS.items() if name != "check"},
    "source": SourceRow,
}
"""What a shard holds, by table name; checks belong to no shard."""
ALL_TABLES: dict[str, type[msgspec.Struct]] = {**KIND_TABLES, **TABLES, "imported_event": ImportedEvent}
T = TypeVar("T", bound=msgspec.Struct)

_PLAIN: dict[type[inspect.Type], Any] = {
    inspect.StrType: pa.string(),
    inspect.LiteralType: pa.string(),
    inspect.IntType: pa.int64(),
    inspect.FloatType: pa.float64(),
    inspect.BoolType: pa.bool_(),
    inspect.BytesType: pa.binary(),
    inspect.DateType: pa.date32(),
    inspect.DateTimeType: pa.timestamp("us", tz="UTC"),
}


@functools.cache
def arrow_schema(cls: type[msgspec.Struct]) -> pa.Schema:
    """The Arrow schema of a record class: its public field names, nested as it nests.

    Example:
        >>> arrow_schema(SourceRow).names
        ['path', 'url', 'outlet', 'country', 'title', 'fetched', 'document']
    """
    described = inspect.type_info(cls)
    assert isinstance(described, inspect.StructType)
    fields = [pa.field(f.encode_name, _arrow_type(f.type)) for f in described.fields]
    if described.tag is not None:
        fields.insert(0, pa.field("kind", pa.string()))
    return pa.schema(fields)


def _arrow_type(described: inspect.Type) -> pa.DataType:
    match described:
        case inspect.UnionType():
            (described,) = (t for t in described.types if not isinstance(t, inspect.NoneType))
            return _arrow_type(described)
        case inspect.StructType():
            return pa.struct([(f.encode_name, _arrow_type(f.type)) for f in described.fields])
        case inspect.VarTupleType():
            return pa.list_(_arrow_type(described.item_type))
        case inspect.TupleType():
            (item,) = {_arrow_type(t) for t in described.item_types}
            return pa.list_(item)
    return _PLAIN[type(described)]


def schema_digest() -> str:
    """Sixteen hexadecimal digits that change when any table of the ledger changes its shape."""
    shapes = "\n".join(f"{name}: {arrow_schema(cls)}" for name, cls in sorted(ALL_TABLES.items()))
    return hashlib.sha256(shapes.encode()).hexdigest()[:16]


def to_table(rows: Iterable[msgspec.Struct], cls: type[msgspec.Struct]) -> pa.Table:
    """Rows of one class as an Arrow table in the ledger's order, whatever order they came in.

    Raises:
        RecordError: when a text cannot be stored as UTF-8 (half of a surrogate pair).
    """
    plain = [msgspec.to_builtins(row, builtin_types=(dt.date, dt.datetime, bytes)) for row in rows]
    try:
        return sort_table(pa.Table.from_pylist(plain, schema=arrow_schema(cls)))
    except UnicodeEncodeError as error:
        message = f"a {cls.__name__.lower()} holds half of a surrogate pair ({error}); read it again"
        raise RecordError(message) from error


def from_table(table: pa.Table, cls: type[T]) -> list[T]:
    """The rows of an Arrow table as structs of a class.

    Raises:
        LedgerError: when a row does not fit the class.
    """
    try:
        return msgspec.convert(table.to_pylist(), list[cls])  # type: ignore[valid-type]
    except msgspec.ValidationError as error:
        raise LedgerError(f"the ledger holds a damaged {cls.__name__.lower()}: {error}") from error


def sort_table(table: pa.Table) -> pa.Table:
    """The table in its one order: by document and place for what a text says, else by its plain columns."""
    names = [f.name for f in table.schema if not pa.types.is_nested(f.type)]
    if "evidence" in table.schema.names:
        names = ["document", "id"]
        table = table.append_column("_place", table["evidence"].combine_chunks().field("start"))
        names.insert(1, "_place")
    order = [(name, "ascending") for name in names]
    return table.sort_by(order).select([n for n in table.schema.names if n != "_place"]).combine_chunks()
