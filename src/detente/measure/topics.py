"""What a passage is about, in words that can be compared: things, names, countries, and what else it says."""

from __future__ import annotations

import calendar
import functools
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import msgspec

from detente.lexicon.actors import load_actors
from detente.lexicon.outcomes import OutcomeLexicon, load_outcomes
from detente.records import Mention

_TOKEN = re.compile(r"(?:[A-Z]\.){2,}|[^\W_]+(?:[-'’][^\W_]+)*")
_LINKS = frozenset({"of", "on", "the", "for"})
_LONGEST = 6
"""Words of the longest name that is looked up."""
_STEM = 5
_QUALITIES = 2
_PLACED = re.compile(r"\s+(?:on|of|about|along|over|in)\s+(?:the\s+)?")
_DAYS = frozenset(
    day.lower()
    for names in (calendar.month_name, calendar.day_name, calendar.month_abbr)
    for day in names
    if day
)
_STATES = ("country", "demonym", "people", "capital", "place")


class Word(NamedTuple):
    """A word of a passage and where it stands there."""

    start: int
    end: int
    text: str


class Name(NamedTuple):
    """A name of no country: its words in small letters, and where it stands."""

    start: int
    end: int
    words: tuple[str, ...]


class Topic(msgspec.Struct, frozen=True, kw_only=True):
    """What a passage is about. `words` are all its words in order, in small letters; `initials` those of its names."""

    things: frozenset[str] = frozenset()
    names: frozenset[tuple[str, ...]] = frozenset()
    countries: frozenset[str] = frozenset()
    stems: frozenset[str] = frozenset()
    words: tuple[str, ...] = ()
    initials: tuple[str, ...] = ()

    def join(self, *others: Topic) -> Topic:
        """This topic and others as one."""
        parts = (self, *others)
        return Topic(
            things=frozenset().union(*(p.things for p in parts)),
            names=frozenset().union(*(p.names for p in parts)),
            countries=frozenset().union(*(p.countries for p in parts)),
            stems=frozenset().union(*(p.stems for p in parts)),
            words=tuple(word for p in parts for word in (*p.words, "|")),
            initials=tuple(i for p in parts for i in p.initials),
        )

    def has_name(self, name: tuple[str, ...]) -> bool:
        """Whether a name stands in the passage in full, by its letters ("INF") or as the name of somebody in it."""
        size = len(name)
        if any(self.words[i : i + size] == name for i in range(len(self.words) - size + 1)):
            return True
        if size == 1 and len(name[0]) > 2 and any(i.startswith(name[0]) for i in self.initials):
            return True
        spelt = "".join(word[0] for word in name)
        return size > 2 and spelt in self.words


@functools.lru_cache(maxsize=20_000)
def read_topic(text: str) -> Topic:
    """What a passage is about.

    Example:
        >>> topic = read_topic("The Swedish Riksbank signed the Open Skies treaty in Oslo.")
        >>> sorted(topic.countries), sorted(topic.things), sorted(topic.names)
        (['NOR', 'SWE'], ['treaty'], [('open', 'skies'), ('riksbank',)])
    """
    lexicon = load_outcomes()
    words = list(list_words(text))
    countries, taken = find_countries(words)
    names = list(_find_names(words, taken, lexicon))
    covered = {i for n in names for i, w in enumerate(words) if n.start <= w.start < n.end}
    rest = (w.text.lower() for i, w in enumerate(words) if i not in taken and i not in covered)
    return Topic(
        things=frozenset(id_ for id_, start, _ in find_things(text) if not _is_inside(start, names)),
        names=frozenset(n.words for n in names),
        countries=countries,
        stems=frozenset(w[:_STEM] for w in rest if _tells(w, lexicon)),
        words=tuple(w.text.lower() for w in words),
        initials=tuple(_spell_initials(words)),
    )


def find_things(text: str) -> Iterator[tuple[str, int, int]]:
    """The things that a text speaks of, each with the start and end of its word."""
    for id_, pattern in load_outcomes().things.items():
        for found in pattern.finditer(text):
            yield id_, found.start(), found.end()


def _is_inside(place: int, names: Iterable[Name]) -> bool:
    return any(name.start <= place < name.end for name in names)


def list_words(text: str) -> Iterator[Word]:
    """The words of a text; "U.S." is one, "Russia's" is "Russia"."""
    for found in _TOKEN.finditer(text):
        word = re.sub(r"['’]s$", "", found.group())
        yield Word(found.start(), found.start() + len(word), word)


def find_countries(words: list[Word]) -> tuple[frozenset[str], frozenset[int]]:
    """The countries that words name, and which of the words do; an organ of a state names it and keeps its words."""
    senses = load_actors().senses
    codes, taken = set(), set()
    i = 0
    while i < len(words):
        size = 0
        if words[i].text[0].isupper():
            for length in range(_LONGEST, 0, -1):
                sense = senses.get(" ".join(w.text for w in words[i : i + length]))
                if sense is not None and sense.country and sense.kind in (*_STATES, "organ"):
                    codes.add(sense.country)
                    size = length
                    taken |= set(range(i, i + length)) if sense.kind in _STATES else set()
                    break
        i += size or 1
    return frozenset(codes), frozenset(taken)


def _find_names(words: list[Word], taken: frozenset[int], lexicon: OutcomeLexicon) -> Iterator[Name]:
    """Runs of words with a capital ("Line of Control"), less countries, titles, days, and the thing at their end."""
    taken |= _find_titles(words)
    run: list[int] = []
    for i, word in enumerate(words):
        if run and words[i - 1].end + 1 != word.start:
            yield from _make_name(words, run, lexicon)
            run = []
        starts = i == 0 or words[i - 1].end + 1 != word.start
        proper = (
            word.text[0].isupper() and i not in taken and not _is_common(word.text, lexicon, starts=starts)
        )
        if proper or (run and word.text in _LINKS):
            run.append(i)
        elif run:
            yield from _make_name(words, run, lexicon)
            run = []
    yield from _make_name(words, run, lexicon)


def _is_common(word: str, lexicon: OutcomeLexicon, *, starts: bool) -> bool:
    """Whether a word with a capital names nothing: a title, a day or month, or the plain first word of a sentence."""
    small = word.lower()
    return small in _DAYS or (starts and (small in lexicon.empty or len(small) == 1))


def _find_titles(words: list[Word]) -> frozenset[int]:
    """Which of the words are titles ("Foreign Secretary")."""
    titles, found = load_actors().titles, set()
    for i in range(len(words)):
        for size in (3, 2, 1):
            if " ".join(w.text.lower() for w in words[i : i + size]) in titles:
                found |= set(range(i, i + size))
                break
    return frozenset(found)


def _make_name(words: list[Word], run: list[int], lexicon: OutcomeLexicon) -> Iterator[Name]:
    """The name that a run of words makes, without links and the word for a thing at its end."""
    run = _drop_links(words, run)
    if run and _is_thing(words[run[-1]].text, lexicon):
        run = _drop_links(words, run[:-1])
    if run:
        yield Name(words[run[0]].start, words[run[-1]].end, tuple(words[i].text.lower() for i in run))


def _drop_links(words: list[Word], run: list[int]) -> list[int]:
    while run and words[run[-1]].text in _LINKS:
        run = run[:-1]
    return run


def _is_thing(word: str, lexicon: OutcomeLexicon) -> bool:
    return any(pattern.fullmatch(word) for pattern in lexicon.things.values())


def _spell_initials(words: list[Word]) -> Iterator[str]:
    """The first letters of words with capitals in a row: "inft" for the "Intermediate-Range Nuclear Forces Treaty"."""
    letters = ""
    for i, word in enumerate(words):
        together = i > 0 and words[i - 1].end + 1 == word.start
        if letters and not (together and word.text[0].isupper()):
            yield letters
            letters = ""
        if word.text[0].isupper():
            letters += word.text[0].lower()
    yield letters


def _tells(word: str, lexicon: OutcomeLexicon) -> bool:
    """Whether a word in small letters says something of its own: no number, no empty word, no word for a thing."""
    if len(word) < 4 or word in lexicon.empty or not word[0].isalpha():
        return False
    return not _is_thing(word, lexicon)


def name_things(text: str, things: Iterable[str]) -> frozenset[tuple[str, ...]]:
    """The names that a passage gives to some things, right before or after their word: "the New START treaty".

    Example:
        >>> name_things("Reagan left the Open Skies treaty.", {"treaty"})
        frozenset({('open', 'skies')})
    """
    lexicon = load_outcomes()
    words = list(list_words(text))
    names = list(_find_names(words, find_countries(words)[1], lexicon))
    found = set()
    wanted = set(things)
    for start, end in ((start, end) for id_, start, end in find_things(text) if id_ in wanted):
        placed = _PLACED.match(text, end)
        for name in names:
            if _qualifies(text[name.end : start]) or (placed and placed.end() == name.start):
                found.add(name.words)
    return frozenset(found)


def _qualifies(between: str) -> bool:
    """Whether a name before a thing's word is its name: but qualities ("Open Skies arms treaty")."""
    empty, words = load_outcomes().empty, between.split()
    plain = all(w.isalpha() and w.islower() and w not in empty and not w.endswith("ed") for w in words)
    return len(words) <= _QUALITIES and plain and between[:1] == between[-1:] == " "


def read_mentions(mentions: Iterable[Mention]) -> Topic:
    """What the parties of an event add to its words: who they are, in full, and for which country."""
    kept = list(mentions)
    texts = [t for m in kept for t in (m.name, m.office, m.org) if t]
    codes = frozenset(m.country for m in kept if m.country)
    return Topic(countries=codes).join(*map(read_topic, texts))


def lacks(wanted: Topic, told: Topic) -> str | None:
    """What a passage lacks of what is wanted, in words; null where all is told, of plain words half at least."""
    for what, missing in (
        ("country", wanted.countries - told.countries),
        ("thing", wanted.things - told.things),
    ):
        if missing:
            return f"no {what} {', '.join(sorted(missing))}"
    unnamed = [name for name in wanted.names if not told.has_name(name)]
    if unnamed:
        return f"no mention of {' '.join(min(unnamed))}"
    common = wanted.stems & (told.stems | {word[:_STEM] for word in told.words})
    return "other words" if 2 * len(common) < len(wanted.stems) else None
