"""Who held which office on which day: state offices, ambassadors and heads of organisations.

The rows stand in offices.csv, holders.csv and people.csv (docs/lexicon-offices.md says how to add one). Dates keep
the precision they are known with: "2004-03" is some day of that month. Where the rows do not decide, the answer names
nobody and says why. On the day of a handover the incoming holder counts.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Iterable, Sequence
from typing import Literal

import msgspec

from detente.errors import LexiconError
from detente.lexicon.actors import Person, read_rows
from detente.lexicon.office_terms import (
    RANKS,
    Function,
    Holding,
    Office,
    fold_name,
    fold_title,
    parse_moment,
)

KNOWN_UNTIL = dt.date(2025, 6, 30)
"""The day up to which terms without an end are taken to last; a later change that a row records extends its office."""

_INSTEAD: dict[str, Function] = {"head_of_state": "monarch", "head_of_government": "head_of_state"}
"""Whom a state without such an office has: a king, or a president who also leads the government."""
_FEMALE = {r"^King\b": "Queen", r"spokesman$": "spokeswoman", r"^Chairman\b": "Chairwoman"}
_SUFFIXES = frozenset({"jr", "sr", "iii", "iv"})


class Answer(msgspec.Struct, frozen=True):
    """Who held an office on a day, or nobody and why; `people` are all who may have."""

    because: str
    office: Office | None = None
    person: str | None = None
    holding: Holding | None = None
    people: tuple[str, ...] = ()


class Offices:
    """The lexicon of offices, asked by office, by function, by title or by person."""

    def __init__(
        self, offices: Iterable[Office], holdings: Iterable[Holding], people: Iterable[Person]
    ) -> None:
        self.offices = {o.office: o for o in offices}
        self.people = {p.person: p for p in people}
        self._by_office: dict[str, list[Holding]] = {o: [] for o in self.offices}
        self._by_person: dict[str, list[Holding]] = {}
        for holding in sorted(holdings, key=lambda h: h.start):
            self._by_office[holding.office.office].append(holding)
            self._by_person.setdefault(holding.person, []).append(holding)

    def holders_on(
        self, key: str | None, day: dt.date, *, function: Function | None = None, to: str | None = None
    ) -> Answer:
        """Who held an office on a day: `key` is an office, or with `function` a country (None: of none).

        Ambassadors also need `to`, the country they are sent to.

        Raises:
            LexiconError: when `key` is no office of the lexicon.

        Example:
            >>> load_offices().holders_on("usa-president", dt.date(2021, 1, 20)).person
            'Joe Biden'
            >>> load_offices().holders_on("RUS", dt.date(2009, 5, 1), function="head_of_state").person
            'Dmitry Medvedev'
        """
        if function:
            found = self.list_offices(key, function, to=to)
            if not found and function in _INSTEAD:
                found = self.list_offices(key, _INSTEAD[function])
            return self._choose(found, day, f"{function} of {key}")
        if key not in self.offices:
            raise LexiconError(f'no office "{key}" in lexicon/offices.csv; list it there or ask by country')
        return self._answer(self.offices[key], day)

    def find_by_title(self, country: str | None, title: str, day: dt.date) -> Answer:
        """Who bore a title of a country on a day; nobody where the title fits several people.

        Example:
            >>> load_offices().find_by_title("RUS", "prime minister", dt.date(2010, 1, 1)).person
            'Vladimir Putin'
            >>> load_offices().find_by_title("RUS", "chancellor", dt.date(2010, 1, 1)).because
            'no office recorded as "chancellor" of RUS'
        """
        return self._choose(self.list_titled(country, title), day, f'"{title}" of {country}')

    def list_offices(self, country: str | None, function: Function, *, to: str | None = None) -> list[Office]:
        """The offices of a function in a country, ambassadors only to where they are sent."""
        return [
            o
            for o in self.offices.values()
            if o.country == country and o.function == function and (function != "ambassador" or o.to == to)
        ]

    def list_titled(self, country: str | None, title: str) -> list[Office]:
        """The offices of a country that are called so, whoever holds them."""
        return self._titles.get((country, fold_title(title)), [])

    def offices_of(self, person: str, day: dt.date) -> list[Holding]:
        """The terms that somebody surely served on a day, the highest office first, of two the one at home."""
        held = [
            h for h in self.holdings_of(person) if h.covers(day) and h in self._list_active(h.office, day)
        ]
        home = self.people[person].country if held else None
        return sorted(held, key=lambda h: (h.acting, RANKS[h.office.function], h.office.country != home))

    def holdings_of(self, person: str) -> tuple[Holding, ...]:
        """All terms of somebody, the earliest first."""
        return tuple(self._by_person.get(person, ()))

    def terms_of(self, office: str) -> tuple[Holding, ...]:
        """All terms in an office, the earliest first."""
        return tuple(self._by_office.get(office, ()))

    def bears_title(self, person: str, title: str, day: dt.date) -> bool | None:
        """Whether somebody held an office of that title on a day; None where the lexicon cannot say.

        Example:
            >>> load_offices().bears_title("Dmitry Medvedev", "President", dt.date(2013, 1, 1))
            False
        """
        key = fold_title(title)
        terms = [
            h
            for h in self.holdings_of(person)
            if key in {fold_title(t) for t in (h.title, *h.office.aliases)} and h.may_cover(day)
        ]
        if any(h in self.offices_of(person, day) for h in terms):
            return True
        return None if any(self._is_open(h, day) for h in terms) else False

    def holder_before(self, office: str, day: dt.date) -> Answer:
        """Who held an office before whoever held it on the day ("his predecessor"); acting holders aside."""
        now = self.holders_on(office, day)
        earlier = [
            h
            for h in self.terms_of(office)
            if h.start.last <= day and not h.acting and h.person not in now.people
        ]
        if not earlier:
            return Answer(f"nobody recorded before {day}", self.offices[office])
        last = earlier[-1]
        return Answer(str(last), last.office, last.person, last, (last.person,))

    def find_people(self, name: str) -> tuple[str, ...]:
        """Whom a full name means: by the spellings listed, else without initials, middle names and "Jr.".

        Example:
            >>> load_offices().find_people("William Joseph Burns"), load_offices().find_people("George Bush")
            (('William Burns',), ('George H. W. Bush', 'George W. Bush'))
        """
        words = [w for w in fold_name(name).split() if w not in _SUFFIXES]
        without_initials = [*words[:1], *(w for w in words[1:-1] if len(w) > 1), *words[1:][-1:]]
        for key in (words, without_initials, [*words[:1], *words[1:][-1:]]):
            found = self._names.get(" ".join(key))
            if found:
                return tuple(sorted(found))
        return ()

    def known_until(self, office: Office) -> dt.date:
        """The day after which the lexicon does not know who holds an office."""
        if office.known_until:
            return office.known_until
        changes = [m.last for h in self._by_office[office.office] for m in (h.start, h.end) if m]
        return max([KNOWN_UNTIL, *changes])

    @functools.cached_property
    def _titles(self) -> dict[tuple[str | None, str], list[Office]]:
        titles: dict[tuple[str | None, str], list[Office]] = {}
        for office in self.offices.values():
            for key in {fold_title(t) for t in (office.title, *office.aliases)}:
                titles.setdefault((office.country, key), []).append(office)
        return titles

    @functools.cached_property
    def _names(self) -> dict[str, set[str]]:
        names: dict[str, set[str]] = {}
        for person in self.people.values():
            for name in (person.person, *person.aliases):
                names.setdefault(fold_name(name), set()).add(person.person)
        return names

    def _is_open(self, term: Holding, day: dt.date) -> bool:
        """Whether the lexicon cannot say if a term covers the day: its month is known only, or its end is not."""
        return not term.covers(day) or (term.end is None and day > self.known_until(term.office))

    def _list_active(self, office: Office, day: dt.date) -> list[Holding]:
        """The terms that may cover a day, without those that the start of another has ended."""
        known = self.known_until(office)
        active = [h for h in self._by_office[office.office] if h.may_cover(day) and (h.end or day <= known)]
        if office.seats == "many":
            return active
        return [h for h in active if not any(h.ends_with(other, day) for other in active)]

    def _answer(self, office: Office, day: dt.date) -> Answer:
        active = self._list_active(office, day)
        if not active:
            return Answer(self._say_why_nobody(office, day), office)
        people = tuple(dict.fromkeys(h.person for h in active))
        if office.seats == "many" and len(people) > 1:
            return Answer(f"one of several on {day}: {', '.join(people)}", office, people=people)
        certain = [h for h in active if h.covers(day)]
        titular = [h for h in certain if not h.acting] or certain
        if len({h.person for h in titular}) != 1 or {h.person for h in certain} != set(people):
            return Answer(f"undecided on {day}: {'; '.join(map(str, active))}", office, people=people)
        holding = titular[0]
        stand_ins = "".join(f"; meanwhile {h}" for h in certain if h.person != holding.person)
        return Answer(f"{holding}{stand_ins}", office, holding.person, holding, people)

    def _choose(self, offices: Sequence[Office], day: dt.date, asked: str) -> Answer:
        answers = [self._answer(o, day) for o in offices]
        found = [a for a in answers if a.people]
        if len({a.person for a in found}) > 1:
            people = tuple(dict.fromkeys(p for a in found for p in a.people))
            return Answer(f"{asked} on {day} fits several: {', '.join(people)}", people=people)
        return (found or answers or [Answer(f"no office recorded as {asked}")])[0]

    def _say_why_nobody(self, office: Office, day: dt.date) -> str:
        ended = [h.end.last for h in self._by_office[office.office] if h.end and h.end.last < day]
        if day > self.known_until(office):
            return f"{office.title}: not known after {self.known_until(office)}"
        if not ended:
            return f"{office.title}: no holder recorded as early as {day}"
        return f"{office.title}: nobody recorded on {day}, vacant or unknown since {max(ended)}"


class _HolderRow(msgspec.Struct, frozen=True):
    office: str
    person: str
    start: str
    end: str = ""
    acting: Literal["yes"] | None = None


@functools.cache
def load_offices() -> Offices:
    """The lexicon of offices that ships with the package.

    Raises:
        LexiconError: when a row cannot be understood, or names an office or person that no row describes.

    Example:
        >>> load_offices().offices_of("Josep Borrell", dt.date(2020, 5, 1))[0].title
        'High Representative for Foreign Affairs'
    """
    people = {p.person: p for p in read_rows("people.csv", Person)}
    offices = {o.office: o for o in read_rows("offices.csv", Office)}
    holdings = [_make_holding(row, offices, people) for row in read_rows("holders.csv", _HolderRow)]
    return Offices(offices.values(), holdings, people.values())


def _make_holding(row: _HolderRow, offices: dict[str, Office], people: dict[str, Person]) -> Holding:
    try:
        office, person = offices[row.office], people[row.person]
        return Holding(
            person=row.person,
            office=office,
            title=_fit_title(office.title) if person.gender == "f" else office.title,
            start=parse_moment(row.start),
            end=parse_moment(row.end) if row.end else None,
            acting=row.acting == "yes",
        )
    except KeyError as error:
        raise LexiconError(
            f"lexicon/holders.csv: no row of offices.csv or people.csv is {error}; add it"
        ) from error
    except LexiconError as error:
        raise LexiconError(f"lexicon/holders.csv, {row.person} as {row.office}: {error}") from error


def _fit_title(title: str) -> str:
    """The title as a woman bears it."""
    for male, female in _FEMALE.items():
        title = re.sub(male, female, title)
    return title
