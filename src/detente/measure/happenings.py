"""Distinct events of a dyad: clusters of records turned into things that happened once, with gauge and weight.

DESIGN §1 decides: one gauge for each event, attributed acts by a party's own word only, blocs never their members.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, NamedTuple, TypeAlias

import msgspec

from detente.lexicon.plover import load_plover
from detente.measure.corpora import Corpus
from detente.measure.organs import is_organ
from detente.records import Document, Dyad, Event, Gauge, Modality, Standing, Track

Kept: TypeAlias = Literal["counted", "attributed", "partial", "undated", "unreal", "weightless", "level"]
BLOCS = frozenset({"XWE", "XEU", "XNA"})
"""Blocs that are not expanded into their members: shown as partial, weight 0."""
_ANNOUNCED = 0.5
_UNTYPED_SEVERITY = 5.0
"""Of a standing change whose type nobody could tell: the middle of the scale from 0 to 10."""


class Remark(msgspec.Struct, frozen=True):
    """What a document itself says that a gauge did against the past."""

    record: str
    document: str
    gauge: Gauge
    value: Literal["up", "down", "same"]


class Happening(msgspec.Struct, frozen=True, kw_only=True):
    """A distinct event of the dyad: counted once however many records, sentences and copies tell of it.

    `record` is the mention that speaks for all. `kept` says whether it counts or why it weighs nothing;
    `weight` is 1, or ½ for an announced contact; `count` how many contacts it sums up (else 1); `score` its
    PLOVER score, for a standing change its severity with the sign of `standing`. `start` and `end` are null
    where nothing dates it. `within` is the cluster of the series that contains it.
    """

    cluster: str
    record: str
    records: tuple[str, ...]
    documents: tuple[str, ...]
    kept: Kept
    gauge: Gauge | None
    weight: float
    count: int
    score: float
    standing: Standing
    track: Track
    modality: Modality
    start: dt.date | None
    end: dt.date | None
    within: str | None = None
    due: dt.date | None = None
    remarks: tuple[Remark, ...] = ()
    because: str

    @property
    def amount(self) -> float:
        """How much it counts in distinct events."""
        return self.weight * self.count

    def is_inside(self, first: dt.date, last: dt.date) -> bool:
        """Whether its whole interval lies between two days, both included."""
        return self.start is not None and self.end is not None and first <= self.start and self.end <= last


Known: TypeAlias = dict[tuple[str, ...], Happening]
"""Distinct events by the ids of the records that tell of them."""


class Reading(NamedTuple):
    """How one record counts: gauge and weight, or why it weighs nothing."""

    kept: Kept
    gauge: Gauge | None
    weight: float
    because: str


def weigh_event(event: Event, between: Dyad) -> Reading:
    """How a record of the dyad counts, with the reason in words."""
    gauge = find_gauge(event)
    if between not in event.dyads:
        return Reading("partial", gauge, 0.0, "of a bloc, not of the two countries themselves: weight 0")
    if event.modality in ("hypothetical", "denied"):
        return Reading("unreal", gauge, 0.0, f"{event.modality}: it is not said to have happened")
    if event.attributed_to is not None and not _is_own_word(event, between, gauge):
        return Reading(
            "attributed", gauge, 0.0, "only attributed, and not by a party to its own act: weight 0"
        )
    match gauge:
        case "substance":
            return Reading("counted", gauge, 1.0, f"a standing arrangement got {event.standing}")
        case "contact" if event.type == "CONSULT" and event.modality == "actual":
            return Reading("counted", gauge, 1.0, "they talked or met")
        case "contact" if event.type in ("CONSULT", "AGREE", "SUPPORT", "CONCEDE"):
            return Reading("counted", gauge, _ANNOUNCED, "a contact that is announced: half weight")
        case "contact":
            return Reading(
                "weightless", gauge, 0.0, "a contact asked for, refused or threatened: none took place"
            )
        case "tone":
            return Reading("counted", gauge, 1.0, "what one says to or of the other")
    if event.type is None:
        return Reading("level", None, 0.0, "a level of relations, not an event")
    return Reading("weightless", None, 0.0, "it changes no standing arrangement: weight 0")


def find_gauge(event: Event) -> Gauge | None:
    """The one gauge that an event feeds; null for deeds that change nothing standing and for levels."""
    if event.standing != "none" and event.modality == "actual":
        return "substance"
    if "CONSULT" in (event.type, event.base_type):
        return "contact"
    if event.type and load_plover().types[event.type].quad.startswith("verbal"):
        return "tone"
    return None


def _is_own_word(event: Event, between: Dyad, gauge: Gauge | None) -> bool:
    """Whether a party's own organ says it, of its own act or of a contact."""
    speaker = event.attributed_to
    if speaker is None or speaker.country not in between or not is_organ(speaker):
        return False
    return gauge == "contact" or speaker.country in {m.country for m in event.actors}


def list_happenings(
    corpus: Corpus, between: Dyad, as_of: dt.date, *, known: Known | None = None
) -> list[Happening]:
    """The distinct events of a dyad up to a day, by date and id; copies of a text add nothing.

    An event cannot end after the document that tells of it: rough dates ("in April") are cut at its day.
    Who asks often about parts of one corpus gives the same `known` each time, and nothing is united twice.
    """
    known = {} if known is None else known
    documents = {d.id: d for d in corpus.documents}
    copies = {c.document for c in corpus.copies}
    rows = {row.record: row for row in corpus.clusters}
    groups: dict[str, list[Event]] = {}
    for event in corpus.events:
        is_past = event.when.start is None or event.when.start <= as_of
        if is_past and event.document not in copies and _concerns(event, between):
            groups.setdefault(rows[event.id].cluster if event.id in rows else event.id, []).append(event)
    found = []
    for cluster, events in groups.items():
        key = tuple(event.id for event in events)
        if key not in known:
            within = next((rows[e.id].within for e in events if e.id in rows), None)
            united = _unite(cluster, events, between=between, documents=documents)
            known[key] = msgspec.structs.replace(united, within=within)
        found.append(known[key])
    return sorted(found, key=lambda h: (h.start or dt.date.max, h.end or dt.date.max, h.record))


def _concerns(event: Event, between: Dyad) -> bool:
    return between in event.dyads or any(
        (one in between and other in BLOCS) or (other in between and one in BLOCS)
        for one, other in event.dyads
    )


def _unite(
    cluster: str, events: Sequence[Event], *, between: Dyad, documents: Mapping[str, Document]
) -> Happening:
    """The distinct event of a cluster: what most mentions make of it, told by the one that says most."""
    readings = {e.id: weigh_event(e, between) for e in events}
    voters = [e for e in events if readings[e.id].kept in ("counted", "weightless")] or list(events)
    side = _vote((readings[e.id].gauge, e.standing) for e in voters)
    voters = [e for e in voters if (readings[e.id].gauge, e.standing) == side]
    best = max(readings[e.id].weight for e in voters)
    heaviest = [e for e in voters if readings[e.id].weight == best]
    spoken = min(heaviest, key=lambda e: _rank(e, documents))
    kept, gauge, weight, because = readings[spoken.id]
    start, end = _cut_at_publication(spoken, documents)
    if start is None and kept == "counted":
        kept, because = "undated", "nothing dates it"
    return Happening(
        cluster=cluster,
        record=spoken.id,
        records=tuple(sorted(e.id for e in events)),
        documents=tuple(sorted({e.document for e in events if e.document})),
        kept=kept,
        gauge=gauge,
        weight=weight if kept == "counted" else 0.0,
        count=_count(spoken, start, end) if gauge == "contact" else 1,
        score=_score(spoken),
        standing=spoken.standing if gauge == "substance" else "none",
        track=spoken.track,
        modality=spoken.modality,
        start=start,
        end=end,
        due=spoken.due.end if spoken.due else None,
        remarks=tuple(_list_remarks(events, readings)),
        because=because,
    )


def _vote(sides: Iterable[tuple[Gauge | None, Standing]]) -> tuple[Gauge | None, Standing]:
    """The side that most mentions take; among equals a standing change, then the first by name."""
    votes = Counter(sides)
    return min(votes, key=lambda side: (-votes[side], side[0] != "substance", str(side)))


def _rank(event: Event, documents: Mapping[str, Document]) -> tuple[int, int, int, str, str]:
    """Orders mentions: dated first, then the largest sum, the narrowest date, the earliest report."""
    start, end = _cut_at_publication(event, documents)
    days = (end - start).days if start and end else 99_999
    document = documents.get(event.document or "")
    published = str(document.published.start) if document else ""
    return start is None, -_count(event, start, end), days, published, event.id


def _count(event: Event, start: dt.date | None, end: dt.date | None) -> int:
    """How many contacts a mention sums up: as printed, but not more than one a day."""
    days = (end - start).days + 1 if start and end else 1
    return max(1, min(event.count, days))


def _cut_at_publication(
    event: Event, documents: Mapping[str, Document]
) -> tuple[dt.date | None, dt.date | None]:
    start, end = event.when.start, event.when.end or event.when.start
    document = documents.get(event.document or "")
    told = document and (document.published.end or document.published.start)
    if start and end and told and start <= told < end:
        end = told
    return start, end


def _score(event: Event) -> float:
    """The PLOVER score; of a standing change its severity, with the sign of the change."""
    score = load_plover().score(event.type, event.mode)
    if event.standing == "none" or event.modality != "actual":
        return score or 0.0
    severity = abs(score) if score is not None else _UNTYPED_SEVERITY
    return severity if event.standing == "better" else -severity


def _list_remarks(events: Iterable[Event], readings: Mapping[str, Reading]) -> Iterable[Remark]:
    """Comparisons that the documents make themselves, of what they say happened."""
    for event in events:
        said = readings[event.id].kept in ("counted", "weightless", "level")
        if event.comparison and event.document and said:
            yield Remark(event.id, event.document, event.comparison.gauge, event.comparison.value)
