"""A stretch of text cut into units that say who could be meant: names, titles, nouns and the small words between.

It is a shallow reading, made for the noun phrases of the news ("the U.S. ambassador to Russia"); it needs the names
of the sentence and no tree, so it works the same where a parse is missing or wrong.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Literal, TypeAlias

import msgspec

from detente.language.articles import Name, NameType, Sentence
from detente.language.names import SHADOW
from detente.lexicon.actors import Actors, NounForm, Sense
from detente.lexicon.references import load_words

UnitKind: TypeAlias = Literal[
    "name", "person", "body", "place", "title", "noun", "word", "determiner", "pronoun", "preposition",
    "relative", "conjunction", "comma", "possessive", "number", "suffix", "hyphen", "modifier", "mark",
]  # fmt: skip
_MODEL_NAMES: dict[NameType, UnitKind] = {"PER": "person", "ORG": "body", "LOC": "place"}
_SMALL: tuple[UnitKind, ...] = (
    "determiner", "pronoun", "preposition", "relative", "conjunction", "modifier", "number",
)  # fmt: skip
_WORD = re.compile(
    r"(?P<number>\d(?:[\d,.]*\d)?)|(?P<possessive>'s\b|(?<=s)'(?!\w))"
    r"|(?P<word>(?:[^\W\d_]\.){2,}|[^\W\d_]+(?:'(?!s\b)[^\W\d_]+|\.(?=[^\W\d_]))*)"
    r"|(?P<conjunction>&)|(?P<hyphen>-)|(?P<comma>,)|(?P<mark>\S)"
)


class Unit(msgspec.Struct, frozen=True):
    """A piece of a phrase; `key` is its lower-case singular, `sense` what the lexicon says of a name."""

    kind: UnitKind
    start: int
    end: int
    text: str
    key: str = ""
    sense: Sense | None = None
    plural: bool = False


def list_units(sentence: Sentence, start: int, end: int, actors: Actors) -> list[Unit]:
    """The units of a stretch of a sentence (document offsets), in order."""
    pieces: list[Unit] = []
    here = start
    for name in sentence.names:
        if name.start < here or name.end > end:
            continue
        pieces += _cut_words(sentence, here, name.start)
        pieces.append(_make_name(sentence, name, actors))
        here = name.end
    pieces += _cut_words(sentence, here, end)
    return _name_titled(_join_capitals(_join_nouns(pieces, actors), actors))


def _name_titled(units: list[Unit]) -> list[Unit]:
    """The units with a capitalised word after a title or honorific read as a person: "Mr. Orlov"."""
    found: list[Unit] = []
    for unit in units:
        if (
            unit.kind == "word"
            and unit.text[0].isupper()
            and found
            and unit.key not in load_words().honorific
        ):
            last = [u for u in found[-2:] if u.text != "."][-1:]
            if last and (
                last[0].key in load_words().honorific
                or (last[0].kind == "title" and last[0].text[0].isupper())
            ):
                unit = msgspec.structs.replace(unit, kind="person", key=unit.text)
        found.append(unit)
    return found


def _make_name(sentence: Sentence, name: Name, actors: Actors) -> Unit:
    text = sentence.text[name.start - sentence.start : name.end - sentence.start]
    if name.entity and name.entity.startswith("person:"):
        return Unit("person", name.start, name.end, text, name.entity[7:])
    sense = actors.by_entity.get(name.entity or "")
    if sense is None:
        kind = _read_kind(text) or _MODEL_NAMES[name.type]
        return Unit(kind, name.start, name.end, text, text)
    return Unit("name", name.start, name.end, text, sense.name, sense, plural=sense.kind == "people")


def _cut_words(sentence: Sentence, start: int, end: int) -> Iterator[Unit]:
    shadow = sentence.text[start - sentence.start : end - sentence.start].translate(SHADOW)
    kinds = _list_small_words()
    for match in _WORD.finditer(shadow):
        text, group = match[0], match.lastgroup or "mark"
        low = text.lower()
        kind: UnitKind = kinds.get(low, "word") if group == "word" else group  # type: ignore[assignment]
        yield Unit(kind, start + match.start(), start + match.end(), text, low)


@functools.cache
def _list_small_words() -> dict[str, UnitKind]:
    words = load_words()
    return {word: kind for kind in reversed(_SMALL) for word in getattr(words, kind)}


def _join_nouns(units: list[Unit], actors: Actors) -> list[Unit]:
    """The units with titles and generic nouns of several words made one ("secretary of state")."""
    found: list[Unit] = []
    i = 0
    while i < len(units):
        n, noun = _find_noun(units, i, actors)
        found.append(noun or units[i])
        i += n
    return found


def _find_noun(units: Sequence[Unit], i: int, actors: Actors) -> tuple[int, Unit | None]:
    """The longest title or generic noun that starts at a unit, and how many units it takes (else one)."""
    if units[i].sense or units[i].text.partition(" ")[0].lower() not in actors.noun_starts:
        return 1, None
    for n in range(min(7, len(units) - i), 0, -1):
        run = units[i : i + n]
        # a model may take "State" in "Secretary of State" for a name; the lexicon does not
        if any(u.sense or u.kind in {"comma", "mark"} for u in run):
            continue
        text = spell_units(run)
        noun = actors.nouns.get(text.lower())
        if noun and _is_meant(noun, units, i, n):
            return n, Unit(noun.kind, run[0].start, run[-1].end, text, noun.key, None, noun.plural)
    return 1, None


def _is_meant(noun: NounForm, units: Sequence[Unit], i: int, n: int) -> bool:
    following = units[i + n] if i + n < len(units) else None
    if following and following.kind == "hyphen" and following.start == units[i + n - 1].end:
        return False  # "state-owned"
    if noun.kind == "title" and n == 1:
        adjective = noun.key in load_words().also_adjective and units[i].text.islower()
        return units[i].kind == "word" and not adjective
    return True


def spell_units(run: Sequence[Unit]) -> str:
    """The words of units, blanks made even."""
    text = run[0].text
    for before, unit in pairwise(run):
        text += ("" if before.end == unit.start else " ") + unit.text
    return text


def _join_capitals(units: list[Unit], actors: Actors) -> list[Unit]:
    """The units with runs of unknown capitalised words made one: a body when a word says so, else a person."""
    found: list[Unit] = []
    i = 0
    while i < len(units):
        j = _end_of_capitals(units, i)
        if j == i:
            unit = units[i]
            if (
                unit.kind == "word"
                and found
                and found[-1].kind == "hyphen"
                and unit.key in load_words().suffix
            ):
                unit = msgspec.structs.replace(unit, kind="suffix")
            found.append(unit)
            i += 1
            continue
        run = units[i:j]
        found.append(_read_capitals(run, actors))
        i = j
    return found


def _end_of_capitals(units: Sequence[Unit], i: int) -> int:
    if not _is_capital(units[i]):
        return i
    j = i + 1
    while j < len(units):
        k = j
        while (
            k < len(units)
            and (units[k].key in load_words().particle or units[k].kind == "hyphen")
            and k - j < 3
        ):
            k += 1
        if k < len(units) and _is_capital(units[k]):
            j = k + 1
        elif units[j].kind == "mark" and units[j].text == "." and len(units[j - 1].text) == 1:
            j += 1
        else:
            break
    return j


def _is_capital(unit: Unit) -> bool:
    return unit.kind == "word" and unit.text[0].isupper() and unit.key not in load_words().honorific


def _read_capitals(run: Sequence[Unit], actors: Actors) -> Unit:
    text = spell_units(run)
    words = text.replace("-", " ").split()
    start, end = run[0].start, run[-1].end
    kind = _read_kind(text)
    if kind:
        return Unit(kind, start, end, text, text)
    if len(words) > 1 and (words[0] in actors.given_names or (len(words) <= 4 and not text.isupper())):
        return Unit("person", start, end, text, text)
    return Unit("word", start, end, text, text.lower())


def _read_kind(name: str) -> UnitKind | None:
    """What a word of a name says it is: a body ("Council"), or a thing like a place ("Treaty")."""
    words = name.replace("-", " ").split()
    if words[-1] in load_words().thing:
        return "place"
    return None if load_words().body.isdisjoint(words) else "body"
