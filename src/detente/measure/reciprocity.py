"""Does one country answer the other in kind? Its response week by week, and the blows that went unanswered.

Goldstein and Freeman, Three-Way Street (1990): what B does this week is regressed on what A did in the weeks before
and on what B itself did then. Both are weekly net scores in usual sizes. Intervals draw quarters of the
year again, because weeks are not independent. The same week is left out: nobody can tell who began it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from detente.measure.local_level import ENOUGH, Numbers
from detente.measure.series import GaugeSeries

Verdict: TypeAlias = Literal["in kind", "in reverse", "no answer seen", "not enough evidence"]
LAGS = 4
_BLOCK, _DRAWS, _SEED = 13, 400, 19900101
_NEEDED = 104
_LARGEST = 5.0
_PAST, _BLOW, _ANSWER = 104, 0.05, 0.25
"""A blow is among the coldest twentieth of the weeks of two years; an answer among their coldest quarter."""


@dataclass(frozen=True, slots=True)
class Silence:
    """A blow without the usual answer: when it fell, how hard, and how the other side behaved in the weeks after.

    `blow` and `answer` are in usual sizes (the mean distance from the mean); `expected` is what the other side
    usually does after such a blow.
    """

    date: dt.date
    blow: float
    answer: float
    expected: float
    says: str


@dataclass(frozen=True, slots=True)
class Reciprocity:
    """How `responder` answers `initiator`: by lag in weeks from 1, in sum, and the blows left unanswered.

    A response of 1 returns in full what came. `lag` is the week of the strongest response, null where none is seen.
    `answered` of `blows` drew an answer; by chance `chance` of them would have seemed to.
    """

    source: str
    initiator: str
    responder: str
    verdict: Verdict
    responses: tuple[tuple[float, float, float], ...]
    total: tuple[float, float, float]
    lag: int | None
    weeks: int
    blows: int
    answered: int
    chance: float
    silences: tuple[Silence, ...]
    says: str


def measure_reciprocity(
    initiator: GaugeSeries, responder: GaugeSeries, *, turns: Iterable[dt.date] = ()
) -> Reciprocity:
    """How one country answers another, from the weekly net series of what each does to the other.

    Between `turns` each side is measured from its own mean: that both are cold in a freeze is no answer.
    """
    cuts = [i for i, day in enumerate(initiator.periods) if day in set(turns)]
    given, done = (_standardise(s.value, cuts) for s in (initiator, responder))
    names = (initiator.actor or "", responder.actor or "")
    design, target = _lay_out(given, done)
    acted = tuple(int((s.events > 0).sum()) for s in (initiator, responder))
    if len(target) < _NEEDED or min(acted) < ENOUGH:
        return _refuse(initiator.source, names, acted, weeks=len(target))
    drawn = _draw_responses(design, target)
    best = _solve(design, target)
    responses = tuple(_bound(best[i], drawn[:, i]) for i in range(LAGS))
    total = _bound(float(best.sum()), drawn.sum(axis=1))
    verdict: Verdict = "in kind" if total[1] > 0 else "in reverse" if total[2] < 0 else "no answer seen"
    lag = int(np.argmax(np.abs(best))) + 1 if verdict != "no answer seen" else None
    silences, blows, chance = _list_silences(initiator, given, done)
    return Reciprocity(
        source=initiator.source, initiator=names[0], responder=names[1], verdict=verdict, responses=responses,
        total=total, lag=lag, weeks=len(target), blows=blows, answered=blows - len(silences), chance=chance,
        silences=tuple(silences) if verdict == "in kind" else (),
        says=_say(names, verdict, total, lag),
    )  # fmt: skip


def _standardise(values: Numbers, cuts: Sequence[int]) -> Numbers:
    """Values less the mean of their stretch between two cuts, in usual sizes, the largest cut off."""
    parts = np.split(values, cuts)
    around = [part - np.nanmean(part) if np.isfinite(part).any() else part for part in parts]
    sizes = [part / (np.nanmean(np.abs(part)) or 1.0) if np.isfinite(part).any() else part for part in around]
    return np.asarray(np.clip(np.concatenate(sizes), -_LARGEST, _LARGEST))


def _lay_out(given: Numbers, done: Numbers) -> tuple[Numbers, Numbers]:
    """Rows of constant, the initiator's and the responder's last weeks; and the responder's week. No holes."""
    weeks = np.arange(LAGS, len(done))
    columns = [np.ones(len(weeks))]
    columns += [given[weeks - lag] for lag in range(1, LAGS + 1)]
    columns += [done[weeks - lag] for lag in range(1, LAGS + 1)]
    design, target = np.column_stack(columns), done[weeks]
    whole = np.isfinite(design).all(axis=1) & np.isfinite(target)
    return design[whole], target[whole]


def _solve(design: Numbers, target: Numbers) -> Numbers:
    ridge = np.diag([0.0, *([1.0] * (2 * LAGS))])
    return np.asarray(np.linalg.solve(design.T @ design + ridge, design.T @ target)[1 : LAGS + 1])


def _draw_responses(design: Numbers, target: Numbers) -> Numbers:
    """The responses when blocks of weeks are drawn again: draws by lags."""
    random = np.random.default_rng(_SEED)
    blocks = np.array_split(np.arange(len(target)), max(len(target) // _BLOCK, 2))
    squares = np.array([design[b].T @ design[b] for b in blocks])
    products = np.array([design[b].T @ target[b] for b in blocks])
    counts = random.multinomial(len(blocks), np.full(len(blocks), 1 / len(blocks)), size=_DRAWS)
    ridge = np.diag([0.0, *([1.0] * (2 * LAGS))])
    left = np.einsum("db,bij->dij", counts, squares) + ridge
    right = np.einsum("db,bi->di", counts, products)
    return np.asarray(np.linalg.solve(left, right[:, :, None])[:, 1 : LAGS + 1, 0])


def _bound(value: float, draws: Numbers) -> tuple[float, float, float]:
    low, high = np.quantile(draws, [0.05, 0.95])
    return round(float(value), 4), round(float(low), 4), round(float(high), 4)


def _list_silences(series: GaugeSeries, given: Numbers, done: Numbers) -> tuple[list[Silence], int, float]:
    """The blows after which the other side was no colder than in three quarters of its past; and how many blows."""
    after = _mean_after(done)
    cases: list[tuple[int, float, bool]] = []
    last = -LAGS
    for week in range(_PAST // 2, len(given) - LAGS):
        past, answers = given[max(0, week - _PAST) : week], after[max(0, week - _PAST) : week - LAGS]
        if not np.isfinite([given[week], after[week]]).all() or np.isfinite(answers).sum() < LAGS:
            continue
        fell = given[week] <= np.nanquantile(past, _BLOW) and given[week] < 0
        if fell and week - last >= LAGS:
            last = week
            cases.append((week, float(after[week]), bool(after[week] <= np.nanquantile(answers, _ANSWER))))
    answered = [answer for _, answer, hit in cases if hit]
    expected = float(np.mean(answered)) if answered else float("nan")
    silences = [
        Silence(
            date=series.periods[week], blow=round(float(given[week]), 2), answer=round(answer, 2),
            expected=round(expected, 2),
            says=f"week of {series.periods[week]}: a blow of {given[week]:.1f}, then {answer:+.1f} "
            f"where {expected:+.1f} is usual",
        )
        for week, answer, hit in cases if not hit
    ]  # fmt: skip
    return sorted(silences, key=lambda s: s.blow), len(cases), _ANSWER


def _mean_after(values: Numbers) -> Numbers:
    """For each week the mean of the `LAGS` weeks after it, nan where one is missing."""
    found = np.full(len(values), np.nan)
    windows = np.lib.stride_tricks.sliding_window_view(values, LAGS)[1:]
    found[: len(windows)] = windows.mean(axis=1)
    return found


def _refuse(source: str, names: tuple[str, str], acted: tuple[int, ...], *, weeks: int) -> Reciprocity:
    nothing = (float("nan"),) * 3
    return Reciprocity(
        source=source, initiator=names[0], responder=names[1], verdict="not enough evidence", responses=(),
        total=nothing, lag=None, weeks=weeks, blows=0, answered=0, chance=_ANSWER, silences=(),
        says=f"{names[0]} acted in {acted[0]} weeks, {names[1]} in {acted[1]} ({ENOUGH} each are needed); "
        f"{weeks} weeks are known with the {LAGS} before them ({_NEEDED} are needed)",
    )  # fmt: skip


def _say(names: tuple[str, str], verdict: Verdict, total: tuple[float, float, float], lag: int | None) -> str:
    one, other = names
    interval = f"{total[0]:+.2f} of what came within {LAGS} weeks, 90% {total[1]:+.2f} to {total[2]:+.2f}"
    if verdict == "no answer seen":
        return f"no answer of {other} to {one} is seen ({interval})"
    return f"{other} answers {one} {verdict}, most in week {lag} ({interval})"
