"""Causes that a phrase states: "due to X", "because X", "if X", "which is why Y", "the cause of Y"."""

from __future__ import annotations

from collections.abc import Iterator

from detente.extract.claims.causal_verbs import Link, split_conjuncts
from detente.extract.claims.clause_bounds import MARKS, Range, Tokens, bound_clause, bound_right
from detente.extract.statements.source_phrases import find_noun
from detente.language.trees import is_relation, list_children, list_subtree
from detente.lexicon.connectives import ConnectiveLexicon, ConnectiveRow

_MODAL = frozenset({"MD"})
_PRESENT = frozenset({"VBP", "VBZ", "MD"})
_SHORTEST_CLAUSE = 2
_TIMES = frozenset({"hour", "day", "week", "weekend", "month", "year", "decade", "century", "time", "period"})
_BE = frozenset({"be"})


def find_phrase_links(tokens: Tokens, lexicon: ConnectiveLexicon) -> Iterator[Link]:
    """The causes that the connective phrases and nouns of a sentence state."""
    texts = tuple(t.text.lower() for t in tokens)
    for i, text in enumerate(texts):
        for words, row in lexicon.phrases.get(text, ()):
            if texts[i : i + len(words)] == words and i + len(words) < len(tokens):
                yield from _READERS[row.frame](tokens, (i, i + len(words)), row)
        if text == "over" and i:
            yield from _read_over(tokens, i, lexicon)
        if text == "for" and i:
            yield from _read_penalty(tokens, i, lexicon)
        named = lexicon.nouns.get(tokens[i].lemma.lower()) if tokens[i].upos == "NOUN" else None
        if named:
            yield from _read_noun(tokens, i, named)


def _read_preposition(tokens: Tokens, place: Range, row: ConnectiveRow) -> Iterator[Link]:
    """ "Y due to X" or "Due to X, Y"; one link for each cause that "and" joins."""
    source = find_noun(tokens, place[1])
    first, lead = tokens[place[1]], tokens[place[0]]
    if tokens[source].upos not in {"NOUN", "PROPN", "PRON", "VERB", "NUM"} or first.xpos in {
        "WDT",
        "WP",
        "WRB",
    }:
        return
    if (
        first.upos == "SCONJ"
        or first.xpos == "VB"
        or (lead.upos == "VERB" and not is_relation(lead.deprel, "case", "mark", "advcl"))
    ):
        return  # "given that"; "is due to vote"; "was given a coat of paint"
    causes = [(max(c[0], place[1]), c[1]) for c in split_conjuncts(tokens, source) if c[1] > place[1]]
    if not causes:
        return
    effect = _find_effect(tokens, place, causes[-1][1])
    if effect is None:
        return
    head = _head_of(tokens, effect)
    for cause in causes:
        yield Link(cause, effect, place, row.sign, row.frame, head, head)


def _find_effect(tokens: Tokens, place: Range, after: int) -> Range | None:
    """The clause that a causal phrase belongs to: before it, or behind its comma when it comes first."""
    start = _clause_start(tokens, place[0])
    end = place[0]
    while end > start and (tokens[end - 1].upos in {"PUNCT", "AUX", "ADV", "CCONJ"}):
        end -= 1
    if end - start >= 1 and any(
        t.upos in {"NOUN", "PROPN", "PRON", "VERB", "ADJ"} for t in tokens[start:end]
    ):
        return start, end
    comma = next((i for i in range(after, len(tokens)) if tokens[i].text == ","), None)
    if comma is None or comma + 1 >= len(tokens) or tokens[comma + 1].text in MARKS:
        return None
    verb = next((i for i in range(comma + 1, len(tokens)) if tokens[i].upos in {"VERB", "AUX"}), comma + 1)
    return comma + 1, bound_right(tokens, verb)


def _end_clause(tokens: Tokens, place: Range, verb: int) -> int:
    """Where a clause ends behind its link: at its comma where it comes first, else where the next clause begins."""
    end = bound_right(tokens, verb)
    if _clause_start(tokens, place[0]) < place[0]:
        return end
    return next((i for i in range(verb, end) if tokens[i].text == ","), end)


def _clause_start(tokens: Tokens, index: int) -> int:
    """Where the clause that runs up to a word begins."""
    if index == 0:
        return 0
    verb = next((i for i in range(index - 1, -1, -1) if tokens[i].upos in {"VERB", "AUX"}), None)
    if verb is None or any(tokens[i].text in MARKS for i in range(verb, index)):
        return next((i + 1 for i in range(index - 1, -1, -1) if tokens[i].text in MARKS), 0)
    return bound_clause(tokens, verb, verb)[0]


def _head_of(tokens: Tokens, place: Range) -> int:
    """The word of a range that governs it from inside."""
    inside = range(*place)
    return next((i for i in inside if tokens[i].head not in inside and tokens[i].upos != "PUNCT"), place[0])


def _read_because(tokens: Tokens, place: Range, row: ConnectiveRow) -> Iterator[Link]:
    """ "Y because X" or "Because X, Y"."""
    if tokens[place[1]].text.lower() == "of":
        return
    verb = next((i for i in range(place[1], len(tokens)) if tokens[i].upos in {"VERB", "AUX"}), None)
    if verb is None:
        return
    cause = (place[1], _end_clause(tokens, place, verb))
    effect = _find_effect(tokens, place, cause[1])
    if effect:
        head = _head_of(tokens, effect)
        yield Link(cause, effect, place, row.sign, row.frame, head, head)


def _read_so(tokens: Tokens, place: Range, row: ConnectiveRow) -> Iterator[Link]:
    """ "X, which is why Y": the cause stands before."""
    if tokens[place[1]].text.lower() == "of":
        return
    end = place[0]
    while end > 0 and tokens[end - 1].upos == "PUNCT":
        end -= 1
    start = next((i + 1 for i in range(end - 1, -1, -1) if tokens[i].text in MARKS), 0)
    verb = next((i for i in range(place[1], len(tokens)) if tokens[i].upos == "VERB"), None)
    if end - start < 2 or verb is None:
        return
    effect = (place[1], bound_right(tokens, verb))
    yield Link((start, end), effect, place, row.sign, row.frame, verb, verb)


def _read_condition(tokens: Tokens, place: Range, row: ConnectiveRow) -> Iterator[Link]:
    """ "If X, Y", "Y unless X", "Without X, Y": the other clause of the sentence is the effect."""
    mark = tokens[place[0]]
    inside = mark.head
    if inside < place[0] or not is_relation(mark.deprel, "mark", "case"):
        return
    bare = row.words == "without"
    if bare and tokens[inside].upos != "NOUN":
        return
    clause = is_relation(tokens[inside].deprel, "advcl") and list_children(tokens, inside, "nsubj", "expl")
    if not bare and not clause:
        return
    end = list_subtree(tokens, inside)[-1] + 1 if bare else _end_clause(tokens, place, inside)
    while end > place[1] and tokens[end - 1].upos == "PUNCT":
        end -= 1
    effect = _find_effect(tokens, place, end)
    if (
        effect is None
        or end - place[1] < (1 if bare else _SHORTEST_CLAUSE)
        or tokens[place[1]].text.lower() == "and"
    ):
        return
    head = next((i for i in range(*effect) if tokens[i].upos in {"VERB", "AUX"}), None)
    tenses = {tokens[i].xpos for i in range(*effect)}
    if head is None or not tenses & (_MODAL if bare else _PRESENT):
        return
    cause = (place[0] if bare else place[1], end)
    yield Link(cause, effect, place, row.sign, row.frame, head, _head_of(tokens, effect))


def _read_when(tokens: Tokens, place: Range, row: ConnectiveRow) -> Iterator[Link]:
    """ "When X, Y" in the present: what always follows."""
    verb = next(
        (i for i in range(place[1], len(tokens)) if tokens[i].xpos in {"VBP", "VBZ", "VBD", "MD"}), None
    )
    if verb is None or tokens[verb].xpos not in {"VBP", "VBZ"}:
        return
    if not is_relation(tokens[place[0]].deprel, "advmod", "mark"):
        return
    if place[0] and tokens[place[0] - 1].lemma in _TIMES:
        return  # "a time when"
    end = next((i for i in range(verb, len(tokens)) if tokens[i].text == ","), None)
    effect = _find_effect(tokens, place, end) if end else None
    if effect and end and any(tokens[i].xpos in {"VBP", "VBZ"} for i in range(*effect)):
        head = _head_of(tokens, effect)
        yield Link((place[1], end), effect, place, row.sign, row.frame, head, head)


def _read_purpose(tokens: Tokens, place: Range, row: ConnectiveRow) -> Iterator[Link]:
    """ "Y in order to X": the deed is the cause, the aim the effect."""
    cause = _find_effect(tokens, place, place[1])
    if cause and cause[1] <= place[0]:
        verb = next((i for i in range(place[1], len(tokens)) if tokens[i].upos in {"VERB", "NOUN"}), place[1])
        yield Link(cause, (place[1], bound_right(tokens, verb)), place, row.sign, row.frame, verb, verb)


def _read_over(tokens: Tokens, index: int, lexicon: ConnectiveLexicon) -> Iterator[Link]:
    """ "a dispute over X", "distrustful of Y over X"."""
    holder = tokens[tokens[index].head].head if tokens[index].head > index else -1
    near = [i for i in (holder, index - 1) if i >= 0 and tokens[i].text.lower() in lexicon.over]
    if not near or index + 1 >= len(tokens):
        return
    source = find_noun(tokens, index + 1)
    if tokens[source].upos not in {"NOUN", "PROPN"} or tokens[source].lemma in _TIMES:
        return
    effect = (near[0], index)
    for cause in split_conjuncts(tokens, source):
        if cause[0] > index:
            yield Link(cause, effect, (index, index + 1), "+", "over", near[0], near[0])


def _read_penalty(tokens: Tokens, index: int, lexicon: ConnectiveLexicon) -> Iterator[Link]:
    """ "fined for X": what brought the penalty or praise on."""
    source = tokens[index].head
    holder = tokens[source].head if source > index else -1
    if holder < 0 or holder > index or tokens[holder].lemma.lower() not in lexicon.penalties:
        return
    if is_relation(tokens[source].deprel, "obl", "advcl") and tokens[source].lemma not in _TIMES:
        cause = (index + 1, bound_right(tokens, source))
        effect = (bound_clause(tokens, holder, holder)[0], index)
        yield Link(cause, effect, (index, index + 1), "+", "for", holder, holder)


def _read_noun(tokens: Tokens, noun: int, row: ConnectiveRow) -> Iterator[Link]:
    """ "X is the cause of Y", "Y is a result of X"."""
    subject = next(iter(list_children(tokens, noun, "nsubj")), None)
    copula = any(tokens[i].lemma in _BE for i in list_children(tokens, noun, "cop"))
    other = next((i for i in list_children(tokens, noun, "nmod") if i > noun), None)
    if subject is None or other is None or not copula or tokens[subject].upos in {"PROPN", "PRON"}:
        return
    first, second = next(split_conjuncts(tokens, subject)), next(split_conjuncts(tokens, other))
    cause, effect = (first, second) if row.frame == "noun" else (second, first)
    yield Link(cause, effect, (noun, noun + 1), row.sign, row.frame, noun, _head_of(tokens, effect))


_READERS = {
    "preposition": _read_preposition,
    "because": _read_because,
    "so": _read_so,
    "condition": _read_condition,
    "when": _read_when,
    "purpose": _read_purpose,
}
