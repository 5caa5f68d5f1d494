"""Fits how the parties of an act are weighed: `python -m training.events.participants` prints the weights.

For each event that annotators have in texts that the model has not seen, every phrase of its sentence is a case: is
it an actor, is it a recipient? The weights stand in `detente/extract/events/participants.py`. Each set of texts is
also read with the weights of the others, which shows how often a phrase weighed likelier than 0.4 is right.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from training.corpus.read_corpus import Row
from training.events.calibrate import fit_weights, read_unseen

from detente.evaluate.relation import parse_texts
from detente.extract.events.clauses import Clauses
from detente.extract.events.participants import Evidence, list_evidence, list_phrases
from detente.language.event_model import load_event_model
from detente.lexicon.events import load_event_lexicon

ROLES = ("actors", "recipients")
LIKELY = 0.4
Case = tuple[int, Evidence, bool]
"""The number of the role, what speaks for a phrase to have it, and whether it has."""


def list_cases(rows: list[Row]) -> Iterator[Case]:
    """The cases of all events of some texts."""
    classes = load_event_lexicon().classes
    for row, article in zip(rows, parse_texts(row["text"] for row in rows), strict=True):
        for sentence in article.sentences:
            if sentence.tokens:
                yield from list_sentence_cases(Clauses(sentence, classes), row)


def list_sentence_cases(clauses: Clauses, row: Row) -> Iterator[Case]:
    """The cases of a sentence; a phrase within a party is none."""
    model, tokens = load_event_model(), clauses.tokens
    reading = model.read_words([token.text for token in tokens])
    for event in row["events"]:
        words = list_inside(clauses, event["trigger"])
        if not event["type"] or not words:
            continue
        seen = model.read_triggers(reading, [(min(words), max(words) + 1)]).roles[0]
        heads = list_phrases(clauses, words)
        parties = [[list_inside(clauses, span, whole=True) for span in event[role]] for role in ROLES]
        for i, evidence in zip(heads, list_evidence(clauses, words, heads, seen), strict=True):
            if any(i in span and tokens[i].head in span for spans in parties for span in spans):
                continue
            for k, spans in enumerate(parties):
                yield k, evidence[k], any(i in span for span in spans)


def list_inside(clauses: Clauses, span: Row, *, whole: bool = False) -> list[int]:
    """The tokens that touch a span, or that lie within it."""
    start, end = span["start"], span["end"]
    if whole:
        return [i for i, t in enumerate(clauses.tokens) if start <= t.start and t.end <= end]
    return [i for i, t in enumerate(clauses.tokens) if t.start < end and start < t.end]


def main() -> None:
    """Print weights and how good they are on what they were not fitted on."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    cases = [list(list_cases(rows)) for rows in read_unseen(parser.parse_args().shared)]
    for k, role in enumerate(ROLES):
        data = [[(e, r) for n, e, r in part if n == k] for part in cases]
        features = [np.array([e for e, _ in part]) for part in data]
        right = [np.array([float(r) for _, r in part]) for part in data]
        for p, (rows, truth) in enumerate(zip(features, right, strict=True)):
            others = [i for i in range(len(data)) if i != p]
            weights = fit_weights(
                np.concatenate([features[i] for i in others]), np.concatenate([right[i] for i in others])
            )
            likely = rows @ weights > np.log(LIKELY / (1 - LIKELY))
            print(f"{role}: {truth[likely].sum():.0f} of {truth.sum():.0f} found, {likely.sum()} taken")
        weights = fit_weights(np.concatenate(features), np.concatenate(right))
        print(role, Evidence(*(round(float(w), 2) for w in weights)))


if __name__ == "__main__":
    main()
