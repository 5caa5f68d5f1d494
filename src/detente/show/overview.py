"""The parts of a brief that sum up: the answer and why, gauges, tracks, agenda, firmness, news, coverage, doubts."""

from __future__ import annotations

import re

import msgspec

from detente.measure.answers import GaugeReading, TrackReading, Word
from detente.measure.due import Due
from detente.measure.gauges import MONTHS_NEEDED
from detente.records import Event
from detente.show.briefs import Brief, is_of_dyad
from detente.show.evidence import name_document
from detente.show.lines import Lines, Tone
from detente.show.wording import (
    describe_act,
    describe_day,
    describe_days,
    describe_when,
    end_sentence,
    format_number,
    name_actors,
    name_country,
    name_parties,
    name_track,
    shorten,
)

GAUGES = ("contact", "tone", "substance")
SCALE: tuple[tuple[Word, Tone], ...] = (
    ("freezing", "freeze"), ("worsening", "freeze"), ("stalemate", "neutral"), ("crisis contact", "neutral"),
    ("thawing", "thaw"), ("reset", "thaw"), ("not enough evidence", "neutral"),
)  # fmt: skip
"""The seven words from cold to warm."""
_STATES: dict[str, tuple[str, Tone]] = {
    "up": ("▲", "thaw"), "improving": ("▲", "thaw"), "down": ("▼", "freeze"), "worsening": ("▼", "freeze"),
    "flat": ("▬", "neutral"), "mixed": ("◆", "neutral"), "unknown": ("?", "neutral"),
}  # fmt: skip
_MEANINGS = {
    "contact": "How often they talk and meet",
    "tone": "What they say to and of each other",
    "substance": "Sanctions, treaties, posts, forces, prisoners, trade rules that changed",
}
_UNITS = {
    "contact": "distinct contacts in {days} days",
    "tone": "mean score of a distinct event, from −10 to 10",
    "substance": "sum of severities, better less worse",
}
_DUE_KINDS = {"meeting": "a meeting", "expiry": "something ends", "act": "something is to be done"}
_PREFIX = re.compile(r"^(?:Contact|Tone|Substance) is [^:]+: ")


class Link(msgspec.Struct, frozen=True):
    """A record to go to, in a few words; `record` is empty where it stands nowhere on the page."""

    record: str
    text: str


class GaugeView(msgspec.Struct, frozen=True, kw_only=True):
    """A gauge with its state, the reason, and the records that it counts."""

    name: str
    state: str
    sign: str
    tone: Tone
    meaning: str
    unit: str
    because: str
    reading: GaugeReading
    counted: tuple[Link, ...]


class TrackView(msgspec.Struct, frozen=True, kw_only=True):
    """A track: how it moved in the window, where it stands, what moved last, what is due next."""

    name: str
    sign: str
    state: str
    tone: Tone
    stands: Link
    moved: Link | None
    due: tuple[Link, ...]


class AgendaEntry(msgspec.Struct, frozen=True, kw_only=True):
    """Something due, or due and missed."""

    day: str
    track: str
    link: Link
    says: str
    outcome: str = ""


class Firmness(msgspec.Struct, frozen=True, kw_only=True):
    """Whether the answer survives an omission, in sentences; `rows` name those that change it; `flip` the events."""

    sentences: tuple[str, ...]
    rows: tuple[tuple[str, str, str], ...]
    flip: str
    flip_links: tuple[Link, ...]


class Coverage(msgspec.Struct, frozen=True):
    """One number that the answer rests on, and the part of the page that lists what it counts."""

    label: str
    number: int
    anchor: str


# --- the answer -----------------------------------------------------------------------------------


def explain_answer(brief: Brief) -> list[str]:
    """Why this word, without what the gauges say themselves: the verdict, then history and warnings."""
    answer = brief.answer
    own = {getattr(answer.gauges, name).because for name in GAUGES}
    verdict, *others = answer.why or (answer.answer,)
    plain = re.sub(rf"^{re.escape(answer.answer)}(?:: |\.$)", "", verdict, flags=re.IGNORECASE)
    return [end_sentence(s) for s in (plain, *others) if s and s not in own]


def strip_gauge(because: str) -> str:
    """The reason of a gauge without its name and state: "Contact is flat: 2 …" is "2 …"."""
    return end_sentence(_PREFIX.sub("", because))


def view_gauges(lines: Lines) -> list[GaugeView]:
    """The three gauges."""
    answer = lines.brief.answer
    views = []
    for name in GAUGES:
        reading: GaugeReading = getattr(answer.gauges, name)
        sign, tone = _STATES[reading.state]
        records = dict.fromkeys((*reading.events, *reading.comparisons))
        views.append(
            GaugeView(
                name=name, state=reading.state, sign=sign, tone=tone, meaning=_MEANINGS[name], reading=reading,
                unit=_UNITS[name].format(days=answer.days), because=strip_gauge(reading.because),
                counted=tuple(link for i in records if (link := link_event(lines, i))),
            )
        )  # fmt: skip
    return views


def link_event(lines: Lines, record: str, *, longest: int = 60) -> Link | None:
    """An event of the brief as a link: day, who, what."""
    event = lines.brief.by_id.get(record)
    if not isinstance(event, Event):
        return None
    act = describe_act(event, quoted=lines.quoted, longest=longest)
    return Link(record, f"{describe_when(event.when)}, {name_actors(event)}: {act}")


# --- tracks and agenda ----------------------------------------------------------------------------


def view_tracks(lines: Lines) -> list[TrackView]:
    """The tracks on which anything is known."""
    return [_view_track(lines, track) for track in lines.brief.answer.tracks]


def _view_track(lines: Lines, track: TrackReading) -> TrackView:
    brief = lines.brief
    sign, tone = _STATES[track.state]
    stands = Link("", "–")
    standing = brief.by_id.get(track.standing or "")
    if isinstance(standing, Event):
        stands = Link(standing.id, f"{standing.standing} since {_say_since(standing)}")
    elif track.standing:
        stands = Link("", track.stands)
    due = [d for d in brief.due if d.track == track.track]
    return TrackView(
        name=name_track(track.track),
        sign=sign,
        state=track.state,
        tone=tone,
        stands=stands,
        moved=link_event(lines, track.last or ""),
        due=tuple(Link(d.records[0], f"{_say_due(d)}: {_say_what(lines, d)}") for d in due[:2]),
    )


def _say_since(event: Event) -> str:
    """The day of a standing change; of a rough one the month in which it had come at the latest."""
    start, end = event.when.start, event.when.end
    if end is None:
        return "an unknown day"
    return describe_day(end) if start == end else f"{end:%b %Y}"


def _say_due(due: Due) -> str:
    """The days of something due; a long stretch by its last."""
    if (due.end - due.start).days > 31:
        return f"by {describe_day(due.end)}"
    return describe_days(due.start, due.end)


def _say_what(lines: Lines, due: Due) -> str:
    """What is due: who does what, or the words around it where no party is known."""
    record = lines.brief.by_id.get(due.records[0])
    if isinstance(record, Event) and is_of_dyad(record, lines.brief):
        return f"{name_parties(record)}, {describe_act(record, quoted=lines.quoted, longest=70)}"
    if isinstance(record, Event) and lines.quoted:
        return lines.clip(record, record.trigger)
    return shorten(due.what, 90) if lines.quoted else _DUE_KINDS[due.kind]


def list_due(lines: Lines) -> list[AgendaEntry]:
    """What is due, the next first."""
    return [_make_entry(lines, due, due.says) for due in lines.brief.due]


def list_missed(lines: Lines) -> list[AgendaEntry]:
    """What was due and did not come, the last first, with what became of it."""
    return [_make_entry(lines, m.due, m.says, outcome=m.outcome) for m in lines.brief.missed]


def _make_entry(lines: Lines, due: Due, says: str, *, outcome: str = "") -> AgendaEntry:
    link = Link(due.records[0], _say_what(lines, due))
    track = name_track(due.track)
    return AgendaEntry(day=_say_due(due), track=track, link=link, says=lines.hide(says), outcome=outcome)


# --- how firm, and what is new --------------------------------------------------------------------


def view_firmness(lines: Lines) -> Firmness | None:
    """Whether the answer survives leaving out any part of the reading, and what would flip it; null if not asked."""
    sensitivity = lines.brief.sensitivity
    if sensitivity is None:
        return None
    sentences, rows = [], []
    for kind, one in (("article", "article"), ("outlet", "outlet"), ("press", "side's press")):
        tried = [o for o in sensitivity.omissions if o.kind == kind]
        broken = [o for o in tried if o.answer != sensitivity.answer]
        if tried:
            kept = len(tried) - len(broken)
            sentences.append(f"Leaving out one {one}: the answer stays in {kept} of {len(tried)} cases.")
        else:
            unknown = "in which country it was printed" if kind == "press" else "where it comes from"
            sentences.append(f"Leaving out one {one}: not tried, as no document on the two says {unknown}.")
        for omission in broken:
            name = _name_omission(lines, omission.kind, omission.name, omission.documents)
            rows.append((one, name, omission.answer))
    flip = "Leaving out events does not change the answer."
    links: list[Link] = []
    if sensitivity.flip is not None:
        number = len(sensitivity.flip.records)
        proven = "no smaller set does it" if sensitivity.flip.proven else "the smallest set that was found"
        these = "this one event" if number == 1 else f"these {number} events"
        flip = f"Without {these} it would be {sensitivity.flip.answer} ({proven}):"
        links = [link for i in sensitivity.flip.records if (link := link_event(lines, i))]
    return Firmness(sentences=tuple(sentences), rows=tuple(rows), flip=flip, flip_links=tuple(links))


def _name_omission(lines: Lines, kind: str, name: str, documents: tuple[str, ...]) -> str:
    if kind == "press":
        return name_country(name)
    if kind == "article" and (document := lines.brief.documents.get(documents[0])):
        return name_document(document, excerpt=lines.excerpt)
    return name


def say_changes(brief: Brief) -> list[str]:
    """What is new since the earlier brief, in sentences; empty where none was given."""
    changed = brief.changed
    if changed is None:
        return []
    before, after = changed.answer
    first = (
        f"The answer is still {after}." if before == after else f"The answer was {before} and is now {after}."
    )
    gauges = [
        f"{name.capitalize()} was {old} and is now {new}." for name, (old, new) in changed.gauges.items()
    ]
    counts = f"{len(changed.new)} records are new, {len(changed.different)} read otherwise"
    return [first, *gauges, f"{counts}, {len(changed.gone)} are gone."]


# --- coverage and doubts --------------------------------------------------------------------------


def list_coverage(brief: Brief) -> list[Coverage]:
    """What the answer rests on, as labels and numbers, each with the part of the page that shows what it counts."""
    c = brief.answer.coverage
    return [
        Coverage("documents read", c.documents, "documents"),
        Coverage("of them copies of others", c.copies, "documents"),
        Coverage("on the two countries", c.on_dyad, "documents"),
        Coverage("of those, published in the window", c.in_window, "documents"),
        Coverage("distinct events in the window", c.events_in_window, "events"),
        Coverage("distinct events outside it", c.outside_window, "events"),
        Coverage("events that could not be dated", c.undated, "events"),
        Coverage("events with a party nobody could place", c.unresolved, "events"),
    ]


def list_doubts(brief: Brief) -> list[str]:
    """What a careful reader should know before leaning on the answer."""
    answer, c = brief.answer, brief.answer.coverage
    doubts = []
    if c.events_in_window < 3:
        doubts.append(
            "Fewer than three distinct events are dated inside the window; the rule answers from three on."
        )
    if c.baseline_months < MONTHS_NEEDED:
        months = f"{c.baseline_months} of the 24 months before the window have"
        doubts.append(
            f"{months} a document on the two; a numeric baseline needs {MONTHS_NEEDED}. Without it contact and tone "
            "rest on what the texts themselves compare, or are unknown."
        )
    if c.later:
        doubts.append(
            f"{c.later} documents were published after {describe_day(answer.as_of)} and are hidden."
        )
    if c.undated_documents:
        doubts.append(f"{c.undated_documents} documents have no publication date.")
    outlets = {d.outlet for d in brief.documents.values()}
    if len(outlets) == 1 and None not in outlets:
        doubts.append(f"All documents are from one outlet ({outlets.pop()}).")
    if brief.problems:
        doubts.append(f"{len(brief.problems)} problems occurred while reading; they are listed below.")
    return doubts or ["None beyond the intervals shown."]


def say_gauge_value(view: GaugeView) -> str:
    """The value of a gauge with its interval in words; empty where it has none."""
    reading = view.reading
    if reading.value is None:
        return ""
    value = format_number(reading.value)
    if not reading.interval or reading.interval[0] == reading.interval[1]:
        return value
    low, high = map(format_number, reading.interval)
    return f"{value} (90%: {low} to {high})"
