"""Records as lines that a person reads: who, what, when, why it counts, and the passage it rests on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal, TypeAlias

import msgspec

from detente.records import Document, Event, Extracted, Figure, Mention, Statement, When
from detente.show.evidence import Excerpt, Passage, cite_passage, describe_day, list_key_spans

Tone: TypeAlias = Literal["thaw", "freeze", "neutral"]
_WARM = {"AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT"}
_LONGEST = 150
VERBS = {
    "AGREE": "agrees or promises", "CONSULT": "talks", "SUPPORT": "supports", "CONCEDE": "eases or gives way",
    "COOPERATE": "cooperates", "AID": "gives aid", "RETREAT": "steps back", "REQUEST": "demands",
    "ACCUSE": "criticises",
    "REJECT": "refuses", "THREATEN": "threatens", "PROTEST": "protests", "SANCTION": "sanctions or cuts ties",
    "MOBILIZE": "moves forces", "COERCE": "coerces", "ASSAULT": "uses force",
}  # fmt: skip


class Tag(msgspec.Struct, frozen=True):
    """A small label beside a line."""

    text: str
    tone: Tone = "neutral"


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a brief and what opens on a click; `anchor` is set where the record's address stands."""

    id: str
    day: str
    text: str
    who: str = ""
    note: str = ""
    tags: tuple[Tag, ...] = ()
    passage: Passage | None = None
    detail: str = ""
    reasons: tuple[str, ...] = ()
    rule: str = ""
    score: float | None = None
    anchor: bool = True


def tone_of(event: Event) -> Tone:
    """Whether an event warms or cools: by what it does to a standing arrangement, else by its type."""
    if event.standing != "none":
        return "thaw" if event.standing == "better" else "freeze"
    kind = event.type or event.base_type
    if kind is None or event.modality in {"hypothetical", "denied"}:
        return "neutral"
    return "thaw" if kind in _WARM else "freeze"


def describe_when(when: When) -> str:
    """The days of a record in a few characters: "2020-04-17", "April 2020", "2014", "2013 to 2015", "undated"."""
    if when.start is None or when.end is None:
        return "undated"
    if when.start == when.end:
        return str(when.start)
    if when.granularity == "year":
        return str(when.start.year)
    if (when.start.month, when.start.day, when.end.month, when.end.day) == (1, 1, 12, 31):
        return f"{when.start.year} to {when.end.year}"
    if when.granularity == "month" and when.start.day == 1 and when.start.month == when.end.month:
        return f"{when.start:%b %Y}"
    return describe_day(when.start, when.end)


def name_mention(mention: Mention) -> str:
    """Somebody as a brief calls them: name with office or body, else the words of the text."""
    name = mention.name or (mention.span.quote if mention.span else "")
    known = mention.office or (
        mention.org if mention.org and mention.org.lower() not in name.lower() else None
    )
    if not name:
        return known or mention.country or "somebody"
    return f"{name} ({known})" if known and known.lower() not in name.lower() else name


def _join_names(mentions: Iterable[Mention]) -> str:
    names = list(dict.fromkeys(m.country or m.org or m.name or "somebody" for m in mentions))
    return ", ".join(names)


def shorten(text: str, longest: int = _LONGEST) -> str:
    """A text on one line, cut at a blank with an ellipsis where it is too long."""
    text = " ".join(text.split())
    return text if len(text) <= longest else text[:longest].rsplit(" ", 1)[0] + " …"


def make_line(
    record: Extracted, document: Document, *, excerpt: Excerpt, reason: str = "", anchor: bool = True
) -> Line:
    """A record as a line with its passage; `reason` says why it stands where it stands."""
    passage = cite_passage(record, document, excerpt=excerpt)
    quoted = excerpt != "none"
    common: dict[str, Any] = {
        "id": record.id, "passage": passage, "detail": record.detail, "rule": record.rule,
        "score": record.score, "anchor": anchor, "note": reason,
    }  # fmt: skip
    match record:
        case Event():
            return _event_line(record, common, quoted=quoted)
        case Statement():
            return _statement_line(record, common, quoted=quoted)
        case Figure():
            return _figure_line(record, common, quoted=quoted)
    words = list_key_spans(record)
    return Line(day="", text=shorten(" → ".join(w.quote for w in words)) if quoted else "", **common)


def _event_line(event: Event, common: dict[str, Any], *, quoted: bool) -> Line:
    kind = f"{event.type or 'relations'}{f'/{event.mode}' if event.mode else ''}"
    parties = _join_names(event.actors) or "?"
    if event.recipients:
        parties += f" → {_join_names(event.recipients)}"
    words = f"“{shorten(event.trigger.quote)}”" if quoted else VERBS.get(event.type or "", "relations")
    tags = [Tag(kind, tone_of(event))]
    if event.modality != "actual":
        tags.append(Tag(event.modality))
    if event.attributed_to is not None:
        tags.append(Tag(f"says {shorten(name_mention(event.attributed_to), 40)}"))
    if event.standing != "none":
        tags.append(Tag(f"standing {event.standing}", tone_of(event)))
    if event.count > 1:
        tags.append(Tag(f"{event.count} times"))
    reasons = [f"Date: {event.when.because}."]
    reasons += [
        f"{m.span.quote if m.span else m.name}: {m.because}."
        for m in (*event.actors, *event.recipients)
        if m.because
    ]
    return Line(
        day=describe_when(event.when),
        who=parties,
        text=words,
        tags=tuple(tags),
        reasons=tuple(reasons),
        **common,
    )


def _statement_line(statement: Statement, common: dict[str, Any], *, quoted: bool) -> Line:
    words = " … ".join(w.quote for w in statement.words)
    marks = ("“", "”") if statement.type == "direct" else ("", "")
    stance: Tone = {"for": "thaw", "against": "freeze", "sceptical": "freeze"}.get(
        statement.stance.value, "neutral"
    )  # type: ignore[assignment]
    tags = [Tag(statement.stance.value, stance)] if statement.stance.value != "none" else []
    tags.append(Tag(statement.type))
    if statement.via is not None:
        tags.append(Tag(f"via {shorten(name_mention(statement.via), 40)}"))
    reasons = [f"Speaker: {statement.speaker.because}."] if statement.speaker.because else []
    if statement.stance.because:
        reasons.append(f"Stance: {statement.stance.because}.")
    reasons.append(f"Date: {statement.when.because}.")
    return Line(
        day=describe_when(statement.when),
        who=f"{shorten(name_mention(statement.speaker), 90)}:",
        text=f"{marks[0]}{shorten(words, 260)}{marks[1]}"
        if quoted
        else (statement.about or "words not shown"),
        tags=tuple(tags),
        reasons=tuple(reasons),
        **common,
    )


def _figure_line(figure: Figure, common: dict[str, Any], *, quoted: bool) -> Line:
    value = format_quantity(figure)
    measures = f" {shorten(figure.measures.quote, 90)}" if figure.measures and quoted else ""
    source = f" Source: {name_mention(figure.source)}." if figure.source else ""
    tags = [Tag(figure.type + (f" {figure.direction}" if figure.direction else ""))]
    if figure.bound:
        tags.append(Tag("at least" if figure.bound == "min" else "at most"))
    if figure.approximate:
        tags.append(Tag("about"))
    return Line(
        day=describe_when(figure.period) if figure.period.start else "",
        who=value,
        text=f"{measures}{source}".strip() or (f"printed as “{figure.number.quote}”" if quoted else ""),
        tags=tuple(tags),
        **common,
    )


_SCALES = (("trillion", 10**12), ("billion", 10**9), ("million", 10**6))


def format_quantity(figure: Figure) -> str:
    """A figure's value with its unit: "USD 838 million", "11 percent", "5 to 7 weeks"."""
    number = _scaled(figure.quantity)
    if figure.high is not None:
        number = f"{number} to {_scaled(figure.high)}"
    unit = figure.unit.replace("_", " ")
    return f"{unit} {number}" if len(unit) == 3 and unit.isupper() else f"{number} {unit}"


def _scaled(quantity: str) -> str:
    value = float(quantity)
    for word, scale in _SCALES:
        if abs(value) >= scale:
            return f"{value / scale:.6g} {word}"
    return f"{int(value):,}" if value == int(value) else f"{value:.6g}"
