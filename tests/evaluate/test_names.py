from pathlib import Path

import pytest

from detente.errors import InputError
from detente.evaluate.names import evaluate_names, list_spans, read_iob


def test_exact_spans_of_the_three_classes_count(tmp_path: Path) -> None:
    words = [("Kari", "B-PER"), ("Lund", "I-PER"), ("visited", "O"), ("Kenya", "B-LOC"), ("and", "O"),
             ("Peru", "O"), (".", "O")]  # fmt: skip
    path = tmp_path / "gold.iob2"
    path.write_text("# text = x\n" + "".join(f"{i}\t{w}\t{n}\t-\n" for i, (w, n) in enumerate(words, 1)))
    scores = evaluate_names(path, predictions=tmp_path / "ours.iob2")
    assert scores["PER"].f1 == 1
    assert (scores["LOC"].precision, scores["LOC"].recall) == (0.5, 1)
    assert (scores["all"].gold, scores["all"].recall) == (2, 1)
    assert read_iob(tmp_path / "ours.iob2")[0][1][5] == "B-LOC"


def test_spans_of_labels() -> None:
    assert list_spans(["B-PER", "B-PER", "I-PER", "O", "I-LOC"]) == {
        (0, 1, "PER"),
        (1, 3, "PER"),
        (4, 5, "LOC"),
    }
    assert list_spans(["B-PER", "I-LOC"]) == {(0, 1, "PER"), (1, 2, "LOC")}


def test_a_line_without_a_label_is_refused(tmp_path: Path) -> None:
    (tmp_path / "bad.iob2").write_text("Kari\n")
    with pytest.raises(InputError, match="line 1"):
        evaluate_names(tmp_path / "bad.iob2")


def test_the_shipped_model_holds_its_floor(shared: Path) -> None:
    scores = evaluate_names(shared / "data/names/uner_ewt_test.iob2")
    print(scores)
    assert scores["all"].f1 >= 0.74
