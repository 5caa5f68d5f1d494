"""Which act a claim says will come: its verb, the object of an empty verb, or the subject of "will follow"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from detente.lexicon.outcomes import Act, OutcomeLexicon, load_outcomes
from detente.measure.topics import find_things

_AFTER = re.compile(r"(?:\s*[^\s,;:]+){0,4}")
"""How far behind an empty verb its object is looked for: four words, no comma."""
_BEFORE = re.compile(r"(?:[^\s,;:]+\s+){0,5}$")
_BLANK = re.compile(r"\s*(?:n['’]t\b)?\s*")
_THERE = re.compile(r"\W*there\b", re.IGNORECASE)


class Predicate(NamedTuple):
    """The act that a claim says will come, where the words for it stand in the claim, and where its verb ends."""

    act: str
    start: int
    end: int
    verb_end: int


def read_predicate(
    claim: str, hedges: Iterable[tuple[int, int]], *, near: frozenset[str] = frozenset()
) -> Predicate | None:
    """The act that a claim expects; null where its verb is none that the lexicon knows.

    `hedges` are places in the claim; the verb follows the last of them, or "to" where there is none. `near` are
    the things spoken of before, for a claim that names none.

    Example:
        >>> read_predicate("the Senate will ratify the treaty", [(11, 15)]).act
        'ratify'
        >>> read_predicate("the treaty will help farmers", [(11, 15)]) is None
        True
    """
    lexicon = load_outcomes()
    places = sorted(hedges) or [found.span() for found in re.finditer(r"\bto\b", claim)][:1]
    if not places:
        return None
    begin, behind = places[-1]
    head = _skip_to_verb(claim, behind, lexicon)
    things = {id_ for id_, _, _ in find_things(claim)} or near
    subject = {id_ for id_, _, _ in find_things(claim[:begin])}
    acts = [a for a in lexicon.acts if not a.of or a.of & (subject if a.lasting else things)]
    return next(_find_predicates(claim, begin, head, acts), None)


def _skip_to_verb(claim: str, place: int, lexicon: OutcomeLexicon) -> int:
    """Where the verb starts behind a hedge: after negations, adverbs and auxiliaries."""
    while True:
        blank = _BLANK.match(claim, place)
        place = blank.end() if blank else place
        between = lexicon.words["between"].match(claim, place)
        if between is None:
            return place
        place = between.end()


def _find_predicates(claim: str, begin: int, head: int, acts: list[Act]) -> Iterator[Predicate]:
    """The readings of a claim: a full verb, an empty verb with its object, a subject that comes about."""
    words = load_outcomes().words
    for act in acts:
        if found := act.verbs.match(claim, head):
            yield Predicate(act.id, *found.span(), found.end())
    light, happens = words["light"].match(claim, head), words["happen"].match(claim, head)
    verb = happens or light
    verb_end = verb.end() if verb else head
    if _THERE.match(claim) or (light and not happens):
        reach = _AFTER.match(claim, verb_end)
        yield from _find_nouns(claim, (verb_end, reach.end() if reach else verb_end), acts, verb_end)
    if verb:
        before = _BEFORE.search(claim, 0, begin)
        yield from _find_nouns(claim, (before.start() if before else 0, begin), acts, verb_end)


def _find_nouns(claim: str, place: tuple[int, int], acts: list[Act], verb_end: int) -> Iterator[Predicate]:
    for act in acts:
        if found := act.objects.search(claim, *place):
            yield Predicate(act.id, *found.span(), verb_end)
