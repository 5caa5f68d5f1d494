"""How much of the world the lexicon of offices knows, and how far it agrees with public lists of leaders.

The share of agreement with REIGN (see office_checks) is counted in months: in the middle of each month that a
leader of its list reigns wholly, either one of our heads of state or government bears that name, or another, or
nobody is known.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import msgspec

from detente.lexicon.actors import load_actors
from detente.lexicon.office_checks import is_contradicted, list_top, read_reigns
from detente.lexicon.offices import Offices, load_offices

SINCE = dt.date(2000, 1, 15)
_FUNCTIONS = ("head_of_state", "head_of_government", "foreign_minister")
_BLOCS = frozenset({"XEU", "XNA", "XUN", "XWE", "SUN"})


class Coverage(msgspec.Struct, frozen=True):
    """A measure of the lexicon: how many of how many, and which states or terms are lacking."""

    measure: str
    known: int
    total: int
    lacking: tuple[str, ...] = ()

    @property
    def share(self) -> float:
        """`known` of `total`, 0 where nothing was asked."""
        return self.known / self.total if self.total else 0.0

    def __str__(self) -> str:
        lacking = f"; lacking {' '.join(self.lacking)}" if self.lacking else ""
        return f"{self.measure}: {self.known:,} of {self.total:,} ({self.share:.1%}){lacking}"


def measure_coverage(folder: Path | None = None, *, offices: Offices | None = None) -> list[Coverage]:
    """The states whose leaders are listed, the months since 2000 with a known holder, and agreement with REIGN.

    Example:
        >>> str(measure_coverage()[0]).split(" (")[0]
        'states with a head of state or monarch: 195 of 197'
    """
    lexicon = offices or load_offices()
    found = [*_count_states(lexicon), *_count_months(lexicon)]
    return [*found, *_count_reigns(lexicon, folder)] if folder else found


def _list_states() -> list[str]:
    return [code for code in load_actors().countries if code not in _BLOCS]


def _count_states(lexicon: Offices) -> Iterator[Coverage]:
    states = _list_states()
    listed = {
        (o.country, "head_of_state" if o.function == "monarch" else o.function)
        for o in lexicon.offices.values()
    }
    for function, name in zip(
        _FUNCTIONS,
        ("head of state or monarch", "head of government of its own", "foreign minister"),
        strict=True,
    ):
        lacking = tuple(code for code in states if (code, function) not in listed)
        shown = lacking if function != "head_of_government" else ()  # a president often is his own
        yield Coverage(f"states with a {name}", len(states) - len(lacking), len(states), shown)


def _count_months(lexicon: Offices) -> Iterator[Coverage]:
    """Of the months from 2000, in how many each office is known to have one holder."""
    last = max(lexicon.known_until(o) for o in lexicon.offices.values())
    days = [d for year in range(SINCE.year, last.year + 1) for month in range(1, 13)
            if (d := dt.date(year, month, SINCE.day)) <= last]  # fmt: skip
    for function in _FUNCTIONS:
        same = {function, "monarch"} if function == "head_of_state" else {function}
        offices = [o for o in lexicon.offices.values() if o.function in same]
        known = sum(lexicon.holders_on(o.office, day).person is not None for o in offices for day in days)
        name = function.replace("_", " ")
        yield Coverage(f"months since 2000 with a known {name}", known, len(offices) * len(days))


def _count_reigns(lexicon: Offices, folder: Path) -> Iterator[Coverage]:
    """Agreement over the months of all states in REIGN: of those that we answer, and how many those are."""
    top = list_top(lexicon)
    asked = answered = agreed = 0
    silent: set[str] = set()
    for reign in read_reigns(folder):
        verdicts = [
            is_contradicted(lexicon, top.get(reign.country, []), reign.leader, day) for day in reign.days
        ]
        given = [v for v in verdicts if v is not None]
        asked, answered, agreed = asked + len(verdicts), answered + len(given), agreed + given.count(False)
        silent |= {reign.country} if len(given) < len(verdicts) else set()
    yield Coverage("REIGN: months answered", answered, asked, tuple(sorted(silent)))
    yield Coverage("REIGN: months agreed of answered", agreed, answered)
