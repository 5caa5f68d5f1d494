"""Words as the syntax model sees them: word pieces, the shape of the spelling, and padded batches of both.

Training and reading share this module, so that the model meets at run time what it was trained on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

MAX_PIECES = 6
"""Pieces kept of one word: more only occur in web addresses and strings without a space."""
CLS, SEP, UNKNOWN = 101, 102, 100
SHAPES = ("none", "lower", "title", "upper", "initial", "mixed", "digit", "mark")
STRAIGHT = str.maketrans("’‘ʼ`´“”„‟«»", '\'\'\'\'\'""""""')
"""Quotes and apostrophes that news writes in many ways and the treebanks mostly in one."""

Ids = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Encoded:
    """A sentence for the model: the pieces of each word and the shape of each word."""

    pieces: list[list[int]]
    shapes: list[int]

    def cut(self, start: int, end: int) -> Encoded:
        """The words from `start` to `end` alone."""
        return Encoded(self.pieces[start:end], self.shapes[start:end])

    @property
    def size(self) -> int:
        """The number of pieces, with the two marks at the ends."""
        return sum(map(len, self.pieces)) + 2


def find_shape(word: str) -> int:
    """The index in SHAPES of how a word is spelt: the tokenizer itself reads everything in lower case."""
    if any(c.isdigit() for c in word):
        return SHAPES.index("digit")
    letters = [c for c in word if c.isalpha()]
    if not letters:
        return SHAPES.index("mark")
    if all(not c.isupper() for c in letters):
        return SHAPES.index("lower")
    if len(letters) == 1:
        return SHAPES.index("initial")
    if all(c.isupper() for c in letters):
        return SHAPES.index("upper")
    if letters[0].isupper() and not any(c.isupper() for c in letters[1:]):
        return SHAPES.index("title")
    return SHAPES.index("mixed")


class SubwordEncoder:
    """Turns words into pieces and shapes, and remembers the words it has seen."""

    def __init__(self, tokenizer: Path, *, remember: int = 200_000) -> None:
        self._tokenizer = Tokenizer.from_file(str(tokenizer))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self._known: dict[str, tuple[list[int], int]] = {}
        self._remember = remember

    def encode(self, sentences: Sequence[Sequence[str]]) -> list[Encoded]:
        """The sentences as pieces and shapes; a word without any piece (an emoji joiner) is one unknown piece."""
        if len(self._known) > self._remember:
            self._known.clear()
        for word in {w: None for words in sentences for w in words if w not in self._known}:
            # half a surrogate pair is no text that the tokenizer takes
            plain = word[:400].translate(STRAIGHT).encode("utf-8", "replace").decode()
            found = self._tokenizer.encode(plain, add_special_tokens=False)
            self._known[word] = (found.ids[:MAX_PIECES] or [UNKNOWN], find_shape(word))
        return [
            Encoded([self._known[w][0] for w in words], [self._known[w][1] for w in words])
            for words in sentences
        ]


@cache
def load_encoder(tokenizer: Path) -> SubwordEncoder:
    """The encoder of a tokenizer file, one for all models of a process."""
    return SubwordEncoder(tokenizer)


def build_batch(sentences: Sequence[Encoded]) -> dict[str, Ids]:
    """Padded arrays for the model.

    `ids` and `shapes` are (batch, pieces); `first` and `last` are (batch, words + 1) and point to the first
    and last piece of each word, column 0 to the mark at the start, which stands for the root. Zero pads.
    """
    rows = len(sentences)
    width = max(s.size for s in sentences)
    count = max(len(s.pieces) for s in sentences) + 1
    batch = {
        "ids": np.zeros((rows, width), np.int64),
        "shapes": np.zeros((rows, width), np.int64),
        "first": np.zeros((rows, count), np.int64),
        "last": np.zeros((rows, count), np.int64),
    }
    for row, sentence in enumerate(sentences):
        lengths = np.fromiter(map(len, sentence.pieces), np.int64, len(sentence.pieces))
        ends = 1 + np.cumsum(lengths)
        size = sentence.size
        batch["ids"][row, :size] = [CLS, *(p for pieces in sentence.pieces for p in pieces), SEP]
        batch["shapes"][row, 1 : size - 1] = np.repeat(sentence.shapes, lengths)
        batch["first"][row, 1 : len(ends) + 1] = ends - lengths
        batch["last"][row, 1 : len(ends) + 1] = ends - 1
    return batch


def group_by_size(sizes: Sequence[int], *, limit: int) -> list[list[int]]:
    """Indices in groups of similar size whose padded sum stays within `limit` (a lone bigger one passes)."""
    groups: list[list[int]] = []
    for index in sorted(range(len(sizes)), key=lambda i: (sizes[i], i)):
        if groups and sizes[index] * (len(groups[-1]) + 1) <= limit:
            groups[-1].append(index)
        else:
            groups.append([index])
    return groups
