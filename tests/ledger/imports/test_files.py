"""Files as they come: packed, truncated, hostile, twice, in two versions; and what the ledger keeps of them."""

from __future__ import annotations

import datetime as dt
import fcntl
import gzip
import zipfile
from pathlib import Path
from typing import Any

import pytest

from detente.errors import UsageError
from detente.ledger import history
from detente.ledger.imports import unpacking
from detente.ledger.imports.listing import list_downloads
from detente.ledger.tables import ImportBatch
from detente.records import Problem


def test_zip_and_gzip_are_unpacked(importing: Any) -> None:
    zipped, gzipped = importing.folder / "a.zip", importing.folder / "b.gz"
    with zipfile.ZipFile(zipped, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("20200106.export.CSV", importing.gdelt_line(1) + "\n")
    gzipped.write_bytes(gzip.compress((importing.gdelt_line(2, day="20200105") + "\n").encode()))
    importing.run("gdelt", zipped, gzipped)
    assert importing.events("file, source_id") == [("a.zip", "1"), ("b.gz", "2")]
    assert not list(importing.ledger.path.glob(".import-*"))


def test_names_inside_an_archive_are_no_paths(importing: Any, tmp_path: Path) -> None:
    path = importing.folder / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("../../../evil.csv", importing.gdelt_line(1) + "\n")
        archive.writestr("/abs\x1b[2J.csv", importing.gdelt_line(2, day="20200105") + "\n")
        archive.writestr("readme.pdf", "no table")
    importing.run("gdelt", path)
    files = importing.events("file")
    assert files[0] == "a.zip!../../../evil.csv" and "\x1b" not in files[1]
    assert not list(tmp_path.rglob("evil.csv")) and not Path("/abs\x1b[2J.csv").exists()


def test_a_bomb_is_stopped(importing: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacking, "_FLOOR", 1 << 20)
    path = importing.folder / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", b"\n" * (20 << 20))
    (problem,) = importing.run("gdelt", path)
    assert "unpacks to more than" in problem.message and importing.events() == []


def test_a_truncated_archive_gives_what_it_holds(importing: Any) -> None:
    path, cut = importing.folder / "whole.zip", importing.folder / "cut.zip"
    lines = [
        importing.gdelt_line(n, day=f"2020{n // 28 % 12 + 1:02}{n % 28 + 1:02}", added="20210101")
        for n in range(2000)
    ]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", "".join(f"{line}\n" for line in lines))
    data = path.read_bytes()
    cut.write_bytes(data[: len(data) // 2])
    batch = importing.one("gdelt", cut)
    assert 100 < batch.read < 1900 and not batch.dropped
    assert "truncated" in batch.notes[0] and f"to line {batch.read};" in batch.notes[0]
    whole = importing.one("gdelt", path)
    assert whole.read == 2000 and sum(importing.events("rows")) + _count_again(whole) + whole.merged >= 2000
    assert len(importing.events()) == len({line.split("\t")[1] for line in lines})


def _count_again(batch: ImportBatch) -> int:
    return sum(d.rows for d in batch.dropped if "another file" in d.reason)


def test_what_is_no_archive_at_all(importing: Any) -> None:
    path = importing.folder / "a.zip"
    path.write_bytes(b"PK\x03\x04 and nothing else")
    empty = importing.write("empty.csv", [])
    good = importing.write("good.csv", [importing.gdelt_line(1)])
    first, second, batch = importing.run("gdelt", path, empty, good)
    assert "nothing can be unpacked" in first.message and "empty" in second.message
    assert batch.kept == 1
    assert len(importing.ledger.read_records(Problem)) == 2


def test_windows_line_ends_and_zeros(importing: Any) -> None:
    path = importing.folder / "a.csv"
    text = (
        f"{importing.gdelt_line(1)}\r\n{importing.gdelt_line(2, name='A' + chr(0) + 'B', day='20200105')}\r\n"
    )
    path.write_bytes(text.encode())
    batch = importing.one("gdelt", path)
    assert (batch.read, batch.kept) == (2, 2)
    assert importing.events("actor_name, line, url")[1] == ("A B", 2, "https://news.example/2")


def test_a_name_that_is_a_pattern_or_sql(importing: Any) -> None:
    path = importing.write("[a]*'; DROP TABLE row; --.csv", [importing.gdelt_line(1)])
    importing.write("a.csv", [importing.gdelt_line(2, day="20200105")])
    assert importing.one("gdelt", path).kept == 1
    assert importing.events("file") == [path.name]


def test_a_file_imported_twice_adds_nothing(importing: Any) -> None:
    path = importing.write("a.csv", [importing.gdelt_line(1)])
    first, again = importing.run("gdelt", path, path)
    assert {type(first), type(again)} == {ImportBatch, Problem}
    (third,) = importing.run("gdelt", path)
    assert third.severity == "info" and "already imported as a.csv" in third.message
    assert len(importing.events()) == 1


def test_two_versions_of_a_day_count_once(importing: Any, reasons: Any) -> None:
    old = [importing.gdelt_line(n, day=f"2020010{n}") for n in (1, 2)]
    new = [old[0], old[1].replace("Oslo", "Bergen"), importing.gdelt_line(3, day="20200103")]
    importing.run("gdelt", importing.write("a.csv", old))
    batch = importing.one("gdelt", importing.write("a2.csv", new))
    assert reasons(batch) == {"already in the ledger from another file": (2, 1)}
    assert importing.events("source_id, place") == [
        ("1", "Oslo, Norway"),
        ("2", "Oslo, Norway"),
        ("3", "Oslo, Norway"),
    ]


def test_two_versions_of_a_day_in_one_go_count_once(importing: Any) -> None:
    old = importing.write("a.csv", [importing.gdelt_line(1)])
    new = importing.write(
        "a2.csv", [importing.gdelt_line(1, place="Bergen, Norway", url="https://news.example/9")]
    )
    first, second = importing.run("gdelt", old, new)
    assert (first.kept, second.kept, second.merged) == (1, 0, 1)


def test_the_same_event_of_a_later_file_counts_once(importing: Any) -> None:
    importing.run("gdelt", importing.write("a.csv", [importing.gdelt_line(1)]))
    later = importing.one("gdelt", importing.write("b.csv", [importing.gdelt_line(99, added="20200201")]))
    assert later.kept == 0 and len(importing.events()) == 1


def test_replace_takes_the_new_version(importing: Any) -> None:
    path = importing.write("a.csv", [importing.gdelt_line(1), importing.gdelt_line(2, day="20200105")])
    importing.run("gdelt", path, importing.write("b.csv", [importing.gdelt_line(3, day="20200104")]))
    importing.write("a.csv", [importing.gdelt_line(1, place="Bergen, Norway")])
    importing.one("gdelt", path, replace=True)
    assert importing.events("source_id, place") == [("1", "Bergen, Norway"), ("3", "Oslo, Norway")]
    assert {(b.file, b.kept) for b in importing.ledger.read_table(ImportBatch)} == {
        ("a.csv", 1),
        ("b.csv", 1),
    }


def test_replace_reads_the_same_bytes_anew_with_other_gates(importing: Any) -> None:
    path = importing.write("a.csv", [importing.gdelt_line(1, mentions="4")])
    importing.run("gdelt", path, gates={"min_mentions": 5})
    (told,) = importing.run("gdelt", path)
    assert "--replace" in told.message and importing.events() == []
    batch, again = sorted(importing.run("gdelt", path, path, replace=True), key=lambda o: type(o).__name__)
    assert batch.kept == 1 and again.severity == "info"
    assert [b.kept for b in importing.ledger.read_table(ImportBatch)] == [1] and len(importing.events()) == 1


def test_what_a_killed_import_left_is_removed_and_a_running_one_is_not(importing: Any) -> None:
    root = importing.ledger.path
    dead, alive = root / ".import-dead", root / ".import-alive"
    for folder in (dead, alive):
        folder.mkdir()
        (folder / "draft-1.parquet").write_bytes(b"half")
    with (alive / "in-use").open("ab") as mark:
        fcntl.flock(mark, fcntl.LOCK_EX)
        importing.run("gdelt", importing.write("a.csv", [importing.gdelt_line(1)]))
    assert [path.name for path in root.glob(".import-*")] == [".import-alive"]


def test_sources_are_never_spliced(importing: Any) -> None:
    importing.run("gdelt", importing.write("a.csv", [importing.gdelt_line(1, day="20180601", code="040")]))
    importing.run("icews", importing.write("b.tab", [importing.icews_line(1)]))
    series = history.load_dyad_series(importing.ledger, ("NOR", "SWE")).to_pylist()
    assert [(row["source"], row["n"], row["contacts"]) for row in series] == [
        ("gdelt", 1, 1),
        ("icews", 1, 1),
    ]
    assert set(history.list_citations(importing.ledger)) == {"gdelt", "icews"}


def test_compaction_orders_and_keeps_every_event(importing: Any) -> None:
    for n in range(3):
        lines = [
            importing.gdelt_line(10 * n + k, day=f"2020010{n + 1}", other=other)
            for k, other in enumerate(("SWE", "FIN"))
        ]
        importing.run("gdelt", importing.write(f"{n}.csv", lines))
    before = importing.events()
    importing.ledger.compact()
    assert importing.events() == before and len(importing.ledger.manifest.imports) == 1
    assert (
        importing.one("gdelt", importing.write("4.csv", [importing.gdelt_line(0, day="20200101")])).kept == 0
    )


def test_the_same_files_give_the_same_bytes(importing: Any) -> None:
    path = importing.write(
        "a.csv", [importing.gdelt_line(n, day=f"202001{n % 28 + 1:02}") for n in range(100)]
    )
    importing.run("gdelt", path)
    first = importing.ledger.manifest.imports
    importing.write("b.csv", [importing.gdelt_line(1)])
    importing.run("gdelt", path, replace=True)
    assert importing.ledger.manifest.imports == first


def test_lines_keep_their_numbers_in_large_files(importing: Any) -> None:
    lines = [
        importing.gdelt_line(n, day=f"{1980 + n // 336:04}{n // 28 % 12 + 1:02}{n % 28 + 1:02}")
        for n in range(336 * 30)
    ]
    copies = [line.replace("Oslo", f"Town{copy}") for copy in range(12) for line in lines]
    path = importing.write(
        "a.csv", [f"{n}{line[line.index(chr(9)) :]}" for n, line in enumerate(copies, start=1)]
    )
    assert importing.one("gdelt", path, gates={"dyads_only": True}).read == len(copies)
    ((wrong, found),) = importing.events("count(*) FILTER (line <> source_id::INT), count(*)", order="1")
    assert wrong == 0 and found > 1000


def test_a_file_of_another_kind_is_a_problem(importing: Any) -> None:
    (problem,) = importing.run("icews", importing.write("a.csv", [importing.gdelt_line(1)]))
    assert isinstance(problem, Problem) and "columns of icews" in problem.message
    assert importing.ledger.read_table(ImportBatch) == []


TODAY = dt.date(2024, 5, 1)


@pytest.mark.parametrize(
    ("said", "release", "first", "last", "count"),
    [
        ("2004..2006-02", "1", "/events/2004.zip", "/events/200602.zip", 4),
        ("2013-03..2013-04-02", "1", "/events/201303.zip", "/events/20130402.export.CSV.zip", 3),
        ("2024-04..2025", "1", "20240401.export.CSV.zip", "20240430.export.CSV.zip", 30),
        ("2015-02-19", "2", "20150219000000.export.CSV.zip", "20150219234500.export.CSV.zip", 96),
        (
            "2020-02",
            "mentions",
            "20200201000000.mentions.CSV.zip",
            "20200229234500.mentions.CSV.zip",
            29 * 96,
        ),
    ],
)
def test_downloads_are_listed(said: str, release: Any, first: str, last: str, count: int) -> None:
    found = list(list_downloads(said, today=TODAY, version=release))
    assert len(found) == count and found[0].endswith(first) and found[-1].endswith(last)


@pytest.mark.parametrize("said", ["2018-2024", "2018..", "2020-13", "1950", "2030..2031", "2020..2019"])
def test_ranges_that_cannot_be(said: str) -> None:
    with pytest.raises(UsageError, match="--list"):
        list(list_downloads(said, today=TODAY))
