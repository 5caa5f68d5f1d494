"""How many of one unit make another: fixed factors, as data in `conversions.toml`."""

from __future__ import annotations

import functools
import tomllib
from decimal import Decimal
from importlib import resources

from detente.errors import LexiconError


@functools.cache
def load_factors() -> dict[str, tuple[str, Decimal]]:
    """The dimension of each convertible unit, and what one of it is in the base unit of that dimension.

    Raises:
        LexiconError: on a factor that is no positive number.

    Example:
        >>> load_factors()["miles"]
        ('length', Decimal('1609.344'))
    """
    text = resources.files("detente.lexicon").joinpath("conversions.toml").read_text("utf-8")
    factors = {}
    for dimension, units in tomllib.loads(text, parse_float=Decimal).items():
        for unit, factor in units.items():
            if not isinstance(factor, int | Decimal) or factor <= 0:
                raise LexiconError(
                    f"lexicon/conversions.toml, {dimension}.{unit}: {factor} is no factor; mend it"
                )
            factors[unit] = dimension, Decimal(factor)
    return factors


def convert(value: Decimal, unit: str, other: str) -> Decimal | None:
    """A value in another unit of its dimension; null where no fixed factor joins them.

    Example:
        >>> convert(Decimal(10), "miles", "kilometres"), convert(Decimal(50), "degrees_fahrenheit", "degrees_celsius")
        (Decimal('16.09344'), Decimal('10'))
        >>> convert(Decimal(10), "USD", "RUB") is None
        True
    """
    if (unit, other) == ("degrees_fahrenheit", "degrees_celsius"):
        return (value - 32) * 5 / 9
    if (unit, other) == ("degrees_celsius", "degrees_fahrenheit"):
        return value * 9 / 5 + 32
    factors = load_factors()
    if unit not in factors or other not in factors or factors[unit][0] != factors[other][0]:
        return None
    return value * factors[unit][1] / factors[other][1]
