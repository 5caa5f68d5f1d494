"""Date expressions in English news: where they stand and what they say, before anybody knows which day is meant.

`find_dates` gives located `DateExpression`s; `resolve/dates.py` turns one into an interval of days once the
day of publication (or of the speaker) is known. Finding and resolving are apart, so that a span never moves.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator
from typing import Any, Literal, TypeAlias

import msgspec

Unit: TypeAlias = Literal["day", "week", "weekend", "month", "quarter", "half", "season", "year", "decade"]
Relation: TypeAlias = Literal["at", "since", "until", "by", "before", "after"]
Anchor: TypeAlias = Literal["published", "previous", "event"]

MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
SEASONS = {"winter": 12, "spring": 3, "summer": 6, "autumn": 9, "fall": 9}
NUMBERS = {
    word: number
    for number, words in {
        1: "a an one", 2: "two couple", 3: "three several few", 4: "four", 5: "five", 6: "six", 7: "seven",
        8: "eight", 9: "nine", 10: "ten", 11: "eleven", 12: "twelve", 13: "thirteen", 14: "fourteen",
        15: "fifteen", 18: "eighteen", 20: "twenty", 30: "thirty", 40: "forty", 50: "fifty", 60: "sixty",
    }.items()
    for word in words.split()
}  # fmt: skip
ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "final": 4, "last": 4}


class DateExpression(msgspec.Struct, frozen=True, kw_only=True):
    """What a date phrase says. Unset fields were not said.

    `year`, `month`, `day` (and the `end_` ones of a range) are calendar fields; `part` is early, mid, late,
    or the number of a quarter or half. A relative phrase has a `shift`: how many `unit`s from the `anchor`
    ("two weeks ago" is -2 weeks from the day of publication, "three days later" +3 days from the date before).
    `span_of` marks a stretch that begins or ends at the anchor ("over the next five weeks").
    """

    start: int
    end: int
    unit: Unit
    relation: Relation = "at"
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    end_year: int | None = None
    end_month: int | None = None
    end_day: int | None = None
    part: str | None = None
    shift: int | None = None
    anchor: Anchor = "published"
    span_of: bool = False
    approximate: bool = False


_MONTH = (
    r"(?:Jan(?:uary|\.)|Feb(?:ruary|\.)|Mar(?:ch|\.)|Apr(?:il|\.)|May|June?|July?|Aug(?:ust|\.)|"
    r"Sept?(?:ember|\.)|Oct(?:ober|\.)|Nov(?:ember|\.)|Dec(?:ember|\.)|"
    r"(?:Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec)(?=[ \xa0]\d))"
)
_DOW = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
_YEAR = r"(?:1[5-9]|20)\d\d"
_SP = r"[ \t\xa0\u2009\u202f]+"
_DASH = r"[ \xa0]?[-–—][ \xa0]?"
_NUM = r"(?:\d{1,3}|" + "|".join(sorted(NUMBERS, key=len, reverse=True)) + r")(?:\sof)?"
_UNIT = r"(?:day|week|month|quarter|year|decade)"
_PERIOD = rf"(?:day|week|weekend|month|quarter|year|decade|{'|'.join(SEASONS)})"
_PART = (
    r"(?:early|mid|late|the beginning of|the start of|the middle of|the end of|beginning of|end of|start of)"
)
_ORD = r"(?:first|second|third|fourth|final|last|1st|2nd|3rd|4th)"

_YEARS = ("1", "2")
_MONTHS = tuple(month[:3] for month in MONTHS)
_UNITS = ("day", "week", "month", "quarter", "year", "decade", "fortnight")
_PATTERNS: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("iso", _YEARS, rf"\b(?P<y>{_YEAR})-(?P<m>0[1-9]|1[0-2])-(?P<d>0[1-9]|[12]\d|3[01])\b"),
    (
        "month_day",
        _MONTHS,
        rf"(?:(?P<dow>{_DOW}),?{_SP})?\b(?P<mon>{_MONTH}){_SP}(?P<d>{_DAY})(?!\d|[,.]\d\d\d)"
        rf"(?:(?:{_DASH}|{_SP}(?:to|and|through){_SP})(?:(?P<mon2>{_MONTH}){_SP})?(?P<d2>{_DAY})(?!\d|{_SP}(?:percent|per|%)))?"
        rf"(?:,?{_SP}(?P<y>{_YEAR})\b)?",
    ),
    (
        "day_month",
        _MONTHS,
        rf"(?:(?P<dow>{_DOW}),?{_SP}(?:the{_SP})?)?\b(?:(?P<d2>{_DAY})(?:{_DASH}|{_SP}(?:to|and){_SP}))?"
        rf"(?P<d>{_DAY}){_SP}(?:of{_SP})?(?P<mon>{_MONTH})(?:,?{_SP}(?P<y>{_YEAR})\b)?",
    ),
    ("quarter", ("quarter", "q"), rf"\b(?:the{_SP})?(?:(?P<ord>{_ORD}){_SP}quarter|[Qq](?P<q>[1-4]))(?:{_SP}of)?(?:{_SP}(?P<y>{_YEAR})|{_SP}(?P<which>this|last|the|next){_SP}year)?\b"),
    ("half", ("half",), rf"\b(?:the{_SP})?(?P<ord>first|second){_SP}half(?:{_SP}of)?(?:{_SP}(?P<y>{_YEAR})|{_SP}(?P<which>this|last|the|next){_SP}year)\b"),
    (
        "month",
        _MONTHS,
        rf"\b(?:(?P<part>{_PART})[ -])?(?:(?P<which>last|next|this|this coming|the previous|the following){_SP})?"
        rf"(?P<mon>{_MONTH})(?:,?{_SP}(?:of{_SP})?(?P<y>{_YEAR})\b|(?:{_DASH}|{_SP}(?:to|and|through){_SP})(?P<mon2>{_MONTH})(?:,?{_SP}(?P<y2>{_YEAR})\b)?)?"
        rf"(?:{_SP}of{_SP}(?P<whichyear>last|this|next|that|the same){_SP}year)?",
    ),
    ("decade", _YEARS, rf"\b(?:(?P<part>{_PART})[ -])?the{_SP}(?P<y>{_YEAR})s\b|\b(?P<y2>{_YEAR})s\b"),
    ("years", _YEARS, rf"\b(?:between{_SP}|from{_SP})?(?P<y>{_YEAR})(?:(?:{_DASH}|{_SP}(?:to|and|until|through){_SP})(?P<y2>{_YEAR})|[-–](?P<y3>\d\d))\b(?!\s?%)"),
    ("season", tuple(SEASONS), rf"\b(?:(?P<part>{_PART})[ -])?(?:(?P<which>last|next|this|the){_SP})?(?P<season>{'|'.join(SEASONS)})(?:{_SP}of)?{_SP}(?P<y>{_YEAR})\b"),
    ("year", _YEARS, rf"\b(?:(?P<part>{_PART})[ -])?(?P<y>{_YEAR})(?![\d-]|,\d|{_SP}(?:percent|units|people|troops|km|miles|metres|meters|UTC|GMT|hours|local)|\s?%|(?:\.\d))\b"),
    ("deictic", ("day", "night", "tomorrow", "evening", "morning", "afternoon"), r"\b(?P<word>the day before yesterday|the day after tomorrow|yesterday|today|tonight|tomorrow|(?:last|this|yesterday|tomorrow)(?:'s)? (?:night|evening|morning|afternoon)|this coming (?P<dow>" + _DOW + r"))\b"),
    ("ago", _UNITS, rf"\b(?:(?P<about>about|around|some|nearly|almost|over|more than|just|only){_SP})?(?P<n>{_NUM}){_SP}(?P<unit>{_UNIT}|fortnight)s?{_SP}(?P<dir>ago|earlier|later|before|after|from now|hence|prior)\b"),
    ("stretch", _UNITS, rf"\b(?:over|in|during|for|within|after)?{_SP}?(?:the{_SP})(?P<dir>past|last|previous|next|coming|following){_SP}(?P<n>{_NUM}){_SP}(?P<unit>{_UNIT})s?\b"),
    ("within", _UNITS, rf"\b(?P<rel>in|within){_SP}(?:the{_SP}space{_SP}of{_SP})?(?P<n>{_NUM}){_SP}(?P<unit>{_UNIT})s?(?:'|’)?(?:{_SP}time)?\b"),
    ("relative", (*_UNITS, *SEASONS), rf"\b(?:(?P<part>earlier|later|early|late){_SP})?(?P<which>the previous|the following|the same|the next|the coming|this past|that same|last|this|next|that|previous){_SP}(?P<unit>{_PERIOD}|(?P<dow>{_DOW}))\b"),
    ("endof", ("end", "beginning", "start", "middle"), rf"\b(?P<part>the end|the beginning|the start|the middle){_SP}of{_SP}(?P<which>the|this|next|last|that){_SP}(?P<unit>month|year|week|quarter|decade|summer|spring|autumn|winter)\b"),
    ("weekday", ("day",), rf"\b(?P<dow>{_DOW})\b"),
)  # fmt: skip
"""Names of the patterns, the texts of which each match holds one in lower case, and the patterns."""
_RELATIONS: dict[str, Relation] = {
    "since": "since", "until": "until", "till": "until", "by": "by", "before": "before", "after": "after",
}  # fmt: skip
_BEFORE = re.compile(
    r"\b(since|until|till|by|before|after)[ \xa0]+(?:the[ \xa0]+)?(?:early |late |mid-)?$", re.IGNORECASE
)
# "May" and "March" are also a verb, a name and a walk: alone they need a preposition, a determiner or a year
_BARE_MONTH = re.compile(
    r"\b(?:in|of|by|since|until|till|from|to|and|between|through|during|last|next|this|early|late|mid|for|after|before|every|on|,|\()[ \xa0-]+$",
    re.IGNORECASE,
)
_OF = re.compile(r"[ \xa0]of[ \xa0]")
_PLURAL_NOUN = re.compile(r"[ \xa0](?:Sanders|House|Day|Flight|Agreement)\b")


@functools.cache
def _compiled() -> tuple[tuple[str, tuple[str, ...], re.Pattern[str]], ...]:
    return tuple(
        (
            name,
            needs,
            re.compile(pattern, 0 if name in {"month", "month_day", "day_month", "iso"} else re.IGNORECASE),
        )
        for name, needs, pattern in _PATTERNS
    )


def find_dates(text: str, *, offset: int = 0) -> list[DateExpression]:
    """The date expressions of a sentence in order, none overlapping, the longest at each place.

    `offset` is added to the places, so that they are those of the document.

    Example:
        >>> [(d.month, d.day, d.year) for d in find_dates("They met on 3 June 2017 in Vienna.")]
        [(6, 3, 2017)]
        >>> find_dates("They may meet.")
        []
    """
    found: list[tuple[int, int, DateExpression]] = []
    low = text.casefold()
    for rank, (name, needs, pattern) in enumerate(_compiled()):
        # most sentences hold no month and no year: to see that takes a tenth of trying the patterns
        for match in pattern.finditer(text) if any(word in low for word in needs) else ():
            expression = _read(name, match, text)
            if expression is not None:
                found.append((-(match.end() - match.start()), rank, expression))
    chosen: list[DateExpression] = []
    for _, _, expression in sorted(found, key=lambda f: (f[0], f[1], f[2].start)):
        if all(expression.end <= c.start or expression.start >= c.end for c in chosen):
            chosen.append(expression)
    chosen.sort(key=lambda c: c.start)
    return [msgspec.structs.replace(c, start=c.start + offset, end=c.end + offset) for c in chosen]


def _read(name: str, match: re.Match[str], text: str) -> DateExpression | None:
    reader = _READERS[name]
    fields = reader({k: v for k, v in match.groupdict().items() if v is not None})
    if fields is None:
        return None
    start = match.start() + (len(match.group()) - len(match.group().lstrip()))
    if name in {"month", "year", "years"} and not _stands_as_date(name, match, text, fields):
        return None
    known = name in {"relative", "deictic"} and "same" not in match.group().lower()
    if known and _OF.match(text, match.end()):
        return None  # "the last day of the summit" is no day before today
    before = _BEFORE.search(text[max(0, start - 14) : start])
    if before and "relation" not in fields and not fields.get("span_of"):
        fields["relation"] = _RELATIONS[before.group(1).lower()]
    return DateExpression(start=start, end=match.end(), **fields)


def _stands_as_date(name: str, match: re.Match[str], text: str, fields: dict[str, Any]) -> bool:
    before = text[max(0, match.start() - 12) : match.start()]
    if name == "month":
        if not match.group("mon")[0].isupper():
            return False
        bare = fields.get("year") is None and match.group("which") is None and match.group("part") is None
        ambiguous = match.group("mon") in {"May", "March", "Mar.", "Jun", "Jul", "Jan.", "August"}
        free = bare and match.group("mon2") is None and ambiguous
        if free and (not _BARE_MONTH.search(before) or text.startswith(("'s", "’s"), match.end())):
            return False
        return not (bare and _PLURAL_NOUN.match(text, match.end()))
    # a number glued to a currency sign, a hyphenated name or a decimal is no year
    return not re.search(r"[$€£¥#№.,\d/]\s?$|[A-Za-z][-–]$", before) or before.endswith((", ", ". "))


def _month(word: str) -> int:
    return next(i for i, m in enumerate(MONTHS, 1) if m.startswith(word.lower().rstrip(".")[:3]))


def _number(word: str) -> int:
    word = word.lower().removesuffix(" of")
    return int(word) if word.isdigit() else NUMBERS[word]


def _day(word: str) -> int:
    return int(re.sub(r"\D", "", word))


def _weekday(word: str) -> int:
    return WEEKDAYS.index(word.lower())


Fields: TypeAlias = dict[str, str]
Said: TypeAlias = dict[str, Any] | None
_WHICH = {
    "last": -1, "previous": -1, "the previous": -1, "this past": -1, "this": 0, "that": 0, "the": 0,
    "this coming": 1, "next": 1, "the next": 1, "the following": 1, "the coming": 1, "the same": 0, "that same": 0,
}  # fmt: skip


def _read_month_day(g: Fields) -> Said:
    said: dict[str, Any] = {"unit": "day", "month": _month(g["mon"]), "day": _day(g["d"])}
    if "y" in g:
        said["year"] = int(g["y"])
    if "dow" in g:
        said["weekday"] = _weekday(g["dow"])
    if "d2" in g:
        first, second = _day(g["d"]), _day(g["d2"])
        if "mon2" in g:
            said |= {"end_month": _month(g["mon2"]), "end_day": second}
        else:
            said |= {"day": min(first, second), "end_month": said["month"], "end_day": max(first, second)}
    return said


def _read_iso(g: Fields) -> Said:
    return {"unit": "day", "year": int(g["y"]), "month": int(g["m"]), "day": int(g["d"])}


def _part(word: str | None) -> str | None:
    if word is None:
        return None
    word = word.lower()
    if "end" in word or word.startswith("late"):
        return "late"
    return "mid" if "mid" in word else "early"


def _read_month(g: Fields) -> Said:
    said: dict[str, Any] = {"unit": "month", "month": _month(g["mon"]), "part": _part(g.get("part"))}
    if "y" in g:
        said["year"] = int(g["y"])
    if "mon2" in g:
        said["end_month"] = _month(g["mon2"])
        if "y2" in g:
            said["year"] = int(g["y2"])
    if "which" in g:
        said["shift"] = _WHICH[g["which"].lower()]
    if "whichyear" in g:
        said |= {"shift": _WHICH[g["whichyear"].lower()], "part": said["part"] or "of-year"}
    return said


def _read_part_of_year(unit: str) -> Callable[[Fields], Said]:
    def read(g: Fields) -> Said:
        number = int(g["q"]) if "q" in g else ORDINALS.get(g["ord"].lower()) or int(g["ord"][0])
        said: dict[str, Any] = {"unit": unit, "part": str(number)}
        if "y" in g:
            said["year"] = int(g["y"])
        elif "which" in g:
            said["shift"] = _WHICH[g["which"].lower()]
        return said

    return read


def _read_decade(g: Fields) -> Said:
    year = int(g.get("y") or g["y2"])
    return {"unit": "decade", "year": year, "part": _part(g.get("part"))} if year % 10 == 0 else None


def _read_years(g: Fields) -> Said:
    first = int(g["y"])
    second = int(g["y2"]) if "y2" in g else first // 100 * 100 + int(g["y3"])
    return {"unit": "year", "year": first, "end_year": second} if first < second <= first + 60 else None


def _read_season(g: Fields) -> Said:
    return {
        "unit": "season",
        "year": int(g["y"]),
        "month": SEASONS[g["season"].lower()],
        "part": _part(g.get("part")),
    }


def _read_year(g: Fields) -> Said:
    return {"unit": "year", "year": int(g["y"]), "part": _part(g.get("part"))}


def _read_deictic(g: Fields) -> Said:
    if "dow" in g:
        return {"unit": "day", "weekday": _weekday(g["dow"]), "shift": 1}
    word = g["word"].lower()
    if "before yesterday" in word:
        shift = -2
    elif "after tomorrow" in word:
        shift = 2
    elif word.startswith("yesterday") or word == "last night" or word == "last evening":
        shift = -1
    else:
        shift = 1 if word.startswith("tomorrow") else 0
    return {"unit": "day", "shift": shift}


def _read_ago(g: Fields) -> Said:
    number, unit, direction = _number(g["n"]), g["unit"].lower(), g["dir"].lower()
    if unit == "fortnight":
        number, unit = 2 * number, "week"
    sign = 1 if direction in {"later", "after", "from now", "hence"} else -1
    anchor = "published" if direction in {"ago", "from now", "hence"} else "previous"
    if direction in {"before", "after"}:
        anchor = "event"
    vague = g["n"].lower() in {"several", "few", "couple"} or "about" in g
    return {"unit": unit, "shift": sign * number, "anchor": anchor, "approximate": vague}


def _read_stretch(g: Fields) -> Said:
    number, ahead = _number(g["n"]), g["dir"].lower() in {"next", "coming", "following"}
    return {
        "unit": g["unit"].lower(), "shift": number if ahead else -number, "span_of": True,
        "anchor": "previous" if ahead else "published",
    }  # fmt: skip


def _read_within(g: Fields) -> Said:
    return {"unit": g["unit"].lower(), "shift": _number(g["n"]), "span_of": g["rel"].lower() == "within"}


def _read_relative(g: Fields) -> Said:
    which, unit = g["which"].lower(), g["unit"].lower()
    anchor = (
        "previous"
        if which in {"the same", "that", "that same", "the following", "the previous", "the next"}
        else "published"
    )
    if "dow" in g:
        shift = None if which == "this past" else _WHICH[which]  # the latest, as the bare name
        return {"unit": "day", "weekday": _weekday(g["dow"]), "shift": shift, "anchor": anchor}
    if unit in SEASONS:
        return {"unit": "season", "month": SEASONS[unit], "shift": _WHICH[which]}
    part = {"earlier": "before", "later": "after"}.get(g.get("part", "").lower()) or _part(g.get("part"))
    return {"unit": unit, "shift": _WHICH[which], "part": part, "anchor": anchor}


def _read_end_of(g: Fields) -> Said:
    unit = g["unit"].lower()
    said: dict[str, Any] = {"unit": unit, "shift": _WHICH[g["which"].lower()], "part": _part(g["part"])}
    return {**said, "unit": "season", "month": SEASONS[unit]} if unit in SEASONS else said


def _read_weekday(g: Fields) -> Said:
    return {"unit": "day", "weekday": _weekday(g["dow"])}


_READERS = {
    "iso": _read_iso, "month_day": _read_month_day, "day_month": _read_month_day, "month": _read_month,
    "quarter": _read_part_of_year("quarter"), "half": _read_part_of_year("half"), "decade": _read_decade,
    "years": _read_years, "season": _read_season, "year": _read_year, "deictic": _read_deictic,
    "ago": _read_ago, "stretch": _read_stretch, "within": _read_within, "relative": _read_relative,
    "endof": _read_end_of, "weekday": _read_weekday,
}  # fmt: skip


def iterate_years(text: str) -> Iterator[int]:
    """The years that a text names, in order, for those who must guess when it was written."""
    for expression in find_dates(text):
        if expression.year is not None:
            yield expression.year
