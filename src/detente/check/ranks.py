"""Ranks that contradict each other: the largest for one claimant, not among the first ten for another."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import NamedTuple

from detente.check.corpora import Corpus
from detente.check.findings import Finding, cite
from detente.check.wording import say_mention, stem_words
from detente.lexicon.actors import load_actors
from detente.records import Figure, When

_SAME_WORDS = 0.6
_LAST = 1000
_YEAR = 366


class Standing(NamedTuple):
    """The places that a claim leaves open to a country."""

    figure: Figure
    first: int
    last: int


def check_ranks(corpus: Corpus) -> Iterator[Finding]:
    """A finding for each two claims on one rank that cannot both be: of one country, or of two for one place."""
    standings = [s for f in corpus.figures if f.type == "rank" and f.place and (s := read_standing(f))]
    for one, other in combinations(standings, 2):
        if one.figure.id == other.figure.id or not _is_same_race(one.figure, other.figure, corpus):
            continue
        if one.figure.place == other.figure.place:
            if one.last < other.first or other.last < one.first:
                yield _tell_clash(one, other, corpus, "cannot both be its place")
        elif one.first == one.last == other.first == other.last:
            yield _tell_clash(one, other, corpus, "two cannot hold one place")


def read_standing(figure: Figure) -> Standing | None:
    """From which to which place a rank can be: "top 10" 1 to 10, its denial from 11 on."""
    rank = int(float(figure.quantity))
    if figure.rule.startswith("figures/standing-denied@"):
        return Standing(figure, rank + 1, _LAST) if rank == 1 or figure.bound == "min" else None
    return Standing(figure, 1 if figure.bound == "max" else rank, rank)


def _is_same_race(one: Figure, other: Figure, corpus: Corpus) -> bool:
    """Whether two ranks are of the same things, told within a year.

    Of one country by most of the words of both; of two by all of them, for "in Europe" makes another race.
    """
    left, right = (stem_words(f.measures.quote if f.measures else "") for f in (one, other))
    least = _SAME_WORDS if one.place == other.place else 1.0
    if not left or len(left & right) < least * max(len(left), len(right)):
        return False
    days = [corpus.published.get(f.document or "", When()).end for f in (one, other)]
    near = days[0] is not None and days[1] is not None and abs((days[0] - days[1]).days) <= _YEAR
    return one.document == other.document or near


def _tell_clash(one: Standing, other: Standing, corpus: Corpus, why: str) -> Finding:
    first, second = one.figure, other.figure
    return Finding(
        family="rank",
        records=(first.id, second.id),
        spans=(cite(first, first.number), cite(second, second.number)),
        says="; ".join(f"{say_mention(corpus.find_claimant(f))}: {_say(f)}" for f in (first, second)),
        arithmetic=f"{_say_places(one)} against {_say_places(other)}: {why}",
        would_hold="one of the two claims, or two different measures",
        verdict="conflict",
        needs="article" if first.document == second.document else "corpus",
    )


def _say(figure: Figure) -> str:
    country = load_actors().name_country(figure.place or "")
    denied = "not " if figure.rule.startswith("figures/standing-denied@") else ""
    top = "top " if figure.bound and not figure.number.quote.lower().startswith("top") else ""
    return f"{country} {denied}{top}{figure.number.quote} {figure.measures.quote if figure.measures else ''}".strip()


def _say_places(standing: Standing) -> str:
    if standing.last == _LAST:
        return f"place {standing.first} or later"
    return (
        f"place {standing.first}"
        if standing.first == standing.last
        else f"places {standing.first} to {standing.last}"
    )
