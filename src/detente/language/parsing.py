"""Reads sentences with the shipped model: words, parts of speech, lemmas, the dependency tree and names.

What the model scores becomes a tree with exactly one root, and well-formed names. A sentence longer than
the model takes is read in windows. The parse of a sentence depends on nothing but its text.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, get_args

import msgspec
import numpy as np
from numpy.typing import NDArray

from detente.errors import InputError
from detente.language.arborescences import choose_heads
from detente.language.articles import Name, NameType, Sentence, Token
from detente.language.lemmas import find_lemma
from detente.language.repairs import mend_tree
from detente.language.sessions import open_session
from detente.language.subwords import Encoded, build_batch, load_encoder
from detente.language.tokens import tokenize

MODELS = Path(__file__).parent / "models"
FILES = ("syntax.onnx", "syntax.json", "tokenizer.json")
CORE_WORDS, CORE_PIECES, CONTEXT = 120, 200, 20
"""A window's own words and pieces, and the words on each side that it sees but does not decide."""

KEPT: tuple[NameType, ...] = get_args(NameType)
Names = list[tuple[int, int, NameType]]
Parser = Callable[[Sequence[Sentence]], list[Sentence]]
Scores = NDArray[np.float32]


class Parse(NamedTuple):
    """What the model sees in a sentence of n words: `heads` are word indices, -1 for the root;
    names are word ranges, end exclusive."""

    upos: list[str]
    xpos: list[str]
    heads: list[int]
    deprels: list[str]
    names: Names


@dataclass(frozen=True, slots=True)
class Window:
    """Words `start` to `end` of a sentence, read together to decide on those from `core` to `core_end`."""

    start: int
    end: int
    core: int
    core_end: int


class SyntaxModel:
    """The loaded model: gives the parse of sentences that are already cut into words."""

    def __init__(self, path: Path) -> None:
        if missing := [name for name in FILES if not (path / name).is_file()]:
            raise InputError(f"{path}: the syntax model lacks {', '.join(missing)}; run `make train`")
        labels = json.loads((path / "syntax.json").read_text(encoding="utf-8"))["labels"]
        self._labels: dict[str, list[str]] = labels
        self._root = labels["relations"].index("root")
        self._encoder = load_encoder(path / "tokenizer.json")
        self._session = open_session(path / "syntax.onnx")

    def parse_tokens(self, sentences: Sequence[Sequence[str]]) -> list[Parse]:
        """The parse of each sentence, in order; a sentence without words has an empty one."""
        encoded = self._encoder.encode(sentences)
        parts: list[list[tuple[Window, Parse, Scores]]] = [[] for _ in encoded]
        for index, sentence in enumerate(encoded):
            for window in cut_windows(sentence):
                # one window a run: the model scales its eight-bit numbers over the whole input, so that the
                # parse of a sentence would depend on its neighbours in a batch
                outputs = self._session.run(None, build_batch([sentence.cut(window.start, window.end)]))
                parts[index].append((window, *self._decode_window(window, [o[0] for o in outputs])))
        parses = [self._join_windows(found) for found in parts]
        for words, parse in zip(sentences, parses, strict=True):
            mend_tree(words, parse.upos, parse.heads, parse.deprels)
        return parses

    def _decode_window(self, window: Window, outputs: list[NDArray[Any]]) -> tuple[Parse, Scores]:
        """The parse of a window's own words, with heads in the whole sentence, and their name scores."""
        upos, xpos, names, arcs, mixed, above = outputs
        own = np.arange(window.core - window.start, window.core_end - window.start)
        columns = np.concatenate([[0], own + 1])
        heads = choose_heads(arcs[np.ix_(own, columns)])
        relations = (mixed[own] @ above[columns[heads], :, None])[..., 0]
        relations[:, self._root] = np.where(heads == 0, np.inf, -np.inf)
        labels = self._labels
        parse = Parse(
            upos=[labels["upos"][k] for k in upos[own]],
            xpos=[labels["xpos"][k] for k in xpos[own]],
            heads=[int(h) - 1 + window.core if h else -1 for h in heads],
            deprels=[labels["relations"][k] for k in relations.argmax(1)],
            names=[],
        )
        return parse, names[own]

    def _join_windows(self, parts: list[tuple[Window, Parse, Scores]]) -> Parse:
        """One parse from those of the windows: each further root hangs on the first, side by side."""
        whole = Parse([], [], [], [], [])
        root = -1
        for window, part, _ in parts:
            own_root = part.heads.index(-1)
            if root >= 0:
                part.heads[own_root], part.deprels[own_root] = root, "parataxis"
            else:
                root = own_root + window.core
            whole.upos.extend(part.upos)
            whole.xpos.extend(part.xpos)
            whole.heads.extend(part.heads)
            whole.deprels.extend(part.deprels)
        if parts:
            scores = np.concatenate([s for *_, s in parts])
            whole.names.extend(decode_names(scores, tuple(self._labels["names"])))
        return whole


def cut_windows(sentence: Encoded) -> Iterator[Window]:
    """One window for nearly every sentence; several, overlapping, for one that is too long."""
    count, core = len(sentence.pieces), 0
    while core < count:
        end, pieces = core, 0
        while end < count and end - core < CORE_WORDS and pieces < CORE_PIECES:
            pieces += len(sentence.pieces[end])
            end += 1
        yield Window(max(0, core - CONTEXT), min(count, end + CONTEXT), core, end)
        core = end


def decode_names(scores: Scores, labels: tuple[str, ...]) -> Names:
    """The best well-formed sequence of BIO labels (Viterbi), as names of the three kept types."""
    if (scores.argmax(1) == labels.index("O")).all():
        return []
    allowed = list_transitions(labels)
    best = scores[0] + allowed[labels.index("O")]
    back = np.zeros(scores.shape, np.int64)
    for i in range(1, len(scores)):
        paths = best[:, None] + allowed
        back[i] = paths.argmax(0)
        best = paths.max(0) + scores[i]
    path = [int(best.argmax())]
    for i in range(len(scores) - 1, 0, -1):
        path.append(int(back[i][path[-1]]))
    return list_names([labels[k] for k in reversed(path)])


@cache
def list_transitions(labels: tuple[str, ...]) -> Scores:
    """Zero where a label may follow another, a large negative number where I would follow no name of its type."""
    bad = [[b[0] == "I" and a[1:] != b[1:] for b in labels] for a in labels]
    return np.where(bad, np.float32(-1e4), np.float32(0))


def list_names(labels: Sequence[str]) -> Names:
    """The kept names of well-formed BIO labels, as word ranges."""
    names: Names = []
    starts = [i for i, label in enumerate(labels) if label[0] == "B"]
    for start in starts:
        end = start + 1
        while end < len(labels) and labels[end][0] == "I":
            end += 1
        names += [(start, end, kind) for kind in KEPT if kind == labels[start][2:]]
    return names


@cache
def load_model(path: Path = MODELS) -> SyntaxModel:
    """The model in a folder, loaded once for each process."""
    return SyntaxModel(path)


@cache
def model_digest(path: Path = MODELS) -> str:
    """A SHA-256 over the model files: it changes when any parse might."""
    digest = hashlib.sha256()
    for name in FILES:
        digest.update((path / name).read_bytes())
    return digest.hexdigest()


def make_parser(path: Path | None = None) -> Parser:
    """A function that fills `tokens` of sentences and appends the model's `names`; loads at the first call."""

    def parse_sentences(sentences: Sequence[Sentence]) -> list[Sentence]:
        cuts = [tokenize(s.text) for s in sentences]
        words = [[s.text[a:b] for a, b in cut] for s, cut in zip(sentences, cuts, strict=True)]
        parses = load_model(path or MODELS).parse_tokens(words)
        return [fill_sentence(*part) for part in zip(sentences, cuts, parses, strict=True)]

    return parse_sentences


def fill_sentence(sentence: Sentence, cuts: list[tuple[int, int]], parse: Parse) -> Sentence:
    """The sentence with its parse: offsets count from the start of the document."""
    text, base = sentence.text, sentence.start
    tokens = tuple(
        Token(text[a:b], base + a, base + b, find_lemma(text[a:b], upos, xpos), upos, xpos, head, deprel)
        for (a, b), upos, xpos, head, deprel in zip(cuts, *parse[:4], strict=True)
    )
    names = tuple(Name(tokens[a].start, tokens[b - 1].end, kind) for a, b, kind in parse.names)
    return msgspec.structs.replace(sentence, tokens=tokens, names=sentence.names + names)
