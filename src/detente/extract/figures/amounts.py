"""Amounts: the numbers that a sentence claims, each with unit, bounds and range.

Nothing here knows records; `changes.py` tells what an amount says about change and about other amounts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from detente.extract.figures.designations import DateSpan, drop_names, drop_unclaimed
from detente.extract.figures.numbers import Number, find_numbers
from detente.extract.figures.quantities import Amount, Context, read_quantity
from detente.extract.figures.ranges import join_ranges
from detente.extract.figures.ranks import (
    find_multiples,
    find_only,
    mark_age,
    mark_casualties,
    mark_rank,
    read_ordinal,
)


def read_amounts(context: Context) -> list[Amount]:
    """Every number of a sentence with unit and cues, before anybody asks whether it is a name or a year."""
    found = [amount for number in find_numbers(context.text) for amount in _read_number(context, number)]
    found += [*find_multiples(context), *find_only(context)]
    return sorted(found, key=lambda amount: (amount.start, amount.end))


def keep_claimed(context: Context, amounts: list[Amount], dates: Sequence[DateSpan] = ()) -> list[Amount]:
    """Those amounts that claim something, ranges as one: no years, names, references or bare small numbers.

    Example:
        >>> from detente.extract.figures.quantities import make_context
        >>> context = make_context("Flight 17 carried between 290 and 300 people.", {})
        >>> [(str(a.value), str(a.high), a.unit) for a in keep_claimed(context, read_amounts(context))]
        [('290', '300', 'people')]
    """
    return drop_unclaimed(context, join_ranges(context, drop_names(context, amounts, dates)))


def _read_number(context: Context, number: Number) -> Iterator[Amount]:
    if number.form == "ordinal":
        yield from read_ordinal(context, number)
        return
    amount = read_quantity(context, number)
    for mark in (mark_rank, mark_age, mark_casualties):
        amount = mark(context, amount)
    yield amount
