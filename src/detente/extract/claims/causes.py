"""Causes: what is said to drive what, with which sign, by whom, and whether it is hedged, denied or meant as an aim.

The sign tells how the cause, as it is worded, moves what the effect is about: the connective's own sign times the
direction that the effect's words give ("led to a fall in sales" lowers sales). A cause that is itself a fall ("the
collapse of oil prices") keeps its wording; `lexicon.variables.find_direction` tells which way its variable moves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from detente.extract.claims.causal_phrases import find_phrase_links
from detente.extract.claims.causal_verbs import Link, find_verb_links
from detente.extract.claims.clause_bounds import MARKS, Range, Tokens
from detente.extract.claims.forecasts import PLAIN, find_statement
from detente.extract.claims.modals import finds_phrase
from detente.language.articles import EXTRACTED_ZONES, Article, Sentence
from detente.language.trees import is_negated, iterate_ancestors, list_children
from detente.lexicon.connectives import ConnectiveLexicon, Sign, load_connectives
from detente.lexicon.hedges import HedgeLexicon, load_hedges
from detente.lexicon.variables import VariableLexicon, load_variables
from detente.records import Cause, Span, Statement, make_id

_DENYING = frozenset({"deny", "doubt", "dispute", "reject", "refute"})


def make_cause_extractor() -> Callable[[Article], Iterator[Cause]]:
    """An extractor of causes; needs parsed sentences, and the statements already extracted to know who claims."""
    words = _Words(load_connectives(), load_variables(), load_hedges())

    def extract_causes(article: Article) -> Iterator[Cause]:
        statements = [r for r in article.records if isinstance(r, Statement)]
        seen: set[tuple[int, int, int, int]] = set()
        for sentence in article.sentences:
            if sentence.zone not in EXTRACTED_ZONES or not sentence.tokens:
                continue
            tokens = sentence.tokens
            for link in (
                *find_verb_links(tokens, words.connectives),
                *find_phrase_links(tokens, words.connectives),
            ):
                if _is_sound(tokens, link) and (*link.cause, *link.effect) not in seen:
                    seen.add((*link.cause, *link.effect))
                    yield _make_cause(article, sentence, link, statements, words)
            seen.clear()

    return extract_causes


class _Words(NamedTuple):
    """The word lists that a cause is read with."""

    connectives: ConnectiveLexicon
    variables: VariableLexicon
    hedges: HedgeLexicon


def _is_sound(tokens: Tokens, link: Link) -> bool:
    """Whether cause and effect are phrases of some content that do not run into each other."""
    apart = link.cause[1] <= link.effect[0] or link.effect[1] <= link.cause[0]
    filled = all(
        any(t.upos in {"NOUN", "PROPN", "VERB", "PRON", "ADJ"} for t in tokens[slice(*place)])
        for place in (link.cause, link.effect)
    )
    return apart and filled


def _make_cause(
    article: Article, sentence: Sentence, link: Link, statements: Sequence[Statement], words: _Words
) -> Cause:
    tokens = sentence.tokens
    cause, effect, connective = (_cite(sentence, p) for p in (link.cause, link.effect, link.connective))
    statement = find_statement(statements, connective.start)
    denied, hedged = _is_denied(tokens, link, words.hedges), _is_hedged(tokens, link, words.connectives)
    sign = _find_sign(tokens, link, words.variables)
    purpose = link.frame == "purpose"
    return Cause(
        id=make_id("cause", article.document.id, cause.start, cause.end, effect.start, effect.end),
        document=article.document.id,
        evidence=sentence.span,
        rule=f"causes/{link.frame}@1",
        detail=_describe(connective, sign, hedged=hedged, denied=denied, purpose=purpose),
        cause=cause,
        effect=effect,
        cause_variable=words.variables.find_variable(cause.quote),
        effect_variable=words.variables.find_variable(effect.quote),
        sign=sign,
        hedged=hedged,
        denied=denied,
        purpose=purpose,
        claimant=statement.speaker if statement else PLAIN,
        connective=connective,
    )


def _cite(sentence: Sentence, place: Range) -> Span:
    return sentence.cite(sentence.tokens[place[0]].start, sentence.tokens[place[1] - 1].end)


def _find_sign(tokens: Tokens, link: Link, variables: VariableLexicon) -> Sign:
    """The connective's sign times the direction of the effect's head."""
    if link.effect_head is None:
        return link.sign
    head = tokens[link.effect_head]
    beside = list_children(tokens, link.effect_head, "xcomp", "amod")
    complements = [tokens[i] for i in beside if link.effect[0] <= i < link.effect[1]]
    moved = variables.find_direction(" ".join(f"{t.text} {t.lemma}" for t in (head, *complements)))
    return "+" if link.sign == moved else "-"


def _is_denied(tokens: Tokens, link: Link, hedges: HedgeLexicon) -> bool:
    """Whether a link is denied or only asked about: "do not hurt", "no way that …", a question, "denied that …"."""
    if is_negated(tokens, link.anchor) and link.frame != "because":
        return True
    if finds_phrase(tokens[: link.anchor], hedges):
        return True
    above = [tokens[i].lemma.lower() for i in iterate_ancestors(tokens, link.anchor)]
    ends = next((t.text for t in tokens[link.anchor :] if t.text in MARKS | {"?"}), "")
    asked = ends == "?" and link.frame not in {"over", "preposition"}
    return asked or any(lemma in _DENYING for lemma in above)


def _is_hedged(tokens: Tokens, link: Link, lexicon: ConnectiveLexicon) -> bool:
    """Whether a word beside the link weakens it: "may", "reportedly", "partly"."""
    start, end = min(link.cause[0], link.effect[0]), max(link.cause[1], link.effect[1])
    near = range(max(start, link.anchor - 4), link.anchor + 3)
    beside = {*near, *list_children(tokens, link.anchor, "aux", "advmod")}
    return any(tokens[i].text.lower() in lexicon.hedges for i in beside if i < min(end + 2, len(tokens)))


def _describe(connective: Span, sign: Sign, *, hedged: bool, denied: bool, purpose: bool) -> str:
    how = "raises" if sign == "+" else "lowers"
    said = [
        word
        for word, holds in (("hedged", hedged), ("denied or asked", denied), ("an aim", purpose))
        if holds
    ]
    return f"'{connective.quote}' joins them: the cause {how} the effect{' (' + ', '.join(said) + ')' if said else ''}."
