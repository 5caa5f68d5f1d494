"""Tables of dyads in the ways people write them, and what is said of a cell that makes no sense."""

from __future__ import annotations

import datetime as dt
import gzip
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from detente.errors import InputError
from detente.measure.dyad_tables import order_dyad, read_dyad_table

DAY = dt.date(2020, 1, 6)


def read(tmp_path: Path, text: str, number: str = "net") -> list[dict[str, object]]:
    path = tmp_path / "a.csv"
    path.write_text(text, encoding="utf-8")
    rows: list[dict[str, object]] = read_dyad_table(path, number).to_pylist()
    return rows


@pytest.mark.parametrize(
    "day",
    ["2020-01-06", "20200106", "2020/01/06", "2020-01-06 00:00:00", "2020-01-06T10:00:00Z", "6 January 2020"],
)
def test_days_in_every_way_that_has_one_meaning(tmp_path: Path, day: str) -> None:
    assert read(tmp_path, f"date,dyad,net\n{day},NOR-SWE,1.5\n") == [
        {"date": DAY, "dyad": "NOR-SWE", "net": 1.5}
    ]


@pytest.mark.parametrize("month", ["2020-01", "202001", "2020/01"])
def test_months_are_their_first_day(tmp_path: Path, month: str) -> None:
    assert read(tmp_path, f"date,dyad,net\n{month},NOR-SWE,1\n")[0]["date"] == dt.date(2020, 1, 1)


@pytest.mark.parametrize(
    "name", ["NOR-SWE", "SWE-NOR", "nor_swe", "SWE/NOR", "NOR SWE", "SWE -> NOR", "NOR–SWE"]
)
def test_dyads_in_every_way(name: str) -> None:
    assert order_dyad(name) == "NOR-SWE"


def test_names_of_more_words_stay_whole() -> None:
    assert order_dyad("United States-Russia") == "Russia-United States"


def test_columns_in_any_order_case_and_division(tmp_path: Path) -> None:
    expected = [{"date": DAY, "dyad": "NOR-SWE", "net": -2.0}]
    for text in (
        "Net;note;Dyad;DATE\n-2;x;SWE-NOR;2020-01-06\n",
        "dyad\tdate\tnet\nNOR-SWE\t2020-01-06\t-2\n",
    ):
        assert read(tmp_path, text) == expected
    packed = tmp_path / "b.csv.gz"
    packed.write_bytes(gzip.compress(b"date,dyad,net\n2020-01-06,NOR-SWE,-2\n"))
    assert read_dyad_table(packed, "net").to_pylist() == expected


def test_missing_cells_are_null_and_no_error(tmp_path: Path) -> None:
    rows = read(tmp_path, "date,dyad,net\n2020-01-06,NOR-SWE,NA\n,NOR-SWE,1\n2020-01-06,,1\n")
    assert [[row[name] is None for name in ("date", "dyad", "net")] for row in rows] == [
        [False, False, True], [True, False, False], [False, True, False],
    ]  # fmt: skip


@pytest.mark.parametrize("kind", [pa.string(), pa.timestamp("us", tz="UTC"), pa.timestamp("ns"), pa.date32()])
def test_parquet_of_every_kind_of_date(tmp_path: Path, kind: pa.DataType) -> None:
    days = pa.array([DAY], pa.date32()).cast(kind)
    pq.write_table(
        pa.table({"date": days, "dyad": ["SWE_NOR"], "net": pa.array([1], pa.int32())}),
        tmp_path / "a.parquet",
    )
    assert read_dyad_table(tmp_path / "a.parquet", "net").to_pylist() == [
        {"date": DAY, "dyad": "NOR-SWE", "net": 1.0}
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("date,dyad,net\n2020-01-06,A-B,1\n2020-01-07,A-B,x\n2020-01-08,A-B,y\n",
         r"a\.csv, line 3: 'x' is not a number .*1 cells"),
        ("date,dyad,net\n2020-01-06,A-B,1\n03/04/2020,A-B,1\n", "line 3: '03/04/2020' is not a date"),
        ("date,dyad\n2020-01-06,A-B\n", "no column net; it has date, dyad"),
        ("", r"a\.csv"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_told_with_its_line(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(InputError, match=told):
        read(tmp_path, text)
