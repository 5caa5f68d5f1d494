"""Reporting words as data: which verbs, nouns, adjectives and phrases carry somebody's words, and how."""

from __future__ import annotations

import functools
import tomllib
from importlib import resources
from typing import Literal, TypeAlias

import msgspec

from detente.errors import LexiconError

Frame: TypeAlias = Literal[
    "quote", "clause", "infinitive", "object", "as", "for", "of", "on", "about", "against"
]
SpeechClass: TypeAlias = Literal[
    "assertion", "factive", "belief", "forecast", "denial", "doubt", "refusal", "criticism", "accusation",
    "praise", "demand", "promise", "threat", "wish", "judgement", "manner",
]  # fmt: skip
Frames: TypeAlias = dict[Frame, SpeechClass]
"""How the content of a word may follow, and what the reporter commits to in each case."""


class Row(msgspec.Struct, frozen=True, rename={"class_": "class"}, forbid_unknown_fields=True):
    """One row of the file: words of a class that share their frames, with a sentence for and one against."""

    class_: SpeechClass
    frames: tuple[Frame, ...]
    words: str
    example: str
    not_: str = msgspec.field(name="not")


class Phrases(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Phrases that a source follows ("according to")."""

    source_follows: tuple[str, ...]
    example: str
    not_: str = msgspec.field(name="not")


class Opinion(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Nouns for people who are cited for their views ("For most observers, …")."""

    words: str
    example: str
    not_: str = msgspec.field(name="not")


class Via(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Verbs by which somebody passes on what another says or wants."""

    verbs: str


class Documents(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Nouns for what people publish."""

    words: str


class SpeechFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole file, as read."""

    verbs: tuple[Row, ...]
    nouns: tuple[Row, ...]
    adjectives: tuple[Row, ...]
    phrases: Phrases
    opinion: Opinion
    via: Via
    documents: Documents
    scores: dict[str, float]


class SpeechLexicon(msgspec.Struct, frozen=True):
    """Reporting words by lemma, and every inflected form of the verbs that introduce a quotation."""

    verbs: dict[str, Frames]
    nouns: dict[str, Frames]
    adjectives: dict[str, Frames]
    quote_forms: dict[str, str]
    """Form -> lemma, lower case: "said" -> "say"."""
    past_forms: frozenset[str]
    """Those forms that cannot be nouns: "said", "tells" is not among them."""
    source_follows: tuple[str, ...]
    opinion: frozenset[str]
    via: frozenset[str]
    documents: frozenset[str]
    scores: dict[str, float]
    """How often each rule is right."""


def read_speech_file() -> SpeechFile:
    """The rows of `speech.toml`.

    Raises:
        LexiconError: when a row has an unknown class, frame or field.
    """
    text = resources.files("detente.lexicon").joinpath("speech.toml").read_text("utf-8")
    try:
        return msgspec.convert(tomllib.loads(text), SpeechFile)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise LexiconError(f"lexicon/speech.toml: {error}; mend the row") from error


@functools.cache
def load_speech() -> SpeechLexicon:
    """The reporting words, ready to look up."""
    file = read_speech_file()
    verbs = _index(file.verbs)
    forms, past = _inflect([lemma for lemma, frames in verbs.items() if "quote" in frames])
    return SpeechLexicon(
        verbs=verbs,
        nouns=_index(file.nouns),
        adjectives=_index(file.adjectives),
        quote_forms=forms,
        past_forms=past,
        source_follows=file.phrases.source_follows,
        opinion=frozenset(file.opinion.words.split()),
        via=frozenset(file.via.verbs.split()),
        documents=frozenset(file.documents.words.split()),
        scores=file.scores,
    )


def _index(rows: tuple[Row, ...]) -> dict[str, Frames]:
    index: dict[str, Frames] = {}
    for row in rows:
        for word in row.words.split():
            for frame in row.frames:
                index.setdefault(word, {}).setdefault(frame, row.class_)
    return index


def _inflect(lemmas: list[str]) -> tuple[dict[str, str], frozenset[str]]:
    from lemminflect import getAllInflections  # reads its tables on import

    forms: dict[str, str] = {}
    past: set[str] = set()
    for lemma in lemmas:
        for tag, words in getAllInflections(lemma, "VERB").items():
            if tag == "VBN":
                continue  # "written" introduces nothing
            for word in words:
                forms.setdefault(word.lower(), lemma)
                if tag == "VBD" and word.lower() != lemma:
                    past.add(word.lower())
    return forms, frozenset(past)
