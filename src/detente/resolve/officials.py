"""The lexicon of offices, asked in the words of a text: who bore a title, what a person was, who is a counterpart."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Sequence
from dataclasses import dataclass

from detente.lexicon.office_terms import Holding, Office, fold_title
from detente.lexicon.offices import Offices, load_offices
from detente.resolve.referents import Referent

_PERSONAL = frozenset({"other", "ambassador", "special_envoy"})
"""Functions that are no one's counterpart in general."""


@dataclass(frozen=True)
class Officials:
    """The offices by day, giving referents; without a day nobody is known."""

    offices: Offices

    def find_holder(self, country: str | None, title: str, on: dt.date | None) -> Referent | None:
        """Who surely bore a title of a state on a day."""
        answer = self.offices.find_by_title(country, title, on) if on and country else None
        return self._describe(answer.holding, answer.because) if answer and answer.holding else None

    def find_title(self, country: str, title: str) -> Office | None:
        """The office of a state that a title names, whoever holds it; null where it names several."""
        found = self.offices.list_titled(country, title)
        return found[0] if len(found) == 1 else None

    def matches_title(self, person: str, title: str, on: dt.date | None) -> bool:
        """Whether a person bore a title on a day."""
        return on is not None and self.offices.bears_title(person, title, on) is True

    def find_office(self, person: str, on: dt.date | None, titles: Sequence[str] = ()) -> Holding | None:
        """What a person was on a day, the office that the first fitting title names; past ones only if titled."""
        held = self.offices.offices_of(person, on) if on else []
        past = [h for h in self.offices.holdings_of(person) if on is None or h.start.first <= on]
        terms = (*held, *reversed(past))
        titled = (h for title in titles if title for h in terms if _is_titled(h, title))
        return next(titled, None) or next(iter(held), None)

    def find_counterpart(self, owner: Referent, country: str | None, on: dt.date | None) -> Referent | None:
        """Who had in another state, on a day, the function that somebody has."""
        held = self.find_office(owner.name, on, (owner.office or "", owner.title)) if owner.name else None
        office = held.office if held else self.find_title(owner.country or "", owner.title)
        if office is None or office.function in _PERSONAL or on is None or country is None:
            return None
        answer = self.offices.holders_on(country, on, function=office.function)
        return self._describe(answer.holding, answer.because) if answer.holding else None

    def _describe(self, holding: Holding, because: str) -> Referent:
        person = self.offices.people[holding.person]
        return Referent(
            kind="person",
            country=holding.office.country,
            name=holding.person,
            office=holding.title,
            org=holding.office.org,
            gender=person.gender,
            service="state",
            because=because,
        )


@functools.cache
def load_officials() -> Officials:
    """The officials of the lexicon that ships with the package."""
    return Officials(load_offices())


def _is_titled(holding: Holding, title: str) -> bool:
    key = fold_title(title)
    names = {fold_title(n) for n in (holding.title, holding.office.title, *holding.office.aliases)}
    return key in names or (
        holding.office.function == "spokesperson" and any(n.endswith(f" {key}") for n in names)
    )
