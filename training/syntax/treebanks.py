"""The training sentences: treebanks with trees and names, name corpora with names alone, and their variants."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

NAME_CLASSES = ("PER", "ORG", "LOC", "OTH")
NAME_LABELS = ("O", *(f"{edge}-{name}" for name in NAME_CLASSES for edge in "BI"))
SOURCES = ("uner", "wikigold", "gum")
"""Each name corpus has guidelines of its own, hence a name head of its own; the first one ships."""
GUM_CLASSES = {"person": "PER", "organization": "ORG", "place": "LOC"}


@dataclass(frozen=True)
class Example:
    """A sentence with what is known of it: heads are 1-based with 0 for the root; empty where unknown."""

    words: list[str]
    upos: list[str] = field(default_factory=list)
    xpos: list[str] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    deprels: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    source: str = "uner"


def read_conllu(path: Path) -> Iterator[list[list[str]]]:
    """The sentences of a CoNLL-U file as rows of ten columns, without ranges and empty nodes."""
    rows: list[list[str]] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line and rows:
            yield rows
            rows = []
        elif line and line[0].isdigit() and (columns := line.split("\t"))[0].isdigit():
            rows.append(columns)
    if rows:
        yield rows


def read_trees(path: Path, *, source: str) -> list[Example]:
    """A treebank; GUM's entities become names where they stand on proper nouns."""
    return [
        Example(
            words=[r[1] for r in rows],
            upos=[r[3] for r in rows],
            xpos=[r[4] for r in rows],
            heads=[int(r[6]) for r in rows],
            deprels=[r[7] for r in rows],
            names=project_entities(rows) if source == "gum" else [],
            source=source,
        )
        for rows in read_conllu(path)
    ]


def project_entities(rows: list[list[str]]) -> list[str]:
    """BIO names from GUM's nested entities: each run of proper nouns takes the class of the smallest
    entity that holds it all."""
    spans: list[tuple[int, int, str]] = []
    open_: list[tuple[str, int, str]] = []
    for i, row in enumerate(rows):
        found = re.search(r"(?:^|\|)Entity=([^|]*)", row[9])
        for mark in re.findall(r"\([^()]+\)?|[^()]+\)", found.group(1)) if found else []:
            if mark.startswith("("):
                number, kind = [*mark.strip("()").split("-"), ""][:2]
                open_.append((number, i, kind))
            if mark.endswith(")"):
                number = mark.strip("()").split("-")[0]
                k = max((k for k, o in enumerate(open_) if o[0] == number), default=None)
                if k is not None:
                    spans.append((open_[k][1], i + 1, open_.pop(k)[2]))
    labels, i = ["O"] * len(rows), 0
    while i < len(rows):
        j = i
        while j < len(rows) and (rows[j][4].startswith("NNP") or (j > i and rows[j][4] == "HYPH")):
            j += 1
        if j > i:
            around = [s for s in spans if s[0] <= i and s[1] >= j]
            kind = min(around, key=lambda s: s[1] - s[0])[2] if around else ""
            name = GUM_CLASSES.get(kind, "OTH")
            labels[i:j] = [f"B-{name}", *[f"I-{name}"] * (j - i - 1)]
        i = max(j, i + 1)
    return labels


def read_names(path: Path) -> list[tuple[list[str], list[str]]]:
    """Words and BIO names of an .iob2 file (UNER: number, word, label) or of wikigold (word, label)."""
    sentences: list[tuple[list[str], list[str]]] = [([], [])]
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.strip():
            sentences.append(([], []))
        elif not line.startswith("# "):
            columns = line.split("\t") if "\t" in line else ["", *line.split(" ")]
            sentences[-1][0].append(columns[1])
            sentences[-1][1].append(columns[2].replace("MISC", "OTH"))
    return [(words, close_names(labels)) for words, labels in sentences if words]


def close_names(labels: list[str]) -> list[str]:
    """BIO from labels in which a name may begin with I."""
    fixed, before = [], "O"
    for label in labels:
        known = label if label in NAME_LABELS else "O"
        if known[0] == "I" and before[1:] != known[1:]:
            known = "B" + known[1:]
        fixed.append(known)
        before = known
    return fixed


def split_hyphens(words: list[str], labels: list[str]) -> tuple[list[str], list[str]]:
    """Words cut at hyphens between letters, as the treebanks cut them."""
    pieces: list[str] = []
    names: list[str] = []
    for word, label in zip(words, labels, strict=True):
        parts = [p for p in re.split(r"(?<=\w)(-)(?=\w)", word) if p]
        pieces += parts
        names += [label, *[label.replace("B-", "I-")] * (len(parts) - 1)]
    return pieces, names


def add_names(trees: list[Example], named: list[tuple[list[str], list[str]]]) -> list[Example]:
    """The trees with the names of the same sentences; a sentence that differs keeps no names."""
    by_words: dict[tuple[str, ...], list[str]] = {tuple(words): labels for words, labels in named}
    return [replace(t, names=by_words.get(tuple(t.words), [])) for t in trees]


def read_training(data: Path) -> list[Example]:
    """Everything that trains: EWT with UNER names, GUM's open genres, wikigold."""
    ewt = read_trees(data / "treebanks/ewt_train.conllu", source="uner")
    ewt = add_names(ewt, read_names(data / "names/uner_ewt_train.iob2"))
    gum = read_trees(data / "treebanks/gum_clean_train.conllu", source="gum")
    wiki = [
        Example(words=words, names=labels, source="wikigold")
        for words, labels in (split_hyphens(*s) for s in read_names(data / "names/wikigold.txt"))
    ]
    return [e for e in ewt + gum + wiki if len(e.words) <= 160]


def read_development(data: Path, part: str = "dev") -> dict[str, list[Example]]:
    """The development (or test) sentences by treebank."""
    ewt = read_trees(data / f"treebanks/ewt_{part}.conllu", source="uner")
    return {
        "ewt": add_names(ewt, read_names(data / f"names/uner_ewt_{part}.iob2")),
        "gum": read_trees(data / f"treebanks/gum_clean_{part}.conllu", source="gum"),
    }


SMALL = {
    "a",
    "an",
    "the",
    "of",
    "in",
    "on",
    "to",
    "for",
    "and",
    "or",
    "at",
    "by",
    "as",
    "with",
    "from",
    "but",
}


def vary_spelling(example: Example, chance: random.Random) -> Example:
    """Now and then the sentence as a headline, in capitals, in small letters or without its full stop."""
    draw = chance.random()
    words = example.words
    if draw < 0.05:
        words = [w if w.lower() in SMALL or not w.islower() else w.capitalize() for w in words]
    elif draw < 0.07:
        words = [w.upper() for w in words]
    elif draw < 0.09:
        words = [w.lower() for w in words]
    example = replace(example, words=words)
    if chance.random() < 0.05 and len(words) > 3 and words[-1] == "." and len(words) not in example.heads:
        cut = {
            name: getattr(example, name)[:-1]
            for name in ("words", "upos", "xpos", "heads", "deprels", "names")
        }
        example = replace(example, **cut)
    return example
