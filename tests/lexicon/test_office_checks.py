"""The lexicon of offices contradicts neither itself nor, where it matters, the public lists."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from detente.errors import InputError
from detente.lexicon.actors import Person
from detente.lexicon.office_checks import check_lexicon
from detente.lexicon.office_terms import Holding, Office, parse_moment
from detente.lexicon.offices import Offices

REIGN = "stateabb,leader,sdate,smonth,syear,emonth,eyear\nFRN,Roux,1,2,2004,9,2006\nFRN,Blanc,1,9,2006,,\n"
QUESTIONS = '[{"country": "FRA", "office": "President", "date": "2005-05-05", "holders": ["Ada Blanc"]}]'


def make_lexicon(*terms: tuple[str, str, str], people: tuple[Person, ...] = ()) -> Offices:
    office = Office("fra-president", "President of France", "head_of_state", "FRA", aliases=("president",))
    holdings = [
        Holding(p, office, office.title, parse_moment(s), parse_moment(e) if e else None) for p, s, e in terms
    ]
    persons = {p: Person(p) for p, *_ in terms} | {p.person: p for p in people}
    return Offices([office], holdings, persons.values())


def list_checks(lexicon: Offices, folder: Path | None = None) -> list[str]:
    return [f.check for f in check_lexicon(folder, offices=lexicon)]


SOUND = (("Ida Roux", "2004-02-01", "2006-09-01"), ("Ada Blanc", "2006-09-01", ""))


def test_the_shipped_lexicon_is_sound() -> None:
    assert check_lexicon() == []


def test_a_sound_lexicon_has_no_findings() -> None:
    assert list_checks(make_lexicon(*SOUND)) == []


@pytest.mark.parametrize(
    ("terms", "people", "check"),
    [
        ((), (), "empty"),
        ((("Ida Roux", "2004-02-01", "2003-09-01"),), (), "order"),
        ((SOUND[0], ("Ada Blanc", "2006-08-01", "")), (), "overlap"),
        ((("Ida Roux", "2004-02-01", ""), SOUND[1]), (), "overlap"),
        (SOUND, (Person("Eva Noir"),), "idle"),
        (SOUND, (Person("Ida Roux", aliases=("Ada Blanc",)),), "name"),
    ],
)
def test_each_fault_is_found(
    terms: tuple[tuple[str, str, str], ...], people: tuple[Person, ...], check: str
) -> None:
    assert check in list_checks(make_lexicon(*terms, people=people))


def test_namesakes_may_be_noted() -> None:
    noted = (Person("Ida Roux", aliases=("Ada Blanc",), note="namesake of Ada Blanc"),)
    assert list_checks(make_lexicon(*SOUND, people=noted)) == []


def test_other_lists_are_compared(tmp_path: Path) -> None:
    (tmp_path / "leaders_reign.csv").write_text(REIGN, encoding="latin-1")
    (tmp_path / "office_queries.json").write_text(QUESTIONS, encoding="utf-8")
    assert list_checks(make_lexicon(*SOUND), tmp_path) == ["queries"]
    wrong = make_lexicon(("Ida Roux", "2004-02-01", "2005-01-01"), ("Ada Blanc", "2005-01-01", ""))
    findings = check_lexicon(tmp_path, offices=wrong)
    assert [f.check for f in findings] == ["reign"]
    assert "Roux (2005-01 to 2006-08, 20 of 30 months)" in str(findings[0])


def test_a_missing_list_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"office_queries\.json"):
        check_lexicon(tmp_path, offices=make_lexicon(*SOUND))


def test_disagreements_with_the_public_lists_are_those_we_decided(shared: Path) -> None:
    """docs/lexicon-offices.md says why each of these stands."""
    findings = check_lexicon(shared / "data" / "offices")
    decided = {"CUB", "RWA", "COM", "SYR", "LBN", "SAU", "YEM", "CHN"}
    assert {f.where for f in findings if f.check == "reign"} <= decided
    assert {f.where[:24] for f in findings if f.check == "queries"} <= {"RUS Advisor to the Presi"}


def test_presidents_agree_with_the_list_of_the_congress_project(shared: Path) -> None:
    """us_executive.yaml, read line by line: who is president or vice president at noon of the first day."""
    lines = (shared / "data" / "offices" / "us_executive.yaml").read_text(encoding="utf-8").splitlines()
    last, offices = "", {"prez": "usa-president", "viceprez": "usa-vice-president"}
    role = ""
    checked = 0
    from detente.lexicon.offices import load_offices

    for line in lines:
        key, _, value = line.strip().removeprefix("- ").partition(": ")
        last = value.strip("'") if key == "last" else last
        role = value if key == "type" else role
        if key == "start" and value.strip("'") >= "1993" and role in offices:
            answer = load_offices().holders_on(offices[role], dt.date.fromisoformat(value.strip("'")))
            assert answer.person and answer.person.endswith(last)
            checked += 1
    assert checked >= 12
