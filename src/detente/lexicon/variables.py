"""The variables that causes and effects are about, and words for the way in which something moves."""

from __future__ import annotations

import functools
import re
import tomllib
from importlib import resources

import msgspec

from detente.errors import LexiconError
from detente.lexicon.connectives import Sign
from detente.lexicon.stance import compile_words


class VariableRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A variable and the words that stand for it."""

    id: str
    words: str


class Directions(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words for more and for less of something."""

    up: str
    down: str


class VariableFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole file, as read."""

    variables: tuple[VariableRow, ...]
    directions: Directions


class VariableLexicon(msgspec.Struct, frozen=True):
    """A pattern for each variable, and the words that say more or less of it."""

    variables: tuple[tuple[str, re.Pattern[str]], ...]
    up: frozenset[str]
    down: frozenset[str]

    def find_variable(self, words: str) -> str | None:
        """The variable that some words are about; null when none shows.

        Example:
            >>> load_variables().find_variable("the collapse of oil prices")
            'oil_price'
        """
        return next((id_ for id_, pattern in self.variables if pattern.search(words)), None)

    def find_direction(self, words: str) -> Sign:
        """Whether some words say more or less of what they are about; less only where a word says so.

        Example:
            >>> load_variables().find_direction("the collapse of oil prices")
            '-'
        """
        found = [w for w in re.findall(r"[a-z]+", words.lower()) if w in self.up or w in self.down]
        return "-" if found and found[0] in self.down else "+"


def read_variable_file() -> VariableFile:
    """The rows of `variables.toml`.

    Raises:
        LexiconError: when a row has an unknown field.
    """
    text = resources.files("detente.lexicon").joinpath("variables.toml").read_text("utf-8")
    try:
        return msgspec.convert(tomllib.loads(text), VariableFile)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise LexiconError(f"lexicon/variables.toml: {error}; mend the row") from error


@functools.cache
def load_variables() -> VariableLexicon:
    """The variables, ready to search for."""
    file = read_variable_file()
    return VariableLexicon(
        tuple((row.id, compile_words(row.words)) for row in file.variables),
        frozenset(file.directions.up.split()),
        frozenset(file.directions.down.split()),
    )
