"""Says who the actors of an article's records are: state, person, office of the day, body, and why.

Extractors give mentions that hold only a span; this stage fills them in. It runs after the dates, because the day
of an event or statement decides the office, and the day of publication where there is none.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from itertools import combinations, product

import msgspec

from detente.language.articles import Article, Stage
from detente.lexicon.actors import Actors, load_actors
from detente.records import Cause, Dyad, Event, Extracted, Figure, Forecast, Mention, Statement, When
from detente.resolve.coreference import Discourse, build_discourse, find_sentence
from detente.resolve.officials import Officials, load_officials

_SAID_TOGETHER = frozenset({"ACCUSE", "REQUEST", "REJECT", "THREATEN"})
_DONE_TOGETHER = frozenset({"AID", "ASSAULT", "COERCE", "MOBILIZE", "SANCTION"})
_EACH_OTHER = re.compile(
    r"\b(?:each other|one another|mutual\w*|traded|trading|exchang\w+|vice versa)\b", re.IGNORECASE
)


def make_actor_resolver(actors: Actors | None = None, officials: Officials | None = None) -> Stage:
    """A stage that resolves every mention of every record and sets the dyads of events.

    One mention may become several ("the two leaders"); one that names nobody known stays, with the reason.
    """
    actors = actors or load_actors()
    officials = officials or load_officials()

    def resolve_actors(articles: Iterable[Article]) -> Iterator[Article]:
        for article in articles:
            discourse = build_discourse(article, actors=actors, officials=officials)
            records = tuple(resolve_record(record, discourse) for record in article.records)
            yield msgspec.structs.replace(article, records=records)

    return resolve_actors


def resolve_record(record: Extracted, discourse: Discourse) -> Extracted:
    """A record with its mentions resolved against the discourse of its article."""
    replace = msgspec.structs.replace
    match record:
        case Event():
            on = choose_day(record.when)
            actors = _resolve_all(record.actors, discourse, on)
            recipients = drop_selves(actors, _resolve_all(record.recipients, discourse, on))
            attributed_to = _resolve_one(record.attributed_to, discourse, None)
            dyads = () if _act_jointly(record, recipients) else list_dyads(actors, recipients)
            return replace(
                record, actors=actors, recipients=recipients, attributed_to=attributed_to, dyads=dyads
            )
        case Statement():
            on = choose_day(record.when)
            speaker = _resolve_one(record.speaker, discourse, on) or record.speaker
            return replace(record, speaker=speaker, via=_resolve_one(record.via, discourse, on))
        case Figure():
            return replace(record, source=_resolve_one(record.source, discourse, None))
        case Forecast():
            return replace(
                record, forecaster=_resolve_one(record.forecaster, discourse, None) or record.forecaster
            )
        case Cause():
            return replace(record, claimant=_resolve_one(record.claimant, discourse, None) or record.claimant)


def drop_selves(actors: Iterable[Mention], recipients: Iterable[Mention]) -> tuple[Mention, ...]:
    """The recipients without the persons who act: "hobbled Ida Roux and her calls on Oslo" calls on nobody twice.

    Example:
        >>> roux, she = Mention(country="FRA", name="Ida Roux"), Mention(country="FRA", name="Ida Roux")
        >>> [m.name for m in drop_selves([she], [roux, Mention(country="FRA", name="Jean Petit")])]
        ['Jean Petit']
    """
    acting = {m.name for m in actors if m.name}
    return tuple(m for m in recipients if m.name not in acting)


def _act_jointly(event: Event, recipients: tuple[Mention, ...]) -> bool:
    """Whether the actors do the same to somebody of no state, and nothing to each other.

    "Oslo and Riga condemned the launch", "Oslo and Riga attacked the rebels"; not "Oslo and Riga accused each other".
    """
    if any(m.country for m in recipients) or _EACH_OTHER.search(
        event.evidence.quote if event.evidence else ""
    ):
        return False
    if event.type in _SAID_TOGETHER:
        return bool(recipients) or len({m.span.start for m in event.actors if m.span}) > 1
    return event.type in _DONE_TOGETHER and any(m.name or m.org for m in recipients)


def choose_day(when: When) -> dt.date | None:
    """The day whose office-holders count: of a range its end, of a month or year the middle."""
    if when.start is None or when.end is None:
        return when.start or when.end
    return when.end if when.granularity == "range" else when.start + (when.end - when.start) / 2


def list_dyads(actors: Iterable[Mention], recipients: Iterable[Mention]) -> tuple[Dyad, ...]:
    """The pairs of states between actors and recipients, or among the actors of an event with no recipient.

    Example:
        >>> usa, rus = Mention(country="USA"), Mention(country="RUS")
        >>> list_dyads([usa, rus], []), list_dyads([usa], [usa])
        ((('RUS', 'USA'),), ())
    """
    acting = [m.country for m in actors if m.country]
    receiving = [m.country for m in recipients if m.country]
    pairs = product(acting, receiving) if receiving else combinations(acting, 2)
    return tuple(sorted({(min(a, b), max(a, b)) for a, b in pairs if a != b}))


def _resolve_all(
    mentions: Iterable[Mention], discourse: Discourse, on: dt.date | None
) -> tuple[Mention, ...]:
    found: dict[tuple[str | None, ...], Mention] = {}
    for mention in mentions:
        for resolved in _resolve(mention, discourse, on):
            span = (
                resolved.span.quote if resolved.span and not resolved.country and not resolved.name else None
            )
            found.setdefault((resolved.country, resolved.name, resolved.org, resolved.office, span), resolved)
    return tuple(found.values())


def _resolve_one(mention: Mention | None, discourse: Discourse, on: dt.date | None) -> Mention | None:
    """The mention resolved; the first of several, with a word on the others."""
    if mention is None:
        return None
    first, *others = _resolve(mention, discourse, on)
    if others:
        names = ", ".join(m.name or m.org or m.country or "?" for m in others)
        return msgspec.structs.replace(first, because=f"{first.because}; together with {names}")
    return first


def _resolve(mention: Mention, discourse: Discourse, on: dt.date | None) -> list[Mention]:
    span = mention.span
    index = find_sentence(discourse.view.article, span.start) if span else None
    if span is None or index is None:
        return [mention]
    return discourse.resolve(span, index, on)
