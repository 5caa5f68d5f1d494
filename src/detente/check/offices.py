"""Titles against the lexicon of offices: did the person who is called so hold that office on that day?

The title is read as it is printed, in the span of the mention: "U.S. Secretary of State John Kerry". Where the lexicon
does not know the title or the day, where a handover lies within a month, and where a title may be one of honour or of
the time that is told of, the check is silent.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from detente.check.corpora import Corpus, Named
from detente.check.findings import Finding
from detente.check.wording import say_span
from detente.lexicon.actors import Actors, load_actors
from detente.lexicon.office_terms import Holding, fold_name, fold_title
from detente.lexicon.offices import Offices, load_offices
from detente.records import DocumentSpan, Span, When

_HANDOVER = dt.timedelta(days=31)
_NEWS = dt.timedelta(days=60)
"""What is dated further back than this before publication is history, told with the titles of its time."""
_PAST = frozenset({"former", "ex", "onetime", "erstwhile", "former-", "previous", "deposed", "ousted"})
_UNSETTLED = """
then late acting interim outgoing incoming future elect designate nominee candidate caretaker deputy shadow would-be
longtime self-proclaimed self-declared exiled retired disputed
"""
_VAGUE = frozenset(_UNSETTLED.split())
_HONOUR = frozenset(
    {"president", "prime minister", "chancellor", "king", "queen", "ambassador", "general", "leader"}
)
"""Titles that their bearers keep in the mouth of others."""
_WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W\d_][\w’'.&]*|-")
_AFTER_NAME = re.compile(r",[ \u00a0](?:the[ \u00a0])?(?P<title>[^,()]+)")


class Titled(NamedTuple):
    """A person with a title as printed: its words without state and qualifiers, the state, what qualifies it."""

    document: str
    span: Span
    person: str
    country: str | None
    title: str
    past: bool
    vague: bool


def check_offices(corpus: Corpus) -> Iterator[Finding]:
    """A finding for each title printed beside the name of somebody whom the lexicon of offices knows."""
    offices, actors = load_offices(), load_actors()
    seen: set[tuple[str, str, str, bool]] = set()
    for document, named in sorted(corpus.people.items()):
        published = corpus.published.get(document, When())
        for mention in named:
            titled = read_title(mention, offices, actors)
            if titled is None or published.end is None or _is_repeated(titled, seen):
                continue
            records = corpus.list_records_at(document, titled.span)
            days = _list_days(corpus, titled)
            for finding in _check_title(titled, published, days, offices):
                yield msgspec.structs.replace(finding, records=records)


def _is_repeated(titled: Titled, seen: set[tuple[str, str, str, bool]]) -> bool:
    key = (titled.document, titled.person, fold_title(titled.title), titled.past)
    repeated = key in seen
    seen.add(key)
    return repeated


def read_title(named: Named, offices: Offices, actors: Actors) -> Titled | None:
    """The title that a mention prints before or after the name; null where there is none or nobody known.

    Example:
        >>> from detente.records import Mention
        >>> span = Span(0, 34, "former U.S. President Barack Obama")
        >>> named = Named("dc-1", Mention(span=span, name="Barack Obama"), None)
        >>> titled = read_title(named, load_offices(), load_actors())
        >>> titled.country, titled.title, titled.past
        ('USA', 'President', True)
    """
    span, name = named.mention.span, named.mention.name
    person = offices.people.get(name)
    if span is None or person is None:
        return None
    spellings = sorted(
        {name, *person.aliases, person.surname, name.split()[-1]} - {""}, key=len, reverse=True
    )
    text = " ".join(span.quote.split())
    for spelling in spellings:
        if text.endswith(spelling):
            words = text[: -len(spelling)]
        elif text.startswith(spelling) and (after := _AFTER_NAME.match(text, len(spelling))):
            words = after["title"]
        else:
            continue
        return _make_titled(named, span, words, person.country, actors)
    return None


def _make_titled(named: Named, span: Span, words: str, country: str | None, actors: Actors) -> Titled | None:
    pieces = _WORD.findall(words.replace("’", "'"))
    qualifiers = {p.lower() for p in pieces} & (_PAST | _VAGUE)
    rest = [p for p in pieces if p.lower() not in _PAST | _VAGUE | {"the", "-", "mr", "mrs", "ms"}]
    while rest:
        taken, code = _take_country(rest, actors)
        if not taken:
            break
        rest, country = rest[taken:], code or country
    title = " ".join(rest).strip()
    if not title or any(fold_name(title) == fold_name(n) for n in (named.mention.name,)):
        return None
    return Titled(
        document=named.document,
        span=span,
        person=named.mention.name,
        country=country,
        title=title,
        past=bool(qualifiers & _PAST),
        vague=bool(qualifiers & _VAGUE),
    )


def _take_country(words: list[str], actors: Actors) -> tuple[int, str | None]:
    """How many words at the start name a state ("North Korean", "Pakistan's"), and which."""
    for count in range(min(4, len(words)), 0, -1):
        text = " ".join(words[:count]).removesuffix("'s").removesuffix("'")
        sense = actors.senses.get(text)
        if sense and sense.kind in {"country", "demonym", "people", "capital", "prefix"}:
            return count, sense.country
    return 0, None


def _list_days(corpus: Corpus, titled: Titled) -> list[When]:
    """When what the sentence around a mention tells of happened, as far as records say."""
    told = corpus.events_by_document.get(titled.document, ())
    return [
        e.when
        for e in told
        if e.evidence and e.evidence.start <= titled.span.start and titled.span.end <= e.evidence.end
    ]


def _check_title(titled: Titled, published: When, days: list[When], offices: Offices) -> Iterator[Finding]:
    assert published.start is not None and published.end is not None
    known = offices.list_titled(titled.country, titled.title)
    around = (published.start - _HANDOVER, published.start, published.end, published.end + _HANDOVER)
    before, first, last, after = (offices.bears_title(titled.person, titled.title, day) for day in around)
    if not known or titled.vague or None in {before, first, last, after}:
        return
    terms = [h for h in offices.holdings_of(titled.person) if h.office in known]
    if titled.past:
        if before and first and last and after and _is_first_time(terms, published.start):
            yield _tell_former(titled, _current(terms, published.end), published)
    elif first and last:
        yield _tell_holder(titled, _current(terms, published.end), published)
    elif not (before or first or last or after) and _is_sure(titled, terms, published, days):
        answer = offices.find_by_title(titled.country, titled.title, published.end)
        if answer.person and answer.person != titled.person:
            yield _tell_other(titled, terms, answer.because, published)


def _is_first_time(terms: list[Holding], day: dt.date) -> bool:
    """Whether no earlier, ended term would make somebody who holds an office also a former holder of it."""
    return not any(h.end and h.end.last + _HANDOVER < day for h in terms)


def _is_sure(titled: Titled, terms: list[Holding], published: When, days: list[When]) -> bool:
    """Whether a title that somebody does not bear is a mistake, not honour, history or a gap of the lexicon.

    Who held the office only later cannot be called so. Who held it before may be, in history: then only what is
    dated to the days before publication counts, and no title that its bearer keeps.
    """
    assert published.start is not None and published.end is not None
    if not terms:
        return False
    if all(h.start.first > published.end + _HANDOVER for h in terms):
        return True
    if fold_title(titled.title) in _HONOUR or not days:
        return False
    recent = published.start - _NEWS
    return all(
        w.start is not None and w.granularity in {"day", "week"} and recent <= w.start <= published.end
        for w in days
    )


def _current(terms: list[Holding], day: dt.date) -> Holding | None:
    return next((h for h in terms if h.may_cover(day)), None)


def _say_when(published: When) -> str:
    assert published.start is not None and published.end is not None
    return say_span(published.start, published.end)


def _tell_former(titled: Titled, term: Holding | None, published: When) -> Finding:
    return _tell(
        titled,
        f"{term or titled.person}: in office {_say_when(published)}",
        f"{titled.title} {titled.person}, without the word for a former one",
    )


def _tell_holder(titled: Titled, term: Holding | None, published: When) -> Finding:
    return Finding(
        family="office",
        records=(titled.document,),
        spans=(DocumentSpan(document=titled.document, span=titled.span),),
        says=f'"{titled.span.quote}" {_say_when(published)}',
        arithmetic=str(term or titled.person),
        verdict="holds",
        needs="offices",
    )


def _tell_other(titled: Titled, terms: list[Holding], because: str, published: When) -> Finding:
    own = "; ".join(str(h) for h in terms)
    return _tell(
        titled,
        f"{_say_when(published)} the office was held by another ({because}); {own}",
        f"the holder on that day ({because.partition(':')[0]}), or another title for {titled.person}",
    )


def _tell(titled: Titled, arithmetic: str, would_hold: str) -> Finding:
    return Finding(
        family="office",
        records=(titled.document,),
        spans=(DocumentSpan(document=titled.document, span=titled.span),),
        says=f'"{titled.span.quote}"',
        arithmetic=arithmetic,
        would_hold=would_hold,
        verdict="fails",
        needs="offices",
    )
