"""Who does what to whom: the parties of a trigger by their grammatical function.

A verb's actor is its logical subject, a noun's its possessor ("Moscow's annexation"), adjective or compound
("Russian aid") or what "by" introduces; objects and the prepositions of the frame lead to the recipients.
"""

from __future__ import annotations

from typing import NamedTuple

from detente.extract.events.clauses import Clauses
from detente.extract.events.parties import ABBREVIATED, HYPHENS
from detente.lexicon.events import Frame, PartOfSpeech, Words

NOBODY = Words()
REPORTED = frozenset({"it", "he", "she", "they"})
"""Subjects that in reported speech may mean who speaks."""


class Match(NamedTuple):
    """A frame found at a token: the tokens of its words, its logical objects and subjects."""

    frame: Frame
    anchor: int
    part: PartOfSpeech
    words: tuple[int, ...]
    objects: tuple[int, ...]
    subjects: tuple[int, ...]


class Roles(NamedTuple):
    """Heads of the phrases that act and that receive."""

    actors: tuple[int, ...] = ()
    recipients: tuple[int, ...] = ()


def find_roles(clauses: Clauses, match: Match) -> Roles:
    """The parties of a match, by the roles that its frame gives to each function."""
    frame = match.frame
    find = _find_noun_roles if match.part == "NOUN" else _find_verb_roles
    actors, recipients = find(clauses, match)
    if frame.theme:
        actors, recipients = _move_to_theme(clauses, match, actors, recipients)
    actors, recipients = ([i for i in group if i not in match.words] for group in (actors, recipients))
    if frame.swap:
        actors, recipients = recipients, actors
    if frame.mutual:
        actors, recipients = [*actors, *recipients], []
    return make_roles(actors, recipients)


def _find_verb_roles(clauses: Clauses, match: Match) -> tuple[list[int], list[int]]:
    frame = match.frame
    subjects = clauses.surface_subjects(match.anchor) if match.part == "ADJ" else match.subjects
    actors = [i for i in subjects if clauses.can_act(i)]
    recipients: list[int] = []
    if frame.objects == "recipient" and not frame.operator:
        recipients = [i for i in match.objects if clauses.is_party(i)]
    if not actors and frame.type == "ASSAULT":
        # "an Israeli airstrike killed ...": whose the deed is that kills
        actors = [k for i in subjects for k in list_owners(clauses, i) if clauses.is_named(k)]
    wanted = frame.list_prepositions(match.part)
    return actors, [*recipients, *list_oblique_parties(clauses, match.anchor, wanted)]


def _move_to_theme(
    clauses: Clauses, match: Match, actors: list[int], recipients: list[int]
) -> tuple[list[int], list[int]]:
    """The parties of "ties between Oslo and Riga soured" are those of the ties."""
    theme, wanted = match.frame.theme, match.frame.list_prepositions("NOUN")
    heads = [
        k for o in (*match.objects, *match.subjects) for k in clauses.unwrap(o) if clauses.matches(k, theme)
    ]
    for k in heads:
        recipients = [*recipients, *list_owners(clauses, k), *list_oblique_parties(clauses, k, wanted)]
    return [i for i in actors if i not in heads], [i for i in recipients if i not in heads]


def make_roles(actors: list[int], recipients: list[int]) -> Roles:
    """Roles without repeats; nobody is both."""
    actors = list(dict.fromkeys(actors))
    return Roles(tuple(actors), tuple(i for i in dict.fromkeys(recipients) if i not in actors))


def list_oblique_parties(clauses: Clauses, head: int, prepositions: tuple[str, ...]) -> list[int]:
    """Parties that some prepositions introduce below a word, or below the object of a verb ("a visit to")."""
    found = [i for p, i in clauses.obliques(head) if p in prepositions and clauses.is_party(i)]
    if found or clauses.tokens[head].upos != "VERB":
        return found
    return [
        i
        for k in clauses.dependents(head, "obj")
        for p, i in clauses.obliques(k)
        if p in prepositions and (clauses.is_place(i) if p in ("of", "in", "at") else clauses.is_party(i))
    ]


def _find_noun_roles(clauses: Clauses, match: Match) -> tuple[list[int], list[int]]:
    frame, noun = match.frame, match.anchor
    actors: list[int] = []
    recipients: list[int] = []
    for owner in list_owners(clauses, noun):
        (recipients if _is_done_to(clauses, match, owner) else actors).append(owner)
    wanted = frame.list_prepositions("NOUN")
    things = [
        n
        for k in match.objects
        for n in clauses.unwrap(k)
        if frame.objects == "none" and _is_thing(clauses, frame, n)
    ]
    for preposition, i in [*clauses.obliques(noun), *(pair for n in things for pair in clauses.obliques(n))]:
        if not clauses.is_party(i):
            continue
        if preposition == "of" and "of" not in wanted:
            if frame.of != "none" and frame.objects != "none":
                (actors if frame.of == "actor" else recipients).append(i)
        elif preposition in wanted:
            recipients.append(i)
        elif preposition in ("by", "from"):
            actors.append(i)
    if not actors and frame.objects == "none":
        # "a shipment of Russian aid": what is moved says whose act it is
        actors = [owner for n in things for owner in list_owners(clauses, n) if clauses.is_named(owner)]
    if not recipients and {"on", "against"} & set(wanted):
        recipients = clauses.list_bearers(noun)
    # what the frame asks for after a preposition takes part, named or not: "support for the rebels"
    asked = [k for p, k in clauses.obliques(noun) if clauses.matches(k, frame.obliques.get(p, NOBODY))]
    return actors, [*recipients, *asked]


def _is_done_to(clauses: Clauses, match: Match, owner: int) -> bool:
    """Whether a deed's owner suffered it: "the Iran sanctions", "her arrest", not "Iran's arrest of a journalist"."""
    frame, token = match.frame, clauses.tokens[owner]
    if token.deprel == "compound":
        return (
            frame.compound == "recipient" and clauses.lemmas[owner] not in ABBREVIATED and token.upos != "ADJ"
        )
    if token.deprel != "nmod:poss" or frame.possessor != "recipient":
        return False
    several = clauses.tokens[match.anchor].xpos == "NNS"
    return not several and all(preposition != "of" for preposition, _ in clauses.obliques(match.anchor))


def _is_thing(clauses: Clauses, frame: Frame, i: int) -> bool:
    """Whether a noun is what a frame's act is done with: the vaccines of "a shipment of vaccines"."""
    return clauses.matches(i, frame.object) or clauses.matches(i, frame.theme)


def list_owners(clauses: Clauses, noun: int) -> list[int]:
    """Parties that a noun belongs to: "Russian", "Moscow's", both of "U.S.-Russian"."""
    found: list[int] = []
    for c in clauses.children[noun]:
        if clauses.tokens[c].deprel not in ("nmod:poss", "compound", "amod") or not clauses.is_party(c):
            continue
        if clauses.tokens[c].upos == "VERB":
            continue
        # "police raid" is the police's, but "executive order" is nobody's
        if clauses.tokens[c].upos == "ADJ" and clauses.owner(noun) != c and not clauses.is_named(c):
            continue
        for k in clauses.list_conjuncts(c):
            found += [n for n in clauses.dependents(k, "compound", "amod") if _is_hyphened(clauses, n)]
            found.append(k)
    return sorted(set(found))


def _is_hyphened(clauses: Clauses, i: int) -> bool:
    """Whether a name is the first half of a pair: "U.S." in "U.S.-Russian"."""
    after = i + 1
    return after < len(clauses.tokens) and clauses.tokens[after].text in HYPHENS and clauses.is_party(i)


def resolve_speaker(clauses: Clauses, i: int) -> int:
    """The party that a pronoun in reported speech stands for: "it" in "Oslo said it would sign"."""
    token = clauses.tokens[i]
    if token.upos != "PRON" or not clauses.stands(i, "nsubj") or token.text.lower() not in REPORTED:
        return i
    verb = token.head
    for _ in range(4):
        if verb < 0:
            return i
        relation, verb = clauses.tokens[verb].deprel, clauses.tokens[verb].head
        if relation == "ccomp" and verb >= 0:
            for subject in clauses.surface_subjects(verb):
                plural = clauses.tokens[subject].xpos in ("NNS", "NNPS")
                if clauses.tokens[subject].upos == "PRON" or (plural and token.text.lower() != "they"):
                    continue  # "officials said it killed nine": the fire
                if clauses.is_party(subject):
                    return subject
    return i
