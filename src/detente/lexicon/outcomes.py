"""Acts and things that are expected, as data: how a claim and the event that fulfils it share their words."""

from __future__ import annotations

import functools
import re
import tomllib
from importlib import resources

import msgspec

from detente.errors import LexiconError
from detente.lexicon.stance import compile_words

_NOTHING = re.compile(r"(?!)")


class ActRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One act: its words, what it is done to, and the types of event that can be it."""

    id: str
    verbs: str
    types: str
    example: str
    not_: str = msgspec.field(name="not")
    nouns: str = ""
    objects: str = ""
    of: str = ""
    once: bool = False
    lasting: bool = False
    one_sided: bool = False


class ThingRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One thing and the words for it."""

    id: str
    words: str


class OutcomeWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words by the part that they play, as `outcomes.toml` explains."""

    light: str
    happen: str
    between: str
    never: str
    unreal: str
    steady: str
    hanging: str
    indefinite: str
    barring: str
    empty: str


class OutcomeFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole file, as read."""

    acts: tuple[ActRow, ...]
    things: tuple[ThingRow, ...]
    words: OutcomeWords


class Act(msgspec.Struct, frozen=True):
    """An act with patterns for its words; `objects` are its nouns too, and more that need an empty verb."""

    id: str
    verbs: re.Pattern[str]
    nouns: re.Pattern[str]
    objects: re.Pattern[str]
    of: frozenset[str]
    types: frozenset[str]
    once: bool
    lasting: bool
    one_sided: bool


class OutcomeLexicon(msgspec.Struct, frozen=True):
    """The acts in order, a pattern for each thing, and one for each part that words play."""

    acts: tuple[Act, ...]
    things: dict[str, re.Pattern[str]]
    words: dict[str, re.Pattern[str]]
    empty: frozenset[str]

    def find_act(self, id_: str) -> Act:
        """The act with an id."""
        return next(act for act in self.acts if act.id == id_)


def read_outcome_file() -> OutcomeFile:
    """The rows of `outcomes.toml`.

    Raises:
        LexiconError: when a row has an unknown field or lacks one.
    """
    text = resources.files("detente.lexicon").joinpath("outcomes.toml").read_text("utf-8")
    try:
        return msgspec.convert(tomllib.loads(text), OutcomeFile)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise LexiconError(f"lexicon/outcomes.toml: {error}; mend the row") from error


@functools.cache
def load_outcomes() -> OutcomeLexicon:
    """The acts and things, ready to search for.

    Example:
        >>> load_outcomes().find_act("end").verbs.findall("The pact lapses.")
        ['lapses']
    """
    file = read_outcome_file()
    words = {name: value for name, value in msgspec.structs.asdict(file.words).items() if name != "empty"}
    return OutcomeLexicon(
        acts=tuple(_compile(row) for row in file.acts),
        things={row.id: compile_words(row.words) for row in file.things},
        words={name: compile_words(value) for name, value in words.items()},
        empty=frozenset(file.words.empty.split()),
    )


def _compile(row: ActRow) -> Act:
    return Act(
        id=row.id,
        verbs=compile_words(row.verbs),
        nouns=compile_words(row.nouns) if row.nouns else _NOTHING,
        objects=compile_words(f"{row.nouns}, {row.objects}") if row.nouns or row.objects else _NOTHING,
        of=frozenset(row.of.split()),
        types=frozenset(row.types.split()),
        once=row.once,
        lasting=row.lasting,
        one_sided=row.one_sided,
    )
