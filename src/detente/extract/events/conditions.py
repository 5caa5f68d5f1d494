"""What a frame of the lexicon can need or lack: the conditions that `needs` and `lacks` name.

Each condition is one question about a match in its sentence; a name that stands in no table is a preposition.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from detente.extract.events.acts import Act
from detente.extract.events.arguments import Match
from detente.extract.events.clauses import Clauses
from detente.lexicon.events import Words

Options = tuple[tuple[str, ...], ...]


class Situation(NamedTuple):
    """A match, whether it stands within another act, and the act in its complement."""

    clauses: Clauses
    match: Match
    within: bool
    inner: Act | None
    classes: dict[str, Words]

    @property
    def is_noun(self) -> bool:
        """Whether the trigger is a noun: then its subjects are its possessors and it has no objects."""
        return self.match.part == "NOUN"

    @property
    def complements(self) -> list[int]:
        """Heads of the clauses that complete the trigger."""
        return self.clauses.complements(self.match.anchor)

    @property
    def objects(self) -> Iterable[int]:
        """Logical objects of a verb or adjective."""
        return () if self.is_noun else self.match.objects

    @property
    def actors(self) -> list[int]:
        """Subjects that can act."""
        return [i for i in self.match.subjects if self.clauses.can_act(i)]


def _has_party(s: Situation) -> bool:
    return any(s.clauses.is_party(i) for i in s.objects if s.inner is None or i != s.inner.anchor)


def _has_several(s: Situation) -> bool:
    return len(s.actors) > 1 or any(s.clauses.is_mutual(i, s.classes["mutual"]) for i in s.actors)


def _has_official(s: Situation) -> bool:
    posts = (s.classes["office"], s.classes["diplomat"])
    return any(
        s.clauses.is_person(i) or any(s.clauses.matches(i, words) for words in posts)
        for i in s.match.subjects
    )


def _asks_whether(s: Situation) -> bool:
    return any(s.clauses.lemmas[k] == "whether" for i in s.complements for k in s.clauses.children[i])


CONDITIONS: dict[str, Callable[[Situation], bool]] = {
    "party": _has_party,
    "person": lambda s: any(map(s.clauses.is_actor, s.objects)),
    "place": lambda s: any(map(s.clauses.is_place, s.objects)),
    "object": lambda s: any(True for _ in s.objects),
    "subject": lambda s: bool(s.actors),
    "subjects": _has_several,
    "official": _has_official,
    "agentless": lambda s: (
        s.match.part == "VERB" and s.clauses.is_passive(s.match.anchor) and not s.match.subjects
    ),
    "passive": lambda s: s.match.part == "VERB" and s.clauses.is_passive(s.match.anchor),
    "possessor": lambda s: s.is_noun and bool(s.match.subjects),
    "owner": lambda s: s.is_noun and any(map(s.clauses.is_known, s.match.subjects)),
    "of-place": lambda s: any(
        p == "of" and s.clauses.is_place(i) for p, i in s.clauses.obliques(s.match.anchor)
    ),
    "clause": lambda s: bool(s.complements),
    "infinitive": lambda s: any(map(s.clauses.is_infinitive, s.complements)),
    "subjunctive": lambda s: any(map(s.clauses.is_subjunctive, s.complements)),
    "whether": _asks_whether,
    "predicate": lambda s: bool(s.clauses.dependents(s.match.anchor, "xcomp")),
    "act": lambda s: s.inner is not None,
    "light": lambda s: s.within,
}


def satisfies(situation: Situation, options: Options) -> bool:
    """Whether one of the alternatives holds with all its parts."""
    return any(all(holds(name, situation) for name in option) for option in options)


def holds(name: str, situation: Situation) -> bool:
    """Whether a condition holds; "with" is a phrase or clause after that preposition, "with~" one of a party."""
    condition = CONDITIONS.get(name)
    return condition(situation) if condition else _has_preposition(name, situation)


def _has_preposition(name: str, s: Situation) -> bool:
    clauses, i = s.clauses, s.match.anchor
    preposition, party = name.rstrip("~"), name.endswith("~")
    if not party and any(clauses.has_marker(k, preposition) for k in s.complements):
        return True
    phrases = [*clauses.obliques(i), *(phrase for o in s.match.objects[:1] for phrase in clauses.obliques(o))]
    return any(
        (p == preposition or p.startswith(preposition + " "))
        and clauses.lemmas[k] not in clauses.dates
        and (clauses.is_party(k) if party or clauses.tokens[k].upos == "NUM" else True)
        for p, k in phrases
    )
