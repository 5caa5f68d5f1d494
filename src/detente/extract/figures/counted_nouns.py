"""What a number counts: the noun phrase that follows it, with or without tagged tokens."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from detente.lexicon.units import Wording

_WORD = re.compile(r"(?:[ \u00a0]|-(?=[a-z]))(?P<word>[^\W\d_][\w’'.-]*)")
_INITIALS = re.compile(r"(?:[A-Z]\.)+$|(?:Gen|Lt|Col|Sen|Rep|Gov)\.$")
_MAX_WORDS = 6
_MODIFIERS = frozenset(
    {"JJ", "JJR", "JJS", "VBN", "VBG", "NN", "NNP", "CD", "RB", "HYPH", "AFX", "POS", "FW"}
)
_NOUNS = frozenset({"NN", "NNS", "NNP", "NNPS"})


class Noun(NamedTuple):
    """A counted noun phrase at `text[start:end]`, and its head in lower case."""

    start: int
    end: int
    head: str


def find_counted_noun(
    text: str, position: int, wording: Wording, tags: Mapping[int, str], *, one: bool = False
) -> Noun | None:
    """The noun phrase that starts right after a number that ends at `position`, up to its first plural.

    `tags` gives the Penn tag of the token that starts at an offset; where it is empty, endings decide.
    After `one` a tagged singular will do.

    Example:
        >>> from detente.lexicon.units import load_wording
        >>> find_counted_noun("two telephone conversations in May", 3, load_wording(), {}).head
        'conversations'
        >>> find_counted_noun("the two of them", 7, load_wording(), {}) is None
        True
    """
    start, singular = None, None
    for _ in range(_MAX_WORDS):
        match = _WORD.match(text, position)
        if match is None:
            break
        initials = _INITIALS.match(match["word"])
        word = match["word"] if initials else match["word"].rstrip(".'’-")
        possessive = re.search(r"['’]s$", word)
        word = word[: possessive.start()] if possessive else word
        # "eight more people", but "three more than"
        if not word or (
            word.lower() in wording.lists["counted.stop"] and not (word == "more" and start is None)
        ):
            break
        if word == "more":
            position = match.end("word")
            continue
        tag = tags.get(match.start("word"))
        if tag is not None and tag not in _MODIFIERS and tag not in _NOUNS:
            break
        if singular is not None and (tag is None or tag not in _NOUNS):
            break
        start = match.start("word") if start is None else start
        end = match.start("word") + len(word)
        if is_plural(word, tag, wording) and not _goes_on(text, end, wording, tags):
            return Noun(start, end, word.lower())
        if tag in {"NN", "NNP"}:
            singular = Noun(start, end, word.lower())
        if possessive or (match["word"][-1:] in ".'’" and not initials):
            break
        position = end
    return singular if one else None


def _goes_on(text: str, position: int, wording: Wording, tags: Mapping[int, str]) -> bool:
    """Whether a plural only describes the plural after it: "police officers", "Armed Forces personnel"."""
    following = _WORD.match(text, position)
    if following is None:
        return False
    tag, word = tags.get(following.start("word")), following["word"].rstrip(".'’-")
    modifier = text[:position].rsplit(" ", 1)[-1].lower() in wording.lists["counted.plural"]
    return (tag == "NNS" or (tag is None and modifier and not tags)) and is_plural(word, tag, wording)


def is_plural(word: str, tag: str | None, wording: Wording) -> bool:
    """Whether a word is a plural noun: by its tag where there is one, else by list and ending."""
    lower = word.lower()
    if lower in wording.lists["counted.plural"]:
        return True
    if tag is not None:
        return tag in {"NNS", "NNPS"}
    if lower in wording.lists["counted.singular"] or len(lower) < 4:
        return False
    return lower.endswith("s") and not lower.endswith(("ss", "us", "is", "ous", "ics"))
