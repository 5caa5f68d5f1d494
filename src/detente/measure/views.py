"""What can be seen of a dyad as of a day: its distinct events and the documents on it, cut to windows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import msgspec

from detente.errors import UsageError
from detente.measure.corpora import Corpus, hide_later
from detente.measure.happenings import Happening, Known, list_happenings
from detente.records import Document, Dyad

HISTORY_DAYS = 730
"""The 24 months before the window that it is compared with."""
_MONTHS = 24


class Window(msgspec.Struct, frozen=True):
    """A stretch of days, first and last included."""

    first: dt.date
    last: dt.date

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    def before(self, days: int) -> Window:
        """The window of that many days that ends the day before this one starts."""
        return Window(self.first - dt.timedelta(days=days), self.first - dt.timedelta(days=1))


class View(msgspec.Struct, frozen=True, kw_only=True):
    """A dyad as of a day: all that the gauges are computed from, so that they are pure functions of it.

    `happenings` are the distinct events up to that day, `inside` those in the window, `before` those in the
    24 months before it, each in order of date. `published` are the days on which documents on the dyad
    appeared (copies left out; an interval of days by its last), `on_dyad` their ids.
    """

    between: Dyad
    window: Window
    happenings: tuple[Happening, ...]
    inside: tuple[Happening, ...]
    before: tuple[Happening, ...]
    published: tuple[dt.date, ...]
    on_dyad: tuple[str, ...]

    @property
    def history(self) -> Window:
        """The 24 months before the window."""
        return self.window.before(HISTORY_DAYS)

    def count_published(self, window: Window) -> int:
        """How many documents on the dyad appeared in a window."""
        return sum(window.first <= day <= window.last for day in self.published)

    def count_months(self) -> int:
        """In how many of the 24 months before the window a document on the dyad appeared."""
        history = self.history
        inside = (day for day in self.published if history.first <= day <= history.last)
        return len({(history.last - day).days * _MONTHS // HISTORY_DAYS for day in inside})


def view_dyad(
    corpus: Corpus, between: Dyad, *, as_of: dt.date, days: int, known: Known | None = None
) -> View:
    """The dyad as of a day with a window of `days` that ends on it; nothing later is seen.

    `known` is for those who ask often (see `list_happenings`).

    Raises:
        UsageError: when the two countries are one, or the window has no day.
    """
    if between[0] == between[1]:
        raise UsageError(f"--between {between[0]} {between[1]}: name two different countries")
    if days < 1:
        raise UsageError(f"a window of {days} days: it needs one at least")
    dyad = (min(between), max(between))
    visible = hide_later(corpus, as_of)
    copies = {copy.document for copy in visible.copies}
    on_dyad = [d for d in list_documents_on(visible, dyad) if d.id not in copies]
    days_of = (d.published.end or d.published.start for d in on_dyad)
    window = Window(as_of - dt.timedelta(days=days - 1), as_of)
    history = window.before(HISTORY_DAYS)
    happenings = tuple(list_happenings(visible, dyad, as_of, known=known))
    return View(
        between=dyad,
        window=window,
        happenings=happenings,
        inside=tuple(h for h in happenings if h.is_inside(window.first, window.last)),
        before=tuple(h for h in happenings if h.is_inside(history.first, history.last)),
        published=tuple(sorted(day for day in days_of if day is not None)),
        on_dyad=tuple(d.id for d in on_dyad),
    )


def list_documents_on(corpus: Corpus, dyad: Dyad) -> Iterable[Document]:
    """The documents that tell an event of the dyad, or somebody's stance on it."""
    told = {event.document for event in corpus.events if dyad in event.dyads}
    told |= {s.document for s in corpus.statements if s.stance.toward in (dyad, dyad[::-1])}
    return [document for document in corpus.documents if document.id in told]
