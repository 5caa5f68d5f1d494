"""Names of states, bodies and people: found by the lexicon, merged with what a model saw.

All patterns run at once (Aho-Corasick); of overlapping hits the leftmost, then the longest stays. A name counts
only between word boundaries and as written ("US" is a state, "us" is not); sentences in capitals match in capitals.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from itertools import groupby
from typing import TypeAlias

import ahocorasick
import msgspec

from detente.language.articles import Name, NameType, Sentence
from detente.lexicon.actors import Actors, Sense, load_actors
from detente.lexicon.references import load_words

NameFinder: TypeAlias = Callable[[Sequence[Sentence]], list[Sentence]]
Hit: TypeAlias = tuple[int, int, str]
"""Start and end in the sentence, and the entity."""

SHADOW = str.maketrans({"’": "'", "‘": "'", "\xa0": " ", "\n": " ", "\u2011": "-", "–": "-", "\u202f": " "})
"""What matching reads in place of typographic signs; the length stays."""
_BEFORE = re.compile(r"([^\W\d_][\w'.-]*) $")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_AFTER = re.compile(r" ([^\W\d_][\w'-]*)")


class _Matcher:
    """Every pattern with what it means, in one automaton as written and one in capitals."""

    def __init__(self, senses: Mapping[str, str]) -> None:
        self.written = _make_automaton(senses)
        self.shouted = _make_automaton(
            {k.upper(): v for k, v in senses.items() if k.upper() not in load_words().shouted}
        )

    def find(self, text: str) -> list[Hit]:
        """The hits in a text, leftmost and longest, none overlapping."""
        shadow = text.translate(SHADOW)
        automaton = self.shouted if _is_shouted(shadow) else self.written
        hits = [
            # "Sino-" is found with its hyphen, which is no part of the name
            (end + 1 - length, end + (not entity.startswith("prefix:")), entity)
            for end, (length, entity) in automaton.iter(shadow)
            if _is_bounded(shadow, end + 1 - length, end + 1, entity)
        ]
        return _drop_overlaps(hits)


def make_name_finder(actors: Actors | None = None) -> NameFinder:
    """A function that adds `names` to sentences: entities like "country:RUS", "demonym:RUS", "capital:RUS",
    "place:RUS", "organ:RUS:Kremlin", "organisation:OPEC", "person:Vladimir Putin"; what the model saw stays.

    Example:
        >>> text = "The Kremlin praised the U.S. envoy."
        >>> sentence = Sentence(document="d", index=0, start=0, end=35, text=text, zone="body", paragraph=0)
        >>> [n.entity for n in make_name_finder()([sentence])[0].names]
        ['organ:RUS:Kremlin', 'country:USA']
    """
    actors = actors or load_actors()
    matcher = _Matcher(_list_patterns(actors))
    apart = load_words().no_surnames | actors.senses.keys()
    surnames = {name: frozenset(people) for name, people in actors.surnames.items() if name not in apart}

    def find_names(sentences: Sequence[Sentence]) -> list[Sentence]:
        found: list[Sentence] = []
        for _, group in groupby(sentences, key=lambda s: s.document):
            article = list(group)
            hits = [_drop_given_names(s.text, matcher.find(s.text), actors) for s in article]
            _read_homonyms(article, hits, actors)
            _drop_surnames_of_others(article, hits, actors)
            _add_surnames(article, hits, surnames, actors)
            found += [_merge(s, h, actors) for s, h in zip(article, hits, strict=True)]
        return found

    return find_names


def list_hits(sentence: Sentence, finder: NameFinder) -> tuple[Name, ...]:
    """The names of one sentence by itself."""
    return finder([sentence])[0].names


def _list_patterns(actors: Actors) -> dict[str, str]:
    patterns = {
        name.translate(SHADOW): f"person:{person.person}"
        for person in actors.people.values()
        for name in (person.person, *person.aliases)
        if " " in name
    }
    for name, sense in actors.senses.items():
        if sense.kind == "prefix":
            patterns[f"{name}-"] = sense.entity
            continue
        patterns[name] = sense.entity
        if name.startswith("the "):
            patterns["T" + name[1:]] = sense.entity
    return patterns


def _make_automaton(patterns: Mapping[str, str]) -> ahocorasick.Automaton:
    automaton = ahocorasick.Automaton()
    for name, entity in patterns.items():
        automaton.add_word(name, (len(name), entity))
    automaton.make_automaton()
    return automaton


def _is_shouted(text: str) -> bool:
    return text.isupper() and text.count(" ") >= 2


def _is_bounded(text: str, start: int, end: int, entity: str) -> bool:
    if start and (text[start - 1].isalnum() or text[start - 1] in "@$"):
        return False
    if entity.startswith("prefix:"):
        return end < len(text) and text[end].isupper()
    # "US$838m" is money; "U.S.S.R" is longer than "U.S."
    return end == len(text) or not (text[end].isalnum() or text[end] in "$€£_@")


def _drop_overlaps(hits: list[Hit]) -> list[Hit]:
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda h: (h[0], -h[1])):
        if not kept or hit[0] >= kept[-1][1]:
            kept.append(hit)
    return kept


def _drop_given_names(text: str, hits: list[Hit], actors: Actors) -> list[Hit]:
    """The hits without places that are part of a person's name: "Michael Jordan", "Chad Smith".

    In a headline with capitals throughout nothing is dropped: there every neighbour looks like a name.
    """
    if _is_title_case(text):
        return hits
    taken = {h[0] for h in hits} | {h[1] for h in hits}
    return [h for h in hits if not _is_part_of_person(text, h, actors, taken)]


def _is_part_of_person(text: str, hit: Hit, actors: Actors, taken: set[int]) -> bool:
    start, end, entity = hit
    name = text[start:end]
    if not entity.startswith(("country:", "capital:", "place:")) or not name.isalpha() or name.isupper():
        return False
    before = _BEFORE.search(text, max(0, start - 30), start)
    if before and before[1] in actors.given_names and before.start() + len(before[1]) not in taken:
        return True
    ambiguous = actors.ambiguous.get(name)
    if ambiguous is None or ambiguous.reading != "given":
        return False
    after = _AFTER.match(text, end)
    alone = before is None or before[1].lower() not in load_words().before_place
    return bool(after and after[1][0].isupper() and end + 1 not in taken and alone)


def _is_title_case(text: str) -> bool:
    words = [w for w in text.split() if w[0].isalpha() and w.lower() not in load_words().before_place]
    return len(words) >= 4 and sum(w[0].isupper() for w in words) >= 0.8 * len(words)


def _read_homonyms(article: list[Sentence], hits: list[list[Hit]], actors: Actors) -> None:
    """Gives names such as Georgia to the other country when the article's cues speak for it."""
    homonyms = {n: a for n, a in actors.ambiguous.items() if a.reading == "homonym"}
    if not any(s.text[h[0] : h[1]] in homonyms for s, hs in zip(article, hits, strict=True) for h in hs):
        return
    text = " ".join(s.text for s in article)
    other = {
        name: f"place:{row.country}"
        for name, row in homonyms.items()
        if name in text and _count_cues(text, row.cues) > _count_cues(text, row.unless)
    }
    for sentence, found in zip(article, hits, strict=True):
        found[:] = [(s, e, other.get(sentence.text[s:e], entity)) for s, e, entity in found]


def _count_cues(text: str, cues: Iterable[str]) -> int:
    return sum(len(re.findall(rf"\b{re.escape(cue)}\b", text)) for cue in cues)


def _is_of_another(text: str, word: re.Match[str], entity: str, actors: Actors) -> bool:
    """Whether the words beside make it another person's name ("Anna Putin", "Ashton Carter")."""
    words = load_words()
    after = _AFTER.match(text, word.end())
    low = after[1].lower() if after else ""
    longer = after is not None and after[1][0].isupper() and low not in words.before_surname
    if longer and low not in actors.generics and not _is_title_case(text):
        return True
    before = _BEFORE.search(text, max(0, word.start() - 30), word.start())
    if before is None or not before[1][0].isupper() or before[1] in entity:
        return False
    if before[1] in actors.given_names:
        return True
    low = before[1].lower().rstrip(".")
    return not (low in words.before_place or low in words.before_surname or low in actors.titles)


def _add_surnames(
    article: list[Sentence], hits: list[list[Hit]], surnames: Mapping[str, frozenset[str]], actors: Actors
) -> None:
    """Adds bare surnames: of people whom the article names in full, and those that only one listed person bears."""
    entities = {entity for found in hits for _, _, entity in found}
    named = {entity[7:] for entity in entities if entity.startswith("person:")}
    states = load_words().widely_covered | {s.country for e in entities if (s := actors.by_entity.get(e))}
    taken = {n.rpartition(" ")[2] for n in _list_people(article)} - {
        actors.people[p].surname for p in named if p in actors.people
    }
    for sentence, found in zip(article, hits, strict=True):
        text, free = sentence.text, list[Hit]()
        for word in _WORD.finditer(text):
            persons = surnames.get(word[0], frozenset())
            known = persons & named
            if len(known) != 1 and (
                word[0] in taken or not _is_known_alone(word[0], persons, states, actors)
            ):
                continue
            entity = f"person:{next(iter(known or persons))}"
            inside = any(s < word.end() and word.start() < e for s, e, _ in found)
            if not inside and not _is_of_another(text, word, entity, actors):
                free.append((word.start(), word.end(), entity))
        found[:] = sorted([*found, *free]) if free else found


def _list_people(article: Sequence[Sentence]) -> set[str]:
    """The full names of people that the model saw in an article."""
    return {
        s.text[n.start - s.start : n.end - s.start]
        for s in article
        for n in s.names
        if n.type == "PER" and n.entity is None and " " in s.text[n.start - s.start : n.end - s.start]
    }


def _drop_surnames_of_others(article: Sequence[Sentence], hits: list[list[Hit]], actors: Actors) -> None:
    """Takes away places that are the surname of somebody named in full: "Ida Amman spoke. Amman left."

    They stay where the article names the state in another way as well, or says "in Amman".
    """
    surnames = {name.rpartition(" ")[2] for name in _list_people(article)}
    places: dict[str, str] = {}
    for sentence, found in zip(article, hits, strict=True):
        for start, end, entity in found:
            kind = entity.partition(":")[0]
            if sentence.text[start:end] in surnames and kind in {"country", "capital", "place"}:
                places[sentence.text[start:end]] = entity
    for name, entity in places.items():
        code = entity.rpartition(":")[2]
        uses = [
            (s.text[b:e], _BEFORE.search(s.text, max(0, b - 30), b), found_entity)
            for s, found in zip(article, hits, strict=True)
            for b, e, found_entity in found
        ]
        named = any(text != name and _names_state(other, code, actors) for text, _, other in uses)
        placed = any(
            text == name and before and before[1].lower() in load_words().before_place
            for text, before, _ in uses
        )
        if not named and not placed:
            for sentence, found in zip(article, hits, strict=True):
                found[:] = [h for h in found if sentence.text[h[0] : h[1]] != name]


def _names_state(entity: str, code: str, actors: Actors) -> bool:
    sense = actors.by_entity.get(entity)
    return sense is not None and sense.country == code


def _is_known_alone(surname: str, persons: frozenset[str], states: Set[str | None], actors: Actors) -> bool:
    """Whether a surname means one listed person without a full name in the article; `states` may be meant."""
    if len(persons) != 1 or surname in load_words().surnames:
        return False
    country = actors.people[next(iter(persons))].country
    common = surname in actors.given_names and country not in load_words().widely_covered
    return country in states and not common


def _merge(sentence: Sentence, hits: list[Hit], actors: Actors) -> Sentence:
    """The sentence with the lexicon's names and those of the model that they leave free.

    A longer person seen by the model wins over a single place name inside it ("Florence Parly").
    """
    own = [
        Name(sentence.start + s, sentence.start + e, _type_of(entity, actors.by_entity), entity)
        for s, e, entity in hits
    ]
    model = [n for n in sentence.names if n.entity is None]
    people = [n for n in model if n.type == "PER"]
    own = [n for n in own if n.type != "LOC" or not any(_holds(p, n) for p in people)]
    free = [n for n in model if not any(o.start < n.end and n.start < o.end for o in own)]
    return msgspec.structs.replace(sentence, names=tuple(sorted([*own, *free], key=lambda n: n.start)))


def _holds(outer: Name, inner: Name) -> bool:
    return (
        outer.start <= inner.start
        and inner.end <= outer.end
        and outer.end - outer.start > inner.end - inner.start
    )


def _type_of(entity: str, senses: Mapping[str, Sense]) -> NameType:
    if entity.startswith("person:"):
        return "PER"
    sense = senses.get(entity)
    if sense is None or sense.kind in {"country", "demonym", "people", "capital", "place", "prefix"}:
        return "LOC"
    return "LOC" if sense.group in {"sea", "region", "place"} else "ORG"
