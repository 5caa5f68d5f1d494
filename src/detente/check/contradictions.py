"""Numbers and causes that contradict each other between sentences, articles and claimants.

Two counts of one event (its mentions are joined by the clusters), the same measure of the same period with two values,
and the same cause said to raise an effect and to lower it. Copies are left to the comparison with their original.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations

from detente.check.corpora import Corpus, place_of
from detente.check.findings import Finding, cite
from detente.check.roundings import read_range
from detente.check.scales import find_slip
from detente.check.wording import say_figure, say_mention, share_words, stem_words
from detente.records import Cause, Event, Figure, Mention, Span

_ALIKE = 0.75
_HALF = 0.5
_FEW = 2


def check_contradictions(corpus: Corpus) -> Iterator[Finding]:
    """A finding for each two figures or causes that cannot both be right."""
    yield from _compare_counts(corpus)
    yield from _compare_measures(corpus)
    yield from _compare_causes(corpus.causes)


def _compare_counts(corpus: Corpus) -> Iterator[Finding]:
    """Counts inside the words of one event: "expelled 35 diplomats" in one text, "expelled 53 diplomats" in another."""
    cluster_of = {row.record: row.cluster for row in corpus.clusters}
    counted: dict[str, list[Figure]] = {}
    for event in corpus.events:
        if event.modality == "actual":
            held = counted.setdefault(cluster_of.get(event.id, event.id), [])
            held += [f for f in _list_inside(event, corpus) if f not in held]
    for figures in counted.values():
        for one, other in combinations(figures, 2):
            if (
                place_of(one) != place_of(other)
                and _counts_same(one, other)
                and not _is_copy(one, other, corpus)
            ):
                yield _tell(one, other, "of the same event, it seems", corpus)


def _list_inside(event: Event, corpus: Corpus) -> list[Figure]:
    """The counts among the trigger and parties of an event."""
    spans = [event.trigger, *(m.span for m in (*event.actors, *event.recipients) if m.span)]
    figures = corpus.sentences.get(place_of(event), [])
    return [f for f in figures if f.type == "count" and any(_covers(s, f.number) for s in spans)]


def _covers(outer: Span, inner: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _counts_same(one: Figure, other: Figure) -> bool:
    """Whether two counts have the same unit and words, and values that cannot both be."""
    if one.unit != other.unit or one.of or other.of:
        return False
    left, right = (stem_words(f.measures.quote if f.measures else f.number.quote) for f in (one, other))
    return bool(left) and left == right and _differ(one, other)


def _differ(one: Figure, other: Figure) -> bool:
    """Whether two figures have no value in common, and are not a scale apart (which is another check)."""
    return not read_range(one).touches(read_range(other)) and find_slip(one, other) is None


def _is_copy(one: Figure, other: Figure, corpus: Corpus) -> bool:
    originals = [corpus.original_of.get(f.document or "", f.document) for f in (one, other)]
    return one.document != other.document and originals[0] == originals[1]


def _compare_measures(corpus: Corpus) -> Iterator[Finding]:
    """Levels of the same measure, in the same words, over the same stated period."""
    held: dict[tuple[object, ...], list[Figure]] = {}
    for figure in corpus.figures:
        words = stem_words(figure.measures.quote) if figure.measures else frozenset()
        if figure.type in {"level", "ratio"} and len(words) >= _FEW and figure.period.start and not figure.of:
            key = (figure.unit, figure.period.start, figure.period.end, figure.direction, words)
            held.setdefault(key, []).append(figure)
    for figures in held.values():
        for one, other in combinations(figures, 2):
            if place_of(one) != place_of(other) and _differ(one, other) and not _is_copy(one, other, corpus):
                yield _tell(one, other, "the same measure and period", corpus)


def _tell(one: Figure, other: Figure, why: str, corpus: Corpus) -> Finding:
    names = [say_mention(corpus.find_claimant(f), _name_outlet(f, corpus)) for f in (one, other)]
    return Finding(
        family="contradiction",
        records=(one.id, other.id),
        spans=(cite(one, one.number), cite(other, other.number)),
        says=f"{names[0]}: {say_figure(one)}; {names[1]}: {say_figure(other)}",
        arithmetic=f"{one.number.quote} against {other.number.quote}: {why}",
        would_hold=f"{one.number.quote} or {other.number.quote} in both places, or two different things",
        verdict="conflict",
        severity="minor",
        needs="article" if one.document == other.document else "corpus",
    )


def _name_outlet(figure: Figure, corpus: Corpus) -> str:
    document = next((d for d in corpus.documents if d.id == figure.document), None)
    return (document.outlet or document.title if document else None) or "the text"


def _compare_causes(causes: Iterable[Cause]) -> Iterator[Finding]:
    """The same cause and effect with opposite signs, by two known claimants.

    A cause that is only denied is a rival, not a contradiction.
    """
    claimed = [c for c in causes if not c.denied and not c.purpose and _identify(c.claimant)]
    for one, other in combinations(claimed, 2):
        rivals = _identify(one.claimant) != _identify(other.claimant) and place_of(one) != place_of(other)
        if one.sign != other.sign and rivals and _is_same_cause(one, other):
            yield _tell_signs(one, other)


def _identify(claimant: Mention) -> tuple[str, ...]:
    """What tells one claimant from another; empty for somebody whom nothing names."""
    named = (claimant.name, claimant.org or "", claimant.country or "")
    return named if any(named) else ()


def _is_same_cause(one: Cause, other: Cause) -> bool:
    """Whether cause and effect are the same things: by their words, or by their variables and half their words."""
    cause = one.cause_variable is not None and one.cause_variable == other.cause_variable
    effect = one.effect_variable is not None and one.effect_variable == other.effect_variable
    return _is_same(one.cause, other.cause, cause) and _is_same(one.effect, other.effect, effect)


def _is_same(one: Span, other: Span, same_variable: bool) -> bool:
    return share_words(one.quote, other.quote) >= (_HALF if same_variable else _ALIKE)


def _tell_signs(one: Cause, other: Cause) -> Finding:
    ways = {"+": "raises", "-": "lowers"}
    words = [
        f"{say_mention(c.claimant)}: {c.cause.quote} {ways[c.sign]} {c.effect.quote}" for c in (one, other)
    ]
    return Finding(
        family="contradiction",
        records=(one.id, other.id),
        spans=tuple(cite(c, s) for c in (one, other) for s in (c.cause, c.effect)),
        says="; ".join(words),
        arithmetic="the same cause and effect, with opposite signs",
        would_hold="one of the two claims, or two different effects",
        verdict="conflict",
        severity="minor",
        needs="article" if one.document == other.document else "corpus",
    )
