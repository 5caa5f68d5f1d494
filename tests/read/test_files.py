"""Reading: every kind of file, every kind of failure, one document at a time."""

import json
import os
import sys
from collections.abc import Iterator
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.read import files, texts
from detente.read.files import list_inputs, make_read_document, read_documents
from detente.read.texts import RawText
from detente.records import Document, Problem, Source

STORY = "The envoys of Peru and Chile met in Lima on Monday, and both sides called the meeting useful."


def read(*paths: Path | str) -> tuple[list[Document], list[Problem]]:
    found = list(read_documents(paths))
    documents = [record for record in found if isinstance(record, Document)]
    return documents, [record for record in found if isinstance(record, Problem)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "two.txt").write_text(STORY + " Twice.")
    (tmp_path / "a.txt").write_text(STORY)
    (tmp_path / ".hidden.txt").write_text(STORY)
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "x.txt").write_text(STORY)
    return tmp_path


def test_folder_is_listed_sorted_without_hidden_files_and_nothing_twice(folder: Path) -> None:
    expected = [str(folder / "a.txt"), str(folder / "b" / "two.txt")]
    assert list_inputs([folder, folder / "a.txt"]) == expected
    assert list_inputs([folder / ".hidden.txt", "-"]) == [str(folder / ".hidden.txt"), "-"]


def test_links_are_followed_once_and_never_loop(folder: Path) -> None:
    (folder / "b" / "up").symlink_to(folder, target_is_directory=True)
    (folder / "self").symlink_to(folder / "self")
    os.mkfifo(folder / "pipe")
    documents, problems = read(folder)
    assert len(documents) == 2
    assert [problem.path for problem in problems] == [str(folder / "self")]


def test_reading_is_lazy(folder: Path) -> None:
    opened = []

    def reader(stream: object, path: str) -> Iterator[RawText]:
        opened.append(path)
        yield RawText(text=STORY, source=Source(path=path), rule="test", detail="test")

    found = read_documents([folder], readers={".txt": reader})
    assert isinstance(next(found), Document)
    assert opened == [str(folder / "a.txt")]


def test_plain_text_changes_only_mark_and_line_ends(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"\xef\xbb\xbf" + "A\xa0day\r\nin Lima\r.\u2028\t<b>Bold</b> ".encode())
    (document,), problems = read(path)
    assert document.text == "A\xa0day\nin Lima\r.\u2028\t<b>Bold</b> "
    assert not problems
    assert document.sources[0].path == str(path)
    assert "UTF-8 by its byte order mark" in document.detail


def test_document_carries_what_the_page_says(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(f"Envoys meet in Lima\n\nENA / May 7, 2019\nBy Ada Roe\n\n{STORY}\n\nEast News Agency")
    (document,), _ = read(path)
    assert (document.title, document.authors, document.outlet, document.language) == (
        "Envoys meet in Lima",
        ("Ada Roe",),
        "East News Agency",
        "en",
    )
    assert str(document.published.start) == "2019-05-07"
    assert len(document.signature) == 512


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("empty.txt", b"", "empty"),
        ("blank.txt", b" \n\xc2\xa0\r\n", "only blanks"),
        ("test.txt", b"Monday, March 15, 2021\n\n", "no article text"),
        ("zero.txt", b"ab\0cd", "binary"),
        ("noise.bin", bytes(range(256)) * 4, "binary"),
        ("broken.json", b'{"text": ', "not JSON"),
        ("deep.json", b"[" * 100_000, "not JSON"),
        ("other.json", b'{"body": "x"}', 'missing required field `text`'),
        ("empty.jsonl", b"", "empty"),
        ("empty.html", b"<html><body></body></html>", "no article"),
        ("fake.pdf", b"not a pdf", "not a PDF"),
    ],
)  # fmt: skip
def test_bad_file_is_a_problem_and_the_rest_is_read(
    tmp_path: Path, name: str, content: bytes, says: str
) -> None:
    (tmp_path / name).write_bytes(content)
    (tmp_path / "zz.txt").write_text(STORY)
    documents, (problem,) = read(tmp_path)
    assert [document.text for document in documents] == [STORY]
    assert problem.path == str(tmp_path / name)
    assert says in problem.message and str(tmp_path / name) in problem.message
    assert (problem.stage, problem.severity) == ("read", "major")


def test_missing_file_and_folder_without_files(tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    _, problems = read(tmp_path / "none", tmp_path / "nowhere.txt")
    assert [problem.message.split(": ")[-1] for problem in problems] == [
        "no file to read in this folder",
        "no such file or folder",
    ]


def test_no_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: str) -> None:
        raise PermissionError(13, "Permission denied", path)

    (tmp_path / "a.txt").write_text(STORY)
    monkeypatch.setattr(files, "_open", refuse)  # root may read anything, so a real mode would not do
    documents, (problem,) = read(tmp_path)
    assert not documents and problem.message.endswith("no permission to read it")


def test_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(texts, "MAX_BYTES", 1_000)
    (tmp_path / "a.txt").write_bytes(b"a" * 1_001)
    (tmp_path / "b.txt").write_bytes(b"a" * 1_000)
    documents, (problem,) = read(tmp_path)
    assert len(documents) == 1 and "larger than" in problem.message


def test_standard_input_is_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(STORY.encode())))
    (document,), _ = read("-")
    assert (document.text, document.sources[0].path) == (STORY, "-")


def test_other_language_is_kept_and_named_in_a_problem(tmp_path: Path) -> None:
    (tmp_path / "de.txt").write_text(
        "Der Botschafter sagte, dass die Gespräche nicht fortgesetzt werden und er geht."
    )
    (document,), (problem,) = read(tmp_path)
    assert document.language == "de"
    assert problem.document == document.id and "cannot read language de yet" in problem.message


def test_same_text_in_two_files_has_one_id(folder: Path) -> None:
    (folder / "c.txt").write_text(STORY)
    documents, _ = read(folder / "a.txt", folder / "c.txt")
    assert documents[0].id == documents[1].id
    assert documents[0].sources != documents[1].sources


@given(st.text(max_size=300), st.text(max_size=30))
def test_any_text_is_read_or_refused_and_read_the_same_again(text: str, title: str) -> None:
    raw = RawText(text=text, source=Source(path="a", title=title or None), rule="test", detail="test")
    found = list(make_read_document(raw))
    assert found == list(make_read_document(raw))
    for record in found:
        if isinstance(record, Document):
            assert record.text == text
            span = record.published.span
            assert span is None or text[span.start : span.end] == span.quote


def test_hostile_article_is_only_text(tmp_path: Path) -> None:
    text = f"{STORY} <script>alert(1)</script> {{{{7*7}}}} $(rm -rf /) %s '; DROP TABLE event; -- (a+)+$"
    (tmp_path / "a.jsonl").write_text(json.dumps({"text": text, "title": "(a+)+$", "outlet": "[["}))
    (document,), problems = read(tmp_path)
    assert document.text == text and not problems
