"""How well one article is read: precision, recall and F1 per kind against hand annotations, and the misses by class.

The match rules are those of the gold's README. An event matches *loosely* when triggers overlap and the
PLOVER type is right, *strictly* when also the countries of both parties are (those that the gold has; all
parties together for CONSULT). Events without a type in the gold neither count nor penalise.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import msgspec
from rapidfuzz import fuzz

from detente.evaluate.gold import (
    Annotation,
    Gold,
    list_accepted_types,
    list_countries,
    list_scored_statements,
    parse_interval,
    span_of,
)
from detente.evaluate.matching import Counts, Score, match_pairs, overlap, score_counts
from detente.language.articles import Article
from detente.records import Cause, Check, Event, Figure, Forecast, Mention, Record, Statement

Place = tuple[int, int]
TARGETS = {
    "sentences": 0.97,
    "events strict": 0.35,
    "events loose": 0.50,
    "direct quotations with speaker": 0.85,
    "statements": 0.65,
    "figures": 0.85,
    "forecasts": 0.55,
    "causes": 0.42,
}
_TWO_SIDED = {"CONSULT"}
_SAME_OFFICE = 80


class Report(msgspec.Struct, frozen=True):
    """The scores of one article and what was missed, by class."""

    document: str
    scores: list[Score]
    misses: dict[str, list[str]]


def score_article(gold: Gold, article: Article, checks: Sequence[Check] = ()) -> Report:
    """The scores of an article against its gold."""
    scores = [_score_sentences(gold, article), _score_zones(gold, article)]
    misses: dict[str, list[str]] = {}
    scores += _score_events(gold, _of_kind(article, Event), misses)
    scores += _score_statements(gold, _of_kind(article, Statement), misses)
    scores += _score_figures(gold, _of_kind(article, Figure), misses)
    scores += _score_forecasts(gold, _of_kind(article, Forecast), misses)
    scores += _score_causes(gold, _of_kind(article, Cause), misses)
    scores += _score_checks(gold, checks, misses)
    return Report(
        gold.document, [msgspec.structs.replace(s, target=TARGETS.get(s.name)) for s in scores], misses
    )


def _of_kind(article: Article, kind: type[Any]) -> list[Any]:
    return [r for r in article.records if isinstance(r, kind)]


def _sentence_of(gold: Gold, start: int) -> int:
    for i, sentence in enumerate(gold.sentences):
        if start < sentence["end"]:
            return i
    return len(gold.sentences)


def _place(record: Any) -> int:
    match record:
        case Event():
            return record.trigger.start
        case Statement():
            return record.words[0].start
        case Figure():
            return record.number.start
        case Forecast():
            return record.claim_text.start
    return int(record.cause.start)


def _tally(
    gold: Gold, wanted: Sequence[Place], found: Sequence[Record], pairs: Iterable[tuple[int, int]]
) -> list[tuple[int, Counts]]:
    """One count per gold and found thing, keyed by the sentence that it stands in."""
    pairs = list(pairs)
    hit_gold, hit_found = {g for g, _ in pairs}, {f for _, f in pairs}
    units = [
        (_sentence_of(gold, w[0]), Counts(right=1) if i in hit_gold else Counts(missed=1))
        for i, w in enumerate(wanted)
    ]
    units += [
        (_sentence_of(gold, _place(r)), Counts(wrong=1)) for i, r in enumerate(found) if i not in hit_found
    ]
    return units


def _score_sentences(gold: Gold, article: Article) -> Score:
    wanted = {(s["start"], s["end"]) for s in gold.sentences}
    found = {(s.start, s.end) for s in article.sentences}
    units = [(w, Counts(right=1) if w in found else Counts(missed=1)) for w in sorted(wanted)]
    units += [(f, Counts(wrong=1)) for f in sorted(found - wanted)]
    return score_counts("sentences", units)


def _score_zones(gold: Gold, article: Article) -> Score:
    """Share of the characters in gold sentences whose zone is right."""
    zones = {}
    for zone in article.document.zones:
        zones.update(dict.fromkeys(range(zone.start, zone.end), zone.zone))
    units = []
    for i, sentence in enumerate(gold.sentences):
        start, end = sentence["start"], sentence["end"]
        name = next((z["zone"] for z in gold.zones if z["start"] <= start < z["end"]), "body")
        right = sum(zones.get(at) == name for at in range(start, end))
        units.append((i, Counts(right=right, missed=end - start - right)))
    return score_counts("zones (characters)", units, measure=lambda c: c.recall)


# --- events ---------------------------------------------------------------------------------------


def _score_events(gold: Gold, found: list[Event], misses: dict[str, list[str]]) -> list[Score]:
    wanted = [e for e in gold.events if e["plover"]]
    untyped = [span_of(e["trigger"]) for e in gold.events if not e["plover"]]
    places = [_need(e["trigger"]) for e in wanted]
    typed = [e for e in found if e.type is not None]

    def trigger_overlap(g: Annotation, f: Event) -> float:
        shared = overlap(_need(g["trigger"]), (f.trigger.start, f.trigger.end))
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
        units = _tally(gold, places, [f for _, f in kept], [(g, renumbered[f]) for g, f in pairs])
        results.append(score_counts(name, units))
        pairs_by_rule[name] = pairs
    _list_event_misses(wanted, typed, pairs_by_rule, misses)
    loosely = [(wanted[g], typed[f]) for g, f in pairs_by_rule["events loose"]]
    results += [
        _score_share(gold, "modality of matched events", loosely, _same_modality),
        _score_share(
            gold,
            "date of matched events",
            [p for p in loosely if p[0]["date_basis"] != "external" and p[0]["date"]],
            _same_date,
        ),
        _score_share(gold, "dyad flag of matched events", loosely, _same_dyad_flag),
    ]
    people = [(m, f) for g, f in loosely for m in [*g["actors"], *g["recipients"]] if m["person"]]
    return [*results, _score_share(gold, "parties resolved to person and office", people, _party_known)]


def _need(span: Annotation) -> Place:
    return int(span["start"]), int(span["end"])


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
    """Whether the days found overlap the gold's and are no more than three times as wide (a week at least)."""
    wanted = parse_interval(g["date"])
    if wanted is None or f.when.start is None or f.when.end is None:
        return False
    start, end = (_day(d) for d in wanted)
    if f.when.end.toordinal() < start or f.when.start.toordinal() > end:
        return False
    return (f.when.end - f.when.start).days <= max(3 * (end - start), 7)


def _day(iso: str) -> int:
    return dt.date.fromisoformat(iso).toordinal()


def _same_dyad_flag(g: Annotation, f: Event) -> bool:
    return bool(g["in_dyad_usa_rus"] != "no") == (("RUS", "USA") in f.dyads)


def _party_known(g: Annotation, f: Event) -> bool:
    return any(_is_person(g, m) for m in [*f.actors, *f.recipients])


def _is_person(gold: Annotation, mention: Mention) -> bool:
    """Whether a mention is the annotated person in the annotated office (wording of offices may differ)."""
    if fuzz.token_set_ratio(gold["person"].lower(), mention.name.lower()) < 90:
        return False
    return (
        not gold["office"]
        or fuzz.token_set_ratio(gold["office"].lower(), (mention.office or "").lower()) >= _SAME_OFFICE
    )


def _score_share(
    gold: Gold, name: str, pairs: Sequence[tuple[Annotation, Any]], right: Callable[[Any, Any], bool]
) -> Score:
    """Share of the pairs that are right, drawn by pair."""
    units = [(i, Counts(right=1) if right(g, f) else Counts(missed=1)) for i, (g, f) in enumerate(pairs)]
    return score_counts(name, units, measure=lambda c: c.recall)


def _list_event_misses(
    wanted: list[Annotation],
    found: list[Event],
    pairs: dict[str, list[tuple[int, int]]],
    misses: dict[str, list[str]],
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


# --- statements -----------------------------------------------------------------------------------


def _score_statements(gold: Gold, found: list[Statement], misses: dict[str, list[str]]) -> list[Score]:
    wanted = list_scored_statements(gold)
    places = [_need(s["quotes"][0]) for s in wanted]

    def agree(g: Annotation, f: Statement) -> float:
        shared = sum(overlap(_need(q), (w.start, w.end)) for q in g["quotes"] for w in f.words)
        length = min(sum(q["end"] - q["start"] for q in g["quotes"]), sum(w.end - w.start for w in f.words))
        return shared / length if length and shared * 2 >= length else 0.0

    pairs = match_pairs(wanted, found, agree)
    authorial = [
        _need(q)
        for s in gold.statements
        if s["type"] not in {"direct", "indirect", "mixed"}
        for q in s["quotes"]
    ]
    hit = {f for _, f in pairs}
    kept = {
        i: n
        for n, i in enumerate(
            i
            for i, f in enumerate(found)
            if i in hit or not any(overlap(a, (w.start, w.end)) for a in authorial for w in f.words)
        )
    }
    units = _tally(gold, places, [found[i] for i in kept], [(g, kept[f]) for g, f in pairs])
    result = [score_counts("statements", units)]
    by_gold = dict(pairs)
    direct = [
        (s, found[by_gold[i]] if i in by_gold else None)
        for i, s in enumerate(wanted)
        if s["type"] == "direct"
    ]
    result.append(_score_share(gold, "direct quotations with speaker", direct, _speaker_right))
    people = [
        (s, found[by_gold[i]]) for i, s in enumerate(wanted) if i in by_gold and s["resolved"]["person"]
    ]
    result.append(
        _score_share(
            gold,
            "speakers resolved to person and office",
            people,
            lambda s, f: _is_person(s["resolved"], f.speaker),
        )
    )
    stances = [(s, found[by_gold[i]]) for i, s in enumerate(wanted) if i in by_gold and s["stance_on_reset"]]
    result.append(
        _score_share(
            gold, "stance of matched statements", stances, lambda s, f: s["stance_on_reset"] == f.stance.value
        )
    )
    for i, s in enumerate(wanted):
        label = f"{s['id'].rsplit('.', 1)[-1]} '{s['quotes'][0]['text'][:50]}'"
        if i not in by_gold:
            misses.setdefault(f"statement not found: {s['type']}", []).append(label)
        elif not _speaker_right(s, found[by_gold[i]]):
            speaker = (s["speaker"] or {}).get("text")
            read = found[by_gold[i]].speaker
            misses.setdefault("statement speaker", []).append(
                f"{label}: {speaker} read as {read.name} ({read.country})"
            )
    for i, f in enumerate(found):
        if i in kept and i not in hit:
            misses.setdefault(f"statement not in the gold: {f.type}", []).append(f"'{f.words[0].quote[:60]}'")
    return result


def _speaker_right(g: Annotation, f: Statement | None) -> bool:
    """The same person; for bodies and nameless speakers the same country and overlapping words."""
    if f is None:
        return False
    resolved = g["resolved"]
    if resolved["person"]:
        return bool(fuzz.token_set_ratio(resolved["person"].lower(), f.speaker.name.lower()) >= 90)
    spans = (
        g["speaker"]
        and f.speaker.span
        and overlap(_need(g["speaker"]), (f.speaker.span.start, f.speaker.span.end))
    )
    return bool(spans) and resolved["iso3"] in {None, f.speaker.country}


# --- figures, forecasts, causes, checks -----------------------------------------------------------


def _score_figures(gold: Gold, found: list[Figure], misses: dict[str, list[str]]) -> list[Score]:
    wanted = [f for f in gold.figures if not f["trivial"]]
    trivial = [_need(f["span"]) for f in gold.figures if f["trivial"]]

    def agree(g: Annotation, f: Figure) -> float:
        same = g["value"] is not None and abs(float(f.quantity) - g["value"]) < 1e-9 * max(
            1.0, abs(g["value"])
        )
        return float(overlap(_need(g["span"]), (f.number.start, f.number.end))) if same else 0.0

    pairs = match_pairs(wanted, found, agree)
    hit = {f for _, f in pairs}
    kept = [
        i
        for i, f in enumerate(found)
        if i in hit or not any(overlap(t, (f.number.start, f.number.end)) for t in trivial)
    ]
    place = {i: n for n, i in enumerate(kept)}
    units = _tally(
        gold, [_need(f["span"]) for f in wanted], [found[i] for i in kept], [(g, place[f]) for g, f in pairs]
    )
    missed = set(range(len(wanted))) - {g for g, _ in pairs}
    for i in sorted(missed):
        misses.setdefault("figure not found", []).append(f"'{wanted[i]['span']['text']}'")
    for i in kept:
        if i not in hit:
            misses.setdefault("figure not in the gold", []).append(f"'{found[i].number.quote}'")
    return [score_counts("figures", units)]


def _score_forecasts(gold: Gold, found: list[Forecast], misses: dict[str, list[str]]) -> list[Score]:
    places = [_need(f["span"]) for f in gold.forecasts]
    pairs = match_pairs(places, found, lambda g, f: float(overlap(g, (f.claim_text.start, f.claim_text.end))))
    _list_misses(
        "forecast",
        [f["span"]["text"] for f in gold.forecasts],
        [f.claim_text.quote for f in found],
        pairs,
        misses,
    )
    return [score_counts("forecasts", _tally(gold, places, found, pairs))]


def _score_causes(gold: Gold, found: list[Cause], misses: dict[str, list[str]]) -> list[Score]:
    def agree(g: Annotation, f: Cause) -> float:
        cause = overlap(_need(g["cause"]), (f.cause.start, f.cause.end))
        effect = overlap(_need(g["effect"]), (f.effect.start, f.effect.end))
        return float(min(cause, effect))

    pairs = match_pairs(gold.causal, found, agree)
    texts = [f"{c['cause']['text']} -> {c['effect']['text']}" for c in gold.causal]
    _list_misses("cause", texts, [f"{c.cause.quote} -> {c.effect.quote}" for c in found], pairs, misses)
    signs = [(gold.causal[g], found[f]) for g, f in pairs]
    return [
        score_counts("causes", _tally(gold, [_need(c["cause"]) for c in gold.causal], found, pairs)),
        _score_share(gold, "sign of matched causes", signs, lambda g, f: g["sign"] == f.sign),
    ]


def _list_misses(
    kind: str, wanted: list[str], found: list[str], pairs: list[tuple[int, int]], misses: dict[str, list[str]]
) -> None:
    hit_gold, hit_found = {g for g, _ in pairs}, {f for _, f in pairs}
    for i, text in enumerate(wanted):
        if i not in hit_gold:
            misses.setdefault(f"{kind} not found", []).append(f"'{text[:90]}'")
    for i, text in enumerate(found):
        if i not in hit_found:
            misses.setdefault(f"{kind} not in the gold", []).append(f"'{text[:90]}'")


def _score_checks(gold: Gold, checks: Sequence[Check], misses: dict[str, list[str]]) -> list[Score]:
    """Mistakes found: a failing check counts when one of its spans overlaps one of the mistake's."""
    if not checks:
        return []
    wanted = [k for k in gold.checks if k["verdict_class"] == "fails"]
    found = [c for c in checks if c.verdict in {"fails", "conflict"}]
    fair = [k for k in gold.checks if k["verdict_class"] in {"imprecise", "typo"}]

    def agree(g: Annotation, f: Check) -> float:
        return float(
            max(
                (
                    overlap(_need(s), (d.span.start, d.span.end))
                    for s in g["spans"][-1:] or g["spans"]
                    for d in f.spans
                ),
                default=0,
            )
        )

    pairs = match_pairs(wanted, found, agree)
    hit = {f for _, f in pairs}
    units = [
        (i, Counts(right=1) if i in {g for g, _ in pairs} else Counts(missed=1)) for i in range(len(wanted))
    ]
    units += [
        (-i - 1, Counts(wrong=1))
        for i, f in enumerate(found)
        if i not in hit and not any(agree(g, f) for g in fair)
    ]
    for i, k in enumerate(wanted):
        if i not in {g for g, _ in pairs}:
            misses.setdefault("mistake not found", []).append(f"{k['id'].rsplit('.', 1)[-1]} {k['claim']}")
    return [score_counts("mistakes found by checks", units)]
