"""What becomes of an act when it is done, stopped, promised, asked for, refused, threatened or judged.

"Oslo agreed to lift sanctions on Minsk" is three words for one deed: sanctions (SANCTION), lifted (RETREAT), agreed
(AGREE with base type RETREAT). Each operator is one function from the inner act to the whole.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from detente.extract.events.acts import Act
from detente.extract.events.arguments import Match, Roles, list_oblique_parties, list_owners, make_roles
from detente.extract.events.clauses import Clauses
from detente.lexicon.events import Frame
from detente.lexicon.plover import Meaning, Plover
from detente.records import Standing

MATERIAL = frozenset({"SANCTION", "COERCE", "ASSAULT", "MOBILIZE", "PROTEST"})
COOPERATIVE = frozenset({"AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT"})
THROUGH: dict[str, tuple[str, ...]] = {
    "agree": ("to", "on", "for"),
    "promise": ("to", "for"),
    "threaten": ("with", "of", "against"),
    "plan": ("for",),
    "do": ("in", "with"),
    "fail": ("in",),
    "judge": ("for", "of", "as"),
    "request": ("for", "to"),
}
"""The prepositions through which an operator's verb reaches an act."""
THROUGH_NOUN: dict[str, tuple[str, ...]] = {
    "agree": ("to",),
    "promise": ("of", "to"),
    "threaten": ("of",),
    "plan": ("for", "of"),
    "do": ("of", "for", "at"),
    "judge": ("of", "for"),
    "request": ("for", "to"),
    "stop": ("of", "to", "in", "on", "from"),
    "refuse": ("of", "to"),
}
"""The same for a noun; "of" where nothing stands here."""
NOTHING = Frame(name="nothing")
OBLIGING = frozenset({"must", "should", "ought"})


@dataclass(frozen=True, slots=True)
class Composition:
    """An operator's act before its complement is taken in, the complement, and where they stand."""

    outer: Act
    inner: Act
    match: Match
    clauses: Clauses
    plover: Plover


def compose(outer: Act, inner: Act | None, match: Match, clauses: Clauses, plover: Plover) -> Act | None:
    """The whole of an operator and the act in its complement; null where that says nothing."""
    operator = outer.frame.operator
    if operator == "should":
        return _oblige(outer, inner, clauses, plover)
    if inner is None:
        wanting = operator in ("judge", "threaten", "request") and not _has_target(outer, match, clauses)
        if outer.type is None or wanting:
            return None
        return _add_object_parties(outer, match, clauses)
    return OPERATORS[operator or "do"](Composition(outer, inner, match, clauses, plover))


def _has_target(outer: Act, match: Match, clauses: Clauses) -> bool:
    """Whether a word without an act in its complement at least concerns a party."""
    return bool(outer.roles.actors or outer.roles.recipients) or any(map(clauses.is_party, match.objects))


def _add_object_parties(outer: Act, match: Match, clauses: Clauses) -> Act:
    """An operator alone: its object, or whose the object is, receives."""
    found = [] if match.part == "NOUN" else list(match.objects)
    if outer.frame.operator in ("judge", "request"):
        # "allegations that Oslo spied" are against Oslo; to insist that Oslo return is to ask Oslo
        found += [
            k for clause in clauses.complements(match.anchor) for k in clauses.dependents(clause, "nsubj")
        ]
    return replace(
        outer,
        roles=make_roles(list(outer.roles.actors), [*_list_parties(found, clauses), *outer.roles.recipients]),
    )


def _list_parties(heads: list[int], clauses: Clauses) -> list[int]:
    """Parties among some phrases: their owners ("Russia's decision") or they themselves."""
    found: list[int] = []
    for i in heads:
        if not clauses.is_party(i):
            continue
        owned = [k for k in list_owners(clauses, i) if clauses.tokens[k].deprel == "nmod:poss"]
        owned = [k for k in owned if clauses.tokens[k].upos != "PRON"]
        person = clauses.tokens[i].upos == "PROPN"
        found += [i] if person or not owned else owned
    return found


def _join(c: Composition, roles: Roles, **fields: object) -> Act:
    """The outer act with the inner one used up in it."""
    outer, inner = c.outer, c.inner
    kept = (inner.used - {*inner.roles.actors, *inner.roles.recipients}) | {inner.anchor}
    values: dict[str, object] = {
        "roles": make_roles(
            [i for i in roles.actors if i not in kept], [i for i in roles.recipients if i not in kept]
        ),
        "words": tuple(sorted({*outer.words, *inner.words})),
        "used": outer.used | inner.used | {inner.anchor},
        "score": min(outer.score, inner.score + 0.1),
        "steps": (*inner.steps, *outer.steps),
        "inner": inner,
        **fields,
    }
    return replace(outer, **values)  # type: ignore[arg-type]


def _others(inner: Act, outer: Act) -> list[int]:
    """Who takes part in the inner act besides the outer one's actors."""
    return [i for i in (*inner.roles.actors, *inner.roles.recipients) if i not in outer.roles.actors]


def _addressees(c: Composition, *prepositions: str) -> list[int]:
    """Parties that an operator's verb or noun addresses itself: objects and some prepositions."""
    objects = [] if c.match.part == "NOUN" else [i for i in c.match.objects if c.clauses.is_party(i)]
    objects = [i for i in objects if i != c.inner.anchor and i not in c.inner.words]
    return [*objects, *list_oblique_parties(c.clauses, c.match.anchor, prepositions)]


def _do(c: Composition) -> Act | None:
    outer, inner = c.outer, settle(c.inner, c)
    performed = inner.frame.performed if outer.frame.operator != "keep" else "none"
    actors, recipients = list(outer.roles.actors), list(inner.roles.recipients)
    if outer.frame.swap:
        subjects = [i for i in c.match.subjects if c.clauses.is_party(i)]
        sources = list_oblique_parties(c.clauses, c.match.anchor, ("from", "by"))
        actors, recipients = [*inner.roles.actors, *sources], [*subjects, *recipients]
    else:
        wanted = inner.frame.list_prepositions("NOUN" if inner.part == "NOUN" else "VERB")
        recipients += _addressees(c, *wanted)
        # "Berlin will send tanks, the chancellor announced": who does it, not who says so
        owned = [i for i in inner.roles.actors if not actors or c.clauses.tokens[i].upos != "PRON"]
        actors = owned if inner.part == "VERB" and owned else actors or owned
        actors = list(dict.fromkeys([*actors, *owned]))
        if c.clauses.lemmas[c.match.anchor] == "join":  # "joined Oslo in condemning": Oslo condemns too
            joined = [i for i in c.match.objects if i in recipients]
            actors, recipients = [*actors, *joined], [i for i in recipients if i not in joined]
    if inner.frame.mutual or (inner.inner and inner.inner.frame.mutual and inner.type == "CONSULT"):
        named = [i for i in inner.roles.actors if not actors or c.clauses.tokens[i].upos != "PRON"]
        actors, recipients = [*actors, *named, *recipients], []
    return _join(
        c,
        make_roles(actors, recipients),
        type=inner.type,
        mode=inner.mode,
        base_type=inner.base_type,
        standing=inner.standing if inner.standing != "none" else performed,
        planned=inner.planned,
        hypothetical=inner.hypothetical,
        frame=inner.frame,
        score=min(inner.score, outer.score + 0.1),
    )


def _announce(c: Composition) -> Act | None:
    act = _do(c)
    if act is None or c.inner.type != "RETREAT":
        return act
    return replace(act, type="CONCEDE", mode=None, base_type="RETREAT", standing="none", planned=True)


def settle(inner: Act, c: Composition) -> Act:
    """The inner act as promised where its own clause looks ahead: "announced that it will extend"."""
    if inner.part != "VERB" or inner.planned:
        return inner
    auxiliaries = {c.clauses.tokens[k].text.lower() for k in c.clauses.dependents(inner.anchor, "aux")}
    ahead = auxiliaries & {"will", "would", "shall", "wo", "'ll", "’ll"}
    return promise(inner, c.plover) if ahead else inner


def promise(act: Act, plover: Plover) -> Act:
    """What saying that one will do an act is: AGREE to cooperate, THREATEN with conflict."""
    if act.type is None or act.base_type != act.type:
        return act
    future = plover.types[act.type].future
    if future is None or act.type == "AGREE":
        return replace(act, planned=True)
    mode = plover.threaten(act.meaning) if future == "THREATEN" else None
    return replace(act, type=future, mode=mode, base_type=act.type, standing="none", planned=True)


def _promise(c: Composition) -> Act | None:
    outer, inner = c.outer, c.inner
    if inner.type == "REQUEST" and outer.frame.operator == "agree":
        roles = make_roles(list(outer.roles.actors), list(inner.roles.actors))
        return _join(c, roles, type="CONCEDE", mode=None, base_type="CONCEDE")
    if inner.type in ("REQUEST", "ACCUSE", "REJECT"):
        return _do(c)
    actors = outer.roles.actors or inner.roles.actors
    recipients = [*_others(inner, outer), *_addressees(c, "to", "with", "for")]
    both = outer.frame.operator == "agree"
    roles = make_roles([*actors, *recipients] if both and inner.frame.mutual else list(actors), recipients)
    act = _join(c, roles, type=inner.type, mode=inner.mode, base_type=inner.base_type or inner.type)
    if inner.type is None:
        return replace(act, type="AGREE", mode=None, planned=True) if inner.frame.value == "up" else None
    act = promise(act, c.plover)
    return replace(act, planned=True) if outer.frame.operator != "seek" else replace(act, planned=False)


def _consider(c: Composition) -> Act | None:
    """Weighing an act is no event; not even to weigh it is a REJECT, which `modality` sees."""
    act = _promise(c)
    return replace(act, hypothetical=True, planned=False) if act else None


def _threaten(c: Composition) -> Act | None:
    outer, inner = c.outer, c.inner
    meaning = Meaning(inner.base_type or inner.type, inner.mode)
    targets = _addressees(c, "to", "against") or _others(inner, outer)
    actors = list(outer.roles.actors) or list(inner.roles.actors)
    roles = make_roles(actors, targets)
    return _join(c, roles, mode=c.plover.threaten(meaning), base_type=meaning.type, planned=True)


def _request(c: Composition) -> Act | None:
    outer, inner = c.outer, c.inner
    addressees = _addressees(c, "to", "on", "from", "upon")
    against = [*inner.roles.recipients, *list_oblique_parties(c.clauses, c.match.anchor, ("against",))]
    if inner.type in MATERIAL and against and not addressees:
        return _join(
            c,
            make_roles(list(outer.roles.actors), against),
            type="ACCUSE",
            mode="disapprove",
            base_type=inner.type,
        )
    mode = (
        inner.mode if inner.type == "REQUEST" else c.plover.ask(Meaning(inner.base_type or inner.type, None))
    )
    targets = (
        addressees
        or [i for i in inner.roles.actors if i not in outer.roles.actors]
        or list(inner.roles.recipients)
    )
    return _join(c, make_roles(list(outer.roles.actors), targets), mode=mode, base_type="REQUEST")


def _oblige(outer: Act, inner: Act | None, clauses: Clauses, plover: Plover) -> Act | None:
    for clause in clauses.dependents(outer.anchor, "ccomp"):
        subjects = [
            i for i in clauses.subjects(clause) if clauses.is_party(i) and i not in outer.roles.actors
        ]
        modal = [k for k in clauses.dependents(clause, "aux") if clauses.lemmas[k] in OBLIGING]
        needing = clauses.lemmas[clause] in ("need", "have", "ought") and not clauses.dependents(
            clause, "obj"
        )
        needing = needing and any(map(clauses.is_infinitive, clauses.dependents(clause, "xcomp")))
        if subjects and (modal or needing) and clauses.tokens[subjects[0]].upos != "PRON":
            mode = plover.ask(inner.meaning) if inner else "change"
            words = tuple(sorted({*modal, clause, *(inner.words if inner else ())}))
            used = outer.used | ({inner.anchor} | inner.used if inner else frozenset())
            roles = make_roles(list(outer.roles.actors), subjects)
            return replace(outer, mode=mode, roles=roles, words=words, used=used)
    return None


def _refuse(c: Composition) -> Act | None:
    outer, inner = c.outer, c.inner
    accused = inner.type == "ACCUSE"
    mode = (
        inner.mode
        if inner.type in ("REQUEST", "REJECT")
        else c.plover.ask(Meaning(inner.base_type or inner.type, None))
    )
    targets = [i for i in inner.roles.actors if i not in outer.roles.actors] or list(inner.roles.recipients)
    targets += _addressees(c, "by", "from", "to", "with")
    roles = make_roles(list(outer.roles.actors), targets)
    return _join(c, roles, type="REJECT", mode=None if accused else mode, base_type="REJECT")


def _disclaim(c: Composition) -> Act | None:
    """To deny a hostile act is REJECT; of another act it only says that it was not done, as `modality` sees."""
    return _refuse(c) if c.plover.is_conflict(c.inner.type) else None


def _fail(c: Composition) -> Act | None:
    if c.inner.type not in COOPERATIVE:
        return None
    act = _refuse(c)
    if act and c.inner.frame.mutual:
        act = replace(act, roles=make_roles([*act.roles.actors, *act.roles.recipients], []))
    return act


def _stop(c: Composition) -> Act | None:
    outer, inner = c.outer, c.inner
    type_, mode = c.plover.stop(Meaning(inner.base_type or inner.type, inner.mode))
    causes = [i for i in c.match.subjects if i != inner.anchor and i not in inner.words]
    moved = c.match.part == "VERB" and causes and not any(map(c.clauses.can_act, causes))
    if moved:
        # "the ban reduced trade" tells no deed; the act that it takes up is not told either
        return _join(c, Roles(), type=None, mode=None, base_type=None, frame=NOTHING)
    if type_ is None:
        return None
    if inner.anchor in c.match.subjects and inner.type == "CONSULT":
        # talks that end were talks
        return _do(c)
    standing: Standing = "none"
    if inner.type in MATERIAL and type_ == "RETREAT" and inner.type != "PROTEST":
        standing = "better"
    elif inner.type == "SUPPORT":
        standing = "worse"
    actors = list(outer.roles.actors) or list(inner.roles.actors)
    recipients = [*inner.roles.recipients, *_addressees(c, "on", "against", "to", "from", "for", "with")]
    if inner.frame.mutual:
        recipients = [*(i for i in inner.roles.actors if i not in actors), *recipients]
    return _join(c, make_roles(actors, recipients), type=type_, mode=mode, base_type=type_, standing=standing)


def _judge(c: Composition) -> Act | None:
    """Praise and blame leave the inner act standing: it happened, or the speaker says so."""
    outer, inner = c.outer, c.inner
    objects = [] if c.match.part == "NOUN" else list(c.match.objects)
    targets = _list_parties(objects, c.clauses) or _others(inner, outer)
    roles = make_roles(list(outer.roles.actors), [*targets, *outer.roles.recipients])
    return replace(outer, roles=roles, inner=inner)


def _allege(c: Composition) -> Act | None:
    outer, inner = c.outer, c.inner
    blamed = [i for i in inner.roles.actors if i not in outer.roles.actors]
    if inner.type not in MATERIAL or not blamed:
        return None
    return replace(outer, roles=make_roles(list(outer.roles.actors), blamed), inner=inner)


def _mediate(c: Composition) -> Act | None:
    if c.inner.type not in COOPERATIVE:
        return None
    return _join(
        c, make_roles(list(c.outer.roles.actors), [*_others(c.inner, c.outer), *c.outer.roles.recipients])
    )


OPERATORS: dict[str, Callable[[Composition], Act | None]] = {
    "do": _do,
    "keep": _do,
    "agree": _promise,
    "promise": _promise,
    "announce": _announce,
    "plan": _promise,
    "seek": _promise,
    "consider": _consider,
    "threaten": _threaten,
    "request": _request,
    "refuse": _refuse,
    "disclaim": _disclaim,
    "fail": _fail,
    "stop": _stop,
    "judge": _judge,
    "allege": _allege,
    "mediate": _mediate,
}
