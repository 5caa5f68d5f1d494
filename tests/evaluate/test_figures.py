"""The scorer of figures: its counts on sentences whose answer is known, and its conventions."""

import json
from pathlib import Path

import pytest

from detente.errors import InputError
from detente.evaluate.figures import evaluate_figures, read_texts, to_quantities


def row(text: str, *quantities: tuple[str, str, str]) -> dict[str, object]:
    keys = ("change", "value", "unit")
    rows = [dict(zip(keys, q, strict=True)) | {"normalized_unit": q[2]} for q in quantities]
    return {"text": text, "quantities": rows}


def score(tmp_path: Path, *rows: dict[str, object]) -> dict[str, tuple[int, int, int]]:
    path = tmp_path / "rows.json"
    path.write_text(json.dumps(rows), "utf-8")
    report = evaluate_figures(path)
    return {s.name: (s.counts.right, s.counts.wrong, s.counts.missed) for s in report.scores}


def test_right_wrong_and_missed_are_counted(tmp_path: Path) -> None:
    rows = [
        row("Rents rose 4% to $900.", ("up", "4", "percentage"), ("=", "900", "dollar")),
        row("They sold 12 kites.", ("=", "12", "boats"), ("=", "3", "swans")),
    ]
    assert score(tmp_path, *rows) == {"value": (3, 0, 1), "value+unit": (2, 1, 2), "value+change": (3, 0, 1)}


def test_a_way_between_two_levels_is_one_pair() -> None:
    (figures,) = read_texts(["Fares went down from $20 to $15."])
    assert [q["value"] for q in to_quantities(figures)] == ["20-15"]


def test_ranks_do_not_count() -> None:
    (figures,) = read_texts(["It is the third-largest port."])
    assert to_quantities(figures) == []


def test_misses_name_the_sentence(tmp_path: Path) -> None:
    path = tmp_path / "rows.json"
    path.write_text(json.dumps([row("Nothing here.", ("=", "5", "euro"))]), "utf-8")
    assert evaluate_figures(path).misses == {"not found": ["5 euro | Nothing here."]}


@pytest.mark.parametrize("content", ["no json", '{"text": 1}', '[{"text": "x"}]'])
def test_another_file_is_an_input_error(tmp_path: Path, content: str) -> None:
    path = tmp_path / "rows.json"
    path.write_text(content, "utf-8")
    with pytest.raises(InputError, match=r"rows\.json"):
        evaluate_figures(path)
