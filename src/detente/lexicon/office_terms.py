"""Offices, terms and the dates of terms as the lexicon keeps them; and how names and titles are compared."""

from __future__ import annotations

import calendar
import datetime as dt
import functools
import unicodedata
from typing import Literal, NamedTuple, TypeAlias, get_args

import msgspec

from detente.errors import LexiconError

Function: TypeAlias = Literal[
    "head_of_state", "head_of_government", "monarch", "foreign_minister", "defence_minister", "security_adviser",
    "organisation_head", "vice", "finance_minister", "trade", "energy", "intelligence", "central_bank",
    "chief_of_staff", "legislature", "special_envoy", "ambassador", "spokesperson", "other",
]  # fmt: skip
RANKS: dict[str, int] = {function: rank for rank, function in enumerate(get_args(Function))}
"""Which of several offices of one person a text means first; the order of `Function`."""

_SAME_LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "ı": "i", "ə": "a"}
    | dict.fromkeys(".,-‑–", " ")
    | dict.fromkeys("'’‘ʻʼ`")
)
_SAME_WORDS = {
    "defense": "defence", "advisor": "adviser", "counsellor": "counselor", "spokeswoman": "spokesman",
    "spokesperson": "spokesman", "chairwoman": "chairman", "chairperson": "chairman", "chair": "chairman",
    "queen": "king", "kiev": "kyiv",
}  # fmt: skip


class Moment(NamedTuple):
    """A day as precisely as it is known: the first and the last day that it can be."""

    first: dt.date
    last: dt.date

    def __str__(self) -> str:
        if self.first == self.last:
            return self.first.isoformat()
        return f"{self.first:%Y-%m}" if self.first.month == self.last.month else f"{self.first:%Y}"


class Office(msgspec.Struct, frozen=True):
    """An office; `aliases` are bare titles as news write them, read together with the country and the day.

    `to` is where an ambassador is sent; `known_until` is set where the list of holders stops early.
    """

    office: str
    title: str
    function: Function
    country: str | None = None
    org: str | None = None
    aliases: tuple[str, ...] = ()
    to: str | None = None
    seats: Literal["one", "many"] = "one"
    known_until: dt.date | None = None


class Holding(msgspec.Struct, frozen=True, gc=False):
    """Somebody's term in an office; `end` is null where it lasted as far as the lexicon knows."""

    person: str
    office: Office
    title: str
    start: Moment
    end: Moment | None
    acting: bool = False

    def covers(self, day: dt.date) -> bool:
        """Whether the term surely includes the day; where no end is recorded, every day from its start."""
        return self.start.last <= day and (self.end is None or day <= self.end.first)

    def may_cover(self, day: dt.date) -> bool:
        """Whether the term may include the day, given how precisely its dates are known."""
        return self.start.first <= day and (self.end is None or day <= self.end.last)

    def ends_with(self, other: Holding, day: dt.date) -> bool:
        """Whether the start of another term has surely ended this one by the day (the day of the handover too)."""
        return (
            other.start.first > self.start.first
            and other.start.last <= day
            and self.end is not None
            and self.end.first <= other.start.last
        )

    def __str__(self) -> str:
        role = f"acting {self.title}" if self.acting else self.title
        span = f"{self.start} to {self.end}" if self.end else f"from {self.start}"
        return f"{self.person}: {role}, {span}"


@functools.cache
def parse_moment(text: str) -> Moment:
    """The first and last day of a date, a month or a year.

    Raises:
        LexiconError: when the text is none of them.

    Example:
        >>> parse_moment("2004-02").last.isoformat()
        '2004-02-29'
    """
    try:
        if len(text) == 10:
            day = dt.date.fromisoformat(text)
            return Moment(day, day)
        year, month = int(text[:4]), text[5:]
        first, last = (int(month), int(month)) if text[4:] else (1, 12)
        return Moment(dt.date(year, first, 1), dt.date(year, last, calendar.monthrange(year, last)[1]))
    except (ValueError, calendar.IllegalMonthError) as error:
        raise LexiconError(f'"{text}" is no date; write 2004-03-09, 2004-03 or 2004') from error


def fold_name(name: str) -> str:
    """A name as the look-up compares it: lower case, without accents, apostrophes, dots and hyphens.

    Example:
        >>> fold_name("Recep Tayyip Erdoğan"), fold_name("J.-Y. Le Drian")
        ('recep tayyip erdogan', 'j y le drian')
    """
    plain = unicodedata.normalize("NFKD", name).lower().translate(_SAME_LETTERS)
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())


def fold_title(title: str) -> str:
    """A title as the look-up compares it: case, hyphens, spelling and the gender of spokesmen do not matter.

    Example:
        >>> fold_title("the Secretary-General"), fold_title("U.S. Defense spokeswoman")
        ('secretary general', 'us defence spokesman')
    """
    words = title.lower().replace("’", "'").replace(".", "").replace("-", " ").split()
    if words[:1] == ["the"]:
        words = words[1:]
    return " ".join(_SAME_WORDS.get(word, word) for word in words)
