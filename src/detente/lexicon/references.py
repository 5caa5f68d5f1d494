"""The small words by which phrases refer, as data: articles, pronouns, "the two sides", "a spokesman"."""

from __future__ import annotations

import functools
import tomllib
from importlib import resources

import msgspec

from detente.errors import LexiconError

Listed = frozenset[str]


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The lists of references.toml, each described there."""

    determiner: Listed
    pronoun: Listed
    preposition: Listed
    relative: Listed
    conjunction: Listed
    modifier: Listed
    number: Listed
    honorific: Listed
    suffix: Listed
    placed: Listed
    opposed: Listed
    also_adjective: Listed
    particle: Listed
    body: Listed
    thing: Listed
    shared_organ: Listed
    private_kind: Listed
    private_body: Listed
    private_noun: Listed
    states: Listed
    sides: Listed
    pairs: Listed
    persons: Listed
    papers: Listed
    heralds: Listed
    measures: Listed
    bare: Listed
    public: Listed
    rank: Listed
    link: Listed
    said: Listed
    surnames: Listed
    widely_covered: Listed
    no_surnames: Listed
    shouted: Listed
    before_place: Listed
    before_surname: Listed


@functools.cache
def load_words() -> Words:
    """The lists, each a set of words.

    Raises:
        LexiconError: when the file lacks a list, has an unknown one, or is no TOML.

    Example:
        >>> "pro" in load_words().opposed
        True
    """
    text = (resources.files("detente.lexicon") / "references.toml").read_text(encoding="utf-8")
    try:
        lists = tomllib.loads(text)
        return msgspec.convert({name: words.split() for name, words in lists.items()}, Words)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError, AttributeError) as error:
        raise LexiconError(f"lexicon/references.toml: {error}; mend the list") from error
