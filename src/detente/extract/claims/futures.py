"""Clauses about what is to come in one parsed sentence: the claim, its hedges, its condition, and how likely."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec

from detente.extract.claims.clause_bounds import (
    CONDITIONS,
    MARKS,
    RELATIVES,
    Range,
    Tokens,
    bound_clause,
    bound_right,
    find_condition,
)
from detente.extract.claims.modals import FARTHEST_VERB, NEGATIONS, find_bare, read_modal
from detente.language.trees import list_children, list_subtree
from detente.lexicon.hedges import HedgeFrame, HedgeLexicon, HedgeRow, Interval, negate

OPEN: Interval = (0.05, 0.95)
"""What an open question leaves: nearly everything."""
_STATES = frozenset({"be", "have", "remain", "see", "seem", "appear", "stay", "look"})
_NOUN_LINKS = frozenset({"to", "for", "of", "that"})
_STRENGTH: dict[HedgeFrame, int] = {
    "phrase": 0,
    "verb": 1,
    "predicate": 2,
    "noun": 3,
    "adverb": 4,
    "modal": 5,
}
_FARTHEST_LINK = 9


class Future(msgspec.Struct):
    """A claim about what is to come; ranges are of tokens, end exclusive."""

    claim: Range
    verb: int
    """The predicate: the bare verb, or the noun that stands for it."""
    hedges: list[Range]
    rows: list[HedgeRow]
    negated: bool = False
    question: bool = False
    condition: Range | None = None

    @property
    def probability(self) -> Interval:
        """The interval of the positive proposition: the strongest words decide, a negation turns it round."""
        if self.question:
            return OPEN
        row = min(self.rows, key=lambda r: _STRENGTH[r.frame])
        return negate(row.interval) if self.negated and row.frame != "phrase" else row.interval


def find_futures(tokens: Tokens, lexicon: HedgeLexicon, is_spoken: Callable[[int], bool]) -> list[Future]:
    """The claims about what is to come, in order; `is_spoken` tells whether a token is in somebody's words."""
    by_verb: dict[int, Future] = {}
    for future in sorted(_find_all(tokens, lexicon, is_spoken), key=lambda f: f.hedges[0]):
        known = by_verb.setdefault(future.verb, future)
        if known is not future:
            known.hedges += future.hedges
            known.rows += future.rows
            known.claim = min(known.claim[0], future.claim[0]), max(known.claim[1], future.claim[1])
            known.negated |= future.negated
    kept = [f for f in by_verb.values() if _is_claim(tokens, f, lexicon)]
    for future in kept:
        _add_hedges(tokens, future, lexicon)
        future.condition = find_condition(tokens, future.claim)
    return kept


def _find_all(tokens: Tokens, lexicon: HedgeLexicon, is_spoken: Callable[[int], bool]) -> Iterator[Future]:
    texts = tuple(t.text.lower() for t in tokens)
    for i, token in enumerate(tokens):
        expects = lexicon.verbs.get(token.lemma.lower())
        if expects and token.xpos in {"VBP", "VBZ"} and token.upos == "VERB":
            yield from _read_expectation(tokens, i, expects)
        if token.xpos == "MD" and (row := lexicon.modals.get("can" if texts[i] == "ca" else texts[i])):
            modal = read_modal(tokens, i, lexicon, spoken=is_spoken(i))
            if modal:
                yield Future(modal.claim, modal.verb, [(i, i + 1)], [row], modal.negated, modal.question)
        for words, row in lexicon.predicates.get(texts[i], ()):
            if texts[i : i + len(words)] == words:
                yield from _read_predicate(tokens, (i, i + len(words)), row, lexicon, spoken=is_spoken(i))
        for words, row in lexicon.phrases.get(texts[i], ()):
            if texts[i : i + len(words)] == words:
                yield from _read_phrase(tokens, (i, i + len(words)), row)
        for words, row in lexicon.nouns.get(token.lemma.lower(), ()) if token.upos == "NOUN" else ():
            begin = i - len(words) + 1
            if begin >= 0 and texts[begin:i] == words[:-1]:
                yield from _read_noun(tokens, (begin, i + 1), row, spoken=is_spoken(i))


def _read_predicate(
    tokens: Tokens, place: Range, row: HedgeRow, lexicon: HedgeLexicon, *, spoken: bool
) -> Iterator[Future]:
    """ "likely to", "impossible to", "not considering": after a present "is", or a past one that somebody says."""
    before = [
        i
        for i in range(max(0, place[0] - 4), place[0])
        if tokens[i].lemma in _STATES or tokens[i].xpos == "MD"
    ]
    if not before or (not spoken and any(tokens[i].xpos in {"VBD", "VBN"} for i in before)):
        return
    verb: int | None = place[1] - 1
    if tokens[place[1] - 1].text.lower() == "to":
        verb = next(
            (i for i in range(place[1], min(place[1] + 3, len(tokens))) if tokens[i].xpos == "VB"), None
        )
    if verb is None or tokens[verb].lemma in lexicon.idle:
        return
    negated = any(tokens[i].text.lower() in NEGATIONS for i in range(before[0], place[0]))
    yield Future(bound_clause(tokens, before[0], verb), verb, [place], [row], negated)


def _read_expectation(tokens: Tokens, verb: int, row: HedgeRow) -> Iterator[Future]:
    """ "X expects sales to rise", "X predicts a war": what is expected of an object, or the object itself."""
    bare = find_bare(tokens, verb + 2)
    between = tokens[verb + 1 : bare - 1] if bare else ()
    plain = not any(t.text == "," or t.upos in {"VERB", "SCONJ"} for t in between)
    if bare is not None and between and plain and tokens[bare - 1].text.lower() == "to":
        yield Future((verb + 1, bound_right(tokens, bare)), bare, [(verb, verb + 1)], [row])
        return
    for noun in list_children(tokens, verb, "obj"):
        if row.objects and tokens[noun].upos == "NOUN" and noun > verb:
            words = list_subtree(tokens, noun)
            none = tokens[words[0]].text.lower() == "no"
            yield Future((words[0], words[-1] + 1), noun, [(verb, verb + 1)], [row], none)


def _read_phrase(tokens: Tokens, place: Range, row: HedgeRow) -> Iterator[Future]:
    """ "in no way", "there is no way that", "I don't see X doing"."""
    reach = []
    for i in range(place[1], min(place[1] + FARTHEST_VERB, len(tokens))):
        if tokens[i].text in MARKS or tokens[i].text == "," or tokens[i].xpos == "VBD":
            break
        reach.append(i)
    bare = [i for i in reach if tokens[i].xpos == "VB"]
    gerunds = [
        i for i in reach if tokens[i].xpos == "VBG" and tokens[i].deprel not in {"amod", "compound", "conj"}
    ]
    for verb in (bare or gerunds)[:1]:
        claim = bound_clause(tokens, place[0], verb)
        yield Future((min(claim[0], place[0]), claim[1]), verb, [place], [row])


def _read_noun(tokens: Tokens, place: Range, row: HedgeRow, *, spoken: bool) -> Iterator[Future]:
    """ "there is a risk of", "it is a chance to": after a present "is", and with the thing behind it."""
    reach = range(max(0, place[0] - 6), place[0])
    before = [i for i in reach if tokens[i].lemma in _STATES and tokens[i].upos in {"AUX", "VERB"}]
    if not before or (tokens[before[-1]].xpos in {"VBD", "VBN"} and not spoken):
        return
    if any(t.upos == "VERB" for t in tokens[before[-1] + 1 : place[0]]):
        return
    behind = range(place[1], min(place[1] + _FARTHEST_LINK, len(tokens)))
    link = next((i for i in behind if tokens[i].text.lower() in _NOUN_LINKS), None)
    if link is None or (link > place[1] and tokens[place[1]].text != ","):
        return
    if tokens[link].text.lower() == "that" and tokens[link].deprel != "mark":
        return
    claim = bound_clause(tokens, before[-1], link)
    yield Future((claim[0], bound_right(tokens, link)), place[1] - 1, [place], [row])


def _is_claim(tokens: Tokens, future: Future, lexicon: HedgeLexicon) -> bool:
    """Whether a clause claims what is to come: no wish, condition or clause that picks out its noun."""
    start = future.claim[0]
    if any(t.xpos == "WDT" and t.text.lower() == "that" for t in tokens[max(0, start - 1) : start + 1]):
        return False
    if start == 0:
        return True
    before = tokens[start - 1]
    if before.text.lower() == "that" and start > 1:
        before = tokens[start - 2]
    if before.text.lower() in CONDITIONS or before.lemma.lower() in lexicon.wish:
        return False
    return tokens[start].text.lower() not in RELATIVES or before.text == ","


def _add_hedges(tokens: Tokens, future: Future, lexicon: HedgeLexicon) -> None:
    """Adds the verb that governs the claim ("doubts that …") and the adverbs beside its own verb."""
    start = future.claim[0]
    for i in range(max(0, start - 2), future.verb):
        word = tokens[i]
        governs = i < start and word.upos == "VERB"
        row = lexicon.verbs.get(word.lemma.lower()) if governs else lexicon.adverbs.get(word.text.lower())
        if row and (governs or (i >= start and word.upos == "ADV")):
            future.hedges.append((i, i + 1))
            future.rows.append(row)
    places = set(future.hedges)
    future.hedges = sorted(p for p in places if not any(_within(p, other) for other in places))


def _within(place: Range, other: Range) -> bool:
    return other[0] <= place[0] and place[1] <= other[1] and place != other
