"""Takes up the people of a sentence, each with the role that stands before or after the name."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from detente.language.articles import Sentence
from detente.lexicon.references import load_words
from detente.resolve.discourses import View
from detente.resolve.modifiers import find_bearer, make_person
from detente.resolve.referents import Referent
from detente.resolve.roles import add_role, read_belonging, read_role
from detente.resolve.wording import Unit

_ROLE_UNITS = frozenset(
    {"title", "name", "body", "noun", "possessive", "suffix", "hyphen", "modifier", "determiner", "pronoun"}
)


def meet_person(units: Sequence[Unit], i: int, sentence: Sentence, view: View) -> set[int]:
    """Takes up a person with the role that stands before or after the name; the offsets that the role takes."""
    unit = units[i]
    known = find_bearer(unit, view, view.day)
    person = known or make_person(unit, view)
    place = view.locate(unit.start, sentence.index)
    told: set[int] = set()
    owner = read_belonging(units[i + 1 :], place, view)
    if owner and owner.country in {None, person.country or owner.country}:
        person = add_role(person, owner)
    for role_units in (_find_role_before(units, i), _find_role_after(units, i)):
        role = read_role(role_units, place, view) if role_units else None
        if role:
            person = add_role(person, _share_state(role, role_units[0], units, view))
            told |= {u.start for u in role_units}
    if known or told or owner or _is_surely_person(units, i, sentence, view):
        view.remember(person)
    return told


def _share_state(role: Referent, first: Unit, units: Sequence[Unit], view: View) -> Referent:
    """A role with the state of the person coordinated before it: "Greek president Ioannou and energy minister …"."""
    i = next((j for j, u in enumerate(units) if u.start == first.start), 0)
    if role.country or role.service != "state" or i < 2 or units[i - 1].kind != "conjunction":
        return role
    other = view.find_person(units[i - 2].key) if units[i - 2].kind == "person" else None
    return msgspec.structs.replace(role, country=other.country) if other else role


def _is_surely_person(units: Sequence[Unit], i: int, sentence: Sentence, view: View) -> bool:
    """Whether a capitalised run is a person for more reasons than its capitals ("Longest War" is none)."""
    unit = units[i]
    named = any(n.start <= unit.start < n.end for n in sentence.names)
    titled = i > 0 and (units[i - 1].kind == "title" or units[i - 1].text == ".")
    speaks = any(0 <= j < len(units) and units[j].key in load_words().said for j in (i - 1, i + 1))
    return named or titled or speaks or unit.text.split()[0] in view.actors.given_names


def _find_role_before(units: Sequence[Unit], i: int) -> list[Unit]:
    """The units of a role that stands before a name: "Russian ambassador to Oslo", "the chairman,", "Libya's"."""
    if i > 2 and units[i - 1].kind == "conjunction" and units[i - 2].kind == "person" and units[i - 3].plural:
        i -= 2  # "Presidents Ruiz and Okoro"
    end = i - 1 if i and units[i - 1].kind == "comma" else i
    start = end
    while start > 0 and (_belongs_to_role(units[start - 1]) or _is_inner_word(units, start - 1)):
        start -= 1
        if units[start].kind == "determiner" and (start == 0 or units[start - 1].kind != "preposition"):
            break
    role = [u for u in units[start:end] if u.kind != "mark"]
    while role and role[0].kind in {"preposition", "conjunction"}:
        role = role[1:]
    titled = any(u.kind == "title" or u.key == "counterpart" for u in role)
    if titled and any(u.kind == "person" for u in role) and end != i:
        return []
    if titled:
        return role
    return role if end == i and role and role[-1].kind == "possessive" else []


def _is_inner_word(units: Sequence[Unit], i: int) -> bool:
    """Whether a common word stands between the adjective of a state and a title: "Greek rural affairs minister"."""
    while i >= 0 and units[i].kind == "word":
        i -= 1
    sense = units[i].sense if i >= 0 else None
    return sense is not None and sense.kind == "demonym"


def _belongs_to_role(unit: Unit) -> bool:
    if unit.kind == "preposition":
        return unit.key in {"of", "to", "for", "at"}
    if unit.kind == "word":
        return unit.key == "counterpart" or unit.text[0].isupper()
    return unit.kind in {
        "title",
        "name",
        "body",
        "noun",
        "possessive",
        "suffix",
        "hyphen",
        "modifier",
        "determiner",
        "pronoun",
    }


def _find_role_after(units: Sequence[Unit], i: int) -> list[Unit]:
    """The units of a role that follows a name: ", a professor at …", ", who heads …", ", who served as …"."""
    rest = list(units[i + 1 :])
    if len(rest) < 2 or rest[0].kind != "comma":
        return []
    stop = next((j for j, u in enumerate(rest[1:], 1) if u.kind in {"comma", "mark"}), len(rest))
    role = rest[1:stop]
    if role and role[0].key == "who":
        return role
    first = next(
        (u for u in role if u.kind in {"title", "person", "relative"} or u.key == "counterpart"), None
    )
    if (
        first is None
        or first.kind in {"person", "relative"}
        or any(u.key in load_words().said for u in role[: role.index(first)])
    ):
        return []
    return [] if any(u.kind == "person" and u.start - first.end <= 1 for u in role) else role
