"""An act that a sentence names, and two tellings of one act."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from detente.extract.events.arguments import Roles, make_roles
from detente.extract.events.clauses import Clauses
from detente.lexicon.events import Frame, PartOfSpeech
from detente.lexicon.plover import Meaning
from detente.records import EventType, Standing


@dataclass(frozen=True, slots=True)
class Act:
    """An act that a sentence names: its type, who takes part, and the tokens that say so.

    `words` are the tokens of the trigger, `used` those that name nothing else any more; `steps` say in words how
    the type came about.
    """

    frame: Frame
    anchor: int
    part: PartOfSpeech
    type: EventType | None
    mode: str | None = None
    base_type: EventType | None = None
    standing: Standing = "none"
    planned: bool = False
    hypothetical: bool = False
    roles: Roles = field(default_factory=Roles)
    words: tuple[int, ...] = ()
    used: frozenset[int] = frozenset()
    score: float = 0.5
    steps: tuple[str, ...] = ()
    inner: Act | None = field(default=None, repr=False)

    @property
    def meaning(self) -> Meaning:
        """Type and mode together."""
        return Meaning(self.type, self.mode)


def merge_contacts(acts: list[Act], clauses: Clauses) -> list[Act]:
    """Contacts told twice in one sentence are one: "in their call on Monday, the ministers discussed grain" is the
    call, between the ministers; "they met, their first talks since May" is the meeting."""
    verbs = {act.anchor: act for act in acts if act.type == "CONSULT" and act.part == "VERB"}
    nouns = {act.anchor: act for act in acts if act.type == "CONSULT" and act.part == "NOUN"}
    dropped: set[int] = set()
    for i, act in nouns.items():
        named = [k for k in act.roles.actors if clauses.tokens[k].upos != "PRON"]
        outer = verbs.get(clauses.tokens[i].head)
        if outer is not None and clauses.stands(i, "obl"):
            roles = make_roles([*outer.roles.actors, *named], [])
            nouns[i] = replace(act, roles=roles, steps=(*act.steps, *outer.steps))
            dropped.add(outer.anchor)
        elif not named and any(verb < i for verb in verbs):
            dropped.add(i)
    return [nouns.get(act.anchor, act) for act in acts if act.anchor not in dropped]
