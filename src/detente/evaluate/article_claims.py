"""Scores of the figures, forecasts, causes and checks of one article."""

from __future__ import annotations

from collections.abc import Sequence

from detente.evaluate.gold import (
    Annotation,
    Gold,
)
from detente.evaluate.matching import Counts, Score, match_pairs, overlap, score_counts
from detente.evaluate.tallies import Misses, list_misses, place_of, score_share, tally
from detente.records import Cause, Check, Figure, Forecast


def score_figures(gold: Gold, found: list[Figure], misses: Misses) -> list[Score]:
    """Figures by overlap and equal value; trivial ones neither count nor penalise."""
    wanted = [f for f in gold.figures if not f["trivial"]]
    trivial = [place_of(f["span"]) for f in gold.figures if f["trivial"]]

    def agree(g: Annotation, f: Figure) -> float:
        same = g["value"] is not None and abs(float(f.quantity) - g["value"]) < 1e-9 * max(
            1.0, abs(g["value"])
        )
        return float(overlap(place_of(g["span"]), (f.number.start, f.number.end))) if same else 0.0

    pairs = match_pairs(wanted, found, agree)
    hit = {f for _, f in pairs}
    kept = [
        i
        for i, f in enumerate(found)
        if i in hit or not any(overlap(t, (f.number.start, f.number.end)) for t in trivial)
    ]
    place = {i: n for n, i in enumerate(kept)}
    units = tally(
        gold,
        [place_of(f["span"]) for f in wanted],
        [found[i] for i in kept],
        [(g, place[f]) for g, f in pairs],
    )
    missed = set(range(len(wanted))) - {g for g, _ in pairs}
    for i in sorted(missed):
        misses.setdefault("figure not found", []).append(f"'{wanted[i]['span']['text']}'")
    for i in kept:
        if i not in hit:
            misses.setdefault("figure not in the gold", []).append(f"'{found[i].number.quote}'")
    return [score_counts("figures", units)]


def score_forecasts(gold: Gold, found: list[Forecast], misses: Misses) -> list[Score]:
    """Forecasts by overlap of the claim."""
    places = [place_of(f["span"]) for f in gold.forecasts]
    pairs = match_pairs(places, found, lambda g, f: float(overlap(g, (f.claim_text.start, f.claim_text.end))))
    list_misses(
        "forecast",
        [f["span"]["text"] for f in gold.forecasts],
        [f.claim_text.quote for f in found],
        pairs,
        misses,
    )
    return [score_counts("forecasts", tally(gold, places, found, pairs))]


def score_causes(gold: Gold, found: list[Cause], misses: Misses) -> list[Score]:
    """Causes by overlap of cause and of effect, and their signs."""

    def agree(g: Annotation, f: Cause) -> float:
        cause = overlap(place_of(g["cause"]), (f.cause.start, f.cause.end))
        effect = overlap(place_of(g["effect"]), (f.effect.start, f.effect.end))
        return float(min(cause, effect))

    pairs = match_pairs(gold.causal, found, agree)
    texts = [f"{c['cause']['text']} -> {c['effect']['text']}" for c in gold.causal]
    list_misses("cause", texts, [f"{c.cause.quote} -> {c.effect.quote}" for c in found], pairs, misses)
    signs = [(gold.causal[g], found[f]) for g, f in pairs]
    return [
        score_counts("causes", tally(gold, [place_of(c["cause"]) for c in gold.causal], found, pairs)),
        score_share(gold, "sign of matched causes", signs, lambda g, f: g["sign"] == f.sign),
    ]


def score_checks(gold: Gold, checks: Sequence[Check], misses: Misses) -> list[Score]:
    """Mistakes found: a failing check counts when one of its spans overlaps one of the mistake's."""
    if not checks:
        return []
    wanted = [k for k in gold.checks if k["verdict_class"] == "fails"]
    found = [c for c in checks if c.verdict in {"fails", "conflict"}]
    fair = [k for k in gold.checks if k["verdict_class"] in {"imprecise", "typo"}]

    def agree(g: Annotation, f: Check) -> float:
        return float(
            max(
                (
                    overlap(place_of(s), (d.span.start, d.span.end))
                    for s in g["spans"][-1:] or g["spans"]
                    for d in f.spans
                ),
                default=0,
            )
        )

    pairs = match_pairs(wanted, found, agree)
    hit = {f for _, f in pairs}
    units = [
        (i, Counts(right=1) if i in {g for g, _ in pairs} else Counts(missed=1)) for i in range(len(wanted))
    ]
    units += [
        (-i - 1, Counts(wrong=1))
        for i, f in enumerate(found)
        if i not in hit and not any(agree(g, f) for g in fair)
    ]
    for i, k in enumerate(wanted):
        if i not in {g for g, _ in pairs}:
            misses.setdefault("mistake not found", []).append(f"{k['id'].rsplit('.', 1)[-1]} {k['claim']}")
    return [score_counts("mistakes found by checks", units)]
