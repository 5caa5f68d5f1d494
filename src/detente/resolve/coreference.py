"""Who is who in one article: reads it once from the first sentence to the last, then resolves any span of it.

`build_discourse` gathers the people with their roles and every mention in order; `Discourse.resolve` says whom a
span means, by its words, by what was said before, and by the offices of the day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import msgspec

from detente.language.articles import EXTRACTED_ZONES, Article, Sentence
from detente.language.trees import is_relation
from detente.lexicon.actors import Actors, load_actors
from detente.lexicon.references import load_words
from detente.records import Event, Mention, Span, Statement
from detente.resolve.discourses import View
from detente.resolve.modifiers import find_bearer
from detente.resolve.officials import Officials, load_officials
from detente.resolve.people import meet_person
from detente.resolve.phrases import count_members, read_phrase
from detente.resolve.references import refer
from detente.resolve.referents import Occurrence, Referent
from detente.resolve.wording import Unit, list_units

_ANCHORS = frozenset({"name", "person", "body", "title", "noun", "pronoun"})
_INSIDE = _ANCHORS | {"determiner", "number", "modifier", "possessive", "hyphen", "suffix"}
_COMPLEMENTS = frozenset({"of", "to", "for", "at", "in", "from"})


class Discourse:
    """An article as read for reference; a pure value once built."""

    def __init__(self, view: View) -> None:
        self.view = view
        self._sentences = {s.index: s for s in view.article.sentences}

    @property
    def occurrences(self) -> tuple[Occurrence, ...]:
        """The mentions of the article in order."""
        return tuple(self.view.occurrences)

    def refer(self, span: Span, sentence_index: int, on: dt.date | None = None) -> list[Referent]:
        """Whom a span of a sentence means; empty when nothing says."""
        units = _list_known_units(self._sentences[sentence_index], span.start, span.end, self.view)
        return refer(units, self.view.locate(span.start, sentence_index, on), self.view)

    def resolve(self, span: Span, sentence_index: int, on: dt.date | None = None) -> list[Mention]:
        """The mentions that a span stands for, offices as of the day `on` (else of publication); never empty."""
        day = on or self.view.day
        found = [to_mention(r, span, day, self.view) for r in self.refer(span, sentence_index, on)]
        if found:
            return list(dict.fromkeys(found))
        return [Mention(span=span, because=f'"{span.quote}" names nobody whom the text or the lexicon knows')]


def build_discourse(
    article: Article, *, actors: Actors | None = None, officials: Officials | None = None
) -> Discourse:
    """The discourse of an article whose sentences carry names (tokens make subjects surer, statements speakers).

    Example:
        >>> from detente.language.names import make_name_finder
        >>> from detente.records import make_document
        >>> text = "Russia recalled its envoy."
        >>> document = make_document(text, sources=())
        >>> sentence = Sentence(
        ...     document=document.id, index=0, start=0, end=26, text=text, zone="body", paragraph=0)
        >>> article = Article(document=document, sentences=tuple(make_name_finder()([sentence])))
        >>> build_discourse(article).resolve(sentence.cite(16, 19), 0)[0].country
        'RUS'
    """
    published = article.document.published
    view = View(
        article=article,
        actors=actors or load_actors(),
        officials=officials or load_officials(),
        read=refer,
        day=published.end or published.start,
    )
    discourse = Discourse(view)
    for sentence in article.sentences:
        if sentence.zone in EXTRACTED_ZONES:
            _read_sentence(sentence, view)
    _hear_speakers(discourse)
    return discourse


def _hear_speakers(discourse: Discourse) -> None:
    """Notes who speaks in each quotation: by the statements, else by whom an event inside is attributed to."""
    view = discourse.view
    said = [r for r in view.article.records if isinstance(r, Statement)]
    heard = [(w.start, w.end, s.speaker, s.when.start) for s in said for w in s.words]
    for event in (r for r in view.article.records if isinstance(r, Event) and r.attributed_to):
        around = [q for q in view.article.quotations if q.start <= event.trigger.start < q.end]
        heard += [(q.start, q.end, event.attributed_to, None) for q in around if event.attributed_to]
    for start, end, speaker, on in heard:
        index = find_sentence(view.article, speaker.span.start) if speaker.span else None
        found = discourse.refer(speaker.span, index, on) if speaker.span and index is not None else []
        if found:
            view.speakers.append((start, end, found[0]))


def find_sentence(article: Article, offset: int) -> int | None:
    """The index of the sentence around an offset."""
    return next((s.index for s in article.sentences if s.start <= offset < s.end), None)


def _read_sentence(sentence: Sentence, view: View) -> None:
    units = _list_known_units(sentence, sentence.start, sentence.end, view)
    told: set[int] = set()
    for i, unit in enumerate(units):
        if unit.kind == "person":
            told |= meet_person(units, i, sentence, view)
    joined: list[Occurrence] = []
    for first, last in _list_segments(units):
        if _is_predicate(units, first, last, sentence):
            joined = []
            continue
        titled = any(units[i].kind == "title" or units[i].key == "counterpart" for i in range(first, last))
        apposed = (
            titled and units[first].start in told and not any(u.kind == "person" for u in units[first:last])
        )
        seen = None if apposed else _read_segment(units, first, last, sentence, view)
        if seen is None:
            joined = []
            continue
        view.occurrences.append(seen)
        links = _list_links(units, joined[-1].end, first) if joined and not seen.modifier else []
        joined = [*joined, seen] if links else [seen]
        if "conjunction" in links:
            view.occurrences.append(_join(joined))


def _list_links(units: Sequence[Unit], end: int, first: int) -> list[str]:
    """The commas and conjunctions between the end of a member of a list and the next; empty if more stands there."""
    between = [u.kind for u in units[:first] if u.start >= end]
    return (
        [str(kind) for kind in between]
        if set(between) <= {"comma", "conjunction"} and len(between) < 3
        else []
    )


def _join(members: Sequence[Occurrence]) -> Occurrence:
    """The occurrence of a whole list: "Greece, Cyprus and Israel"."""
    first, last = members[0], members[-1]
    referents = {r.identity: r for member in members for r in member.referents}
    number = len(members) if len(members) > 2 else last.number
    return msgspec.structs.replace(
        last, start=first.start, referents=tuple(referents.values()), subject=first.subject, number=number
    )


def _is_predicate(units: Sequence[Unit], first: int, last: int, sentence: Sentence) -> bool:
    """Whether a title or common noun refers to nobody: "was an ambassador", "served as envoy", "police station"."""
    head = units[last - 1]
    if head.kind not in {"title", "noun"}:
        return False
    if first and units[first - 1].key in load_words().link:
        return True
    token = next((t for t in sentence.tokens if t.start < head.end <= t.end), None)
    return token is not None and is_relation(token.deprel, "compound", "amod")


def _list_known_units(sentence: Sentence, start: int, end: int, view: View) -> list[Unit]:
    """The units of a stretch, with the surnames of people whom the article has named made persons."""
    return [
        msgspec.structs.replace(u, kind="person", key=u.text) if _is_known_surname(u, view) else u
        for u in list_units(sentence, start, end, view.actors)
    ]


def _is_known_surname(unit: Unit, view: View) -> bool:
    if unit.kind != "word" or not unit.text[0].isupper() or len(unit.text) < 3:
        return False
    if view.find_person(unit.text):
        return True
    return unit.text not in load_words().surnames and view.find_official(unit.text, view.day) is not None


def _list_segments(units: Sequence[Unit]) -> list[tuple[int, int]]:
    """The runs of units that make up a noun phrase without its complements."""
    found, start = [], None
    for i, unit in enumerate([*units, None]):
        inside = unit is not None and unit.kind in _INSIDE
        opens = inside and unit is not None and (unit.kind in {"determiner", "pronoun"} or _is_verb(units, i))
        if start is not None and (not inside or opens):
            if any(u.kind in _ANCHORS for u in units[start:i]):
                found.append((start, i))
            start = None
        if inside and start is None:
            start = i
    return found


def _is_verb(units: Sequence[Unit], i: int) -> bool:
    """Whether a participle after a noun is its verb: "rebels ousted the general", not "the ousted general"."""
    unit = units[i]
    return unit.kind == "modifier" and unit.key.endswith("ed") and i > 0 and units[i - 1].kind in _ANCHORS


def _read_segment(
    units: Sequence[Unit], first: int, last: int, sentence: Sentence, view: View
) -> Occurrence | None:
    run = list(units[first:last])
    if run[-1].kind == "possessive":
        run.pop()
    phrase = read_phrase(run)
    if phrase is None or phrase.head.kind not in _ANCHORS:
        return None
    if phrase.head.kind == "person" and not find_bearer(phrase.head, view, view.day):
        return None
    if (
        last < len(units)
        and units[last].key in _COMPLEMENTS
        and phrase.head.kind in {"title", "noun", "body"}
    ):
        run += _take_complement(units, last)
    place = view.locate(run[0].start, sentence.index)
    referents = tuple(r for r in refer(run, place, view) if r.kind != "unknown")
    if not referents or (
        phrase.head.kind == "pronoun" and not phrase.before and phrase.head.key in {"we", "i", "you"}
    ):
        return None
    return Occurrence(
        start=run[0].start,
        end=units[last - 1].end,
        sentence=sentence.index,
        referents=referents,
        noun=phrase.head.key,
        subject=_is_subject(units, first, last, sentence),
        quoted=place.quoted,
        modifier=_is_modifier(units, last, phrase.head),
        number=max(count_members(phrase), 2 if phrase.head.plural and phrase.head.kind != "name" else 1),
    )


def _take_complement(units: Sequence[Unit], start: int) -> list[Unit]:
    taken = [units[start]]
    for unit in units[start + 1 :]:
        if unit.kind not in _INSIDE | {"conjunction"} or unit.kind == "pronoun":
            break
        taken.append(unit)
    return taken


def _is_modifier(units: Sequence[Unit], last: int, head: Unit) -> bool:
    """Whether a segment only qualifies what follows: a possessive, or an adjective before a common noun."""
    if units[last - 1].kind == "possessive":
        return True
    following = units[last] if last < len(units) else None
    adjective = (
        head.sense is not None
        and head.sense.kind in {"demonym", "country"}
        and head.end == units[last - 1].end
    )
    return bool(
        adjective
        and following
        and following.kind == "word"
        and following.text.islower()
        and head.sense
        and head.sense.kind == "demonym"
    )


def _is_subject(units: Sequence[Unit], first: int, last: int, sentence: Sentence) -> bool:
    """Whether a segment is a grammatical subject: by the tree, else by its place before the first verb."""
    tokens, start, end = sentence.tokens, units[first].start, units[last - 1].end
    inside = [i for i, t in enumerate(tokens) if start <= t.start and t.end <= end]
    if inside:
        return any(is_relation(tokens[i].deprel, "nsubj") and tokens[i].head not in inside for i in inside)
    after = units[last] if last < len(units) else None
    before = units[first - 1] if first else None
    if (after and after.key in load_words().said) or (before and before.key in load_words().said):
        return True
    return not any(u.kind in _ANCHORS or u.kind == "word" for u in units[:first]) and (
        before is None or before.kind != "preposition"
    )


def to_mention(referent: Referent, span: Span, on: dt.date | None, view: View) -> Mention:
    """A referent as the records keep it, with the office of the day."""
    country, office, org, because = referent.country, referent.office, referent.org, referent.because
    if referent.kind == "person" and referent.name:
        held = view.officials.find_office(referent.name, on, (referent.office or "", referent.title))
        if held:
            country, office, org = held.office.country or country, held.title, held.office.org
            because = f"{because}; {held.title} on {on}" if on else because
    if referent.kind == "person" and not referent.name and country and referent.service == "state":
        listed = view.officials.find_title(country, office or referent.title)
        if listed:
            office, org = listed.title, org or listed.org
    if referent.kind == "body" and referent.service == "private":
        country, because = None, f"{because}; it is no organ of a state"
    return Mention(
        span=span,
        country=country,
        name=referent.name,
        office=office or None,
        org=org or None,
        because=because,
    )
