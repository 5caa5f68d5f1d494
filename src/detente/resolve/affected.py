"""Who an act is about when no party says so: the state named in its object, or the parties of a named treaty.

"Lifted a ban on imports of Greek oil" is an act towards Greece; "New START was extended" is an act of its two
parties; "sanctions on firms that supply the Syrian army" are sanctions on Syria; what attacks "a barracks in Kabul"
attacks Afghanistan. Only where one state alone is named there: with two, nobody is added.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from detente.language.articles import Article, Sentence, Stage
from detente.language.trees import is_relation, list_children, list_subtree
from detente.lexicon.treaties import find_treaties
from detente.records import Event, EventType, Mention
from detente.resolve.actors import list_dyads
from detente.resolve.coreference import find_sentence

ACTS_UPON: frozenset[EventType] = frozenset(
    {
        "SANCTION",
        "RETREAT",
        "CONCEDE",
        "AID",
        "COERCE",
        "SUPPORT",
        "THREATEN",
        "REJECT",
        "AGREE",
        "ACCUSE",
        "ASSAULT",
    }
)
_OBJECTS = ("obj", "iobj", "nsubj:pass", "nmod", "obl", "compound", "amod")
_OBJECT_CASES = {"on", "against", "to", "from", "for", "with", "of", "between", "in", "into"}
_BRANCHES_APART = frozenset({"advcl", "parataxis", "ccomp", "conj", "punct"})


def make_affected_resolver() -> Stage:
    """A stage that adds the missing party of events whose object or treaty names it; runs after the actors."""

    def resolve_affected(articles: Iterable[Article]) -> Iterator[Article]:
        for article in articles:
            records = tuple(_complete(r, article) if isinstance(r, Event) else r for r in article.records)
            yield msgspec.structs.replace(article, records=records)

    return resolve_affected


def _complete(event: Event, article: Article) -> Event:
    index = find_sentence(article, event.trigger.start)
    if index is None or event.dyads or (event.type not in ACTS_UPON and event.type is not None):
        return event
    sentence = article.sentences[index]
    if not sentence.tokens:
        return event
    object_words = list_object_words(sentence, event)
    return (
        _add_by_treaty(event, sentence, object_words)
        or _add_by_object(event, sentence, object_words)
        or event
    )


def list_object_words(sentence: Sentence, event: Event) -> list[int]:
    """Indices of the tokens of a trigger and of what it acts upon, clauses beside it left out."""
    tokens = sentence.tokens
    inside = [
        i for i, t in enumerate(tokens) if t.start >= event.trigger.start and t.end <= event.trigger.end
    ]
    found = set(inside)
    for head in inside:
        for child in list_children(tokens, head, *_OBJECTS):
            cases = {tokens[c].lemma for c in list_children(tokens, child, "case")}
            if is_relation(tokens[child].deprel, "obl") and not cases & _OBJECT_CASES:
                continue
            found.update(list_subtree(tokens, child, skip=_BRANCHES_APART))
    return sorted(found)


def _add_by_treaty(event: Event, sentence: Sentence, words: list[int]) -> Event | None:
    """The parties of a treaty that the act is about, where it leaves one of them out."""
    acting = {m.country for m in (*event.actors, *event.recipients) if m.country}
    for start, end, treaty in find_treaties(sentence.text):
        place = range(sentence.start + start, sentence.start + end)
        if len(treaty.parties) != 2 or not any(sentence.tokens[i].start in place for i in words):
            continue
        if not acting <= set(treaty.parties):
            continue
        span = sentence.cite(place.start, place.stop)
        because = f"a party of {treaty.name}, which the act is about"
        added = [Mention(span=span, country=c, because=because) for c in treaty.parties if c not in acting]
        if acting:
            recipients = (*event.recipients, *added)
            return _replace(event, event.actors, recipients, because)
        return _replace(event, (*event.actors, *added), event.recipients, because)
    return None


def _add_by_object(event: Event, sentence: Sentence, words: list[int]) -> Event | None:
    """The one other state that the object names."""
    acting = {m.country for m in event.actors if m.country}
    # whoever attacks a barracks in Kabul does it to the Afghans; of other acts some state must be the actor
    known = len(acting) == 1 or (not acting and event.type == "ASSAULT")
    if not known or any(m.country for m in event.recipients) or event.type is None:
        return None
    starts = {sentence.tokens[i].start for i in words}
    taken = [m.span for m in event.actors if m.span]
    named = {
        name.entity.rpartition(":")[2]: name
        for name in sentence.names
        if name.entity
        and name.entity.split(":")[0] in {"country", "demonym", "people", "capital"}
        and any(name.start <= s < name.end for s in starts)
        and not any(s.start <= name.start < s.end for s in taken)
    }
    others = set(named) - acting
    if len(others) != 1:
        return None
    code = others.pop()
    name = named[code]
    because = "the one other state that the object of the act names"
    mention = Mention(span=sentence.cite(name.start, name.end), country=code, because=because)
    return _replace(event, event.actors, (*event.recipients, mention), because)


def _replace(
    event: Event, actors: tuple[Mention, ...], recipients: tuple[Mention, ...], because: str
) -> Event:
    return msgspec.structs.replace(
        event,
        actors=actors,
        recipients=recipients,
        dyads=list_dyads(actors, recipients),
        detail=f"{event.detail.rstrip('.')}; {because}.",
    )
