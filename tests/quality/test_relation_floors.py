"""Floors of PLOVER types and direction: the best measured value less a stated margin, and the issue's own floors."""

from pathlib import Path

import pytest

from detente.evaluate.accuracy import read_pairs
from detente.evaluate.relation import evaluate_relation, guess_relations, score_guesses

MARGIN = 0.02
CORPUS = Path(__file__).resolve().parents[2] / "training" / "corpus"


def test_who_is_actor_in_pairs_held_back_from_training() -> None:
    rows = [row for part in ("", "-2") for row in read_pairs(CORPUS / f"held-back-pairs{part}.txt")]
    scores = score_guesses(rows, guess_relations(rows))
    assert scores.actor is not None and scores.actor >= 0.95  # measured .951
    assert scores.strict is not None and scores.strict >= 0.783 - MARGIN


@pytest.mark.nightly
def test_types_between_two_parties(shared: Path) -> None:
    scores = evaluate_relation(shared / "data/relation/plv_train.jsonl")
    assert scores.accuracy is not None and scores.accuracy >= 0.805 - MARGIN
    assert scores.macro_f1 is not None and scores.macro_f1 >= 0.786 - MARGIN
    assert scores.penta is not None and scores.penta >= 0.87  # measured .885


@pytest.mark.nightly
def test_no_event(shared: Path) -> None:
    scores = evaluate_relation(shared / "data/relation/cameo_class.jsonl")
    assert scores.none_f1 is not None and scores.none_f1 >= 0.671 - MARGIN
