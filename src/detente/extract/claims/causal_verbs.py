"""Causes that a verb states: "X prompted Y", "Y was hurt by X", "X, which led to Y", "…, draining Z"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from detente.extract.claims.clause_bounds import MARKS, Range, Tokens
from detente.extract.statements.sources import RELATIVES, find_source, has_case
from detente.language.trees import (
    find_subject,
    is_passive,
    is_relation,
    iterate_ancestors,
    list_children,
    list_subtree,
)
from detente.lexicon.connectives import ConnectiveLexicon, ConnectiveRow, Sign

_ASIDES = frozenset({"acl:relcl", "appos", "parataxis", "advcl", "ccomp", "cop", "nsubj", "aux", "discourse"})


class Link(msgspec.Struct, frozen=True):
    """A cause and an effect with what joins them; ranges are of tokens, end exclusive."""

    cause: Range
    effect: Range
    connective: Range
    sign: Sign
    frame: str
    anchor: int
    """The word whose negation, modal and question tell how the link is meant."""
    effect_head: int | None = None
    """The word whose direction counts; null where the verb itself says what happens."""


def find_verb_links(tokens: Tokens, lexicon: ConnectiveLexicon) -> Iterator[Link]:
    """The causes that the verbs of a sentence state, one for each coordinated cause."""
    for i, token in enumerate(tokens):
        if token.upos == "VERB":
            for row in lexicon.verbs.get(token.lemma.lower(), ()):
                links = list(_read_verb(tokens, i, row, lexicon))
                yield from links
                if links:
                    break


def _read_verb(tokens: Tokens, verb: int, row: ConnectiveRow, lexicon: ConnectiveLexicon) -> Iterator[Link]:
    agents = [i for i in list_children(tokens, verb, "obl") if has_case(tokens, i, "by")]
    if is_passive(tokens, verb) or (
        agents and tokens[verb].xpos == "VBN" and not list_children(tokens, verb, "obj")
    ):
        yield from _read_passive(tokens, verb, agents, row, lexicon)
        return
    effect = _find_effect(tokens, verb, row)
    if effect is None:
        return
    end, head = effect
    begin = verb if row.frame == "change" else verb + 1
    connective = (verb, verb + 1)
    if row.frame == "verb":
        begin = _skip_link(tokens, verb, head)
        connective = (verb, max(verb + 1, begin) if row.link else verb + 1)
    head_of_effect = None if row.frame == "change" else head
    if tokens[head].lemma.lower() in row.unless.split():
        return
    end = _extend(tokens, verb, end)
    events_only = row.frame == "change" or bool(row.link or row.object)
    for cause in _list_causes(tokens, verb, lexicon, events_only=events_only):
        yield Link(cause, (begin, end), connective, row.sign, row.frame, verb, head_of_effect)


def _find_effect(tokens: Tokens, verb: int, row: ConnectiveRow) -> tuple[int, int] | None:
    """Where the effect of an active verb ends, and its head; null when the verb has none of the kind."""
    objects = [i for i in list_children(tokens, verb, "obj", "iobj") if i > verb]
    if row.object:
        if not objects or tokens[objects[0]].lemma.lower() not in row.object.split():
            return None
        if not row.link:
            return _end(tokens, objects[0]), objects[0]
    if row.link:
        links = row.link.split()
        holders = [verb, *objects]
        for holder in holders:
            for child in list_children(tokens, holder, "obl", "nmod", "advcl", "acl"):
                linked = has_case(tokens, child, *links) or (
                    holder == verb and tokens[verb + 1].text.lower() in links
                )
                if child > verb and linked and (row.object or holder == verb):
                    return _end(tokens, child), child
        return None
    complement = next((i for i in list_children(tokens, verb, "xcomp") if i > verb), None)
    if tokens[verb].lemma == "make" and (not objects or complement is None):
        return None
    if complement is not None and (objects or tokens[verb].lemma == "help"):
        return _end(tokens, complement), complement
    if not objects or (tokens[objects[0]].upos == "PRON" and tokens[objects[0]].text.lower() == "itself"):
        return None
    return _end(tokens, objects[0]), objects[0]


def _end(tokens: Tokens, head: int) -> int:
    """The index after a phrase, up to the first comma that opens an aside."""
    words = list_subtree(tokens, head, skip=frozenset({"parataxis", "discourse"}))
    end = words[-1] + 1
    asides = [list_subtree(tokens, i)[0] for i in list_children(tokens, head, "acl:relcl", "appos", "advcl")]
    commas = [i for i in asides if i > head and (tokens[i].text == "," or tokens[i - 1].text == ",")]
    end = min([end, *commas])
    while end > head + 1 and (tokens[end - 1].upos == "PUNCT" and tokens[end - 1].text not in {")", "%"}):
        end -= 1
    return end


def _extend(tokens: Tokens, verb: int, end: int) -> int:
    """The end of an effect with the phrase behind it that the parse hung on the verb: "a drop | in exports"."""
    if end >= len(tokens) or tokens[end].text.lower() not in {
        "in",
        "of",
        "between",
        "among",
        "against",
        "for",
    }:
        return end
    head = tokens[end].head
    if head > end and tokens[head].head == verb and tokens[head].upos == "NOUN":
        return list_subtree(tokens, head)[-1] + 1
    return end


def _skip_link(tokens: Tokens, verb: int, head: int) -> int:
    """Where an effect begins: behind the preposition that links it."""
    cases = [i for i in list_children(tokens, head, "case", "mark") if verb < i < head]
    begin = list_subtree(tokens, head)[0]
    objects = [list_subtree(tokens, i)[0] for i in list_children(tokens, verb, "obj") if verb < i < head]
    if cases and not objects:
        return cases[-1] + 1
    return max(verb + 1, min([begin, *objects]))


def _list_causes(
    tokens: Tokens, verb: int, lexicon: ConnectiveLexicon, *, events_only: bool
) -> Iterator[Range]:
    """What stands as the cause of an active verb: its subject, or the clause that a participle comments on."""
    own = list_children(tokens, verb, "nsubj", "csubj")
    if not own and is_relation(tokens[verb].deprel, "advcl") and tokens[verb].xpos == "VBG":
        clause = _list_main_clause(tokens, verb)
        if clause:
            yield clause
        return
    if has_case(tokens, verb, "to") and is_relation(tokens[verb].deprel, "acl"):
        return  # "a chance to improve": an aim
    source = find_source(tokens, verb)
    if source is None or _is_actor(tokens, source, lexicon) or tokens[source].lemma.lower() == "which":
        return
    if events_only and not _is_event(tokens, source, lexicon):
        return
    yield from split_conjuncts(tokens, source)


def _list_main_clause(tokens: Tokens, verb: int) -> Range | None:
    """The clause before ", draining …": from the last mark or the start to its comma."""
    begin = list_subtree(tokens, verb)[0]
    if begin == 0 or (tokens[begin].text != "," and tokens[begin - 1].text != ","):
        return None
    end = begin if tokens[begin].text == "," else begin - 1
    start = end
    while start > 0 and tokens[start - 1].text not in MARKS:
        start -= 1
    while start < end and tokens[start].upos in {"CCONJ", "PUNCT"}:
        start += 1
    return (start, end) if any(t.upos in {"VERB", "AUX"} for t in tokens[start:end]) else None


def _is_actor(tokens: Tokens, source: int, lexicon: ConnectiveLexicon) -> bool:
    """Whether a subject is somebody who acts: then the verb tells a deed."""
    token = tokens[source]
    if token.upos == "PRON":
        return token.text.lower() not in {"that", "this", "which"}
    return (
        token.upos == "PROPN" or token.lemma.lower() in lexicon.actors or token.text.lower() in lexicon.actors
    )


def _is_event(tokens: Tokens, source: int, lexicon: ConnectiveLexicon) -> bool:
    """Whether a subject is something that happens or holds: an event noun, a clause or what points to one."""
    token = tokens[source]
    lemma = token.lemma.lower()
    return (
        token.upos in {"PRON", "DET", "VERB"}
        or lemma in lexicon.events
        or lemma.endswith(lexicon.event_suffixes)
    )


def split_conjuncts(tokens: Tokens, head: int) -> Iterator[Range]:
    """The phrases joined by "and" from the first on, each without what only comments on it."""
    heads = [head]
    for conjunct in list_children(tokens, head, "conj"):
        links = [tokens[i].text.lower() for i in list_children(tokens, conjunct, "cc")]
        if "or" in links:  # "X or Y" is one cause
            yield _phrase(tokens, head, frozenset())
            return
        heads.append(conjunct)
    for each in heads:
        yield _phrase(tokens, each, frozenset({"conj", "cc"}) if len(heads) > 1 else frozenset())


def _phrase(tokens: Tokens, head: int, skip: frozenset[str]) -> Range:
    """The unbroken phrase around a head, without asides, its preposition and punctuation."""
    if tokens[head].upos in {"VERB", "AUX"}:
        words = list_subtree(tokens, head, skip=skip)
    else:
        words = list_subtree(tokens, head, skip=_ASIDES | skip)
    first = last = words.index(head)
    while first > 0 and words[first - 1] == words[first] - 1:
        first -= 1
    while last + 1 < len(words) and words[last + 1] == words[last] + 1:
        last += 1
    start, end = words[first], words[last] + 1
    while start < head and (tokens[start].deprel in {"case", "mark", "cc", "punct"}):
        start += 1
    while end > head + 1 and tokens[end - 1].upos == "PUNCT":
        end -= 1
    return start, end


def _read_passive(
    tokens: Tokens, verb: int, agents: Sequence[int], row: ConnectiveRow, lexicon: ConnectiveLexicon
) -> Iterator[Link]:
    """ "Y was prompted by X", "the shutdowns prompted by X": one link for each cause after "by"."""
    if row.link or row.object:
        return
    subject = next(iter(list_children(tokens, verb, "nsubj", "csubj")), None)
    if subject is None and is_relation(tokens[verb].deprel, "acl", "conj", "xcomp", "advcl"):
        subject = find_subject(tokens, verb)
    if subject is None or not agents:
        return
    if tokens[subject].lemma.lower() in RELATIVES:
        above = next(
            (a for a in iterate_ancestors(tokens, verb) if tokens[a].upos in {"NOUN", "PROPN"}), None
        )
        subject = above if above is not None else subject
    effect = _phrase(tokens, subject, frozenset())
    if row.frame == "change" and effect[1] <= verb:
        effect = (effect[0], verb + 1)
    for agent in agents:
        for part in [agent, *list_children(tokens, agent, "conj")]:
            skip = frozenset({"conj", "cc"})
            cause = _phrase(tokens, part, skip)
            if not _is_actor(tokens, part, lexicon):
                yield Link(cause, effect, (verb, verb + 1), row.sign, row.frame, verb)
