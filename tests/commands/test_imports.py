"""`detente import` as people call it: report, exit codes, usage errors."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from detente.cli import app
from detente.errors import UsageError

runner = CliRunner()
ICEWS = (
    "Event ID\tEvent Date\tSource Name\tSource Sectors\tSource Country\tEvent Text\tCAMEO Code\tIntensity\t"
    "Target Name\tTarget Sectors\tTarget Country\tStory ID\tSentence Number\tPublisher\tCity\tDistrict\t"
    "Province\tCountry\tLatitude\tLongitude\n"
    "1\t2018-06-01\tA\tNA\tNorway\tx\t040\t1\tB\tNA\tSweden\t7\t1\tP\tOslo\tNA\tNA\tNorway\t1\t1\n"
    "2\t2018-06-01\tA\tNA\tNorway\tx\t010\t0\tB\tNA\tSweden\t7\t1\tP\tOslo\tNA\tNA\tNorway\t1\t1\n"
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "a.tab"
    path.write_text(ICEWS)
    return path


def test_the_report_tells_all(file: Path, tmp_path: Path) -> None:
    done = runner.invoke(app, ["import", "icews", str(file), "--ledger", str(tmp_path / "led")])
    assert done.exit_code == 0
    assert (
        "a.tab: 2 rows read, 1 events kept, 2018-06-01 to 2018-06-01, 0 rows of the same events"
        in done.stdout
    )
    assert "dropped 1: a comment" in done.stdout and "(first in line 3)" in done.stdout
    assert "What icews cannot fill:" in done.stdout and "Cite: Boschee" in done.stdout


def test_the_report_as_json_and_csv(file: Path, tmp_path: Path) -> None:
    done = runner.invoke(
        app, ["import", "icews", str(file), "--ledger", str(tmp_path / "a"), "--format", "json"]
    )
    (told,) = json.loads(done.stdout)["files"]
    assert (told["read"], told["kept"], told["dropped"][0]["line"]) == (2, 1, 3)
    done = runner.invoke(
        app, ["import", "icews", str(file), "--ledger", str(tmp_path / "b"), "--format", "csv"]
    )
    assert "icews,a.tab,kept,1," in done.stdout


def test_a_bad_file_does_not_stop_the_others(file: Path, tmp_path: Path) -> None:
    done = runner.invoke(
        app, ["import", "icews", str(tmp_path / "no.tab"), str(file), "--ledger", str(tmp_path / "led")]
    )
    assert done.exit_code == 1 and "no.tab" in done.output and "1 events kept" in done.stdout


def test_a_file_again_is_a_note(file: Path, tmp_path: Path) -> None:
    call = ["import", "icews", str(file), "--ledger", str(tmp_path / "led")]
    runner.invoke(app, call)
    again = runner.invoke(app, call)
    assert again.exit_code == 0 and "already imported as a.tab; nothing added" in again.output


@pytest.mark.parametrize(
    "arguments",
    [
        ["icews"],
        ["icews", "a.tab"],
        ["icews", "a.tab", "--ledger", "l", "--min-mentions", "3"],
        ["gdelt", "a.csv", "--ledger", "l", "--min-confidence", "50"],
        ["csv", "a.csv", "--ledger", "l"],
        ["icews", "--list", "2018"],
    ],
)
def test_what_cannot_be_asked(arguments: list[str]) -> None:
    done = runner.invoke(app, ["import", *arguments])
    assert isinstance(done.exception, UsageError)


def test_downloads_are_only_listed() -> None:
    done = runner.invoke(app, ["import", "gdelt", "--list", "2018-01-01..2018-01-02"])
    assert done.stdout.splitlines() == [
        "http://data.gdeltproject.org/events/20180101.export.CSV.zip",
        "http://data.gdeltproject.org/events/20180102.export.CSV.zip",
    ]
