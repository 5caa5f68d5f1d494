"""Checks, forecasts and causes as lines: what is claimed, how it stands, and the sentences that decide it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from detente.records import Cause, Check, DocumentSpan, Extracted, Forecast, Verdict
from detente.show.briefs import Brief, Status
from detente.show.charts import describe_probability, draw_probability
from detente.show.evidence import cite_words, find_sentence, list_key_spans
from detente.show.lines import Line, Lines, Receipt, Tag, Tone
from detente.show.wording import describe_day, describe_when, end_sentence, name_mention, shorten

VERDICTS: dict[Verdict, tuple[str, Tone]] = {
    "fails": ("fails", "bad"),
    "conflict": ("in conflict", "bad"),
    "imprecise": ("≈ imprecise", "neutral"),
    "unverifiable": ("? cannot be verified", "neutral"),
    "holds": ("holds", "good"),
}
"""The worst first."""
_VERDICT = re.compile(r"^(?:True|False|Void|Ambiguous|Open): ")
STATUSES: dict[Status, tuple[str, Tone]] = {
    "true": ("came true", "good"),
    "false": ("did not come true", "bad"),
    "ambiguous": ("? ambiguous", "neutral"),
    "void": ("void", "neutral"),
    "open": ("still open", "neutral"),
}
"""The decided ones first."""


def make_check_line(lines: Lines, check: Check) -> Line:
    """A check: verdict, what is said, the arithmetic, what would hold, and the sentence of each span."""
    text, tone = VERDICTS[check.verdict]
    would = f" What would hold: {check.would_hold}." if check.would_hold else ""
    return Line(
        id=check.id,
        who=check.family.capitalize(),
        text=lines.hide(check.says),
        note=lines.hide(f"{end_sentence(check.arithmetic)}{would}"),
        tags=(Tag(text, tone), *([Tag(check.severity)] if check.severity != "info" else [])),
        receipts=tuple(_open_check(lines, check)),
    )


def _open_check(lines: Lines, check: Check) -> Iterator[Receipt]:
    """The check's own receipt, then one for each of its sentences with the record that it rests on."""
    needs = {
        "article": "the article alone",
        "corpus": "other articles",
        "offices": "a table of offices",
        "series": "a data series",
    }
    yield Receipt(
        record=check.id, detail=f"Found with {needs[check.needs]}.", rule=check.rule, score=check.score
    )
    for place in dict.fromkeys(check.spans):
        document = lines.brief.documents.get(place.document)
        if document is not None:
            sentence = find_sentence(place.span, document)
            passage = cite_words(sentence, [place.span], document, excerpt=lines.excerpt)
            yield Receipt(record=_find_record(lines, check, place), passage=passage, anchor=False)


def _find_record(lines: Lines, check: Check, place: DocumentSpan) -> str:
    """The record of a check that a span belongs to; the document where none does."""
    for identity in check.records:
        record = lines.brief.by_id.get(identity)
        if isinstance(record, Extracted) and record.document == place.document:
            spans = list_key_spans(record)
            if any(s.start < place.span.end and place.span.start < s.end for s in spans):
                return identity
    return place.document


def make_forecast_line(lines: Lines, forecast: Forecast) -> Line:
    """A forecast: who, what, by when, how probable, under which condition, how it came out and by which sentence."""
    low, high = forecast.probability
    notes, reasons = [], [f"Due: {forecast.due.because}.", f"Decided thus: {forecast.resolution_rule}"]
    if forecast.condition and lines.quoted:
        notes.append(f"Condition: {shorten(forecast.condition.quote, 110)}.")
    outcome = lines.brief.outcome_of.get(forecast.id)
    if outcome is not None and outcome.says:
        says = lines.hide(end_sentence(_VERDICT.sub("", outcome.says)))
        (reasons if outcome.status == "open" else notes).append(says)
    return Line(
        id=forecast.id,
        day=_say_due(forecast),
        start=str(forecast.due.start or ""),
        end=str(forecast.due.end or ""),
        who=f"{shorten(name_mention(forecast.forecaster, quoted=lines.quoted), 90)}:"
        if forecast.forecaster.name or forecast.forecaster.span
        else "The text:",
        text=shorten(forecast.outcome_text, 220) if lines.quoted else "a forecast",
        note=" ".join(notes),
        chance=describe_probability(low, high),
        bar=draw_probability(low, high),
        tags=(Tag(*_say_status(lines.brief, forecast)),),
        receipts=(lines.open(forecast, reasons=tuple(reasons)), *_open_deciding(lines, forecast)),
    )


def _say_status(brief: Brief, forecast: Forecast) -> tuple[str, Tone]:
    if is_past_due(brief, forecast):
        return "past due, undecided", "neutral"
    return STATUSES[brief.status_of(forecast.id)]


def is_past_due(brief: Brief, forecast: Forecast) -> bool:
    """Whether nothing decided a forecast although its day has passed."""
    end = forecast.due.end
    return brief.status_of(forecast.id) == "open" and end is not None and end <= brief.answer.as_of


def _say_due(forecast: Forecast) -> str:
    """By when: the days as stated, else only their last, with a word where the horizon is assumed."""
    due = forecast.due
    if due.start is None or due.end is None:
        return "no date"
    assumed = " (assumed)" if "assume" in due.because else ""
    if (due.end - due.start).days <= 31 or due.granularity in {"month", "quarter", "year"}:
        return f"{describe_when(due)}{assumed}"
    return f"by {describe_day(due.end)}{assumed}"


def _open_deciding(lines: Lines, forecast: Forecast) -> Iterator[Receipt]:
    outcome = lines.brief.outcome_of.get(forecast.id)
    for identity in outcome.by if outcome else ():
        record = lines.brief.by_id.get(identity)
        if isinstance(record, Extracted):
            yield lines.open(record, label="Decided by", anchor=False)


def make_cause_line(lines: Lines, cause: Cause) -> Line:
    """A cause: who names it, what drives what, with which sign, and whether it is hedged, denied or an aim."""
    first, second = shorten(cause.cause.quote, 90), shorten(cause.effect.quote, 90)
    words = f"“{first}” {'raises' if cause.sign == '+' else 'lowers'} “{second}”"
    return Line(
        id=cause.id,
        who=f"{name_claimant(cause, quoted=lines.quoted)}:",
        text=words if lines.quoted else "names a cause",
        tags=tuple(Tag(text) for text in list_caveats(cause)),
        receipts=(lines.open(cause),),
    )


def list_caveats(cause: Cause) -> list[str]:
    """In which ways a cause is less than asserted."""
    caveats = (("denied", cause.denied), ("hedged", cause.hedged), ("an aim", cause.purpose))
    return [text for text, holds in caveats if holds]


def name_claimant(cause: Cause, *, quoted: bool) -> str:
    """Who names a cause; the text itself where nobody else does."""
    claimant = cause.claimant
    known = claimant.name or claimant.org or claimant.country or claimant.span
    return shorten(name_mention(claimant, quoted=quoted), 70) if known else "the text"
