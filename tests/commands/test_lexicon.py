"""`detente lexicon`: what check and update print, what update writes, and what it says without a network."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from detente.cli import app
from detente.errors import InputError

ANSWER = Path(__file__).parent / "wikidata_answer.json"
RUNNER = CliRunner()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DETENTE_LEXICON", str(tmp_path / "own"))
    return tmp_path / "own"


def test_check_prints_coverage() -> None:
    result = RUNNER.invoke(app, ["lexicon", "check", "--format", "json"])
    assert result.exit_code == 0
    assert json.loads(result.stdout) == []
    assert "states with a foreign minister" in result.stderr


def test_check_prints_agreement_over_all_states(shared: Path) -> None:
    result = RUNNER.invoke(app, ["lexicon", "check", "--data", str(shared / "data" / "offices")])
    line = next(line for line in result.stderr.splitlines() if line.startswith("REIGN: months agreed"))
    assert float(line.rpartition("(")[2].rstrip("%)")) >= 98


def test_update_prints_and_writes_nothing_by_itself(folder: Path) -> None:
    result = RUNNER.invoke(app, ["lexicon", "update", "--from", str(ANSWER), "--format", "json"])
    assert result.exit_code == 0
    # to the shipped lexicon these holders of invented names contradict the past
    assert {row["kind"] for row in json.loads(result.stdout)} == {"differ"}
    assert not folder.exists()


def test_update_applies_to_the_folder_of_the_user(folder: Path, tmp_path: Path) -> None:
    answer = json.loads(ANSWER.read_text(encoding="utf-8"))
    row = next(r for r in answer["results"]["bindings"] if r["personLabel"]["value"] == "Eva Noir")
    row["start"]["value"] = "2025-11-02T00:00:00Z"
    saved = tmp_path / "answer.json"
    saved.write_text(json.dumps({"head": answer["head"], "results": {"bindings": [row]}}), encoding="utf-8")
    result = RUNNER.invoke(app, ["lexicon", "update", "--from", str(saved), "--apply"])
    assert result.exit_code == 0
    assert "Eva Noir" in (folder / "holders.csv").read_text(encoding="utf-8")
    assert "fra-president" in (folder / "offices.csv").read_text(encoding="utf-8")


def test_update_asks_the_service(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def answer(request: Any, timeout: float) -> io.BytesIO:
        asked.append(request.full_url)
        return io.BytesIO(ANSWER.read_bytes())

    monkeypatch.setattr("urllib.request.urlopen", answer)
    assert RUNNER.invoke(app, ["lexicon", "update", "--since", "2021-01-01"]).exit_code == 0
    assert len(asked) == 2
    assert all("2021-01-01T00%3A00%3A00Z" in url and "format=json" in url for url in asked)


def test_update_without_network_says_what_to_do(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(request: Any, timeout: float) -> io.BytesIO:
        raise OSError("no route to host")

    monkeypatch.setattr("urllib.request.urlopen", refuse)
    result = RUNNER.invoke(app, ["lexicon", "update"])
    assert isinstance(result.exception, InputError)
    assert "--from FILE" in str(result.exception)
    assert "no route to host" in str(result.exception)


def test_a_bad_day_is_a_usage_error(folder: Path) -> None:
    assert "is no date" in str(RUNNER.invoke(app, ["lexicon", "update", "--since", "yesterday"]).exception)
