"""The outlook in the words of a brief: no probability without the track record of those that were given before."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from detente.predict.backtest import TrackRecord
from detente.predict.outlook import NAMES, Forecasted, Outlook
from detente.show.briefs import Brief
from detente.show.long_words import name_source
from detente.show.outlooks import MEANINGS, TITLES
from detente.show.wording import describe_day, describe_days, end_sentence, format_amount

_OUTCOMES = {"conflict": "conflict", "onset": "a freeze"}


class Chance(msgspec.Struct, frozen=True, kw_only=True):
    """An outcome with its probability, and what the simple forecasts say of it, in percent."""

    outcome: str
    probability: float
    percent: str
    usual: str
    following: str


class ForecastView(msgspec.Struct, frozen=True, kw_only=True):
    """What may come, who says so, and how often such forecasts were right: on all dyads, and on this one."""

    target: str
    title: str
    meaning: str
    by: str
    chances: tuple[Chance, ...]
    record: str
    short: str
    own: str
    worse: bool
    why: tuple[str, ...]


class OutlookView(msgspec.Struct, frozen=True, kw_only=True):
    """The outlook of a brief; `problem` says why it has no forecast."""

    title: str
    lead: str
    forecasts: tuple[ForecastView, ...]
    problem: str
    citation: str


def view_outlook(brief: Brief) -> OutlookView | None:
    """The outlook of the brief; null where nothing was imported."""
    outlook = brief.outlook
    if outlook is None:
        return None
    source = name_source(outlook.source or "the source")
    problem = _find_problem(outlook, brief)
    if (
        problem
        or outlook.start is None
        or outlook.low is None
        or outlook.high is None
        or outlook.latest is None
    ):
        return OutlookView(
            title="", lead="", forecasts=(), problem=end_sentence(problem), citation=outlook.citation
        )
    low, high, latest = (format_amount(v, signed=True) for v in (outlook.low, outlook.high, outlook.latest))
    lead = (
        f"From {source} alone. A freeze here is a month whose scores sum to less than {low}, a thaw one above {high}: "
        f"cold or warm for these two, and not the answer at the top. The last whole month brought {latest}."
    )
    return OutlookView(
        title=describe_days(outlook.start, outlook.end), lead=lead, problem="", citation=outlook.citation,
        forecasts=tuple(_view_forecast(f, f.record) for f in outlook.forecasts if f.record is not None),
    )  # fmt: skip


def _find_problem(outlook: Outlook, brief: Brief) -> str:
    """Why nothing can be said of what comes; empty where something can."""
    if outlook.problem is not None:
        return outlook.problem.replace(outlook.dyad, "this pair")
    if outlook.end is not None and outlook.end < brief.answer.as_of:
        day = describe_day(brief.answer.as_of)
        return f"the last whole month that was imported lies too far before {day}; import later files"
    if not any(f.record is not None for f in outlook.forecasts):
        return "too little history to test a forecast, and none is shown without its track record"
    return ""


def _view_forecast(forecast: Forecasted, record: TrackRecord) -> ForecastView:
    own, best = forecast.own, record.best_baseline
    said, worse = "", False
    if own is not None:
        said = f"On these two, {own.n} forecasts: {own.brier[forecast.by]:.3f}"
        if forecast.by != best:
            said += f" against {own.brier[best]:.3f}"
            worse = own.brier[forecast.by] > own.brier[best]
        said += "."
    return ForecastView(
        target=forecast.target, title=TITLES[forecast.target], meaning=MEANINGS[forecast.target],
        by=_name_forecaster(forecast.by), chances=tuple(_list_chances(forecast)), record=_say_record(forecast, record),
        short=_shorten_record(forecast, record),
        own=said, worse=worse,
        why=tuple(f"{_say_points(w.points)} of {w.outcome}: {w.theme} ({w.facts})" for w in forecast.why),
    )  # fmt: skip


def _name_forecaster(name: str) -> str:
    return NAMES[name].replace("dyad", "pair")


def _list_chances(forecast: Forecasted) -> Iterator[Chance]:
    for outcome, probability in forecast.probabilities.items():
        if outcome == "none":
            continue
        simple = [
            f"{(forecast.probabilities if forecast.by == name else forecast.others[name])[outcome]:.0%}"
            for name in ("climatology", "markov")
        ]
        yield Chance(
            outcome=_OUTCOMES.get(outcome, outcome), probability=probability, percent=f"{probability:.0%}",
            usual=simple[0], following=simple[1],
        )  # fmt: skip


def _say_record(forecast: Forecasted, record: TrackRecord) -> str:
    tested = f"on {record.n:,} forecasts for {record.dyads:,} pairs of countries in {record.months} months"
    brier, best = record.brier[forecast.by], record.best_baseline
    if forecast.by == best:
        return (
            f"Brier {brier:.3f} {tested}, off by {record.ece:.1%} on average. No model was surely better, so none is "
            "offered."
        )
    skill = record.skill[best]
    interval = f"{skill.value:+.3f}, 90%: {skill.low:+.3f} to {skill.high:+.3f}".replace("-", "−")
    return (
        f"Brier {brier:.3f} {tested}, against {record.brier[best]:.3f} of {_name_forecaster(best)} (skill {interval}); "
        f"off by {record.ece:.1%} on average."
    )


def _shorten_record(forecast: Forecasted, record: TrackRecord) -> str:
    score, simple = (f"{record.brier[by]:.2f}".lstrip("0") for by in (forecast.by, record.best_baseline))
    return (
        f"Brier {score}, {'no model better' if forecast.by == record.best_baseline else f'simple {simple}'}"
    )


def _say_points(points: float) -> str:
    return f"{100 * points:+.0f} points".replace("-", "−")


def summarise_outlook(brief: Brief) -> str:
    """The first forecast with its track record, short enough for a line of a terminal; empty where there is none."""
    view = view_outlook(brief)
    if view is None or not view.forecasts:
        return ""
    first = view.forecasts[0]
    chances = ", ".join(f"{c.outcome} {c.percent}" for c in first.chances if c.outcome != "no change")
    return f"{view.title}: {chances}; {first.short}{', worse here' if first.worse else ''}"
