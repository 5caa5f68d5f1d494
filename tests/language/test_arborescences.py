import itertools

import numpy as np
import pytest

from detente.language.arborescences import choose_heads, is_tree


def search_best_tree(scores: np.ndarray) -> float:
    """The score of the best tree with one root, by trying them all."""
    count = len(scores)
    normal = scores - np.logaddexp.reduce(scores, axis=1, keepdims=True)
    trees = (np.array(h) for h in itertools.product(range(count + 1), repeat=count))
    return max(
        float(normal[np.arange(count), tree].sum())
        for tree in trees
        if all(h != i + 1 for i, h in enumerate(tree)) and is_tree(tree)
    )


@pytest.mark.parametrize("seed", range(60))
def test_the_tree_is_the_best_of_all(seed: int) -> None:
    count = 1 + seed % 5
    scores = np.random.default_rng(seed).normal(size=(count, count + 1)) * 3
    heads = choose_heads(scores)
    normal = scores - np.logaddexp.reduce(scores, axis=1, keepdims=True)
    assert is_tree(heads)
    assert normal[np.arange(count), heads].sum() == pytest.approx(search_best_tree(scores))


@pytest.mark.parametrize("count", [1, 2, 40, 160])
def test_any_scores_give_a_tree(count: int) -> None:
    chance = np.random.default_rng(count)
    assert is_tree(choose_heads(chance.normal(size=(count, count + 1))))
    assert is_tree(choose_heads(np.zeros((count, count + 1), np.float32)))


def test_what_is_no_tree() -> None:
    assert not is_tree(np.array([0, 0]))
    assert not is_tree(np.array([2, 1]))
    assert not is_tree(np.array([0, 3, 2]))
    assert is_tree(np.array([2, 0, 2]))
