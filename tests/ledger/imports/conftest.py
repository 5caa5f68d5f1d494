"""Small bulk files of our own, and an import that gives back what became of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from detente.ledger.imports.formats import Format, Gates
from detente.ledger.imports.importer import FORMATS, Import, import_files
from detente.ledger.store import Ledger
from detente.ledger.tables import ImportBatch
from detente.records import Problem

TODAY = dt.date(2026, 1, 1)


def make_gdelt(number: int, columns: int = 58, **fields: str) -> str:
    """A line of GDELT in one of its three widths; fields by name, the rest plausible."""
    said = {
        "day": "20200106", "actor": "NOR", "name": "NORLAND", "group": "", "other": "SWE", "root": "1", "code": "112",
        "score": "-2.0", "mentions": "4", "sources": "2", "place": "Oslo, Norway", "added": "20200107",
        "url": f"https://news.example/{number}",
    } | fields  # fmt: skip
    day = said["day"]
    cells = [str(number), day, day[:6], day[:4], "2020.01"]
    cells += [said["actor"] + "GOV", said["name"], said["actor"], said["group"], *[""] * 6]
    cells += [said["other"], "SUDLAND", said["other"], *[""] * 7]
    code = said["code"]
    cells += [
        said["root"],
        code,
        code[:3],
        code[:2],
        "3",
        said["score"],
        said["mentions"],
        said["sources"],
        "4",
        "-1.5",
    ]
    extra = [""] if columns == 61 else []
    for place in ("", "", said["place"]):
        cells += ["4", place, "NO", "NO12", *extra, "59.9", "10.7", "-1"]
    cells += [said["added"] + ("000000" if columns == 61 else "")]
    cells += [] if columns == 57 else [said["url"]]
    assert len(cells) == columns
    return "\t".join(cells)


ICEWS = "\t".join([
    "Event ID", "Event Date", "Source Name", "Source Sectors", "Source Country", "Event Text", "CAMEO Code",
    "Intensity", "Target Name", "Target Sectors", "Target Country", "Story ID", "Sentence Number", "Publisher",
    "City", "District", "Province", "Country", "Latitude", "Longitude",
])  # fmt: skip


def make_icews(number: int, **fields: str) -> str:
    """A line of ICEWS."""
    said = {
        "day": "2018-06-01", "source": "Foreign Ministry (Norland)", "country": "Norway", "code": "040",
        "target": "Sudland", "other": "Sweden", "story": "7", "sentence": "2", "city": "Oslo", "score": "1",
    } | fields  # fmt: skip
    return "\t".join([
        str(number), said["day"], said["source"], "Government", said["country"], "Consult", said["code"], said["score"],
        said["target"], "NA", said["other"], said["story"], said["sentence"], "The Paper", said["city"], "NA", "NA",
        "Norway", "59.9", "10.7",
    ])  # fmt: skip


class Importing:
    """A ledger that bulk files are imported into."""

    gdelt_line = staticmethod(make_gdelt)
    icews_line = staticmethod(make_icews)
    icews_header = ICEWS

    def __init__(self, ledger: Ledger, folder: Path) -> None:
        self.ledger = ledger
        self.folder = folder

    def write(self, name: str, lines: Sequence[str], *, encoding: str = "utf-8") -> Path:
        path = self.folder / name
        path.write_bytes("".join(f"{line}\n" for line in lines).encode(encoding))
        return path

    def run(self, format: str | Format, *paths: Path, **options: Any) -> list[ImportBatch | Problem]:
        chosen = FORMATS[format]() if isinstance(format, str) else format
        gates = Gates(**options.pop("gates", {}))
        job = Import(format=chosen, today=TODAY, gates=gates, **options)
        return list(import_files(self.ledger, paths, job))

    def one(self, format: str | Format, *paths: Path, **options: Any) -> ImportBatch:
        (batch,) = self.run(format, *paths, **options)
        assert isinstance(batch, ImportBatch), batch
        return batch

    def events(self, columns: str = "*", order: str = "source_id") -> list[Any]:
        with self.ledger.connect() as connection:
            rows = connection.execute(f"SELECT {columns} FROM imported_event ORDER BY {order}").fetchall()
        return [row[0] if len(row) == 1 else row for row in rows]


@pytest.fixture
def importing(ledger: Ledger, tmp_path: Path) -> Importing:
    folder = tmp_path / "files"
    folder.mkdir()
    return Importing(ledger, folder)


@pytest.fixture
def reasons() -> Callable[[ImportBatch], dict[str, tuple[int, int | None]]]:
    """Why rows of a batch were dropped: how many, and the first line."""
    return lambda batch: {dropped.reason: (dropped.rows, dropped.line) for dropped in batch.dropped}
