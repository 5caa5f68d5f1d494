"""The same event, many mentions: which records tell of one real event, which of a series, and why.

Three passes, each over sorted input, so that the order of the records never matters: mentions with exact days are
joined where nothing keeps them apart; sums ("five calls since March") become series that contain single events;
rough and undated mentions join the one event that their words fit, if it is only one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeAlias

import msgspec

from detente.ledger.likeness import (
    ROUGH,
    Trace,
    clash,
    describe_days,
    holds,
    is_apart,
    is_close,
    is_one_deed,
    liken_fine,
    list_common_words,
    overlap,
    trace_event,
)  # fmt: skip
from detente.ledger.tables import Cluster
from detente.records import Event

Bucket: TypeAlias = tuple[str, tuple[str, ...]]


class _Group(msgspec.Struct, eq=False, kw_only=True):
    """Mentions of one event while it is being put together; `within` is the series that contains it."""

    members: list[Trace]
    because: dict[str, str] = {}
    within: _Group | None = None

    @property
    def key(self) -> str:
        """What orders groups and names their cluster: the least record id."""
        return min(member.record for member in self.members)

    def add(self, members: Iterable[Trace], because: str) -> None:
        """Take more mentions, those without a reason yet for this one."""
        for member in members:
            self.members.append(member)
            self.because.setdefault(member.record, because)

    def explain(self, record: str) -> str:
        """Why a mention is in this group."""
        count = len(self.members)
        told = "no other record tells of it" if count == 1 else f"one of {count} records that tell of it"
        because = self.because.get(record, told)
        if self.within is None:
            return because
        whole = max(self.within.members, key=lambda member: (member.days or 0, member.record))
        return f"{because}; part of {_say(whole)}, {describe_days(whole)}"


class _Index:
    """Groups by the kind and parties of their mentions."""

    def __init__(self) -> None:
        self._groups: dict[Bucket, list[_Group]] = {}

    def add(self, group: _Group) -> None:
        """Take a group, which may have been taken before."""
        for bucket in dict.fromkeys(b for member in group.members for b in _list_buckets(member)):
            held = self._groups.setdefault(bucket, [])
            if group not in held:
                held.append(group)

    def find(self, trace: Trace) -> list[_Group]:
        """The groups of a mention's kind and one of its parties, in the order they were taken."""
        found = {id(g): g for bucket in _list_buckets(trace) for g in self._groups.get(bucket, ())}
        return list(found.values())


def _list_buckets(trace: Trace) -> list[Bucket]:
    return [(trace.essence, party) for party in sorted(trace.parties)]


def cluster_events(events: Iterable[Event]) -> list[Cluster]:
    """A row for each event: its cluster, the series that contains it if any, and why.

    What did not happen (hypothetical, denied), has no type or no known party stands alone.

    Example:
        >>> cluster_events([])
        []
    """
    rows = sorted(events, key=lambda event: event.id)
    traces = [trace for trace in map(trace_event, rows) if trace]
    groups = _join_fine([t for t in traces if t.is_fine])
    series = _join_series([t for t in traces if t.is_series])
    _place_within(groups, series)
    rough = [t for t in traces if not t.is_fine and not t.is_series]
    groups = _join_rough(rough, [*groups, *series])
    home = {member.record: group for group in groups for member in group.members}
    return [_to_row(event, home.get(event.id)) for event in rows]


def _join_fine(traces: list[Trace]) -> list[_Group]:
    """Groups of mentions with exact days, the surest pairs first; nobody joins a group that it is apart from."""
    home = {trace.record: _Group(members=[trace]) for trace in traces}
    pairs = ((liken_fine(one, other), one, other) for one, other in _pair(traces))
    sure = sorted((p for p in pairs if p[0]), key=lambda p: (-p[0], p[1].record, p[2].record))
    for _, one, other in sure:
        left, right = home[one.record], home[other.record]
        if left is right or any(is_apart(a, b) for a in left.members for b in right.members):
            continue
        left.add(right.members, _say_same(one, other))
        home.update((member.record, left) for member in right.members)
    return sorted({id(group): group for group in home.values()}.values(), key=lambda group: group.key)


def _pair(traces: list[Trace]) -> Iterator[tuple[Trace, Trace]]:
    """Each two mentions of one kind and with a party in common that share a day, once, the lesser id first."""
    buckets: dict[Bucket, list[Trace]] = {}
    for trace in traces:
        for bucket in _list_buckets(trace):
            buckets.setdefault(bucket, []).append(trace)
    pairs = set()
    for held in buckets.values():
        running: list[Trace] = []
        for trace in sorted(held, key=lambda t: (t.start, t.record)):
            running = [earlier for earlier in running if overlap(earlier, trace)]
            pairs |= {(trace.record, earlier.record) for earlier in running}
            running.append(trace)
    by_id = {trace.record: trace for trace in traces}
    for pair in pairs:
        one, other = sorted(pair)
        yield by_id[one], by_id[other]


def _join_series(traces: list[Trace]) -> list[_Group]:
    """Groups of sums over much the same days; together none is longer than a series may be."""
    index = _Index()
    groups: list[_Group] = []
    for trace in sorted(traces, key=lambda t: (t.start, t.end, t.record)):
        homes = [g for g in index.find(trace) if all(_is_same_series(trace, m) for m in g.members)]
        if homes:
            homes[0].add([trace], f"sums up {_say(trace)} over much the same days ({describe_days(trace)})")
        else:
            groups.append(_Group(members=[trace]))
        index.add(homes[0] if homes else groups[-1])
    return groups


def _is_same_series(one: Trace, other: Trace) -> bool:
    if clash(one, other) or not (one.start and one.end and other.start and other.end):
        return False
    common = (min(one.end, other.end) - max(one.start, other.start)).days + 1
    together = (max(one.end, other.end) - min(one.start, other.start)).days + 1
    return together <= ROUGH and 2 * common >= min(one.days or 0, other.days or 0)


def _place_within(groups: list[_Group], series: list[_Group]) -> None:
    """Mark the groups that a series contains: of its kind and parties, inside its days, no other people or manner."""
    index = _Index()
    for whole in series:
        index.add(whole)
    for group in groups:
        wholes = (w for w in index.find(group.members[0]) if all(_contains(w, m) for m in group.members))
        group.within = next(wholes, None)


def _contains(whole: _Group, inner: Trace) -> bool:
    return any(holds(m, inner) for m in whole.members) and not any(clash(m, inner) for m in whole.members)


def _join_rough(traces: list[Trace], groups: list[_Group]) -> list[_Group]:
    """The groups with rough and undated mentions: each in the one group that its words fit, else in one of its own."""
    index = _Index()
    for group in groups:
        index.add(group)
    for trace in sorted(traces, key=lambda t: (t.days is None, t.days or 0, t.record)):
        homes = [g for g in index.find(trace) if any(_fits_roughly(trace, m) for m in g.members)]
        if len(homes) == 1:
            words = ", ".join(list_common_words(trace, homes[0].members)[:4]) or "none"
            why = "its rough date holds the event's" if trace.start else "undated, in the same article"
            homes[0].add([trace], f"{why}, and no other {_say(trace)} fits (words in common: {words})")
        else:
            groups = [*groups, group := _Group(members=[trace])]
            index.add(group)
    return groups


def _fits_roughly(trace: Trace, member: Trace) -> bool:
    """A rough date must contain the event's; without any date, only the same article counts."""
    if trace.start is None:
        near = member.start is not None and trace.document == member.document
    else:
        near = holds(trace, member)
    return near and (is_close(trace, member) or is_one_deed(trace, member)) and not clash(trace, member)


def _say_same(one: Trace, other: Trace) -> str:
    words = list_common_words(one, [other])[:4]
    shared = f" (words in common: {', '.join(words)})" if words else ""
    return f"the same {_say(one)} on {describe_days(one)}{shared}"


def _say(trace: Trace) -> str:
    """Kind and parties in words."""
    parties = " and ".join("–".join(party) for party in sorted(trace.parties))
    return f"{trace.essence} of {parties}"


def _to_row(event: Event, group: _Group | None) -> Cluster:
    if group is None:
        return Cluster(record=event.id, cluster=_name(event.id), because=_explain_apart(event))
    within = _name(group.within.key) if group.within else None
    return Cluster(record=event.id, cluster=_name(group.key), within=within, because=group.explain(event.id))


def _explain_apart(event: Event) -> str:
    """Why an event is compared with no other."""
    if event.type is None:
        return "a level or change of relations, not an event"
    if event.modality not in ("actual", "planned"):
        return f"{event.modality}: it is not said to have happened"
    return "none of its parties could be placed in a country"


def _name(record: str) -> str:
    return f"cl-{record.removeprefix('ev-')}"
