"""How well one article is read: precision, recall and F1 per kind against hand annotations, and the misses by class.

The match rules are those of the gold's README. An event matches *loosely* when triggers overlap and the
PLOVER type is right, *strictly* when also the countries of both parties are (those that the gold has; all
parties together for CONSULT). Events without a type in the gold neither count nor penalise.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from detente.evaluate.article_claims import score_causes, score_checks, score_figures, score_forecasts
from detente.evaluate.article_events import score_events
from detente.evaluate.article_statements import score_statements
from detente.evaluate.gold import (
    Gold,
)
from detente.evaluate.matching import Counts, Score, score_counts
from detente.evaluate.tallies import Misses
from detente.language.articles import Article
from detente.records import Cause, Check, Event, Figure, Forecast, Statement

Place = tuple[int, int]
TARGETS = {
    "sentences": 0.97,
    "events strict": 0.55,
    "events loose": 0.50,
    "direct quotations with speaker": 0.85,
    "statements": 0.65,
    "figures": 0.85,
    "forecasts": 0.55,
    "causes": 0.42,
    "modality of matched events": 0.82,
    "date of matched events": 0.70,
    "parties resolved to person and office": 0.85,
}


class Report(msgspec.Struct, frozen=True):
    """The scores of one article and what was missed, by class."""

    document: str
    scores: list[Score]
    misses: Misses


def score_article(gold: Gold, article: Article, checks: Sequence[Check] = ()) -> Report:
    """The scores of an article against its gold."""
    scores = [_score_sentences(gold, article), _score_zones(gold, article)]
    misses: Misses = {}
    scores += score_events(gold, _of_kind(article, Event), misses)
    scores += score_statements(gold, _of_kind(article, Statement), misses)
    scores += score_figures(gold, _of_kind(article, Figure), misses)
    scores += score_forecasts(gold, _of_kind(article, Forecast), misses)
    scores += score_causes(gold, _of_kind(article, Cause), misses)
    scores += score_checks(gold, checks, misses)
    return Report(
        gold.document, [msgspec.structs.replace(s, target=TARGETS.get(s.name)) for s in scores], misses
    )


def _of_kind(article: Article, kind: type[Any]) -> list[Any]:
    return [r for r in article.records if isinstance(r, kind)]


def _score_sentences(gold: Gold, article: Article) -> Score:
    wanted = {(s["start"], s["end"]) for s in gold.sentences}
    found = {(s.start, s.end) for s in article.sentences}
    units = [(w, Counts(right=1) if w in found else Counts(missed=1)) for w in sorted(wanted)]
    units += [(f, Counts(wrong=1)) for f in sorted(found - wanted)]
    return score_counts("sentences", units)


def _score_zones(gold: Gold, article: Article) -> Score:
    """Share of the characters in gold sentences whose zone is right."""
    zones = {}
    for zone in article.document.zones:
        zones.update(dict.fromkeys(range(zone.start, zone.end), zone.zone))
    units = []
    for i, sentence in enumerate(gold.sentences):
        start, end = sentence["start"], sentence["end"]
        name = next((z["zone"] for z in gold.zones if z["start"] <= start < z["end"]), "body")
        right = sum(zones.get(at) == name for at in range(start, end))
        units.append((i, Counts(right=right, missed=end - start - right)))
    return score_counts("zones (characters)", units, measure=lambda c: c.recall)
