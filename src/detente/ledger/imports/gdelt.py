"""GDELT: 57 columns in the back file, 58 in 1.0 since April 2013, 61 in 2.0; one file may mix them."""

from __future__ import annotations

from detente.ledger.imports.formats import Format, Gates, Layout, refuse
from detente.lexicon.bulk import list_cameo_meanings, load_country_codes

_BLOCS = ("EEC", "NAT", "NTO", "UNO")
"""Known groups that are parties in our lexicon: the EU, NATO, the United Nations."""


def make_format() -> Format:
    """How GDELT export files are read."""
    return Format(
        source="gdelt",
        make_layout=lambda _, gates: _make_layout(gates),
        meanings=list_cameo_meanings(),
        countries=("iso3", "cameo"),
        cameo=True,
    )


def _make_layout(gates: Gates) -> Layout:
    """Columns by number: 2.0 has three more than 1.0, one in each of the three places.

    The back file was added in one go in 2013: that day tells nothing of when its events were published.
    """
    full, country, added = _place_in(53, 51), _place_in(54, 52), _place_in(60, 57)
    fields = {
        "source_id": "nullif(p[1], '')",
        "date": "try_strptime(p[2], '%Y%m%d')::DATE",
        "published": f"if(len(p) = 57, NULL, try_strptime(left({added}, 8), '%Y%m%d')::DATE)",
        "actor_code": _party(8),
        "actor_name": "nullif(p[7], '')",
        "recipient_code": _party(18),
        "recipient_name": "nullif(p[17], '')",
        "key": "nullif(p[27], '')",
        "score": "try_cast(p[31] AS DOUBLE)",
        "place": f"coalesce(nullif({full}, ''), {_fips(country)})",
        "url": _URL,
        "why": refuse(
            ("len(p) NOT IN (57, 58, 61)", "len(p) || ' columns in place of 57, 58 or 61'"),
            *_list_gates(gates),
        ),
    }
    return Layout(fields=fields)


def _place_in(new: int, old: int) -> str:
    """SQL for a column that stands elsewhere in 2.0 than in 1.0."""
    return f"if(len(p) = 61, p[{new}], p[{old}])"


_URL = "CASE len(p) WHEN 61 THEN nullif(p[61], '') WHEN 58 THEN nullif(p[58], '') END"


def _party(column: int) -> str:
    """SQL for the country code of an actor, or the bloc's where the actor is one."""
    blocs = ", ".join(f"'{bloc}'" for bloc in _BLOCS)
    return f"CASE WHEN p[{column}] <> '' THEN p[{column}] WHEN p[{column + 1}] IN ({blocs}) THEN p[{column + 1}] END"


def _fips(column: str) -> str:
    """SQL for the country of a place that has only a FIPS code."""
    codes = ", ".join(f"'{fips}': '{code}'" for fips, code in sorted(load_country_codes("fips").items()))
    return f"CASE WHEN {column} <> '' THEN MAP {{{codes}}}[{column}] END"


def _list_gates(gates: Gates) -> list[tuple[str, str]]:
    numbers = (
        (32, "mentions", gates.min_mentions),
        (33, "sources", gates.min_sources),
        (34, "articles", gates.min_articles),
    )
    found = [
        (f"coalesce(try_cast(p[{column}] AS BIGINT), 0) < {least}", f"'fewer than {least} {name}'")
        for column, name, least in numbers
        if least and not (gates.mentions and name == "sources")
    ]  # fmt: skip
    return [*found, ("p[26] = '0'", "'no root event'")] if gates.root_only else found
