"""How far a printed number can be from the true one, and whether a number that follows from others agrees with one.

"1.42m" is anything from 1,415,000 to 1,425,000. What is computed from rounded numbers is off by no more than all their
errors together, and likely by no more than the root of their squares: within that it holds, up to the sum of all it is
imprecise, beyond it fails. So no tolerance is chosen by hand.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import NamedTuple

from detente.records import Figure, Verdict

_DIGITS = re.compile(r"\d[\d,.'’ \u00a0\u202f]*")
_FRACTION = re.compile(r"\d[/⁄](\d+)|([½¼¾⅓⅔])")
_SIGNS = {"½": 2, "¼": 4, "¾": 4, "⅓": 3, "⅔": 3}
_ABOUT = Decimal("0.05")


class Range(NamedTuple):
    """The values that a printed number can stand for."""

    low: Decimal
    high: Decimal

    def touches(self, other: Range) -> bool:
        """Whether two ranges have a value in common."""
        return self.low <= other.high and other.low <= self.high


class Derived(NamedTuple):
    """What follows from figures: the value, how far it is likely off and how far at most."""

    value: Decimal
    likely: Decimal
    most: Decimal


def read_step(figure: Figure, *, digits: int = 2) -> Decimal:
    """The last printed step of a number: a hundredth of a million for "1.42m", a half for "3 1/2", one for "48".

    Zeros at the end of a whole number are taken for rounding, but for its first `digits` digits.
    """
    value, quote = abs(Decimal(figure.quantity)), figure.number.quote
    if fraction := _FRACTION.search(quote):
        return 1 / Decimal(fraction[1] or _SIGNS[fraction[2]])
    printed = _DIGITS.search(quote)
    _, dot, decimals = (printed.group().strip(" .,\u00a0") if printed else "").replace(",", "").partition(".")
    mantissa = (
        Decimal(re.sub(r"[^\d.]", "", printed.group().replace(",", "")).strip(".")) if printed else Decimal()
    )
    if dot and decimals.isdigit() and mantissa:
        return value / mantissa * Decimal(10) ** -len(decimals)
    whole = str(value.to_integral_value())
    zeros = min(len(whole) - len(whole.rstrip("0")), max(0, len(whole) - digits))
    return Decimal(10) ** zeros


def read_error(figure: Figure, *, digits: int = 2) -> Decimal:
    """How far a figure can be from what it stands for: half its step; counted people and things are exact."""
    step = read_step(figure, digits=digits)
    error = Decimal(0) if figure.type == "count" and step == 1 else step / 2
    return max(error, abs(Decimal(figure.quantity)) * _ABOUT) if figure.approximate else error


def read_range(figure: Figure, *, digits: int = 2) -> Range:
    """The values that a figure can stand for, open upwards or downwards for "at least" and "up to"."""
    low, high = sorted((Decimal(figure.quantity), Decimal(figure.high or figure.quantity)))
    error = read_error(figure, digits=digits)
    return Range(
        Decimal("-Infinity") if figure.bound == "max" else low - error,
        Decimal("Infinity") if figure.bound == "min" else high + error,
    )


def derive(function: Callable[..., Decimal], figures: Sequence[Figure], *, digits: int = 2) -> Derived:
    """What a function of some figures gives, with the errors that their rounding carries into it."""
    values = [Decimal(f.quantity) for f in figures]
    value = function(*values)
    shifts = []
    for i, figure in enumerate(figures):
        error = read_error(figure, digits=digits)
        moved = (function(*values[:i], values[i] + way * error, *values[i + 1 :]) for way in (-1, 1))
        shifts.append(max(abs(m - value) for m in moved))
    return Derived(value, sum((s * s for s in shifts), Decimal()).sqrt(), sum(shifts, Decimal()))


def judge(derived: Derived, stated: Figure, *, digits: int = 2) -> Verdict:
    """Whether a stated figure agrees with what follows from others."""
    off = abs(derived.value - Decimal(stated.quantity))
    error = read_error(stated, digits=digits)
    if off <= (derived.likely**2 + error**2).sqrt():
        return "holds"
    return "imprecise" if off <= derived.most + error else "fails"
