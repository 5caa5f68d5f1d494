"""Phoenix: 26 columns without a header, actors in CAMEO codes."""

from __future__ import annotations

from detente.ledger.imports.formats import Format, Gates, Layout, find_columns, refuse_width, text
from detente.lexicon.bulk import list_cameo_meanings

_COLUMNS = (
    "EventID", "Date", "Year", "Month", "Day", "SourceActorFull", "SourceActorEntity", "SourceActorRole",
    "SourceActorAttribute", "TargetActorFull", "TargetActorEntity", "TargetActorRole", "TargetActorAttribute",
    "EventCode", "EventRootCode", "PentaClass", "GoldsteinScore", "Issues", "Lat", "Lon", "LocationName", "StateName",
    "CountryCode", "SentenceID", "URLs", "NewsSources",
)  # fmt: skip
_AT = {name: number for number, name in enumerate(_COLUMNS, start=1)}


def make_format() -> Format:
    """How Phoenix files are read."""
    return Format(
        source="phoenix",
        make_layout=_make_layout,
        meanings=list_cameo_meanings(),
        countries=("iso3", "cameo"),
        cameo=True,
    )


def _make_layout(header: str, gates: Gates) -> Layout:
    cells = {name: text(position) for name, position in _AT.items()}
    url = f"split_part({cells['URLs']}, ';', 1)"
    width = len(_COLUMNS)
    day = f"replace({cells['Date']}, '-', '')"
    fields = {
        "source_id": cells["EventID"],
        "date": f"try_strptime({day}, '%Y%m%d')::DATE",
        "actor_code": f"upper({cells['SourceActorEntity']})",
        "actor_name": cells["SourceActorFull"],
        "recipient_code": f"upper({cells['TargetActorEntity']})",
        "recipient_name": cells["TargetActorFull"],
        "key": cells["EventCode"],
        "score": f"try_cast({cells['GoldsteinScore']} AS DOUBLE)",
        "place": f"nullif(concat_ws(', ', {cells['LocationName']}, {cells['CountryCode']}), '')",
        "story": f"if({url} IS NULL, split_part({cells['SentenceID']}, '_', 1), NULL)",
        "url": url,
        "why": refuse_width(width),
    }
    return Layout(fields=fields, skip=1 if find_columns(header, _COLUMNS) else 0)
