"""Who takes part in an act, by the tree and the model together."""

from __future__ import annotations

import numpy as np
import pytest

from detente.evaluate.relation import parse_texts
from detente.extract.events.clauses import Clauses
from detente.extract.events.participants import choose_roles, list_phrases, pick
from detente.lexicon.events import load_event_lexicon


def view(text: str) -> Clauses:
    (article,) = parse_texts([text])
    return Clauses(article.sentences[0], load_event_lexicon().classes)


def choose(text: str, trigger: str, **seen: float) -> tuple[list[str], list[str]]:
    """Actors and recipients where the model gives some words a chance to be its recipient."""
    clauses = view(text)
    words = [token.text for token in clauses.tokens]
    roles = np.full((len(words), 2), 0.02)
    for word, chance in seen.items():
        roles[words.index(word), 1] = chance
    found = choose_roles(clauses, [words.index(trigger)], roles)
    return [words[i] for i in found.actors], [words[i] for i in found.recipients]


def test_the_model_makes_a_party_of_an_object_that_is_no_body() -> None:
    assert choose("Smugglers drowned nine shepherds.", "drowned", shepherds=0.7)[1] == ["shepherds"]
    assert choose("Smugglers drowned nine shepherds.", "drowned")[1] == []


def test_the_tree_tells_apart_two_that_the_model_finds_alike() -> None:
    text = "After Chile had drowned the scouts, Peru mourned."
    assert choose(text, "drowned", scouts=0.4, Peru=0.4)[1] == ["scouts"]
    assert choose(text, "drowned", scouts=0.02, Peru=0.9)[1] == ["Peru"]


def test_a_possessor_within_a_party_is_no_party_of_its_own() -> None:
    text = "Scouts drowned the governor of Chile."
    assert choose(text, "drowned", governor=0.9, Chile=0.9)[1] == ["governor"]
    assert choose(text, "drowned", governor=0.02, Chile=0.95)[1] == ["Chile"]


@pytest.mark.parametrize(
    ("text", "heads"),
    [
        ("Chilean ships left.", ["ships"]),
        ("They liked the Chilean view.", ["They", "Chilean"]),
        ("It harmed Chile and its threats.", ["It", "Chile", "its"]),
    ],
)
def test_phrases_that_may_take_part(text: str, heads: list[str]) -> None:
    clauses = view(text)
    words = [i for i, t in enumerate(clauses.tokens) if t.text in ("left", "view", "harmed")]
    found = [clauses.tokens[i].text for i in list_phrases(clauses, words)]
    assert [h for h in heads if h in found] == heads


def test_what_an_act_stands_beside_is_not_whom_it_is_done_to() -> None:
    clauses = view("It harmed Chile and its threats against Peru.")
    words = [t.text for t in clauses.tokens]
    found = [words[i] for i in list_phrases(clauses, [words.index("threats")])]
    assert "Peru" in found and "Chile" not in found


def test_the_likeliest_is_picked_sooner_than_the_rest() -> None:
    assert pick([3, 5, 8], np.array([0.3, 0.25, 0.1])) == [3]
    assert pick([3, 5, 8], np.array([0.9, 0.6, 0.4])) == [3, 5]
    assert pick([3, 5], np.array([0.15, 0.1])) == [] == pick([], np.array([]))
