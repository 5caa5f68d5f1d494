"""Scores the parser on a CoNLL-U file with gold words: attachment, tags and lemmas, all words counted."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec

from detente.errors import InputError
from detente.language.lemmas import find_lemma
from detente.language.parsing import MODELS, Parse, load_model

MEASURES = ("uas", "las", "upos", "xpos", "lemma")


class TreeSentence(msgspec.Struct):
    """A sentence of a CoNLL-U file: its comments, the rows of its words and the genre of its document."""

    comments: list[str]
    rows: list[list[str]]
    genre: str


class ParseScores(msgspec.Struct, frozen=True, kw_only=True):
    """Shares of words that are right, from 0 to 1; punctuation and relation subtypes count."""

    sentences: int
    words: int
    uas: float
    las: float
    upos: float
    xpos: float
    lemma: float
    words_per_second: float = 0.0
    genres: dict[str, ParseScores] = {}


def evaluate_parse(path: Path, *, predictions: Path | None = None, model: Path | None = None) -> ParseScores:
    """Scores of the model on the words of a CoNLL-U file, over all and by genre (from the ids of documents).

    Writes the file with our columns to `predictions`. Ranges of words and empty nodes are left out.

    Raises:
        InputError: if the file is no CoNLL-U.
    """
    sentences = list(read_conllu(path))
    words = [[row[1] for row in sentence.rows] for sentence in sentences]
    parser = load_model(model or MODELS)
    began = time.perf_counter()
    parses = parser.parse_tokens(words)
    seconds = time.perf_counter() - began
    ours = [fill_rows(s.rows, parse) for s, parse in zip(sentences, parses, strict=True)]
    if predictions:
        lines = (write_sentence(s, rows) for s, rows in zip(sentences, ours, strict=True))
        predictions.write_text("".join(lines), encoding="utf-8")
    pairs = [(s.genre, list(zip(s.rows, rows, strict=True))) for s, rows in zip(sentences, ours, strict=True)]
    genres = {genre: [p for g, p in pairs if g == genre] for genre in sorted({g for g, _ in pairs})}
    whole = score_rows([p for _, p in pairs])
    return msgspec.structs.replace(
        whole,
        words_per_second=whole.words / max(seconds, 1e-9),
        genres={genre: score_rows(found) for genre, found in genres.items() if genre},
    )


def read_conllu(path: Path) -> Iterator[TreeSentence]:
    """The sentences of a file, one at a time."""
    comments: list[str] = []
    rows: list[list[str]] = []
    genre = ""
    for number, line in enumerate([*path.read_text(encoding="utf-8").splitlines(), ""], 1):
        if line.startswith("#"):
            comments.append(line)
            if found := re.match(r"# newdoc id = (?:GUM_)?([a-z]+)", line):
                genre = found.group(1)
        elif not line.strip():
            if rows:
                yield TreeSentence(comments, rows, genre)
            comments, rows = [], []
        else:
            columns = line.split("\t")
            if len(columns) != 10:
                raise InputError(f"{path}, line {number}: {len(columns)} columns where CoNLL-U has 10")
            if columns[0].isdigit():
                rows.append(columns)


def fill_rows(rows: list[list[str]], parse: Parse) -> list[list[str]]:
    """The rows with our lemma, tags, head and relation; features and enhanced graph are left empty."""
    return [
        [row[0], row[1], find_lemma(row[1], upos, xpos), upos, xpos, "_", str(head + 1), deprel, "_", row[9]]
        for row, upos, xpos, head, deprel in zip(rows, *parse[:4], strict=True)
    ]


def write_sentence(sentence: TreeSentence, rows: list[list[str]]) -> str:
    """A sentence as CoNLL-U text."""
    return "\n".join([*sentence.comments, *("\t".join(row) for row in rows), "", ""])


def score_rows(sentences: list[list[tuple[list[str], list[str]]]]) -> ParseScores:
    """The scores over pairs of gold and own rows."""
    pairs = [pair for sentence in sentences for pair in sentence]
    if not pairs:
        raise InputError("the file has no words to score")
    right = dict.fromkeys(MEASURES, 0)
    for gold, own in pairs:
        right["lemma"] += gold[2] == own[2]
        right["upos"] += gold[3] == own[3]
        right["xpos"] += gold[4] == own[4]
        right["uas"] += gold[6] == own[6]
        right["las"] += gold[6:8] == own[6:8]
    shares = {name: count / len(pairs) for name, count in right.items()}
    return msgspec.convert({"sentences": len(sentences), "words": len(pairs), **shares}, ParseScores)
