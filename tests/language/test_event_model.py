"""The event model: the same text gives the same scores, long texts are read in windows, direction shows."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.language.event_model import Features, load_event_model, weigh_spans


@settings(max_examples=25, deadline=None)
@given(st.lists(st.text(min_size=1, max_size=12), min_size=1, max_size=60))
def test_any_words_are_read_alike_twice(words: list[str]) -> None:
    model = load_event_model()
    first, second = model.read_words(words), model.read_words(words)
    assert first.triggers.shape == (len(words), len(model.types))
    assert first.vectors.shape == (len(words) + 1, 384)
    assert np.array_equal(first.triggers, second.triggers)
    assert np.allclose(first.triggers.sum(1), 1, atol=1e-4)


def test_a_long_sentence_is_read_whole() -> None:
    words = ["Oslo", "praised", "Lima", "and"] * 150
    assert len(load_event_model().read_words(words).triggers) == 600


@pytest.mark.parametrize(
    ("words", "trigger", "source", "target"),
    [
        ("Slovenia condemned Croatia on Monday .", "ACCUSE", (0, 1), (2, 3)),
        ("Slovenia was condemned by Croatia on Monday .", "ACCUSE", (4, 5), (0, 1)),
    ],
)
def test_trigger_and_direction(
    words: str, trigger: str, source: tuple[int, int], target: tuple[int, int]
) -> None:
    model = load_event_model()
    reading = model.read_words(words.split())
    verb = words.split().index("condemned")
    assert model.types[int(reading.triggers[verb].argmax())] == trigger
    forward, backward = model.read_pairs(reading, [(source, target), (target, source)])
    assert forward[0] < backward[0]
    roles = model.read_triggers(reading, [(verb, verb + 1)]).roles[0]
    assert roles[source[0], 0] > 0.5 > roles[target[0], 0]


def test_a_score_grows_with_the_type_and_weights_sum_to_one() -> None:
    model = load_event_model()
    assert model.weigh(Features(0.6, 0.9, 0.9, 0.9)) > model.weigh(Features(0.6, 0.9, 0.1, 0.1))
    assert weigh_spans([(1, 3)], 5).tolist() == [[0, 0, 0.5, 0.5, 0]]
