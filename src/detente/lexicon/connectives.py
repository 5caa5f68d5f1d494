"""Causal connectives as data: words that join a cause and an effect, their sign and how the two stand to them."""

from __future__ import annotations

import functools
import tomllib
from importlib import resources
from typing import Literal, TypeAlias

import msgspec

from detente.errors import LexiconError
from detente.lexicon.actors import Generic, read_rows

ConnectiveFrame: TypeAlias = Literal[
    "verb", "change", "preposition", "over", "for", "because", "so", "condition", "when", "purpose", "noun", "result",
]  # fmt: skip
Sign: TypeAlias = Literal["+", "-"]


class ConnectiveRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words of one frame and sign, with a sentence for and one against."""

    frame: ConnectiveFrame
    sign: Sign
    words: str
    example: str
    not_: str = msgspec.field(name="not")
    link: str = ""
    """The prepositions before the effect: leads "to"."""
    object: str = ""
    """The objects that make the verb causal: opens "the door"."""
    unless: str = ""
    """Objects with which the verb is none: raises "a question"."""


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A plain list."""

    words: str


class Events(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Nouns for what happens or holds, as words and as endings."""

    words: str
    suffixes: str


class ConnectiveFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole file, as read."""

    connectives: tuple[ConnectiveRow, ...]
    actors: Words
    events: Events
    hedges: Words


class ConnectiveLexicon(msgspec.Struct, frozen=True):
    """Rows by verb lemma, by noun lemma, and by the words of a phrase with its frame."""

    verbs: dict[str, tuple[ConnectiveRow, ...]]
    nouns: dict[str, ConnectiveRow]
    phrases: dict[str, tuple[tuple[tuple[str, ...], ConnectiveRow], ...]]
    """By the first word, with all words."""
    over: frozenset[str]
    penalties: frozenset[str]
    actors: frozenset[str]
    events: frozenset[str]
    event_suffixes: tuple[str, ...]
    hedges: frozenset[str]


def read_connective_file() -> ConnectiveFile:
    """The rows of `connectives.toml`.

    Raises:
        LexiconError: when a row has an unknown frame, sign or field.
    """
    text = resources.files("detente.lexicon").joinpath("connectives.toml").read_text("utf-8")
    try:
        return msgspec.convert(tomllib.loads(text), ConnectiveFile)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise LexiconError(f"lexicon/connectives.toml: {error}; mend the row") from error


@functools.cache
def load_connectives() -> ConnectiveLexicon:
    """The connectives, ready to look up."""
    file = read_connective_file()
    verbs: dict[str, tuple[ConnectiveRow, ...]] = {}
    nouns: dict[str, ConnectiveRow] = {}
    phrases: dict[str, tuple[tuple[tuple[str, ...], ConnectiveRow], ...]] = {}
    for row in file.connectives:
        if row.frame in {"verb", "change"}:
            for word in row.words.split():
                verbs[word] = (*verbs.get(word, ()), row)
        elif row.frame in {"noun", "result"}:
            nouns.update(dict.fromkeys(row.words.split(), row))
        elif row.frame not in {"over", "for"}:
            for words in (tuple(p.split()) for p in row.words.split(",")):
                phrases[words[0]] = (*phrases.get(words[0], ()), (words, row))
    generic = {row.noun.split()[-1] for row in read_rows("generic_actors.csv", Generic)}
    return ConnectiveLexicon(
        verbs=verbs,
        nouns=nouns,
        phrases=phrases,
        over=_gather(file, "over"),
        penalties=_gather(file, "for"),
        actors=frozenset(file.actors.words.split()) | generic,
        events=frozenset(file.events.words.split()),
        event_suffixes=tuple(file.events.suffixes.split()),
        hedges=frozenset(file.hedges.words.split()),
    )


def _gather(file: ConnectiveFile, frame: ConnectiveFrame) -> frozenset[str]:
    return frozenset(w for row in file.connectives if row.frame == frame for w in row.words.split())
