"""Who qualifies a head: before it ("Putin's", "U.S.", "Kremlin", "his") or after it ("of Russia", "at Harvard")."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import msgspec

from detente.lexicon.references import load_words
from detente.resolve.antecedents import refer_pronoun
from detente.resolve.discourses import Place, View
from detente.resolve.phrases import NounPhrase, read_phrase
from detente.resolve.referents import Referent
from detente.resolve.wording import Unit

INSIDE = frozenset({"of", "from", "in", "at", "within", "inside"})
"""Prepositions after which stands who or where somebody belongs to."""


def list_modifiers(phrase: NounPhrase, place: Place, view: View) -> list[Referent]:
    """Who qualifies the head from before: "U.S.", "Putin's", "Kremlin", "his"; those nearest to the head."""
    before = list(phrase.before)
    cut = max((i for i, u in enumerate(before) if u.kind == "possessive"), default=-1)
    near = list_named(before[cut + 1 :], view, place.on)
    if near or not before:
        return near
    if cut > 0:
        return view.read(before[:cut], place, view)
    return refer_pronoun(before[0].key, place, view) if before[0].kind == "pronoun" else []


def list_named(units: Sequence[Unit], view: View, on: dt.date | None) -> list[Referent]:
    """Whom the names among some units mean: all that are joined, else the last; no mere colour ("anti-Polish")."""
    found: list[Referent] = []
    for i, unit in enumerate(units):
        if unit.kind not in {"name", "person"} or _is_set_apart(units, i):
            continue
        if unit.kind == "person" and not (find_bearer(unit, view, on) or unit.key in view.actors.people):
            continue
        referent = refer_unit(unit, view, on)
        if referent.kind != "unknown":
            found.append(referent)
    joined = any(u.kind in {"conjunction", "hyphen", "comma"} for u in units)
    return found if joined else found[-1:]


def _is_set_apart(units: Sequence[Unit], i: int) -> bool:
    """Whether a name only colours the noun: "Russia-backed", "anti-Russian" ("U.S.-led" does name the actor)."""
    after = units[i + 1 : i + 3]
    if len(after) == 2 and after[0].kind == "hyphen" and after[1].kind == "suffix":
        return after[1].key not in load_words().placed | {"led"}
    before = units[max(0, i - 2) : i]
    return len(before) == 2 and before[1].kind == "hyphen" and before[0].key in load_words().opposed


def refer_unit(unit: Unit, view: View, on: dt.date | None) -> Referent:
    """Whom a name by itself means."""
    if unit.kind == "person":
        return find_bearer(unit, view, on) or make_person(unit, view)
    sense = unit.sense
    if sense is None or sense.kind == "apart":
        return Referent(kind="unknown", because=f'"{unit.text}" is no actor')
    if sense.kind in {"organ", "organisation"}:
        of = (
            f" of {view.actors.name_country(sense.country)}"
            if sense.country and sense.kind == "organ"
            else ""
        )
        private = sense.group in load_words().private_kind
        # what a medium reports is another's: it is never the body that "it" or "a spokesman" points back to
        return Referent(
            kind="group" if sense.group == "press" else "body",
            country=sense.country,
            org=sense.name,
            service="state" if sense.kind == "organ" else "private" if private else "any",
            because=f'"{unit.text}" is {sense.name}, a body ({sense.group}){of}',
        )
    what = {"capital": "the capital of ", "place": "a place in ", "demonym": "the adjective of "}.get(
        sense.kind, ""
    )
    alliance = (
        sense.name if (sense.country or "").startswith("X") and sense.country not in {"XKX", "XWE"} else None
    )
    because = f'"{unit.text}" is {what}{sense.name}'
    return Referent(kind="country", country=sense.country, org=alliance, because=because)


def is_shared_organ(unit: Unit) -> bool:
    """Whether a name is that of an organ that many states have: "Senate", not "U.S. Senate"."""
    words = unit.text.split()
    organ = (
        unit.sense is not None and unit.sense.kind == "organ" and unit.sense.group in {"legislature", "court"}
    )
    own = words[0].rstrip(".").isupper() or words[0] == "United"
    return organ and not own and words[-1].lower() in load_words().shared_organ


def find_bearer(unit: Unit, view: View, on: dt.date | None) -> Referent | None:
    """The person a name means: of the article, else by surname whoever was in office on the day."""
    short = " " not in unit.text
    known = (view.find_person(unit.text) if short else None) or view.find_person(unit.key)
    if known and (" " in known.name or not short):
        return known
    official = view.find_official(unit.text, on) if short and unit.key not in view.actors.people else None
    if official is None:
        return known
    return make_person(msgspec.structs.replace(unit, key=official), view)


def make_person(unit: Unit, view: View) -> Referent:
    """A person as the lexicon of people has them, or by name alone."""
    listed = view.actors.people.get(unit.key)
    first = unit.text.split()[0].lower()  # "King Salman" is a name of its own in the lexicon
    return Referent(
        kind="person",
        name=unit.key,
        country=listed.country if listed else None,
        title=first if first in view.actors.titles else "",
        gender=view.guess_gender(unit.key),
        service="state" if listed else "any",
        because=f'"{unit.text}" is {unit.key}',
    )


def find_complement(phrase: NounPhrase, place: Place, view: View) -> list[Referent]:
    """Who follows the head with "of", "at", "in": the state or body that somebody belongs to.

    "to Russia" after a title is where somebody is sent, and not theirs; nor are troops "in Mali" Malian.
    """
    generic = view.actors.generics.get(phrase.head.key) if phrase.head.kind == "noun" else None
    abroad = {"in", "at", "inside", "within"} if generic and generic.kind in {"armed", "foreign"} else set()
    links = [(u.key == "for", i) for i, u in enumerate(phrase.after) if u.kind == "preposition"]
    links = [(late, i) for late, i in links if phrase.after[i].key in (INSIDE | {"for", "with"}) - abroad]
    # "officer for Russia at the council" names a subject first, "spokesman for the army" a master
    for _, i in links if phrase.head.key in load_words().heralds else sorted(links):
        found = read_after(phrase.after[i + 1 :], place, view)
        if phrase.after[i].key == "for" and phrase.head.key not in load_words().heralds:
            found = [r for r in found if r.kind == "body"]
        if found:
            return found
    return []


def read_after(units: Sequence[Unit], place: Place, view: View) -> list[Referent]:
    """Who stands after a preposition, coordinated ones included; empty when it is no actor."""
    phrase = read_phrase(units)
    if phrase is None or phrase.head.kind not in {"name", "body", "person", "noun", "word"}:
        return []
    if phrase.head.kind == "word":
        return list_modifiers(phrase, place, view)
    return [r for r in view.read(units[: _find_end(units)], place, view) if r.kind != "unknown"]


def _find_end(units: Sequence[Unit]) -> int:
    """Where what a preposition governs ends: before another that opens no part of a name, or a closing comma."""
    listed = max((i for i, u in enumerate(units) if u.kind == "conjunction"), default=-1)
    for i, unit in enumerate(units):
        outer = unit.kind == "preposition" and unit.key not in INSIDE
        if i and (outer or unit.kind in {"relative", "mark"} or (unit.kind == "comma" and i > listed)):
            return i
    return len(units)
