"""Bytes in, characters out: how plain text is decoded, and what every reader hands on."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterator
from typing import BinaryIO, TypeAlias

import msgspec

from detente.errors import InputError
from detente.records import Problem, Source, make_problem

MAX_BYTES = 20_000_000  # of one article
MOSTLY_ASCII = 0.95  # of the bytes of a Western text; charset-normalizer errs on the few that are left
OLD_ENCODINGS = (
    "cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "koi8_r",
    "gb18030", "big5", "shift_jis", "euc_jp", "euc_kr",
)  # fmt: skip
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16: its mark begins with the same bytes
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1a\x1b"))


class RawText(msgspec.Struct, frozen=True, kw_only=True):
    """A text as it lay in a file, with what the file says about it and how it was read."""

    text: str
    source: Source
    authors: tuple[str, ...] = ()
    published: str | None = None
    rule: str
    detail: str


Reader: TypeAlias = Callable[[BinaryIO, str], Iterator[RawText | Problem]]
"""What reads a kind of file: an open file and its path in, its texts out, a Problem for each it cannot read."""


def read_text(stream: BinaryIO, path: str) -> Iterator[RawText | Problem]:
    """A plain text: decoded, its byte order mark dropped, CRLF to LF, and nothing else changed."""
    text, how = decode_bytes(read_whole(stream, path), path)
    yield RawText(text=text, source=Source(path=path), rule="read/text@1", detail=how)


def read_whole(stream: BinaryIO, path: str) -> bytes:
    """All bytes of a file.

    Raises:
        InputError: when there are none, or more than one article can have.
    """
    data = stream.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise InputError(
            f"{path}: larger than {MAX_BYTES // 1_000_000} MB; split it, or give one article a line as .jsonl"
        )
    if not data:
        raise InputError(f"{path}: the file is empty")
    return data


def decode_bytes(data: bytes, path: str) -> tuple[str, str]:
    """The text in bytes, and how it was decoded: by its byte order mark, as UTF-8, or by the likeliest of the old ways.

    Raises:
        InputError: when the bytes are no text.

    Example:
        >>> decode_bytes("Köln".encode(), "a.txt")
        ('Köln', 'UTF-8')
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _fix(
                _decode(data, encoding, path)
            ), f"{encoding.upper().removesuffix('-SIG')} by its byte order mark"
    if is_binary(data):
        raise InputError(f"{path}: binary data, not text; convert it to text, HTML or PDF first")
    try:
        return _fix(data.decode("utf-8")), "UTF-8"
    except UnicodeDecodeError as error:
        return _guess_encoding(data, path, error.start)


def _decode(data: bytes, encoding: str, path: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: byte {error.start} is not {encoding}; save it as UTF-8") from error


def _guess_encoding(data: bytes, path: str, place: int) -> tuple[str, str]:
    """Windows-1252 where a few bytes are foreign (quotation marks, accents), else what charset-normalizer says."""
    if sum(byte < 128 for byte in data) >= MOSTLY_ASCII * len(data):
        text = data.decode("cp1252", "replace")
        return _fix(text), f"cp1252: byte {place} is not UTF-8, and nearly all others are ASCII"
    from charset_normalizer import from_bytes  # slow to import, and seldom needed

    best = from_bytes(data, cp_isolation=list(OLD_ENCODINGS)).best()
    if best is None:
        raise InputError(f"{path}: byte {place} is not UTF-8, and no other encoding fits; save it as UTF-8")
    because = (
        f"{best.encoding}: byte {place} is not UTF-8, and charset-normalizer finds this encoding likeliest"
    )
    return _fix(str(best)), because


def is_binary(data: bytes) -> bool:
    """Whether bytes are no text: a zero byte, or more control characters than text ever has."""
    sample = data[:8192]
    return b"\0" in sample or len(sample.translate(None, _CONTROL)) < 0.99 * len(sample)


def _fix(text: str) -> str:
    return text.replace("\r\n", "\n")


def fix_extracted(text: str) -> str:
    """A text that a program extracted, fit to be kept: half surrogates and zero characters replaced, CRLF to LF."""
    return _fix(text.encode("utf-8", "replace").decode("utf-8")).replace("\0", "\ufffd")


def make_read_problem(path: str, message: str) -> Problem:
    """The Problem of a file, or of a place in it, that cannot be read."""
    return make_problem(path=path, stage="read", message=message)
