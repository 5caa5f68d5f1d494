"""Fits the score of events on texts that nothing was trained on: `python -m training.events.calibrate`.

Reads them with the shipped reader, asks of each event found whether the annotator has one of its type at its
trigger, and writes the weights of a logistic regression into `events.json`. Prints the reliability table.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from training.corpus.read_corpus import HERE, Row, read_file
from training.corpus.standoff import KEPT, read_standoff
from training.events.examples import is_held_out

from detente.evaluate.relation import parse_texts
from detente.extract.events.extractor import EventRules, cite_trigger
from detente.extract.events.opinions import Opinions
from detente.extract.events.triggers import Reader
from detente.language.event_model import Features, expand_features, load_event_model
from detente.language.parsing import MODELS
from detente.lexicon.events import load_event_lexicon
from detente.lexicon.plover import load_plover
from detente.lexicon.tracks import load_tracks

PARTS = ("sentences-16.txt", "sentences-32.txt")
"""Parts of our corpus that the model is not trained on."""
PENALTY = 0.5


def read_unseen(shared: Path) -> list[list[Row]]:
    """The texts that the model is not trained on: two parts of sentences, and every fifth annotated article."""
    articles = [row for row in read_standoff(KEPT, shared) if is_held_out(row)]
    return [*(list(read_file(HERE / part)) for part in PARTS), articles]


def list_found(rows: list[Row]) -> Iterator[tuple[Features, bool]]:
    """The features of each event found in texts, and whether the annotator has it."""
    rules, model = EventRules(load_event_lexicon(), load_plover(), load_tracks()), load_event_model()
    for row, article in zip(rows, parse_texts(row["text"] for row in rows), strict=True):
        for clauses in rules.view(article):
            opinions = Opinions(clauses, model, rules.plover)
            for act in opinions.review(Reader(clauses, rules.lexicon, rules.plover).read_all()):
                if act.type is not None:
                    place = cite_trigger(clauses, act)
                    right = any(
                        e["type"] == act.type
                        and e["trigger"]["start"] < place.end
                        and place.start < e["trigger"]["end"]
                        for e in row["events"]
                    )
                    yield opinions.measure(act), right


def fit_weights(features: NDArray[np.float64], right: NDArray[np.float64]) -> NDArray[np.float64]:
    """Weights of a ridge logistic regression, by Newton's method."""
    weights = np.zeros(features.shape[1])
    for _ in range(50):
        chance = 1 / (1 + np.exp(-features @ weights))
        slope = features.T @ (right - chance) - PENALTY * weights
        curve = (features * (chance * (1 - chance))[:, None]).T @ features + PENALTY * np.eye(len(weights))
        weights += np.linalg.solve(curve, slope)
    return weights


def main() -> None:
    """Fit on the texts, print how reliable the scores are, write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--target", type=Path, default=MODELS)
    options = parser.parse_args()
    found = [event for rows in read_unseen(options.shared) for event in list_found(rows)]
    features, right = expand_features([f for f, _ in found]), np.array([float(r) for _, r in found])
    # every second event is kept back to see how reliable the scores of the other half's fit are
    weights = fit_weights(features[::2], right[::2])
    chance = 1 / (1 + np.exp(-features[1::2] @ weights))
    for low in np.arange(0, 1, 0.1):
        inside = (chance >= low) & (chance < low + 0.1)
        if inside.any():
            print(f"{low:.1f}: {inside.sum():4d} events, {right[1::2][inside].mean():.2f} right")
    weights = fit_weights(features, right)
    path = options.target / "events.json"
    meta = json.loads(path.read_text())
    meta["weights"] = [round(float(w), 4) for w in weights]
    path.write_text(json.dumps(meta, indent=1) + "\n")
    print(len(found), "events", int(right.sum()), "right", meta["weights"])


if __name__ == "__main__":
    main()
