"""Pairs of gold and found things, and precision, recall and F1 with bootstrap intervals over sentences."""

from __future__ import annotations

import random
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import TypeVar

import msgspec

Gold = TypeVar("Gold")
Found = TypeVar("Found")
_RESAMPLES = 1000
_SEED = 20200426


class Counts(msgspec.Struct, frozen=True):
    """True positives, false positives and false negatives."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        """Share of what was found that is right."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 0.0

    @property
    def recall(self) -> float:
        """Share of what is there that was found."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.right / (2 * self.right + self.wrong + self.missed) if self.right else 0.0


class Score(msgspec.Struct, frozen=True):
    """A measured figure: its counts, and a 90% interval of `value` from resampling sentences."""

    name: str
    value: float
    low: float
    high: float
    counts: Counts
    target: float | None = None


def match_pairs(
    gold: Sequence[Gold], found: Sequence[Found], agree: Callable[[Gold, Found], float]
) -> list[tuple[int, int]]:
    """One-to-one pairs of indices with the largest number of pairs, better agreements first.

    `agree` gives 0 for no match, more for a better one. Augmenting paths (Kuhn 1955), so that a greedy
    choice never costs a pair.
    """
    options = {
        g: sorted((-score, f) for f, b in enumerate(found) if (score := agree(a, b)) > 0)
        for g, a in enumerate(gold)
    }
    owner: dict[int, int] = {}

    def place(g: int, seen: set[int]) -> bool:
        for _, f in options[g]:
            if f in seen:
                continue
            seen.add(f)
            if f not in owner or place(owner[f], seen):
                owner[f] = g
                return True
        return False

    for g in sorted(options, key=lambda g: options[g][:1]):
        place(g, set())
    return sorted((g, f) for f, g in owner.items())


def score_counts(
    name: str,
    units: Iterable[tuple[Hashable, Counts]],
    *,
    measure: Callable[[Counts], float] = lambda c: c.f1,
    target: float | None = None,
) -> Score:
    """A score with a 90% bootstrap interval: units (sentences) are drawn with replacement 1,000 times."""
    by_unit: dict[Hashable, Counts] = {}
    for unit, counts in units:
        by_unit[unit] = add_counts([by_unit.get(unit, Counts()), counts])
    values = list(by_unit.values())
    total = add_counts(values)
    draw = random.Random(_SEED)
    sampled = (
        sorted(measure(add_counts(draw.choices(values, k=len(values)))) for _ in range(_RESAMPLES))
        if values
        else [0.0]
    )
    low, high = sampled[int(0.05 * (len(sampled) - 1))], sampled[int(0.95 * (len(sampled) - 1))]
    return Score(name, measure(total), low, high, total, target)


def add_counts(counts: Iterable[Counts]) -> Counts:
    """The sum of some counts."""
    right = wrong = missed = 0
    for c in counts:
        right, wrong, missed = right + c.right, wrong + c.wrong, missed + c.missed
    return Counts(right, wrong, missed)


def overlap(a: tuple[int, int], b: tuple[int, int]) -> int:
    """How many characters two intervals share."""
    return max(0, min(a[1], b[1]) - max(a[0], b[0]))
