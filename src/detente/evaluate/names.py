"""Scores the model's names on a file of words and BIO labels: exact spans of persons, organisations, places."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import get_args

import msgspec

from detente.errors import InputError
from detente.language.articles import NameType
from detente.language.parsing import MODELS, load_model

Spans = set[tuple[int, int, str]]


class NameScore(msgspec.Struct, frozen=True):
    """Precision, recall and F1 of exact spans of one class, with their number in the gold file."""

    precision: float
    recall: float
    f1: float
    gold: int


def evaluate_names(
    path: Path, *, predictions: Path | None = None, model: Path | None = None
) -> dict[str, NameScore]:
    """The scores by class and over "all" of the model's names; other classes in the file do not count.

    Writes number, word and our label to `predictions`.

    Raises:
        InputError: if a line has neither a word and a label nor a number before them.
    """
    sentences = list(read_iob(path))
    parses = load_model(model or MODELS).parse_tokens([words for words, _ in sentences])
    gold = [list_spans(labels) for _, labels in sentences]
    ours: list[Spans] = [set(parse.names) for parse in parses]
    if predictions:
        blocks = (write_labels(words, spans) for (words, _), spans in zip(sentences, ours, strict=True))
        predictions.write_text("\n".join(blocks), encoding="utf-8")
    classes = get_args(NameType)
    return {kind: score_spans(gold, ours, {kind}) for kind in classes} | {
        "all": score_spans(gold, ours, set(classes))
    }


def read_iob(path: Path) -> list[tuple[list[str], list[str]]]:
    """Words and labels of each sentence: columns are word and label, or number, word and label and more."""
    sentences: list[tuple[list[str], list[str]]] = [([], [])]
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        columns = line.split("\t") if "\t" in line else line.split(" ")
        if not line.strip():
            sentences.append(([], []))
        elif line.startswith("# "):
            continue
        elif len(columns) < 2:
            raise InputError(f"{path}, line {number}: a word needs a label beside it")
        else:
            at = 1 if len(columns) > 2 else 0
            sentences[-1][0].append(columns[at])
            sentences[-1][1].append(columns[at + 1])
    return [s for s in sentences if s[0]]


def list_spans(labels: Sequence[str]) -> Spans:
    """The spans of BIO labels; an I that follows no label of its class begins a span."""
    spans: Spans = set()
    start = 0
    for i, (before, label) in enumerate(zip(["O", *labels], [*labels, "O"], strict=True)):
        inside = label[0] == "I" and before[1:] == label[1:]
        if before != "O" and not inside:
            spans.add((start, i, before[2:]))
        if not inside:
            start = i
    return spans


def write_labels(words: Sequence[str], spans: Spans) -> str:
    """A sentence as lines of number, word and label."""
    labels = ["O"] * len(words)
    for start, end, kind in spans:
        labels[start:end] = [f"B-{kind}", *[f"I-{kind}"] * (end - start - 1)]
    return "".join(f"{i}\t{w}\t{label}\n" for i, (w, label) in enumerate(zip(words, labels, strict=True), 1))


def score_spans(gold: list[Spans], ours: list[Spans], classes: set[str]) -> NameScore:
    """The score over all sentences of the spans of some classes."""
    there = {(i, *s) for i, spans in enumerate(gold) for s in spans if s[2] in classes}
    found = {(i, *s) for i, spans in enumerate(ours) for s in spans if s[2] in classes}
    right = len(there & found)
    precision, recall = right / max(1, len(found)), right / max(1, len(there))
    return NameScore(precision, recall, 2 * right / max(1, len(there) + len(found)), len(there))
