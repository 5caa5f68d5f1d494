"""ICEWS: 20 columns with a header; an event id repeats, so that its date belongs to the key."""

from __future__ import annotations

from detente.ledger.imports.formats import Format, Gates, Layout, find_columns, refuse_width, text
from detente.lexicon.bulk import list_cameo_meanings

_COLUMNS = (
    "Event ID", "Event Date", "Source Name", "Source Sectors", "Source Country", "Event Text", "CAMEO Code",
    "Intensity", "Target Name", "Target Sectors", "Target Country", "Story ID", "Sentence Number", "Publisher",
    "City", "District", "Province", "Country", "Latitude", "Longitude",
)  # fmt: skip


def make_format() -> Format:
    """How ICEWS event files are read."""
    return Format(
        source="icews",
        make_layout=_make_layout,
        meanings=list_cameo_meanings(),
        countries=("name", "iso3"),
        cameo=True,
    )


def _make_layout(header: str, gates: Gates) -> Layout:
    found = find_columns(header, _COLUMNS)
    at = found or {name.lower(): number for number, name in enumerate(_COLUMNS, start=1)}
    width = len(header.split("\t")) if found else len(_COLUMNS)

    def cell(name: str) -> str:
        return text(at[name], missing="NA") if name in at else "NULL"

    fields = {
        "source_id": f"{cell('event id')} || '@' || {cell('event date')}",
        "date": f"try_cast({cell('event date')} AS DATE)",
        "actor_code": cell("source country"),
        "actor_name": cell("source name"),
        "recipient_code": cell("target country"),
        "recipient_name": cell("target name"),
        "key": _pad(cell("cameo code")),
        "score": f"try_cast({cell('intensity')} AS DOUBLE)",
        "place": f"nullif(concat_ws(', ', {cell('city')}, {cell('country')}), '')",
        "story": cell("story id"),
        "why": refuse_width(width),
    }
    return Layout(fields=fields, skip=1 if found else 0)


def _pad(code: str) -> str:
    """SQL that gives back the zero that some programs take off a code (36 for 036)."""
    return f"if(length({code}) = 2, '0' || {code}, {code})"
