"""Who can act, as data: states and their names, bodies, generic groups, titles and given names.

The rows stand in countries.csv, organs.csv (bodies of a state), organisations.csv (bodies of none, companies,
media, institutes), generic_actors.csv ("troops", "foreign ministry"), titles.csv ("spokeswoman"), given_names.csv,
ambiguous_names.csv (Georgia, Jordan) and names_apart.csv (names that hold a country and mean none: "Vietnam War").
"""

from __future__ import annotations

import csv
import functools
from importlib import resources
from typing import Literal, TypeAlias, TypeVar

import msgspec

from detente.errors import LexiconError
from detente.lexicon.overlays import lay_over

SenseKind: TypeAlias = Literal[
    "country", "demonym", "people", "capital", "place", "prefix", "organ", "organisation", "apart"
]
Row = TypeVar("Row", bound=msgspec.Struct)


class Country(msgspec.Struct, frozen=True):
    """A state (or XEU, XNA, XUN, XWE, SUN) with its names; only its capitals stand for its government."""

    code: str
    name: str
    aliases: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    capitals: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    prefixes: tuple[str, ...] = ()


class Body(msgspec.Struct, frozen=True):
    """An organ of a state, or an organisation, company, medium or armed group (`country`: of, or based in)."""

    org: str
    aliases: tuple[str, ...] = ()
    country: str | None = None
    kind: str = ""


class Generic(msgspec.Struct, frozen=True):
    """A common noun for actors; `kind` says for what sort, `org` how the body is called in a mention."""

    noun: str
    kind: str
    org: str | None = None


class Title(msgspec.Struct, frozen=True):
    """A title; `service` says whether its holder serves a state, is private, or either."""

    title: str
    service: Literal["state", "private", "any"]
    gender: Literal["m", "f"] | None = None


class GivenName(msgspec.Struct, frozen=True):
    """A given name; gender null where both bear it."""

    name: str
    gender: Literal["m", "f"] | None = None


class Person(msgspec.Struct, frozen=True):
    """Somebody who held an office: full name, other spellings, surname, gender and country."""

    person: str
    aliases: tuple[str, ...] = ()
    surname: str = ""
    gender: Literal["m", "f"] | None = None
    country: str | None = None
    note: str = ""


class Ambiguous(msgspec.Struct, frozen=True):
    """A place name that is also a given name, or a place of another country when `cues` outnumber `unless`."""

    name: str
    reading: Literal["given", "homonym"]
    country: str | None = None
    cues: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()


class Apart(msgspec.Struct, frozen=True):
    """A name that contains the name of a country and means no actor."""

    name: str
    kind: str


class Sense(msgspec.Struct, frozen=True):
    """What a name means: its kind, its state if any, and the name of state or body."""

    kind: SenseKind
    country: str | None
    name: str
    group: str = ""

    @property
    def entity(self) -> str:
        """How a `Name` refers to this sense: "country:RUS", "organ:RUS:Kremlin", "organisation:OPEC"."""
        match self.kind:
            case "organ":
                return f"organ:{self.country}:{self.name}"
            case "organisation" | "apart":
                return f"{self.kind}:{self.name}"
        return f"{self.kind}:{self.country}"


class NounForm(msgspec.Struct, frozen=True):
    """A form of a title or generic noun: the row it stands for, and whether it means several."""

    kind: Literal["title", "noun"]
    key: str
    plural: bool


class Actors(msgspec.Struct, frozen=True):
    """The whole lexicon of actors, keyed for look-up; words are lower case, names as written."""

    countries: dict[str, Country]
    senses: dict[str, Sense]
    by_entity: dict[str, Sense]
    generics: dict[str, Generic]
    titles: dict[str, Title]
    nouns: dict[str, NounForm]
    noun_starts: frozenset[str]
    """The first words of all noun forms, by which a reader knows where to look."""
    given_names: dict[str, GivenName]
    ambiguous: dict[str, Ambiguous]
    people: dict[str, Person]
    surnames: dict[str, tuple[str, ...]]

    def name_country(self, code: str) -> str:
        """The English name of a code, the code itself where it is unknown."""
        country = self.countries.get(code)
        return country.name if country else code


@functools.cache
def load_actors() -> Actors:
    """The lexicon of actors that ships with the package.

    Raises:
        LexiconError: when a row cannot be understood, with file and line.

    Example:
        >>> actors = load_actors()
        >>> actors.senses["Kremlin"].entity, actors.senses["Sino"].country
        ('organ:RUS:Kremlin', 'CHN')
    """
    countries = read_rows("countries.csv", Country)
    people = read_rows("people.csv", Person)
    generics = {g.noun: g for g in read_rows("generic_actors.csv", Generic)}
    senses: dict[str, Sense] = {}
    for apart in read_rows("names_apart.csv", Apart):
        senses[apart.name] = Sense("apart", None, apart.name, apart.kind)
    for country in countries:
        _add_country(senses, country)
    for kind, file in (("organ", "organs.csv"), ("organisation", "organisations.csv")):
        for body in read_rows(file, Body):
            _add_body(senses, Sense(kind, body.country, body.org, body.kind), body, generics)  # type: ignore[arg-type]
    titles = {t.title: t for t in read_rows("titles.csv", Title)}
    nouns = _list_forms(titles, generics)
    return Actors(
        countries={c.code: c for c in countries},
        senses=senses,
        by_entity={s.entity: s for s in reversed(senses.values())},
        generics=generics,
        titles=titles,
        nouns=nouns,
        noun_starts=frozenset(form.partition(" ")[0] for form in nouns),
        given_names={g.name: g for g in read_rows("given_names.csv", GivenName)},
        ambiguous={a.name: a for a in read_rows("ambiguous_names.csv", Ambiguous)},
        people={p.person: p for p in people},
        surnames=_group_surnames(people),
    )


def _add_country(senses: dict[str, Sense], country: Country) -> None:
    forms: list[tuple[SenseKind, tuple[str, ...]]] = [
        ("country", (country.name, *country.aliases)),
        ("people", country.people),
        ("demonym", country.adjectives),
        ("capital", country.capitals),
        ("place", country.places),
        ("prefix", country.prefixes),
    ]
    for kind, names in forms:
        for name in names:
            senses.setdefault(name, Sense(kind, country.code, country.name))


def _add_body(senses: dict[str, Sense], sense: Sense, body: Body, generics: dict[str, Generic]) -> None:
    # "Ministry of Foreign Affairs" is the name of the Russian one and of many: only its aliases are Russian
    own = () if body.org.lower() in generics else (body.org,)
    for name in (*own, *body.aliases):
        senses.setdefault(name, sense)


def _list_forms(titles: dict[str, Title], generics: dict[str, Generic]) -> dict[str, NounForm]:
    """Each title and noun as it may stand in a text, plurals included ("secretaries of state")."""
    forms = {title: NounForm("title", title, False) for title in titles}
    for noun in generics:
        plural = (noun.endswith("s") and not noun.endswith("ss")) or noun in {"people", "police"}
        forms.setdefault(noun, NounForm("noun", noun, plural))
    for noun, form in list(forms.items()):
        if not form.plural:
            first, blank, rest = noun.partition(" ")
            for plural_form in (_make_plural(noun), f"{_make_plural(first)}{blank}{rest}"):
                forms.setdefault(plural_form, NounForm(form.kind, noun, True))
    return forms


def _make_plural(noun: str) -> str:
    if noun.endswith("man"):
        return noun[:-3] + "men"
    if noun.endswith("y") and noun[-2] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "ch", "sh")) else "s")


def _group_surnames(people: tuple[Person, ...]) -> dict[str, tuple[str, ...]]:
    """The people of each surname; an alias of one word is a surname in another spelling."""
    grouped: dict[str, tuple[str, ...]] = {}
    for person in people:
        for surname in {person.surname, *(a for a in person.aliases if " " not in a)} - {""}:
            grouped[surname] = (*grouped.get(surname, ()), person.person)
    return grouped


def read_rows(file: str, row: type[Row]) -> tuple[Row, ...]:
    """The rows of a lexicon file; cells of several values are parted by "|", an empty cell is the default.

    The user's own rows of the same file are laid over them (see overlays).

    Raises:
        LexiconError: when a row does not fit, with file and line.
    """
    if not (resources.files("detente.lexicon") / file).is_file():
        return ()
    several = {f.name for f in msgspec.structs.fields(row) if f.default == ()}
    found: list[Row] = []
    text = (resources.files("detente.lexicon") / file).read_text(encoding="utf-8")
    for number, fields in enumerate(lay_over(file, csv.DictReader(text.splitlines())), 2):
        try:
            values = {k: tuple(v.split("|")) if k in several else v for k, v in fields.items() if v}
            found.append(msgspec.convert(values, row))
        except (msgspec.ValidationError, AttributeError) as error:
            raise LexiconError(f"lexicon/{file}, line {number}: {error}; mend the row") from error
    return tuple(found)
