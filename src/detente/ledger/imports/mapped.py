"""Any CSV with a header, by a mapping file (TOML) that says which column is what; `docs/import.md` has an example."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Literal

import msgspec

from detente.errors import InputError
from detente.ledger.files import quote_literal
from detente.ledger.imports.formats import Format, Layout, find_columns, refuse_width, split_header, text
from detente.lexicon.bulk import CodeSystem, Meaning, list_cameo_meanings, list_plover_meanings

_SOURCE = re.compile(r"[a-z][a-z0-9_-]{1,30}")
_RESERVED = {"gdelt", "icews", "polecat", "acled", "phoenix", "read", "csv"}


class Columns(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which column of the file is what; only the day, the parties and the code are needed."""

    date: str
    actor: str
    recipient: str
    code: str
    id: str | None = None
    published: str | None = None
    actor_name: str | None = None
    recipient_name: str | None = None
    score: str | None = None
    place: str | None = None
    story: str | None = None
    url: str | None = None


class Mapping(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A mapping file: the source's name and citation, its columns, in what codes it speaks."""

    source: str
    citation: str
    columns: Columns
    codes: Literal["cameo", "plover"] = "plover"
    countries: tuple[CodeSystem, ...] = ("iso3", "name")
    delimiter: str = ","
    date_format: str = "%Y-%m-%d"
    types: dict[str, str] = {}


def load_mapping(path: Path) -> Mapping:
    """The mapping in a TOML file.

    Raises:
        InputError: when it cannot be read or says what a mapping cannot say.
    """
    try:
        mapping = msgspec.convert(tomllib.loads(path.read_text("utf-8")), Mapping)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise InputError(f"{path}: no mapping ({error}); docs/import.md has an example") from error
    if not _SOURCE.fullmatch(mapping.source) or mapping.source in _RESERVED:
        raise InputError(
            f"{path}: source = {mapping.source!r}: write a short name of its own in small letters"
        )
    if len(mapping.delimiter) != 1:
        raise InputError(f"{path}: delimiter = {mapping.delimiter!r}: write one character")
    return mapping


def make_format(mapping: Mapping) -> Format:
    """How the files of a mapping are read.

    Raises:
        InputError: when it gives a code a meaning that PLOVER does not have.
    """
    meanings = list_cameo_meanings() if mapping.codes == "cameo" else list_plover_meanings()
    return Format(
        source=mapping.source,
        make_layout=lambda header, _: _make_layout(header, mapping),
        meanings=(*meanings, *_list_own(mapping)),
        countries=mapping.countries,
        cameo=mapping.codes == "cameo",
        citation=mapping.citation,
    )


def _list_own(mapping: Mapping) -> list[Meaning]:
    known = {meaning.key: meaning for meaning in list_plover_meanings()} | {"": Meaning("", None)}
    unknown = sorted(set(mapping.types.values()) - set(known))
    if unknown:
        raise InputError(f"types: {', '.join(unknown)}: no PLOVER type, or no mode of it (TYPE or TYPE/mode)")
    return [msgspec.structs.replace(known[value], key=key) for key, value in mapping.types.items()]


def _make_layout(header: str, mapping: Mapping) -> Layout:
    named = {k: v for k, v in msgspec.structs.asdict(mapping.columns).items() if v is not None}
    at = find_columns(header, [*named.values()], delimiter=mapping.delimiter)
    missing = sorted(name for name in named.values() if name.lower() not in at)
    if missing:
        raise InputError(f"the first line names no column {', '.join(missing)}; correct file or mapping")
    cell = {key: text(at[name.lower()]) for key, name in named.items()}
    day = quote_literal(mapping.date_format)
    width = len(split_header(header, mapping.delimiter))
    fields = {
        "source_id": cell.get("id", "md5(array_to_string(p, chr(31)))"),
        "date": f"try_strptime({cell['date']}, {day})::DATE",
        "published": f"try_strptime({cell['published']}, {day})::DATE" if "published" in cell else "NULL",
        "actor_code": cell["actor"],
        "actor_name": cell.get("actor_name", cell["actor"]),
        "recipient_code": cell["recipient"],
        "recipient_name": cell.get("recipient_name", cell["recipient"]),
        "key": cell["code"],
        "score": f"try_cast({cell['score']} AS DOUBLE)" if "score" in cell else "NULL",
        **{key: cell.get(key, "NULL") for key in ("place", "story", "url")},
        "why": refuse_width(width),
    }
    return Layout(fields=fields, skip=1, delimiter=mapping.delimiter, width=width)
