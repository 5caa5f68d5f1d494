"""Words of probability as data: the interval that each stands for, by published studies, and how it is used."""

from __future__ import annotations

import functools
import tomllib
from importlib import resources
from typing import Literal, TypeAlias

import msgspec

from detente.errors import LexiconError

HedgeFrame: TypeAlias = Literal["modal", "adverb", "predicate", "noun", "verb", "phrase"]
Study: TypeAlias = Literal["kent", "icd203", "reagan", "mosteller", "mauboussin", "willems", "ours"]
Interval: TypeAlias = tuple[float, float]


class HedgeRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words of one frame and interval, the study behind them, a sentence for and one against."""

    frame: HedgeFrame
    interval: Interval
    study: Study
    words: str
    example: str
    not_: str = msgspec.field(name="not")
    objects: bool = False
    """Whether what a verb expects may be a noun ("predicts a war")."""


class NotForecasts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Verbs of wishing, and verbs after "impossible to" that make an idiom: what they govern is no forecast."""

    wish: str
    idle: str
    example: str


class HedgeFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole file, as read."""

    hedges: tuple[HedgeRow, ...]
    not_forecasts: NotForecasts


Sequences: TypeAlias = tuple[tuple[tuple[str, ...], HedgeRow], ...]
"""Rows with the words that they are known by."""


class HedgeLexicon(msgspec.Struct, frozen=True):
    """Rows by their words: single words for modals, adverbs, verbs and nouns, else tuples of words."""

    modals: dict[str, HedgeRow]
    adverbs: dict[str, HedgeRow]
    verbs: dict[str, HedgeRow]
    nouns: dict[str, Sequences]
    """By the last word, the noun."""
    predicates: dict[str, Sequences]
    """By the first word."""
    phrases: dict[str, Sequences]
    """By the first word."""
    wish: frozenset[str]
    idle: frozenset[str]


def read_hedge_file() -> HedgeFile:
    """The rows of `hedges.toml`.

    Raises:
        LexiconError: when a row has an unknown field or an interval that is none.
    """
    text = resources.files("detente.lexicon").joinpath("hedges.toml").read_text("utf-8")
    try:
        file = msgspec.convert(tomllib.loads(text), HedgeFile)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise LexiconError(f"lexicon/hedges.toml: {error}; mend the row") from error
    for row in file.hedges:
        if not 0 <= row.interval[0] < row.interval[1] <= 1:
            raise LexiconError(
                f"lexicon/hedges.toml: {row.interval} is no interval of probability: {row.words}"
            )
    return file


@functools.cache
def load_hedges() -> HedgeLexicon:
    """The words of probability, ready to look up."""
    file = read_hedge_file()
    by_frame: dict[HedgeFrame, dict[tuple[str, ...], HedgeRow]] = {}
    for row in file.hedges:
        for words in row.words.split(","):
            by_frame.setdefault(row.frame, {})[tuple(words.split())] = row
    single = {frame: {" ".join(w): row for w, row in rows.items()} for frame, rows in by_frame.items()}
    return HedgeLexicon(
        modals=single["modal"],
        adverbs=single["adverb"],
        verbs=single["verb"],
        nouns=_group(by_frame["noun"], at=-1),
        predicates=_group(by_frame["predicate"], at=0),
        phrases=_group(by_frame["phrase"], at=0),
        wish=frozenset(file.not_forecasts.wish.split()),
        idle=frozenset(file.not_forecasts.idle.split()),
    )


def _group(rows: dict[tuple[str, ...], HedgeRow], *, at: int) -> dict[str, Sequences]:
    grouped: dict[str, Sequences] = {}
    for words, row in rows.items():
        grouped[words[at]] = (*grouped.get(words[at], ()), (words, row))
    return grouped


def negate(interval: Interval) -> Interval:
    """The interval of the opposite.

    Example:
        >>> negate((0.55, 0.8))
        (0.2, 0.45)
    """
    return round(1 - interval[1], 4), round(1 - interval[0], 4)
