"""The parts of a brief that are lists: which lines, in which order, and which of them are folded away."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import msgspec

from detente.measure.answers import Argument
from detente.measure.organs import is_organ
from detente.records import Check, Event, Figure, Forecast, Statement, When
from detente.show.briefs import Brief, is_of_dyad
from detente.show.claims import (
    STATUSES,
    VERDICTS,
    is_past_due,
    make_cause_line,
    make_check_line,
    make_forecast_line,
)
from detente.show.lines import Line, Lines, Receipt

_VISIBLE = 25
_SMALL = 12
_GAUGE_ORDER = ("substance", "contact", "tone")
_EVENT_GROUPS = (
    ("counted", "Counted in the window", ""),
    ("planned", "Announced or planned", "What is said to be coming, dated by the day it was announced."),
    ("attributed", "Only claimed", "Somebody says so; the article does not. Weight 0."),
    ("partial", "Through NATO, the EU or “the West”", "Not expanded into members. Weight 0."),
    ("unreal", "Hypothetical or denied", "Weight 0."),
    ("weightless", "On their track with weight 0", "Aid, contacts asked for or refused, and the like."),
    ("undated", "Could not be dated", "In no window, so not counted."),
    ("beside", "Told beside them", "Of others or of no named party: what is due, or decides a forecast, hangs on it."),
    ("outside", "Outside the window", "Narrated history, levels of relations, or after the as-of date."),
)  # fmt: skip


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """Lines under a heading; `rest` is folded away. `empty` says why there is none."""

    title: str = ""
    lead: str = ""
    lines: tuple[Line, ...] = ()
    rest: tuple[Line, ...] = ()
    folded: bool = False
    empty: str = ""

    @property
    def count(self) -> int:
        """How many lines it has, the folded ones included."""
        return len(self.lines) + len(self.rest)


# --- for and against ------------------------------------------------------------------------------


def weigh_sides(lines: Lines) -> tuple[Group, Group]:
    """For and against a thaw: what moved the answer first (substance, then contact, then tone), opinions after it."""
    brief = lines.brief
    answer = brief.answer
    return (
        _weigh(lines, answer.for_, "For", "Nothing in the window speaks for a thaw."),
        _weigh(lines, answer.against, "Against", "Nothing in the window speaks against a thaw: no standing "
               "arrangement got worse, and no counted word or opinion was hostile."),
    )  # fmt: skip


def _weigh(lines: Lines, arguments: Sequence[Argument], title: str, empty: str) -> Group:
    brief = lines.brief
    known = [a for a in rank_arguments(brief, arguments) if a.record in brief.by_id]
    found = [
        lines.make(brief.by_id[a.record], note=_say_argument(brief, a), anchor=False)  # type: ignore[arg-type]
        for a in known
    ]
    return Group(title=title, lines=tuple(found[:12]), rest=tuple(found[12:]), empty=empty)


def rank_arguments(brief: Brief, arguments: Sequence[Argument]) -> list[Argument]:
    """Arguments by the gauge that they count on, the deciding one first, then by weight; opinions after them."""

    def rank(argument: Argument) -> tuple[int, float]:
        gauge = brief.counted.get(brief.cluster_of(argument.record))
        place = _GAUGE_ORDER.index(gauge) if gauge else 3 if argument.weight else 4
        return place, -argument.weight

    return sorted(arguments, key=rank)


def list_movers(brief: Brief) -> list[Argument]:
    """The arguments that made the answer what it is, the heaviest first: those against a thaw where it freezes."""
    answer = brief.answer
    if answer.answer in {"freezing", "worsening"}:
        return [*rank_arguments(brief, answer.against), *rank_arguments(brief, answer.for_)]
    return [*rank_arguments(brief, answer.for_), *rank_arguments(brief, answer.against)]


def _say_argument(brief: Brief, argument: Argument) -> str:
    """How much an argument weighs and why, without the names of gauge and track before the reason."""
    gauge = brief.counted.get(brief.cluster_of(argument.record))
    reason = argument.because.split(": ", 1)[-1] if gauge or not argument.weight else argument.because
    reason = reason.removesuffix(": weight 0")
    told = len(brief.mentions.get(brief.cluster_of(argument.record), ()))
    times = f"; told {told} times" if told > 1 else ""
    weight = f"{gauge}, weight {argument.weight:g}" if gauge else f"weight {argument.weight:g}"
    return f"{weight.capitalize()}: {reason}{times}."


# --- events ---------------------------------------------------------------------------------------


def group_events(lines: Lines) -> list[Group]:
    """All events by the reason why they count or not; each distinct event once, its other mentions folded inside."""
    brief = lines.brief
    place = _place_events(brief)
    groups = []
    for key, title, lead in _EVENT_GROUPS:
        told = [events for cluster, events in brief.mentions.items() if place[cluster] == key]
        found = sorted(told, key=lambda events: _rank_day(find_spokesman(brief, events).when))
        if found:
            made = tuple(_tell_event(lines, events) for events in found)
            groups.append(Group(title=title, lead=lead, lines=made, folded=key not in {"counted", "planned"}))
    return groups


def _place_events(brief: Brief) -> dict[str, str]:
    """The group of each distinct event."""
    place = dict.fromkeys(brief.counted, "counted")
    for name in ("planned", "attributed", "partial", "unreal", "weightless", "undated"):
        for identity in getattr(brief.answer.apart, name):
            place.setdefault(brief.cluster_of(identity), name)
    for cluster, events in brief.mentions.items():
        place.setdefault(cluster, "outside" if any(is_of_dyad(e, brief) for e in events) else "beside")
    return place


def find_spokesman(brief: Brief, events: Sequence[Event]) -> Event:
    """The mention that speaks for a distinct event: the one that the answer names, else the one of the finest date."""

    def rank(event: Event) -> tuple[bool, int, str]:
        when = event.when
        width = (when.end - when.start).days if when.start and when.end else 10**6
        return event.id not in brief.spoken, width, event.id

    return min(events, key=rank)


def _tell_event(lines: Lines, events: Sequence[Event]) -> Line:
    """The line of a distinct event, with a receipt for each of its mentions."""
    speaker = find_spokesman(lines.brief, events)
    line = lines.make(speaker)
    others = [e for e in events if e.id != speaker.id]
    if not others:
        return line
    receipts = tuple(_open_mention(lines, e) for e in others)
    articles = len({e.document for e in events})
    told = f"told {len(events)} times{f' in {articles} articles' if articles > 1 else ''}"
    return msgspec.structs.replace(line, note=told, receipts=(*line.receipts, *receipts))


def _open_mention(lines: Lines, event: Event) -> Receipt:
    made = lines.make(event)
    return msgspec.structs.replace(made.receipts[0], label=f"Also told: {made.day}, {made.who}")


def _rank_day(when: When) -> int:
    """Sorts the latest first, undated ones last."""
    return -(when.start or dt.date.min).toordinal()


# --- statements and figures -----------------------------------------------------------------------


def group_statements(lines: Lines) -> list[Group]:
    """Statements of officials of the two countries first, then all others; the latest first, about 25 to be seen."""
    brief = lines.brief
    latest = sorted(brief.statements, key=_rank_statement)
    officials = [s for s in latest if is_official(s, brief)]
    others = [s for s in latest if not is_official(s, brief)]
    seen = min(len(officials), max(15, _VISIBLE - len(others)))
    title = f"Officials of {brief.names[0]} and {brief.names[1]}"
    return [
        _fold(
            lines,
            officials,
            seen,
            title,
            f"No official of either country is quoted in the {_count(brief)} on them.",
        ),
        _fold(lines, others, _VISIBLE - seen, "Everybody else", "Nobody else is quoted."),
    ]


def _rank_statement(statement: Statement) -> tuple[int, str, int]:
    return (
        _rank_day(statement.when),
        statement.document or "",
        statement.evidence.start if statement.evidence else 0,
    )


def is_official(statement: Statement, brief: Brief) -> bool:
    """Whether one of the two states speaks: itself, an organ, or somebody in its service that day."""
    return statement.speaker.country in brief.answer.between and is_organ(statement.speaker)


def _fold(lines: Lines, records: Sequence[Statement | Figure], seen: int, title: str, empty: str) -> Group:
    made = [lines.make(r) for r in records]
    if len(made) <= seen + 2:
        seen = len(made)
    return Group(title=title, lines=tuple(made[:seen]), rest=tuple(made[seen:]), empty=empty)


def _count(brief: Brief) -> str:
    number = brief.answer.coverage.on_dyad
    return f"{number} document{'' if number == 1 else 's'}"


def group_figures(lines: Lines) -> Group:
    """Figures in the order of the texts; small counts and lengths of time are folded away unless a check needs them."""
    brief = lines.brief
    checked = {i for check in brief.checks for i in check.records}
    weighty = [f for f in brief.figures if f.id in checked or not is_small(f)]
    small = [f for f in brief.figures if not (f.id in checked or not is_small(f))]
    group = _fold(lines, weighty, _VISIBLE, "", f"No figure was found in the {_count(brief)} on the two.")
    rest = (*group.rest, *(lines.make(f) for f in small))
    if not group.lines and rest:
        return msgspec.structs.replace(
            group, rest=rest, empty="Only small counts and lengths of time were found."
        )
    return msgspec.structs.replace(group, rest=rest)


def is_small(figure: Figure) -> bool:
    """Whether a figure is one that nobody looks up: a rank, a length of time, a count up to a dozen."""
    return figure.type in {"duration", "rank"} or (
        figure.type == "count" and abs(float(figure.quantity)) <= _SMALL
    )


# --- checks, forecasts, causes --------------------------------------------------------------------


def group_checks(lines: Lines) -> list[Group]:
    """What fails or conflicts first, then what is imprecise or cannot be verified, then what holds, folded."""
    order = list(VERDICTS)
    severities = ("critical", "major", "minor", "info")

    def rank(check: Check) -> tuple[int, int, str]:
        return order.index(check.verdict), severities.index(check.severity), check.id

    ranked = sorted(lines.brief.checks, key=rank)
    parts = (
        (
            "Wrong or in conflict",
            {"fails", "conflict"},
            "No claim that was checked fails or contradicts another.",
        ),
        ("Imprecise or not verifiable", {"imprecise", "unverifiable"}, ""),
        ("What holds", {"holds"}, ""),
    )
    groups = [
        Group(
            title=title,
            lines=tuple(make_check_line(lines, c) for c in ranked if c.verdict in verdicts),
            folded="holds" in verdicts,
            empty=empty,
        )
        for title, verdicts, empty in parts
    ]
    return [g for g in groups if g.lines or g.empty] if ranked else []


def group_forecasts(lines: Lines) -> Group:
    """The forecast ledger: decided ones first, then open ones by their day; what passed undecided is folded."""
    brief = lines.brief
    order = list(STATUSES)

    def rank(forecast: Forecast) -> tuple[bool, int, dt.date, str]:
        past = is_past_due(brief, forecast)
        return past, order.index(brief.status_of(forecast.id)), forecast.due.end or dt.date.max, forecast.id

    ranked = sorted(brief.forecasts, key=rank)
    made = [make_forecast_line(lines, f) for f in ranked]
    seen = min(_VISIBLE, sum(not is_past_due(brief, f) for f in ranked))
    empty = f"Nobody in the {_count(brief)} on the two says what is to come."
    if made and not seen:
        empty = "No forecast is decided by these texts or still to come."
    return Group(lines=tuple(made[:seen]), rest=tuple(made[seen:]), empty=empty)


def summarise_forecasts(brief: Brief) -> str:
    """How the forecasts came out, in one sentence; empty where there is none."""
    past = sum(is_past_due(brief, f) for f in brief.forecasts)
    counts = {status: sum(brief.status_of(f.id) == status for f in brief.forecasts) for status in STATUSES}
    counts["open"] -= past
    said = [
        f"{number} {STATUSES[status][0].lstrip('? ').split(':')[0]}"
        for status, number in counts.items()
        if number
    ]
    if past:
        said.append(f"{past} past due and undecided")
    return f"{', '.join(said)}." if said else ""


def group_causes(lines: Lines) -> Group:
    """The evidence of each cause in the order of the texts."""
    made = tuple(make_cause_line(lines, c) for c in lines.brief.causes)
    return Group(
        lines=made,
        folded=True,
        empty=f"No text in the {_count(lines.brief)} on the two says what drives what.",
    )
