"""What changed since an earlier brief: which records are new, which read otherwise, which are gone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from detente.records import (
    Cause,
    Check,
    Event,
    Extracted,
    Figure,
    Forecast,
    Problem,
    Statement,
    record_to_dict,
)
from detente.show.briefs import Brief, Change, Changed, Gone
from detente.show.wording import describe_type, describe_when, format_quantity, name_mention, name_parties

_GAUGES = ("contact", "tone", "substance")
_UNREAD = frozenset({"rule", "score", "detail", "because"})
"""Fields that say how a record was read, not what it says."""


def add_changes(brief: Brief, earlier: Brief, *, since: str) -> Brief:
    """The brief cut down to what an earlier one of the same two countries did not say, with what changed named.

    The answer, the gauges and the tracks stay: they are what the news is measured by.
    """
    before, after = _describe(earlier), _describe(brief)
    new = tuple(i for i in after if i not in before)
    different = [
        Change(record=i, says=says) for i in after if i in before and (says := _say(before[i], after[i]))
    ]
    gone = [
        Gone(record=r.id, says=_describe_gone(r))
        for r in (*earlier.records, *earlier.checks)
        if r.id not in after
    ]
    gauges = {
        g: (getattr(earlier.answer.gauges, g).state, getattr(brief.answer.gauges, g).state) for g in _GAUGES
    }
    changed = Changed(
        since=since,
        as_of=earlier.answer.as_of,
        answer=(earlier.answer.answer, brief.answer.answer),
        gauges={g: states for g, states in gauges.items() if states[0] != states[1]},
        new=new,
        different=tuple(different),
        gone=tuple(gone),
    )
    return _keep_only(brief, {*new, *(c.record for c in different)}, changed)


def _keep_only(brief: Brief, kept: set[str], changed: Changed) -> Brief:
    """The brief with only some of its records."""
    kinds = ("events", "statements", "figures", "forecasts", "causes", "checks")
    records = {kind: tuple(r for r in getattr(brief, kind) if r.id in kept) for kind in kinds}
    return msgspec.structs.replace(
        brief,
        **records,
        due=tuple(d for d in brief.due if kept & {*d.records}),
        missed=tuple(m for m in brief.missed if kept & {*m.due.records, *m.by}),
        changed=changed,
    )


def _describe(brief: Brief) -> dict[str, dict[str, Any]]:
    """What each record says, by id, as plain values; of a forecast also how it stands."""
    found = {r.id: _strip(record_to_dict(r)) for r in (*brief.records, *brief.checks)}
    for forecast in brief.forecasts:
        found[forecast.id]["status"] = brief.status_of(forecast.id)
    return found


def _strip(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _strip(v) for k, v in value.items() if k not in _UNREAD}
    return [_strip(v) for v in value] if isinstance(value, list | tuple) else value


def _say(before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    """Which fields differ, with both values where these are plain; empty where none does."""
    parts = []
    for field in after:
        old, new = before.get(field), after[field]
        if old != new:
            plain = not isinstance(old, dict | list) and not isinstance(new, dict | list)
            parts.append(f"{field}: {old} → {new}" if plain else field)
    return "; ".join(parts)


def _describe_gone(record: Extracted | Check | Problem) -> str:
    """A vanished record in a few words of ours."""
    match record:
        case Event():
            return f"{describe_when(record.when)}: {name_parties(record)}, {describe_type(record)}"
        case Statement():
            return f"{describe_when(record.when)}: {name_mention(record.speaker, quoted=False)}"
        case Figure():
            return format_quantity(record)
        case Forecast():
            return f"a forecast of {name_mention(record.forecaster, quoted=False)}"
        case Cause():
            return f"a cause named by {name_mention(record.claimant, quoted=False)}"
        case Check():
            return f"a {record.family} check: {record.verdict}"
    return record.message
