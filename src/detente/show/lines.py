"""Records as lines that a person reads: who, what, when, and the passages that open on a click."""

from __future__ import annotations

import functools
from typing import Literal, TypeAlias

import msgspec

from detente.records import Event, Extracted, Figure, Span, Statement
from detente.show.briefs import Brief
from detente.show.evidence import Passage, cite_passage
from detente.show.excerpts import Excerpt, Hide, make_hider
from detente.show.wording import (
    describe_act,
    describe_type,
    describe_when,
    format_quantity,
    name_mention,
    name_parties,
    name_type,
    shorten,
)

Tone: TypeAlias = Literal["thaw", "freeze", "neutral", "good", "bad"]
MARKS: dict[Tone, str] = {"thaw": "●", "freeze": "■", "neutral": "", "good": "✓", "bad": "✗"}
"""A sign for each tone, so that colour is never the only one."""
_WARM = {"AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT"}
_STANCES: dict[str, tuple[str, Tone]] = {
    "for": ("for better relations", "thaw"),
    "against": ("against", "freeze"),
    "sceptical": ("sceptical", "freeze"),
}
_AROUND = 60


class Tag(msgspec.Struct, frozen=True):
    """A small label beside a line."""

    text: str
    tone: Tone = "neutral"


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """What opens under a line: a passage, how it was read, and the record's address; `anchor` where that stands."""

    record: str
    passage: Passage | None = None
    label: str = ""
    detail: str = ""
    reasons: tuple[str, ...] = ()
    rule: str = ""
    score: float | None = None
    anchor: bool = True


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a brief; `start` and `end` are its days as ISO dates, `bar` draws its `chance`."""

    id: str
    text: str
    day: str = ""
    start: str = ""
    end: str = ""
    who: str = ""
    note: str = ""
    chance: str = ""
    bar: str = ""
    tags: tuple[Tag, ...] = ()
    receipts: tuple[Receipt, ...] = ()


class Words(msgspec.Struct, frozen=True, kw_only=True):
    """A line without what opens under it, and the reasons that its receipt gives."""

    text: str
    day: str = ""
    days: tuple[object, object] = (None, None)
    who: str = ""
    tags: tuple[Tag, ...] = ()
    reasons: tuple[str, ...] = ()


class Lines:
    """Makes the lines of a brief; knows its documents and how much of them may be quoted."""

    def __init__(self, brief: Brief, excerpt: Excerpt = "paragraph") -> None:
        self.brief = brief
        self.excerpt: Excerpt = excerpt
        self.quoted = excerpt != "none"

    @functools.cached_property
    def hide(self) -> Hide:
        """Takes the words of the texts out of a sentence of ours where they may not be quoted."""
        return make_hider((d.text for d in self.brief.documents.values()), self.excerpt)

    def make(self, record: Extracted, *, note: str = "", anchor: bool = True) -> Line:
        """The line of an event, a statement or a figure; `anchor` where its address is to stand on the page."""
        words = self._say(record)
        receipt = self.open(record, reasons=words.reasons, anchor=anchor)
        start, end = (str(day or "") for day in words.days)
        return Line(
            id=record.id, day=words.day, start=start, end=end, who=words.who, text=words.text,
            note=self.hide(note), tags=words.tags, receipts=(receipt,),
        )  # fmt: skip

    def open(
        self, record: Extracted, *, label: str = "", reasons: tuple[str, ...] = (), anchor: bool = True
    ) -> Receipt:
        """What opens under a line for one record: its passage, detail, rule and score."""
        return Receipt(
            record=record.id,
            passage=cite_passage(record, self.brief.documents[record.document or ""], excerpt=self.excerpt),
            label=label,
            detail=self.hide(record.detail),
            reasons=tuple(self.hide(reason) for reason in reasons),
            rule=record.rule,
            score=record.score,
            anchor=anchor,
        )

    def clip(self, record: Extracted, span: Span) -> str:
        """Some words of a sentence around a span, in quotation marks; empty where they may not be quoted."""
        if not self.quoted or record.evidence is None:
            return ""
        text, whole = self.brief.documents[record.document or ""].text, record.evidence
        before = text[max(whole.start, span.start - _AROUND) : span.start]
        after = text[span.end : min(whole.end, span.end + _AROUND)]
        if span.start - whole.start > _AROUND:
            before = f"… {before.split(maxsplit=1)[-1]}"
        if whole.end - span.end > _AROUND:
            after = f"{after.rsplit(maxsplit=1)[0]} …"
        return f"“{' '.join(f'{before}{span.quote}{after}'.split())}”"

    def _say(self, record: Extracted) -> Words:
        match record:
            case Event():
                return say_event(record, quoted=self.quoted)
            case Statement():
                return say_statement(record, quoted=self.quoted)
            case Figure():
                return self._say_figure(record)
        return Words(text="")

    def _say_figure(self, figure: Figure) -> Words:
        """A figure's value, what it measures or the words around it, and who says so."""
        around = ""
        if self.quoted and figure.measures is not None:
            around = shorten(figure.measures.quote, 90)
        else:
            around = self.clip(figure, figure.number)
        source = f"(source: {name_mention(figure.source, quoted=self.quoted)})" if figure.source else ""
        signs = {"up": "up", "down": "down", "min": "at least", "max": "at most"}
        tags = [Tag(signs[sign]) for sign in (figure.direction, figure.bound) if sign]
        return Words(
            text=f"{around} {source}".strip(),
            day=describe_when(figure.period) if figure.period.start else "–",
            days=(figure.period.start, figure.period.end),
            who=format_quantity(figure),
            tags=(*tags, *([Tag("about")] if figure.approximate else [])),
            reasons=(f"Period: {figure.period.because}.",),
        )


def tone_of(event: Event) -> Tone:
    """Whether an event warms or cools: by what it does to a standing arrangement, else by its type."""
    if event.standing != "none":
        return "thaw" if event.standing == "better" else "freeze"
    kind = event.type or event.base_type
    if kind is None or event.modality in {"hypothetical", "denied"}:
        return "neutral"
    return "thaw" if kind in _WARM else "freeze"


def say_event(event: Event, *, quoted: bool) -> Words:
    """Who did what to whom, with what kind of act it is and how real."""
    act = describe_act(event, quoted=quoted)
    plain = describe_type(event)
    tags = [Tag(plain, tone_of(event))] if plain not in act and event.standing == "none" else []
    if event.modality != "actual":
        tags.append(Tag(event.modality))
    if event.attributed_to is not None:
        tags.append(Tag(f"says {shorten(name_mention(event.attributed_to, quoted=quoted), 40)}"))
    if event.standing != "none":
        tags.append(Tag(f"standing arrangement {event.standing}", tone_of(event)))
    if event.due is not None and event.due.start is not None:
        tags.append(Tag(f"due {describe_when(event.due)}"))
    parties = [m for m in (*event.actors, *event.recipients) if m.because]
    named = [f"{name_mention(m, quoted=quoted)}: {m.because}." for m in parties]
    return Words(
        text=act,
        day=describe_when(event.when),
        days=(event.when.start, event.when.end),
        who=name_parties(event) if quoted or event.actors else "",
        tags=tuple(tags),
        reasons=(f"PLOVER {name_type(event)}.", f"Date: {event.when.because}.", *dict.fromkeys(named)),
    )


def say_statement(statement: Statement, *, quoted: bool) -> Words:
    """Who said it in what office, the words, and what they want of the relations."""
    said = " … ".join(w.quote for w in statement.words)
    marks = ("“", "”") if statement.type == "direct" else ("", "")
    tags = [Tag(*_STANCES[statement.stance.value])] if statement.stance.value in _STANCES else []
    if statement.type == "indirect":
        tags.append(Tag("paraphrased"))
    if statement.via is not None:
        tags.append(Tag(f"second hand, by {shorten(name_mention(statement.via, quoted=quoted), 40)}"))
    about = f"on {statement.about}" if statement.about else "said something"
    reasons = [
        ("Speaker", statement.speaker.because),
        ("Stance", statement.stance.because),
        ("Date", statement.when.because),
    ]
    return Words(
        text=f"{marks[0]}{shorten(said, 260)}{marks[1]}" if quoted else about,
        day=describe_when(statement.when),
        days=(statement.when.start, statement.when.end),
        who=f"{shorten(name_mention(statement.speaker, quoted=quoted), 90)}:",
        tags=tuple(tags),
        reasons=tuple(f"{name}: {because}." for name, because in reasons if because),
    )
