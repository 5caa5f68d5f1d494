"""Walks over a dependency tree: who governs what, which words a phrase spans, who is subject of a verb.

Every function takes the tokens of one sentence and indices into them; trees follow Universal Dependencies.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from detente.language.articles import Sentence, Token
from detente.records import Span

Tokens = Sequence[Token]
SUBJECTS = ("nsubj", "csubj")
CLAUSES = frozenset(
    {"acl", "acl:relcl", "advcl", "ccomp", "parataxis", "csubj", "xcomp", "conj", "cc", "punct"}
)


def list_children(tokens: Tokens, head: int, *relations: str) -> list[int]:
    """Indices of the direct dependents of `head`, in order; `relations` match with or without subtype."""
    return [
        i
        for i, token in enumerate(tokens)
        if token.head == head and (not relations or is_relation(token.deprel, *relations))
    ]


def is_relation(deprel: str, *relations: str) -> bool:
    """Whether `deprel` is one of `relations`; "nsubj" also covers "nsubj:pass"."""
    return deprel in relations or deprel.partition(":")[0] in relations


def list_subtree(tokens: Tokens, head: int, *, skip: frozenset[str] = frozenset()) -> list[int]:
    """Indices of `head` and all it governs, in order, leaving out branches whose relation is in `skip`."""
    children: dict[int, list[int]] = {}
    for i, token in enumerate(tokens):
        children.setdefault(token.head, []).append(i)
    found, todo, seen = [], [head], {head}
    while todo:
        node = todo.pop()
        found.append(node)
        for child in children.get(node, ()):
            if child not in seen and tokens[child].deprel not in skip:
                seen.add(child)
                todo.append(child)
    return sorted(found)


def iterate_ancestors(tokens: Tokens, index: int) -> Iterator[int]:
    """Indices of the governors of `index`, nearest first; safe on a broken tree."""
    seen = {index}
    index = tokens[index].head
    while index >= 0 and index not in seen:
        yield index
        seen.add(index)
        index = tokens[index].head


def list_conjuncts(tokens: Tokens, head: int) -> list[int]:
    """`head` and what is coordinated with it ("Russia and China" from "Russia"), in order."""
    return [head, *list_children(tokens, head, "conj")]


def cite_tokens(sentence: Sentence, indices: Sequence[int]) -> Span:
    """The span from the first to the last of some tokens of a sentence."""
    tokens = sentence.tokens
    return sentence.cite(min(tokens[i].start for i in indices), max(tokens[i].end for i in indices))


def cite_phrase(sentence: Sentence, head: int, *, without: frozenset[str] = CLAUSES) -> Span:
    """The contiguous phrase around `head`: its subtree without clauses, coordination and a leading preposition.

    A determiner and possessives stay: "the U.S. ambassador to Russia". Pass `without=frozenset()` for all.
    """
    tokens = sentence.tokens
    indices = list_subtree(tokens, head, skip=without)
    # "of the treaty" as a dependent of "extension" is the treaty: the case marker belongs to the link
    if without:
        markers = {i for i in list_children(tokens, head, "case", "mark") if i < head}
        indices = [i for i in indices if i not in markers]
    first = last = indices.index(head)
    while first > 0 and indices[first - 1] == indices[first] - 1:
        first -= 1
    while last + 1 < len(indices) and indices[last + 1] == indices[last] + 1:
        last += 1
    return cite_tokens(sentence, indices[first : last + 1])


def find_subject(tokens: Tokens, verb: int) -> int | None:
    """The subject of a verb, its own or the one it shares: of a coordinated verb, a controlled infinitive
    ("agreed to meet"), a participle or relative clause ("the man who met"); null when there is none."""
    seen: set[int] = set()
    node = verb
    while node >= 0 and node not in seen:
        seen.add(node)
        own = list_children(tokens, node, *SUBJECTS)
        if own:
            return own[0]
        relation, head = tokens[node].deprel, tokens[node].head
        if is_relation(relation, "acl"):
            return head if head >= 0 else None
        if not is_relation(relation, "conj", "xcomp", "advcl") or head < 0:
            return None
        node = head
    return None


def is_passive(tokens: Tokens, verb: int) -> bool:
    """Whether a verb form is passive: a passive subject or auxiliary, or a bare past participle after its noun."""
    if list_children(tokens, verb, "nsubj:pass", "aux:pass", "csubj:pass"):
        return True
    token = tokens[verb]
    if (
        token.xpos == "VBN"
        and is_relation(token.deprel, "acl")
        and not list_children(tokens, verb, "aux", "obj")
    ):
        return True
    return (
        is_relation(token.deprel, "conj")
        and token.xpos == "VBN"
        and not list_children(tokens, verb, "aux", *SUBJECTS, "obj")
        and token.head >= 0
        and is_passive(tokens, token.head)
    )


def is_negated(tokens: Tokens, index: int) -> bool:
    """Whether a word has a negation of its own: "not", "n't", "never", "no", "neither"."""
    return any(
        tokens[i].lemma.lower() in {"not", "n't", "never", "no", "neither", "nor"}
        or tokens[i].text.lower() in {"not", "n't", "n’t", "never", "no", "neither", "nor"}
        for i in list_children(tokens, index, "advmod", "det", "cc", "cc:preconj")
    )
