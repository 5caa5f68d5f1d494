"""Scores of attributions: what matches exactly, by overlap and not at all."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from detente.errors import InputError
from detente.evaluate.quotes import AnnotatedText, Attribution, read_attributions, score_attributions
from detente.language.articles import Article
from detente.records import Mention, Statement, make_document

TEXT = '"We stay where we are today," said Ana Costa. Others had left.'
MARKED = AnnotatedText("a", TEXT, [Attribution([(35, 44)], [(30, 34)], [(0, 29)])])


def read(text: str) -> Article:
    return Article(document=make_document(text, sources=()))


def say(article: Article, words: tuple[int, int], speaker: tuple[int, int]) -> Statement:
    document = article.document
    return Statement(
        id="st-1",
        document=document.id,
        evidence=None,
        rule="statements/direct@1",
        type="direct",
        words=(document.cite(*words),),
        speaker=Mention(span=document.cite(*speaker)),
        verb=document.cite(30, 34),
    )


def score(tmp_path: Path, words: tuple[int, int], speaker: tuple[int, int]) -> dict[str, float]:
    path = tmp_path / "texts.jsonl"
    path.write_bytes(msgspec.json.encode(MARKED))
    scores = score_attributions(path, read, lambda article: [say(article, words, speaker)])
    return {s.name: s.value for s in scores}


def test_marks_at_the_edges_do_not_count(tmp_path: Path) -> None:
    assert set(score(tmp_path, (1, 27), (35, 44)).values()) == {1.0}


def test_overlap_is_not_exact(tmp_path: Path) -> None:
    scores = score(tmp_path, (1, 15), (35, 44))
    assert scores["content exact"] == 0.0
    assert scores["content overlap"] == scores["attributions"] == 1.0


def test_a_wrong_speaker_is_no_attribution(tmp_path: Path) -> None:
    scores = score(tmp_path, (1, 27), (46, 52))
    assert scores["content exact"] == 1.0
    assert scores["attributions"] == scores["direct speaker"] == scores["source overlap"] == 0.0


def test_a_bad_line_is_named(tmp_path: Path) -> None:
    path = tmp_path / "texts.jsonl"
    path.write_text('{"doc": "a"}\n', "utf-8")
    with pytest.raises(InputError, match=r"texts\.jsonl:1: "):
        list(read_attributions(path))
