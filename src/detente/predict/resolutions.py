"""How forecasts came out: true, false, void, open or ambiguous, by which later records, known since which day.

Only records are looked at, and a forecast is decided only where everything that it expects is found again; all
others stay open with the reason.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, TypeAlias

import msgspec

from detente.ledger.tables import Resolution
from detente.lexicon.outcomes import load_outcomes
from detente.measure.corpora import Corpus, hide_later
from detente.measure.expectations import (
    Context,
    Expectation,
    Shelf,
    expect_condition,
    expect_forecast,
    find_last,
    shelve_corpus,
)
from detente.measure.fulfilments import (
    SOON,
    Clues,
    Finding,
    Verdict,
    judge_expectation,
    list_clues,
    list_published,
)
from detente.measure.topics import Topic, lacks, read_topic
from detente.measure.wording import say_day, say_days
from detente.records import Forecast

SILENCE = 3
"""So many later documents on the subject must be silent before their silence says that it did not come."""
Status: TypeAlias = Literal["open", "true", "false", "void", "ambiguous"]
_PLAIN: tuple[tuple[Verdict, Status, str], ...] = (
    ("broken", "false", "False: it ended"),
    ("holding", "true", "True: it still lasted"),
    ("done", "true", "True: it came about"),
    ("rough", "ambiguous", "Ambiguous: what fits is dated too roughly,"),
    ("hearsay", "ambiguous", "Ambiguous: only somebody without a part in it says that it came about"),
)
"""What decides by itself, in this order."""


class _Hearing(msgspec.Struct, frozen=True, kw_only=True):
    """A corpus as of a day, what its sentences tell, when its documents appeared, and under which name."""

    corpus: Corpus
    as_of: dt.date
    shelf: Shelf
    clues: Clues
    published: dict[str, dt.date]
    outlets: dict[str, str]


def resolve_forecasts(corpus: Corpus, forecasts: Iterable[Forecast], *, as_of: dt.date) -> list[Resolution]:
    """A row for each forecast that was known on a day, as the documents published up to that day decide it.

    Example:
        >>> from detente.measure.corpora import make_corpus
        >>> resolve_forecasts(make_corpus([], []), [], as_of=dt.date(2020, 4, 26))
        []
    """
    seen = hide_later(corpus, as_of)
    hearing = _Hearing(
        corpus=seen,
        as_of=as_of,
        shelf=shelve_corpus(seen),
        clues=list_clues(seen),
        published=list_published(seen),
        outlets={d.id: d.outlet or d.title or "a document" for d in seen.documents},
    )
    known = [f for f in forecasts if f.document in hearing.outlets]
    return [_resolve(hearing, forecast) for forecast in sorted(known, key=lambda f: f.id)]


def _resolve(hearing: _Hearing, forecast: Forecast) -> Resolution:
    made = hearing.shelf.date_claim(forecast)
    if forecast.rule.startswith("forecasts/question"):
        return _leave_open(forecast, "An open question: it claims nothing that could come true")
    if made is None:
        return _leave_open(forecast, "Nothing dates it, so no document is known to be later")
    context = hearing.shelf.read_context(forecast)
    void = _find_void(hearing, forecast, made, context)
    if void is not None:
        return void
    expectation = expect_forecast(forecast, made=made, context=context)
    if expectation is None:
        return _leave_open(forecast, "Its verb is no act by which events are known; a person has to decide")
    hangs = load_outcomes().words["hanging"].search(forecast.claim_text.quote)
    if hangs and not expectation.stated:
        return _leave_open(forecast, f"Its time hangs on '{hangs.group()} …', for which no date is given")
    findings = judge_expectation(expectation, hearing.clues)
    return _decide(hearing, expectation, findings) or _wait(hearing, forecast, find_last(forecast, made))


def _find_void(hearing: _Hearing, forecast: Forecast, made: dt.date, context: Context) -> Resolution | None:
    """Void where something came about that the condition bars ("unless both sides extend it")."""
    condition = forecast.condition
    bars = condition and load_outcomes().words["barring"].match(condition.quote)
    expectation = expect_condition(forecast, made=made, context=context) if bars else None
    if expectation is None:
        return None
    for finding in judge_expectation(expectation, hearing.clues):
        if finding.verdict == "done":
            says = f"Void: what it excepts came about {_say_when(finding)}, {_say_source(hearing, finding)}"
            return _rule(expectation, "void", [finding], says=says)
    return None


def _decide(hearing: _Hearing, expectation: Expectation, findings: Sequence[Finding]) -> Resolution | None:
    """What the findings decide: that it came before that it did not; null where nothing does."""
    by: dict[Verdict, list[Finding]] = {}
    for finding in findings:
        by.setdefault(finding.verdict, []).append(finding)
    for verdict, status, says in _PLAIN:
        if verdict in by:
            first = by[verdict][0]
            told = f"{says} {_say_when(first)}, {_say_source(hearing, first)}"
            return _rule(expectation, status, [first], says=told)
    return _decide_against(hearing, expectation, by) if expectation.stated else None


def _decide_against(
    hearing: _Hearing, expectation: Expectation, by: Mapping[Verdict, Sequence[Finding]]
) -> Resolution | None:
    """False where it was called off, came too late, is said not to have come, or is passed over in silence."""
    last = expectation.last
    once = load_outcomes().find_act(expectation.act).once
    denied = by.get("denied", ())
    if "cancelled" in by:
        first = by["cancelled"][0]
        says = f"False: it was called off {_say_when(first)}, {_say_source(hearing, first)}"
        return _rule(expectation, "false", [first], says=says)
    if once and "late" in by:
        first = by["late"][0]
        told = f"{_say_when(first)}, {_say_source(hearing, first)}"
        says = f"False: it came only {told}; it had time until {say_day(last)}"
        return _rule(
            expectation, "false", [first, *(f for f in denied if f.clue.known <= first.clue.known)], says=says
        )
    after = [f for f in denied if f.clue.known > last]
    if once and after:
        says = f"False: it had time until {say_day(last)} and had not come by then, {_say_source(hearing, after[0])}"
        return _rule(expectation, "false", after[:1], says=says)
    silent = list_silent(hearing.corpus, expectation, hearing.published)
    if once and len(silent) >= SILENCE:
        says = f"False: nothing in {len(silent)} later documents on the subject says that it came by {say_day(last)}"
        row = _rule(expectation, "false", [], says=says)
        return msgspec.structs.replace(row, known=sorted(silent.values())[SILENCE - 1])
    return None


def list_silent(
    corpus: Corpus, expectation: Expectation, published: Mapping[str, dt.date]
) -> dict[str, dt.date]:
    """The documents of the half year after a due date that speak of the thing expected by its name, with their days."""
    if not expectation.topic.names:
        return {}
    wanted = Topic(names=expectation.topic.names, things=expectation.topic.things)
    found = {}
    for record in (*corpus.events, *corpus.statements):
        day = published.get(record.document or "")
        if day is None or not expectation.last < day <= expectation.last + SOON or record.evidence is None:
            continue
        if lacks(wanted, read_topic(record.evidence.quote)) is None:
            found[record.document or ""] = day
    return found


def _wait(hearing: _Hearing, forecast: Forecast, last: dt.date) -> Resolution:
    """Open: there is time left, or it ran out and nobody says how it ended."""
    if last >= hearing.as_of:
        return _leave_open(forecast, f"It has time until {say_day(last)}")
    later = sum(day > last for day in hearing.published.values())
    return _leave_open(
        forecast, f"Its time ended on {say_day(last)}; {later} later documents do not tell whether it came"
    )


def _leave_open(forecast: Forecast, says: str) -> Resolution:
    return Resolution(forecast=forecast.id, status="open", says=f"{says}.")


def _rule(expectation: Expectation, status: Status, findings: Sequence[Finding], *, says: str) -> Resolution:
    return Resolution(
        forecast=expectation.record,
        status=status,
        by=tuple(dict.fromkeys(f.clue.record for f in findings)),
        known=max((f.clue.known for f in findings), default=None),
        says=f"{says}.",
    )


def _say_when(finding: Finding) -> str:
    clue = finding.clue
    return say_days(clue.start, clue.end) if clue.start and clue.end else "then"


def _say_source(hearing: _Hearing, finding: Finding) -> str:
    return f"as {hearing.outlets[finding.clue.document]} told on {say_day(finding.clue.known)}"
