"""Articles in JSON: what is kept, what is passed over, and where a line is wrong."""

import json
from io import BytesIO
from typing import Any

import pytest

from detente.read import json_articles
from detente.read.json_articles import read_json, read_json_lines
from detente.read.texts import RawText
from detente.records import Problem

FULL = {
    "text": "They met.\r\nThey left.",
    "title": "Envoys meet",
    "url": "https://a.example/1",
    "published": "2019-05-07",
    "outlet": "Andes Radio",
    "country": "PER",
    "authors": ["Ada Roe", "", 5, "Jan Poe"],
    "views": {"n": 3},
}


def lines(*rows: Any) -> list[RawText | Problem]:
    data = "\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows).encode()
    return list(read_json_lines(BytesIO(data), "a.jsonl"))


def test_all_fields() -> None:
    (raw,) = lines(FULL)
    assert isinstance(raw, RawText)
    assert raw.text == "They met.\nThey left."
    source = raw.source
    assert (source.path, source.url, source.outlet, source.country, source.title) == (
        "a.jsonl:1",
        "https://a.example/1",
        "Andes Radio",
        "PER",
        "Envoys meet",
    )
    assert (raw.published, raw.authors) == ("2019-05-07", ("Ada Roe", "5", "Jan Poe"))


def test_text_alone_and_author_alone() -> None:
    (raw,) = lines({"text": "They met.", "author": "Ada Roe", "title": None, "url": ["x"], "published": True})
    assert isinstance(raw, RawText)
    assert (raw.authors, raw.source.title, raw.source.url, raw.published) == (("Ada Roe",), None, None, None)


def test_bad_line_is_named_by_its_number_and_the_rest_goes_on() -> None:
    found = lines({"text": "a"}, "", "{bad", {"title": "x"}, "[1]", {"text": 5}, {"text": "b"})
    assert [type(row).__name__ for row in found] == ["RawText", *["Problem"] * 4, "RawText"]
    assert [row.path for row in found if isinstance(row, Problem)] == [f"a.jsonl:{n}" for n in (3, 4, 5, 6)]
    assert isinstance(found[1], Problem) and "not JSON" in found[1].message


def test_half_surrogate_is_a_problem_of_its_line() -> None:
    found = lines('{"text": "a\\ud83db"}', {"text": "b"})
    assert isinstance(found[0], Problem) and found[0].path == "a.jsonl:1"
    assert isinstance(found[1], RawText)


def test_line_in_an_old_encoding() -> None:
    data = '{"text": "The café in Köln was where they met on Monday.", "title": "Café"}'.encode("cp1252")
    (raw,) = read_json_lines(BytesIO(data), "a.jsonl")
    assert isinstance(raw, RawText) and "café in Köln" in raw.text


def test_line_too_long_is_skipped_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_articles, "MAX_BYTES", 50)
    found = lines({"text": "a" * 200}, {"text": "b"})
    assert isinstance(found[0], Problem) and "larger than" in found[0].message
    assert isinstance(found[1], RawText) and found[1].source.path == "a.jsonl:2"


def test_json_object_and_list() -> None:
    one = list(read_json(BytesIO(json.dumps(FULL).encode()), "a.json"))
    assert isinstance(one[0], RawText) and one[0].source.path == "a.json"
    several = list(read_json(BytesIO(json.dumps([FULL, {"x": 1}, FULL]).encode()), "a.json"))
    assert [type(row).__name__ for row in several] == ["RawText", "Problem", "RawText"]
    assert isinstance(several[1], Problem) and several[1].path == "a.json:2"
