"""Modals that speak of what is to come: with their bare verb, and not of duty, ability or what never was."""

from __future__ import annotations

from typing import NamedTuple

from detente.extract.claims.clause_bounds import ASKING, MARKS, NOMINAL, Range, Tokens, bound_clause
from detente.language.trees import find_subject
from detente.lexicon.hedges import HedgeLexicon

FARTHEST_VERB = 14
NEGATIONS = frozenset({"not", "n't", "n’t", "never", "nor", "neither", "no", "nobody", "none", "nothing"})
_WOULD = frozenset({"would", "'d", "’d"})
_CAN = frozenset({"can", "ca"})
_QUESTIONS = frozenset({"how", "when", "where", "what", "who"})
_FINITE = frozenset({"VBD", "VBP", "VBZ", "MD"})
_FARTHEST_PHRASE = 12


class Modal(NamedTuple):
    """A modal with its verb and clause; `question` where the clause only asks."""

    claim: Range
    verb: int
    negated: bool
    question: bool


def read_modal(tokens: Tokens, modal: int, lexicon: HedgeLexicon, *, spoken: bool) -> Modal | None:
    """The claim of a modal, or null; `spoken` when it stands in somebody's words.

    Outside of these "would" and "could" tell of the past as often as of the future: they count only in a sentence
    without a past tense.
    """
    verb = find_bare(tokens, modal + 1)
    if verb is None or _is_no_future(tokens, modal, verb, lexicon):
        return None
    text = tokens[modal].text.lower()
    claim = bound_clause(tokens, modal, verb)
    inverted = _is_inverted(tokens, modal, verb, claim)
    negated = any(t.text.lower() in NEGATIONS for t in tokens[claim[0] : verb + 2])
    if text in _CAN and not inverted and not _follows_phrase(tokens, modal, lexicon):
        return None
    tells_of_past = negated or any(t.xpos == "VBD" for t in tokens)  # "would not" refuses, "could not" fails
    if text in _WOULD | {"could"} and tells_of_past and not (spoken or inverted):
        return None
    subject = find_subject(tokens, verb)
    if subject is None and modal == claim[0] and not inverted:
        return None  # "May they recover"
    if tokens[claim[0]].text.lower() == "why":
        return None  # "no reason why it would be so"
    if subject is not None and tokens[subject].text.lower() == "you":
        return None
    return Modal(claim, verb, negated, inverted or _is_asked(tokens, claim))


def find_bare(tokens: Tokens, first: int) -> int | None:
    """The bare verb that a modal governs, past adverbs and, in a question, past its subject."""
    for i in range(first, min(first + FARTHEST_VERB, len(tokens))):
        token = tokens[i]
        if token.xpos == "VB" or (token.xpos == "VBP" and i == first and token.upos == "VERB"):
            return i
        if token.text in MARKS or token.xpos in _FINITE:
            return None
    return None


def _is_no_future(tokens: Tokens, modal: int, verb: int, lexicon: HedgeLexicon) -> bool:
    """Whether a modal looks back ("would have come"), wishes, judges ("would be wrong") or explains ("may be due")."""
    after = next((t for t in tokens[verb + 1 :] if t.upos not in {"ADV", "PART"}), None)
    if tokens[verb].lemma == "have" and after is not None and after.xpos == "VBN":
        return True
    if tokens[verb].lemma == "be" and any(t.text == "due" for t in tokens[verb : verb + 5]):
        return True
    complement = tokens[verb + 1] if verb + 1 < len(tokens) else tokens[verb]
    if tokens[verb].lemma == "be" and complement.text.lower() in lexicon.idle:
        return True
    wishes = tokens[verb].lemma in lexicon.wish | {"love", "prefer"}
    return (tokens[modal].text.lower() in _WOULD and wishes) or tokens[modal + 1].text == "-"


def _is_inverted(tokens: Tokens, modal: int, verb: int, claim: Range) -> bool:
    """Whether a modal opens a question: no subject before it, a question mark after it."""
    asks = any(t.text == "?" for t in tokens[verb:])
    return asks and not any(t.upos in NOMINAL for t in tokens[claim[0] : modal] if t.xpos not in ASKING)


def _is_asked(tokens: Tokens, claim: Range) -> bool:
    """Whether a clause depends on a question: "how …", "whether …"."""
    whether = claim[0] > 0 and tokens[claim[0] - 1].text.lower() == "whether"
    return whether or tokens[claim[0]].text.lower() in _QUESTIONS


def _follows_phrase(tokens: Tokens, modal: int, lexicon: HedgeLexicon) -> bool:
    """Whether a phrase such as "no way that" stands before a modal."""
    return finds_phrase(tokens[max(0, modal - _FARTHEST_PHRASE) : modal], lexicon)


def finds_phrase(tokens: Tokens, lexicon: HedgeLexicon) -> bool:
    """Whether some words hold a phrase of disbelief."""
    texts = tuple(t.text.lower() for t in tokens)
    return any(
        texts[i : i + len(words)] == words
        for i, text in enumerate(texts)
        for words, _ in lexicon.phrases.get(text, ())
    )
