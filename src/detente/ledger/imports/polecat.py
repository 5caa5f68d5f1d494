"""POLECAT: 40 columns of PLOVER events; releases with a wrong header or empty columns at the end are known."""

from __future__ import annotations

from detente.ledger.imports.formats import Format, Gates, Layout, find_columns, refuse, text
from detente.lexicon.bulk import list_plover_meanings

_COLUMNS = (
    "Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts", "Actor Name",
    "Actor Country", "Actor COW", "Primary Actor Sector", "Actor Sectors", "Actor Title", "Actor Name Raw",
    "Wikipedia Actor ID", "Recipient Name", "Recipient Country", "Recipient COW", "Primary Recipient Sector",
    "Recipient Sectors", "Recipient Title", "Recipient Name Raw", "Wikipedia Recipient ID", "Placename", "City",
    "District", "Province", "Country", "Latitude", "Longitude", "GeoNames ID", "Raw Placename", "Feature Type",
    "Source", "Publication Date", "Story People", "Story Organizations", "Story Locations", "Language", "Version",
)  # fmt: skip
_MALFORMED = "the header names more columns than the rows have (Headline): read by the published order"


def make_format() -> Format:
    """How POLECAT files are read."""
    return Format(
        source="polecat",
        make_layout=_make_layout,
        meanings=list_plover_meanings(),
        countries=("name", "iso3"),
        several=True,
    )


def _make_layout(header: str, gates: Gates) -> Layout:
    renamed = header.replace("Event Intensity", "Intensity")
    found = find_columns(renamed, _COLUMNS)
    malformed = "Headline" in header
    at = found if found and not malformed else {n.lower(): i for i, n in enumerate(_COLUMNS, start=1)}

    def cell(name: str) -> str:
        return text(at[name], missing="None") if name in at else "NULL"

    type_, mode = f"upper({cell('event type')})", f"lower({cell('event mode')})"
    score = f"try_cast({cell('intensity')} AS DOUBLE)"
    width = len(_COLUMNS)
    fields = {
        "source_id": cell("event id"),
        "date": f"try_cast({cell('event date')} AS DATE)",
        "published": f"try_cast({cell('publication date')} AS DATE)",
        "actor_code": cell("actor country"),
        "actor_name": cell("actor name"),
        "recipient_code": cell("recipient country"),
        "recipient_name": cell("recipient name"),
        "key": f"{type_} || coalesce('/' || {mode}, '')",
        "score": f"if({type_} = 'ACCUSE', -abs({score}), {score})",  # the manual lost this minus sign
        "place": f"coalesce({cell('placename')}, nullif(concat_ws(', ', {cell('city')}, {cell('country')}), ''))",
        "why": refuse(
            (f"len(p) < {width}", f"len(p) || ' columns in place of {width}'"),
            (
                f"len(p) > {width} AND array_to_string(p[{width + 1}:], '') <> ''",
                f"len(p) || ' columns in place of {width}'",
            ),
        ),
    }
    return Layout(fields=fields, skip=1 if found else 0, notes=(_MALFORMED,) if malformed else ())
