"""Levels, changes and percentages that must agree: from what, by how much, to what.

Only links that the text makes prove a mistake. Where a change merely stands in the sentence of a pair of levels, or
its base has to be looked for in the article, agreement confirms it and disagreement says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import NamedTuple

from detente.check.corpora import Corpus
from detente.check.findings import Finding, cite
from detente.check.roundings import derive, judge, read_range
from detente.check.wording import say_figure, say_number
from detente.records import Figure

_HUNDRED = Decimal(100)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_THINGS = frozenset({"items", "number", "vehicles", "people"})
"""Units that may count the same things: "1.42m vehicles", "1.48m units"."""


class Change(NamedTuple):
    """A change with the levels before and after it, and whether the text links them."""

    change: Figure
    before: Figure
    after: Figure
    tight: bool


def check_changes(corpus: Corpus) -> Iterator[Finding]:
    """A finding for each change whose levels are known, and for two ways of telling one change."""
    for figures in corpus.sentences.values():
        for figure in figures:
            if figure.from_ and (before := corpus.figure_by_id.get(figure.from_)):
                yield from _check_direction(before, figure)
            if figure.type == "change":
                for found in _find_levels(figure, figures, corpus):
                    yield from _check_levels(found)
        yield from _check_both_ways(figures, corpus)


def _check_direction(before: Figure, after: Figure) -> Iterator[Finding]:
    """ "rose to 10 from 17" goes down."""
    if after.type == "change" or before.unit != after.unit or after.direction is None:
        return
    low, high = read_range(before), read_range(after)
    up = after.direction == "up"
    if low.touches(high) or (high.low > low.high) == up:
        return
    yield Finding(
        family="change",
        records=(after.id, before.id),
        spans=(cite(after, after.number), cite(before, before.number)),
        says=f"{'up' if up else 'down'} from {before.number.quote} to {after.number.quote}",
        arithmetic=f"{after.number.quote} is {'less' if up else 'more'} than {before.number.quote}",
        would_hold=f"{'down' if up else 'up'}, or the two numbers the other way round",
        verdict="fails",
    )


def _find_levels(change: Figure, figures: list[Figure], corpus: Corpus) -> Iterator[Change]:
    before = corpus.figure_by_id.get(change.from_ or "")
    after = corpus.figure_by_id.get(change.to or "")
    if before and after:
        yield Change(change, before, after, True)
    elif before or after:
        other = before or after
        assert other is not None
        for pair in _list_pairs(figures, corpus):
            if other in pair:
                yield Change(change, *pair, True)
                return
        if after is not None and change.rule.startswith("figures/comparison@"):
            base = _find_base(change, after, corpus)
            if base:
                yield Change(change, base, after, False)
    else:
        pairs = [p for p in _list_pairs(figures, corpus) if p[1].direction == change.direction]
        if len(pairs) == 1:
            yield Change(change, *pairs[0], False)


def _list_pairs(figures: list[Figure], corpus: Corpus) -> list[tuple[Figure, Figure]]:
    found = [(corpus.figure_by_id.get(f.from_ or ""), f) for f in figures if f.type != "change"]
    return [(before, after) for before, after in found if before is not None and before.unit == after.unit]


def _find_base(change: Figure, after: Figure, corpus: Corpus) -> Figure | None:
    """The one level of the article that a comparison names: of its year, of much the same things."""
    years = {
        "".join(c for c in word if c.isdigit())
        for word in (change.of_text.quote if change.of_text else "").split()
    }
    found = [
        f
        for f in corpus.figures_by_document.get(change.document or "", ())
        if f.type in {"level", "count"}
        and f.period.start is not None
        and str(f.period.start.year) in years
        and f.id != after.id
        and (f.unit == after.unit or {f.unit, after.unit} <= _THINGS)
        and f.evidence != after.evidence
    ]
    return found[0] if len(found) == 1 else None


def _check_levels(found: Change) -> Iterator[Finding]:
    change, before, after = found.change, found.before, found.after
    move = _choose_move(change, before)
    if move is None or any(f.bound or f.approximate or f.high for f in (change, before, after)):
        return
    derived = derive(move, (before, after))
    verdict = judge(derived, change)
    if verdict != "holds" and not found.tight:
        return
    unit = "percent" if change.unit == "percent" else ""
    yield Finding(
        family="change",
        records=(change.id, before.id, after.id),
        spans=(cite(change, change.number), cite(before, before.number), cite(after, after.number)),
        says=f"{_say_way(change)} {change.number.quote}: from {say_figure(before)} to {say_figure(after)}",
        arithmetic=_say_sum(change, before, after, derived.value),
        would_hold=f"a change of {say_number(derived.value, unit=unit)}",
        verdict=verdict,
    )


def _choose_move(change: Figure, before: Figure) -> Callable[..., Decimal] | None:
    """How a change is computed from its levels: as a share of the first, or as their difference."""
    if change.unit == "percent" and before.unit != "percent":
        return (lambda b, a: abs(a - b) / b * _HUNDRED) if Decimal(before.quantity) > 0 else None
    points = change.unit == "percentage_points" and before.unit == "percent"
    return (lambda b, a: abs(a - b)) if points or change.unit == before.unit else None


def _say_sum(change: Figure, before: Figure, after: Figure, exact: Decimal) -> str:
    from_, to = (say_number(Decimal(f.quantity)) for f in (before, after))
    high, low = (to, from_) if Decimal(after.quantity) > Decimal(before.quantity) else (from_, to)
    if change.unit == "percent":
        return f"({high} - {low}) / {from_} = {say_number(exact, unit='percent')}"
    return f"{high} - {low} = {say_number(exact)}"


def _say_way(change: Figure) -> str:
    return change.direction or "a change of"


def _check_both_ways(figures: list[Figure], corpus: Corpus) -> Iterator[Finding]:
    """ "fell 11% or 176,319 units to 1.42m": the share and the number must lead back to one level before."""
    changes = [f for f in figures if f.type == "change" and f.to and not f.bound and not f.approximate]
    for share in (c for c in changes if c.unit == "percent"):
        after = corpus.figure_by_id[share.to or ""] if share.to in corpus.figure_by_id else None
        others = [
            c for c in changes if c.to == share.to and c.unit != "percent" and c.direction == share.direction
        ]
        if after is None or len(others) != 1 or after.unit == "percent":
            continue
        amount, sign = others[0], 1 if share.direction == "down" else -1
        base = Decimal(after.quantity) + sign * Decimal(amount.quantity)
        if base <= 0:
            continue
        derived = derive(lambda d, a, sign=sign: d / (a + sign * d) * _HUNDRED, (amount, after))
        yield Finding(
            family="change",
            records=(share.id, amount.id, after.id),
            spans=tuple(cite(f, f.number) for f in (share, amount, after)),
            says=f"{_say_way(share)} {share.number.quote} or {amount.number.quote} to {after.number.quote}",
            arithmetic=f"{say_number(Decimal(amount.quantity))} of {say_number(base)} before = "
            f"{say_number(derived.value, unit='percent')}",
            would_hold=say_number(derived.value, unit="percent"),
            verdict=judge(derived, share),
        )
