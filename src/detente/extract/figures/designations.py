"""Numbers that are no figures: years, dates, times, references, addresses, parts of names, list numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from detente.extract.figures.counted_nouns import is_plural
from detente.extract.figures.quantities import Amount, Context
from detente.extract.figures.ranges import is_dashed

_PREFIXES = re.compile(r"(?:^|\W)(?:sub|minus|plus|mid|near|then|now)[-–]$", re.IGNORECASE)
_CHAINED = re.compile(r"[.,:]\w|[-–−/]\w|['’]\w|[@_\\&=]")
_LIST_MARK = re.compile(r"\s*[(\[]?\d{1,3}[.)\]]\s")
_YEAR_BEFORE = re.compile(
    r"\b(?:in|since|of|from|until|till|by|circa|year|before|after|and|around|early|late|mid)[ -]$", re.I
)
_PRICES_OF = re.compile(r"\b(?:in|at|constant|real) $", re.IGNORECASE)
_IN_YEAR = re.compile(r"\b(?:in|since|from|until|by|during) $", re.IGNORECASE)
_CAPITALISED = re.compile(r"([A-Z][\w&’'.-]*)[ \u00a0-]$")
_PREVIOUS = re.compile(r"([\w&’'.]+(?:[ \u00a0]of)?)[ \u00a0]?[-#]?[ \u00a0]?$")
_PLACE_OR_TIME = re.compile(
    r"\b(?i:in|at|near|across|from|throughout) (?:the )?(?:[A-Z][\w.’'-]*[ -]){1,3}$"
    r"|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day $"
)
_CAPITAL_AFTER = re.compile(r"[ \u00a0][A-Z]")
_NEXT_WORD = re.compile(r"[ \u00a0]?([\w.’'-]*)")
_CAPITALS_AFTER = re.compile(r"(?:[ \u00a0][A-Z][\w’'.-]*){1,4}")
_MEASURED = frozenset({"currency", "share", "measure", "rank"})
"""What has a unit that no name ends in."""


class DateSpan(NamedTuple):
    """A stretch of the sentence that names days on a calendar; `bare_year` for "2016" alone."""

    start: int
    end: int
    bare_year: bool


def drop_names(context: Context, amounts: list[Amount], dates: Sequence[DateSpan]) -> list[Amount]:
    """The amounts that are neither part of a name, code, reference, address or time, nor stand in a date."""
    text, headline = context.text, is_title_case(context.text)
    starts = [*(amount.start for amount in amounts[1:]), None]
    kept: list[Amount] = []
    previous: Amount | None = None
    for amount, start_after in zip(amounts, starts, strict=True):
        before = previous is not None and is_dashed(text, previous.end, amount.start)
        after = start_after is not None and is_dashed(text, amount.end, start_after)
        # a printed unit may be followed by a hyphen: "percent-owned", "inch-wide"
        joined = before, after or amount.end > amount.number.end
        if not (
            is_inside_name(text, amount.start, amount.end, joined=joined)
            or is_in_date(context, amount, dates)
            or is_designation(context, amount, headline=headline)
        ):
            kept.append(amount)
        previous = amount if kept and kept[-1] is amount else None
    return kept


def is_inside_name(text: str, start: int, end: int, *, joined: tuple[bool, bool] = (False, False)) -> bool:
    """Whether characters glued to `text[start:end]` make it part of a code, version, score, address or time.

    `joined` says that a dash before, or after, leads to another amount.

    Example:
        >>> is_inside_name("the S-400 system", 6, 9), is_inside_name("sub-300 metres", 4, 7)
        (True, False)
    """
    before, after = text[max(0, start - 8) : start], text[end : end + 2]
    if before and (before[-1].isalnum() or before[-1] in "_#@\\&="):
        return True
    if before[-1:] in {"'", "’"} and end - start == 2:
        return True  # the '90s
    glued = len(before) > 1 and before[-1] in "-–−/.,:'’" and before[-2].isalnum()
    if glued and not joined[0] and not _PREFIXES.search(before):
        return True
    return not joined[1] and bool(after and (after[0].isalnum() or _CHAINED.match(after)))


def is_title_case(text: str) -> bool:
    """Whether nearly all longer words of a text are capitalised, as in some headlines."""
    words = [word for word in re.findall(r"[^\W\d_][\w’'-]+", text) if len(word) > 3]
    return len(words) > 2 and sum(word[0].isupper() for word in words) >= 0.75 * len(words)


def is_in_date(context: Context, amount: Amount, dates: Sequence[DateSpan]) -> bool:
    """Whether a number is a year or stands in a date: "2016 sales", but not "2016 people"."""
    number = amount.number
    printed, before = (
        context.text[number.start : number.end],
        context.text[max(0, number.start - 12) : number.start],
    )
    yearlike = len(printed) == 4 and printed.isdigit()
    if amount.dimension == "currency" and yearlike and amount.start == number.start:
        return bool(_PRICES_OF.search(before))  # "in 2015 dollars"
    if amount.dimension in _MEASURED or number.scale != 1:
        return False
    date = next((d for d in dates if d.start < number.end and number.start < d.end), None)
    if date is not None:
        owned = context.text[amount.end : amount.end + 1] in {"'", "’"}  # "the 2017 Women's Cup"
        beside = amount.dimension in {"people", "time"} and amount.end > number.end and not owned
        counts = beside or (amount.cue and amount.dimension != "none")
        return not (date.bare_year and yearlike and counts and not _IN_YEAR.search(before))
    if not yearlike or amount.dimension not in {"none", "things"}:
        return False
    if 1900 <= amount.value < 2100 and not amount.cue:
        return True  # "2016 sales": thousands of things have a comma, or a word such as "about"
    return 1000 <= amount.value < 2200 and bool(_YEAR_BEFORE.search(before))


def is_designation(context: Context, amount: Amount, *, headline: bool) -> bool:
    """Whether the words around a number make it a name or reference: "Article 5", "Flight 17", "10 High Street".

    `headline` says that the text is in title case, where capitals tell nothing.
    """
    text, start = context.text, amount.start
    if _is_clock(context, amount.end) or _is_address(context, amount.end):
        return True
    if amount.dimension in _MEASURED:
        return False
    before = text[max(0, start - 40) : start]
    if start == 0 and _LIST_MARK.match(text):
        return True
    if amount.form == "words" and text[start].isupper() and not headline and _is_inside_sentence(before):
        return True
    if _follows_designator(context, before, amount):
        return True
    # "787 Dreamliner", "500 Index": nothing to count before a capital
    nameless = amount.dimension == "none" and bool(_CAPITAL_AFTER.match(text, amount.end))
    return not headline and (nameless or _follows_capital(context, before, amount))


def _is_clock(context: Context, end: int) -> bool:
    match = _NEXT_WORD.match(context.text, end)
    word = match[1].lower() if match else ""
    return bool({word, word.rstrip(".")} & context.wording.lists["names.clock"])


def _is_address(context: Context, end: int) -> bool:
    match = _CAPITALS_AFTER.match(context.text, end)
    words = match.group().lower().split()[1:] if match else []
    return any(word in context.wording.lists["names.streets"] for word in words)


def _is_inside_sentence(before: str) -> bool:
    stripped = before.rstrip()
    return bool(stripped) and stripped[-1] not in ",:;.!?“”\"(–—'‘’*•|>-"


def _follows_designator(context: Context, before: str, amount: Amount) -> bool:
    """ "Article 5 commitments", "part two"; but "the base, 300 people"."""
    previous = _PREVIOUS.search(before)
    word = previous[1] if previous else ""
    if not {word.lower(), word.lower().rstrip(".")} & context.wording.lists["names.designators"]:
        return False
    return word[0].isupper() or amount.dimension in {"none", "things"}


def _follows_capital(context: Context, before: str, amount: Amount) -> bool:
    """ "Boeing 737 planes"; but "Killing 12 people", "In Syria 300 people", "Only about 300"."""
    capital = _CAPITALISED.search(before)
    if capital is None or amount.form not in {"digits", "words"} or amount.dimension == "time" or amount.cue:
        return False
    if amount.number.scale != 1 or "," in context.text[amount.start : amount.number.end]:
        return False
    if _is_inside_sentence(before[: capital.start()]):
        return amount.dimension == "none" or not _PLACE_OR_TIME.search(before)
    # the first word of a sentence has a capital anyway: "Between", "Killing"
    lists, word = context.wording.lists, capital[1].lower()
    plain = word in context.wording.verbs or word in lists["counted.stop"] | lists["people.before"]
    return amount.dimension == "none" and not plain


_PER = re.compile(r"\b(?:per|for every|in every|out of every) $")


def drop_unclaimed(context: Context, amounts: list[Amount]) -> list[Amount]:
    """The amounts that claim something: no bare small number, no "the two leaders", no "one of the"."""
    tally = any(amount.value > 1 and amount.dimension in {"people", "things"} for amount in amounts)
    return [
        amount
        for amount in amounts
        if not (
            is_pronoun(context, amount, tally=tally)
            or _PER.search(context.text[max(0, amount.start - 16) : amount.start])
            or is_reference(context, amount)
            or is_bare(context, amount)
        )
    ]


_COUNTED_ONE = re.compile(r"\b(?:only|just|least|than|killed|killing|injured|injuring) $", re.IGNORECASE)
_LISTED = re.compile(r"(?:,|\b(?:and|or|plus)) $")
_NO_ONE = re.compile(r"\b(?:no|any|every|some|same|the|this|that|which|each|another|number) $", re.IGNORECASE)


def is_pronoun(context: Context, amount: Amount, *, tally: bool = False) -> bool:
    """Whether "one" counts nothing: "one of the", "no one", "one day"; but "one million", "one-year", "only one".

    In a `tally` ("five soldiers and one guard") it counts before a noun too.
    """
    text, number, noun = context.text, amount.number, amount.noun
    if amount.value != 1 or amount.form != "words" or number.scale != 1 or amount.high is not None:
        return False
    if amount.dimension in _MEASURED or amount.cue == "only":
        return False
    if amount.dimension == "time" and text[number.end : number.end + 1] == "-":
        return False
    before = text[max(0, amount.start - 12) : amount.start]
    if _COUNTED_ONE.search(before):
        return False
    if noun and is_plural(noun.head, context.tags.get(noun.end - len(noun.head)), context.wording):
        return True
    if amount.dimension == "none" or _NO_ONE.search(before):
        return True
    word = _NEXT_WORD.match(text, number.end)
    return not (tally and _LISTED.search(before)) or (
        word is not None and word[1].lower() in context.wording.lists["one.not_before"]
    )


def is_reference(context: Context, amount: Amount) -> bool:
    """Whether a number points back: "the two blasts", "their two leaders"; not "the last two talks"."""
    noun = amount.noun
    if (
        noun is None
        or amount.form != "words"
        or amount.value > 10
        or amount.dimension not in {"people", "things"}
    ):
        return False
    adjacent = noun.start == amount.number.end + 1 and " " not in context.text[noun.start : noun.end]
    words = re.findall(r"[\w’'-]+", context.text[max(0, amount.left - 24) : amount.left].lower())
    if not words or not adjacent:
        return False
    lists = context.wording.lists
    if words[-1] in lists["references.determiners"]:
        return True
    owned = words[-1] in lists["references.owners"] or words[-1].endswith(("'s", "’s", "s'", "s’"))
    return owned and noun.head in lists["references.nouns"]


_BARE_BEFORE = re.compile(
    r"(?:\b(?:to|at|of|was|is|were|reach(?:ed|ing)?|totall?(?:ed|ing)|by|from|than|stood at|near|hit)|[:(])[ \u00a0]?$",
    re.IGNORECASE,
)


_YEAR_DIGITS = 4


def is_bare(context: Context, amount: Amount) -> bool:
    """Whether a number has too little to go by: no unit, noun or cue; long or decimal after "to" or "at" will do."""
    if amount.dimension != "none" or amount.cue or amount.paired:
        return False
    if amount.number.scale != 1 or amount.form == "vague":
        return False
    printed = context.text[amount.start : amount.end]
    digits = sum(c.isdigit() for c in printed)
    telling = digits > _YEAR_DIGITS or (digits == _YEAR_DIGITS and not printed.isdigit()) or "." in printed
    return not (telling and _BARE_BEFORE.search(context.text[: amount.left][-16:]))
