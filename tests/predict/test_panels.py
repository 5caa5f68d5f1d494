"""Panels from tables: whole months only, quiet months are zero, holes are holes."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import pytest

from detente.errors import InputError
from detente.predict.panels import load_series_panel


def write_table(path: Path, rows: list[tuple[dt.date, str, float]]) -> Path:
    path.write_text("date,dyad,net\n" + "".join(f"{d},{dyad},{net}\n" for d, dyad, net in rows))
    return path


def list_days(first: str, last: str) -> list[dt.date]:
    start, end = dt.date.fromisoformat(first), dt.date.fromisoformat(last)
    return [start + dt.timedelta(days=i) for i in range((end - start).days + 1)]


def test_days_become_months_and_half_months_are_left_out(tmp_path: Path) -> None:
    rows = [(day, "NOR-SWE", 2.0) for day in list_days("2020-01-15", "2020-05-20")]
    rows.append((dt.date(2020, 2, 3), "FIN-SWE", -7.0))
    panel = load_series_panel(write_table(tmp_path / "a.csv", rows))
    assert panel.dyads == ("FIN-SWE", "NOR-SWE")
    assert (panel.name_month(0), panel.name_month(panel.months)) == (dt.date(2020, 2, 1), dt.date(2020, 5, 1))
    np.testing.assert_array_equal(panel.net, [[-7, 0, 0], [58, 62, 60]])
    np.testing.assert_array_equal(panel.strife[0], [7, 0, 0])
    assert panel.share[0, 0] == pytest.approx(1 / 29)


def test_a_month_that_the_source_missed_is_a_hole_for_all(tmp_path: Path) -> None:
    days = list_days("2020-01-01", "2020-03-31") + list_days("2020-05-01", "2020-06-30")
    panel = load_series_panel(write_table(tmp_path / "a.csv", [(day, "NOR-SWE", 1.0) for day in days]))
    assert np.isnan(panel.net[0, 3]) and np.isfinite(panel.net[0, [0, 1, 2, 4, 5]]).all()


def test_monthly_tables_are_whole_months(tmp_path: Path) -> None:
    rows = [(dt.date(2020, month, 1), "NOR-SWE", float(month)) for month in range(1, 13)]
    panel = load_series_panel(write_table(tmp_path / "a.csv", rows))
    np.testing.assert_array_equal(panel.net[0], np.arange(1, 13))


@pytest.mark.parametrize("text", ["date,dyad\n2020-01-01,A-B\n", "", "date,dyad,net\nsoon,A-B,1\n"])
def test_another_table_is_told_with_its_name(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(text)
    with pytest.raises(InputError, match=r"a\.csv"):
        load_series_panel(path)


def test_what_was_known_ends_with_the_month(tmp_path: Path) -> None:
    rows = [(dt.date(2020, month, 1), "NOR-SWE", float(month)) for month in range(1, 13)]
    known = load_series_panel(write_table(tmp_path / "a.csv", rows)).until(6, back=3)
    np.testing.assert_array_equal(known.net[0], [5, 6, 7])
    assert known.name_month(0) == dt.date(2020, 5, 1)
