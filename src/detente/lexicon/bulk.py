"""What bulk event files say, in our terms: event codes as PLOVER types, country codes as ours, sources as data.

cameo.csv is the crosswalk from CAMEO (after CAMEO2PLOVER of the Open Event Data Alliance, CC BY-SA 4.0); its column
`differs` says where ours departs from it. country_codes.csv has ISO, FIPS 10-4, CAMEO and long names; bulk.toml the
rest. Scores come from plover.toml: ACCUSE is -3 there, where the printed manual lost the minus sign.
"""

from __future__ import annotations

import csv
import datetime as dt
import functools
import tomllib
from importlib import resources
from typing import Any, Literal, TypeAlias, TypeVar

import msgspec

from detente.errors import LexiconError
from detente.lexicon.plover import load_plover
from detente.records import EventType, Gauge, Standing

CodeSystem: TypeAlias = Literal["iso2", "iso3", "fips", "cameo", "name"]
_UNKNOWN_SEVERITY = 5.0
T = TypeVar("T")


class CameoRow(msgspec.Struct, frozen=True):
    """A CAMEO code: its PLOVER type (null for a comment), what it changes, what it would be, where we differ."""

    code: str
    type: EventType | None
    mode: str | None
    standing: Standing
    base: EventType | None
    name: str
    differs: str


class Meaning(msgspec.Struct, frozen=True):
    """What an event code of a source means: `key` is the code, TYPE or TYPE/mode; severity is signed."""

    key: str
    type: EventType | None
    mode: str | None = None
    score: float | None = None
    gauge: Gauge | None = None
    severity: float | None = None


class BulkSource(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a source is cited, the earliest day it can hold, and what it cannot tell."""

    citation: str
    earliest: dt.date
    cannot_fill: tuple[str, ...]


class _Bulk(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    standing: dict[str, Standing]
    acled: dict[str, str]
    sources: dict[str, BulkSource]


@functools.cache
def load_cameo() -> tuple[CameoRow, ...]:
    """The crosswalk, by code.

    Example:
        >>> next((row.type, row.mode) for row in load_cameo() if row.code == "163")
        ('SANCTION', 'discontinue')
    """
    rows = [{k: v or None for k, v in row.items()} for row in _read_csv("cameo.csv")]
    fill = {"standing": "none", "differs": "", "name": ""}
    rows = [{k: fill.get(k) if v is None else v for k, v in row.items()} for row in rows]
    return _convert(rows, tuple[CameoRow, ...], "cameo.csv")


@functools.cache
def list_cameo_meanings() -> tuple[Meaning, ...]:
    """What each CAMEO code means."""
    return tuple(
        _make_meaning(row.code, row.type, row.mode, standing=row.standing, base=row.base)
        for row in load_cameo()
    )


@functools.cache
def list_plover_meanings() -> tuple[Meaning, ...]:
    """What each PLOVER type means, alone and with each of its modes.

    Example:
        >>> [m.score for m in list_plover_meanings() if m.key == "ACCUSE"]
        [-3.0]
    """
    types = load_plover().types
    pairs = [(name, mode) for name, row in types.items() for mode in (None, *row.modes)]
    standing = _load_bulk().standing
    keys = [f"{name}/{mode}" if mode else name for name, mode in pairs]
    return tuple(
        _make_meaning(key, name, mode, standing=standing.get(key, "none"))  # type: ignore[arg-type]
        for key, (name, mode) in zip(keys, pairs, strict=True)
    )


@functools.cache
def list_acled_meanings() -> tuple[Meaning, ...]:
    """What each of ACLED's sub-event types means; the key is in lower case."""
    known = {m.key: m for m in list_plover_meanings()} | {"": Meaning("", None)}
    try:
        found = [(key, known[value]) for key, value in _load_bulk().acled.items()]
    except KeyError as error:
        raise LexiconError(f"bulk.toml: acled: no PLOVER type and mode {error}; correct the row") from error
    return tuple(msgspec.structs.replace(meaning, key=key) for key, meaning in found)


def _make_meaning(
    key: str,
    type_: EventType | None,
    mode: str | None,
    *,
    standing: Standing,
    base: EventType | None = None,
) -> Meaning:
    """A meaning with score, gauge (DESIGN §1) and, of a standing change, severity."""
    score = load_plover().score(type_, mode)
    if type_ is None:
        return Meaning(key, None)
    if standing != "none":
        weight = abs(score) if score is not None else _UNKNOWN_SEVERITY
        return Meaning(key, type_, mode, score, "substance", weight if standing == "better" else -weight)
    verbal = load_plover().types[type_].quad.startswith("verbal")
    gauge: Gauge | None = "contact" if "CONSULT" in (type_, base) else "tone" if verbal else None
    return Meaning(key, type_, mode, score, gauge)


@functools.cache
def load_country_codes(*systems: CodeSystem) -> dict[str, str | None]:
    """Our country codes by the upper-case codes or names of some systems; null for regions, which act for nobody.

    Example:
        >>> codes = load_country_codes("fips")
        >>> codes["RS"], codes["RI"], codes["GM"]
        ('RUS', 'SRB', 'DEU')
    """
    found: dict[str, str | None] = {}
    if "name" in systems:
        from detente.lexicon.actors import load_actors

        for country in load_actors().countries.values():
            found |= {name.upper(): country.code for name in (country.name, *country.aliases)}
    rows = [row for row in _read_csv("country_codes.csv") if row["system"] in systems]
    return found | {row["code"].upper(): row["country"] or None for row in rows}


def load_bulk_source(name: str) -> BulkSource:
    """How a source is cited and what it cannot tell; a mapped CSV counts as `csv`."""
    sources = _load_bulk().sources
    return sources.get(name, sources["csv"])


@functools.cache
def _load_bulk() -> _Bulk:
    raw = tomllib.loads((resources.files("detente.lexicon") / "bulk.toml").read_text("utf-8"))
    return _convert(raw, _Bulk, "bulk.toml")


def _read_csv(name: str) -> list[dict[str, str]]:
    text = (resources.files("detente.lexicon") / name).read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))


def _convert(raw: Any, cls: type[T], name: str) -> T:
    try:
        return msgspec.convert(raw, cls)
    except msgspec.ValidationError as error:
        raise LexiconError(f"{name}: {error}; correct the row") from error
