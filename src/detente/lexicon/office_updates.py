"""What Wikidata knows of office-holders that the lexicon does not: new terms, ends of open ones, disagreements.

Only what comes after our last row of an office can be taken over; where Wikidata tells the past otherwise, it is shown
and left to a person. The answers are those of the query service in the SPARQL 1.1 JSON format.
"""

from __future__ import annotations

import datetime as dt
import functools
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from importlib import resources
from itertools import groupby
from typing import Literal

import msgspec

from detente.errors import InputError, LexiconError
from detente.lexicon.office_terms import Function, Holding, Moment, Office, parse_moment
from detente.lexicon.offices import Offices, load_offices
from detente.lexicon.overlays import Row

_INSTEAD: dict[Function, Function] = {"head_of_state": "monarch"}
_LONGEST_NAME = 80


class Asking(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is asked of the query service, as wikidata.toml has it; `queries` hold the word {since}."""

    service: str
    precisions: dict[str, int]
    genders: dict[str, str]
    queries: dict[str, str]


class Term(msgspec.Struct, frozen=True):
    """A term as Wikidata has it: the state, the function, who, and from when to when."""

    country: str
    function: Function
    person: str
    gender: str | None
    start: Moment
    end: Moment | None = None


class Change(msgspec.Struct, frozen=True):
    """What to do: add a term, end ours, or look at a disagreement (`differ`: never applied)."""

    kind: Literal["add", "end", "differ"]
    office: str
    person: str
    start: str
    end: str
    says: str
    gender: str = ""


@functools.cache
def load_asking() -> Asking:
    """The queries of wikidata.toml and how their answers are read.

    Raises:
        LexiconError: when the file is not as described.
    """
    text = (resources.files("detente.lexicon") / "wikidata.toml").read_text(encoding="utf-8")
    try:
        return msgspec.convert(tomllib.loads(text), Asking)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise LexiconError(f"lexicon/wikidata.toml: {error}; mend the file") from error


class _Value(msgspec.Struct):
    value: str


class _Bindings(msgspec.Struct):
    bindings: list[dict[str, _Value]]


class _Answer(msgspec.Struct):
    results: _Bindings


def read_terms(answer: bytes) -> list[Term]:
    """The terms in an answer of the query service; rows without an English name or a usable day are left out.

    Raises:
        InputError: when the answer is not in the SPARQL JSON format.
    """
    try:
        rows = msgspec.json.decode(answer, type=_Answer).results.bindings
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise InputError(f"not an answer of the query service ({error}); ask it for JSON") from error
    terms = [_read_term({name: cell.value for name, cell in row.items()}) for row in rows]
    return list(dict.fromkeys(term for term in terms if term))


def _read_term(row: Row) -> Term | None:
    name, start = row.get("personLabel", "").strip(), _read_moment(row, "start")
    code, function = row.get("code", ""), row.get("function", "")
    unnamed = (
        not name.isprintable()
        or "|" in name
        or not name[:1].isalpha()
        or name == row.get("person", "")[-len(name) :]
    )
    if (
        unnamed
        or len(name) > _LONGEST_NAME
        or start is None
        or function not in ("head_of_state", "head_of_government", "foreign_minister")
    ):
        return None
    gender = load_asking().genders.get(row.get("gender", "").rpartition("/")[2])
    return Term(code, function, name, gender, start, _read_moment(row, "end"))  # type: ignore[arg-type]


def _read_moment(row: Row, name: str) -> Moment | None:
    length = load_asking().precisions.get(row.get(f"{name}Precision", ""), 0)
    try:
        return parse_moment(row.get(name, "")[:length]) if length else None
    except LexiconError:
        return None  # a day before our era, or none at all


def compare_terms(terms: Iterable[Term], day: dt.date, *, offices: Offices | None = None) -> list[Change]:
    """What an answer tells beyond our rows, office by office; `day` is the day of the answer.

    States and functions for which the lexicon has no office, or several, are passed over.
    """
    lexicon = offices or load_offices()
    return [
        c
        for office, known in _group_terms(terms, lexicon)
        for c in _compare_office(lexicon, office, known, day)
    ]


def _group_terms(terms: Iterable[Term], lexicon: Offices) -> Iterator[tuple[Office, list[Term]]]:
    ordered = sorted(terms, key=lambda t: (t.country, t.function, t.start, t.person))
    for (country, function), group in groupby(ordered, key=lambda t: (t.country, t.function)):
        found = lexicon.list_offices(country, function)
        if not found and function in _INSTEAD:
            found = lexicon.list_offices(country, _INSTEAD[function])
        if len(found) == 1:
            yield found[0], list(group)


def _compare_office(
    lexicon: Offices, office: Office, terms: Sequence[Term], day: dt.date
) -> Iterator[Change]:
    ours = lexicon.terms_of(office.office)
    last = max((t.start.last for t in ours if not t.acting), default=dt.date.min)
    ended, newest = set[Holding](), None
    for term in terms:
        person = _find_person(lexicon, term)
        same = [t for t in ours if t.person == person and _overlap(t, term, day)]
        if same:
            if term.end and same[-1].end is None and term.end.last >= same[-1].start.first:
                ended.add(same[-1])
                yield _make_change("end", office, same[-1], str(term.end))
            continue
        kind: Literal["add", "differ"] = "add" if term.start.first >= last else "differ"
        newest = term if kind == "add" else newest
        says = f"{term.person}: {office.title}, {term.start} to {term.end or 'now'}"
        yield Change(
            kind, office.office, person, str(term.start), str(term.end or ""), says, term.gender or ""
        )
    if newest:
        for open_term in (t for t in ours if t.end is None and t not in ended):
            yield _make_change("end", office, open_term, str(newest.start))


def _make_change(kind: Literal["end"], office: Office, ours: Holding, end: str) -> Change:
    return Change(kind, office.office, ours.person, str(ours.start), end, f"{ours}: ended {end}")


def _find_person(lexicon: Offices, term: Term) -> str:
    """Who of our people bears the name, the name itself where nobody of that state does."""
    found = [p for p in lexicon.find_people(term.person) if lexicon.people[p].country in (term.country, None)]
    return found[0] if len(found) == 1 else term.person


def _overlap(ours: Holding, theirs: Term, day: dt.date) -> bool:
    ends = (ours.end.last if ours.end else day), (theirs.end.last if theirs.end else day)
    return ours.start.first <= ends[1] and theirs.start.first <= ends[0]


def make_rows(
    changes: Iterable[Change], terms: Iterable[Term], day: dt.date, *, offices: Offices | None = None
) -> dict[str, list[Row]]:
    """The rows for the user's folder: new people, terms added and ended, and offices now known until `day`.

    An office is known until the day if Wikidata names exactly one holder whose term has no end.
    """
    lexicon = offices or load_offices()
    rows: dict[str, list[Row]] = {"people.csv": [], "holders.csv": [], "offices.csv": []}
    for change in (c for c in changes if c.kind != "differ"):
        rows["holders.csv"].append(
            {"office": change.office, "person": change.person, "start": change.start, "end": change.end}
        )
        if change.person not in lexicon.people:
            country = lexicon.offices[change.office].country or ""
            surname = change.person.split()[-1]
            rows["people.csv"].append(
                {"person": change.person, "surname": surname, "gender": change.gender, "country": country}
            )
    for office, group in _group_terms(terms, lexicon):
        if len({t.person for t in group if t.end is None}) == 1:
            rows["offices.csv"].append({"office": office.office, "known_until": day.isoformat()})
    return rows
