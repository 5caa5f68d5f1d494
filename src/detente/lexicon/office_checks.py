"""What is wrong with the lexicon of offices: by itself, and against two public lists where they are at hand.

REIGN codes who really led a state, to the month, until February 2021 (Putin unbroken from 2000); the office queries
come from Wikidata. Both err too: a finding is a question to a person, not an order.
"""

from __future__ import annotations

import csv
import datetime as dt
import difflib
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import combinations
from pathlib import Path

import msgspec

from detente.errors import InputError
from detente.lexicon.office_terms import fold_name, fold_title
from detente.lexicon.offices import Answer, Offices, load_offices

# Where the country codes of the Correlates of War project differ from ISO 3166-1 alpha-3.
_COW_CODES = dict(
    re.findall(
        r"(\w+):(\w+)",
        "UKG:GBR FRN:FRA GMY:DEU SPN:ESP POR:PRT NTH:NLD IRE:IRL SWZ:CHE AUS:AUT CZR:CZE SLO:SVK CRO:HRV YUG:SRB "
        "BOS:BIH KOS:XKX SLV:SVN BUL:BGR MLD:MDA ROM:ROU LAT:LVA LIT:LTU GRG:GEO SWD:SWE DEN:DNK ICE:ISL MNG:MNE "
        "MAC:MKD BHM:BHS HAI:HTI TRI:TTO BAR:BRB GRN:GRD SLU:LCA SVG:VCT AAB:ATG SKN:KNA GUA:GTM HON:HND SAL:SLV "
        "COS:CRI PAR:PRY URU:URY CAP:CPV EQG:GNQ GAM:GMB MAA:MRT NIR:NER CDI:CIV GUI:GIN BFO:BFA SIE:SLE TOG:TGO "
        "CAO:CMR NIG:NGA CEN:CAF CHA:TCD CON:COG DRC:COD TAZ:TZA BUI:BDI ANG:AGO MZM:MOZ ZAM:ZMB ZIM:ZWE MAW:MWI "
        "SAF:ZAF LES:LSO BOT:BWA SWA:SWZ MAG:MDG MAS:MUS SEY:SYC MOR:MAR ALG:DZA LIB:LBY SUD:SDN LEB:LBN BAH:BHR "
        "UAE:ARE OMA:OMN KUW:KWT TAJ:TJK KYR:KGZ KZK:KAZ MON:MNG ROK:KOR BHU:BTN BNG:BGD MYA:MMR SRI:LKA MAD:MDV "
        "NEP:NPL THI:THA CAM:KHM DRV:VNM MAL:MYS SIN:SGP BRU:BRN PHI:PHL INS:IDN ETM:TLS AUL:AUS NEW:NZL VAN:VUT "
        "SOL:SLB FIJ:FJI MSI:MHL NAU:NRU PAL:PLW MNC:MCO SNM:SMR",
    )
)
_TOP = {"head_of_state", "head_of_government", "monarch"}


class Finding(msgspec.Struct, frozen=True):
    """Something to look at: which check found it, at which row or office, and what it says."""

    check: str
    where: str
    says: str

    def __str__(self) -> str:
        return f"{self.check}: {self.where}: {self.says}"


def check_lexicon(folder: Path | None = None, *, offices: Offices | None = None) -> list[Finding]:
    """What contradicts itself in the lexicon, and with `folder` also what the public lists say otherwise.

    Example:
        >>> check_lexicon()
        []
    """
    lexicon = offices or load_offices()
    findings = [*_find_misplaced_ends(lexicon), *_find_overlaps(lexicon), *_find_double_names(lexicon)]
    findings += [*_find_idle_people(lexicon), *_find_double_titles(lexicon)]
    if folder is not None:
        findings += [*_compare_questions(lexicon, folder), *_compare_reign(lexicon, folder)]
    return findings


def _find_misplaced_ends(lexicon: Offices) -> Iterator[Finding]:
    for office in lexicon.offices:
        terms = lexicon.terms_of(office)
        if not terms:
            yield Finding("empty", office, "no holder is listed")
        for term in terms:
            if term.end and term.end.last < term.start.first:
                yield Finding("order", office, f"the term of {term.person} ends before it starts")


def _find_overlaps(lexicon: Offices) -> Iterator[Finding]:
    """Two holders of a single seat at once, beyond the day of the handover; acting holders may stand in."""
    for office in lexicon.offices.values():
        terms = [t for t in lexicon.terms_of(office.office) if not t.acting]
        if office.seats == "many":
            continue
        for old, new in combinations(terms, 2):
            if old.end is None or new.start.last < old.end.first:
                yield Finding("overlap", office.office, f"{old.person} and {new.person} hold it at once")


def _find_double_names(lexicon: Offices) -> Iterator[Finding]:
    bearers: dict[str, set[str]] = {}
    for person in lexicon.people.values():
        for name in (person.person, *person.aliases):
            if " " in name and not name.startswith(("King ", "Queen ")) and "namesake" not in person.note:
                bearers.setdefault(fold_name(name), set()).add(person.person)
    for name, people in bearers.items():
        if len(people) > 1:
            yield Finding(
                "name", name, f"is the name of {' and '.join(sorted(people))}; note namesakes as such"
            )


def _find_idle_people(lexicon: Offices) -> Iterator[Finding]:
    for person in lexicon.people:
        if not lexicon.holdings_of(person):
            yield Finding("idle", person, "holds no office")


def _find_double_titles(lexicon: Offices) -> Iterator[Finding]:
    for office in lexicon.offices.values():
        counts = Counter(fold_title(a) for a in office.aliases)
        for alias in (a for a, n in counts.items() if n > 1):
            yield Finding("title", office.office, f'lists "{alias}" twice')


class Question(msgspec.Struct, frozen=True):
    """Who held an office on a day, and what another list answers."""

    country: str
    office: str
    date: dt.date
    holders: list[str]


def read_questions(path: Path) -> list[Question]:
    """The questions of office_queries.json, with their answers; `path` is the file or its folder.

    Raises:
        InputError: when the file is missing or not such a list.
    """
    file = path / "office_queries.json" if path.is_dir() else path
    try:
        return msgspec.json.decode(file.read_bytes(), type=list[Question])
    except (OSError, msgspec.DecodeError) as error:
        raise InputError(f"{file}: {error}; give office_queries.json or its folder") from error


def name_alike(lexicon: Offices, answer: Answer, names: Iterable[str]) -> bool:
    """Whether an answer is one of the people that another list names in its own spelling."""
    wanted = {person for name in names for person in lexicon.find_people(name)}
    return bool(wanted & ({answer.person} if answer.person else set(answer.people)))


def _compare_questions(lexicon: Offices, folder: Path) -> Iterator[Finding]:
    for question in read_questions(folder):
        answer = lexicon.find_by_title(question.country, question.office, question.date)
        if answer.people and not name_alike(lexicon, answer, question.holders):
            where = f"{question.country} {question.office} on {question.date}"
            yield Finding(
                "queries", where, f"they say {', '.join(question.holders)}; we say {answer.because}"
            )


def _compare_reign(lexicon: Offices, folder: Path) -> Iterator[Finding]:
    """Where a leader that REIGN names is at the top of our lexicon on none or only some of the months."""
    top = list_top(lexicon)
    for reign in read_reigns(folder):
        ours = top.get(reign.country, [])
        rival = [day for day in reign.days if is_contradicted(lexicon, ours, reign.leader, day)]
        if rival:
            people = {p for o in ours for p in lexicon.holders_on(o, rival[0]).people}
            span = f"{rival[0]:%Y-%m} to {rival[-1]:%Y-%m}, {len(rival)} of {len(reign.days)} months"
            says = f"they say {reign.leader} ({span}); we say {', '.join(sorted(people))}"
            yield Finding("reign", reign.country, says)


class Reign(msgspec.Struct, frozen=True):
    """A leader's reign as REIGN has it: the 15th of each month from 2000 that lies wholly inside."""

    country: str
    leader: str
    days: tuple[dt.date, ...]


def read_reigns(folder: Path) -> list[Reign]:
    """The reigns of leaders_reign.csv since 2000, with the country codes of Détente.

    Raises:
        InputError: when the folder has no such file.
    """
    path = folder / "leaders_reign.csv"
    try:
        text = path.read_text(encoding="latin-1")
    except OSError as error:
        raise InputError(f"{path}: {error}; give the folder that holds leaders_reign.csv") from error
    rows = csv.DictReader(text.splitlines())
    return [
        Reign(_COW_CODES.get(row["stateabb"], row["stateabb"]), row["leader"], tuple(_sample_months(row)))
        for row in rows
    ]


def list_top(lexicon: Offices) -> dict[str | None, list[str]]:
    """The offices of each country that may lead it: heads of state and government, and whom "leader" means."""
    top: dict[str | None, list[str]] = {}
    for office in lexicon.offices.values():
        if office.function in _TOP or "leader" in office.aliases:
            top.setdefault(office.country, []).append(office.office)
    return top


def _sample_months(row: dict[str, str]) -> Iterator[dt.date]:
    """The 15th of each month from 2000 that lies wholly inside a leader's reign, until the list ends."""
    first = int(row["syear"]) * 12 + int(row["smonth"])
    last = int(row["eyear"] or 2021) * 12 + int(row["emonth"] or 2) - 2
    for month in range(max(first, 2000 * 12), last + 1):
        yield dt.date(month // 12, month % 12 + 1, 15)


def is_contradicted(lexicon: Offices, offices: list[str], leader: str, day: dt.date) -> bool | None:
    """Whether our top offices have holders on the day and none is called much like the leader; None without."""
    held = [p for office in offices for p in lexicon.holders_on(office, day).people]
    names = {w for p in held for n in (p, *lexicon.people[p].aliases) for w in fold_name(n).split()}
    wanted = [w for w in fold_name(leader).split() if len(w) > 2]
    alike = any(difflib.get_close_matches(w, names, n=1, cutoff=0.75) for w in wanted)
    return not alike if held else None
