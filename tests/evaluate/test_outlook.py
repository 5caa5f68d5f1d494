"""`evaluate outlook` on a table: the keys that others read, from a small world."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from pytest import approx
from typer.testing import CliRunner

from detente.cli import app
from made_panels import draw_noise


def write_series(path: Path, net: np.ndarray) -> Path:
    lines = ["date,dyad,net"]
    for row, months in enumerate(net):
        for column, value in enumerate(months):
            lines.append(f"{2000 + column // 12}-{column % 12 + 1:02d}-01,A{row:02d}-B{row:02d},{value:.3f}")
    path.write_text("\n".join(lines) + "\n")
    return path


def test_the_report_has_every_score_with_its_interval(tmp_path: Path) -> None:
    net = draw_noise(40, 60)
    for month in range(1, 60):
        net[:, month] += 0.8 * net[:, month - 1]
    path = write_series(tmp_path / "series.csv", net)
    result = CliRunner().invoke(app, ["evaluate", "outlook", "--series", str(path), "--format", "json"])
    assert result.exit_code == 0, result.output
    report = json.loads(result.stdout)
    for target in ("three_classes", "conflict_month", "freeze_onset"):
        scores = report[target]
        for name in ("climatology", "climatology_dyad", "climatology_global", "markov"):
            low, high = scores[f"skill_over_{name}_interval"]
            assert low <= scores[f"skill_over_{name}"] <= high
            assert 1 - scores["brier"] / scores[f"brier_{name}"] == approx(scores[f"skill_over_{name}"])
        assert scores["log_skill_interval"][0] <= scores["log_skill"]
        assert sum(b["n"] for b in scores["calibration"]) == scores["n"] * (
            3 if target == "three_classes" else 1
        )
        assert 0 <= scores["ece"] < 0.2
    assert report["three_classes"]["dyads"] == 40
    table = CliRunner().invoke(app, ["evaluate", "outlook", "--series", str(path)]).stdout
    assert "skill_over_climatology" in table


def test_a_bad_table_and_a_bad_limit_are_told(tmp_path: Path) -> None:
    path = tmp_path / "bad.csv"
    path.write_text("day,pair\n1,2\n")
    assert CliRunner().invoke(app, ["evaluate", "outlook", "--series", str(path)]).exit_code != 0
    bad = ["evaluate", "outlook", "--series", str(path), "--conflict", "0"]
    assert CliRunner().invoke(app, bad).exit_code != 0
