"""Files as users have them, made ready for DuckDB: unpacked, as UTF-8 with plain line ends, nothing else changed.

A file that is ready is read where it lies. Else a copy is streamed into a temporary file whose name is ours: names
inside an archive are only shown. What an archive may grow to is limited, and a truncated one gives what it holds.
"""

from __future__ import annotations

import codecs
import gzip
import hashlib
import shutil
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Protocol

import msgspec

from detente.errors import InputError

_CHUNK = 8 << 20
_RATIO = 200
_FLOOR = 256 << 20
_SPARE = 1 << 30
_MEMBERS = 5000
_ENDINGS = (".csv", ".tsv", ".tab", ".txt")
_LOCAL_HEADER = struct.Struct("<4s5H3I2H")
_STRANGE = (b"\r", b"\0", b"\1")
"""Old line ends; zeros; the character by which DuckDB is told to divide nothing."""


class _Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """A text ready to be read: where it lies, what to call it, and what had to be done to it."""

    path: Path
    name: str
    notes: tuple[str, ...] = ()
    temporary: bool = False


def hash_file(path: Path) -> str:
    """The sha256 of a file.

    Raises:
        InputError: when it cannot be read.
    """
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror})") from error


def open_parts(path: Path, folder: Path) -> Iterator[Part]:
    """The texts of a file, one after the other: itself, or what it holds as .zip or .gz. Delete temporary ones.

    Raises:
        InputError: when nothing in it can be read.
    """
    try:
        with path.open("rb") as file:
            magic = file.read(4)
        if magic[:2] == b"\x1f\x8b":
            with gzip.open(path) as stream:
                yield _write_part(stream, path.name, folder, limit=_limit(path.stat().st_size))
        elif magic == b"PK\x03\x04":
            yield from _open_archive(path, folder)
        elif _is_clean(path):
            yield Part(path=path, name=path.name)
        else:
            with path.open("rb") as stream:
                yield _write_part(stream, path.name, folder, limit=None)
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror or error})") from error


def _limit(packed: int) -> int:
    """How many bytes an archive of this size may grow to: event files shrink to a tenth, bombs to a thousandth."""
    return max(_FLOOR, packed * _RATIO)


def _open_archive(path: Path, folder: Path) -> Iterator[Part]:
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, NotImplementedError):
        yield _open_truncated(path, folder)
        return
    with archive:
        members = [m for m in archive.infolist() if not m.is_dir()]
        texts = [m for m in members if m.filename.lower().endswith(_ENDINGS) and "__MACOSX" not in m.filename]
        if not texts or len(members) > _MEMBERS:
            raise InputError(
                f"{path}: holds {len(members)} files, {len(texts)} of them tables; unpack it first"
            )
        left = _limit(path.stat().st_size)
        for member in texts:
            name = path.name if len(texts) == 1 else f"{path.name}!{_tame(member.filename)}"
            if member.flag_bits & 1:
                raise InputError(f"{path}: {name} is encrypted; unpack it first")
            with archive.open(member) as stream:
                part = _write_part(stream, name, folder, limit=left)
            left -= part.path.stat().st_size
            yield part


def _tame(name: str) -> str:
    """A member's name fit to be shown."""
    return "".join(c if c.isprintable() else "�" for c in name)[-100:]


def _open_truncated(path: Path, folder: Path) -> Part:
    """What can be unpacked of the first member of an archive whose end (with the table of contents) is missing."""
    with path.open("rb") as file:
        head = file.read(_LOCAL_HEADER.size)
        if len(head) == _LOCAL_HEADER.size:
            _, _, flags, method, *_, name_length, extra_length = _LOCAL_HEADER.unpack(head)
            file.seek(name_length + extra_length, 1)
            if method == zipfile.ZIP_DEFLATED and not flags & 1:
                stream = _Inflating(file)
                note = "the archive is truncated"
                return _write_part(
                    stream, path.name, folder, limit=_limit(path.stat().st_size), notes=(note,)
                )
    raise InputError(f"{path}: a damaged archive of which nothing can be unpacked; download it again")


class _Inflating:
    """A deflated stream that may break off."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._inflate = zlib.decompressobj(-15)

    def read(self, size: int) -> bytes:
        """At most `size` bytes more; none at the end, wherever that is.

        Raises:
            EOFError: when the stream breaks off before its end.
        """
        while not self._inflate.eof:
            packed = self._inflate.unconsumed_tail or self._file.read(1 << 16)
            if not packed:
                raise EOFError
            data = self._inflate.decompress(packed, size)
            if data:
                return data
        return b""


def _is_clean(path: Path) -> bool:
    """Whether a file is UTF-8 with plain line ends."""
    decode = codecs.getincrementaldecoder("utf-8")().decode
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            if any(byte in chunk for byte in _STRANGE):
                return False
            try:
                chunk.isascii() or decode(chunk)
            except UnicodeDecodeError:
                return False
    return True


def _write_part(
    stream: _Readable,
    name: str,
    folder: Path,
    *,
    limit: int | None,
    notes: tuple[str, ...] = (),
) -> Part:
    """The rest of a stream as a clean temporary file; what cannot be read on is left out and noted."""
    path = folder / f"part-{sum(1 for _ in folder.iterdir())}.txt"
    repair = _Repair()
    written, pending = 0, b""
    with path.open("wb") as out:
        while True:
            try:
                chunk = stream.read(_CHUNK)
            except (EOFError, zlib.error, zipfile.BadZipFile, gzip.BadGzipFile) as error:
                why = notes[0] if notes else f"damaged inside ({error or 'it breaks off'})"
                notes = (
                    f"{why}: read as far as it goes, to line {repair.lines}; download it again for the rest",
                )
                pending, chunk = b"", b""  # the line that breaks off is no row
            cut = chunk.rfind(b"\n") + 1
            text, pending = (pending + chunk[:cut], chunk[cut:]) if cut else (b"", pending + chunk)
            written += out.write(repair.clean(text if chunk else pending))
            _require_room(path, written, limit, name)
            if not chunk:
                break
    return Part(path=path, name=name, notes=(*notes, *repair.list_notes()), temporary=True)


def _require_room(path: Path, written: int, limit: int | None, name: str) -> None:
    if limit is not None and written > limit:
        path.unlink()
        raise InputError(f"{name}: unpacks to more than {_RATIO} times its size; it is no event file")
    if shutil.disk_usage(path.parent).free < _SPARE:
        path.unlink()
        raise InputError(f"{name}: less than {_SPARE >> 30} GB is free beside the ledger; make room first")


class _Repair:
    """Makes whole lines clean, and remembers how many characters were of another encoding and where the first was."""

    def __init__(self) -> None:
        self.lines = 0
        self._foreign = 0
        self._first = 0

    def clean(self, data: bytes) -> bytes:
        """UTF-8 with plain line ends; bytes that are no UTF-8 are read as Windows-1252, as is all ISO-8859-1."""
        if b"\r" in data:
            data = data.replace(b"\r\n", b"\n").replace(b"\r", b" ")
        if b"\0" in data or b"\1" in data:
            data = data.translate(bytes.maketrans(b"\0\1", b"  "))
        try:
            data.decode()
        except UnicodeDecodeError:
            codecs.register_error("detente-windows-1252", self._read_foreign)
            data = data.decode(errors="detente-windows-1252").encode()
        self.lines += data.count(b"\n")
        return data

    def _read_foreign(self, error: UnicodeError) -> tuple[str, int]:
        assert isinstance(error, UnicodeDecodeError)
        if not self._foreign:
            self._first = self.lines + error.object.count(b"\n", 0, error.start) + 1
        self._foreign += 1
        return error.object[error.start : error.end].decode("cp1252", errors="replace"), error.end

    def list_notes(self) -> list[str]:
        """What was not in UTF-8."""
        if not self._foreign:
            return []
        return [f"line {self._first}: no UTF-8; {self._foreign} characters of the file read as Windows-1252"]
