"""Whom a phrase means. The head decides: "critics of the White House" are critics, "Russian forces" are Russian.

What points back ("his", "the ministry", "the two presidents") is looked up among the antecedents.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

import msgspec

from detente.lexicon.references import load_words
from detente.resolve.antecedents import (
    refer_body,
    refer_country,
    refer_group,
    refer_named_pair,
    refer_ordered,
    refer_pair,
    refer_paper,
    refer_pronoun,
    refer_shared_organ,
    refer_titles,
)
from detente.resolve.discourses import Place, View
from detente.resolve.modifiers import (
    INSIDE,
    find_complement,
    is_shared_organ,
    list_modifiers,
    list_named,
    make_person,
    read_after,
    refer_unit,
)
from detente.resolve.phrases import NounPhrase, count_members, read_phrase, split_parties
from detente.resolve.referents import Referent
from detente.resolve.roles import add_role, read_belonging, read_role, refer_counterpart, refer_titled
from detente.resolve.wording import Unit, spell_units


def refer(units: Sequence[Unit], place: Place, view: View) -> list[Referent]:
    """Whom a phrase means, its coordinated parts in order; empty when it names nobody we know."""
    found: list[Referent] = []
    if units and units[0].key == "whose":
        units = [msgspec.structs.replace(units[0], kind="pronoun"), *units[1:]]
    for part in split_parties(units):
        phrase = read_phrase(part)
        if phrase:
            here = Place(phrase.units[0].start, place.sentence, place.quoted, place.on)
            found += [
                r for r in refer_phrase(phrase, here, view) if r.identity not in {f.identity for f in found}
            ]
    return found


def refer_phrase(phrase: NounPhrase, place: Place, view: View) -> list[Referent]:
    """Whom one noun phrase means."""
    head = phrase.head
    if head.kind == "pronoun" and not phrase.before:
        return refer_pronoun(head.key, place, view)
    named = _read_apposed_person(phrase)
    if named:
        role = read_role(phrase.units[: phrase.units.index(named) - 1], place, view)
        person = view.find_person(named.key) or make_person(named, view)
        return [add_role(person, role) if role else person]
    pointed = _refer_back(phrase, place, view)
    if pointed is not None:
        return pointed
    measured = _refer_measured(phrase, place, view)
    if measured:
        return measured
    if head.kind == "person" and phrase.units[0].kind == "determiner" and not phrase.before[1:]:
        known = view.find_person(head.key) or head.key in view.actors.people
        return _refer_person(phrase, place, view) if known else [_refer_unknown_body(phrase, place, view)]
    if head.kind == "person":
        return _refer_person(phrase, place, view)
    if head.kind == "name":
        return _refer_name(phrase, place, view)
    if head.kind == "body":
        return [_refer_unknown_body(phrase, place, view)]
    if head.kind == "title":
        return refer_titled(phrase, place, view)
    if head.kind == "noun":
        return _refer_generic(phrase, place, view)
    return _refer_thing(phrase, place, view)


def _refer_measured(phrase: NounPhrase, place: Place, view: View) -> list[Referent]:
    """Who is behind a measure: the Taliban in "26 members of the Taliban"; empty where nothing is measured."""
    if (
        phrase.head.text.lower() not in load_words().measures
        or not phrase.after
        or phrase.after[0].key != "of"
    ):
        return []
    return [] if list_modifiers(phrase, place, view) else refer(phrase.after[1:], place, view)


def _read_apposed_person(phrase: NounPhrase) -> Unit | None:
    """The person whose name follows a role and a comma: "his Indian counterpart, Arun Rao"."""
    commas = [i for i, u in enumerate(phrase.units[:-1]) if u.kind == "comma"]
    if phrase.head.kind in {"person", "name"} or not commas:
        return None
    after = phrase.units[commas[-1] + 1]
    return after if after.kind == "person" else None


def _refer_back(phrase: NounPhrase, place: Place, view: View) -> list[Referent] | None:
    """The referents of a phrase that only points back ("the two sides"); null when it says more."""
    head, words = phrase.head, load_words()
    if head.key in {"latter", "former"} and {u.key for u in phrase.before} <= {"the"}:
        return refer_ordered(head.key, place, view)
    if re.fullmatch("counterparts?", head.key):
        return refer_counterpart(phrase, place, view)
    if not phrase.definite and head.key != "sides":
        return None
    shared = phrase.units[0].key in {"our", "their"}  # "our two leaders" are not both of our country
    if list_modifiers(phrase, place, view) and not shared:
        return None
    number, word = count_members(phrase), head.text.lower()
    plain = all(u.kind in {"determiner", "pronoun", "number", "modifier"} for u in phrase.before)
    if phrase.units[0].key in {"the", "these"} and number == 1 and not phrase.after and plain:
        if word in words.pairs:
            return refer_named_pair(word, place, view) or None
        if head.kind == "title" and head.plural:
            return refer_titles(head.key, place, view) or None
    if number == 2 or word in {"sides", "pair"}:
        return _refer_both(phrase, place, view)
    if number > 2 and head.kind != "number":
        return refer_group(head.key, number, place, view) or None
    if phrase.after:
        return None
    if word in {"country", "nation"} and plain:
        return refer_country(word, place, view)
    return refer_paper(word, place, view) if word in words.papers else None


def _refer_both(phrase: NounPhrase, place: Place, view: View) -> list[Referent] | None:
    """Both members of the pair that "the two", "both armies" or "the two presidents" takes up."""
    head, words = phrase.head, load_words()
    word = head.text.lower()
    if not (head.kind == "number" or head.plural or word in words.states | words.sides | words.persons):
        return None
    if head.kind != "title" and word not in words.persons:
        pair = refer_pair(word, place, view, people=False)
        if head.kind == "noun" or word in words.states | words.sides - {"two", "both", "pair", "duo"}:
            pair = [Referent(kind="country", country=r.country, because=r.because) for r in pair]
        dressed = head.kind == "noun" and word not in words.sides | words.states
        return _dress(pair, phrase, place, view) if dressed else pair
    title = head.key if head.kind == "title" else "leader"
    pair = refer_pair(word, place, view, people=True)
    return [
        r if r.kind == "person" else view.officials.find_holder(r.country, title, place.on) or r for r in pair
    ]


def _refer_person(phrase: NounPhrase, place: Place, view: View) -> list[Referent]:
    head = phrase.head
    if phrase.before and phrase.before[-1].kind == "noun" and not view.find_person(head.key):
        return [_refer_unknown_body(phrase, place, view)]  # "the company Blue River"
    person = refer_unit(head, view, place.on)
    role = read_role(phrase.before, place, view)
    if role is None and phrase.after and phrase.after[0].kind == "comma":
        role = read_role(phrase.after[1:], place, view)
    owner = read_belonging(phrase.after, place, view)
    if owner and owner.country and person.country not in {None, owner.country}:
        # "King Abdullah of Jordan" is not the Saudi one
        person = Referent(kind="person", name=head.text, because=f'"{head.text}" of {owner.country}')
    role = role or owner
    return [add_role(person, role) if role else person]


def _refer_name(phrase: NounPhrase, place: Place, view: View) -> list[Referent]:
    head = phrase.head
    before = [u for u in phrase.before if u.kind not in {"determiner", "number", "modifier"}]
    hyphened = len(before) > 1 and before[-1].kind == "hyphen" and before[-2].kind in {"name", "person"}
    if before and before[-1].kind == "hyphen" and before[-2:-1] and before[-2].key in load_words().opposed:
        return []
    own = refer_unit(head, view, place.on)
    if own.kind == "body":
        return [_place_body(own, phrase, place, view)]
    pair = (
        [*list_named([u for u in before if u.kind in {"name", "person", "hyphen"}], view, place.on)]
        if hyphened
        else []
    )
    return [r for r in [*pair, own] if r.kind != "unknown"]


def _place_body(body: Referent, phrase: NounPhrase, place: Place, view: View) -> Referent:
    """A body in the state that qualifies it: "the Polish Senate", "Pakistani Taliban", "the Senate of Peru"."""
    if body.country in {"XEU", "XUN", "XNA"} or _is_private(phrase.head):
        return body
    shared = is_shared_organ(phrase.head)
    named = list_modifiers(phrase, place, view) or (find_complement(phrase, place, view) if shared else [])
    state = next((m for m in named if m.country and (m.kind == "country" or shared)), None)
    if state is None:
        return refer_shared_organ(body, place, view) if shared else body
    if state.country == body.country:
        return body
    name = view.actors.name_country(state.country or "")
    return msgspec.structs.replace(
        body, country=state.country, because=f"{body.org} of {name}, as the text says"
    )


def _is_private(unit: Unit) -> bool:
    return unit.sense is not None and unit.sense.group in load_words().private_kind


def _refer_unknown_body(phrase: NounPhrase, place: Place, view: View) -> Referent:
    """A body that no lexicon has, in the state that its words name ("the London-based company Blue River")."""
    named = list_modifiers(phrase, place, view) or find_complement(phrase, place, view)
    country = next((r.country for r in named if r.country), None)
    text = _name_body(phrase)
    if _is_private_body(phrase, text, view):
        where = f", from {view.actors.name_country(country)}" if country else ""
        because = f"{text}, a private body{where}"
        return Referent(kind="body", country=country, org=text, service="private", because=because)
    where = f"in {view.actors.name_country(country)}" if country else "of no state that the text names"
    return Referent(kind="body", country=country, org=text, because=f"{text}, a body {where}")


def _is_private_body(phrase: NounPhrase, name: str, view: View) -> bool:
    """Whether a body is no state's organ: by a word of its name, or by the noun before it ("the company")."""
    nouns = [view.actors.generics.get(u.key) for u in phrase.before if u.kind == "noun"]
    words = set(name.replace("-", " ").split())
    if any(u.key in load_words().private_noun for u in phrase.before):
        return True
    return any(n and n.kind in {"private", "independent"} for n in nouns) or bool(
        words & load_words().private_body
    )


def _name_body(phrase: NounPhrase) -> str:
    """The whole name of an unknown body: "Bremen Institute", "Union of Industrialists and Entrepreneurs"."""
    units = [phrase.head]
    if phrase.before and phrase.before[-1].kind == "name":
        units.insert(0, phrase.before[-1])
    campus = len(phrase.after) > 1 and phrase.after[0].key == "at" and phrase.after[1].kind == "name"
    if campus or (phrase.after and phrase.after[0].key in {"of", "for"}):
        named = (u.text[0].isupper() or u.kind in {"conjunction", "determiner"} for u in phrase.after[1:])
        rest = [u for u, goes_on in zip(phrase.after[1:], takewhile(bool, named), strict=False) if goes_on]
        while rest and not rest[-1].text[0].isupper():
            rest.pop()
        units += [phrase.after[0], *rest] if rest else []
    return spell_units(units)


def _refer_generic(phrase: NounPhrase, place: Place, view: View) -> list[Referent]:
    generic = view.actors.generics[phrase.head.key]
    modifiers = list_modifiers(phrase, place, view)
    match generic.kind:
        case "against" | "experts" | "allies":
            modifiers = [
                m for m in list_named(phrase.before, view, place.on) if m.because.find("adjective") >= 0
            ]
            if generic.kind == "allies" or not modifiers:
                because = f'"{phrase.head.text}" stand for no state'
                return [Referent(kind="group", org=generic.org, plural=True, because=because)]
        case _ if not modifiers:
            modifiers = [r for r in find_complement(phrase, place, view) if r.country or r.kind == "body"]
    if generic.kind == "state" and not modifiers:
        return []
    if generic.kind == "independent":
        because = f'"{phrase.text}" belongs to no state'
        return [
            Referent(
                kind="group", org=generic.org, service="private", plural=phrase.head.plural, because=because
            )
        ]
    if modifiers:
        return _dress(modifiers, phrase, place, view)
    named = any(u.text[0].isupper() and u.kind != "determiner" for u in phrase.before)  # "Leeds police"
    proper = phrase.head.text[0].isupper() and generic.kind in {
        "finance",
        "legislature",
        "foreign",
        "defence",
    }
    bare = (phrase.definite or proper or phrase.head.key in load_words().bare) and not named
    if bare and not phrase.indefinite and not (phrase.after and phrase.after[0].key == "of"):
        found = refer_body(phrase.head.key, generic.kind, place, view)
        if not found and generic.kind in load_words().public:
            found = _dress(refer_country("country", place, view), phrase, place, view)
        if found:
            return found
    because = f'"{phrase.text}" names no state'
    return [Referent(kind="group", org=generic.org, plural=phrase.head.plural, because=because)]


def _name_government(state: Referent, noun: str, place: Place, view: View) -> str:
    """ "Ruiz administration" where its head is named or, for "the U.S. administration", known on the day."""
    head = state if state.name else None
    if head is None and noun == "administration":
        head = view.officials.find_holder(state.country, "president", place.on)
    if head:
        return f"{head.name.split()[-1]} administration"
    return f"Government of {view.actors.name_country(state.country or '')}"


def _dress(states: Sequence[Referent], phrase: NounPhrase, place: Place, view: View) -> list[Referent]:
    """Each state with the body that the noun names: "Russian forces", "the Trump and Putin administrations"."""
    generic = view.actors.generics.get(phrase.head.key)
    found = []
    for state in states:
        org = generic.org if generic else None
        if generic and generic.kind == "government" and state.country:
            org = _name_government(state, phrase.head.key, place, view)
        if state.kind == "body" and state.org:
            org = state.org
        name = view.actors.name_country(state.country) if state.country else "no state"
        private = generic is not None and generic.kind in {
            "private",
            "against",
            "experts",
            "militant",
            "opposition",
        }
        found.append(
            Referent(
                kind="group" if private or phrase.head.plural else "body",
                country=state.country,
                org=org,
                service="private" if private else "state",
                plural=phrase.head.plural,
                because=f'"{phrase.text}": {phrase.head.text} of {name}',
            )
        )
    return found


def _refer_thing(phrase: NounPhrase, place: Place, view: View) -> list[Referent]:
    """The state that qualifies an unknown noun: "a Russian cargo plane", "Moscow's annexation"."""
    found = []
    for state in list_modifiers(phrase, place, view):
        because = f'"{phrase.text}": {state.because}'
        found.append(Referent(kind="group", country=state.country, org=state.org, because=because))
    if found:
        return found
    for i, unit in enumerate(phrase.after):
        if unit.kind == "preposition" and unit.key in INSIDE | {"by"}:
            states = [r for r in read_after(phrase.after[i + 1 :], place, view) if r.country]
            if states:
                because = f'"{phrase.text}": {unit.text} {states[0].because}'
                return [Referent(kind="group", country=states[0].country, because=because)]
    return []
