"""What an article has said so far: its people, who was mentioned where, and who speaks inside each quotation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import msgspec

from detente.language.articles import Article
from detente.lexicon.actors import Actors
from detente.resolve.officials import Officials
from detente.resolve.referents import Gender, Occurrence, Referent
from detente.resolve.wording import Unit

Read: TypeAlias = "Callable[[Sequence[Unit], Place, View], list[Referent]]"


class Place(msgspec.Struct, frozen=True):
    """Where a phrase stands: its offset, sentence and whether inside a quotation; and the day that decides offices."""

    start: int
    sentence: int
    quoted: bool
    on: dt.date | None


@dataclass(slots=True)
class View:
    """The state that reading an article builds up, and the look-ups on it."""

    article: Article
    actors: Actors
    officials: Officials
    read: Read
    """Reads whom a phrase means; handed in, as phrases hold phrases."""
    day: dt.date | None
    people: dict[str, Referent] = field(default_factory=dict)
    occurrences: list[Occurrence] = field(default_factory=list)
    speakers: list[tuple[int, int, Referent]] = field(default_factory=list)

    def locate(self, start: int, sentence: int, on: dt.date | None = None) -> Place:
        """The place of an offset; without a date of its own the day of publication decides."""
        return Place(start, sentence, self.is_quoted(start), on or self.day)

    def is_quoted(self, offset: int) -> bool:
        """Whether an offset lies inside a quotation."""
        return any(q.start <= offset < q.end for q in self.article.quotations)

    def find_speaker(self, offset: int) -> Referent | None:
        """Who says the quotation around an offset, as far as the statements tell."""
        return next((who for start, end, who in self.speakers if start <= offset < end), None)

    def find_person(self, text: str) -> Referent | None:
        """The person of the article with this full name or surname; of several the one named last."""
        if text in self.people:
            return self.people[text]
        known = [p for p in self.people.values() if may_be(text, p.name)]
        if not known and text in self.actors.given_names:
            known = [p for p in self.people.values() if p.name.startswith(f"{text} ")]
        return known[-1] if known else None

    def find_official(self, surname: str, on: dt.date | None) -> str | None:
        """The one listed person of a surname who held an office on a day ("the Johnson government")."""
        people = self.actors.surnames.get(surname, ())
        held = [p for p in people if self.officials.find_office(p, on) is not None]
        return held[0] if len(held) == 1 else None

    def remember(self, person: Referent) -> Referent:
        """The profile of a person with what this mention adds; what was known first stays."""
        known = self.people.pop(person.name, None)
        if known:
            changes = {
                k: getattr(person, k)
                for k in ("country", "title", "office", "org", "gender")
                if getattr(person, k) and not getattr(known, k)
            }
            if changes.get("office"):
                changes["because"] = person.because
            person = msgspec.structs.replace(known, **changes)
        self.people[person.name] = person
        return person

    def iterate_back(self, place: Place, sentences: int) -> Iterator[Occurrence]:
        """The occurrences before a place in its own and the `sentences` preceding ones, nearest first."""
        for seen in reversed(self.occurrences):
            if seen.sentence < place.sentence - sentences:
                return
            if seen.end <= place.start and seen.sentence <= place.sentence:
                yield seen

    def weigh_countries(self, place: Place) -> dict[str, float]:
        """How present each state is at a place: mentions up to there, halved every five sentences of distance."""
        weights: dict[str, float] = {}
        for seen in self.occurrences:
            distance = abs(place.sentence - seen.sentence)
            for country in {r.country for r in seen.referents if r.country}:
                weights[country] = weights.get(country, 0.0) + 0.5 ** (distance / 5)
        return dict(sorted(weights.items(), key=lambda item: (-item[1], item[0])))

    def guess_gender(self, name: str) -> Gender | None:
        """The gender that a name tells, by the lexicon, the given name, or a Slavic surname."""
        listed = self.actors.people.get(name)
        if listed:
            return listed.gender
        words = name.split()
        given = self.actors.given_names.get(words[0]) if len(words) > 1 else None
        if given and given.gender:
            return given.gender
        return "f" if words[-1].endswith(("ova", "eva", "skaya", "ina")) and len(words) > 1 else None


def may_be(text: str, name: str) -> bool:
    """Whether a text may name the bearer of `name` again so: by surname, or with a middle name more or less."""
    if name == text or name.endswith((" " + text, "-" + text)):
        return True
    words, known = text.split(), name.split()
    return len(words) > 1 and len(known) > 1 and words[0] == known[0] and words[-1] == known[-1]
