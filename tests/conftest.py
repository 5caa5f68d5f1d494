"""What tests share: where the measuring data lies, when it is there."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def find_shared() -> Path | None:
    """The folder of shared texts and gold, or None where it is absent."""
    path = Path(os.environ.get("DETENTE_SHARED", ROOT.parent / "shared"))
    return path if path.is_dir() else None


@pytest.fixture(scope="session", autouse=True)
def _no_own_lexicon(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Whoever runs the tests may have a lexicon of their own: here it is an empty folder."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DETENTE_LEXICON", str(tmp_path_factory.mktemp("lexicon")))
        yield


@pytest.fixture(scope="session")
def shared() -> Path:
    path = find_shared()
    if path is None:
        pytest.skip("no shared data: set DETENTE_SHARED to the folder with corpus, gold and data")
    return path
