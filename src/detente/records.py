"""What we keep: every record, field and closed list. Read this first.

The JSON that `detente extract` prints, the columns of the ledger and these classes carry the same names.
Offsets are code points into `Document.text`, end exclusive, and `text[start:end] == quote` always.
`Document.cite` and `Sentence.cite` are the only makers of a `Span`.

Records are frozen msgspec structs: shape, JSON codec, JSON Schema and the `kind` tag in one place.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable
from typing import Any, Literal, TypeAlias

import msgspec

from detente.errors import RecordError

Zone: TypeAlias = Literal[
    "title", "title_repeat", "dateline", "byline", "heading", "caption", "boilerplate", "body"
]
EventType: TypeAlias = Literal[
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST",
    "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
]  # fmt: skip
Modality: TypeAlias = Literal["actual", "planned", "hypothetical", "denied"]
Granularity: TypeAlias = Literal["day", "week", "month", "quarter", "year", "range", "unknown"]
DateBasis: TypeAlias = Literal["stated", "relative", "context", "unknown"]
Weekday: TypeAlias = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
Standing: TypeAlias = Literal["better", "worse", "none"]
Gauge: TypeAlias = Literal["contact", "tone", "substance"]
Track: TypeAlias = Literal[
    "contacts", "sanctions", "arms_control", "trade", "energy", "conflict",
    "interference", "posts", "humanitarian", "other",
]  # fmt: skip
StatementType: TypeAlias = Literal["direct", "indirect", "mixed"]
StanceValue: TypeAlias = Literal["for", "against", "sceptical", "neutral", "none"]
FigureType: TypeAlias = Literal["level", "change", "ratio", "count", "rank", "duration"]
CheckFamily: TypeAlias = Literal[
    "sum", "change", "ratio", "rate", "scale", "calendar", "age", "office", "rank",
    "contradiction", "series", "copy",
]  # fmt: skip
Verdict: TypeAlias = Literal["holds", "fails", "imprecise", "conflict", "unverifiable"]
Severity: TypeAlias = Literal["critical", "major", "minor", "info"]
Needs: TypeAlias = Literal["article", "corpus", "offices", "series"]
Dyad: TypeAlias = tuple[str, str]


class Span(msgspec.Struct, frozen=True, order=True):
    """A verbatim passage of the document that the enclosing record names."""

    start: int
    end: int
    quote: str


class Mention(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody named in a text: where, who it is, for which state, and why we think so."""

    span: Span | None = None
    country: str | None = None
    name: str = ""
    office: str | None = None
    org: str | None = None
    because: str = ""


class When(msgspec.Struct, frozen=True, kw_only=True):
    """An interval of days (both inclusive), how fine it is and what it rests on; a reason when unknown."""

    start: dt.date | None = None
    end: dt.date | None = None
    granularity: Granularity = "unknown"
    basis: DateBasis = "unknown"
    span: Span | None = None
    weekday: Weekday | None = None
    because: str = "nothing in the text dates it"


class ZoneSpan(msgspec.Struct, frozen=True):
    """A stretch of the text that plays one part; zones lie side by side and cover all but blanks."""

    zone: Zone
    start: int
    end: int


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """Where a text came from; identical copies are one document with several sources."""

    path: str
    url: str | None = None
    outlet: str | None = None
    country: str | None = None
    title: str | None = None
    fetched: dt.datetime | None = None


class Record(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind"):
    """What every record has: an address, the document, the evidence, the rule and a sentence of why."""

    id: str
    document: str | None
    evidence: Span | None
    rule: str
    score: float | None = None
    detail: str = ""


class Document(Record, frozen=True, kw_only=True, tag="document"):
    """A text as read, once and for all; boilerplate and captions are zones over it, not deletions."""

    sources: tuple[Source, ...]
    title: str | None = None
    authors: tuple[str, ...] = ()
    outlet: str | None = None
    language: str | None = None
    published: When = When(because="no metadata, dateline or dated sentence")
    text_sha256: str = ""
    text: str = ""
    zones: tuple[ZoneSpan, ...] = ()
    sentences: tuple[tuple[int, int], ...] = ()
    signature: bytes = b""

    def cite(self, start: int, end: int) -> Span:
        """The span that quotes `text[start:end]`.

        Raises:
            RecordError: if the offsets do not lie in the text, in order.

        Example:
            >>> make_document("Talks resumed.", sources=()).cite(0, 5)
            Span(start=0, end=5, quote='Talks')
        """
        if not 0 <= start <= end <= len(self.text):
            raise RecordError(f"{self.id}: no span {start}-{end} in a text of {len(self.text)} characters")
        return Span(start, end, self.text[start:end])


class Comparison(msgspec.Struct, frozen=True):
    """What the text itself says a gauge did against the past ("unprecedented", "first since")."""

    gauge: Gauge
    value: Literal["up", "down", "same"]
    span: Span


class Event(Record, frozen=True, kw_only=True, tag="event"):
    """Who did what to whom, in PLOVER terms; `type` is null for a level or change of relations."""

    type: EventType | None
    base_type: EventType | None = None
    mode: str | None = None
    contexts: tuple[str, ...] = ()
    trigger: Span
    actors: tuple[Mention, ...] = ()
    recipients: tuple[Mention, ...] = ()
    when: When = When()
    modality: Modality = "actual"
    attributed_to: Mention | None = None
    due: When | None = None
    standing: Standing = "none"
    comparison: Comparison | None = None
    place: str | None = None
    count: int = 1
    track: Track = "other"
    dyads: tuple[Dyad, ...] = ()


class Stance(msgspec.Struct, frozen=True, kw_only=True):
    """What the words want or expect of the relations between two countries, and why we think so."""

    toward: Dyad | None = None
    value: StanceValue = "none"
    because: str = ""


class Statement(Record, frozen=True, kw_only=True, tag="statement"):
    """Who said what, in what office that day; a quotation may come in pieces."""

    type: StatementType
    words: tuple[Span, ...]
    speaker: Mention
    verb: Span | None = None
    via: Mention | None = None
    when: When = When()
    about: str | None = None
    stance: Stance = Stance()


class Figure(Record, frozen=True, kw_only=True, tag="figure", rename={"from_": "from"}):
    """A number that is claimed: value as printed, unit, what it measures, when, and who says so."""

    number: Span
    quantity: str
    high: str | None = None
    unit: str
    type: FigureType
    direction: Literal["up", "down"] | None = None
    approximate: bool = False
    bound: Literal["min", "max"] | None = None
    measures: Span | None = None
    place: str | None = None
    period: When = When()
    source: Mention | None = None
    of: str | None = None
    of_text: Span | None = None
    from_: str | None = None
    to: str | None = None
    price_year: int | None = None


class Forecast(Record, frozen=True, kw_only=True, tag="forecast"):
    """Who expects what by when; `probability` always refers to the positive `outcome_text`."""

    claim_text: Span
    outcome_text: str
    forecaster: Mention
    due: When
    condition: Span | None = None
    probability: tuple[float, float]
    probability_basis: Literal["stated", "words", "model"]
    hedges: tuple[Span, ...] = ()
    resolution_rule: str


class Cause(Record, frozen=True, kw_only=True, tag="cause"):
    """What is said to drive what: `+` if more of the cause means more of the effect, else `-`."""

    cause: Span
    effect: Span
    cause_variable: str | None = None
    effect_variable: str | None = None
    sign: Literal["+", "-"]
    hedged: bool = False
    denied: bool = False
    purpose: bool = False
    claimant: Mention
    connective: Span | None = None


class DocumentSpan(msgspec.Struct, frozen=True):
    """A span with the document that it quotes, for records that span several."""

    document: str
    span: Span


class Check(Record, frozen=True, kw_only=True, tag="check"):
    """A claim put to the test, with its arithmetic in words; what holds is kept too."""

    records: tuple[str, ...]
    spans: tuple[DocumentSpan, ...]
    family: CheckFamily
    says: str
    arithmetic: str
    would_hold: str | None = None
    verdict: Verdict
    severity: Severity
    needs: Needs


class Problem(Record, frozen=True, kw_only=True, tag="problem"):
    """Something that could not be done, where, and what to do about it; the run goes on."""

    path: str
    stage: str
    message: str
    severity: Severity


AnyRecord: TypeAlias = Document | Event | Statement | Figure | Forecast | Cause | Check | Problem
Extracted: TypeAlias = Event | Statement | Figure | Forecast | Cause
KINDS: dict[str, type[AnyRecord]] = {
    "document": Document,
    "event": Event,
    "statement": Statement,
    "figure": Figure,
    "forecast": Forecast,
    "cause": Cause,
    "check": Check,
    "problem": Problem,
}
_PREFIXES = {
    "document": "dc",
    "event": "ev",
    "statement": "st",
    "figure": "fg",
    "forecast": "fc",
    "cause": "cs",
    "check": "ck",
    "problem": "pb",
}


def make_id(kind: str, *parts: object) -> str:
    """The address of a record: its kind and the hash of what it is about, never of rule or values.

    For what a text says the parts are document, start and end of the place (and an ordinal where two
    share it); for a check the family and record ids; for a problem path, stage and message.

    Example:
        >>> make_id("figure", "dc-1", 10, 12) == make_id("figure", "dc-1", 10, 12)
        True
        >>> make_id("figure", "dc-1", 10, 12)[:3]
        'fg-'
    """
    payload = "\x1f".join([kind, *map(str, parts)])
    return f"{_PREFIXES[kind]}-{hashlib.sha256(payload.encode()).hexdigest()[:20]}"


def make_document(text: str, *, sources: Iterable[Source], **fields: Any) -> Document:
    """The document of a text: its id hashes the text, so identical copies share it.

    Example:
        >>> a, b = (make_document("Talks.", sources=[Source(path=p)]) for p in ("a.txt", "b.txt"))
        >>> a.id == b.id
        True
    """
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    address = f"dc-{digest[:20]}"
    fields.setdefault("rule", "read/text@1")
    fields.setdefault("detail", f"{len(text)} characters")
    return Document(
        id=address,
        document=address,
        evidence=None,
        sources=tuple(sources),
        text=text,
        text_sha256=digest,
        **fields,
    )


def make_problem(
    *, path: str, stage: str, message: str, severity: Severity = "major", **fields: Any
) -> Problem:
    """A problem with its address; `fields` may name the document."""
    return Problem(
        id=make_id("problem", path, stage, message),
        document=fields.get("document"),
        evidence=None,
        rule=f"{stage}/problem@1",
        detail=message,
        path=path,
        stage=stage,
        message=message,
        severity=severity,
    )


def place_of(record: Extracted) -> tuple[Span, ...]:
    """The spans that make a record's address: trigger, first words, number, claim, or cause and effect."""
    match record:
        case Event():
            return (record.trigger,)
        case Statement():
            return (record.words[0],)
        case Figure():
            return (record.number,)
        case Forecast():
            return (record.claim_text,)
        case Cause():
            return (record.cause, record.effect)


_encoder = msgspec.json.Encoder()


def encode_record(record: msgspec.Struct) -> bytes:
    """One record as JSON bytes in the public format (fields in the order of its class), without a newline."""
    return _encoder.encode(record)


def record_to_dict(record: msgspec.Struct, *, with_text: bool = False) -> dict[str, Any]:
    """One record as plain values in the public format; a document keeps its text only when asked."""
    fields: dict[str, Any] = msgspec.to_builtins(record)
    if isinstance(record, Document):
        del fields["signature"]
        if not with_text:
            del fields["text"]
    return fields


def record_from_dict(fields: dict[str, Any]) -> AnyRecord:
    """The record that `record_to_dict` described.

    Raises:
        RecordError: when a field is missing, of the wrong type or outside its closed list.
    """
    try:
        record: AnyRecord = msgspec.convert(fields, AnyRecord)
    except msgspec.ValidationError as error:
        raise RecordError(f"not a record ({fields.get('id', 'no id')}): {error}") from error
    return record
