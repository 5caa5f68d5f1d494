"""The user's own rows of the lexicon of offices: a folder of CSV files laid over those of the package.

A file of the folder has the name and columns of the package's file. A row with the key of a shipped row replaces its
filled cells; any other row is added. The installed package is never written to.
"""

from __future__ import annotations

import csv
import os
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from detente.errors import LexiconError

Row = dict[str, str]
KEYS = {"offices.csv": ("office",), "people.csv": ("person",), "holders.csv": ("office", "person", "start")}
"""The files that a folder may hold, and the columns by which a row replaces a shipped one."""


def find_overlay() -> Path:
    """The user's folder: $DETENTE_LEXICON, else detente/lexicon where the platform keeps a user's data."""
    chosen = os.environ.get("DETENTE_LEXICON")
    if chosen:
        return Path(chosen)
    home = Path.home()
    match sys.platform:
        case "win32":
            data = Path(os.environ.get("LOCALAPPDATA", home / "AppData" / "Local"))
        case "darwin":
            data = home / "Library" / "Application Support"
        case _:
            data = Path(os.environ.get("XDG_DATA_HOME") or home / ".local" / "share")
    return data / "detente" / "lexicon"


def lay_over(file: str, rows: Iterable[Row], folder: Path | None = None) -> list[Row]:
    """The rows of a lexicon file with the user's rows laid over them.

    Raises:
        LexiconError: when the user's file cannot be read, or has a column that the package's file has not.
    """
    shipped = list(rows)
    own = read_overlay(file, folder) if file in KEYS else []
    if not own:
        return shipped
    columns = set(shipped[0]) if shipped else set(own[0])
    if unknown := {name for row in own for name in row} - columns:
        raise LexiconError(
            f"{(folder or find_overlay()) / file}: unknown column {sorted(unknown)}; remove it"
        )
    return merge_rows(file, shipped, own)


def merge_rows(file: str, rows: Iterable[Row], newer: Iterable[Row]) -> list[Row]:
    """Rows of a file with newer ones: their filled cells replace those of the row of the same key."""
    merged = {key_row(file, row): row for row in rows}
    for row in newer:
        filled = {name: cell for name, cell in row.items() if cell}
        merged[key_row(file, row)] = merged.get(key_row(file, row), dict.fromkeys(row, "")) | filled
    return list(merged.values())


def key_row(file: str, row: Mapping[str, str]) -> tuple[str, ...]:
    """What tells a row of the file from all others."""
    return tuple(row.get(column) or "" for column in KEYS[file])


def read_overlay(file: str, folder: Path | None = None) -> list[Row]:
    """The user's rows of a lexicon file, none where there is no such file.

    Raises:
        LexiconError: when the file is there and cannot be read as CSV in UTF-8.
    """
    path = (folder or find_overlay()) / file
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return []
    except (OSError, UnicodeDecodeError) as error:
        raise LexiconError(f"{path}: {error}; mend or remove the file") from error
    rows = list(csv.DictReader(text.splitlines()))
    if any(None in row or None in row.values() for row in rows):
        raise LexiconError(f"{path}: a row has more or fewer cells than columns; mend the row")
    return [{str(name): cell for name, cell in row.items()} for row in rows]


def write_overlay(changes: Mapping[str, Iterable[Row]], folder: Path | None = None) -> list[Path]:
    """Adds rows to the user's files, made where need be; the files written.

    Raises:
        LexiconError: when the folder cannot be written to.
    """
    target, written = folder or find_overlay(), list[Path]()
    for file, rows in changes.items():
        merged = merge_rows(file, read_overlay(file, target), rows)
        if not merged:
            continue
        path, columns = target / file, dict.fromkeys(name for row in merged for name in row)
        try:
            target.mkdir(parents=True, exist_ok=True)
            draft = path.with_suffix(".draft")
            with draft.open("w", encoding="utf-8", newline="") as stream:
                writer = csv.DictWriter(stream, list(columns), restval="", lineterminator="\n")
                writer.writeheader()
                writer.writerows(merged)
            draft.replace(path)
        except OSError as error:
            raise LexiconError(
                f"{path}: {error}; set DETENTE_LEXICON to a folder you may write to"
            ) from error
        written.append(path)
    return written
