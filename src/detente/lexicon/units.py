"""Units of figures and the words around numbers, as data: `units.toml` and `amounts.toml`."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterable
from decimal import Decimal
from importlib import resources
from typing import Any, Literal, TypeAlias

import msgspec

from detente.errors import LexiconError

Dimension: TypeAlias = Literal["currency", "share", "time", "people", "things", "measure"]
Bound: TypeAlias = Literal["min", "max"]
Cue: TypeAlias = Literal["min", "max", "about", "skip"]
Direction: TypeAlias = Literal["up", "down"]


class Unit(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One row of `units.toml`: what we keep, and the ways in which it is printed beside a number."""

    id: str
    dimension: Dimension
    before: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    symbols: tuple[str, ...] = ()
    glued: tuple[str, ...] = ()
    min: int = 0


class Units(msgspec.Struct, frozen=True):
    """Units by the way they are printed; words in lower case, hyphens as blanks, without full stops at their ends.

    `before` matches what ends where a number begins, `after` a symbol where it ends, `rate` what follows a unit
    ("a barrel"). `per` maps "barrel" to itself, "annum" to "year".
    """

    rows: tuple[Unit, ...]
    before: re.Pattern[str]
    after: re.Pattern[str]
    rate: re.Pattern[str]
    prefixes: dict[str, Unit]
    words: dict[str, tuple[Unit, ...]]
    symbols: dict[str, Unit]
    glued: dict[str, Unit]
    per: dict[str, str]


class Wording(msgspec.Struct, frozen=True):
    """The lists of `amounts.toml`, read: cues, words of change, multiples, and the marks of names."""

    cues: dict[str, Cue]
    cues_after: dict[str, Cue]
    verbs: dict[str, Direction]
    nouns: dict[str, Direction]
    comparatives: dict[str, Direction]
    multiples: dict[str, tuple[Decimal, Direction | None]]
    multiple: re.Pattern[str]
    base: re.Pattern[str]
    lists: dict[str, frozenset[str]]


@functools.cache
def load_units() -> Units:
    """The units of the shipped table.

    Raises:
        LexiconError: on a row that cannot be understood, or two units that look the same.

    Example:
        >>> [unit.id for unit in load_units().words["barrels per day"]]
        ['barrels_per_day']
    """
    tables = _read("units.toml")
    per = {word: name for name, words in tables.pop("per").items() for word in words}
    rows = [
        _read_unit(name, dimension, row) for dimension, units in tables.items() for name, row in units.items()
    ]
    words: dict[str, tuple[Unit, ...]] = {}
    for unit in sorted(rows, key=lambda u: -u.min):
        for word in unit.words:
            key = " ".join(part.rstrip(".") for part in word.replace("-", " ").split())
            words[key] = (*words.get(key, ()), unit)
    prefixes, symbols, glued = (_index(rows, field) for field in ("before", "symbols", "glued"))
    return Units(
        rows=tuple(rows),
        # a letter before "US$" or "Rs" would make it the end of another word
        before=re.compile(rf"(?<!\w)({_alternatives(prefixes, spaced=True)})[ \u00a0]?$"),
        after=re.compile(
            rf"(?:[ \u00a0\u202f\u2009-]?(?P<symbol>{_alternatives(symbols)})|(?P<glued>{_alternatives(glued)}))(?!\w)"
        ),
        rate=re.compile(
            rf"(?:[ \u00a0](?:an?|per|each|every)[ \u00a0-]|[ \u00a0]?/[ \u00a0]?)({_alternatives(per)})\b",
            re.IGNORECASE,
        ),
        prefixes=prefixes,
        words=words,
        symbols=symbols,
        glued=glued,
        per=per,
    )


@functools.cache
def load_wording() -> Wording:
    """The shipped lists of words around numbers.

    Raises:
        LexiconError: on a list that is missing or a multiple without a number.

    Example:
        >>> load_wording().cues["at least"]
        'min'
    """
    tables = {
        table: {k: _split(v) for k, v in lists.items()} for table, lists in _read("amounts.toml").items()
    }
    directions: tuple[Direction, ...] = ("up", "down")
    try:
        multiples = _read_multiples(tables["multiples"])
        return Wording(
            cues=_invert(tables["before"]),
            cues_after=_invert(tables["after"]),
            verbs={w: d for d in directions for w in tables[d]["verbs"]},
            nouns={w: d for d in directions for w in tables[d]["nouns"]},
            comparatives={w: d for d in directions for w in tables[d]["comparatives"]},
            multiples=multiples,
            multiple=re.compile(rf"\b(?:{_alternatives(multiples)})\b", re.IGNORECASE),
            # ends where the base of a comparison starts
            base=re.compile(
                rf" (?:(?:{_alternatives(tables['base']['leads'])}) |(?={_alternatives(tables['base']['names'])})"
                rf"|(?:from|than|on|over|against) (?=(?:{_alternatives(tables['base']['starts'])})\b))",
                re.IGNORECASE,
            ),
            lists={
                f"{table}.{key}": frozenset(words)
                for table, keys in tables.items()
                for key, words in keys.items()
            },
        )
    except (KeyError, ValueError, ArithmeticError) as error:
        raise LexiconError(
            f"lexicon/amounts.toml: {error!r}; compare the file with its first version"
        ) from error


def _read_multiples(table: dict[str, list[str]]) -> dict[str, tuple[Decimal, Direction | None]]:
    ways: dict[str, Direction | None] = {"up": "up", "down": "down", "level": None}
    pairs = ((way, pair.partition("=")) for way, words in table.items() for pair in words)
    return {word: (Decimal(number), ways[way]) for way, (word, _, number) in pairs}


def _read(name: str) -> dict[str, Any]:
    try:
        return tomllib.loads(resources.files("detente.lexicon").joinpath(name).read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise LexiconError(f"lexicon/{name}: {error}; mend the row") from error


def _read_unit(name: str, dimension: str, row: dict[str, Any]) -> Unit:
    try:
        return msgspec.convert({"id": name, "dimension": dimension, **row}, Unit)
    except msgspec.ValidationError as error:
        raise LexiconError(f"lexicon/units.toml, {dimension}.{name}: {error}; mend the row") from error


def _index(rows: list[Unit], field: str) -> dict[str, Unit]:
    index: dict[str, Unit] = {}
    for unit in rows:
        for form in getattr(unit, field):
            if index.setdefault(form, unit) is not unit:
                raise LexiconError(
                    f"lexicon/units.toml: {form!r} stands for {index[form].id} and {unit.id}; keep one"
                )
    return index


def _alternatives(forms: Iterable[str], *, spaced: bool = False) -> str:
    """A pattern for any of some printed forms, the longest first; `spaced` allows "US $" for "US$"."""
    longest_first = sorted(forms, key=len, reverse=True)
    parts = (re.findall(r"\w+\.?|\W", form) if spaced else [form] for form in longest_first)
    return "|".join(r"[ \u00a0]?".join(map(re.escape, part)) for part in parts)


def _split(words: str) -> list[str]:
    return [" ".join(word.split()) for word in words.split(",") if word.strip()]


def _invert(lists: dict[str, list[str]]) -> dict[str, Any]:
    return {word: kind for kind, words in lists.items() for word in words}
