"""The best tree over a sentence, from the score of every word under every head.

Taking each word's best head is nearly always a tree already; only where it is not is the maximum
spanning arborescence computed (Chu and Liu 1965, Edmonds 1967), with exactly one word under the root.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32] | NDArray[np.float64]
Heads = NDArray[np.int64]


def choose_heads(scores: Scores) -> Heads:
    """The head of each word, 0 for the root, else the 1-based word; `scores` is (words, words + 1).

    Example:
        >>> choose_heads(np.array([[1.0, 0.0, 5.0], [2.0, 4.0, 0.0]])).tolist()
        [2, 0]
    """
    count = len(scores)
    square = np.full((count + 1, count + 1), -np.inf)
    square[1:] = scores
    np.fill_diagonal(square, -np.inf)
    greedy: Heads = square[1:].argmax(1)
    if is_tree(greedy):
        return greedy
    # words compete for the root, so their scores must be comparable
    square[1:] -= np.logaddexp.reduce(scores, axis=1, keepdims=True)
    # two words under the root cost more than any other mistake, so there is one
    square[1:, 0] -= 1e5
    return find_arborescence(square)[1:]


def is_tree(heads: Heads) -> bool:
    """Whether exactly one word hangs on the root (0) and every word reaches it."""
    if np.count_nonzero(heads == 0) != 1:
        return False
    above = np.concatenate([[0], heads])
    for _ in range(len(above).bit_length()):
        above = above[above]
    return not above.any()


def find_arborescence(scores: Scores) -> Heads:
    """The head of each node in the best arborescence from node 0; `scores` is (dependents, heads), square."""
    heads: Heads = scores.argmax(1)
    heads[0] = 0
    cycle = find_cycle(heads)
    if not cycle.any():
        return heads
    inside, outside = np.flatnonzero(cycle), np.flatnonzero(~cycle)
    # the cycle becomes one node, the last: an arc into it pays for the arc of the cycle that it replaces
    entering = scores[np.ix_(inside, outside)] - scores[inside, heads[inside]][:, None]
    leaving = scores[np.ix_(outside, inside)]
    smaller = np.full((len(outside) + 1, len(outside) + 1), -np.inf)
    smaller[:-1, :-1] = scores[np.ix_(outside, outside)]
    smaller[-1, :-1] = entering.max(0)
    smaller[:-1, -1] = leaving.max(1)
    found = find_arborescence(smaller)
    for place, node in enumerate(outside[1:], 1):
        head = found[place]
        heads[node] = inside[leaving[place].argmax()] if head == len(outside) else outside[head]
    entrance = inside[entering[:, found[-1]].argmax()]
    heads[entrance] = outside[found[-1]]
    return heads


def find_cycle(heads: Heads) -> NDArray[np.bool_]:
    """Which nodes form one cycle of heads; none where all reach node 0."""
    state = np.zeros(len(heads), np.int64)
    state[0] = -1
    for start in range(1, len(heads)):
        node = start
        while state[node] == 0:
            state[node] = start
            node = int(heads[node])
        if state[node] == start:
            members = np.zeros(len(heads), np.bool_)
            while not members[node]:
                members[node] = True
                node = int(heads[node])
            return members
    return np.zeros(len(heads), np.bool_)
