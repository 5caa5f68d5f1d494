"""What later events say of an expectation: it came about, came too late, was called off, or is said not to have come.

An event counts only where everything that is expected is found again in its sentence: the act in its trigger, the
things, names and countries, and half of the other words at least. In doubt nothing is found.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Literal, TypeAlias

import msgspec

from detente.lexicon.outcomes import Act, load_outcomes
from detente.measure.corpora import Corpus
from detente.measure.expectations import Expectation
from detente.measure.organs import is_organ
from detente.measure.topics import Topic, lacks, read_mentions, read_topic
from detente.records import Event

Verdict: TypeAlias = Literal["done", "late", "rough", "hearsay", "cancelled", "denied", "holding", "broken"]
CANCEL = "cancel"
"""The act of calling off a meeting, which nobody expects."""
NEARLY = dt.timedelta(days=7)
"""How long before its end a state that still goes on counts as having lasted."""
SOON = dt.timedelta(days=180)
"""How long after a due date a document would still tell of what had happened by then."""
_ONE = re.compile(r"\bones?\b")
_CLAUSE = re.compile(r"[,;:.—–]")
_NEAR = 30
"""How far before its verb a negation may stand, in characters of the same clause."""


class Clue(msgspec.Struct, frozen=True, kw_only=True):
    """A sentence of a later document that may decide something: what it tells, of which days, known since when.

    `acts` are what its event does, `undone` what it says was not done; `by` the countries of who did it, `parties`
    of all who took part. `hearsay` says that only somebody without a part in it says so.
    """

    record: str
    document: str
    sentence: tuple[int, int]
    acts: frozenset[str] = frozenset()
    undone: frozenset[str] = frozenset()
    steady: bool = False
    topic: Topic
    by: frozenset[str] = frozenset()
    parties: frozenset[str] = frozenset()
    start: dt.date | None = None
    end: dt.date | None = None
    known: dt.date
    hearsay: bool = False


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """What a clue says of an expectation."""

    verdict: Verdict
    clue: Clue


class Clues(msgspec.Struct, frozen=True):
    """All clues of a corpus: by the act done, by the act said not to be done, and those of things that go on."""

    done: dict[str, list[Clue]]
    undone: dict[str, list[Clue]]
    steady: list[Clue]


def list_clues(corpus: Corpus) -> Clues:
    """The clues in the events, statements and titles of a corpus; copies and undated documents are left out."""
    published = list_published(corpus)
    clues = Clues({}, {}, [])
    quoted: dict[tuple[str, int, int], tuple[str, str]] = {}
    for record in sorted((*corpus.events, *corpus.statements), key=lambda r: r.id):
        known, sentence = published.get(record.document or ""), record.evidence
        if record.document is None or known is None or sentence is None:
            continue
        quoted.setdefault((record.document, sentence.start, sentence.end), (record.id, sentence.quote))
        if isinstance(record, Event) and (clue := _read_event(record, known)):
            _file(clue, clues)
    for place, (record_id, text) in quoted.items():
        if clue := _read_sentence(record_id, place, text, published[place[0]]):
            _file(clue, clues)
    for document in corpus.documents:
        if document.id in published and document.title:
            clue = _read_sentence(document.id, (document.id, 0, 0), document.title, published[document.id])
            clues.steady.extend([clue] if clue and clue.steady else [])
    return clues


def list_published(corpus: Corpus) -> dict[str, dt.date]:
    """The day of each document that has one and is no copy, an interval by its last."""
    copies = {copy.document for copy in corpus.copies}
    days = ((d.id, d.published.end or d.published.start) for d in corpus.documents if d.id not in copies)
    return {id_: day for id_, day in days if day is not None}


def _file(clue: Clue, clues: Clues) -> None:
    for act in clue.acts:
        clues.done.setdefault(act, []).append(clue)
    for act in clue.undone:
        clues.undone.setdefault(act, []).append(clue)
    if clue.steady:
        clues.steady.append(clue)


def _read_event(event: Event, known: dt.date) -> Clue | None:
    """The clue of an event that is told as a fact, is a known act and has a day; null for all others."""
    start, end = event.when.start, event.when.end or event.when.start
    evidence = event.evidence or event.trigger
    if event.modality != "actual" or start is None or end is None or start > known:
        return None
    if _is_turned(evidence.quote[: max(0, event.trigger.start - evidence.start)], "never", "unreal"):
        return None
    acts = frozenset(_list_acts(event, evidence.quote))
    if not acts:
        return None
    actors = frozenset(m.country for m in event.actors if m.country)
    others = frozenset(m.country for m in event.recipients if m.country)
    speaker = event.attributed_to
    return Clue(
        record=event.id,
        document=event.document or "",
        sentence=(evidence.start, evidence.end),
        acts=acts,
        topic=read_topic(evidence.quote).join(read_mentions((*event.actors, *event.recipients))),
        by=actors | others if event.type == "CONSULT" else actors,
        parties=actors | others,
        start=start,
        end=min(end, known),
        known=known,
        hearsay=speaker is not None and not is_organ(speaker),
    )


def _list_acts(event: Event, evidence: str) -> Iterator[str]:
    """The acts that an event's type and trigger make it."""
    if event.type == "REJECT" and event.mode == "meet":
        yield CANCEL
    if event.type == "CONSULT":
        yield "call" if event.mode == "phone" else "meet"
        return
    things = read_topic(evidence).things
    for act in load_outcomes().acts:
        if (event.type or "none") not in act.types or (act.of and not act.of & things):
            continue
        words = event.trigger.quote
        object_ = act.objects.search(words)
        reached = object_ and load_outcomes().words["light"].search(words[: object_.start()])
        if act.verbs.search(words) or act.nouns.search(words) or reached:
            yield act.id


def _read_sentence(record: str, place: tuple[str, int, int], text: str, known: dt.date) -> Clue | None:
    """The clue in a whole sentence: what it says was not done, or that something goes on; null for most."""
    lexicon = load_outcomes()
    denies = lexicon.words["never"].search(text)
    undone = frozenset(act.id for act in lexicon.acts if denies and _is_undone(act, text))
    steady = any(not _is_turned(text[: m.start()], "never") for m in lexicon.words["steady"].finditer(text))
    if not undone and not steady:
        return None
    return Clue(
        record=record,
        document=place[0],
        sentence=place[1:],
        undone=undone,
        steady=steady,
        topic=read_topic(text),
        known=known,
    )


def _is_undone(act: Act, text: str) -> bool:
    """Whether a text says that an act was not done: "had not signed", "did not reach an agreement"."""
    words = load_outcomes().words
    if any(_is_turned(text[: found.start()], "never") for found in act.verbs.finditer(text)):
        return True
    for light in words["light"].finditer(text):
        object_ = " ".join(_CLAUSE.split(text[light.end() :])[0].split()[:4])
        told = act.objects.search(object_) or (_ONE.search(object_) and act.objects.search(text))
        if told and _is_turned(text[: light.start()], "never"):
            return True
    return False


def _is_turned(before: str, *parts: str) -> bool:
    """Whether words that deny an act, or put it off, stand right before it in its clause."""
    clause = _CLAUSE.split(before[-_NEAR:])[-1].replace("not only", "")
    return any(load_outcomes().words[part].search(clause) for part in parts)


def judge_expectation(expectation: Expectation, clues: Clues) -> list[Finding]:
    """What the clues say of an expectation, the surest first: by day, then the most exact, then the first to tell."""
    act = load_outcomes().find_act(expectation.act)
    if act.lasting:
        return sorted(_judge_state(expectation, clues), key=_order)
    found = []
    for clue in clues.done.get(act.id, ()):
        if _tells_of(expectation, clue) and (verdict := _place(expectation, clue)):
            found.append(Finding(verdict=verdict, clue=clue))
    if act.id in ("meet", "call"):
        until = msgspec.structs.replace(expectation, first=expectation.made)
        for clue in clues.done.get(CANCEL, ()):
            if _tells_of(expectation, clue) and _place(until, clue) == "done":
                found.append(Finding(verdict="cancelled", clue=clue))
    for clue in clues.undone.get(act.id, ()):
        if clue.known > expectation.made and _tells_of(expectation, clue):
            found.append(Finding(verdict="denied", clue=clue))
    return sorted(found, key=_order)


def _judge_state(expectation: Expectation, clues: Clues) -> Iterator[Finding]:
    """What the clues say of something that is to last: that it ended in its time, or that it still holds at its end."""
    for clue in clues.done.get("end", ()):
        if _tells_of(expectation, clue) and _place(expectation, clue) == "done":
            yield Finding(verdict="broken", clue=clue)
    named = expectation
    if expectation.topic.names:
        topic = msgspec.structs.replace(expectation.topic, things=frozenset())
        named = msgspec.structs.replace(expectation, topic=topic)
    for clue in clues.steady:
        near = expectation.last - NEARLY <= clue.known <= expectation.last + SOON
        if near and _tells_of(named, clue):
            yield Finding(verdict="holding", clue=clue)


def _tells_of(expectation: Expectation, clue: Clue) -> bool:
    """Whether a clue tells of what is expected: all of it, among the same countries, not in its own words."""
    if clue.document == expectation.document:
        start, end = clue.sentence
        overlaps = start < expectation.sentence[1] and expectation.sentence[0] < end
        if overlaps or clue.start is None or clue.start <= expectation.made:
            return False
    wanted, by = expectation.topic, expectation.by
    if wanted.names and clue.undone and not clue.topic.countries:
        wanted, by = msgspec.structs.replace(wanted, countries=frozenset()), frozenset()
    if lacks(wanted, clue.topic) or not by <= (clue.by or clue.topic.countries):
        return False
    if expectation.topic.names:
        return True
    if load_outcomes().find_act(expectation.act).one_sided and not expectation.by:
        return False
    words = {word for name in clue.topic.names for word in name}
    parties = clue.parties or clue.topic.countries
    touches = not expectation.touch or bool(expectation.touch & words)
    return touches and len(parties) > 1 and parties <= expectation.near


def _place(expectation: Expectation, clue: Clue) -> Verdict | None:
    """When an event happened against when it was expected; null where it was before."""
    if clue.start is None or clue.end is None or clue.end < expectation.first:
        return None
    if clue.start > expectation.last:
        return "late"
    if clue.start < expectation.first or clue.end > expectation.last:
        return "rough"
    return "hearsay" if clue.hearsay else "done"


def _order(finding: Finding) -> tuple[dt.date, int, dt.date, bool, str]:
    clue = finding.clue
    end = clue.end or clue.known
    return end, (end - (clue.start or end)).days, clue.known, clue.record == clue.document, clue.record
