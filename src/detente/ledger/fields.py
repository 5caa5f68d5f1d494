"""Fields of records by their path (`when.start`, `actors.0.country`): found, read, set, and given a typed value."""

from __future__ import annotations

import datetime as dt
import re
import types
import typing
from typing import Any, Literal

import msgspec

from detente.errors import UsageError
from detente.records import Span, When

_FIXED = {
    "id",
    "kind",
    "document",
    "rule",
    "text",
    "text_sha256",
    "sources",
    "zones",
    "sentences",
    "signature",
}
_DAYS = re.compile(r"(\d{4}-\d\d-\d\d)(?:/(\d{4}-\d\d-\d\d))?")
_COUNTRY = re.compile(r"[A-Z]{3}")


def type_at(cls: type[msgspec.Struct], path: str) -> Any:
    """The type of the field of a record class that a path leads to.

    Raises:
        UsageError: when there is none, naming those there are, or when it is one that is never corrected.
    """
    hint: Any = cls
    for step in path.split("."):
        hint = _step_into(_strip_none(hint), step, path=path)
    if path.split(".")[0] in _FIXED or Span in (_strip_none(hint), *typing.get_args(hint)):
        raise UsageError(
            f"{path} is where or what the text is and cannot be corrected; reject the record (*)"
        )
    return hint


def _step_into(hint: Any, step: str, *, path: str) -> Any:
    if isinstance(hint, type) and issubclass(hint, Span):
        raise UsageError(f"{path}: a span cannot be corrected; reject the record (*)")
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        fields = {field.encode_name: field.type for field in msgspec.structs.fields(hint)}
        if step not in fields:
            raise UsageError(f"{path}: no field {step!r} in {hint.__name__}; it has {', '.join(fields)}")
        return fields[step]
    if typing.get_origin(hint) is tuple and step.isdecimal():
        return typing.get_args(hint)[0]
    raise UsageError(
        f"{path}: {step!r} leads nowhere; write a field, or the number of one in a list (0 is first)"
    )


def _strip_none(hint: Any) -> Any:
    if typing.get_origin(hint) not in (typing.Union, types.UnionType):
        return hint
    (inner,) = (h for h in typing.get_args(hint) if h is not type(None))
    return inner


def parse_value(value: str, hint: Any, *, path: str) -> Any:
    """What a person typed as a plain JSON value that fits the type of a field; `null` where it may be unknown.

    Raises:
        UsageError: when it does not fit, naming what would.

    Example:
        >>> parse_value("2020-03-30/2020-04-11", When, path="when")["granularity"]
        'range'
    """
    inner = _strip_none(hint)
    if value == "null" and inner is not hint:
        return None
    if inner is When and (days := _DAYS.fullmatch(value)):
        return _date_when(days[1], days[2] or days[1])
    if path.split(".")[-1] == "country" and not _COUNTRY.fullmatch(value):
        raise UsageError(
            f"{path}: a country is three capital letters (ISO 3166-1 alpha-3, XEU, XNA …), not {value!r}"
        )
    try:
        raw = msgspec.json.decode(value) if value[:1] in ("[", "{") and inner is not str else value
        return msgspec.to_builtins(msgspec.convert(raw, hint, strict=False))
    except (msgspec.ValidationError, msgspec.DecodeError) as error:
        raise UsageError(f"{path}: {value!r} does not fit; {_describe(inner, error)}") from error


def _date_when(start: str, end: str) -> dict[str, Any]:
    try:
        first, last = dt.date.fromisoformat(start), dt.date.fromisoformat(end)
    except ValueError as error:
        raise UsageError(f"{start}/{end}: no such day ({error})") from error
    if last < first:
        raise UsageError(f"{start}/{end}: ends before it starts")
    granularity: Literal["day", "range"] = "day" if first == last else "range"
    when = When(start=first, end=last, granularity=granularity, basis="stated", because="a correction")
    plain: dict[str, Any] = msgspec.to_builtins(when)
    return plain


def _describe(hint: Any, error: Exception) -> str:
    """What a field would take."""
    if typing.get_origin(hint) is Literal:
        return "one of " + ", ".join(map(str, typing.get_args(hint)))
    if hint is dt.date:
        return "a date such as 2020-03-30"
    if hint is When:
        return "a date such as 2020-03-30, or two as 2020-03-30/2020-04-11"
    return str(error)


def to_plain(record: msgspec.Struct) -> dict[str, Any]:
    """A record as dictionaries, lists and JSON's plain values, to be changed and converted back."""
    plain: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(record))
    return plain


def get_field(plain: Any, path: str) -> Any:
    """The value at a path inside a record in plain values; None where nothing is."""
    for step in path.split("."):
        if isinstance(plain, list):
            plain = dict(enumerate(plain)).get(int(step))
        elif plain is not None:
            plain = plain.get(step)
    return plain


def set_field(plain: Any, path: str, value: Any) -> None:
    """Set the value at a path inside a record in plain values; one more item may be added to a list.

    Raises:
        UsageError: when a list has no such item.
    """
    *steps, last = path.split(".")
    for step in steps:
        inner = get_field(plain, step)
        if inner is None:
            inner = {}
            set_field(plain, step, inner)
        plain = inner
    if not isinstance(plain, list):
        plain[last] = value
    elif int(last) < len(plain):
        plain[int(last)] = value
    elif int(last) == len(plain):
        plain.append(value)
    else:
        raise UsageError(f"{path}: the list has {len(plain)} items, the next would be {len(plain)}")
