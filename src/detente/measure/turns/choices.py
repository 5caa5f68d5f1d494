"""From scores to turns: which weeks are turns (offline), which raise an alarm (online), and at what threshold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from detente.measure.local_level import Numbers
from detente.measure.turns.disturbances import score_disturbances
from detente.measure.turns.segments import score_segments
from detente.measure.turns.windows import score_windows

Mode: TypeAlias = Literal["offline", "online"]
APART = 8
"""Weeks between two turns of one sign; nearer ones are the same turn."""
_SLOPE = 2
"""Weeks on either side that must be lower for a peak."""
_NEW_RISE = 0.4
"""Of the threshold; by less the score wavers while one turn passes through the window."""
_THAW = 0.85
"""A thaw must speak louder: crises bring talks with them, so that news about a blow is often friendly in sum."""
_USUAL = {"windows": 2.25, "disturbances": 1.5, "segments": 3.0}
"""What nine weeks in ten stay below, so that the three methods are averaged on one scale."""


@dataclass(frozen=True, slots=True)
class Detection:
    """A week that looks like a turn: its place in the series, +1 warmer or -1 colder, and how strongly."""

    index: int
    sign: int
    score: float


def score_turns(values: Numbers, mode: Mode) -> Numbers:
    """The signed score of each week of a weekly series; offline three methods vote, online the windows alone.

    Example:
        >>> scores = score_turns(np.repeat([0.0, -5.0], 60) + np.tile([1.0, -1.0, 0.5], 40), "offline")
        >>> int(np.argmin(scores))
        60
    """
    if mode == "online":
        scores = score_windows(values, online=True) / _USUAL["windows"]
    else:
        votes = (
            score_windows(values, online=False) / _USUAL["windows"],
            score_disturbances(values) / _USUAL["disturbances"],
            score_segments(values) / _USUAL["segments"],
        )
        scores = np.mean(votes, axis=0)
    return np.where(scores > 0, scores * _THAW, scores)


def choose_turns(scores: Numbers, mode: Mode, *, threshold: float) -> tuple[Detection, ...]:
    """The turns whose score reaches the threshold, by date.

    Offline the strongest week stands for its neighbours; online the first one does, for then nobody knows better.
    """
    if mode == "online":
        return _choose_first(scores, threshold)
    return tuple(sorted((d for d in list_peaks(scores) if d.score >= threshold), key=lambda d: d.index))


def list_peaks(scores: Numbers) -> tuple[Detection, ...]:
    """Every week that is the strongest of its sign within `APART` weeks, the strongest first.

    The slope of a stronger turn is none itself, however far it reaches.
    """
    taken: dict[int, list[int]] = {1: [], -1: []}
    peaks: list[Detection] = []
    padded = np.pad(scores, _SLOPE)
    for index in np.argsort(-np.abs(scores), kind="stable").tolist():
        height = float(scores[index])
        if height == 0:
            break
        sign = 1 if height > 0 else -1
        if abs(height) < (sign * padded[index : index + 2 * _SLOPE + 1]).max():
            continue
        if all(abs(index - other) >= APART for other in taken[sign]):
            taken[sign].append(index)
            peaks.append(Detection(index, sign, abs(height)))
    return tuple(peaks)


def _choose_first(scores: Numbers, threshold: float) -> tuple[Detection, ...]:
    """Alarms in their order; while the same turn still rings, only a new rise of the score is another."""
    last: dict[int, int | None] = {1: None, -1: None}
    found: list[Detection] = []
    for index in np.flatnonzero((np.abs(scores) >= threshold) & (scores != 0)).tolist():
        sign = 1 if scores[index] > 0 else -1
        before = last[sign]
        if before is not None:
            rise = sign * scores[index] - (sign * scores[before:index]).min()
            if index - before < APART or rise < _NEW_RISE * threshold:
                continue
        last[sign] = index
        found.append(Detection(index, sign, abs(float(scores[index]))))
    return tuple(found)
