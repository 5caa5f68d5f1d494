"""The three gauges, each a pure function of what can be seen of the dyad. Contact is not thaw."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Literal

import msgspec
import numpy as np

from detente.measure import reasons
from detente.measure.answers import GaugeReading, Gauges, GaugeState
from detente.measure.happenings import Happening, Remark
from detente.measure.intervals import (
    Interval,
    Share,
    bound_count,
    bound_difference,
    bound_mean,
    resample_mean,
    resample_sum,
    widen,
)  # fmt: skip
from detente.measure.views import View
from detente.records import Gauge

MONTHS_NEEDED = 12
"""Of the 24 before the window, with a document on the dyad, for a numeric baseline."""
_USUAL_SPREAD = 3.0
"""Standard deviation of the PLOVER scores of verbal events, where a dyad has too few of its own."""
_FEW = 3


class Measured(msgspec.Struct, frozen=True, kw_only=True):
    """A gauge before it is compared: what counts in the window, its value, and what was usual."""

    gauge: Literal["contact", "tone"]
    counted: Sequence[Happening]
    value: float
    interval: Interval
    usual: float | None


def read_gauges(view: View) -> Gauges:
    """All three gauges of a view."""
    return Gauges(contact=read_contact(view), tone=read_tone(view), substance=read_substance(view))


def read_contact(view: View) -> GaugeReading:
    """How often they talk and meet, in distinct contacts per window, against the 24 months before."""
    counted = list_counted(view.inside, "contact")
    shares = list_contacts(counted)
    before = list_contacts(list_counted(view.before, "contact"))
    measured = Measured(
        gauge="contact",
        counted=counted,
        value=sum((share.amount for share in shares), 0.0),
        interval=widen(bound_count([share.amount for share in shares]), resample_sum(shares)),
        usual=sum(share.amount for share in before) * view.window.days / view.history.days,
    )
    return _compare(view, measured)


def read_tone(view: View) -> GaugeReading:
    """What they say to and of each other: the mean PLOVER score of a distinct verbal event."""
    counted = list_counted(view.inside, "tone")
    if not counted:
        return GaugeReading(state="unknown", because=reasons.NOTHING_SAID)
    scores = [h.score for h in counted]
    before = [h.score for h in list_counted(view.before, "tone")]
    known = scores + before
    spread = max(1.0, float(np.std(known, ddof=1))) if len(known) >= _FEW else _USUAL_SPREAD
    value = statistics.fmean(scores)
    drawn = resample_mean([Share(h.score, h.documents) for h in counted])
    measured = Measured(
        gauge="tone",
        counted=counted,
        value=value,
        interval=widen(bound_mean(value, count=len(scores), spread=spread), drawn),
        usual=statistics.fmean(before) if before else None,
    )
    return _compare(view, measured)


def _compare(view: View, measured: Measured) -> GaugeReading:
    """A gauge against the 24 months before or, without enough of them, by what the documents themselves say."""
    months = view.count_months()
    baseline = measured.usual if months >= MONTHS_NEEDED else None
    remarks: list[Remark] = []
    if baseline is not None:
        low, high = measured.interval
        state: GaugeState = "up" if low > baseline else "down" if high < baseline else "flat"
        because = reasons.say_compared(measured.gauge, state, measured.value, measured.interval, baseline)
    else:
        remarks = [r for h in view.inside for r in h.remarks if r.gauge == measured.gauge]
        state = _follow(remarks)
        because = reasons.say_remarked(measured.gauge, state, measured.value, remarks, months)
    return GaugeReading(
        state=state,
        value=measured.value,
        baseline=baseline,
        interval=measured.interval,
        basis="numbers" if baseline is not None else "comparison" if remarks else "none",
        events=tuple(h.record for h in measured.counted),
        announced=tuple(h.record for h in measured.counted if h.weight < 1),
        comparisons=tuple(remark.record for remark in remarks),
        because=because,
    )


def _follow(remarks: Iterable[Remark]) -> GaugeState:
    """What most documents say of a gauge; unknown without any, or where as many say otherwise."""
    votes = Counter(value for _, value in {(remark.document, remark.value) for remark in remarks})
    ranked = votes.most_common()
    if not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return "unknown"
    states: dict[str, GaugeState] = {"up": "up", "down": "down", "same": "flat"}
    return states[ranked[0][0]]


def read_substance(view: View) -> GaugeReading:
    """Standing arrangements that changed in the window: their severities, better less worse, against zero."""
    if not view.count_published(view.window):
        return GaugeReading(state="unknown", because=reasons.NOTHING_PUBLISHED)
    counted = list_counted(view.inside, "substance")
    value = sum((h.score for h in counted), 0.0)
    state: GaugeState = "improving" if value > 0 else "worsening" if value < 0 else "flat"
    better, worse = [h.score for h in counted if h.score > 0], [-h.score for h in counted if h.score < 0]
    drawn = resample_sum([Share(h.score, h.documents) for h in counted])
    return GaugeReading(
        state=state,
        value=value,
        baseline=0.0,
        interval=widen(bound_difference(better, worse), drawn),
        basis="numbers",
        events=tuple(h.record for h in counted),
        because=reasons.say_substance(state, value, sum_tracks(view.inside), count_distinct(view.inside)),
    )


def sum_tracks(happenings: Iterable[Happening]) -> dict[str, float]:
    """The severities of standing changes by track, better less worse."""
    sums: dict[str, float] = {}
    for h in list_counted(happenings, "substance"):
        sums[h.track] = sums.get(h.track, 0.0) + h.score
    return sums


def list_counted(happenings: Iterable[Happening], gauge: Gauge) -> list[Happening]:
    """Those that count on a gauge; of deeds and words a sum gives way to the single ones known of it."""
    counted = [h for h in happenings if h.kept == "counted" and h.gauge == gauge]
    known = {h.within for h in counted} if gauge != "contact" else set()
    return [h for h in counted if h.cluster not in known]


def list_contacts(counted: Sequence[Happening]) -> list[Share]:
    """A share for each contact: a series has as many as it says, or as are known one by one if those are more."""
    wholes = {h.cluster for h in counted}
    parts: dict[str, list[Happening]] = {}
    for h in counted:
        if h.within in wholes:
            parts.setdefault(h.within or "", []).append(h)
    shares = []
    for h in counted:
        if h.within not in wholes:
            known = parts.get(h.cluster, [])
            told = known if sum(part.amount for part in known) > h.amount else [h]
            shares += [Share(one.weight, one.documents) for one in told for _ in range(one.count)]
    return shares


def count_distinct(happenings: Iterable[Happening]) -> int:
    """How many distinct events took place or were announced; each contact of a series is one.

    One-off deeds are among them; what is only attributed, of a bloc, undated, hypothetical or denied is not.
    """
    real = [
        h for h in happenings if h.kept == "counted" or (h.kept == "weightless" and h.modality == "actual")
    ]
    contacts = list_counted(real, "contact")
    return len(real) - len(contacts) + len(list_contacts(contacts))
