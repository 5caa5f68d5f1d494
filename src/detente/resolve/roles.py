"""Titles: what state, body and office they give, in the text's words, and who held them on a day.

"the U.S. ambassador to Russia" is American; "a professor at a Moscow institute" is no official.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from detente.lexicon.references import load_words
from detente.resolve.antecedents import refer_master, refer_pronoun, refer_title
from detente.resolve.discourses import Place, View
from detente.resolve.modifiers import find_complement, list_modifiers, list_named, read_after
from detente.resolve.phrases import NounPhrase, read_phrase, split_parties
from detente.resolve.referents import Referent
from detente.resolve.wording import Unit

_LEADS = {"heads": "head", "leads": "leader", "runs": "head", "directs": "director", "chairs": "chairman"}


def add_role(person: Referent, role: Referent) -> Referent:
    """A person with the role that stands beside the name."""
    return msgspec.structs.replace(
        person,
        country=person.country or role.country,
        title=role.title or person.title,
        office=role.office or person.office,
        org=role.org or person.org,
        gender=person.gender or role.gender,
        service=role.service if role.title else person.service,
        because=f'{person.name} is called "{role.office}"' if role.office else role.because or person.because,
    )


def read_belonging(after: Sequence[Unit], place: Place, view: View) -> Referent | None:
    """Where a name is followed by what its bearer belongs to: "Ana Ruiz of the Seville Institute"."""
    if len(after) < 2 or after[0].key not in {"of", "at", "from"}:
        return None
    end = next(
        (
            i
            for i, u in enumerate(after)
            if u.kind in {"comma", "mark"} or (u.text.islower() and u.kind == "word")
        ),
        None,
    )
    found = read_after(after[1:end], place, view)
    if after[0].key == "at":  # "at the White House" says where, "at the Seville Institute" whose
        found = [r for r in found if r.kind == "body" and r.service != "state"]
    if not found:
        return None
    return Referent(kind="person", country=found[0].country, org=found[0].org, because=found[0].because)


def read_role(units: Sequence[Unit], place: Place, view: View) -> Referent | None:
    """The role that words beside a name give ("Kremlin spokesman", "a professor at a Moscow institute")."""
    if units and units[0].key == "who":
        units = _read_relative(units[1:])
    part = split_parties(units)[:1]
    phrase = read_phrase(part[0]) if part else None
    if phrase is None:
        return None
    titles = [i for i, u in enumerate(phrase.before) if u.kind == "title"]
    if phrase.head.kind != "title" and titles:
        i = titles[0]
        phrase = NounPhrase(phrase.units, phrase.before[i], phrase.before[:i], tuple(phrase.units[i + 1 :]))
    if phrase.head.kind == "title":
        tail = [u for u in units if u.start >= phrase.head.end]
        phrase = NounPhrase(phrase.units, phrase.head, phrase.before, tuple(tail))
        return describe_title(phrase, place, view)
    named = (
        list_modifiers(phrase, place, view)
        if phrase.head.kind in {"noun", "word"}
        else list_named(units, view, place.on)
    )
    if len(named) != 1:
        return None
    first = named[0]
    return Referent(kind="person", country=first.country, org=first.org, because=first.because)


def _read_relative(clause: Sequence[Unit]) -> list[Unit]:
    """The units of a role that a clause gives: "(who) heads the council", "(who) served as consul"."""
    if not clause:
        return []
    if clause[0].text.lower() in _LEADS:
        title = _LEADS[clause[0].text.lower()]
        head = Unit("title", clause[0].start, clause[0].end, title, title)
        link = Unit("preposition", clause[0].end, clause[0].end, "of", "of")
        return [head, link, *clause[1:]]
    linked = clause[0].key in {"is", "was"}
    served = clause[0].key in {"serves", "served", "works", "worked"}
    j = next((j for j, u in enumerate(clause[:4]) if linked or (served and u.key == "as")), None)
    if j is None:
        return []
    past = clause[0].key in {"served", "worked", "was"}
    start = clause[0].start
    return [*([Unit("modifier", start, start, "former", "former")] if past else []), *clause[j + 1 :]]


def describe_title(phrase: NounPhrase, place: Place, view: View) -> Referent:
    """A title with its state and body, nobody named: "the U.S. ambassador to Russia", "a professor at Harvard"."""
    head = phrase.head
    title = view.actors.titles.get(head.key)
    modifiers = list_modifiers(phrase, place, view)
    complement = find_complement(phrase, place, view)
    body = next((r for r in (*modifiers, *complement) if r.kind == "body"), None)
    sources = (
        [*modifiers, *complement] if title and title.service == "state" else [*modifiers, *complement[:1]]
    )
    country = next((r.country for r in sources if r.country), body.country if body else None)
    return Referent(
        kind="person",
        country=country,
        title=head.key,
        office=word_office(phrase, body),
        org=body.org if body else None,
        gender=title.gender if title else None,
        service=title.service if title else "any",
        plural=head.plural,
        because=_say_where(phrase, country, view),
    )


def word_office(phrase: NounPhrase, body: Referent | None) -> str:
    """The office in the text's own words, without article, state and place of work: "professor of history"."""
    head = phrase.head
    first = len(phrase.before)
    while first and _words_office(phrase.before[first - 1]):
        first -= 1
    if first and phrase.before[first - 1].kind in {"name", "body"} and body and body.kind == "body":
        first -= 1 if phrase.before[first - 1].key == body.org else 0
    words = [*phrase.before[first:], head]
    for i, unit in enumerate(phrase.after):
        opens = unit.kind == "preposition" and unit.key in {"of", "for", "on", "to"}
        if opens and i == len(words) - len(phrase.before[first:]) - 1:
            words += _take_complement(phrase.after, i, head.key)
    return " ".join(u.text for u in words).replace(" - ", "-").removeprefix("-")


def _words_office(unit: Unit) -> bool:
    if unit.kind == "modifier":
        return unit.key in {"former", "acting", "deputy", "chief", "senior", "interim", "top"}
    return unit.kind in {"hyphen", "noun"} or (unit.kind == "word" and not unit.key.endswith(("ed", "ing")))


def _take_complement(after: Sequence[Unit], i: int, title: str) -> list[Unit]:
    """The units from "of" or "to" on that belong to an office: common words, or where an ambassador serves."""
    taken = [after[i]]
    for unit in after[i + 1 :]:
        named = unit.kind in {"name", "body", "determiner"} and after[i].key in {"to", "for"}
        named = named or (unit.kind == "body" and title in {"secretary", "minister"})
        if not named and unit.kind not in {"word", "conjunction", "title", "noun", "hyphen"}:
            break
        if unit.kind == "word" and (unit.key.endswith("ing") or unit.key in {"said", "told"}):
            break
        taken.append(unit)
    while taken and taken[-1].kind in {"conjunction", "determiner", "preposition"}:
        taken.pop()
    return taken if len(taken) > 1 else []


def _say_where(phrase: NounPhrase, country: str | None, view: View) -> str:
    named = (
        f" of {view.actors.name_country(country)}" if country else ", of which state the text does not say"
    )
    return f'the title "{phrase.head.text}"{named}'


def refer_titled(phrase: NounPhrase, place: Place, view: View) -> list[Referent]:
    """Whom a phrase with a title for its head means: the holder on the day when known, else the role."""
    role = describe_title(phrase, place, view)
    modifiers = [r for r in list_modifiers(phrase, place, view) if r.country]
    states = [r.country for r in modifiers] or [
        r.country for r in find_complement(phrase, place, view) if r.country
    ]
    if phrase.head.plural:
        return _refer_titles(phrase, role, states, place, view)
    former = phrase.has_modifier("former", "ex", "late", "deposed", "ousted", "retired")
    definite = phrase.definite or phrase.head.text[0].isupper()
    if role.country is None and definite and phrase.units[0].kind != "pronoun":
        found = refer_title(phrase.head.key, place, view) if role.org is None else []
        if found:
            return found
    if role.country is None and role.org is None and phrase.head.key in load_words().heralds:
        owner = refer_master(place, view)
        if owner:
            because = f'"{phrase.head.text}" speaks for the body named last, {owner.org}'
            return [msgspec.structs.replace(role, country=owner.country, org=owner.org, because=because)]
    if role.country and not phrase.indefinite and not former:
        holder = find_holder(role, place, view)
        if holder:
            return [holder]
    return [role]


def find_holder(role: Referent, place: Place, view: View) -> Referent | None:
    """Who held a described office on the day of the place, when the lexicon of offices knows."""
    for wording in dict.fromkeys((role.office or "", role.title)):
        holder = view.officials.find_holder(role.country, wording, place.on) if wording else None
        if holder:
            return holder
    return None


def _refer_titles(
    phrase: NounPhrase, role: Referent, states: Sequence[str | None], place: Place, view: View
) -> list[Referent]:
    """Several holders: one for each state named ("the Russian and Ukrainian presidents"), or one group."""
    codes = list(dict.fromkeys(s for s in states if s))
    if len(codes) > 1:
        office = (role.office or "").replace(phrase.head.text, phrase.head.key)
        single = [msgspec.structs.replace(role, country=c, office=office, plural=False) for c in codes]
        return [(None if phrase.indefinite else find_holder(r, place, view)) or r for r in single]
    return [msgspec.structs.replace(role, kind="group", org=role.org or role.office, office=None)]


def refer_counterpart(phrase: NounPhrase, place: Place, view: View) -> list[Referent]:
    """The holder of the same function elsewhere: "his Russian counterpart", "their counterparts from Tokyo"."""
    named = [r for r in list_named(phrase.before, view, place.on) if r.kind == "country"]
    named = named or [r for r in find_complement(phrase, place, view) if r.country]
    first = phrase.units[0]
    cut = max((i for i, u in enumerate(phrase.before) if u.kind == "possessive"), default=-1)
    if first.kind == "pronoun":
        owners = refer_pronoun(first.key, place, view)
    else:
        owners = view.read(phrase.before[:cut], place, view) if cut > 0 else []
    owner = next((o for o in owners if o.kind == "person"), None)
    if not named and owner:
        other = [c for c in view.weigh_countries(place) if c != owner.country and c not in {"XUN", "XWE"}]
        named = [Referent(kind="country", country=c) for c in other[:1]]
    found = []
    for referent in named:
        holder = owner and view.officials.find_counterpart(owner, referent.country, place.on)
        found.append(holder or _describe_counterpart(referent, owner, view))
    return found


def _describe_counterpart(state: Referent, owner: Referent | None, view: View) -> Referent:
    title = (owner.title or owner.office or "").lower() if owner else ""
    name = view.actors.name_country(state.country or "")
    because = f"the counterpart in {name}" + (f" of {owner.name or owner.office}" if owner else "")
    return Referent(
        kind="person",
        country=state.country,
        title=title,
        office=title or None,
        service="state",
        because=because,
    )
