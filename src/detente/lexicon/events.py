"""The frames of events: which words, in which company, mean which PLOVER type, and who then does what to whom.

The rows stand in `events-*.toml`; `events-words.toml` holds the classes of words they refer to as `@name`.

A frame is found by its words: `verbs`, `nouns` or `adjectives` (lemmas; "call_for" is the verb and a preposition
or particle, "phone_call" a compound). Then each condition that it states must hold:

- `object`, `subject`, `theme` (object or subject): the head word is one of these; "~" means any party, that is
  somebody who can act. `obliques` the same for what a preposition introduces (`{ for = "@talk" }`).
- `modifiers`: one of these words modifies the noun. `relation`: the word stands in this relation.
- `except`: no object or modifier is one of these; `except_nouns` the same for objects only when the class would
  allow them; `except_subject`: nor the subject.
- `needs`: at least one alternative ("a|b&c") holds; `lacks`: none does.
  `extract/events/conditions.py` lists what can hold:
  `party` (an object that is one), `subject`, `clause`, `act` (an act as complement), `possessor`, `light` (the noun
  is the complement of another frame) and so on, or a preposition ("to" anything, "to~" a party).

What it means: `type`, `mode`, `standing` (of the arrangement, when carried out), `track`, `score` (how often such a
match is right), `gauge` and `value` for levels of relations; or `operator`: what it does to the act in its complement
(`links`: where that is looked for). `bare` frames need no party; what a `statement` frame finds is no event
in older corpora (CAMEO 01 and 02: comments and appeals).
Who: the subject (or possessor) is the actor; the object and what follows the prepositions of `recipient` are
recipients. `mutual` makes all parties actors, `swap` changes the two; `objects`, `of` and `compound` say what
an object, an of-phrase and a compound name are ("actor", "recipient" or "none"), `possessor` what the possessor of a
single deed without an of-phrase is ("her arrest").
Each row has sentences in which it is found (`example`) and not found (`not`); the tests run them all.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Iterable
from importlib import resources
from typing import Any, Literal

import msgspec

from detente.errors import LexiconError
from detente.records import EventType, Gauge, Standing, Track

FILES = ("events-operators.toml", "events-acts.toml", "events-levels.toml")
Operator = Literal[
    "do", "keep", "agree", "promise", "announce", "plan", "seek", "consider", "threaten",
    "request", "should", "refuse", "disclaim", "fail", "stop", "judge", "allege", "mediate",
]  # fmt: skip
PartOfSpeech = Literal["VERB", "NOUN", "ADJ"]
Role = Literal["actor", "recipient", "none"]
DEFAULT_VERB = ("to", "against", "on", "toward", "towards", "at", "into")
DEFAULT_NOUN = ("to", "against", "on", "toward", "towards", "into", "over", "at")


class Words(msgspec.Struct, frozen=True):
    """A set of words: single lemmas, terms of several words by their head, and whether any party will do."""

    single: frozenset[str] = frozenset()
    terms: tuple[tuple[str, ...], ...] = ()
    party: bool = False

    def __bool__(self) -> bool:
        return bool(self.single or self.terms or self.party)


class Frame(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One row of the lexicon, its classes of words resolved; the module says what each field means."""

    name: str
    type: EventType | None = None
    mode: str | None = None
    operator: Operator | None = None
    links: Literal["any", "object"] = "any"
    verbs: tuple[tuple[str, ...], ...] = ()
    nouns: tuple[tuple[str, ...], ...] = ()
    adjectives: tuple[tuple[str, ...], ...] = ()
    object: Words = Words()
    subject: Words = Words()
    theme: Words = Words()
    obliques: dict[str, Words] = {}
    modifiers: Words = Words()
    relation: str | None = None
    excluded: Words = Words()
    excluded_objects: Words = Words()
    excluded_subjects: Words = Words()
    needs: tuple[tuple[str, ...], ...] = ()
    lacks: tuple[tuple[str, ...], ...] = ()
    recipient: tuple[str, ...] | None = None
    objects: Role = "recipient"
    of: Role = "recipient"
    compound: Role = "actor"
    possessor: Role = "actor"
    mutual: bool = False
    swap: bool = False
    bare: bool = False
    statement: bool = False
    standing: Standing = "none"
    performed: Standing = "none"
    track: Track | None = None
    gauge: Gauge | None = None
    value: Literal["up", "down", "same"] | None = None
    score: float = 0.5
    example: tuple[str, ...] = ()
    counter_example: tuple[str, ...] = ()

    def list_prepositions(self, part: PartOfSpeech) -> tuple[str, ...]:
        """Prepositions whose phrase is a recipient."""
        if self.recipient is not None:
            return self.recipient
        return DEFAULT_NOUN if part == "NOUN" else DEFAULT_VERB

    def rank(self) -> int:
        """How specific the row is: frames with more conditions are tried first."""
        strong = (self.object, self.theme, self.obliques)
        weak = (self.subject, self.modifiers, self.relation, self.needs)
        return 3 * sum(map(bool, strong)) + sum(map(bool, weak))


class EventLexicon(msgspec.Struct, frozen=True):
    """All frames, found by part of speech and lemma, the most specific first; and the classes of words."""

    frames: tuple[Frame, ...]
    index: dict[tuple[str, str], tuple[tuple[Frame, tuple[str, ...]], ...]]
    classes: dict[str, Words]


def parse_words(text: str, classes: dict[str, str]) -> Words:
    """The words of a row, with each `@class` replaced by what it holds.

    Raises:
        LexiconError: if a class is not defined.

    Example:
        >>> sorted(parse_words("@talk summit", {"talk": "call phone_call"}).single)
        ['call', 'summit']
    """
    single: set[str] = set()
    terms: set[tuple[str, ...]] = set()
    party = False
    for word in text.split():
        if word == "~":
            party = True
        elif word.startswith("@"):
            if word[1:] not in classes:
                raise LexiconError(f"events-words.toml has no class {word}; define it or correct the row")
            inner = parse_words(classes[word[1:]], classes)
            single |= inner.single
            terms |= set(inner.terms)
            party = party or inner.party
        else:
            for term in _spell_term(word):
                if len(term) == 1:
                    single.add(term[0])
                else:
                    terms.add(term)
    return Words(frozenset(single), tuple(sorted(terms)), party)


def _spell_term(word: str) -> list[tuple[str, ...]]:
    """The token sequences of a term; a hyphen is a token of its own or stays in the word."""
    whole = tuple(word.split("_"))
    if "-" not in word:
        return [whole]
    split: list[str] = []
    for part in whole:
        for i, piece in enumerate(part.split("-")):
            split += ["-", piece] if i else [piece]
    return [whole, tuple(split)]


def _parse_triggers(text: str) -> tuple[tuple[str, ...], ...]:
    return tuple(term for word in text.split() for term in _spell_term(word))


def _parse_needs(text: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(option.split("&")) for option in text.split("|")) if text else ()


def _as_list(value: str | Iterable[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def parse_frame(row: dict[str, Any], classes: dict[str, str]) -> Frame:
    """The frame that a row of TOML states.

    Raises:
        LexiconError: naming the row, if a field is unknown, a class missing or an example absent.
    """
    fields = dict(row)
    try:
        for key in ("verbs", "nouns", "adjectives"):
            fields[key] = _parse_triggers(fields.pop(key, ""))
        for key, name in (
            ("object", "object"),
            ("subject", "subject"),
            ("theme", "theme"),
            ("modifiers", "modifiers"),
            ("except", "excluded"),
            ("except_nouns", "excluded_objects"),
            ("except_subject", "excluded_subjects"),
        ):
            fields[name] = parse_words(fields.pop(key, ""), classes)
        fields["obliques"] = {p: parse_words(w, classes) for p, w in fields.pop("obliques", {}).items()}
        for key in ("needs", "lacks"):
            fields[key] = _parse_needs(fields.pop(key, ""))
        if "recipient" in fields:
            fields["recipient"] = tuple(w.replace("_", " ") for w in fields["recipient"].split())
        fields["example"] = _as_list(fields.pop("example"))
        fields["counter_example"] = _as_list(fields.pop("not"))
        return msgspec.convert(fields, Frame, strict=True, from_attributes=True)
    except (KeyError, LexiconError, msgspec.ValidationError) as error:
        raise LexiconError(f"frame {row.get('name')!r}: {error}; correct the row in events-*.toml") from error


def index_frames(frames: Iterable[Frame]) -> dict[tuple[str, str], tuple[tuple[Frame, tuple[str, ...]], ...]]:
    """Frames by part of speech and the lemma of the head of their words, the most specific first."""
    index: dict[tuple[str, str], list[tuple[Frame, tuple[str, ...]]]] = {}
    for frame in frames:
        for part, terms in (("VERB", frame.verbs), ("NOUN", frame.nouns), ("ADJ", frame.adjectives)):
            for term in terms:
                # "phone_call" is headed by its last word, "state_of_emergency" and verbs by their first
                head = term[-1] if part == "NOUN" and "of" not in term else term[0]
                index.setdefault((part, head), []).append((frame, term))
    return {
        key: tuple(sorted(rows, key=lambda row: (-len(row[1]), -row[0].rank())))
        for key, rows in index.items()
    }


@functools.cache
def load_event_lexicon() -> EventLexicon:
    """The shipped frames and classes of words.

    Raises:
        LexiconError: if a row cannot be understood or a name is given twice.

    Example:
        >>> [f.name for f, _ in load_event_lexicon().index["VERB", "expel"]]
        ['expel']
    """
    folder = resources.files("detente.lexicon")
    texts = tomllib.loads((folder / "events-words.toml").read_text("utf-8"))
    classes = {name: parse_words(text, texts) for name, text in texts.items()}
    rows = [row for file in FILES for row in tomllib.loads((folder / file).read_text("utf-8"))["frame"]]
    frames = tuple(parse_frame(row, texts) for row in rows)
    names = [frame.name for frame in frames]
    for name in set(names):
        if names.count(name) > 1:
            raise LexiconError(f"two frames are called {name!r} in events-*.toml; rename one")
    return EventLexicon(frames, index_frames(frames), classes)
