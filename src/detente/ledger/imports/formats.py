"""What a format is: how to get from a line of a file to the few texts and values that an event is made of."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal, TypeAlias

import msgspec

from detente.lexicon.bulk import CodeSystem, Meaning

Expressions: TypeAlias = dict[str, str]
DRAFT_TYPES = {
    "source_id": "VARCHAR", "date": "DATE", "published": "DATE",
    "actor_code": "VARCHAR", "actor_name": "VARCHAR", "recipient_code": "VARCHAR", "recipient_name": "VARCHAR",
    "key": "VARCHAR", "score": "DOUBLE", "place": "VARCHAR", "story": "VARCHAR", "url": "VARCHAR", "why": "VARCHAR",
}  # fmt: skip
"""The columns of a draft: one row a line, nothing looked up yet, `why` it is dropped if the line alone tells."""


class Gates(msgspec.Struct, frozen=True, kw_only=True):
    """What a row must have to be kept; nothing is left out unless somebody asks for it."""

    min_mentions: int = 0
    min_sources: int = 0
    min_articles: int = 0
    min_confidence: int = 0
    root_only: bool = False
    dyads_only: bool = False
    mentions: tuple[Path, ...] = ()


class Layout(msgspec.Struct, frozen=True, kw_only=True):
    """How the lines of one file are read.

    `fields` are SQL expressions over `p`, the fields of a line as a list of texts (from 1), for some of
    DRAFT_TYPES. `skip` header lines come first. With `delimiter` the file is a CSV whose cells may be quoted,
    with `width` columns; else a line is split at tabs and quotes mean nothing.
    """

    fields: Expressions
    skip: int = 0
    delimiter: str | None = None
    width: int = 0
    notes: tuple[str, ...] = ()


class Format(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of bulk file: how its first line tells the layout, and in what codes it speaks.

    `make_layout` takes the first line and the gates. `several` says that a party may be a list, divided by
    semicolons: such a row becomes one event for each pair.
    """

    source: str
    make_layout: Callable[[str, Gates], Layout]
    meanings: tuple[Meaning, ...]
    countries: tuple[CodeSystem, ...]
    cameo: bool = False
    several: bool = False
    citation: str | None = None


def find_columns(header: str, names: Sequence[str], *, delimiter: str = "\t") -> dict[str, int]:
    """Where the named columns stand in a header, from 1; empty when the line is no header of theirs.

    Example:
        >>> find_columns("b\\ta", ["a", "b"])
        {'b': 1, 'a': 2}
    """
    cells = [cell.strip().strip('"').lower() for cell in split_header(header, delimiter)]
    wanted = {name.lower() for name in names}
    found = {cell: number for number, cell in reversed(list(enumerate(cells, start=1))) if cell in wanted}
    return dict(sorted(found.items(), key=lambda item: item[1])) if len(found) * 2 > len(wanted) else {}


def split_header(header: str, delimiter: str) -> list[str]:
    """The cells of a header; quotes mean something unless it is divided by tabs."""
    if delimiter == "\t":
        return header.split(delimiter)
    return next(csv.reader([header], delimiter=delimiter), [])


def refuse(*reasons: tuple[str, str]) -> str:
    """SQL for the first reason whose condition holds; a reason is SQL too."""
    cases = " ".join(f"WHEN {condition} THEN {reason}" for condition, reason in reasons)
    return f"CASE {cases} END"


def refuse_width(width: int) -> str:
    """SQL for the reason of a line that has more or fewer cells than it should."""
    return refuse((f"len(p) <> {width}", f"len(p) || ' columns in place of {width}'"))


def text(position: int, *, missing: Literal["", "None", "NA"] = "") -> str:
    """SQL for a field as a text, null where it is blank or the source's word for nothing."""
    value = f"nullif(trim(p[{position}]), '')"
    return f"nullif({value}, '{missing}')" if missing else value
