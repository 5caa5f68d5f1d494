"""The long view in sentences: where the present stands, how the two answer each other, what to doubt."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import numpy as np

from detente.measure.histories import PRESENT, SourceHistory
from detente.measure.reciprocity import LAGS, Reciprocity
from detente.measure.regimes import Regime
from detente.show.briefs import Brief
from detente.show.wording import describe_day, end_sentence, format_amount, name_country

_TITLES = {"gdelt": "GDELT", "icews": "ICEWS", "polecat": "POLECAT", "acled": "ACLED", "phoenix": "Phoenix"}
_ARTICLE = ("United ", "Netherlands", "Philippines", "Bahamas", "Maldives", "Gambia")
_SILENT = 3
_OLD = 30
"""Days without data before the as-of date from which on the end of a source is said aloud."""


def name_source(source: str) -> str:
    """A source as people call it."""
    return _TITLES.get(source, source)


def say_length(days: int) -> str:
    """How long so many days are, for people.

    Example:
        >>> say_length(40), say_length(308), say_length(1358)
        ('40 days', '10 months', '3.7 years')
    """
    if days < 90:
        return f"{days} day{'' if days == 1 else 's'}"
    return f"{days / 30.44:.0f} months" if days < 730 else f"{days / 365.25:.1f} years"


def say_position(source: SourceHistory, as_of: dt.date) -> str:
    """Where the last weeks sit among all earlier ones; empty where there are too few."""
    if source.position is None:
        return ""
    gap = (as_of - source.last).days
    ago = f", {say_length(gap)} before this brief," if gap > _OLD else ""
    return f"The {PRESENT} weeks to {describe_day(source.last)}{ago} were {source.position.says}."


def say_present(present: Regime | None, unit: str) -> str:
    """The last weeks in this source, own against own."""
    if present is None:
        return ""
    contact = f"{unit} {say_interval(present.contact)}"
    if present.usual is None:
        compared = "with too little before to compare them with"
    else:
        usual = format_amount(present.usual)
        compared = f"{_compare_contact(present, present.usual)} the {usual} of the 24 months before"
    substance = say_interval(present.substance, signed=True)
    return f"Judged by this source alone: {present.word}. {contact}, {compared}; substance {substance}."


def say_interval(value: tuple[float, float, float], *, signed: bool = False) -> str:
    """A value with its 90% interval."""
    middle, low, high = (format_amount(v, signed=signed) for v in value)
    return f"{middle} (90%: {low} to {high})"


def say_contact(brief: Brief) -> str:
    """How contact stands in each source that reaches the day of the brief, own against own; empty without any."""
    found = []
    for source in brief.history.sources if brief.history is not None else ():
        present = source.present
        if present is not None and present.usual is not None and not is_old(source, brief):
            name, way = name_source(source.source), _compare_contact(present, present.usual)
            found.append(f"{name} {way} in its 24 months before")
    return "; ".join(found)


def is_old(source: SourceHistory, brief: Brief) -> bool:
    """Whether a source ends so long before the day of the brief that its present is another."""
    return (brief.answer.as_of - source.last).days > _OLD


def _compare_contact(present: Regime, usual: float) -> str:
    _, low, high = present.contact
    return "more than" if low > usual else "less than" if high < usual else "about as much as"


def say_reciprocity(pair: Reciprocity) -> str:
    """Whether one country answers the other in kind, with the interval."""
    one, other = _say_country(pair.initiator), _say_country(pair.responder)
    if pair.verdict == "not enough evidence":
        return f"Whether {other} answers {one} in kind cannot be told: {pair.says}."
    value, low, high = (f"{round(v, 2) + 0.0:+.2f}".replace("-", "−") for v in pair.total)
    interval = f"{value} (90%: {low} to {high})"
    returned = f"{interval} of what came is returned within {LAGS} weeks"
    if pair.verdict == "no answer seen":
        return f"That {other} answers {one} in kind is not seen: {returned}."
    blows = f"; {pair.answered} of {pair.blows} blows drew an answer, where chance makes it {pair.chance:.0%}"
    said = f"{other} answers {one} {pair.verdict}, most in week {pair.lag}: {returned}{blows if pair.blows else ''}"
    return end_sentence(said)


def _say_country(code: str) -> str:
    """A country inside a sentence: "the United States"."""
    name = name_country(code)
    return f"the {name}" if name.startswith(_ARTICLE) else name


def list_silences(pair: Reciprocity) -> Iterator[str]:
    """The hardest blows that drew no answer."""
    one, other = _say_country(pair.initiator), _say_country(pair.responder)
    for silence in pair.silences[:_SILENT]:
        blow, answer, expected = (
            f"{v:+.1f}".replace("-", "−") for v in (silence.blow, silence.answer, silence.expected)
        )
        usual = f", where {expected} is usual" if np.isfinite(silence.expected) else ""
        fell = f"Week of {describe_day(silence.date)}: {one} struck ({blow} usual sizes)"
        yield f"{fell}, {other} did not strike back ({answer} in the weeks after{usual})."


def list_doubts(source: SourceHistory, as_of: dt.date) -> Iterator[str]:
    """What the source cannot tell: where it ends too early, its holes, and what it notes itself."""
    gap = (as_of - source.last).days
    if gap > _OLD:
        yield f"It ends {say_length(gap)} before {describe_day(as_of)}; its “now” is {describe_day(source.last)}."
    for note in source.notes:
        yield end_sentence(note.removeprefix(f"{source.source}: ").replace("this dyad is", "these two are"))
