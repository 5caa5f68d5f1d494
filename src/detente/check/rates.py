"""The same amount in two units: against the fixed factor, or, for money, against the rates that other pairs imply.

One pair of currencies says what rate the writer used, and nothing more: whether it was the rate of the day, only an
official series can tell.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations
from typing import NamedTuple

from detente.check.corpora import Corpus
from detente.check.findings import Finding, cite
from detente.check.roundings import Derived, derive, judge
from detente.check.wording import say_number
from detente.lexicon.conversions import convert
from detente.records import Figure

_SLACK = Decimal("1.1")
"""How far rates of one pair may drift apart within a month before the two are told to differ."""
_LOOSE = Decimal("0.15")
"""How far a rough conversion ("a wave of 3 feet (1 m)") may be off before it counts as wrong."""


class Pair(NamedTuple):
    """An amount in two currencies: how many of the first make one of the second."""

    amount: Figure
    other: Figure
    rate: Derived


def check_rates(corpus: Corpus) -> Iterator[Finding]:
    """A finding for each amount that is given in two units."""
    pairs: dict[tuple[str, str, str], list[Pair]] = {}
    for figure in corpus.figures:
        amount = corpus.figure_by_id.get(figure.of or "")
        if amount is None or not figure.rule.startswith("figures/conversion@"):
            continue
        if convert(Decimal(1), amount.unit, figure.unit) is not None:
            yield from _check_factor(amount, figure)
        elif len(amount.unit) == len(figure.unit) == 3 and amount.unit.isupper():
            pair = _read_pair(amount, figure)
            if pair:
                key = (pair.amount.unit, pair.other.unit, _month_of(corpus, pair))
                pairs.setdefault(key, []).append(pair)
    for (_, _, month), found in pairs.items():
        yield from _compare_pairs(found, month)


def _check_factor(amount: Figure, other: Figure) -> Iterator[Finding]:
    def turn(value: Decimal) -> Decimal:
        return convert(value, amount.unit, other.unit) or Decimal()

    if Decimal(amount.quantity) == 0 or amount.high or other.high:
        return
    derived = derive(turn, (amount,), digits=1)
    verdict = judge(derived, other, digits=1)  # distances are rounded to the nearest ten
    exact, stated = derived.value, Decimal(other.quantity)
    if verdict == "fails" and abs(exact - stated) <= _LOOSE * abs(exact):
        verdict = "imprecise"
    words = other.unit.replace("_", " ")
    yield Finding(
        family="rate",
        records=(amount.id, other.id),
        spans=(cite(amount, amount.number), cite(other, other.number)),
        says=f"{amount.number.quote} is {other.number.quote}",
        arithmetic=f"{amount.number.quote} = {say_number(exact)} {words}",
        would_hold=f"{say_number(exact)} {words}",
        verdict=verdict,
        severity="minor",
    )


def _read_pair(amount: Figure, other: Figure) -> Pair | None:
    if amount.bound or other.bound or amount.high or other.high or not Decimal(other.quantity):
        return None
    if amount.unit > other.unit:  # one direction for all, so that pairs can be compared
        amount, other = other, amount
    return Pair(amount, other, derive(lambda a, b: a / b, (amount, other)))


def _month_of(corpus: Corpus, pair: Pair) -> str:
    when = corpus.published.get(pair.amount.document or "")
    return f"{when.end:%Y-%m}" if when and when.end else ""


def _compare_pairs(pairs: list[Pair], month: str) -> Iterator[Finding]:
    """Two pairs of a month that disagree beyond rounding and a tenth; a lone pair is only told."""
    clashing = set[int]()
    for (i, one), (j, other) in combinations(enumerate(pairs), 2):
        if not month or _agree(one.rate, other.rate):
            continue
        clashing |= {i, j}
        yield _tell_clash(one, other, month)
    for i, pair in enumerate(pairs):
        if i not in clashing:
            agreed = len(pairs) > 1 and bool(month)
            yield _tell_pair(pair, month if agreed else "", others=len(pairs) - 1)


def _agree(one: Derived, other: Derived) -> bool:
    low, high = sorted((one, other), key=lambda rate: rate.value)
    return high.value - high.most <= (low.value + low.most) * _SLACK


def _tell_clash(one: Pair, other: Pair, month: str) -> Finding:
    documents = {one.amount.document, other.amount.document}
    return Finding(
        family="rate",
        records=(one.amount.id, one.other.id, other.amount.id, other.other.id),
        spans=tuple(cite(f, f.number) for f in (one.amount, one.other, other.amount, other.other)),
        says=f"{_say(one)}, but {_say(other)}",
        arithmetic=f"{_say_rate(one)}, against {_say_rate(other)} in the same month ({month})",
        would_hold=f"{other.other.unit} {say_number(Decimal(other.amount.quantity) / one.rate.value)}"
        f" for {other.amount.number.quote}",
        verdict="conflict",
        needs="article" if len(documents) == 1 else "corpus",
    )


def _tell_pair(pair: Pair, month: str, *, others: int) -> Finding:
    agreement = f"as {others} other amounts of {month} imply" if month else "no other amount to compare with"
    return Finding(
        family="rate",
        records=(pair.amount.id, pair.other.id),
        spans=(cite(pair.amount, pair.amount.number), cite(pair.other, pair.other.number)),
        says=_say(pair),
        arithmetic=f"{_say_rate(pair)}; {agreement}",
        would_hold=None if month else "a rate of about that on the day, by an official series",
        verdict="holds" if month else "unverifiable",
        needs="corpus" if month else "series",
    )


def _say(pair: Pair) -> str:
    return f"{pair.amount.number.quote} is {pair.other.number.quote}"


def _say_rate(pair: Pair) -> str:
    small = pair.rate.value < 1
    rate = 1 / pair.rate.value if small else pair.rate.value
    many, single = (pair.other, pair.amount) if small else (pair.amount, pair.other)
    return f"{say_number(rate)} {many.unit} to 1 {single.unit}"
