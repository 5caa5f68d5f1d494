"""Who takes part in an act that the lexicon does not know: the tree and the trained model together.

Neither is enough. The tree knows subjects and objects but not what they mean to an unknown word; the model knows
meanings but loses long phrases. Each phrase of the sentence is weighed by both, and those likely enough are taken.
The weights are fitted on parts of our corpus that the model has not seen (`training/events/participants.py`).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from operator import mul
from typing import NamedTuple

import numpy as np

from detente.extract.events.arguments import Match, Roles, find_roles, make_roles
from detente.extract.events.clauses import Clauses
from detente.language.event_model import Range, Scores
from detente.lexicon.events import Frame, PartOfSpeech

NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "ADJ"})
INSIDE = frozenset({"compound", "flat", "appos", "amod", "nummod"})
"""Relations of a word that stands within the phrase of its head."""
FIRST, FURTHER = 0.2, 0.5
"""What the likeliest phrase for a role needs, and every other."""


class Evidence(NamedTuple):
    """What speaks for a phrase to have a role, and how much each weighs in log odds."""

    model: float
    """The log odds that the model gives to the likeliest word of the phrase."""
    subject: float
    object: float
    actor: float
    """Whether the tree makes it an actor where every frame is the same."""
    recipient: float
    can_act: float
    one: float = 1.0


ACTOR = Evidence(0.59, 1.58, -0.58, 0.30, -0.02, 1.32, -2.23)
RECIPIENT = Evidence(0.61, 1.09, 1.07, -1.09, 0.76, 0.44, -1.31)


def choose_roles(clauses: Clauses, words: Sequence[int], roles: Scores, *, mutual: bool = False) -> Roles:
    """The parties of the act that some words name; `roles` is the model's (words of the sentence, 2).

    All parties of a mutual act are actors.
    """
    heads = list_phrases(clauses, words)
    evidence = list_evidence(clauses, words, heads, roles)
    chances = np.array([(weigh(a, ACTOR), weigh(r, RECIPIENT)) for a, r in evidence]).reshape(-1, 2)
    own, other = chances[:, 0], chances[:, 1]
    if mutual:
        groups = [pick(heads, chances.max(1)), []]
    else:
        groups = [pick(heads, own * (own >= other)), pick(heads, other * (other > own))]
    actors, recipients = ([i for i in group if not find_outer(clauses, i, group)] for group in groups)
    return make_roles(actors, recipients)


def pick(heads: list[int], chances: Scores) -> list[int]:
    """The likeliest phrase, and all others that are likelier than not."""
    best = chances.max(initial=0)
    return [i for i, c in zip(heads, chances, strict=True) if c >= FURTHER or (c == best and c >= FIRST)]


def find_outer(clauses: Clauses, i: int, group: list[int]) -> int | None:
    """The party of a group that a phrase only describes: the court in "a court in Lima", not the ships of Peru."""
    while clauses.stands(i, *INSIDE, "nmod"):
        i = clauses.tokens[i].head
        if i in group and clauses.is_actor(i):
            return i
    return None


def list_phrases(clauses: Clauses, words: Sequence[int]) -> list[int]:
    """Heads of the phrases that may take part; of "Georgian ships" the ships, of "the Georgian view" the Georgians."""
    found = [i for i, t in enumerate(clauses.tokens) if t.upos in NOMINAL and i not in words]
    found = [i for i in found if clauses.tokens[i].upos != "ADJ" or clauses.can_act(i)]
    # "Oslo and its threats": what an act stands beside is not whom it is done to
    found = [i for i in found if not any(k in words for k in clauses.dependents(i, "conj"))]
    return [i for i in found if not is_inside(clauses, i, words)]


def is_inside(clauses: Clauses, i: int, words: Sequence[int]) -> bool:
    """Whether a word is only part of the phrase of another."""
    token = clauses.tokens[i]
    if token.deprel.split(":")[0] not in INSIDE or token.head in words or clauses.prepositions[i]:
        return False
    return not clauses.can_act(i) or clauses.can_act(token.head)


def list_evidence(
    clauses: Clauses, words: Sequence[int], heads: list[int], roles: Scores
) -> list[tuple[Evidence, Evidence]]:
    """What speaks for each phrase to be the actor, and to be the recipient."""
    match = make_match(clauses, words)
    tree = find_roles(clauses, match)
    odds, found = find_odds(roles), []
    for i in heads:
        start, end = cut_phrase(clauses, i)
        signs = [
            i in match.subjects, i in match.objects, i in tree.actors, i in tree.recipients, clauses.can_act(i)
        ]  # fmt: skip
        actor, recipient = (Evidence(odd, *map(float, signs)) for odd in odds[start:end].max(0).tolist())
        found.append((actor, recipient))
    return found


def make_match(clauses: Clauses, words: Sequence[int]) -> Match:
    """The words as if a frame without conditions had found them."""
    tokens = clauses.tokens
    anchor = next((i for i in words if tokens[i].head not in words), words[0])
    part: PartOfSpeech = "NOUN" if tokens[anchor].upos not in ("VERB", "ADJ") else tokens[anchor].upos  # type: ignore[assignment]
    objects, subjects = clauses.objects(anchor), clauses.subjects(anchor)
    return Match(Frame(name="any"), anchor, part, tuple(words), tuple(objects), tuple(subjects))


def cut_phrase(clauses: Clauses, head: int) -> Range:
    """The words of a party around its head: its name, titles and modifiers, no clause below it."""
    first = last = head
    inside = {
        i
        for i in clauses.children[head]
        if clauses.tokens[i].deprel.split(":")[0] in (*INSIDE, "det", "nmod") and not clauses.prepositions[i]
    }
    while first - 1 in inside:
        first -= 1
    while last + 1 in inside:
        last += 1
    return first, last + 1


def find_odds(chances: Scores) -> Scores:
    """Log odds of probabilities, no greater than of 999 in 1,000."""
    clipped = np.clip(chances, 0.001, 0.999)
    odds: Scores = np.log(clipped / (1 - clipped))
    return odds


def weigh(evidence: Evidence, weights: Evidence) -> float:
    """The probability of a role, by a logistic regression."""
    return 1 / (1 + math.exp(-sum(map(mul, evidence, weights))))
