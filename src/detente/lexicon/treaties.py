"""Treaties by name, with the parties that they bind: "New START was extended" is about two states."""

from __future__ import annotations

import functools
import re

import msgspec

from detente.lexicon.actors import read_rows


class Treaty(msgspec.Struct, frozen=True):
    """A treaty or arrangement between few states."""

    name: str
    aliases: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()


@functools.cache
def load_treaties() -> tuple[dict[str, Treaty], re.Pattern[str]]:
    """The treaties by lower-case name, and a pattern that finds any of them."""
    by_name = {n.lower(): t for t in read_rows("treaties.csv", Treaty) for n in (t.name, *t.aliases)}
    names = sorted(by_name, key=len, reverse=True)
    return by_name, re.compile(r"\b(?:" + "|".join(map(re.escape, names)) + r")\b", re.IGNORECASE)


def find_treaties(text: str) -> list[tuple[int, int, Treaty]]:
    """The treaties named in a text with their places.

    Example:
        >>> [t.parties for _, _, t in find_treaties("The Indus Waters Treaty holds.")]
        [('IND', 'PAK')]
    """
    by_name, pattern = load_treaties()
    return [(m.start(), m.end(), by_name[m.group().lower()]) for m in pattern.finditer(text)]
