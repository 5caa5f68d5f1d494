"""Sources without a verb: "according to X", "in the view of X", "For most observers, …"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from detente.extract.statements.sources import opens_sentence
from detente.language.articles import Token
from detente.language.trees import is_relation, iterate_ancestors, list_children, list_subtree
from detente.lexicon.speech import SpeechLexicon

Tokens = Sequence[Token]
_BEFORE_NOUN = (
    "det",
    "amod",
    "compound",
    "nummod",
    "nmod:poss",
    "nmod:desc",
    "case",
    "advmod",
    "fixed",
    "flat",
)


def find_phrases(tokens: Tokens, lexicon: SpeechLexicon) -> Iterator[tuple[int, int, int]]:
    """The phrases that name a source: their first word, the first after the preposition, the source."""
    texts = [t.text.lower() for t in tokens]
    leads = [phrase.split() for phrase in lexicon.source_follows]
    for i, text in enumerate(texts):
        for lead in leads:
            if text == lead[0] and texts[i : i + len(lead)] == lead and i + len(lead) < len(tokens):
                source = find_noun(tokens, i + len(lead))
                if is_specific(tokens, source):
                    yield i, i + len(lead), source
    if tokens and texts[0] in {"for", "to"} and len(tokens) > 2:
        source = find_noun(tokens, 1)
        if tokens[source].lemma.lower() in lexicon.opinion and tokens[source].xpos == "NNS":
            yield 0, 1, source


def find_noun(tokens: Tokens, first: int) -> int:
    """The noun of a phrase from its first word: "ambassador" from "the" in "the U.S. ambassador"."""
    node = first
    while node < tokens[node].head and is_relation(tokens[node].deprel, *_BEFORE_NOUN):
        node = tokens[node].head
    return node


def is_specific(tokens: Tokens, index: int) -> bool:
    """Whether a noun names somebody or something: not "according to plan"."""
    token = tokens[index]
    described = list_children(tokens, index, "det", "amod", "nummod", "nmod", "compound", "acl")
    return token.upos in {"PROPN", "PRON"} or token.xpos == "NNS" or bool(described)


def list_commented(tokens: Tokens, begin: int, source: int) -> tuple[list[int], int]:
    """What a phrase comments on and its head: all else in the sentence from its edges, else the nearest clause."""
    end = _end_phrase(tokens, source)
    root = next((i for i, t in enumerate(tokens) if t.head < 0), 0)
    if opens_sentence(tokens, begin):
        return list(range(end, len(tokens))), root if root >= end else min(end, len(tokens) - 1)
    if end >= len(tokens) - 1:
        return list(range(begin)), root if root < begin else begin - 1
    governor = next((a for a in iterate_ancestors(tokens, source) if _is_clause(tokens, a)), None)
    if governor is None:
        return [], root
    return [w for w in list_subtree(tokens, governor) if not begin <= w < end], governor


def _end_phrase(tokens: Tokens, source: int) -> int:
    """The index after a source with its apposition: up to the comma that closes it."""
    words = list_subtree(tokens, source)
    last = source
    while last + 1 in words:
        last += 1
    if last + 1 < len(tokens) and tokens[last].text != "," and tokens[last + 1].text != ",":
        # the parse ran over: the first comma ends it, or else the sentence
        commas = [i for i in range(source + 1, len(tokens)) if tokens[i].text == ","]
        return commas[0] if commas else last + 1
    return last + 1


def _is_clause(tokens: Tokens, index: int) -> bool:
    return tokens[index].upos in {"VERB", "AUX"} or bool(list_children(tokens, index, "nsubj", "cop"))
