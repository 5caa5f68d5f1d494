"""Events of an article: who did what to whom, in PLOVER terms, with modality, attribution and what they change.

Triggers are found and typed (`triggers`, `compositions`), their parties read off the tree (`arguments`), and it is
told whether they happened and who says so (`modality`, `attribution`). Who the parties are, and when it was, is
resolved later.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import msgspec

from detente.extract.events.acts import Act
from detente.extract.events.arguments import resolve_speaker
from detente.extract.events.attribution import Speakers
from detente.extract.events.circumstances import find_comparison, find_count, find_date, find_place
from detente.extract.events.clauses import MISPLACED, Clauses
from detente.extract.events.modality import Status, apply_status, find_status
from detente.extract.events.opinions import Opinions
from detente.extract.events.triggers import Reader
from detente.language.articles import EXTRACTED_ZONES, Article
from detente.language.event_model import load_event_model
from detente.lexicon.events import EventLexicon, load_event_lexicon
from detente.lexicon.plover import Plover, load_plover
from detente.lexicon.tracks import Tracks, load_tracks
from detente.records import Event, Gauge, Mention, Span, When, make_id

EventExtractor = Callable[[Article], Iterator[Event]]
LONGEST_TRIGGER = 14
MIN_SCORE = 0.0
"""The score from which an event is kept when nobody says otherwise; docs/accuracy.md has the table to choose by."""
PHRASE_ENDS = frozenset(
    {
        "acl",
        "acl:relcl",
        "advcl",
        "advcl:relcl",
        "ccomp",
        "xcomp",
        "parataxis",
        "conj",
        "cc",
        "nsubj",
        "cop",
        "aux",
    }
)

OTHER_CLAUSES = frozenset({"acl:relcl", "advcl", "ccomp", "conj", "parataxis"})
COORDINATED = frozenset({"conj", "cc"})
"""What ends a phrase at its head ("Oslo | and Riga") but not below it ("the leaders of Oslo and Riga")."""


@dataclass(frozen=True, slots=True)
class EventRules:
    """The lexica that events are read with."""

    lexicon: EventLexicon
    plover: Plover
    tracks: Tracks

    def view(self, article: Article) -> list[Clauses]:
        """The clauses of each sentence that records are taken from."""
        return [
            Clauses(sentence, self.lexicon.classes)
            for sentence in article.sentences
            if sentence.zone in EXTRACTED_ZONES and sentence.tokens
        ]


def make_event_extractor(
    lexicon: EventLexicon | None = None,
    plover: Plover | None = None,
    tracks: Tracks | None = None,
    *,
    with_model: bool = True,
    min_score: float = MIN_SCORE,
) -> EventExtractor:
    """A function that gives the events of a parsed article with at least that score, in the order of its text.

    Without the model only what the lexicon knows is found, and `score` is that of its frame.
    """
    rules = EventRules(lexicon or load_event_lexicon(), plover or load_plover(), tracks or load_tracks())
    model = load_event_model() if with_model else None

    def extract_events(article: Article) -> Iterator[Event]:
        parsed = rules.view(article)
        speakers = Speakers(article, parsed, rules.lexicon.classes["speech"])
        places: dict[tuple[int, int], int] = {}
        for clauses in parsed:
            heading = clauses.sentence.zone == "heading"
            acts = Reader(clauses, rules.lexicon, rules.plover).read_all()
            if model is not None:
                acts = Opinions(clauses, model, rules.plover).review(acts)
            for act in acts:
                # a heading names what a section is about: "Longest war since 1945" reports nothing
                event = None if heading and act.part == "NOUN" else make_event(act, clauses, rules, speakers)
                if event is None or (event.score or 0.0) < min_score:
                    continue
                place = (event.trigger.start, event.trigger.end)
                ordinal = places[place] = places.get(place, -1) + 1
                yield _address(event, article.document.id, ordinal)

    return extract_events


def _address(event: Event, document: str, ordinal: int) -> Event:
    place = (event.trigger.start, event.trigger.end, *([ordinal] if ordinal else []))
    return msgspec.structs.replace(event, id=make_id("event", document, *place), document=document)


def make_event(act: Act, clauses: Clauses, rules: EventRules, speakers: Speakers) -> Event | None:
    """The event that an act becomes, without an address; null where nobody is named who takes part."""
    classes = rules.lexicon.classes
    status = find_status(clauses, act, classes)
    act, modality = apply_status(act, status, rules.plover)
    if status.topic or (act.frame.operator == "consider" and modality == "hypothetical"):
        return None
    if not (act.roles.actors or act.roles.recipients) and act.frame.gauge is None and not act.frame.bare:
        return None
    trigger = cite_trigger(clauses, act)
    date = find_event_date(clauses, act, rules)
    planned = modality == "planned"
    lemmas = [clauses.lemmas[i] for i in act.words]
    gauge = _find_gauge(act)
    return Event(
        id="",
        document=None,
        evidence=clauses.sentence.span,
        rule=f"events/{act.frame.name}@1",
        score=act.score,
        detail=explain(act),
        type=act.type,
        base_type=act.base_type,
        mode=act.mode,
        contexts=rules.plover.list_contexts(
            frozenset(clauses.lemmas[i] for i in clauses.list_subtree(act.anchor, OTHER_CLAUSES))
        ),
        trigger=trigger,
        actors=make_mentions(clauses, act.roles.actors, "actor"),
        recipients=make_mentions(clauses, act.roles.recipients, "recipient"),
        when=When(span=None if planned else date),
        modality=modality,
        attributed_to=find_source(clauses, act, status, speakers),
        due=When(span=date, because="the date the text gives for it") if planned and date else None,
        standing=act.standing if modality == "actual" else "none",
        comparison=find_comparison(clauses, act, gauge, classes["talk"]),
        place=find_place(clauses, act.anchor),
        count=find_count(clauses, act),
        track=rules.tracks.find(lemmas, act.base_type or act.type, act.frame.track),
    )


def _find_gauge(act: Act) -> Gauge:
    if act.frame.gauge:
        return act.frame.gauge
    if "CONSULT" in (act.type, act.base_type):
        return "contact"
    return "substance" if act.standing != "none" else "tone"


def explain(act: Act) -> str:
    """One sentence on how the type came about: "'sanctions': SANCTION/discontinue; 'imposed': do"."""
    meaning = act.type or "change of relations or office"
    return f"{'; '.join(act.steps)} -> {meaning}{f'/{act.mode}' if act.mode else ''}"


def cite_trigger(clauses: Clauses, act: Act) -> Span:
    """The words that tell the act, from the first to the last; of a wide-spread one those around its anchor."""
    words = sorted({act.anchor, *act.words})
    if words[-1] - words[0] >= LONGEST_TRIGGER:
        words = [i for i in words if abs(i - act.anchor) <= LONGEST_TRIGGER // 2]
    tokens = clauses.tokens
    return clauses.sentence.cite(tokens[words[0]].start, tokens[words[-1]].end)


def find_event_date(clauses: Clauses, act: Act, rules: EventRules) -> Span | None:
    """The date phrase of an act: on its trigger, on the words within it, or on the verb that it belongs to."""
    times = rules.lexicon.classes["time"]
    heads = [act.anchor]
    inner = act.inner
    while inner is not None:
        heads.append(inner.anchor)
        inner = inner.inner
    governor = clauses.tokens[act.anchor].head
    if act.part == "NOUN" and governor >= 0 and clauses.stands(act.anchor, "obj", "obl", "nsubj"):
        heads.append(governor)
    return next((span for head in heads if (span := find_date(clauses, head, times))), None)


def make_mentions(clauses: Clauses, heads: tuple[int, ...], role: str) -> tuple[Mention, ...]:
    """A mention per phrase; a pronoun in reported speech is read as who speaks."""
    found: dict[tuple[int, int], Mention] = {}
    for head in heads:
        meant = resolve_speaker(clauses, head)
        span = cite_party(clauses, meant)
        because = (
            f"{role}: {clauses.tokens[head].deprel} of '{clauses.tokens[clauses.tokens[head].head].text}'"
        )
        if meant != head:
            because += f"; '{clauses.tokens[head].text}' is who speaks"
        found.setdefault((span.start, span.end), Mention(span=span, because=because))
    return tuple(found.values())


def cite_party(clauses: Clauses, head: int) -> Span:
    """The phrase around a party's head with its titles and apposition, without clauses and a preposition."""
    tokens = clauses.tokens
    inside = {head}
    for child in clauses.children[head]:
        if tokens[child].deprel not in PHRASE_ENDS and not _belongs_elsewhere(clauses, head, child):
            inside.update(clauses.list_subtree(child, PHRASE_ENDS - COORDINATED))
    links = {
        i
        for i in clauses.dependents(head, "case", "mark")
        if tokens[i].text.lower() not in ("'s", "’s", "'", "’")
    }
    keep = sorted(inside - links)
    first = last = keep.index(head)
    while first > 0 and keep[first - 1] == keep[first] - 1:
        first -= 1
    while last + 1 < len(keep) and keep[last + 1] == keep[last] + 1:
        last += 1
    run = keep[first : last + 1]
    while run and tokens[run[0]].upos in ("PUNCT", "CCONJ") and run[0] != head:
        run.pop(0)
    while run and tokens[run[-1]].upos == "PUNCT" and run[-1] != head:
        run.pop()
    return clauses.sentence.cite(tokens[run[0]].start, tokens[run[-1]].end)


def _belongs_elsewhere(clauses: Clauses, head: int, child: int) -> bool:
    """Whether a phrase is no part of a name: "the United States | on Iran", "Cyprus | , Greece and Israel"."""
    if clauses.is_listed(head, child):
        return True
    named = clauses.is_known_place(head) and clauses.stands(child, "nmod")
    return named and clauses.prepositions[child] in MISPLACED


def find_source(clauses: Clauses, act: Act, status: Status, speakers: Speakers) -> Mention | None:
    """Who says so, if the article itself does not: the subject of the verb of speech above, the source after
    "according to", the speaker of the quotation, or the word of hearsay itself."""
    here = clauses.tokens[act.anchor].start
    spoken = speakers.find(here)
    if spoken is not None:
        where, head = spoken
        return Mention(span=cite_party(where, head), because="speaker of the quotation")
    said = status.source if status.source not in act.words else None
    if said is not None and not speakers.are_quoted_together(here, clauses.tokens[said].start):
        return Mention(span=cite_party(clauses, said), because="subject of the verb of speech")
    if status.hearsay is not None:
        token = clauses.tokens[status.hearsay]
        return Mention(span=clauses.sentence.cite(token.start, token.end), because="hearsay")
    return None
