"""Ranges and lists of amounts: "between 36 and 40", "$3 to $4 billion", "10 and 20 percent"."""

from __future__ import annotations

import re
from decimal import Decimal

from detente.extract.figures.numbers import divide
from detente.extract.figures.quantities import Amount, Context

_DASH = re.compile(r"[ \u00a0]?[-–—‑][ \u00a0]?")
_TO = re.compile(r"[ \u00a0](?:to|through)[ \u00a0]")
_LATER_TO = re.compile(r".{0,30}[ \u00a0]to[ \u00a0]", re.DOTALL)
_AND = re.compile(r",?[ \u00a0](?:and|or)[ \u00a0]|-(?:,|,?[ \u00a0](?:and|or|to))[ \u00a0]")
_OR = re.compile(r"-?[ \u00a0]or[ \u00a0]")
_PORTION = re.compile(r"[ \u00a0](?:(in)|out of|in every|of every)[ \u00a0]")
_BETWEEN = re.compile(r"\bbetween (?:\w+ )?$", re.IGNORECASE)
_FROM = re.compile(r"\bfrom (?:\w+ )?$", re.IGNORECASE)
_BACK = 60
_WORDS_BACK = 7


def is_dashed(text: str, start: int, end: int) -> bool:
    """Whether only a dash stands between two numbers, so that they make a range, a score or a code."""
    return bool(_DASH.fullmatch(text, start, end))


def join_ranges(context: Context, amounts: list[Amount]) -> list[Amount]:
    """The amounts with each range as one, and with the units that neighbours leave to each other.

    Example:
        >>> from detente.extract.figures.amounts import read_amounts
        >>> from detente.extract.figures.quantities import make_context
        >>> context = make_context("$3 to $4 billion for four- or five-year terms", {})
        >>> [(str(a.value), str(a.high), a.unit) for a in join_ranges(context, read_amounts(context))]
        [('3000000000', '4000000000', 'USD'), ('4', '5', 'years')]
    """
    shared = list(amounts)
    for i in range(len(shared) - 1, 0, -1):
        shared[i] = _take_unit(context, shared[i - 1], shared[i])
        shared[i - 1] = _leave_unit(context, shared[i - 1], shared[i])
    joined: list[Amount] = []
    for amount in shared:
        if joined and (portion := _read_portion(context, joined[-1], amount)):
            joined[-1] = portion
        elif joined and _is_range(context, joined[-1], amount):
            joined[-1] = _join(joined[-1], amount)
        else:
            joined.append(amount)
    return joined


def follows_from(context: Context, amount: Amount) -> bool:
    """Whether an amount stands after "from"."""
    return bool(_FROM.search(_before(context, amount)))


def is_change_path(context: Context, amount: Amount) -> bool:
    """Whether an amount starts a change: "fell from", "raised the rate from"; not "savings range from"."""
    words = re.findall(r"[\w’'-]+", _before(context, amount).lower())[-_WORDS_BACK:]
    return follows_from(context, amount) and any(
        word in context.wording.verbs or word in context.wording.nouns for word in words
    )


def _before(context: Context, amount: Amount) -> str:
    return context.text[max(0, amount.left - _BACK) : amount.left]


def _take_unit(context: Context, first: Amount, second: Amount) -> Amount:
    """ "aged 25 to 54", "$3 to 4 billion", "from 208 pounds to 193": the second with the unit of the first."""
    text, gap = context.text, (first.end, second.left)
    between = _AND.fullmatch(text, *gap) and (first.age or _BETWEEN.search(_before(context, first)))
    path = _LATER_TO.fullmatch(text, *gap) and follows_from(context, first)
    if not (between or path or _TO.fullmatch(text, *gap) or is_dashed(text, *gap)):
        return second
    if first.unit.startswith(f"{second.unit}_per_"):
        return second._replace(unit=first.unit)
    if second.dimension != "none":
        return second
    if first.age or (first.dimension in {"currency", "measure"} and _are_near(first, second)):
        return second._replace(unit=first.unit, dimension=first.dimension, age=first.age)
    return second._replace(
        paired=second.paired or (first.dimension == "none" and is_change_path(context, first))
    )


def _are_near(first: Amount, second: Amount) -> bool:
    """Whether two amounts are of one order, so that they may share a unit: not "fell 4 km to 13,176"."""
    scale = second.number.scale if first.number.scale == 1 else Decimal(1)
    ratio: Decimal = abs(second.value / scale / (first.value or 1))
    return Decimal("0.1") < ratio < 10


def _leave_unit(context: Context, first: Amount, second: Amount) -> Amount:
    """The first amount with the unit and scale of the second, where the words between allow it."""
    text, gap = context.text, (first.end, second.left)
    range_like = is_dashed(text, *gap) or bool(_TO.fullmatch(text, *gap))
    if second.dimension == "rank" or not (range_like or _AND.fullmatch(text, *gap)):
        return first
    between = bool(_BETWEEN.search(_before(context, first)))
    if second.dimension == "none":
        return first._replace(
            paired=first.paired or (first.dimension == "none" and (between or second.paired))
        )
    if second.unit.startswith(f"{first.unit}_per_"):
        first = first._replace(unit=second.unit)
    if first.dimension == "none" and first.form in {"digits", "words"}:
        first = first._replace(unit=second.unit, dimension=second.dimension, noun=second.noun)
        return _share_scale(first, second)
    return _share_scale(first, second) if first.unit == second.unit and (range_like or between) else first


def _share_scale(first: Amount, second: Amount) -> Amount:
    """ "$3 to $4 billion", but not "$750,000 to $1 million"."""
    scale = second.number.scale
    if first.number.scale != 1 or scale == 1 or first.value > max(second.value / scale, Decimal(999)):
        return first
    return first._replace(value=first.value * scale)


def _read_portion(context: Context, first: Amount, second: Amount) -> Amount | None:
    """ "one in five Germans", "nine out of ten": a share; but not "two in 10 days"."""
    link = _PORTION.fullmatch(context.text, first.end, second.left)
    if link is None or first.dimension != "none" or second.dimension not in {"none", "people", "things"}:
        return None
    usual = first.value == 1 or second.value in {10, 100, 1000}
    if not first.value < second.value <= 10_000 or (link[1] and not usual):
        return None
    number = first.number._replace(end=second.number.end, form="fraction")
    share = divide(first.value, second.value)
    return first._replace(
        end=number.end, number=number, value=share, unit="share", dimension="share", noun=second.noun
    )


def _is_range(context: Context, first: Amount, second: Amount) -> bool:
    """Whether two amounts are the ends of a range; a way down, or after a verb of change, is no range."""
    text, gap = context.text, (first.end, second.left)
    if first.value >= second.value or first.unit != second.unit or {first.high, second.high} != {None}:
        return False
    between = bool(_BETWEEN.search(_before(context, first)) and _AND.fullmatch(text, *gap))
    if first.dimension == "none":
        return first.paired and between
    if is_dashed(text, *gap):
        return True
    if _TO.fullmatch(text, *gap):
        return not is_change_path(context, first)
    if _OR.fullmatch(text, *gap):
        return second.value == first.value + 1
    return between


def _join(first: Amount, second: Amount) -> Amount:
    return second._replace(
        start=first.start,
        left=first.left,
        number=first.number._replace(end=second.number.end),
        value=first.value,
        high=second.value,
        bound=first.bound,
        approximate=first.approximate or second.approximate,
        cue=first.cue,
        paired=first.paired,
    )
