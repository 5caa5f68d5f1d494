"""Shares: a percentage of a known whole against the amount beside it, and shares of one thing that exceed it all."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby

from detente.check.corpora import Corpus
from detente.check.findings import Finding, cite
from detente.check.roundings import derive, judge, read_error
from detente.check.wording import say_figure, say_number, stem_words
from detente.records import Figure

_HUNDRED = Decimal(100)
_SHARES = {"percent": _HUNDRED, "share": Decimal(1)}
_FEW_POINTS = Decimal(5)


def check_ratios(corpus: Corpus) -> Iterator[Finding]:
    """A finding for each share whose whole and amount are known, and for shares of one thing that make a whole."""
    for figures in corpus.sentences.values():
        shares = [f for f in figures if f.unit in _SHARES and f.type == "ratio" and not f.bound]
        for share in shares:
            yield from _check_share(share, figures, corpus)
        yield from _check_total(shares)


def _check_share(share: Figure, figures: list[Figure], corpus: Corpus) -> Iterator[Finding]:
    """ "20% of the 500 delegates, or 100 people": the amount that follows right after the whole, of its unit."""
    whole = corpus.figure_by_id.get(share.of or "")
    if whole is None or whole.bound or share.high:
        return
    amounts = [
        f for f in figures if f.unit == whole.unit and f.id != whole.id and f.of is None and not f.bound
    ]
    if len(amounts) != 1 or amounts[0].number.start < share.number.start:
        return
    amount, full = amounts[0], _SHARES[share.unit]
    derived = derive(lambda s, w: s / full * w, (share, whole))
    verdict = judge(derived, amount)
    if verdict == "holds":
        yield Finding(
            family="ratio",
            records=(share.id, whole.id, amount.id),
            spans=tuple(cite(f, f.number) for f in (share, whole, amount)),
            says=f"{share.number.quote} of {say_figure(whole)} is {say_figure(amount)}",
            arithmetic=f"{share.number.quote} of {say_number(Decimal(whole.quantity))} = {say_number(derived.value)}",
            verdict=verdict,
        )


def _check_total(shares: list[Figure]) -> Iterator[Finding]:
    """Shares of the same words that make a whole, or miss it by little; others may overlap and prove nothing."""
    percents = [s for s in shares if s.unit == "percent" and s.of_text and not s.high]
    for of, group in groupby(sorted(percents, key=_whole_of), key=_whole_of):
        parts = sorted(group, key=lambda s: s.number.start)
        total = sum((Decimal(p.quantity) for p in parts), Decimal())
        fits = abs(total - _HUNDRED) <= sum((read_error(p) for p in parts), Decimal())
        if len(parts) < (2 if fits else 3) or abs(total - _HUNDRED) > _FEW_POINTS:
            continue
        terms = " + ".join(say_number(Decimal(p.quantity)) for p in parts)
        yield Finding(
            family="ratio",
            records=tuple(p.id for p in parts),
            spans=tuple(cite(p, p.number) for p in parts),
            says=f"shares of {of}: {', '.join(p.number.quote for p in parts)}",
            arithmetic=f"{terms} = {say_number(total)} of 100",
            would_hold="shares that add up to 100",
            verdict="holds" if fits else "imprecise",
            severity="minor",
        )


def _whole_of(share: Figure) -> str:
    """The first word of what a share is of: "votes" in "the votes against it"."""
    words = share.of_text.quote.lower().split() if share.of_text else []
    return next((w for w in words if stem_words(w)), "")
