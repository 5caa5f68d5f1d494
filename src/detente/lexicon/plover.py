"""PLOVER's types as data: quad and penta class, scores, contexts, and what an act becomes when somebody stops,
asks for, refuses or threatens it."""

from __future__ import annotations

import functools
import tomllib
from importlib import resources
from typing import NamedTuple

import msgspec

from detente.errors import LexiconError
from detente.records import EventType


class PloverType(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One row of plover.toml."""

    quad: str
    penta: int
    score: float
    modes: dict[str, float] = {}
    stop: str
    asked: str
    threat: str = "relations"
    threats: dict[str, str] = {}
    future: EventType | None = None


class Meaning(NamedTuple):
    """A type and a mode of it."""

    type: EventType | None
    mode: str | None


class Plover(msgspec.Struct, frozen=True):
    """The types by name and the words that tell a context."""

    types: dict[str, PloverType]
    contexts: dict[str, frozenset[str]]

    def score(self, type_: EventType | None, mode: str | None = None) -> float | None:
        """Where a type and mode stand from conflict (-10) to cooperation (+10); null without a type.

        Example:
            >>> load_plover().score("SANCTION", "expel")
            -5.5
        """
        if type_ is None:
            return None
        row = self.types[type_]
        return row.modes.get(mode or "", row.score)

    def penta(self, type_: str | None) -> int:
        """The penta class: 0 none, 1 and 2 verbal and material cooperation, 3 and 4 conflict; YIELD is 2."""
        if type_ is None:
            return 0
        return 2 if type_ == "YIELD" else self.types[type_].penta

    def is_conflict(self, type_: EventType | None) -> bool:
        """Whether a type is verbal or material conflict."""
        return self.penta(type_) > 2

    def stop(self, meaning: Meaning) -> Meaning:
        """What ending an act is: of a sanction RETREAT, of aid SANCTION/discontinue."""
        if meaning.type is None:
            return Meaning(None, None)
        type_, _, mode = self.types[meaning.type].stop.partition("/")
        return Meaning(type_, mode or None)  # type: ignore[arg-type]

    def ask(self, meaning: Meaning) -> str:
        """The mode of a REQUEST for an act, and of a REJECT of it."""
        return self.types[meaning.type].asked if meaning.type else "change"

    def threaten(self, meaning: Meaning) -> str:
        """The mode of a THREATEN with an act."""
        if meaning.type is None:
            return "relations"
        row = self.types[meaning.type]
        return row.threats.get(meaning.mode or "", row.threat)

    def list_contexts(self, lemmas: frozenset[str]) -> tuple[str, ...]:
        """The contexts that some of the words tell, in the order of the file."""
        return tuple(name for name, words in self.contexts.items() if words & lemmas)


@functools.cache
def load_plover() -> Plover:
    """The shipped table of types.

    Raises:
        LexiconError: if a row cannot be understood.
    """
    raw = tomllib.loads((resources.files("detente.lexicon") / "plover.toml").read_text("utf-8"))
    try:
        types = msgspec.convert(raw["types"], dict[str, PloverType])
    except msgspec.ValidationError as error:
        raise LexiconError(f"plover.toml: {error}; correct the row") from error
    return Plover(types, {name: frozenset(words.split()) for name, words in raw["contexts"].items()})
