"""What changed between two editions, in the measured world where that is known."""

from __future__ import annotations

import datetime as dt
from typing import Any

import msgspec
import pytest

from detente.errors import UsageError
from detente.explain.changes import Edition, compare_briefs, compare_records
from detente.ledger.tables import Resolution
from detente.measure.corpora import hide_later


def make_edition(world: Any, as_of: str, **fields: Any) -> Edition:
    day = dt.date.fromisoformat(as_of)
    seen = hide_later(world.corpus, day)
    return Edition(answer=world.ask(as_of), records=(*seen.documents, *seen.events), **fields)


def test_the_same_edition_has_no_news(world: Any) -> None:
    world.add("REQUEST", "2020-04-02")
    edition = make_edition(world, "2020-04-26")
    changed = compare_briefs(edition, edition)
    assert changed.is_nothing and changed.since == changed.as_of == dt.date(2020, 4, 26)


def test_a_later_day_tells_the_answer_gauge_track_and_records_that_are_new(world: Any) -> None:
    for number in range(4):
        world.add("REQUEST", f"2020-04-0{number + 1}", world.tell("2020-04-05"))
    before = make_edition(world, "2020-04-10")
    sanction = world.add(
        "SANCTION", "2020-04-22", world.tell("2020-04-23"), standing="worse", track="sanctions"
    )
    changed = compare_briefs(before, make_edition(world, "2020-04-26"))
    shifts = {(s.kind, s.name): s for s in changed.shifts}
    assert (shifts["answer", "answer"].before, shifts["answer", "answer"].after) == ("stalemate", "worsening")
    assert "'stalemate' on 2020-04-10" in shifts["answer", "answer"].says
    assert (shifts["gauge", "substance"].before, shifts["gauge", "substance"].after) == ("flat", "worsening")
    assert shifts["track", "sanctions"].before is None
    assert shifts["track", "sanctions"].records == (sanction.id,)
    assert ("gauge", "contact") not in shifts and ("track", "other") not in shifts
    assert set(changed.new) == {sanction.document, sanction.id}
    assert (changed.different, changed.gone) == ((), ())


def test_a_track_that_fell_silent_is_told(world: Any) -> None:
    world.add("AID", "2020-04-02", track="humanitarian")
    before = make_edition(world, "2020-04-26")
    world.records.clear()
    after = make_edition(world, "2020-04-26")
    (shift,) = [s for s in compare_briefs(before, after).shifts if s.kind == "track"]
    assert (shift.name, shift.before, shift.after) == ("humanitarian", "flat", None)


def test_another_ledger_tells_what_reads_otherwise_and_what_is_gone(world: Any) -> None:
    kept = world.add("REQUEST", "2020-04-02")
    gone = world.add("AID", "2020-04-03")
    before = make_edition(world, "2020-04-26")
    reread = msgspec.structs.replace(kept, type="ACCUSE", rule="t@2", detail="read again", count=2)
    world.records[:] = [reread]
    changed = compare_briefs(before, make_edition(world, "2020-04-26"))
    (change,) = changed.different
    assert (change.record, change.kind, change.fields) == (kept.id, "event", ("type", "count"))
    assert change.says == "type: REQUEST → ACCUSE; count: 1 → 2"
    assert changed.gone == (gone.id,) and not changed.new


def test_how_a_record_was_read_is_no_news(world: Any) -> None:
    event = world.add("REQUEST", "2020-04-02")
    reread = msgspec.structs.replace(
        event,
        rule="t@2",
        score=0.4,
        detail="otherwise",
        when=msgspec.structs.replace(event.when, because="so"),
    )
    assert compare_records(event, reread) is None


def test_dates_are_told_by_their_path_and_words_are_not_repeated(world: Any) -> None:
    event = world.add("REQUEST", "2020-04-02")
    later = msgspec.structs.replace(event.when, start=dt.date(2020, 4, 1))
    change = compare_records(event, msgspec.structs.replace(event, when=later))
    assert change is not None and change.says == "when.start: 2020-04-02 → 2020-04-01"
    moved = msgspec.structs.replace(event, trigger=msgspec.structs.replace(event.trigger, quote="secret"))
    change = compare_records(event, moved)
    assert change is not None and change.fields == ("trigger",) and "secret" not in change.says


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("open", "true", ("open", "true")),
        (None, "false", (None, "false")),
        (None, "open", None),
        ("true", "true", None),
    ],
)
def test_forecasts_that_were_decided_are_told(
    before: Any, after: Any, told: tuple[Any, str] | None, world: Any
) -> None:
    def resolve(status: Any) -> tuple[Resolution, ...]:
        return (Resolution(forecast="fc-1", status=status, by=("ev-1",), says="It came."),) if status else ()

    editions = [make_edition(world, "2020-04-26", resolutions=resolve(status)) for status in (before, after)]
    found = [s for s in compare_briefs(*editions).shifts if s.kind == "forecast"]
    assert [(s.before, s.after) for s in found] == ([told] if told else [])
    assert all((s.name, s.says, s.records) == ("fc-1", "It came.", ("ev-1",)) for s in found)


def test_two_pairs_of_countries_are_refused(world: Any) -> None:
    edition = make_edition(world, "2020-04-26")
    other = msgspec.structs.replace(edition.answer, between=("FIN", "SWE"))
    with pytest.raises(UsageError, match="same two countries"):
        compare_briefs(edition, Edition(answer=other))
