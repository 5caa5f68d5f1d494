"""The question of the house: is it a thaw? Gauges, decision, tracks and arguments put together into an answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from detente.measure import reasons
from detente.measure.answers import Answer, Apart, Coverage, Gauges, Word
from detente.measure.corpora import Corpus, hide_later, latest_publication
from detente.measure.decisions import EVENTS_NEEDED, History, decide, judge
from detente.measure.gauges import count_distinct, read_gauges
from detente.measure.happenings import Kept
from detente.measure.tracks import read_tracks
from detente.measure.views import View, view_dyad
from detente.measure.weighing import rank_arguments
from detente.records import Dyad, Event

WINDOW_DAYS = 60


def measure_relation(
    corpus: Corpus, *, between: Dyad, as_of: dt.date | None = None, days: int = WINDOW_DAYS
) -> Answer:
    """The answer for two countries as of a day (by default the latest publication date), with all it rests on.

    Raises:
        UsageError: when both countries are one, the window has no day, or no day is given nor to be found.
    """
    day = as_of or latest_publication(corpus.documents)
    view = view_dyad(corpus, between, as_of=day, days=days)
    gauges = read_gauges(view)
    word, history = decide(view, lambda past: judge(view_dyad(corpus, between, as_of=past, days=days)))
    for_, against = rank_arguments(view, hide_later(corpus, day))
    return Answer(
        answer=word,
        between=view.between,
        as_of=day,
        days=days,
        why=tuple(_explain(word, view, gauges, history)),
        gauges=gauges,
        tracks=read_tracks(view),
        for_=for_,
        against=against,
        coverage=_cover(corpus, view),
        apart=_set_apart(view),
    )


def _explain(word: Word, view: View, gauges: Gauges, history: History | None) -> Iterable[str]:
    yield f"{reasons.VERDICTS[word]}."
    events = count_distinct(view.inside)
    if events < EVENTS_NEEDED:
        yield reasons.say_too_few(events, EVENTS_NEEDED)
    yield from (gauges.substance.because, gauges.contact.because, gauges.tone.because)
    if history is not None:
        yield reasons.say_history(history.before, history.tracks, history.last, history.last_day)
    now = view.count_published(view.window)
    usual = view.count_published(view.history) * view.window.days / view.history.days
    if gauges.contact.basis == "numbers" and (now > 2 * usual or 2 * now < usual):
        yield reasons.say_uneven(now, usual)


def _cover(corpus: Corpus, view: View) -> Coverage:
    """What the answer rests on and what it leaves out; events are distinct ones up to the as-of date."""
    visible = hide_later(corpus, view.window.last)
    inside = set(view.inside)
    kept = [h.kept for h in view.happenings]
    dated = [h for h in view.happenings if h.start is not None]
    return Coverage(
        documents=len(visible.documents),
        later=len(corpus.documents) - len(visible.documents),
        undated_documents=sum(d.published.start is None for d in visible.documents),
        copies=len({c.document for c in visible.copies}),
        on_dyad=len(view.on_dyad),
        in_window=view.count_published(view.window),
        baseline_months=view.count_months(),
        events_in_window=count_distinct(view.inside),
        outside_window=sum(h not in inside and h.kept in ("counted", "weightless") for h in dated),
        undated=sum(h.start is None and h.kept in ("undated", "weightless") for h in view.happenings),
        unresolved=sum(_is_unresolved(event) for event in visible.events),
        planned=sum(h.modality == "planned" for h in inside),
        attributed=kept.count("attributed"),
        partial=kept.count("partial"),
        unreal=kept.count("unreal"),
    )


def _is_unresolved(event: Event) -> bool:
    """Whether a party is named that nobody could place in any country or body."""
    parties = (*event.actors, *event.recipients)
    return any(m.span is not None and m.country is None and m.org is None and not m.name for m in parties)


def _set_apart(view: View) -> Apart:
    def list_kept(kept: Kept) -> tuple[str, ...]:
        return tuple(h.record for h in view.happenings if h.kept == kept)

    return Apart(
        attributed=list_kept("attributed"),
        partial=list_kept("partial"),
        planned=tuple(h.record for h in view.happenings if h.modality == "planned" and h.kept != "partial"),
        undated=list_kept("undated"),
        unreal=list_kept("unreal"),
        weightless=list_kept("weightless"),
    )
