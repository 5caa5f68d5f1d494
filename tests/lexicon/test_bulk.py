"""The crosswalk from CAMEO and the country codes: complete, consistent, each difference documented."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from detente.lexicon import bulk
from detente.lexicon.actors import load_actors
from detente.lexicon.plover import load_plover

_ROW = re.compile(r"(\d{3,4}):\s*(\w+),\s*([\w -]*?)\s*,")


def test_every_type_and_mode_is_plovers() -> None:
    types = load_plover().types
    for row in bulk.load_cameo():
        assert row.mode is None or (row.type and row.mode in types[row.type].modes), row


def test_each_difference_from_the_published_crosswalk_is_documented(shared: Path) -> None:
    text = (shared / "data/relation/CAMEO2PLOVER-2021.txt").read_text()
    published = {code: (type_, mode) for code, type_, mode in _ROW.findall(text)}
    ours = {row.code: row for row in bulk.load_cameo()}
    assert set(published) <= set(ours)
    for code, row in ours.items():
        same = published.get(code) == (row.type, row.mode or "")
        assert same == (not row.differs), (row, published.get(code))


@pytest.mark.parametrize(
    ("code", "key", "score", "gauge", "severity"),
    [
        ("163", "SANCTION/discontinue", -6, "substance", -6),  # not COERCE
        ("111", "ACCUSE/disapprove", -2, "tone", None),
        ("090", "ACCUSE/investigate", -3.5, "tone", None),
        ("057", "SUPPORT", 5, "substance", 5),  # a treaty
        ("051", "SUPPORT", 5, "tone", None),  # praise
        ("036", "AGREE", 2.5, "contact", None),  # a meeting to come
        ("073", "AID", 10, None, None),  # a deed that changes nothing standing
        ("013", None, None, None, None),  # a comment
    ],
)
def test_what_codes_mean(
    code: str, key: str | None, score: float | None, gauge: str | None, severity: float | None
) -> None:
    (meaning,) = (m for m in bulk.list_cameo_meanings() if m.key == code)
    said = "/".join(filter(None, (meaning.type, meaning.mode))) or None
    assert (said, meaning.score, meaning.gauge, meaning.severity) == (key, score, gauge, severity)


def test_accuse_has_its_minus_sign() -> None:
    assert {m.key: m.score for m in bulk.list_plover_meanings()}["ACCUSE"] == -3


def test_country_codes_lead_to_countries() -> None:
    known = set(load_actors().countries)
    codes = bulk.load_country_codes("iso3", "iso2", "fips", "cameo", "name")
    assert known <= {code for code in codes.values() if code}
    assert all(code is None or re.fullmatch("[A-Z]{3}", code) for code in codes.values())


@pytest.mark.parametrize(
    ("fips", "country"),
    [("RS", "RUS"), ("CH", "CHN"), ("SZ", "CHE"), ("AU", "AUT"), ("AS", "AUS"), ("GM", "DEU"), ("UK", "GBR"),
     ("UP", "UKR"), ("KS", "KOR"), ("KN", "PRK"), ("GZ", "PSE"), ("WE", "PSE"), ("IS", "ISR"), ("IC", "ISL")],
)  # fmt: skip
def test_fips_is_not_iso(fips: str, country: str) -> None:
    assert bulk.load_country_codes("fips")[fips] == country


def test_names_of_icews_are_known(shared: Path) -> None:
    lines = (shared / "data/formats/icews_events.tab").read_text().splitlines()[1:]
    said = {cell for line in lines for cell in (line.split("\t")[4], line.split("\t")[10])} - {"NA", ""}
    assert said and {name for name in said if name.upper() not in bulk.load_country_codes("name")} == set()


def test_every_source_says_what_it_lacks() -> None:
    for name in ("gdelt", "icews", "polecat", "acled", "phoenix"):
        source = bulk.load_bulk_source(name)
        assert source.citation and source.cannot_fill
    assert bulk.load_bulk_source("mine") == bulk.load_bulk_source("csv")
