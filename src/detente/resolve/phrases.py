"""Noun phrases: the head, what stands before and after it, and where a coordination falls into its parties."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from detente.resolve.wording import Unit, spell_units

_NOMINAL = frozenset({"name", "person", "body", "place", "title", "noun", "word", "pronoun", "number"})
_NUMBERS = {
    "two": 2,
    "duo": 2,
    "trio": 3,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
}


class NounPhrase(msgspec.Struct, frozen=True):
    """A phrase around one head: what stands before it, the head, and what follows it (from a preposition on)."""

    units: tuple[Unit, ...]
    head: Unit
    before: tuple[Unit, ...]
    after: tuple[Unit, ...]

    @property
    def text(self) -> str:
        """The words, blanks made even."""
        return spell_units(self.units)

    @property
    def definite(self) -> bool:
        """Whether it points back: "the", "that", "his", or a bare title."""
        first = self.units[0]
        return first.key in {"the", "that", "this", "these", "those", "both"} or first.kind == "pronoun"

    @property
    def indefinite(self) -> bool:
        """Whether it brings somebody new: "a", "one", "some", "other"."""
        return self.units[0].key in {"a", "an", "one", "some", "another", "other", "any", "many", "several"}

    def has_modifier(self, *keys: str) -> bool:
        """Whether a word such as "former" stands before the head."""
        return any(u.key in keys for u in self.before)


def read_phrase(units: Sequence[Unit]) -> NounPhrase | None:
    """The noun phrase that the units begin with; null when none has a head.

    The head is the last nominal before a preposition, a clause, a comma or a participle ("plane carrying aid").
    """
    units = [u for u in units if u.kind != "mark"]
    while units and units[0].kind in {
        "preposition",
        "conjunction",
        "comma",
        "possessive",
        "relative",
        "hyphen",
    }:
        units = units[1:]
    stop = next((i for i, u in enumerate(units) if i and _ends_region(units, i)), len(units))
    heads = [i for i in range(stop) if units[i].kind in _NOMINAL or units[i].key == "former"]
    heads = [i for i in heads if units[i].kind in _NOMINAL] or heads  # "the former" by itself
    if not heads:
        return None
    i = heads[-1]
    return NounPhrase(tuple(units), units[i], tuple(units[:i]), tuple(units[i + 1 :]))


def _ends_region(units: Sequence[Unit], i: int) -> bool:
    unit, seen = units[i], any(u.kind in _NOMINAL for u in units[:i])
    if not seen:
        return False
    if unit.kind in {"preposition", "relative", "comma"} or unit.key == "that":
        return True
    return (
        unit.kind == "word" and unit.key.endswith(("ing", "ed")) and units[i - 1].kind in _NOMINAL - {"word"}
    )


def split_parties(units: Sequence[Unit]) -> list[list[Unit]]:
    """The coordinated parts of a phrase; "U.S. and Russian officials" stays whole, its head is shared.

    Commas part members only where an "and" does as well; else they open an apposition.
    """
    cuts = [
        i
        for i, u in enumerate(units)
        if u.kind == "conjunction" and 0 < i < len(units) - 1 and _coordinates(units, i)
    ]
    if not cuts:
        return [list(units)]
    commas = [
        i for i, u in enumerate(units) if u.kind == "comma" and i < cuts[-1] and _opens_member(units, i)
    ]
    parts, start = [], 0
    for cut in [*sorted({*cuts, *commas}), len(units)]:
        parts.append([u for u in units[start:cut] if u.kind != "comma" or cut != start])
        start = cut + 1
    return [p for p in parts if any(u.kind in _NOMINAL for u in p)]


def _coordinates(units: Sequence[Unit], i: int) -> bool:
    left, right = units[:i], units[i + 1 :]
    heads = {"name", "person", "body", "title", "noun"}
    if not any(u.kind in heads for u in left) or right[0].kind in {"preposition", "relative", "mark"}:
        return False
    bare = all(u.kind in {"name", "person", "determiner", "hyphen", "comma"} or u.key == "both" for u in left)
    phrase = read_phrase(right)
    shared = phrase is not None and phrase.head.kind in {"title", "noun", "word"}
    adjective = left[-1].sense is not None and left[-1].sense.kind == "demonym"
    if bare and phrase and shared and phrase.before and (phrase.head.plural or adjective):
        return right[0].kind not in {"name", "person"}
    if any(u.kind == "preposition" for u in left):
        return right[0].kind in {"determiner", "pronoun", "person"} or bool(
            phrase and phrase.head.kind in {"title", "noun"}
        )
    return left[-1].kind in _NOMINAL and right[0].kind in _NOMINAL | {"determiner", "modifier"}


def _opens_member(units: Sequence[Unit], i: int) -> bool:
    member = list(units[i + 1 :])
    return (
        bool(member)
        and member[0].kind in {"name", "person", "body", "determiner", "conjunction"}
        and (member[0].kind != "determiner" or units[i - 1].kind != "person")
    )


def count_members(phrase: NounPhrase) -> int:
    """How many a phrase says they are: 2 for "both" and "the two", 1 where it does not say."""
    for unit in (*phrase.before, phrase.head):
        if unit.key == "both":
            return 2
        if unit.key in _NUMBERS:
            return _NUMBERS[unit.key]
    return 1
