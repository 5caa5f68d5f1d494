"""A sentence's dependency tree with its children, prepositions and lemmas listed once.

Trees follow Universal Dependencies; indices are into the tokens of the sentence, and a broken tree does no harm.
"""

from __future__ import annotations

import functools

from detente.language.articles import Sentence, Token
from detente.lexicon.events import Words


class Dependencies:
    """One sentence's tree, for the many questions that extraction asks of it."""

    def __init__(self, sentence: Sentence) -> None:
        self.sentence = sentence
        self.tokens: tuple[Token, ...] = sentence.tokens
        self.lemmas = [(t.lemma or t.text).lower() for t in self.tokens]
        self.children: list[list[int]] = [[] for _ in self.tokens]
        for i, token in enumerate(self.tokens):
            if 0 <= token.head < len(self.tokens) and token.head != i:
                self.children[token.head].append(i)
        self.prepositions = [self._find_preposition(i) for i in range(len(self.tokens))]

    def dependents(self, head: int, *relations: str) -> list[int]:
        """Children of `head` in one of some relations; "nsubj" also finds "nsubj:pass"."""
        return [i for i in self.children[head] if self.stands(i, *relations)]

    def stands(self, i: int, *relations: str) -> bool:
        """Whether a token stands in one of some relations to its head."""
        deprel = self.tokens[i].deprel
        return deprel in relations or deprel.partition(":")[0] in relations

    def _find_preposition(self, i: int) -> str:
        """The preposition before a phrase, "" for none; one that a parser hung elsewhere is still before it."""
        cases = [c for c in self.children[i] if self.tokens[c].deprel == "case" and c < i]
        words = [
            self.tokens[k].text.lower()
            for c in cases
            if self.tokens[c].upos != "PART"
            for k in [c, *[f for f in self.children[c] if self.tokens[f].deprel == "fixed"]]
        ]
        if not words and self.stands(i, "obl", "nmod"):
            before = min([i, *self.children[i]]) - 1
            quantity = self.lemmas[before + 1] in ("least", "most", "less")
            if (
                before > 0
                and not quantity
                and self.tokens[before].upos == "ADP"
                and self.tokens[before].deprel == "case"
            ):
                words = [self.tokens[before].text.lower()]
        return " ".join(words)

    def list_subtree(self, head: int, skip: frozenset[str] = frozenset()) -> list[int]:
        """`head` and all below it in order, without branches whose relation is in `skip`."""
        found, todo = {head}, [head]
        while todo:
            for child in self.children[todo.pop()]:
                if child not in found and self.tokens[child].deprel not in skip:
                    found.add(child)
                    todo.append(child)
        return sorted(found)

    def list_conjuncts(self, i: int) -> list[int]:
        """A token and what is coordinated with it."""
        return [i, *(c for c in self.children[i] if self.tokens[c].deprel == "conj")]

    def is_infinitive(self, verb: int) -> bool:
        """Whether a verb is "to" and its stem."""
        return self.has_marker(verb, "to") and self.tokens[verb].xpos == "VB"

    def is_subjunctive(self, verb: int) -> bool:
        """Whether a clause has a bare stem for its verb: "that it leave"."""
        return (
            self.tokens[verb].xpos in ("VB", "VBP")
            and not self.dependents(verb, "aux")
            and not self.has_marker(verb, "to")
        )

    def has_marker(self, verb: int, *words: str) -> bool:
        """Whether a clause or phrase is introduced by one of some words."""
        return any(
            self.tokens[c].deprel in ("mark", "case") and self.tokens[c].text.lower() in words
            for c in self.children[verb]
        )

    def find_term(self, i: int, term: tuple[str, ...]) -> list[int] | None:
        """The tokens of a compound that contains token `i` and reads `term`, or null."""
        for offset, word in enumerate(term):
            start = i - offset
            if start < 0 or start + len(term) > len(self.tokens) or not self._reads(i, word):
                continue
            if all(self._reads(start + k, w) for k, w in enumerate(term)):
                return list(range(start, start + len(term)))
        return None

    def _matches_term(self, i: int, words: Words) -> bool:
        return any(self.find_term(i, term) is not None for term in words.terms)

    def _reads(self, i: int, word: str) -> bool:
        return self.lemmas[i] == word or self.tokens[i].text.lower() == word

    @functools.cached_property
    def is_question(self) -> bool:
        """Whether the sentence asks."""
        return self.sentence.text.rstrip().rstrip("\"'”’)").endswith("?")
