"""Words of stance and topic as data: what a statement about relations wants, expects, and is about."""

from __future__ import annotations

import functools
import re
import tomllib
from importlib import resources
from typing import Literal, TypeAlias

import msgspec

from detente.errors import LexiconError

CueKind: TypeAlias = Literal["good", "bad", "lost", "wish", "disbelief", "refusal"]


class CueRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words of one kind, with a sentence that shows it and one that does not."""

    kind: CueKind
    words: str
    example: str
    not_: str = msgspec.field(name="not")


class TopicRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A topic, its words, and whether it is about relations between countries."""

    label: str
    relation: bool
    words: str


class StanceFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole file, as read."""

    cues: tuple[CueRow, ...]
    topics: tuple[TopicRow, ...]


class StanceLexicon(msgspec.Struct, frozen=True):
    """One pattern for each kind of cue and each topic, the topics from the particular to the general."""

    cues: dict[CueKind, re.Pattern[str]]
    topics: tuple[tuple[TopicRow, re.Pattern[str]], ...]


def read_stance_file() -> StanceFile:
    """The rows of `stance.toml`.

    Raises:
        LexiconError: when a row has an unknown kind or field.
    """
    text = resources.files("detente.lexicon").joinpath("stance.toml").read_text("utf-8")
    try:
        return msgspec.convert(tomllib.loads(text), StanceFile)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise LexiconError(f"lexicon/stance.toml: {error}; mend the row") from error


@functools.cache
def load_stance() -> StanceLexicon:
    """The words of stance and topic, ready to search with."""
    file = read_stance_file()
    return StanceLexicon(
        {row.kind: compile_words(row.words) for row in file.cues},
        tuple((row, compile_words(row.words)) for row in file.topics),
    )


def compile_words(words: str) -> re.Pattern[str]:
    """A pattern for words separated by commas, the longest first; a trailing * stands for any ending.

    Example:
        >>> compile_words("talks, co-operat*").findall("Co-operation, not talks")
        ['Co-operation', 'talks']
    """
    parts = sorted((" ".join(w.split()) for w in words.split(",")), key=len, reverse=True)
    patterns = [re.escape(p).replace(r"\*", r"[\w-]*").replace(r"\ ", r"\s+") for p in parts if p]
    return re.compile(r"(?<![\w-])(?:" + "|".join(patterns) + r")(?![\w])", re.IGNORECASE)
