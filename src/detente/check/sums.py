"""Sums: parts that a text gives must add up to their whole; some of the parts must not exceed it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from detente.check.corpora import Corpus
from detente.check.findings import Finding, cite
from detente.check.roundings import derive, judge, read_range
from detente.check.wording import say_figure, say_number
from detente.records import Figure

_NEARLY_ALL = Decimal("0.75")
"""Parts that make less of the whole are some of them only, whatever the wording."""


def check_sums(corpus: Corpus) -> Iterator[Finding]:
    """A finding for each whole with parts: "60 officials, 48 at the embassy and 12 at the mission"."""
    parts: dict[str, list[Figure]] = {}
    for figure in corpus.figures:
        if figure.of and figure.rule.startswith(("figures/part@", "figures/portion@")):
            parts.setdefault(figure.of, []).append(figure)
    for whole_id, found in parts.items():
        whole = corpus.figure_by_id.get(whole_id)
        if whole is not None:
            exhaustive = all(p.rule.startswith("figures/part@") for p in found)
            yield from _add_up(whole, found) if exhaustive else _compare_some(whole, found)


def _add_up(whole: Figure, parts: list[Figure]) -> Iterator[Finding]:
    total = sum((Decimal(p.quantity) for p in parts), Decimal())
    if total < Decimal(whole.quantity) * _NEARLY_ALL or any(p.bound or p.high for p in (whole, *parts)):
        return
    verdict = judge(derive(_add, parts), whole)
    terms = " + ".join(say_number(Decimal(p.quantity)) for p in parts)
    yield Finding(
        family="sum",
        records=(whole.id, *(p.id for p in parts)),
        spans=tuple(cite(f, f.number) for f in (whole, *parts)),
        says=f"{say_figure(whole)}: {_join([p.number.quote for p in parts])}",
        arithmetic=f"{terms} = {say_number(total)}{'' if verdict == 'holds' else f', not {whole.number.quote}'}",
        would_hold=_mend(whole, parts, total),
        verdict=verdict,
    )


def _add(*values: Decimal) -> Decimal:
    return sum(values, Decimal())


def _mend(whole: Figure, parts: list[Figure], total: Decimal) -> str:
    """The one number that, changed, would make the sum right: the whole, or one of the parts."""
    missing = Decimal(whole.quantity) - total
    changes = [
        f"{say_number(Decimal(p.quantity) + missing)} for {p.number.quote}"
        for p in parts
        if Decimal(p.quantity) + missing > 0
    ]
    return f"a whole of {say_number(total)}; or {', or '.join(changes)}" if changes else say_number(total)


def _compare_some(whole: Figure, parts: list[Figure]) -> Iterator[Finding]:
    """Some parts together are no more than the whole; that they are fewer proves nothing and earns no tick."""
    total = sum((Decimal(p.quantity) for p in parts), Decimal())
    if total <= read_range(whole).high or any(p.bound == "max" for p in parts):
        return
    yield Finding(
        family="sum",
        records=(whole.id, *(p.id for p in parts)),
        spans=tuple(cite(f, f.number) for f in (whole, *parts)),
        says=f"{say_figure(whole)}, among them {_join([say_figure(p) for p in parts])}",
        arithmetic=f"the part ({say_number(total)}) is larger than its whole ({whole.number.quote})",
        would_hold=f"a whole of at least {say_number(total)}",
        verdict="fails",
    )


def _join(words: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]]))
