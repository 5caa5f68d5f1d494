"""What the trained model sees of events in a sentence: triggers, who takes part, what passes between two parties.

The sentence is read once (`read_words`); its triggers and pairs of parties are then asked of that reading.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from detente.errors import InputError
from detente.language.parsing import MODELS, cut_windows
from detente.language.sessions import open_session
from detente.language.subwords import build_batch, load_encoder

Range = tuple[int, int]
Scores = NDArray[np.float32]
FILES = ("events.onnx", "events-heads.onnx", "events.json", "tokenizer.json")


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """A sentence of n words as the model sees it.

    `triggers` is (n, types): how likely each word is part of a trigger of each type, type 0 being none;
    `vectors` is (n + 1, 384), the mark at the start first.
    """

    triggers: Scores
    vectors: Scores


class TriggerScores(NamedTuple):
    """For k triggers in a sentence of n words, probabilities: `modes` (k, modes), `modalities` (k, 4), and `roles`
    (k, n, 2) of each word to belong to an actor or a recipient."""

    modes: Scores
    modalities: Scores
    roles: Scores


class Features(NamedTuple):
    """What the score of an event is made from, each between 0 and 1."""

    frame: float
    """How often the lexicon's frame is right; 0 for an event that only the model sees."""
    trigger: float
    """The model's probability that one of its words is part of a trigger."""
    type: float
    """The same for a trigger of the event's type."""
    pair: float
    """The model's probability of the type between its first two parties; `type` where it has not got two."""


class EventModel:
    """The loaded model; `types`, `modes` and `modalities` name its columns, the first type and mode being none."""

    def __init__(self, path: Path) -> None:
        if missing := [name for name in FILES if not (path / name).is_file()]:
            raise InputError(f"{path}: the event model lacks {', '.join(missing)}; run `make train`")
        labels = json.loads((path / "events.json").read_text(encoding="utf-8"))
        self.types: tuple[str, ...] = tuple(labels["types"])
        self.modes: tuple[str, ...] = tuple(labels["modes"])
        self.modalities: tuple[str, ...] = tuple(labels["modalities"])
        self._weights = np.array(labels["weights"])
        self._encoder = load_encoder(path / "tokenizer.json")
        self._reader = open_session(path / "events.onnx")
        self._heads = open_session(path / "events-heads.onnx")

    def read_words(self, words: Sequence[str]) -> Reading:
        """The reading of a sentence already cut into words, of which there is at least one."""
        encoded = self._encoder.encode([words])[0]
        triggers: list[Scores] = []
        vectors: list[Scores] = []
        for window in cut_windows(encoded):
            batch = build_batch([encoded.cut(window.start, window.end)])
            found, seen = self._reader.run(["events", "vectors"], batch)
            own = slice(window.core - window.start, window.core_end - window.start)
            triggers.append(found[0][own])
            vectors += [seen[0][:1]] if not vectors else []
            vectors.append(seen[0][1:][own])
        return Reading(np.concatenate(triggers), np.concatenate(vectors))

    def read_triggers(self, reading: Reading, triggers: Sequence[Range]) -> TriggerScores:
        """The scores of triggers given as word ranges, end exclusive."""
        modes, modalities, roles = self._ask(reading, ["modes", "modalities", "roles"], triggers=triggers)
        return TriggerScores(modes, modalities, roles[:, 1:])

    def read_pairs(self, reading: Reading, pairs: Sequence[tuple[Range, Range]]) -> Scores:
        """Probabilities (pairs, types) of what the first party of each pair does to the second."""
        sources, targets = [a for a, _ in pairs], [b for _, b in pairs]
        scores: Scores = self._ask(reading, ["pairs"], sources=sources, targets=targets)[0]
        return scores

    def weigh(self, features: Features) -> float:
        """The probability that an event is right, by a logistic regression over its features."""
        return float(1 / (1 + np.exp(-(expand_features([features]) @ self._weights))[0]))

    def _ask(
        self,
        reading: Reading,
        wanted: list[str],
        *,
        triggers: Sequence[Range] = (),
        sources: Sequence[Range] = (),
        targets: Sequence[Range] = (),
    ) -> list[Scores]:
        size = len(reading.vectors)
        feeds = {
            "vectors": reading.vectors[None],
            "triggers": weigh_spans(triggers, size),
            "sources": weigh_spans(sources, size),
            "targets": weigh_spans(targets, size),
        }
        found: list[Scores] = self._heads.run(wanted, feeds)
        return found


def expand_features(rows: Sequence[Features]) -> NDArray[np.float64]:
    """What the regression reads (rows, 6): one, whether the lexicon knows the event, and the features."""
    values = np.array(rows, float).reshape(-1, 4)
    return np.column_stack([np.ones(len(values)), values[:, 0] > 0, values])


def weigh_spans(spans: Sequence[Range], size: int) -> Scores:
    """Word ranges as rows of weights that sum to one, over `size` columns of which the first is the start mark."""
    weights = np.zeros((len(spans), size), np.float32)
    for row, (start, end) in enumerate(spans):
        weights[row, start + 1 : end + 1] = 1 / (end - start)
    return weights


@cache
def load_event_model(path: Path = MODELS) -> EventModel:
    """The model in a folder, loaded once for each process."""
    return EventModel(path)
