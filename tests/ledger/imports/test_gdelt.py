"""GDELT in all its widths: what is kept, what is united, what is dropped, and the gates."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path
from typing import Any


def test_the_three_widths_may_be_mixed_in_one_file(importing: Any) -> None:
    lines = [importing.gdelt_line(n, columns) for n, columns in ((1, 57), (2, 58), (3, 61))]
    lines = [line.replace("Oslo", f"Town{n}") for n, line in enumerate(lines)]
    batch = importing.one("gdelt", importing.write("mixed.csv", lines))
    assert (batch.read, batch.kept, batch.dropped) == (3, 3, ())
    rows = importing.events("actor, recipient, published, place, url, line")
    assert rows == [
        ("NOR", "SWE", None, "Town0, Norway", None, 1),  # the back file
        ("NOR", "SWE", dt.date(2020, 1, 7), "Town1, Norway", "https://news.example/2", 2),
        ("NOR", "SWE", dt.date(2020, 1, 7), "Town2, Norway", "https://news.example/3", 3),
    ]


def test_codes_become_plover_with_gauge_and_severity(importing: Any) -> None:
    codes = ("042", "036", "111", "163", "085", "190", "010")
    lines = [importing.gdelt_line(n, code=code) for n, code in enumerate(codes)]
    importing.run("gdelt", importing.write("a.csv", lines))
    assert importing.events("cameo, type, mode, gauge, severity") == [
        ("042", "CONSULT", "visit", "contact", None),
        ("036", "AGREE", None, "contact", None),
        ("111", "ACCUSE", "disapprove", "tone", None),
        ("163", "SANCTION", "discontinue", "substance", -6.0),
        ("085", "RETREAT", None, "substance", 6.5),
        ("190", "ASSAULT", None, None, None),
    ]


def test_rows_of_one_event_are_one_event(importing: Any) -> None:
    lines = [
        importing.gdelt_line(1),
        importing.gdelt_line(2),  # another paper, the same place
        importing.gdelt_line(3, url="https://news.example/1", place="Bergen, Norway"),  # the same story
        importing.gdelt_line(4, place="Bergen, Norway"),  # another story and place
        importing.gdelt_line(5, day="20200107"),
        importing.gdelt_line(6, actor="SWE", other="NOR"),
    ]
    batch = importing.one("gdelt", importing.write("a.csv", lines))
    assert (batch.kept, batch.merged) == (4, 2)
    assert importing.events("source_id, rows") == [("1", 3), ("4", 1), ("5", 1), ("6", 1)]


def test_a_meeting_is_one_event_whoever_is_named_first(importing: Any) -> None:
    lines = [
        importing.gdelt_line(1, code="040"),
        importing.gdelt_line(2, code="040", actor="SWE", other="NOR"),
    ]
    importing.run("gdelt", importing.write("a.csv", lines))
    assert importing.events("actor, rows") == [("NOR", 2)]


def test_rows_without_a_party_are_not_united_over_stories(importing: Any) -> None:
    lines = [importing.gdelt_line(n, actor="", name="", other="") for n in (1, 2)]
    lines = [line.replace("SUDLAND", "") for line in lines]
    assert importing.one("gdelt", importing.write("a.csv", lines)).kept == 2


def test_blocs_regions_and_old_codes(importing: Any) -> None:
    lines = [
        importing.gdelt_line(1, actor="", group="EEC"),
        importing.gdelt_line(2, actor="ROM"),
        importing.gdelt_line(3, actor="AFR"),
        importing.gdelt_line(4, actor="WSB"),
        importing.gdelt_line(5, actor="QQQ", name="QUEENSLAND"),
    ]
    batch = importing.one("gdelt", importing.write("a.csv", lines))
    assert importing.events("actor") == ["XEU", "ROU", None, "PSE", None]
    assert batch.notes == ('line 5: no country known for "QQQ" (1 times): a party without country',)


def test_bad_rows_are_dropped_with_reason_and_line(importing: Any, reasons: Any) -> None:
    good = importing.gdelt_line(1)
    lines = [
        good, "a\tb\tc", importing.gdelt_line(2) + "\tmore", "",
        importing.gdelt_line(3, day="20201399"), importing.gdelt_line(4, day="18500101"),
        importing.gdelt_line(5, day="20200201"), importing.gdelt_line(6, code="999"),
        importing.gdelt_line(7, code="012"),
        importing.gdelt_line(8, day="20270101", added="20270102"), importing.gdelt_line(9, place="Bergen, Norway"),
    ]  # fmt: skip
    batch = importing.one("gdelt", importing.write("a.csv", lines))
    assert (batch.read, batch.kept, batch.merged) == (11, 2, 0)
    assert reasons(batch) == {
        "3 columns in place of 57, 58 or 61": (1, 2),
        "59 columns in place of 57, 58 or 61": (1, 3),
        "0 columns in place of 57, 58 or 61": (1, 4),
        "no readable date": (1, 5),
        "date out of range: before 1920-01-01": (1, 6),
        "date out of range: after the row was published": (1, 7),
        "unknown event code": (1, 8),
        "a comment, or another code without PLOVER type": (1, 9),
        "date out of range: in the future": (1, 10),
    }
    assert importing.events("line") == [1, 11]


def test_scores_out_of_range_give_way_to_plovers(importing: Any) -> None:
    importing.run("gdelt", importing.write("a.csv", [importing.gdelt_line(1, score="99", code="112")]))
    assert importing.events("score") == [-2.0]


def test_gates_drop_and_say_so(importing: Any, reasons: Any) -> None:
    lines = [
        importing.gdelt_line(1, mentions="2"),
        importing.gdelt_line(2, root="0"),
        importing.gdelt_line(3, other=""),
    ]
    path = importing.write("a.csv", lines)
    gates = {"min_mentions": 3, "root_only": True, "dyads_only": True}
    batch = importing.one("gdelt", path, gates=gates)
    assert reasons(batch) == {
        "fewer than 3 mentions": (1, 1), "no root event": (1, 2), "not between two countries": (1, 3)
    }  # fmt: skip


def test_mentions_tell_confidence_and_sources(importing: Any, reasons: Any) -> None:
    def mention(event: int, source: str, confidence: int) -> str:
        when = ["20200107000000"] * 2
        return "\t".join(
            [str(event), *when, "1", source, "u", "1", "1", "1", "1", "1", str(confidence), *"1234"]
        )

    mentions = importing.write(
        "a.mentions.CSV", [mention(1, "a", 20), mention(1, "b", 80), mention(2, "a", 90), mention(3, "a", 10)]
    )
    lines = [importing.gdelt_line(n, place=f"Town{n}") for n in (1, 2, 3, 4)]
    gates = {"mentions": (mentions,), "min_confidence": 50, "min_sources": 2}
    batch = importing.one("gdelt", importing.write("a.export.CSV", lines), gates=gates)
    assert importing.events("source_id") == ["1"]
    assert reasons(batch) == {"confidence under 50 in all mentions": (2, 3), "fewer than 2 sources": (1, 2)}


def test_the_sample_is_read_whole(importing: Any, shared: Path) -> None:
    path = shared / "data/formats/gdelt1_export.tsv"
    batch = importing.one("gdelt", path)
    widths = Counter(len(line.split("\t")) for line in path.read_text().splitlines())
    assert batch.read == sum(widths.values()) == 710
    assert [d.reason for d in batch.dropped] == ["a comment, or another code without PLOVER type"]
    with_address = importing.events(
        "count(*) FILTER (url IS NOT NULL), count(*) FILTER (url IS NULL)", order="1"
    )
    assert min(with_address[0]) > 100
