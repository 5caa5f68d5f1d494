"""A reading depends on the user's own rows of the lexicon: other rows, another digest."""

from pathlib import Path

import pytest

from detente.pipeline import digest_reading


def test_own_rows_change_the_digest_and_other_files_do_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DETENTE_LEXICON", str(tmp_path))
    without = digest_reading.__wrapped__()
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    assert digest_reading.__wrapped__() == without
    (tmp_path / "people.csv").write_text("person,name\nQ1,Ada Example\n", encoding="utf-8")
    one = digest_reading.__wrapped__()
    (tmp_path / "people.csv").write_text("person,name\nQ1,Ada Ejemplo\n", encoding="utf-8")
    assert len({without, one, digest_reading.__wrapped__()}) == 3
