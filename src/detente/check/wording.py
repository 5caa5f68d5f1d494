"""Claims and numbers in words, for the lines that a person reads; and words compared by their stems."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

from detente.records import Figure, Mention

_SCALES = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"))
_WORD = re.compile(r"[^\W\d_][^\W\d_’'.-]+")
_STEM = 6
_EMPTY = """
a an and any as at been both by for from had has have her his in into its last more most new of on or other our over per
said than that the their them there these this those to total under up was were which while who with all about another
overall day days week weeks month months year years
"""
_EMPTY_WORDS = frozenset(_EMPTY.split())


def say_number(value: Decimal, *, unit: str = "") -> str:
    """A computed number as a person writes it: three or four digits that count, with a scale word.

    Example:
        >>> say_number(Decimal("175506.7")), say_number(Decimal("59.668")), say_number(Decimal("14200000"))
        ('175,507', '59.67', '14.2 million')
    """
    size = abs(value)
    for scale, word in _SCALES:
        if size >= scale:
            return _add_unit(f"{_trim(value / scale, 2)} {word}", unit)
    return _add_unit(_trim(value, 0 if size >= 1000 else 2), unit)


def _trim(value: Decimal, places: int) -> str:
    text = f"{value:,.{places}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _add_unit(text: str, unit: str) -> str:
    if unit == "percent":
        return f"{text}%"
    return f"{text} {unit.replace('_', ' ')}" if unit and unit not in {"number", "items", "rank"} else text


def say_figure(figure: Figure) -> str:
    """A figure as printed, with what it measures: "48", "60 Russian officials", "$13.2 million (trade deficit)"."""
    printed, measures = " ".join(figure.number.quote.split()), figure.measures
    bound = {"min": "at least ", "max": "at most "}.get(figure.bound or "", "")
    if figure.type == "rank" or measures is None or measures.quote in printed:
        return bound + printed
    words = " ".join(measures.quote.split())
    follows = 0 < measures.start - figure.number.end <= 2
    return f"{bound}{printed} {words}" if follows else f"{bound}{printed} ({words})"


def say_mention(mention: Mention | None, default: str = "the text") -> str:
    """Who a mention is, name and office or body, else as printed."""
    if mention is None:
        return default
    name = mention.name or mention.org or (mention.span.quote if mention.span else "") or default
    return f"{name} ({mention.office})" if mention.office and mention.name else name


def say_span(first: dt.date, last: dt.date) -> str:
    """One day, or an interval of days."""
    return f"on {say_date(first)}" if first == last else f"from {say_date(first)} to {say_date(last)}"


def say_day(day: dt.date) -> str:
    """A day as news print it: "Thursday, April 8, 2010"."""
    return f"{day:%A}, {say_date(day)}"


def say_date(day: dt.date) -> str:
    """A day without its weekday: "April 8, 2010"."""
    return f"{day:%B} {day.day}, {day.year}"


def stem_words(text: str) -> frozenset[str]:
    """The words of a text that say something, by their first letters, so that "source" and "sources" are one.

    Example:
        >>> sorted(stem_words("the trade deficit in goods"))
        ['defici', 'good', 'trade']
    """
    words = (w.lower().removesuffix("'s").removesuffix("’s") for w in _WORD.findall(text))
    return frozenset((w.removesuffix("s") or w)[:_STEM] for w in words if w not in _EMPTY_WORDS)


def share_words(one: str, other: str) -> float:
    """How much of the shorter of two phrases stands in the other, by stems: 0 to 1."""
    left, right = stem_words(one), stem_words(other)
    smaller = min(len(left), len(right))
    return len(left & right) / smaller if smaller else 0.0
