"""ICEWS, POLECAT, ACLED, Phoenix and mapped CSV: columns, codes and known malformations."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from detente.errors import InputError
from detente.ledger.imports import mapped, polecat


def test_icews_in_any_order_of_columns(importing: Any) -> None:
    lines = [importing.icews_header, importing.icews_line(1)]
    turned = ["\t".join(reversed(line.split("\t"))) for line in lines]
    importing.run("icews", importing.write("a.tab", turned))
    assert importing.events("id, date, actor, recipient, type, score, place, story, line") == [
        ("icews:1@2018-06-01", dt.date(2018, 6, 1), "NOR", "SWE", "CONSULT", 1.0, "Oslo, Norway", "7", 2)
    ]


def test_icews_ids_repeat_on_other_days(importing: Any) -> None:
    lines = [importing.icews_line(1), importing.icews_line(1, day="2018-06-02", story="8")]
    assert importing.one("icews", importing.write("a.tab", lines)).kept == 2


def test_icews_names_of_countries(importing: Any) -> None:
    names = {
        "Russian Federation": "RUS",
        "Occupied Palestinian Territory": "PSE",
        "Moldova, Republic of": "MDA",
    }
    lines = [
        importing.icews_line(n, country=name, day=f"2018-06-0{n}") for n, name in enumerate(names, start=1)
    ]
    importing.run("icews", importing.write("a.tab", lines))
    assert importing.events("actor") == [*names.values()]


def test_icews_in_latin_1_is_read_and_told(importing: Any) -> None:
    lines = [
        importing.icews_header,
        importing.icews_line(1),
        importing.icews_line(2, source="José (Norland)", day="2018-06-02"),
    ]
    batch = importing.one("icews", importing.write("a.tab", lines, encoding="latin-1"))
    assert importing.events("actor_name")[1] == "José (Norland)"
    assert batch.notes == ("line 3: no UTF-8; 1 characters of the file read as Windows-1252",)


def test_the_icews_sample_is_read_whole(importing: Any, shared: Path) -> None:
    batch = importing.one("icews", shared / "data/formats/icews_events.tab")
    assert batch.read == 3705 and batch.kept + batch.merged + sum(d.rows for d in batch.dropped) == 3705
    assert batch.notes == ()
    assert importing.events("count(*) FILTER (actor <> recipient)", order="1")[0] > 500


def make_polecat(number: int, type_: str = "SANCTION", mode: str = "expel", **fields: str) -> str:
    said = {"actor": "NOR", "recipient": "SWE", "intensity": "-5.5"} | fields
    cells = dict.fromkeys(polecat._COLUMNS, "None")
    cells |= {
        "Event ID": str(number), "Event Date": "2020-01-06", "Event Type": type_, "Event Mode": mode,
        "Intensity": said["intensity"], "Actor Country": said["actor"], "Recipient Country": said["recipient"],
        "Country": "Norway", "City": "Oslo", "Publication Date": "2020-01-07",
    }  # fmt: skip
    return "\t".join(cells.values())


POLECAT = "\t".join(polecat._COLUMNS)


def test_polecat_types_and_modes(importing: Any) -> None:
    lines = [
        POLECAT,
        make_polecat(1),
        make_polecat(2, "CONSULT", "phone"),
        make_polecat(3, "CONSULT", "by pigeon"),
        make_polecat(4, "DANCE"),
    ]
    batch = importing.one("polecat", importing.write("a.txt", lines))
    assert importing.events("type, mode, gauge, severity, published, place, rows") == [
        ("SANCTION", "expel", "substance", -5.5, dt.date(2020, 1, 7), "Oslo, Norway", 1),
        ("CONSULT", "phone", "contact", None, dt.date(2020, 1, 7), "Oslo, Norway", 2),
    ]
    assert [d.reason for d in batch.dropped] == ["unknown event code"]


def test_polecat_lost_the_minus_sign_of_accuse(importing: Any) -> None:
    lines = [
        POLECAT,
        make_polecat(1, "ACCUSE", "None", intensity="3"),
        make_polecat(2, "ACCUSE", "None", intensity="None", actor="FIN"),
    ]
    importing.run("polecat", importing.write("a.txt", lines))
    assert importing.events("score") == [-3.0, -3.0]


def test_polecat_lists_of_parties_are_pairs(importing: Any) -> None:
    lines = [
        POLECAT,
        make_polecat(1, actor="NOR; FIN"),
        make_polecat(2, "CONSULT", "visit", actor="DNK;ISL;NOR", recipient="None"),
    ]
    importing.run("polecat", importing.write("a.txt", lines))
    assert importing.events("source_id, actor, recipient") == [
        ("1", "FIN", "SWE"), ("1#2", "NOR", "SWE"),
        ("2", "DNK", "ISL"), ("2#2", "DNK", "NOR"), ("2#3", "ISL", "NOR"),
    ]  # fmt: skip


RENAMED = POLECAT.replace("Intensity", "Event Intensity")
EXCESS = POLECAT.replace("\tSource\t", "\tHeadline\tSource\t") + "\tX"


@pytest.mark.parametrize(
    "header", [RENAMED, EXCESS, POLECAT]
)  # fmt: skip
@pytest.mark.parametrize("tail", ["", "\t\t"])
def test_malformed_polecat_releases(importing: Any, header: str, tail: str) -> None:
    importing.run("polecat", importing.write("a.txt", [header + tail, make_polecat(1) + tail]))
    assert importing.events("actor, recipient, score, published") == [
        ("NOR", "SWE", -5.5, dt.date(2020, 1, 7))
    ]


ACLED = (
    "event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,assoc_actor_1,inter1,"
    "actor2,assoc_actor_2,inter2,interaction,civilian_targeting,iso,region,country,admin1,admin2,admin3,location,latitude,"
    "longitude,geo_precision,source,source_scale,notes,fatalities,tags,timestamp"
)


def make_acled(key: str, day: str, what: str, *parties: str, notes: str = "") -> str:
    before = [
        key,
        day,
        "2025",
        "1",
        "x",
        "x",
        what,
        parties[0],
        "",
        "1",
        parties[1],
        "",
        "1",
        "12",
        "",
        "578",
    ]
    after = [
        "Europe",
        "Norway",
        "a",
        "b",
        "c",
        "Oslo",
        "59",
        "10",
        "1",
        "Paper",
        "National",
        f'"{notes}"',
        "0",
        "",
        "1",
    ]
    return ",".join([*before, *after])


def test_acled_with_quoted_line_ends_and_both_dates(importing: Any) -> None:
    north, south = "Military Forces of Norway (2021-)", "Military Forces of Sweden (2022-) Air Force"
    lines = [
        ACLED,
        make_acled("NOR1", "16 May 2025", "Air/drone strike", north, south, notes="first,\nsecond ""line"""),
        make_acled("NOR2", "2025-05-17", "Attack", "Rioters (Sweden)", "Civilians (Norway)"),
        make_acled("NOR3", "2025-05-17", "Other", north, south),
    ]  # fmt: skip
    batch = importing.one("acled", importing.write("a.csv", lines))
    assert importing.events("source_id, date, actor, recipient, type, mode, place, line") == [
        ("NOR1", dt.date(2025, 5, 16), "NOR", "SWE", "ASSAULT", "aerial", "Oslo, Norway", 2),
        ("NOR2", dt.date(2025, 5, 17), "SWE", "NOR", "ASSAULT", None, "Oslo, Norway", 4),
    ]
    assert [(d.line, d.rows) for d in batch.dropped] == [(5, 1)]
    assert "ACLED" in batch.citation


def test_what_is_no_acled_is_refused(importing: Any) -> None:
    (problem,) = importing.run("acled", importing.write("a.csv", ["a,b,c", "1,2,3"]))
    assert "no ACLED export" in problem.message


def test_phoenix(importing: Any) -> None:
    row = [
        "1_a", "20200106", "2020", "1", "6", "NORGOV", "NOR", "GOV", "", "SWEGOV", "SWE", "GOV", "", "057",
        "05", "1", "8.0", "", "59.9", "10.7", "Oslo", "", "NOR", "55_2",
        "https://news.example/1;https://news.example/2", "a;b",
    ]  # fmt: skip
    importing.run("phoenix", importing.write("a.txt", ["\t".join(row), "\t".join(row[:20])]))
    assert importing.events("date, actor, recipient, type, gauge, severity, place, story") == [
        (
            dt.date(2020, 1, 6),
            "NOR",
            "SWE",
            "SUPPORT",
            "substance",
            5.0,
            "Oslo, NOR",
            "https://news.example/1",
        )
    ]


MAPPING = """
source = "mine"
citation = "Our own list of 2020"
codes = "plover"
delimiter = ";"
date_format = "%d.%m.%Y"
countries = ["iso2", "name"]
[columns]
date = "Day"
actor = "Who"
recipient = "Whom"
code = "What"
[types]
"treaty" = "SUPPORT"
"ban" = "SANCTION/discontinue"
"""


def test_any_csv_by_a_mapping(importing: Any) -> None:
    mapping = importing.write("mine.toml", [MAPPING])
    format = mapped.make_format(mapped.load_mapping(mapping))
    lines = [
        "Note;Day;Who;Whom;What",
        '"a;b";06.01.2020;NO;Sweden;ban',
        ";07.01.2020;SE;NO;THREATEN/expel",
        ";x;SE;NO;ban",
    ]
    batch = importing.one(format, importing.write("mine.csv", lines))
    assert importing.events("source, actor, recipient, type, mode, severity, line", order="line") == [
        ("mine", "NOR", "SWE", "SANCTION", "discontinue", -6.0, 2),
        ("mine", "SWE", "NOR", "THREATEN", "expel", None, 3),
    ]
    assert (batch.citation, batch.read) == ("Our own list of 2020", 3)


def test_lines_of_a_csv_with_too_few_or_many_cells_are_told(importing: Any, reasons: Any) -> None:
    format = mapped.make_format(mapped.load_mapping(importing.write("mine.toml", [MAPPING])))
    lines = [
        "Note;Day;Who;Whom;What",
        ";06.01.2020;NO;SE;ban;",  # a delimiter at the end is no cell
        ";07.01.2020;NO",
        ";08.01.2020;NO;SE;ban;more;still more",
        ";09.01.2020;;SE;ban",
    ]
    batch = importing.one(format, importing.write("mine.csv", lines))
    assert reasons(batch) == {"3 columns in place of 5": (1, 3), "6 columns in place of 5": (1, 4)}
    assert importing.events("line", order="line") == [2, 5]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('source = "mine"', 'source = "gdelt"', "name of its own"),
        ('delimiter = ";"', 'delimiter = "; "', "one character"),
        ("[types]", 'secret = "x"\n[types]', "no mapping"),
        ('"SUPPORT"', '"HUG"', "HUG"),
    ],
)
def test_mappings_that_cannot_be(importing: Any, old: str, new: str, told: str) -> None:
    path = importing.write("mine.toml", [MAPPING.replace(old, new)])
    with pytest.raises(InputError, match=told):
        mapped.make_format(mapped.load_mapping(path))


def test_a_mapping_that_does_not_fit_the_file(importing: Any) -> None:
    format = mapped.make_format(mapped.load_mapping(importing.write("mine.toml", [MAPPING])))
    (problem,) = importing.run(format, importing.write("mine.csv", ["Day;Who;What", "06.01.2020;NO;ban"]))
    assert "names no column Whom" in problem.message
