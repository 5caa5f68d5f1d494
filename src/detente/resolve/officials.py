"""Offices by day, asked in the words of a text: who held a title, what a person was, who is whose counterpart."""

from __future__ import annotations

import datetime as dt
import functools
from dataclasses import dataclass

import msgspec

from detente.lexicon.actors import read_rows
from detente.resolve.referents import Referent


class Office(msgspec.Struct, frozen=True):
    """An office of a state or organisation; `to` is where an ambassador serves."""

    office: str
    country: str | None = None
    title: str = ""
    function: str = ""
    org: str | None = None
    aliases: tuple[str, ...] = ()
    to: str | None = None
    seats: str | None = None
    known_until: str | None = None


class Term(msgspec.Struct, frozen=True):
    """A person's time in an office; ISO dates, no end while it lasts."""

    office: str
    person: str
    start: str
    end: str = ""
    acting: str = ""


_RANK = (
    "head_of_state",
    "monarch",
    "head_of_government",
    "foreign_minister",
    "defence_minister",
    "security_adviser",
)
_SPELLINGS = (
    ("defense", "defence"), ("advisor", "adviser"), ("-", " "), ("u.s.", "us"), ("spokeswoman", "spokesman"),
    ("spokesperson", "spokesman"), ("chairwoman", "chairman"), ("chairperson", "chairman"),
)  # fmt: skip


@dataclass(frozen=True)
class Officials:
    """The offices and terms of the lexicon, by person and by state."""

    by_country: dict[str, list[Office]]
    by_person: dict[str, list[tuple[Term, Office]]]
    by_office: dict[str, list[Term]]

    def find_holder(self, country: str | None, title: str, on: dt.date | None) -> Referent | None:
        """Who held an office of a state, titled so, on a day."""
        for office in self.by_country.get(country or "", ()):
            if is_titled(office, title):
                for term in reversed(self.by_office.get(office.office, [])):
                    if covers(term, on):
                        return _describe(term.person, office, on)
        return None

    def find_title(self, country: str, title: str) -> Office | None:
        """The office of a state that a title names."""
        return next((o for o in self.by_country.get(country, ()) if is_titled(o, title)), None)

    def matches_title(self, person: str, title: str, on: dt.date | None) -> bool:
        """Whether a person bore a title on a day."""
        return any(
            covers(term, on) and is_titled(office, title) for term, office in self.by_person.get(person, ())
        )

    def find_office(self, person: str, on: dt.date | None, title: str = "") -> Office | None:
        """What a person was on a day, the office titled so first; past offices only if so titled."""
        terms = self.by_person.get(person, [])
        held = sorted((o for t, o in terms if covers(t, on)), key=_rank)
        titled = [o for o in (*held, *(o for _, o in terms)) if title and is_titled(o, title)]
        return next(iter((*titled, *held)), None)

    def find_counterpart(self, owner: Referent, country: str | None, on: dt.date | None) -> Referent | None:
        """Who held in another state the function that somebody has."""
        own = (
            self.find_office(owner.name, on, owner.title)
            if owner.name
            else self.find_title(owner.country or "", owner.office or owner.title)
        )
        if own is None or own.function in {"other", "ambassador", "special_envoy"}:
            return None
        for office in self.by_country.get(country or "", ()):
            term = next((t for t in reversed(self.by_office.get(office.office, [])) if covers(t, on)), None)
            if office.function == own.function and term:
                return _describe(term.person, office, on)
        return None


@functools.cache
def load_officials() -> Officials:
    """The offices and terms that ship with the package."""
    offices = {o.office: o for o in read_rows("offices.csv", Office)}
    officials = Officials({}, {}, {})
    for office in sorted(offices.values(), key=_rank):
        officials.by_country.setdefault(office.country or "", []).append(office)
    for term in read_rows("holders.csv", Term):
        if term.office in offices:
            officials.by_person.setdefault(term.person, []).append((term, offices[term.office]))
            officials.by_office.setdefault(term.office, []).append(term)
    return officials


def _rank(office: Office) -> int:
    return _RANK.index(office.function) if office.function in _RANK else len(_RANK)


def _describe(person: str, office: Office, on: dt.date | None) -> Referent:
    return Referent(
        kind="person",
        country=office.country,
        name=person,
        office=office.title,
        org=office.org,
        service="state",
        because=f"{person} was {office.title} on {on}",
    )


def covers(term: Term, on: dt.date | None) -> bool:
    """Whether a day lies in a term, both ends included."""
    return on is not None and term.start <= on.isoformat() and (not term.end or on.isoformat() <= term.end)


def is_titled(office: Office, title: str) -> bool:
    """Whether a title in a text's words names an office."""
    return normalise_title(title) in _list_titles(office)


@functools.cache
def _list_titles(office: Office) -> frozenset[str]:
    return frozenset(normalise_title(t) for t in (office.title, *office.aliases))


@functools.cache
def normalise_title(title: str) -> str:
    """A title in one spelling: lower case, British, without gender."""
    title = title.lower()
    for one, other in _SPELLINGS:
        title = title.replace(one, other)
    return title
