"""What people correct: rows in a file that only grows, checked against the record classes, applied on reading."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from detente.errors import LedgerError, UsageError
from detente.ledger.fields import get_field, parse_value, set_field, to_plain, type_at
from detente.ledger.spans import is_misquoted, list_spans
from detente.ledger.tables import Correction
from detente.records import Cause, Event, Figure, Forecast, Record, Span, Statement, When, place_of

R = TypeVar("R", bound=Record)
WHOLE = "*"
_FILE = "corrections.jsonl"
_AROUND = 32


class Signed(msgspec.Struct, frozen=True):
    """Who corrects, when, and why."""

    who: str
    at: dt.datetime
    why: str


def make_correction(record: Record, text: str, *, field: str, value: str, signed: Signed) -> Correction:
    """The correction of one field of a record to a value as a person types it; `text` is its document's.

    `field` may lead inside (`when.start`, `actors.0.country`). A `when` takes a day or two (`2020-03-30`,
    `2020-03-30/2020-04-11`), field `*` takes `rejected` or `kept`.

    Raises:
        UsageError: when there is no such field, it may not be corrected, or the value does not fit; the
            message names the fields or the values allowed.
    """
    plain = to_plain(record)
    if field != WHOLE:
        new = parse_value(value, type_at(type(record), field), path=field)
        old = get_field(plain, field)
    elif value in ("rejected", "kept"):
        old, new = "kept", value
    else:
        raise UsageError(f"field * takes rejected or kept, not {value!r}")
    place = _place(record)
    correction = Correction(
        record=record.id,
        document=record.document or "",
        quote=place.quote,
        before=text[max(0, place.start - _AROUND) : place.start],
        after=text[place.end : place.end + _AROUND] if place.quote else "",
        kind=plain["kind"],
        field=field,
        old=_to_json(old),
        new=_to_json(new),
        who=signed.who,
        at=signed.at,
        why=signed.why,
    )
    for amended in apply_corrections([record], [correction]):
        _require_sense(amended, text, field=field)
    return correction


def _place(record: Record) -> Span:
    """Where a record stands in its text; an empty span for what stands nowhere."""
    if isinstance(record, Event | Statement | Figure | Forecast | Cause):
        return place_of(record)[0]
    return Span(0, 0, "")


def _to_json(value: Any) -> str:
    return msgspec.json.encode(value).decode()


def _require_sense(record: Record, text: str, *, field: str) -> None:
    """Refuse what no reading could have given: a span that misquotes, an interval that ends before it starts."""
    if any(is_misquoted(span, text) for _, _, span in list_spans(record)):
        raise UsageError(f"{field}: the new value has a span that does not quote the text; leave spans out")
    for when in (getattr(record, name) for name in record.__struct_fields__):
        if isinstance(when, When) and when.start and when.end and when.end < when.start:
            raise UsageError(
                f"{field}: {when.start} to {when.end} ends before it starts; correct the whole interval"
            )


def apply_corrections(records: Iterable[R], corrections: Iterable[Correction]) -> Iterator[R]:
    """The records as people corrected them, in their order; rejected ones are left out, later rows win.

    Raises:
        UsageError: when a correction does not fit its record.
    """
    by_record: dict[str, list[Correction]] = {}
    for correction in corrections:
        by_record.setdefault(correction.record, []).append(correction)
    for record in records:
        rows = by_record.get(record.id, [])
        verdicts = [row.new for row in rows if row.field == WHOLE]
        if not verdicts or verdicts[-1] != _to_json("rejected"):
            yield _amend(record, [row for row in rows if row.field != WHOLE])


def _amend(record: R, rows: Sequence[Correction]) -> R:
    if not rows:
        return record
    plain = to_plain(record)
    for row in rows:
        set_field(plain, row.field, msgspec.json.decode(row.new))
    says = [f"{row.field} corrected by {row.who} on {row.at:%Y-%m-%d}: {row.why}" for row in rows]
    plain["detail"] = "; ".join(filter(None, [plain["detail"], *says]))
    try:
        amended = msgspec.convert(plain, type(record))
    except msgspec.ValidationError as error:
        raise UsageError(f"{record.id}: the correction of {rows[-1].field} does not fit: {error}") from error
    fields = {row.field.split(".")[0] for row in rows}
    if isinstance(amended, Event) and fields & {"actors", "recipients"} and "dyads" not in fields:
        return msgspec.structs.replace(amended, dyads=pair_countries(amended))
    return amended


def pair_countries(event: Event) -> tuple[tuple[str, str], ...]:
    """The dyads of an event: each actor with each recipient or, without recipients, the actors among themselves."""
    actors = {m.country for m in event.actors if m.country}
    others = {m.country for m in event.recipients if m.country} or actors
    return tuple(sorted({(min(a, b), max(a, b)) for a in actors for b in others if a != b}))


def anchor_corrections(
    corrections: Iterable[Correction], records: Sequence[Record], texts: Mapping[str, str]
) -> tuple[list[Correction], list[Correction]]:
    """Corrections of one kind with the ids that their records have now, and the orphans.

    One whose record is gone takes the record of its kind that stands at the same words between the same
    characters, in whatever document, if there is only one. `texts` are the texts by document id.
    """
    ids = {record.id for record in records}
    found: list[Correction] = []
    orphans: list[Correction] = []
    for row in corrections:
        homes = {row.record} & ids or {
            r.id for r in records if _stands_at(r, row, texts.get(r.document or "", ""))
        }
        if len(homes) == 1:
            found.append(msgspec.structs.replace(row, record=homes.pop()))
        else:
            orphans.append(row)
    return found, orphans


def _stands_at(record: Record, row: Correction, text: str) -> bool:
    place = _place(record)
    if not row.quote or place.quote != row.quote:
        return False
    return text[: place.start].endswith(row.before) and text[place.end :].startswith(row.after)


def append_correction(folder: Path, correction: Correction) -> None:
    """Add a row to the ledger's file of corrections, durably; a line that a crash cut off is dropped first."""
    path = folder / _FILE
    path.touch()
    with path.open("r+b") as file:
        whole = len(_whole_lines(file.read()))
        file.seek(whole)
        file.truncate()
        file.write(msgspec.json.encode(correction) + b"\n")
        file.flush()
        os.fsync(file.fileno())


def read_corrections(folder: Path) -> list[Correction]:
    """All corrections of a ledger in the order of their making.

    Raises:
        LedgerError: when a line is damaged, with its number.
    """
    path = folder / _FILE
    lines = _whole_lines(path.read_bytes()).split(b"\n")[:-1] if path.exists() else []
    rows = []
    for number, line in enumerate(lines, start=1):
        try:
            rows.append(msgspec.json.decode(line, type=Correction))
        except msgspec.DecodeError as error:
            raise LedgerError(f"{path}, line {number}: damaged ({error}); mend or remove it") from error
    return sorted(rows, key=lambda row: row.at)


def _whole_lines(data: bytes) -> bytes:
    return data[: data.rfind(b"\n") + 1]
