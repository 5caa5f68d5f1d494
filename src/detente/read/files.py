"""Files in, documents out: every path read by its kind, every failure a Problem, one document at a time."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import BinaryIO

import msgspec

from detente.errors import InputError
from detente.language.identify import identify_language, is_readable
from detente.read.bylines import find_authors, find_outlet
from detente.read.duplicates import sign_document
from detente.read.json_articles import read_json, read_json_lines
from detente.read.pdfs import read_pdf
from detente.read.published import find_published
from detente.read.texts import RawText, Reader, make_read_problem, read_text
from detente.read.webpages import read_webpage
from detente.read.zones import mark_zones
from detente.records import Document, Problem, make_document, make_problem

STDIN = "-"
READERS: Mapping[str, Reader] = {
    ".txt": read_text,
    ".html": read_webpage,
    ".htm": read_webpage,
    ".jsonl": read_json_lines,
    ".json": read_json,
    ".pdf": read_pdf,
}
"""What reads a file, by its suffix; any other suffix is read as text."""


def list_inputs(paths: Iterable[str | Path]) -> list[str]:
    """The files to read, in the order given, those in folders sorted by path, none twice; "-" is standard input.

    Hidden files in folders are passed over, links to folders followed once. A folder that holds no file stands
    for itself, so that reading it says what is wrong.
    """
    found: dict[str, None] = {}
    for path in map(str, paths):
        inside = list(_walk(Path(path), set())) if path != STDIN and Path(path).is_dir() else []
        found.update(dict.fromkeys(inside or [path]))
    return list(found)


def _walk(folder: Path, seen: set[Path]) -> Iterator[str]:
    """The files under a folder, sorted; `seen` holds the folders already entered, so that links cannot loop."""
    try:
        real = folder.resolve()
        entries = sorted(folder.iterdir())
    except OSError:  # not permitted, or a loop
        if seen:
            yield str(folder)
        return
    if real in seen:
        return
    seen.add(real)
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir():
            yield from _walk(entry, seen)
        elif (
            entry.is_file() or not entry.exists()
        ):  # a dangling link is worth a Problem, a pipe is not waited for
            yield str(entry)


def read_documents(
    paths: Iterable[str | Path], *, readers: Mapping[str, Reader] = READERS
) -> Iterator[Document | Problem]:
    """The documents of files and folders, one at a time; a Problem for each thing that cannot be read.

    A document in a language that we cannot read is followed by its Problem. The same text in two files comes
    twice, with the same id and other sources: `duplicates.merge_identical` joins them.
    """
    for path in list_inputs(paths):
        try:
            with _open(path) as stream:
                reader = readers.get(Path(path).suffix.lower(), read_text) if path != STDIN else read_text
                for found in reader(stream, path):
                    yield from [found] if isinstance(found, Problem) else make_read_document(found)
        except InputError as error:
            yield make_read_problem(path, str(error))
        except OSError as error:
            yield make_read_problem(path, _explain_os_error(path, error))
        except Exception as error:  # a reader's library may fail on any file; the rest of the batch goes on
            yield make_read_problem(path, f"{path}: cannot be read ({type(error).__name__}: {error})")


def _open(path: str) -> AbstractContextManager[BinaryIO]:
    return nullcontext(sys.stdin.buffer) if path == STDIN else Path(path).open("rb")


def _explain_os_error(path: str, error: OSError) -> str:
    match error:
        case FileNotFoundError():
            return f"{path}: no such file or folder"
        case PermissionError():
            return f"{path}: no permission to read it"
        case IsADirectoryError():
            return f"{path}: no file to read in this folder"
        case _:
            return f"{path}: cannot be read ({error.strerror or error})"


def make_read_document(raw: RawText) -> Iterator[Document | Problem]:
    """The document of a text: zones, title, authors, outlet, date, language, signature; or why it is none."""
    source = raw.source
    zones = mark_zones(raw.text, title=source.title, outlet=source.outlet)
    if not any(zone.zone in {"body", "caption", "heading", "title"} for zone in zones):
        what = "only page furniture (date, names, buttons)" if zones else "only blanks"
        yield make_read_problem(source.path, f"{source.path}: no article text, {what}")
        return
    title = next((raw.text[z.start : z.end] for z in zones if z.zone == "title"), None)
    document = make_document(
        raw.text,
        sources=(source,),
        title=source.title or title,
        authors=raw.authors or find_authors(raw.text, zones),
        outlet=source.outlet or find_outlet(raw.text, zones),
        language=identify_language(raw.text),
        zones=zones,
        rule=raw.rule,
        detail=f"{len(raw.text)} characters, {raw.detail}",
    )
    published = find_published(document, stated=raw.published)
    document = msgspec.structs.replace(document, published=published, signature=sign_document(document))
    yield document
    if not is_readable(document):
        message = f"{source.path}: cannot read language {document.language} yet; no records are taken from it"
        yield make_problem(path=source.path, stage="read", message=message, document=document.id)
