"""Whether an act happened, is to happen, might happen or did not, and who says so where the text itself does not."""

from __future__ import annotations

from dataclasses import dataclass, replace

from detente.extract.events.acts import Act
from detente.extract.events.arguments import list_owners
from detente.extract.events.clauses import Clauses
from detente.extract.events.compositions import COOPERATIVE, promise
from detente.lexicon.events import Words
from detente.lexicon.plover import Meaning, Plover
from detente.records import Modality

NEGATIONS = frozenset({"not", "n't", "n’t", "never", "no", "neither", "nor", "hardly"})
POSSIBLE = frozenset({"may", "might", "could", "can", "should", "must", "ca"})
CONDITIONS = frozenset({"if", "unless", "whether", "should", "until", "lest"})
PREVENTING = frozenset({"prevent", "stop", "keep", "block", "bar", "hinder", "discourage", "deter"})
CANCELLING = frozenset({"cancel", "postpone", "abandon", "scrap", "drop", "shelve", "abort"})
ARRANGING = frozenset({"arrange", "await", "want"})
BEING = frozenset({"is", "are", "was", "were"})
NEARLY = frozenset({"almost", "nearly"})
LONGEST_CHAIN = 12
INTENTIONS = frozenset({"promise", "agree", "plan", "seek", "consider"})


@dataclass(slots=True)
class Status:
    """What the words around an act say of it; `source` is the head of the phrase that reports it."""

    negated: bool = False
    doubted: bool = False
    possible: bool = False
    future: bool = False
    would: bool = False
    conditional: bool = False
    past_report: bool = False
    topic: bool = False
    source: int | None = None
    hearsay: int | None = None


def find_status(clauses: Clauses, act: Act, classes: dict[str, Words]) -> Status:
    """The status of an act, read from its own clause and those above it."""
    status = Status()
    node = act.anchor
    if act.part == "VERB" and _is_irrealis(clauses, _find_first(clauses, node), classes):
        status.possible = True
        # "talks about signing" say nothing of a signing
        status.topic = clauses.tokens[node].xpos == "VBG"
    inner = act.inner
    while inner is not None and inner.part == "NOUN":
        # "has no plans to lift", "held no talks"
        status.negated |= any(clauses.lemmas[c] == "no" for c in clauses.children[inner.anchor])
        inner = inner.inner
    if act.part == "NOUN":
        _read_noun(clauses, node, status, classes)
    else:
        _read_verb(clauses, node, status, classes)
    _climb(clauses, act, status, classes)
    if clauses.is_question:
        status.conditional = True
    return status


def _find_first(clauses: Clauses, verb: int) -> int:
    """The verb that a coordinated one shares its clause with: "need to withdraw troops and lift sanctions"."""
    shared = clauses.tokens[verb].deprel == "conj" and not clauses.dependents(verb, "aux", "nsubj", "mark")
    bare = clauses.tokens[verb].xpos == "VB"
    return clauses.tokens[verb].head if shared and bare else verb


def _is_irrealis(clauses: Clauses, verb: int, classes: dict[str, Words]) -> bool:
    """Whether a clause is only an aim or a topic: "an opportunity to sign", "talks about signing"."""
    token = clauses.tokens[verb]
    if not clauses.stands(verb, "acl", "advcl", "xcomp") or clauses.dependents(verb, "aux"):
        return clauses.has_marker(verb, "whether")
    if token.xpos == "VBG":
        return clauses.stands(verb, "acl", "advcl") and clauses.has_marker(
            verb, "about", "on", "for", "whether"
        )
    return clauses.is_infinitive(verb) and not (
        token.deprel == "xcomp" and clauses.matches(token.head, classes["factive"])
    )


def _read_verb(clauses: Clauses, verb: int, status: Status, classes: dict[str, Words]) -> None:
    for c in clauses.children[verb]:
        lemma, text, relation = clauses.lemmas[c], clauses.tokens[c].text.lower(), clauses.tokens[c].deprel
        if relation in ("advmod", "cc", "det") and (lemma in NEGATIONS or text in NEGATIONS):
            status.negated = True
        elif relation.startswith("aux"):
            status.possible |= lemma in POSSIBLE
            status.would |= lemma == "would" or text in ("would", "'d", "’d")
            status.future |= (
                lemma in ("will", "shall") and text not in ("would", "'d", "’d", "should")
            ) or text in ("will", "wo", "'ll", "’ll", "shall")
            status.possible |= text == "should"
        elif relation == "mark" and lemma in CONDITIONS:
            status.conditional = True
        elif relation == "advmod" and lemma in classes["hearsay"].single:
            status.hearsay = c
        elif relation == "advmod" and lemma in ("perhaps", "maybe", "possibly"):
            status.possible = True
        elif relation == "advmod" and lemma in NEARLY:
            status.negated = status.doubted = True
    status.future |= _is_arranged(clauses, verb)
    if clauses.lemmas[verb] == "have" and clauses.tokens[verb].xpos in ("VBZ", "VBP", "VB"):
        status.possible |= any(
            map(clauses.is_infinitive, clauses.dependents(verb, "xcomp"))
        )  # "has to approve"
    auxiliaries = {clauses.lemmas[c] for c in clauses.dependents(verb, "aux")}
    status.future |= "be" in auxiliaries and clauses.is_infinitive(verb)
    if clauses.tokens[verb].deprel == "xcomp" and clauses.lemmas[clauses.tokens[verb].head] in ("go", "be"):
        status.future |= any(clauses.tokens[c].text.lower() == "to" for c in clauses.children[verb])


def _is_arranged(clauses: Clauses, verb: int) -> bool:
    """Whether a verb is told as arranged: "is to meet", "are to be sworn in"."""
    return any(
        clauses.tokens[c].text.lower() == "to" and c > 0 and clauses.tokens[c - 1].text.lower() in BEING
        for c in clauses.dependents(verb, "mark")
    )


def _read_noun(clauses: Clauses, noun: int, status: Status, classes: dict[str, Words]) -> None:
    for c in clauses.children[noun]:
        lemma = clauses.lemmas[c]
        if lemma in ("no", "without", "neither"):
            status.negated = True
        elif lemma in CANCELLING and clauses.tokens[c].deprel in ("amod", "acl:relcl"):
            status.negated = status.doubted = True  # "the trip, which was cancelled"
        elif clauses.tokens[c].deprel == "amod":
            words = {lemma, clauses.tokens[c].text.lower()}
            status.possible |= not words.isdisjoint(classes["possible"].single)
            status.future |= not words.isdisjoint(classes["coming"].single)
            if lemma in classes["hearsay"].single:
                status.hearsay = c


def _climb(clauses: Clauses, act: Act, status: Status, classes: dict[str, Words]) -> None:
    """Reads the clauses above an act: what they govern they colour, as far as their kind of link lets them."""
    node, coloured = act.anchor, True
    for _ in range(LONGEST_CHAIN):
        relation, head = clauses.tokens[node].deprel, clauses.tokens[node].head
        if head < 0:
            break
        verbal = clauses.tokens[head].upos in ("VERB", "AUX", "ADJ") or bool(clauses.dependents(head, "cop"))
        if _averts(clauses, node):
            status.negated = status.doubted = True
        elif clauses.lemmas[head] in ARRANGING and clauses.stands(node, "obj"):
            status.future = True
        if relation in ("ccomp", "parataxis") or (relation == "advcl" and clauses.lemmas[head] == "accuse"):
            if verbal:
                _read_report(clauses, head, status, classes, believed=relation == "ccomp" and coloured)
            coloured = coloured and relation == "ccomp"
        elif relation == "acl" and clauses.matches(head, classes["source"]) and status.source is None:
            status.source = next(iter(list_owners(clauses, head)), head)
        elif relation == "xcomp" and verbal and clauses.matches(head, classes["doubt"]):
            status.negated, status.doubted = not status.negated, True
        elif relation in ("xcomp", "conj") and coloured and verbal:
            if relation == "xcomp" or not clauses.dependents(node, "aux", "nsubj"):
                _read_verb(clauses, head, status, classes)
        elif relation.startswith(("acl", "advcl")):
            coloured = False
        elif clauses.tokens[node].upos in ("NOUN", "PROPN") and coloured and verbal:
            coloured = _colour_noun(clauses, node, status, classes)
        node = head
    if status.source is None:
        status.source = _find_outer_source(clauses, act, classes)


def _averts(clauses: Clauses, node: int) -> bool:
    """Whether what governs a verb or noun kept it from being: "stopped ... from", "failed to", "cancelled"."""
    head = clauses.lemmas[clauses.tokens[node].head]
    return (
        (head in PREVENTING and clauses.has_marker(node, "from"))
        or (head == "fail" and clauses.stands(node, "xcomp"))
        or (head in CANCELLING and clauses.stands(node, "obj", "nsubj:pass"))
    )


def _read_report(
    clauses: Clauses, verb: int, status: Status, classes: dict[str, Words], *, believed: bool
) -> None:
    """What a verb that takes a whole clause says of it: who reports it, and whether it is doubted or denied."""
    if clauses.matches(verb, classes["speech"]) and status.source is None:
        status.source = next(iter(clauses.subjects(verb)), verb)
        status.past_report = clauses.tokens[verb].xpos in ("VBD", "VBN")
    if not believed or status.conditional:
        return
    doubted = clauses.matches(verb, classes["doubt"])
    status.doubted |= doubted
    status.negated ^= doubted or _is_negated(clauses, verb)


def _colour_noun(clauses: Clauses, noun: int, status: Status, classes: dict[str, Words]) -> bool:
    """Reads a noun's verb as far as it tells of the noun, and says whether the verb's own clause does too."""
    head = clauses.tokens[noun].head
    if not _colours_noun(clauses, noun, classes):
        return False
    if clauses.stands(noun, "nsubj") and not clauses.matches(head, classes["begin"]):
        status.possible |= _looks_ahead(clauses, head)
    else:
        _read_verb(clauses, head, status, classes)
    return True


def _colours_noun(clauses: Clauses, noun: int, classes: dict[str, Words]) -> bool:
    """Whether a verb's modality holds of a noun: of its objects unless they are known, of what begins."""
    head = clauses.tokens[noun].head
    known = any(
        clauses.tokens[c].deprel == "nmod:poss"
        or clauses.lemmas[c] in ("the", "this", "these", "that", "those")
        for c in clauses.children[noun]
    )
    if clauses.stands(noun, "nsubj"):
        return not known or clauses.matches(head, classes["begin"])
    return not known and clauses.stands(noun, "obj", "obl")


def _looks_ahead(clauses: Clauses, verb: int) -> bool:
    """Whether a clause tells what will or may be."""
    auxiliaries = {clauses.lemmas[k] for k in clauses.dependents(verb, "aux")}
    return bool(auxiliaries & (POSSIBLE | {"will", "would", "shall"}))


def _is_negated(clauses: Clauses, verb: int) -> bool:
    return any(clauses.tokens[c].text.lower() in NEGATIONS for c in clauses.dependents(verb, "advmod"))


def _find_outer_source(clauses: Clauses, act: Act, classes: dict[str, Words]) -> int | None:
    """Who is named after the words: "according to X", "..., X said"."""
    chain = [act.anchor]
    while clauses.tokens[chain[-1]].head >= 0 and len(chain) < 20:
        chain.append(clauses.tokens[chain[-1]].head)
    for node in chain:
        for preposition, i in clauses.obliques(node):
            if preposition == "according to":
                return i
        for c in clauses.dependents(node, "parataxis"):
            if c not in chain and clauses.matches(c, classes["speech"]):
                subjects = clauses.dependents(c, "nsubj")
                if subjects:
                    return subjects[0]
    return None


def apply_status(act: Act, status: Status, plover: Plover) -> tuple[Act, Modality]:
    """The act as its status leaves it, with its modality.

    What somebody will do is AGREE or THREATEN; what he will not do, or does not consider, and would be
    cooperation is REJECT; what he does not rule out is possible.
    """
    operator = act.frame.operator
    future = status.future or (status.would and status.past_report and not status.conditional)
    if status.negated:
        return _negate(act, status, plover, future)
    if status.conditional or status.possible or act.hypothetical or (status.would and not future):
        return act, "hypothetical"
    if future:
        said = operator in ("threaten", "request", "refuse", "judge")
        return act if said else promise(act, plover), "planned"
    return act, "planned" if act.planned else "actual"


def _negate(act: Act, status: Status, plover: Plover, future: bool) -> tuple[Act, Modality]:
    operator, inner = act.frame.operator, act.inner
    if act.frame.name == "undecided":
        return act, "denied"
    base = act.base_type or act.type
    if operator == "refuse" and inner is not None:
        open_act = promise(replace(inner, roles=act.roles, words=act.words, used=act.used), plover)
        return replace(open_act, frame=act.frame, anchor=act.anchor, steps=act.steps), "hypothetical"
    intended = (future or operator in INTENTIONS) and not status.doubted
    if intended and base in COOPERATIVE and not status.conditional:
        mode = plover.ask(Meaning(base, None))
        return replace(
            act, type="REJECT", mode=mode, base_type="REJECT", standing="none", planned=False
        ), "actual"
    return act, "denied"
