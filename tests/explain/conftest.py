"""The world of tests/measure, in which the right answer is known."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import pytest

_PLACE = Path(__file__).resolve().parent.parent / "measure" / "conftest.py"


@pytest.fixture
def world() -> Any:
    spec = importlib.util.spec_from_file_location("measured_world", _PLACE)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.World()
