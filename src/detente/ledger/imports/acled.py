"""ACLED: a CSV of 31 columns with a header; parties are named, their country is in the name if anywhere."""

from __future__ import annotations

from detente.errors import InputError
from detente.ledger.imports.formats import (
    Format,
    Gates,
    Layout,
    find_columns,
    refuse_width,
    split_header,
    text,
)
from detente.lexicon.bulk import list_acled_meanings

_NEEDED = ("event_id_cnty", "event_date", "sub_event_type", "actor1", "actor2", "country", "location")
_STATE = r"^(?:Military|Police) Forces of (?:the )?([^(]+?)(?: \(\d{4}.*)?$"
_CITIZENS = r"\(([A-Z][^()0-9]+)\)$"


def make_format() -> Format:
    """How ACLED exports are read."""
    return Format(
        source="acled", make_layout=_make_layout, meanings=list_acled_meanings(), countries=("name",)
    )


def _make_layout(header: str, gates: Gates) -> Layout:
    delimiter = max(",;\t", key=header.count)
    at = find_columns(header, _NEEDED, delimiter=delimiter)
    missing = [name for name in _NEEDED if name not in at]
    if missing:
        raise InputError(f"no ACLED export: its first line names no {', '.join(missing)}")
    width = len(split_header(header, delimiter))
    cells = {name: text(position) for name, position in at.items()}
    day = cells["event_date"]
    fields = {
        "source_id": cells["event_id_cnty"],
        "date": f"coalesce(try_cast({day} AS DATE), try_strptime({day}, '%d %B %Y')::DATE)",
        "actor_code": _country(cells["actor1"]),
        "actor_name": cells["actor1"],
        "recipient_code": _country(cells["actor2"]),
        "recipient_name": cells["actor2"],
        "key": f"lower({cells['sub_event_type']})",
        "place": f"nullif(concat_ws(', ', {cells['location']}, {cells['country']}), '')",
        "why": refuse_width(width),
    }
    return Layout(fields=fields, skip=1, delimiter=delimiter, width=width)


def _country(name: str) -> str:
    """SQL for the country that a party's name holds: of state forces, or in brackets at the end."""
    state, citizens = (f"nullif(regexp_extract({name}, '{rule}', 1), '')" for rule in (_STATE, _CITIZENS))
    return f"coalesce({state}, {citizens})"
