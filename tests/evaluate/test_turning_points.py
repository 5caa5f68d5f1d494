"""The score of turning points on tables of our own: what matches, what counts, what a bad file says."""

from __future__ import annotations

import csv
import datetime as dt
import json
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from detente.cli import app
from detente.errors import InputError, UsageError
from detente.evaluate.coverage import evaluate_coverage
from detente.evaluate.turning_points import evaluate_turning_points, write_report
from detente.evaluate.weekly_series import DatedTurn, read_dated_turns, read_weekly_series

START = dt.date(2018, 1, 1)
NAMES = [f"A{c}A-BBB" for c in "CDEFGHIJKLMN"]
TURN = dt.date(2020, 6, 1)


def make_table(
    *, sign: int = -1, jump: float = 40.0, days: int = 2000, skip: tuple[int, int] = (0, 0)
) -> pa.Table:
    """Twelve dyads with a row a day; each turns on the same day by so much."""
    random = np.random.default_rng(3)
    kept = [d for d in range(days) if not skip[0] <= d < skip[1]]
    rows = [
        (START + dt.timedelta(days=d), name, random.normal(10, 20) + sign * jump * (d >= (TURN - START).days))
        for name in NAMES for d in kept
    ]  # fmt: skip
    return pa.table(dict(zip(("date", "dyad", "net"), zip(*rows, strict=True), strict=True)))


def write_truth(path: Path, turns: list[tuple[str, str, int]]) -> Path:
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["era", "dyad", "date", "sign", "label"])
        writer.writerows(["x", *turn, "because, of this"] for turn in turns)
    return path


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("turns")
    pq.write_table(make_table(), folder / "series.parquet")
    truth = [(name, "2020-06-01", -1) for name in NAMES]
    truth += [("AAA-ZZZ", "2020-06-01", -1), (NAMES[0], "2009-01-01", -1), (NAMES[0], "2030-01-01", 1)]
    return folder / "series.parquet", write_truth(folder / "truth.csv", truth)


def test_planted_turns_are_found_and_strangers_do_not_count(files: tuple[Path, Path]) -> None:
    report = evaluate_turning_points(read_weekly_series(files[0]), read_dated_turns(files[1]))
    assert (report.points, report.dyads) == (12, 12)
    for quality in (report.offline, report.online):
        assert quality.recall >= 0.9 and quality.false_alarms_per_dyad_year <= 0.6
        assert quality.chance_recall < 0.4
    assert report.offline.median_lag_days is not None and abs(report.offline.median_lag_days) <= 7
    assert report.online.median_lag_days is not None and 0 <= report.online.median_lag_days <= 35


def test_the_sign_must_agree(files: tuple[Path, Path]) -> None:
    wrong = [DatedTurn(name, TURN, 1) for name in NAMES]
    report = evaluate_turning_points(read_weekly_series(files[0]), wrong)
    assert report.offline.recall < 0.3


def test_the_window_ends_where_it_should(files: tuple[Path, Path]) -> None:
    series = read_weekly_series(files[0])
    for days, found in ((35, True), (-60, True), (300, False), (-300, False)):
        moved = [DatedTurn(name, TURN + dt.timedelta(days=days), -1) for name in NAMES]
        recall = evaluate_turning_points(series, moved).offline.recall
        assert (recall > 0.5) == found, days


def test_the_command_prints_the_fields_that_were_asked_for(files: tuple[Path, Path]) -> None:
    args = ["evaluate", "turning-points", "--series", str(files[0]), "--truth", str(files[1])]
    fields = json.loads(CliRunner().invoke(app, [*args, "--format", "json"]).stdout)
    for mode in ("offline", "online"):
        assert {"recall", "chance_recall", "false_alarms_per_dyad_year", "median_lag_days"} <= set(
            fields[mode]
        )
    text = CliRunner().invoke(app, [*args, "--misses"]).stdout
    assert "12 dated turns of 12 dyads" in text
    table = CliRunner().invoke(app, [*args, "--format", "csv"]).stdout
    assert [row["mode"] for row in csv.DictReader(table.splitlines())] == ["offline", "online"]


def test_csv_and_parquet_dates_and_orders_are_read_alike(files: tuple[Path, Path], tmp_path: Path) -> None:
    import pyarrow.csv

    table = make_table()
    turned = [
        name if i % 2 else "-".join(name.split("-")[::-1]) for i, name in enumerate(table["dyad"].to_pylist())
    ]
    pyarrow.csv.write_csv(table.set_column(1, "dyad", pa.array(turned)), tmp_path / "series.csv")
    one, other = read_weekly_series(files[0]), read_weekly_series(tmp_path / "series.csv")
    assert one.monday == other.monday
    assert all(np.allclose(one.values[n], other.values[n], equal_nan=True) for n in NAMES)


def test_days_without_any_row_are_holes(tmp_path: Path) -> None:
    pq.write_table(make_table(skip=(700, 742)), tmp_path / "series.parquet")
    series = read_weekly_series(tmp_path / "series.parquet")
    assert all(np.isnan(values).sum() in (5, 6) for values in series.values.values())


def test_a_row_a_week_is_taken_as_it_is(tmp_path: Path) -> None:
    rows = {
        "date": [START + dt.timedelta(weeks=w) for w in range(60)],
        "dyad": ["AAA-BBB"] * 60,
        "net": [7.0] * 60,
    }
    pq.write_table(pa.table(rows), tmp_path / "series.parquet")
    assert (read_weekly_series(tmp_path / "series.parquet").values["AAA-BBB"] == 7.0).all()


def test_few_dyads_cannot_tell_a_hole_from_quiet(tmp_path: Path) -> None:
    table = make_table(skip=(700, 742)).filter(
        pa.compute.equal(make_table(skip=(700, 742))["dyad"], NAMES[0])
    )
    pq.write_table(table, tmp_path / "series.parquet")
    assert np.isfinite(read_weekly_series(tmp_path / "series.parquet").values[NAMES[0]]).all()


def test_one_dyad_is_scored_by_the_shipped_threshold(files: tuple[Path, Path]) -> None:
    report = evaluate_turning_points(read_weekly_series(files[0]), [DatedTurn(NAMES[0], TURN, -1)])
    assert report.dyads == 1 and report.offline.recall == 1.0


def test_bad_files_say_what_and_where(tmp_path: Path, files: tuple[Path, Path]) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_weekly_series(tmp_path / "absent.parquet")
    with pytest.raises(InputError, match="no column dyad, net"):
        (tmp_path / "a.csv").write_text("date,value\n2020-01-01,3\n")
        read_weekly_series(tmp_path / "a.csv")
    with pytest.raises(InputError, match="line 2: needs a dyad"):
        read_dated_turns(write_truth(tmp_path / "t.csv", [("AAA-BBB", "2020-01-01", 3)]))
    with pytest.raises(InputError, match="no dated turn lies inside"):
        evaluate_turning_points(read_weekly_series(files[0]), [DatedTurn("XXX-YYY", TURN, 1)])
    report = evaluate_turning_points(read_weekly_series(files[0]), [DatedTurn(NAMES[0], TURN, -1)])
    with pytest.raises(UsageError, match="no format"):
        write_report(report, format="xml")


def test_adaptive_intervals_hold_nine_in_ten_even_when_noise_doubles() -> None:
    random = np.random.default_rng(1)
    series = [
        np.cumsum(random.normal(0, 0.2, 500))
        + random.normal(0, 1, 500) * np.where(np.arange(500) < 250, 1, 2)
        for _ in range(10)
    ]
    found = evaluate_coverage(series)
    assert found.normal < 0.75
    assert 0.84 < found.adaptive < 0.94
    with pytest.raises(InputError, match="no series"):
        evaluate_coverage([np.zeros(50)])
