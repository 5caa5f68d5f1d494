"""Corrections of trees that no annotator would draw: each holds in every sentence, whatever it is about."""

from __future__ import annotations

from collections.abc import Sequence


def mend_tree(words: Sequence[str], upos: Sequence[str], heads: list[int], deprels: list[str]) -> None:
    """Changes heads (-1 for the root) and relations in place where the tree breaks a rule of the language.

    Example:
        >>> words, upos = ["Oslo", "lifted", "its", "arms", "embargo"], ["PROPN", "VERB", "PRON", "NOUN", "NOUN"]
        >>> heads, deprels = [1, -1, 3, 1, 1], ["nsubj", "root", "nmod:poss", "obj", "obj"]
        >>> mend_tree(words, upos, heads, deprels)
        >>> heads, deprels[3]
        ([1, -1, 4, 4, 1], 'compound')
    """
    for i in range(len(words)):
        _join_objects(i, upos, heads, deprels)
        _keep_before_that(i, words, heads, deprels)


def _join_objects(i: int, upos: Sequence[str], heads: list[int], deprels: list[str]) -> None:
    """A verb has one object: of two bare nouns side by side the first modifies the second ("its arms embargo")."""
    j = i + 1
    if (
        j >= len(heads)
        or heads[i] != heads[j]
        or (upos[i], upos[j]) not in (("NOUN", "NOUN"), ("NOUN", "PROPN"))
    ):
        return
    if deprels[i] == "obj" and deprels[j] == "obj":
        heads[i], deprels[i] = j, "compound"
        for k in range(i):
            if heads[k] == i:
                heads[k] = j


def _keep_before_that(i: int, words: Sequence[str], heads: list[int], deprels: list[str]) -> None:
    """What stands before the "that" of a clause belongs to the clause above ("said on Friday that it would")."""
    head = heads[i]
    if head < 0 or i > head or heads[head] < 0 or not deprels[i].startswith(("obl", "advmod")):
        return
    marks = [k for k in range(i + 1, head) if heads[k] == head and deprels[k] == "mark"]
    if marks and words[marks[0]].lower() == "that" and heads[head] < i:
        heads[i] = heads[head]
