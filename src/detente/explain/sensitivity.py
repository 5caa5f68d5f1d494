"""Does the answer survive? Without any one article, outlet or side's press; and the fewest events that flip it."""

from __future__ import annotations

import datetime as dt
import functools
import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Literal

import msgspec

from detente.measure.answers import Word
from detente.measure.corpora import Corpus
from detente.measure.decisions import LookBack, decide, judge
from detente.measure.happenings import Happening, Known
from detente.measure.views import View, list_documents_on, view_dyad
from detente.records import Document, Dyad

PROVEN = 3
"""Up to this size all sets of events are tried, so that no smaller one flips the answer."""
_MOST_TRIALS = 3000
_MOST_ARTICLES = 60
"""So many articles, the latest, are left out one by one: an older one seldom bears on the window."""


class Omission(msgspec.Struct, frozen=True, kw_only=True):
    """What the answer is without some documents: an article with its copies, an outlet, or one side's press."""

    kind: Literal["article", "outlet", "press"]
    name: str
    documents: tuple[str, ...]
    answer: Word


class Flip(msgspec.Struct, frozen=True, kw_only=True):
    """Events inside the window without which the answer is another; `proven` that no fewer do it."""

    records: tuple[str, ...]
    answer: Word
    proven: bool


class Sensitivity(msgspec.Struct, frozen=True, kw_only=True):
    """How firm an answer is: what it is without each part of the reading, and the smallest flip if any."""

    answer: Word
    omissions: tuple[Omission, ...]
    flip: Flip | None = None

    @property
    def fragile(self) -> tuple[Omission, ...]:
        """The omissions that change the answer."""
        return tuple(o for o in self.omissions if o.answer != self.answer)


def measure_sensitivity(corpus: Corpus, *, between: Dyad, as_of: dt.date, days: int) -> Sensitivity:
    """How firm the answer for a dyad is; the arguments are those of the answer."""
    dyad = (min(between), max(between))
    own = msgspec.structs.replace(corpus, events=tuple(e for e in corpus.events if dyad in e.dyads))

    known: Known = {}

    def ask(seen: Corpus) -> tuple[View, LookBack, Word]:
        look = functools.cache(lambda day: view_dyad(seen, dyad, as_of=day, days=days, known=known))
        look_back = functools.cache(lambda day: judge(look(day)))
        return look(as_of), look_back, decide(look(as_of), look_back)[0]

    view, look_back, answer = ask(own)
    omissions = []
    for omission in _list_omissions(own, dyad, answer):
        _, _, word = ask(_leave_out(own, set(omission.documents)))
        omissions.append(msgspec.structs.replace(omission, answer=word))
    return Sensitivity(answer=answer, omissions=tuple(omissions), flip=find_flip(view, look_back, answer))


def _list_omissions(corpus: Corpus, dyad: Dyad, answer: Word) -> Iterator[Omission]:
    """Each article, outlet and side's press with documents on the dyad, still with the whole answer."""
    copies: dict[str, list[str]] = {}
    for copy in corpus.copies:
        copies.setdefault(copy.original, []).append(copy.document)
    documents = sorted(list_documents_on(corpus, dyad), key=lambda d: d.id)
    repeated = {copy.document for copy in corpus.copies}
    latest = sorted(documents, key=lambda d: d.published.end or d.published.start or dt.date.min)[
        -_MOST_ARTICLES:
    ]
    for document in sorted(latest, key=lambda d: d.id):
        if document.id not in repeated:
            told = (document.id, *sorted(copies.get(document.id, ())))
            yield Omission(kind="article", name=document.title or document.id, documents=told, answer=answer)
    groups: dict[tuple[Literal["outlet", "press"], str], list[str]] = {}
    for document in documents:
        for outlet in {document.outlet} - {None}:
            groups.setdefault(("outlet", str(outlet)), []).append(document.id)
        for country in _list_countries(document) & set(dyad):
            groups.setdefault(("press", country), []).append(document.id)
    for (kind, name), ids in sorted(groups.items()):
        yield Omission(kind=kind, name=name, documents=tuple(ids), answer=answer)


def _list_countries(document: Document) -> set[str]:
    return {source.country for source in document.sources if source.country}


def _leave_out(corpus: Corpus, documents: set[str]) -> Corpus:
    return msgspec.structs.replace(
        corpus,
        documents=tuple(d for d in corpus.documents if d.id not in documents),
        events=tuple(e for e in corpus.events if e.document not in documents),
        statements=tuple(s for s in corpus.statements if s.document not in documents),
    )


def find_flip(view: View, look_back: LookBack, answer: Word) -> Flip | None:
    """The fewest distinct events inside the window without which the answer is another; null if none can do it.

    All sets of up to three are tried, events that count alike standing for one another. A larger one is
    the shortest of some that leave out what moves a gauge most, and not proven to be the smallest.
    """
    inside = [h for h in view.inside if h.kept in ("counted", "weightless")]

    def ask(gone: Iterable[Happening]) -> Word:
        left = {h.cluster for h in gone}
        rest = tuple(h for h in view.inside if h.cluster not in left)
        return decide(msgspec.structs.replace(view, inside=rest), look_back)[0]

    tried = 0
    for size in range(1, PROVEN + 1):
        sets = list(itertools.islice(_choose(inside, size), _MOST_TRIALS + 1 - tried))
        for chosen in sets:
            if (word := ask(chosen)) != answer:
                return Flip(records=_name(chosen), answer=word, proven=True)
        tried += len(sets)
        if tried > _MOST_TRIALS:
            break
    return _flip_greedily(inside, ask, answer)


def _choose(events: Sequence[Happening], size: int) -> Iterator[tuple[Happening, ...]]:
    """All sets of a size, one for each way to take so many of each sort of events that count alike."""
    sorts: dict[object, list[Happening]] = {}
    for h in events:
        sorts.setdefault(_describe_sort(h), []).append(h)
    spoken = [(i, h) for i, members in enumerate(sorts.values()) for h in members[:size]]
    seen = set()
    for chosen in itertools.combinations(spoken, size):
        label = tuple(i for i, _ in chosen)
        if label not in seen:
            seen.add(label)
            yield tuple(h for _, h in chosen)


def _describe_sort(h: Happening) -> object:
    """What two events must share to count alike."""
    remarks = tuple((r.document, r.gauge, r.value) for r in h.remarks)
    return h.kept, h.gauge, h.weight, h.count, h.score, h.track, h.within, len(h.documents), remarks


def _flip_greedily(
    inside: Sequence[Happening], ask: Callable[[Iterable[Happening]], Word], answer: Word
) -> Flip | None:
    """The shortest flip among those that take away contacts, one sign of substance, or anything, the heaviest first."""
    sides: tuple[Callable[[Happening], float], ...] = (
        lambda h: h.amount if h.gauge == "contact" else 0.0,
        lambda h: h.score if h.gauge == "substance" else 0.0,
        lambda h: -h.score if h.gauge == "substance" else 0.0,
        lambda h: 1.0,
    )
    found: list[list[Happening]] = []
    for weigh in sides:
        ranked = sorted((h for h in inside if weigh(h) > 0), key=lambda h: (-weigh(h), h.record))
        sizes = (n for n in range(1, len(ranked) + 1) if ask(ranked[:n]) != answer)
        if size := next(sizes, None):
            found.append(_prune(ranked[:size], ask, answer))
    if not found:
        return None
    shortest = min(found, key=lambda chosen: (len(chosen), _name(chosen)))
    return Flip(records=_name(shortest), answer=ask(shortest), proven=False)


def _prune(
    chosen: list[Happening], ask: Callable[[Iterable[Happening]], Word], answer: Word
) -> list[Happening]:
    """The set without those that it does not need to flip the answer."""
    for h in list(chosen):
        fewer = [other for other in chosen if other is not h]
        if ask(fewer) != answer:
            chosen = fewer
    return chosen


def _name(chosen: Iterable[Happening]) -> tuple[str, ...]:
    return tuple(sorted(h.record for h in chosen))
