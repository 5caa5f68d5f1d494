"""Slips of scale: millions for billions. The same amount a thousand times apart, or a part lost beside its whole.

Three signs, each by itself enough to doubt: two amounts with the same digits and another scale word in one sentence;
the same measure and period about a thousand or a million times apart; a balance of trade that is less than a
thousandth of the trade that it is the balance of, or a part larger than its whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations

from detente.check.corpora import Corpus
from detente.check.findings import Finding, cite
from detente.check.roundings import read_range
from detente.check.wording import say_figure, say_mention, say_number, share_words, stem_words
from detente.records import Figure

_FACTORS = (Decimal(10) ** 3, Decimal(10) ** 6)
_WITHIN = Decimal(2)
_SAME_WORDS = 0.75
_LARGE = Decimal(10) ** 6
"""Below a million nobody writes scale words, so nobody slips with them."""
_LOST = Decimal(10) ** 3
_PARTS: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "trade": (stem_words("deficit surplus imbalance balance shortfall"), stem_words("exports imports"))
}
"""Of a whole, what is a difference inside it and what is a share of it: trade = exports + imports."""


def check_scales(corpus: Corpus) -> Iterator[Finding]:
    """A finding for each two amounts whose proportion says that one has the wrong scale."""
    documents = [[f for f in held if _is_large(f)] for held in corpus.figures_by_document.values()]
    for figures in documents:
        for one, other in combinations(figures, 2):
            if one.unit == other.unit and not (_is_linked(one, other) or _is_linked(other, one)):
                yield from _compare_same(one, other, corpus)
        for unit in dict.fromkeys(f.unit for f in figures):
            yield from _compare_with_whole([f for f in figures if f.unit == unit])
    yield from _compare_documents(documents, corpus)


def _is_large(figure: Figure) -> bool:
    """Whether a figure is of a size that scale words are used for, and no part of another."""
    counts = figure.type in {"level", "change"} and figure.of is None
    return counts and abs(Decimal(figure.quantity)) >= _LARGE


def _is_linked(one: Figure, other: Figure) -> bool:
    return other.id in {one.from_, one.to, one.of}


def find_slip(one: Figure, other: Figure) -> Decimal | None:
    """By which power of a thousand two figures are apart, about; null where they are not.

    The digits decide: an order of magnitude between different amounts is no slip.
    """
    small, large = sorted((abs(Decimal(one.quantity)), abs(Decimal(other.quantity))))
    if not small:
        return None
    return next((f for f in _FACTORS if f / _WITHIN <= large / small <= f * _WITHIN), None)


def _has_same_digits(one: Figure, other: Figure) -> bool:
    small, large = sorted((abs(Decimal(one.quantity)), abs(Decimal(other.quantity))))
    return bool(small) and large / small in _FACTORS


def _measure(figure: Figure) -> str:
    return figure.measures.quote if figure.measures else ""


def _is_same_measure(one: Figure, other: Figure) -> bool:
    """Whether two figures measure the same, by most of the words of both, over periods that are not told apart."""
    left, right = stem_words(_measure(one)), stem_words(_measure(other))
    if not left or len(left & right) < _SAME_WORDS * max(len(left), len(right)):
        return False
    apart = one.period.start and other.period.start and one.period.start != other.period.start
    return not apart


def _compare_same(one: Figure, other: Figure, corpus: Corpus) -> Iterator[Finding]:
    factor = find_slip(one, other)
    if factor is None:
        return
    near = one.evidence == other.evidence
    if _is_same_measure(one, other):
        reason = "the same measure"
    elif near and _has_same_digits(one, other):
        reason = "the same digits in one sentence"
    else:
        return
    yield _tell_slip(one, other, reason, corpus)


def _compare_documents(documents: list[list[Figure]], corpus: Corpus) -> Iterator[Finding]:
    """The same measure and stated period in two documents, the same digits, another scale."""
    held: dict[tuple[object, ...], list[Figure]] = {}
    for figure in (f for figures in documents for f in figures if f.period.start and f.measures):
        digits = abs(Decimal(figure.quantity)).normalize().as_tuple().digits
        held.setdefault((figure.unit, figure.period.start, figure.period.end, digits), []).append(figure)
    for figures in held.values():
        for one, other in combinations(figures, 2):
            factor = find_slip(one, other)
            if factor and one.document != other.document and _is_same_measure(one, other):
                yield _tell_slip(one, other, "the same measure and period in two texts", corpus)


def _tell_slip(one: Figure, other: Figure, reason: str, corpus: Corpus) -> Finding:
    factor = find_slip(one, other) or Decimal(1)
    small, large = sorted((one, other), key=lambda f: abs(Decimal(f.quantity)))
    ratio = Decimal(large.quantity) / Decimal(small.quantity)
    claimants = [say_mention(corpus.find_claimant(f)) for f in (one, other)]
    by = f" ({'; '.join(claimants)})" if len(set(claimants)) > 1 else ""
    return Finding(
        family="scale",
        records=(one.id, other.id),
        spans=(cite(one, one.number), cite(other, other.number)),
        says=f"{say_figure(one)} and {say_figure(other)}{by}",
        arithmetic=f"{reason}, {say_number(ratio)} times apart, as a wrong scale word makes them",
        would_hold=f"{say_number(Decimal(small.quantity) * factor)} for {small.number.quote}, or the other way round",
        verdict="conflict",
        needs="article" if one.document == other.document else "corpus",
    )


def _compare_with_whole(figures: list[Figure]) -> Iterator[Finding]:
    for whole_word, (differences, shares) in _PARTS.items():
        inner = differences | shares
        wholes = [f for f in figures if whole_word in (w := stem_words(_measure(f))) and not w & inner]
        for whole in wholes[:1]:
            lost = [f for f in figures if stem_words(_measure(f)) & differences and _is_lost(f, whole)]
            if lost:
                yield _tell_lost(lost, whole)
            for part in (f for f in figures if stem_words(_measure(f)) & shares):
                if _is_too_large(part, whole):
                    yield _tell_too_large(part, whole)


def _is_lost(part: Figure, whole: Figure) -> bool:
    return part.type == "level" and abs(Decimal(part.quantity)) * _LOST < abs(Decimal(whole.quantity))


def _is_too_large(part: Figure, whole: Figure) -> bool:
    """A share above its whole in the same period, of much the same things."""
    same = part.period.start == whole.period.start and part.period.end == whole.period.end
    names_same = share_words(_measure(part), _measure(whole)) > 0 or part.evidence == whole.evidence
    return same and names_same and read_range(part).low > read_range(whole).high


def _tell_lost(parts: list[Figure], whole: Figure) -> Finding:
    first = parts[0]
    ratio = Decimal(whole.quantity) / abs(Decimal(first.quantity))
    raised = " and ".join(say_number(abs(Decimal(p.quantity)) * 1000) for p in parts)
    return Finding(
        family="scale",
        records=(*(p.id for p in parts), whole.id),
        spans=tuple(cite(f, f.number) for f in (*parts, whole)),
        says=f"{' and '.join(map(say_figure, parts))} beside {say_figure(whole)}",
        arithmetic=f"the balance would be one part in {say_number(ratio)} of the trade that it is the balance of: "
        "out of proportion by about a thousand",
        would_hold=f"{raised} {first.unit}, a thousand times as much; or trade a thousand times smaller",
        verdict="conflict",
    )


def _tell_too_large(part: Figure, whole: Figure) -> Finding:
    return Finding(
        family="scale",
        records=(part.id, whole.id),
        spans=(cite(part, part.number), cite(whole, whole.number)),
        says=f"{say_figure(part)} of {say_figure(whole)}",
        arithmetic=f"the part ({part.number.quote}) is larger than its whole ({whole.number.quote})",
        would_hold=f"no more than {whole.number.quote}, or a whole of at least {part.number.quote}",
        verdict="conflict",
    )
