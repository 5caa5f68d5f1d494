"""Repairs of trees: what each changes, and what it leaves alone."""

from __future__ import annotations

import pytest

from detente.language.repairs import mend_tree

Tree = list[tuple[str, str, int, str]]


@pytest.mark.parametrize(
    ("tree", "changed"),
    [
        # two objects side by side are one
        ([("Oslo", "PROPN", 1, "nsubj"), ("sells", "VERB", -1, "root"), ("steel", "NOUN", 1, "obj"),
          ("pipes", "NOUN", 1, "obj")], {2: (3, "compound")}),
        # a person who is given something is an indirect object
        ([("Oslo", "PROPN", 1, "nsubj"), ("gave", "VERB", -1, "root"), ("farmers", "NOUN", 1, "iobj"),
          ("seed", "NOUN", 1, "obj")], {}),
        # a day before "that" is the day of speech
        ([("Oslo", "PROPN", 1, "nsubj"), ("said", "VERB", -1, "root"), ("Friday", "PROPN", 5, "obl:unmarked"),
          ("that", "SCONJ", 5, "mark"), ("it", "PRON", 5, "nsubj"), ("left", "VERB", 1, "ccomp")],
         {2: (1, "obl:unmarked")}),
        # after it, it is the clause's own
        ([("Oslo", "PROPN", 1, "nsubj"), ("said", "VERB", -1, "root"), ("that", "SCONJ", 5, "mark"),
          ("Friday", "PROPN", 5, "obl:unmarked"), ("it", "PRON", 5, "nsubj"), ("left", "VERB", 1, "ccomp")], {}),
    ],
)  # fmt: skip
def test_trees_are_mended(tree: Tree, changed: dict[int, tuple[int, str]]) -> None:
    words, upos, heads, deprels = (list(column) for column in zip(*tree, strict=True))
    mend_tree(words, upos, heads, deprels)
    found = {i: (heads[i], deprels[i]) for i, row in enumerate(tree) if (heads[i], deprels[i]) != row[2:]}
    assert found == changed
