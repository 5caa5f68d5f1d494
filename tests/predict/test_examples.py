"""The example corpora, read by the real pipeline: planted forecasts come out as planted, and no other wrongly."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from detente.ledger.store import open_ledger
from detente.ledger.tables import Resolution
from detente.measure.corpora import Corpus, hide_later, latest_publication, load_corpus
from detente.measure.due import list_due
from detente.pipeline import fill_ledger, link_documents
from detente.predict.resolutions import resolve_forecasts
from detente.records import Forecast

EXAMPLES = Path(__file__).parents[2] / "examples"
RIGHT = {
    ("2010-12-23-ratified.txt", "true"),  # what Obama said in April, told again
    ("2011-02-06-in-force.txt", "void"),  # expires unless extended: it was
    ("2014-03-19-crimea.txt", "true"),  # more sanctions followed in July
    ("2015-09-29-new-york.txt", "true"),  # air strikes within days
    ("2017-08-01-755.txt", "true"),  # Trump signed the sanctions
    ("2018-10-22-inf-exit.txt", "true"),  # the United States left the treaty
    ("Modi pays surprise visit to Lahore", "false"),  # the foreign secretaries did not meet in January
    ("Pakistan expels Indian envoy over Kashmir", "false"),  # no envoy was sent back
}
"""What else may be decided, by file or title: checked by hand."""


class Reading:
    """An example corpus with its forecasts, resolved as of its last day, and its planted rows."""

    def __init__(self, name: str, folder: Path) -> None:
        ledger = open_ledger(folder, create=True)
        fill_ledger(ledger, [EXAMPLES / name])
        link_documents(ledger)
        self.corpus: Corpus = load_corpus(ledger)
        self.forecasts = {f.id: f for f in ledger.read_records(Forecast)}
        self.as_of = latest_publication(self.corpus.documents)
        self.rows = resolve_forecasts(self.corpus, self.forecasts.values(), as_of=self.as_of)
        planted = tomllib.loads((EXAMPLES / f"{name}.planted.toml").read_text("utf-8"))
        self.planted: list[dict[str, str]] = planted["forecast"]

    def name(self, document: str | None) -> str:
        """How the side file calls a document: by its file, or by its title where many share one."""
        found = next(d for d in self.corpus.documents if d.id == document)
        path = Path(found.sources[0].path)
        return path.name if path.suffix == ".txt" else str(found.title)

    def find_record_home(self, record: str) -> str:
        """Where a record stands; a document that decides by its title stands in itself."""
        homes = {r.id: r.document for r in (*self.corpus.events, *self.corpus.statements)}
        return self.name(homes.get(record, record))

    def list_of(self, home: str) -> Iterator[Resolution]:
        return (row for row in self.rows if self.name(self.forecasts[row.forecast].document) == home)


@pytest.fixture(scope="module", params=["us-russia", "india-pakistan"])
def reading(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Reading:
    return Reading(request.param, tmp_path_factory.mktemp("ledger"))


def test_planted_forecasts_come_out_as_planted(reading: Reading) -> None:
    for row in reading.planted:
        home = row.get("file") or row["title"]
        found = list(reading.list_of(home))
        assert row["outcome"] in {r.status for r in found}, (home, [r.says for r in found])
        if "decided_by" in row:
            by = {reading.find_record_home(i) for r in found if r.status == row["outcome"] for i in r.by}
            assert by and by <= {place.strip().removeprefix("and ") for place in row["decided_by"].split(",")}


def test_nothing_else_is_decided(reading: Reading) -> None:
    allowed = RIGHT | {(row.get("file") or row["title"], row["outcome"]) for row in reading.planted}
    decided = [r for r in reading.rows if r.status != "open"]
    homes = {(reading.name(reading.forecasts[r.forecast].document), r.status): r.says for r in decided}
    assert not {place: says for place, says in homes.items() if place not in allowed}


def test_no_day_knows_what_a_later_document_told(reading: Reading) -> None:
    for row in reading.rows:
        if row.known is not None:
            before = row.known - dt.timedelta(days=1)
            earlier = resolve_forecasts(reading.corpus, [reading.forecasts[row.forecast]], as_of=before)
            assert all(r.status != row.status or r.known != row.known for r in earlier)


@pytest.mark.parametrize(
    "as_of", ["2009-06-01", "2013-01-01", "2016-01-01", "2021-01-01", "2022-11-16", None]
)
def test_what_is_due_is_ahead_and_what_was_missed_is_not(as_of: str | None, reading: Reading) -> None:
    day = dt.date.fromisoformat(as_of) if as_of else reading.as_of
    dyad = ("IND", "PAK") if "Lahore" in str(reading.planted) else ("RUS", "USA")
    due, missed = list_due(reading.corpus, dyad, as_of=day, forecasts=reading.forecasts.values())
    known = {d.id for d in hide_later(reading.corpus, day).documents}
    assert all(d.announced <= day <= d.end and d.document in known for d in due)
    assert all(m.due.announced <= day and (m.known is None or m.known <= day) for m in missed)
    assert all(m.outcome in ("called off", "averted") or m.due.end < day for m in missed)


def test_a_treaty_is_due_to_expire_until_it_is_extended(reading: Reading) -> None:
    if reading.name(reading.corpus.documents[0].id).endswith(".txt"):
        forecasts = reading.forecasts.values()
        (due,) = list_due(reading.corpus, ("RUS", "USA"), as_of=dt.date(2012, 1, 1), forecasts=forecasts)[0]
        assert (due.kind, due.track, due.end) == ("expiry", "arms_control", dt.date(2021, 2, 28))
        _, missed = list_due(reading.corpus, ("RUS", "USA"), as_of=dt.date(2021, 3, 1), forecasts=forecasts)
        assert missed[0].outcome == "averted"
        assert {reading.find_record_home(i) for i in missed[0].by} == {"2021-02-04-extended.txt"}


def test_talks_in_cairo_are_due_then_called_off(tmp_path: Path) -> None:
    texts = [EXAMPLES / "us-russia" / name for name in ("2022-11-15-ankara.txt", "2022-11-29-cairo.txt")]
    ledger = open_ledger(tmp_path / "ledger", create=True)
    fill_ledger(ledger, texts)
    corpus = load_corpus(ledger)
    (due,), _ = list_due(corpus, ("USA", "RUS"), as_of=dt.date(2022, 11, 20))
    assert (due.kind, due.end) == ("meeting", dt.date(2022, 11, 29))
    later, (missed,) = list_due(corpus, ("USA", "RUS"), as_of=dt.date(2022, 11, 29))
    assert not later and (missed.outcome, missed.due.records) == ("called off", due.records)
