"""Where a clause begins and ends around a verb, by marks, links and parts of speech; the tree only helps.

The bounds hold where the parse slips, which a subtree does not.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from detente.extract.statements.source_phrases import find_noun
from detente.language.articles import Token
from detente.language.trees import is_relation, list_children, list_subtree

Tokens: TypeAlias = Sequence[Token]
Range: TypeAlias = tuple[int, int]
"""Tokens from the first to the last, end exclusive."""
MARKS = frozenset({";", ":", "—", "–", '"', "“", "”", "(", ")", "''", "``"})
CONDITIONS = frozenset({"if", "unless", "without", "provided"})
LINKS = CONDITIONS | {
    "because", "when", "while", "although", "though", "whereas", "since", "whether", "but", "as",
}  # fmt: skip
RELATIVES = frozenset({"which", "who"})
ASKING = frozenset({"WRB", "WP", "WDT"})
NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "DET"})


def bound_clause(tokens: Tokens, trigger: int, verb: int) -> Range:
    """The clause around a trigger and its verb, from its own subject where the tree names one."""
    start = trigger
    while start > 0 and not _starts_clause(tokens, start, trigger):
        start -= 1
    own = [i for i in list_children(tokens, verb, "nsubj", "csubj", "expl") if start <= i < trigger]
    if own and tokens[start].xpos not in ASKING:
        first = list_subtree(tokens, own[0])[0]
        if any(t.upos in {"VERB", "AUX"} for t in tokens[start:first]):
            start = first
    return start, bound_right(tokens, verb)


def bound_right(tokens: Tokens, verb: int) -> int:
    """Where a clause ends after its verb: before the next clause or mark, without a dangling "and" or comma."""
    end = next((i for i in range(verb + 1, len(tokens)) if _ends_clause(tokens, i)), len(tokens))
    while end > verb + 1 and (
        tokens[end - 1].upos in {"CCONJ", "SCONJ", "PUNCT"} or tokens[end - 1].text == "even"
    ):
        end -= 1
    return end


def find_condition(tokens: Tokens, claim: Range) -> Range | None:
    """The condition of a claim beside it: the clause after "if" or "unless", or what stands after "without"."""
    for i, token in enumerate(tokens[:-1]):
        if token.text.lower() not in CONDITIONS or not is_relation(token.deprel, "mark", "case"):
            continue
        if claim[0] <= i < claim[1] - 1 and i != claim[0]:
            continue  # inside the claim: its own business
        closes = (j for j in range(i + 1, len(tokens)) if tokens[j].text == "," or tokens[j].text in MARKS)
        end = next(closes, bound_right(tokens, i))
        says = {"NOUN", "PROPN", "VERB", "AUX"}.intersection(t.upos for t in tokens[i + 1 : end])
        if says and tokens[i + 1].text.lower() != "not":
            return i, end
    return None


def _starts_clause(tokens: Tokens, index: int, trigger: int) -> bool:
    """Whether a clause begins at a word: a relative pronoun, or what follows a mark, a link or another verb."""
    token, before = tokens[index], tokens[index - 1]
    text = before.text.lower()
    if token.xpos in ASKING or token.text.lower() in RELATIVES or text in MARKS | {",", "but"}:
        return True
    if before.upos in {"SCONJ", "ADP"} and text in LINKS | {"that"}:
        return before.deprel == "mark" or text == "that"
    if before.upos == "CCONJ":
        if not any(t.upos in NOMINAL for t in tokens[index:trigger]):
            return True  # "… and will expire": the subject is shared
        noun = find_noun(tokens, index)
        return noun < trigger and is_relation(tokens[noun].deprel, "nsubj", "expl")
    return before.xpos in {"VBD", "VBP", "VBZ"} and before.upos == "VERB" and before.lemma != "be"


def _ends_clause(tokens: Tokens, index: int) -> bool:
    """Whether a clause ends before a word: a mark, a link, or a comma with the next clause behind it."""
    token, following = tokens[index], tokens[index + 1] if index + 1 < len(tokens) else None
    if token.text in MARKS or token.xpos == "." or token.text == "?":
        return True
    if token.text == "," and following is not None:
        linked = following.text.lower() in LINKS | RELATIVES or following.upos in {"CCONJ", "PUNCT"}
        return linked or following.xpos in {"VBG", "WDT", "VBZ", "VBD", "VBP", "MD"}
    return token.upos == "SCONJ" and token.text.lower() in LINKS - {"as", "but", "without", "since"}
