"""For and against a thaw: records ranked by what they weigh, each with its reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from detente.measure.answers import Argument
from detente.measure.corpora import Corpus
from detente.measure.happenings import Happening
from detente.measure.views import View
from detente.records import Gauge, Statement

_FACTORS: dict[Gauge, float] = {"substance": 1.0, "contact": 0.5, "tone": 0.5}
"""Contact is not thaw and words are not deeds: a severity of standing change weighs in full, these by half."""
_OPINION = 1.0
_STANCES = {"for": 1, "against": -1, "sceptical": -1}


def rank_arguments(view: View, corpus: Corpus) -> tuple[tuple[Argument, ...], tuple[Argument, ...]]:
    """The records for and against a thaw inside the window, the heaviest first; opinions come after deeds.

    What weighs nothing in the gauges (one-off deeds) is listed last, with weight 0 and the reason.
    """
    found = [*_weigh_happenings(view.inside), *_weigh_statements(view, corpus)]
    ranked = sorted(found, key=lambda pair: (-pair[1].weight, pair[1].record))
    return tuple(a for sign, a in ranked if sign > 0), tuple(a for sign, a in ranked if sign < 0)


def _weigh_happenings(happenings: Iterable[Happening]) -> Iterator[tuple[float, Argument]]:
    for h in happenings:
        if h.kept == "weightless" and h.modality == "actual" and h.gauge is None and h.score:
            yield h.score, Argument(h.record, 0.0, f"{h.track}: a one-off; {h.because}")
        if h.kept != "counted" or h.gauge is None or not h.score:
            continue
        weight = abs(h.score) * _FACTORS[h.gauge] * h.amount
        times = f", {h.count} times" if h.count > 1 else ""
        yield h.score, Argument(h.record, round(weight, 2), f"{h.gauge}, {h.track}: {h.because}{times}")


def _weigh_statements(view: View, corpus: Corpus) -> Iterator[tuple[float, Argument]]:
    """What people want or expect, said in the window; one voice each, however often it speaks."""
    documents = {d.id: d.published.end or d.published.start for d in corpus.documents if d.id in view.on_dyad}
    heard: set[tuple[str, str]] = set()
    for statement in corpus.statements:
        day = statement.when.start or documents.get(statement.document or "")
        sign = _STANCES.get(statement.stance.value, 0)
        dyad = statement.stance.toward and tuple(sorted(statement.stance.toward))
        inside = day is not None and view.window.first <= day <= view.window.last
        voice = (_name(statement), statement.stance.value)
        if (
            sign
            and dyad == view.between
            and inside
            and statement.document in documents
            and voice not in heard
        ):
            heard.add(voice)
            says = f"an opinion, {statement.stance.value}: {statement.stance.because}".rstrip(": ")
            yield sign, Argument(statement.id, _OPINION, says)


def _name(statement: Statement) -> str:
    """Who speaks; each unknown speaker is a voice of its own."""
    speaker = statement.speaker
    return speaker.name or speaker.office or speaker.org or statement.id
