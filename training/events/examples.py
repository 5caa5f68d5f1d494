"""What the event heads learn from: sentences of the corpus as words, triggers, parties and pairs of parties."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import syntok.segmenter
from training.corpus.read_corpus import MODES, Row, read_corpus
from training.corpus.standoff import KEPT, read_standoff

from detente.language.tokens import tokenize

TYPES = ("none", *sorted(MODES), "relation_state", "leadership")
MODE_NAMES = ("none", *sorted({mode for modes in MODES.values() for mode in modes}))
MODALITIES = ("actual", "planned", "hypothetical", "denied")
IGNORE = -100
Range = tuple[int, int]
Pair = tuple[Range, Range, int]
"""Source, target and the type of what the first does to the second."""


@dataclass(frozen=True)
class Trigger:
    """An event as word ranges, end exclusive; parties are those that the sentence names."""

    words: Range
    type: int
    mode: int
    modality: int
    actors: tuple[Range, ...] = ()
    recipients: tuple[Range, ...] = ()


@dataclass(frozen=True)
class Example:
    """A sentence with its events; `pairs` are (source, target, type), the source being the actor.

    `complete` says that every event is marked, so that a word without a mark is no trigger.
    """

    words: list[str]
    triggers: tuple[Trigger, ...] = ()
    pairs: tuple[Pair, ...] = ()
    complete: bool = True


def read_examples(folder: Path, parts: Iterable[str]) -> list[Example]:
    """The examples of the named files of the corpus; documents are cut into sentences."""
    rows = read_corpus(folder, parts=parts)
    return [example for row in rows for example in cut_row(row)]


def read_annotated(shared: Path) -> list[Example]:
    """The examples of the annotated articles, of those alone that may be trained on."""
    rows = [row for row in read_standoff(KEPT, shared) if not is_held_out(row)]
    return [example for row in rows for example in cut_row(row)]


def is_held_out(row: Row) -> bool:
    """Whether an annotated article is kept from training: every fifth is, to fit the scores on."""
    return row["id"][-1] in "05"


def cut_row(row: Row) -> Iterator[Example]:
    """One example per sentence of a text; parties in other sentences are left out."""
    text = row["text"]
    whole = not row["file"].startswith(("documents", KEPT.stem))
    for start, end in [(0, len(text))] if whole else list_sentences(text):
        cuts = [(start + a, start + b) for a, b in tokenize(text[start:end])]
        if cuts:
            yield make_example(row, text, cuts)


def list_sentences(text: str) -> Iterator[Range]:
    """Character ranges of the sentences of a document, one paragraph a line."""
    at = 0
    for line in text.split("\n"):
        for paragraph in syntok.segmenter.analyze(line):
            for sentence in paragraph:
                first, last = sentence[0], sentence[-1]
                yield at + first.offset, at + last.offset + len(last.value)
        at += len(line) + 1


def make_example(row: dict[str, Any], text: str, cuts: list[Range]) -> Example:
    """The events of a row that lie within the words given by their character ranges."""

    def find(span: dict[str, Any] | None) -> Range | None:
        inside = [i for i, (a, b) in enumerate(cuts) if span and a < span["end"] and b > span["start"]]
        whole = span and cuts[0][0] <= span["start"] and span["end"] <= cuts[-1][1]
        return (inside[0], inside[-1] + 1) if inside and whole else None

    triggers = []
    for event in row["events"]:
        words = find(event["trigger"])
        if words is None:
            continue
        kind = event["type"] or event["base_type"]
        triggers.append(
            Trigger(
                words=words,
                type=TYPES.index(kind),
                mode=MODE_NAMES.index(event["mode"] or "none"),
                modality=MODALITIES.index(event["modality"]),
                actors=tuple(r for s in event["actors"] if (r := find(s))),
                recipients=tuple(r for s in event["recipients"] if (r := find(s))),
            )
        )
    words = [text[a:b] for a, b in cuts]
    return add_pairs(Example(words, tuple(triggers)))


def add_pairs(example: Example) -> Example:
    """The example with the pairs of its parties: who does it to whom is typed, every other pair is none."""
    typed: dict[tuple[Range, Range], int] = {}
    parties: dict[Range, None] = {}
    for t in example.triggers:
        parties |= dict.fromkeys([*t.actors, *t.recipients])
        both = [(a, b) for a in t.actors for b in t.recipients]
        if not t.recipients:
            both = [(a, b) for a in t.actors for b in t.actors if a != b]
        for pair in both:
            # of two events between the same parties the pair asks for either; the first is kept
            typed.setdefault(pair, t.type)
    places = list(parties)
    pairs = [(a, b, kind) for (a, b), kind in typed.items()]
    pairs += [
        (a, b, 0)
        for a in places
        for b in places
        if a != b and (a, b) not in typed and (a[1] <= b[0] or b[1] <= a[0])
    ]
    return replace(example, pairs=tuple(pairs))


def vary_case(example: Example, chance: random.Random) -> Example:
    """The example with another spelling now and then: in capitals, or without its full stop."""
    roll = chance.random()
    if roll < 0.03:
        return replace(example, words=[w.upper() for w in example.words])
    if roll < 0.08:
        return replace(example, words=[w.title() if len(w) > 3 else w for w in example.words])
    return example
