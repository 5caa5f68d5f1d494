"""Copies: which documents repeat another, whole or for the most part, and which of them is the original.

Each document carries a MinHash signature of its word 5-grams. Documents that share a band of it are compared
5-gram by 5-gram: one is a copy when most of the shorter text stands in the other.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

import msgspec
import numpy as np
from numpy.typing import NDArray

from detente.records import Document

SHINGLE = 5  # words
SLOTS = 128
ROWS = 3  # of a band; 42 bands find 94 of 100 pairs with a Jaccard likeness of .4, and 29 of 100 at .2
COPY_CONTAINMENT = 0.7  # of the shorter text's 5-grams stand in the longer
MIN_WORDS = 50  # shorter texts are copies only when all their words are the same
_WORD = re.compile(r"\w+")
_MULTIPLIERS, _OFFSETS = (
    np.frombuffer(hashlib.shake_256(name).digest(8 * SLOTS), dtype="<u8") | np.uint64(1)
    for name in (b"a", b"b")
)


class Copy(msgspec.Struct, frozen=True, kw_only=True):
    """A document that repeats an earlier one; `containment` is the share of the shorter that both have."""

    document: str
    original: str
    containment: float


def sign_document(document: Document) -> bytes:
    """The MinHash signature of a document's prose: 128 numbers of 4 bytes; empty for one without a word."""
    shingles = hash_shingles(list_words(document))
    if not len(shingles):
        return b""
    with np.errstate(over="ignore"):  # multiplication modulo 2**64 is the hash
        hashed = shingles[:, None] * _MULTIPLIERS + _OFFSETS
    smallest: bytes = (hashed.min(axis=0) >> np.uint64(32)).astype("<u4").tobytes()
    return smallest


def list_words(document: Document) -> list[str]:
    """The words of a document's prose in small letters: body, headings and captions, without page furniture."""
    zones = [z for z in document.zones if z.zone in {"body", "heading", "caption"}]
    text = " ".join(document.text[z.start : z.end] for z in zones) if zones else document.text
    return _WORD.findall(text.casefold())


def hash_shingles(words: list[str]) -> NDArray[np.uint64]:
    """The distinct 5-grams of a list of words as sorted numbers of 64 bits; a shorter list is one itself."""
    numbers = {word: _hash_word(word) for word in set(words)}
    hashed = np.fromiter((numbers[word] for word in words), dtype=np.uint64, count=len(words))
    size = min(SHINGLE, len(words))
    grams = np.zeros(len(words) - size + 1 if words else 0, dtype=np.uint64)
    for i in range(size):
        grams += hashed[i : i + len(grams)] * _MULTIPLIERS[i]
    return np.unique(grams)


def _hash_word(word: str) -> int:
    return int.from_bytes(
        hashlib.blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little"
    )


def find_copies(documents: Iterable[Document]) -> Iterator[Copy]:
    """The copies among documents, each with its original.

    An original is the earliest published, then the longest, then the one whose id comes first, so the order in
    which documents are given does not matter. What repeats only a copy is no copy.
    """
    unique = {document.id: document for document in documents}
    originals: dict[bytes, list[str]] = defaultdict(list)
    shingles = _ShingleCache(unique)
    for document in sorted(unique.values(), key=_order_originals):
        keys = list(_list_keys(document))
        likely = dict.fromkeys(name for key in keys for name in originals[key])
        scored = [(_measure_containment(shingles[document.id], shingles[name]), name) for name in likely]
        containment, original = max(scored, default=(0.0, ""), key=lambda pair: pair[0])
        if containment >= COPY_CONTAINMENT:
            yield Copy(document=document.id, original=original, containment=round(containment, 4))
        else:
            for key in keys:
                originals[key].append(document.id)


class _ShingleCache(dict[str, NDArray[np.uint64]]):
    """The 5-grams of documents by id, made when first asked for."""

    def __init__(self, documents: dict[str, Document]) -> None:
        super().__init__()
        self._documents = documents

    def __missing__(self, name: str) -> NDArray[np.uint64]:
        self[name] = hash_shingles(list_words(self._documents[name]))
        return self[name]


def _order_originals(document: Document) -> tuple[dt.date, int, str]:
    return document.published.start or dt.date.max, -len(document.text), document.id


def _list_keys(document: Document) -> Iterator[bytes]:
    """What two documents must share to be compared: a band of the signature, or all words of a short text."""
    words = list_words(document)
    if len(words) < MIN_WORDS:
        yield b"all " + " ".join(words).encode("utf-8", "surrogatepass")
        return
    signature = document.signature or sign_document(document)
    size = 4 * ROWS
    for start in range(0, len(signature) - size + 1, size):
        yield start.to_bytes(2, "big") + signature[start : start + size]


def _measure_containment(one: NDArray[np.uint64], other: NDArray[np.uint64]) -> float:
    """The share of the smaller set that both have."""
    smaller = min(len(one), len(other))
    return len(np.intersect1d(one, other, assume_unique=True)) / smaller if smaller else 0.0


def merge_identical(documents: Iterable[Document]) -> list[Document]:
    """Each text once, with all its sources: in order of first appearance, sources sorted by path.

    What the sources say differently (date, title) is taken from the earliest dated, then from the first path.
    """
    groups: dict[str, list[Document]] = defaultdict(list)
    for document in documents:
        groups[document.id].append(document)
    return [_merge_group(group) for group in groups.values()]


def _merge_group(group: list[Document]) -> Document:
    best = min(group, key=lambda d: (d.published.start or dt.date.max, [s.path for s in d.sources]))
    sources = {source: None for document in group for source in document.sources}
    return msgspec.structs.replace(best, sources=tuple(sorted(sources, key=lambda s: s.path)))
