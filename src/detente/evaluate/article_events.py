"""Scores of the events of one article."""

from __future__ import annotations

import datetime as dt
from collections import Counter

from detente.evaluate.gold import (
    Annotation,
    Gold,
    list_accepted_types,
    list_countries,
    parse_interval,
    span_of,
)
from detente.evaluate.matching import Score, match_pairs, overlap, score_counts
from detente.evaluate.tallies import Misses, is_person, place_of, score_share, tally
from detente.records import Event

_TWO_SIDED = {"CONSULT"}


def score_events(gold: Gold, found: list[Event], misses: Misses) -> list[Score]:
    """Events by trigger, loosely and strictly; modality, date, dyad and people of the matched ones."""
    wanted = [e for e in gold.events if e["plover"]]
    untyped = [span_of(e["trigger"]) for e in gold.events if not e["plover"]]
    places = [place_of(e["trigger"]) for e in wanted]
    typed = [e for e in found if e.type is not None]

    def trigger_overlap(g: Annotation, f: Event) -> float:
        shared = overlap(place_of(g["trigger"]), (f.trigger.start, f.trigger.end))
        shortest = min(g["trigger"]["end"] - g["trigger"]["start"], f.trigger.end - f.trigger.start)
        return float(shared / max(1, shortest))

    def loose(g: Annotation, f: Event) -> float:
        return trigger_overlap(g, f) if f.type in list_accepted_types(g) else 0.0

    def strict(g: Annotation, f: Event) -> float:
        return loose(g, f) if _parties_agree(g, f) else 0.0

    results, pairs_by_rule = [], {}
    for name, rule in (
        ("events trigger", trigger_overlap),
        ("events loose", loose),
        ("events strict", strict),
    ):
        pairs = match_pairs(wanted, typed, rule)
        matched = {f for _, f in pairs}
        kept = [
            (i, f)
            for i, f in enumerate(typed)
            if i in matched or not any(u and overlap(u, (f.trigger.start, f.trigger.end)) for u in untyped)
        ]
        renumbered = {old: new for new, (old, _) in enumerate(kept)}
        units = tally(gold, places, [f for _, f in kept], [(g, renumbered[f]) for g, f in pairs])
        results.append(score_counts(name, units))
        pairs_by_rule[name] = pairs
    _list_event_misses(wanted, typed, pairs_by_rule, misses)
    loosely = [(wanted[g], typed[f]) for g, f in pairs_by_rule["events loose"]]
    results += [
        score_share(gold, "modality of matched events", loosely, _same_modality),
        score_share(
            gold,
            "date of matched events",
            [p for p in loosely if p[0]["date_basis"] != "external" and p[0]["date"]],
            _same_date,
        ),
        score_share(gold, "dyad flag of matched events", loosely, _same_dyad_flag),
    ]
    people = [(m, f) for g, f in loosely for m in [*g["actors"], *g["recipients"]] if m["person"]]
    return [*results, score_share(gold, "parties resolved to person and office", people, _party_known)]


def judge_events(gold: Gold, found: list[Event]) -> tuple[list[tuple[float, bool]], int]:
    """The score of each typed event and whether the gold has it (loosely), and how many events the gold has."""
    wanted = [e for e in gold.events if e["plover"]]
    typed = [e for e in found if e.type is not None]

    def loose(g: Annotation, f: Event) -> float:
        shared = overlap(place_of(g["trigger"]), (f.trigger.start, f.trigger.end))
        return float(shared) if f.type in list_accepted_types(g) else 0.0

    hit = {f for _, f in match_pairs(wanted, typed, loose)}
    return [(e.score or 0.0, i in hit) for i, e in enumerate(typed)], len(wanted)


def _parties_agree(g: Annotation, f: Event) -> bool:
    actors, recipients = list_countries(g["actors"]), list_countries(g["recipients"])
    found_actors = {m.country for m in f.actors if m.country}
    found_recipients = {m.country for m in f.recipients if m.country}
    if g["plover"] in _TWO_SIDED or (len(actors) > 1 and not recipients):
        return actors | recipients <= found_actors | found_recipients
    return actors <= found_actors and recipients <= found_recipients


def _same_modality(g: Annotation, f: Event) -> bool:
    if g["modality"] == "reported":
        return f.modality == "actual"
    return bool(g["modality"] == f.modality)


def _same_date(g: Annotation, f: Event) -> bool:
    """Whether the days found overlap the gold's and are no more than three times as wide (a week at least).

    The gold dates what is planned or hypothetical by the day when it is to happen, which records keep apart (`due`).
    """
    found = f.due if f.due is not None and g["modality"] in ("planned", "hypothetical") else f.when
    wanted = parse_interval(g["date"])
    if wanted is None or found.start is None or found.end is None:
        return False
    start, end = (_day(d) for d in wanted)
    if found.end.toordinal() < start or found.start.toordinal() > end:
        return False
    return (found.end - found.start).days <= max(3 * (end - start), 7)


def _day(iso: str) -> int:
    return dt.date.fromisoformat(iso).toordinal()


def _same_dyad_flag(g: Annotation, f: Event) -> bool:
    return bool(g["in_dyad_usa_rus"] != "no") == (("RUS", "USA") in f.dyads)


def _party_known(g: Annotation, f: Event) -> bool:
    return any(is_person(g, m) for m in [*f.actors, *f.recipients])


def _list_event_misses(
    wanted: list[Annotation],
    found: list[Event],
    pairs: dict[str, list[tuple[int, int]]],
    misses: Misses,
) -> None:
    by_trigger, by_type, by_party = (dict(pairs[f"events {n}"]) for n in ("trigger", "loose", "strict"))
    for i, g in enumerate(wanted):
        label = f"{g['id'].rsplit('.', 1)[-1]} {g['plover']} '{g['trigger']['text'][:60]}'"
        if i not in by_trigger:
            misses.setdefault(f"event not found: {g['plover']}", []).append(label)
        elif i not in by_type:
            misses.setdefault(f"event type: {g['plover']} read as {found[by_trigger[i]].type}", []).append(
                label
            )
        elif i not in by_party:
            f = found[by_type[i]]
            parties = f"{[m.country for m in f.actors]} to {[m.country for m in f.recipients]}"
            misses.setdefault("event parties", []).append(f"{label}: read as {parties}")
    hit = set(by_trigger.values())
    spurious = Counter(f.type for i, f in enumerate(found) if i not in hit)
    for i, f in enumerate(found):
        if i not in hit:
            misses.setdefault(f"event not in the gold: {f.type} ({spurious[f.type]})", []).append(
                f"'{f.trigger.quote[:60]}'"
            )
