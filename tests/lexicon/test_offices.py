"""Who held which office when: the shipped rows by example, and the rules of looking up by small lexicons of our own."""

from __future__ import annotations

import datetime as dt
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import LexiconError
from detente.lexicon.actors import Person
from detente.lexicon.office_terms import Holding, Office, fold_name, parse_moment
from detente.lexicon.offices import KNOWN_UNTIL, Offices, load_offices

DAYS = st.dates(dt.date(1990, 1, 1), KNOWN_UNTIL)
LEXICON = load_offices()


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("office", "on", "person"),
    [
        # the day of a handover belongs to the incoming holder
        ("usa-president", "2017-01-19", "Barack Obama"),
        ("usa-president", "2017-01-20", "Donald Trump"),
        ("usa-president", "2025-01-20", "Donald Trump"),
        ("ukr-president", "2019-05-20", "Volodymyr Zelenskyy"),
        ("nato-secretary-general", "2014-09-30", "Anders Fogh Rasmussen"),
        ("nato-secretary-general", "2014-10-01", "Jens Stoltenberg"),
        # Medvedev as president, then as prime minister
        ("rus-president", "2008-05-06", "Vladimir Putin"),
        ("rus-president", "2008-05-07", "Dmitry Medvedev"),
        ("rus-president", "2012-05-06", "Dmitry Medvedev"),
        ("rus-president", "2012-05-07", "Vladimir Putin"),
        ("rus-prime-minister", "2010-07-01", "Vladimir Putin"),
        ("rus-prime-minister", "2015-07-01", "Dmitry Medvedev"),
        # acting holders
        ("rus-president", "2000-01-15", "Vladimir Putin"),
        ("usa-attorney-general", "2017-01-25", "Sally Yates"),
        ("usa-secretary-of-defence", "2019-07-01", "Mark Esper"),
        ("ukr-president", "2014-04-01", "Oleksandr Turchynov"),
        ("ukr-foreign-minister", "2014-05-01", "Andriy Deshchytsia"),
        # a stand-in does not unseat the holder
        ("rus-prime-minister", "2020-05-10", "Mikhail Mishustin"),
        ("kor-president", "2004-04-01", "Roh Moo-hyun"),
        # the rest of the promise: ministers, security, banks, spokespersons, envoys, organisations
        ("rus-foreign-minister", "2003-12-31", "Igor Ivanov"),
        ("rus-foreign-minister", "2020-04-26", "Sergei Lavrov"),
        ("usa-secretary-of-state", "2018-04-10", "John Sullivan"),
        ("rus-security-council-secretary", "2014-03-01", "Nikolai Patrushev"),
        ("usa-national-security-adviser", "2018-04-08", "H. R. McMaster"),
        ("usa-ambassador-rus", "2020-04-26", "John Sullivan"),
        ("rus-ambassador-usa", "2016-12-30", "Sergei Kislyak"),
        ("rus-central-bank", "2014-12-16", "Elvira Nabiullina"),
        ("rus-kremlin-spokesman", "2020-03-30", "Dmitry Peskov"),
        ("usa-white-house-press-secretary", "2020-04-07", "Kayleigh McEnany"),
        ("sau-monarch", "2020-04-10", "Salman bin Abdulaziz"),
        ("opec-secretary-general", "2020-03-06", "Mohammed Barkindo"),
        ("iaea-director-general", "2015-07-14", "Yukiya Amano"),
        ("ind-foreign-minister", "2016-09-29", "Sushma Swaraj"),
        ("pak-prime-minister", "2019-02-27", "Imran Khan"),
        ("prk-foreign-minister", "2018-06-12", "Ri Yong Ho"),
    ],
)
def test_who_held_an_office(office: str, on: str, person: str) -> None:
    answer = LEXICON.holders_on(office, day(on))
    assert answer.person == person, answer.because


@pytest.mark.parametrize(
    ("office", "on", "reason"),
    [
        ("rus-ambassador-ukr", "2018-01-01", "vacant or unknown since 2016-07-28"),
        ("usa-director-of-national-intelligence", "2001-09-11", "no holder recorded as early as"),
        ("tur-prime-minister", "2020-01-01", "vacant or unknown since 2018-07-09"),
        ("usa-president", "2031-01-01", "not known after"),
        ("usa-ambassador-rus", "2001-07-10", "Collins"),
        ("rus-deputy-foreign-minister", "2015-01-01", "one of several"),
    ],
)
def test_nobody_is_named_where_the_rows_do_not_decide(office: str, on: str, reason: str) -> None:
    answer = LEXICON.holders_on(office, day(on))
    assert answer.person is None
    assert reason in answer.because


def test_an_acting_holder_beside_the_holder_is_mentioned() -> None:
    answer = LEXICON.holders_on("rus-prime-minister", day("2020-05-10"))
    assert "meanwhile Andrei Belousov: acting" in answer.because
    assert answer.people == ("Mikhail Mishustin", "Andrei Belousov")


@pytest.mark.parametrize(
    ("country", "title", "on", "person"),
    [
        ("USA", "commander-in-chief", "2016-12-20", "Barack Obama"),
        ("USA", "Defense Secretary", "2018-06-01", "James Mattis"),
        ("USA", "top diplomat", "2020-04-26", "Mike Pompeo"),
        ("RUS", "the President", "2010-04-08", "Dmitry Medvedev"),
        ("RUS", "Kremlin spokeswoman", "2010-04-08", "Natalya Timakova"),
        ("RUS", "ambassador to Washington", "2017-01-01", "Sergei Kislyak"),
        ("DEU", "chancellor", "2015-02-12", "Angela Merkel"),
        ("DEU", "leader", "2015-02-12", "Angela Merkel"),
        ("GBR", "queen", "2011-05-17", "Elizabeth II"),
        ("IND", "External Affairs Minister", "2020-06-20", "Subrahmanyam Jaishankar"),
        ("XEU", "foreign policy chief", "2015-07-14", "Federica Mogherini"),
        (None, "OPEC secretary-general", "2018-12-07", "Mohammed Barkindo"),
    ],
)
def test_bare_titles_mean_whoever_bore_them_that_day(
    country: str | None, title: str, on: str, person: str
) -> None:
    assert LEXICON.find_by_title(country, title, day(on)).person == person


def test_a_title_of_several_offices_names_nobody() -> None:
    answer = LEXICON.find_by_title("IRN", "head of state", day("2016-01-16"))
    assert answer.person is None


@pytest.mark.parametrize(
    ("country", "function", "to", "on", "person"),
    [
        ("FRA", "head_of_state", None, "2019-08-24", "Emmanuel Macron"),
        ("SAU", "head_of_state", None, "2019-08-24", "Salman bin Abdulaziz"),  # a king instead
        ("USA", "head_of_government", None, "2019-08-24", "Donald Trump"),  # a president instead
        ("USA", "ambassador", "UKR", "2018-08-24", "Marie Yovanovitch"),
        ("USA", "ambassador", "RUS", "2018-08-24", "Jon Huntsman"),
    ],
)
def test_functions_name_the_counterpart(
    country: str, function: str, to: str | None, on: str, person: str
) -> None:
    assert LEXICON.holders_on(country, day(on), function=function, to=to).person == person  # type: ignore[arg-type]


def test_people_with_two_offices_have_the_higher_first() -> None:
    titles = [h.title for h in LEXICON.offices_of("Josep Borrell", day("2020-05-01"))]
    assert titles == ["High Representative for Foreign Affairs", "Vice-President of the European Commission"]
    assert [h.office.office for h in LEXICON.offices_of("Sigrid Kaag", day("2018-03-01"))] == [
        "nld-foreign-minister"
    ]


def test_on_a_handover_day_the_outgoing_holder_is_out() -> None:
    assert LEXICON.offices_of("Joe Biden", day("2025-01-20")) == []
    assert LEXICON.offices_of("Joe Biden", day("2025-01-19"))[0].title == "President of the United States"


@pytest.mark.parametrize(
    ("person", "title", "on", "borne"),
    [
        ("Mike Pompeo", "Secretary of State", "2020-01-01", True),
        ("Mike Pompeo", "Secretary of State", "2017-03-01", False),
        ("Mike Pompeo", "CIA director", "2017-03-01", True),
        ("Dmitry Medvedev", "Prime Minister", "2011-01-01", False),
        ("Vladimir Putin", "President", "2040-01-01", None),
        ("Philip Crowley", "State Department spokesman", "2010-03-15", None),
    ],
)
def test_whether_somebody_bore_a_title(person: str, title: str, on: str, borne: bool | None) -> None:
    assert LEXICON.bears_title(person, title, day(on)) is borne


def test_predecessors() -> None:
    assert LEXICON.holder_before("usa-president", day("2020-01-01")).person == "Barack Obama"
    assert LEXICON.holder_before("rus-president", day("2013-01-01")).person == "Dmitry Medvedev"
    assert LEXICON.holder_before("usa-secretary-of-state", day("2018-04-26")).person == "Rex Tillerson"


@pytest.mark.parametrize(
    ("name", "people"),
    [
        ("Sergey Lavrov", ("Sergei Lavrov",)),
        ("Recep Tayyip Erdogan", ("Recep Tayyip Erdoğan",)),
        ("William B. Taylor, Jr.", ("William Taylor",)),
        ("Dmitri Anatolyevich Medvedev", ("Dmitry Medvedev",)),
        ("Volodymyr Zelensky", ("Volodymyr Zelenskyy",)),
        ("Muhammad bin Salman", ("Mohammed bin Salman",)),
        ("George Bush", ("George H. W. Bush", "George W. Bush")),
        ("Nobody Atall", ()),
        ("", ()),
    ],
)
def test_spellings_of_names(name: str, people: tuple[str, ...]) -> None:
    assert LEXICON.find_people(name) == people


def test_women_bear_the_title_in_their_form() -> None:
    assert LEXICON.offices_of("Elizabeth II", day("2010-01-01"))[0].title == "Queen of the United Kingdom"


def make_lexicon(*terms: tuple[str, str, str, bool], seats: str = "one") -> Offices:
    """A lexicon of one office with holders given as person, start, end, acting."""
    office = Office("fra-captain", "Captain", "other", "FRA", seats=seats)  # type: ignore[arg-type]
    holdings = [
        Holding(p, office, "Captain", parse_moment(s), parse_moment(e) if e else None, acting)
        for p, s, e, acting in terms
    ]
    return Offices([office], holdings, [Person(p) for p, *_ in terms])


@pytest.mark.parametrize(
    ("on", "person"),
    [("2004-02-28", "Ann"), ("2004-03-15", None), ("2004-04-01", "Bea"), ("2004-03-01", None)],
)
def test_inside_a_month_that_is_all_we_know_nobody_is_named(on: str, person: str | None) -> None:
    lexicon = make_lexicon(("Ann", "2001-01-01", "2004-03", False), ("Bea", "2004-03", "", False))
    answer = lexicon.holders_on("fra-captain", day(on))
    assert answer.person == person
    assert set(answer.people) == ({person} if person else {"Ann", "Bea"})


def test_an_exact_start_ends_a_term_of_unknown_day() -> None:
    lexicon = make_lexicon(("Ann", "2001-01-01", "2004-03", False), ("Bea", "2004-03-09", "", False))
    assert lexicon.holders_on("fra-captain", day("2004-03-09")).person == "Bea"
    assert lexicon.holders_on("fra-captain", day("2004-03-08")).person is None


def test_the_latest_change_recorded_extends_what_is_known() -> None:
    later = KNOWN_UNTIL + dt.timedelta(days=40)
    lexicon = make_lexicon(
        ("Ann", "2001-01-01", later.isoformat(), False), ("Bea", later.isoformat(), "", False)
    )
    assert lexicon.holders_on("fra-captain", later).person == "Bea"
    assert lexicon.holders_on("fra-captain", later + dt.timedelta(days=1)).person is None


@pytest.mark.parametrize("text", ["", "04-03-2009", "2004-13", "2004-3-9", "soon", "2004-02-30"])
def test_a_bad_date_is_named(text: str) -> None:
    with pytest.raises(LexiconError, match="no date"):
        parse_moment(text)


def test_an_unknown_office_is_an_error() -> None:
    with pytest.raises(LexiconError, match="atl-king"):
        LEXICON.holders_on("atl-king", day("2020-01-01"))


@given(st.sampled_from(sorted(LEXICON.offices)), DAYS)
def test_one_seat_has_one_titular_holder(office: str, on: dt.date) -> None:
    """Two holders that are not acting never cover a day together, except the day of the handover."""
    if LEXICON.offices[office].seats == "many":
        return
    titular = [h for h in LEXICON.terms_of(office) if not h.acting and h.covers(on)]
    assert len(titular) < 2 or all(h.start.first == on or h.end == (on, on) for h in titular)


@given(st.sampled_from(sorted(LEXICON.offices)), DAYS)
def test_answers_agree_with_the_offices_of_the_person(office: str, on: dt.date) -> None:
    answer = LEXICON.holders_on(office, on)
    assert answer.because
    if answer.person:
        assert office in {h.office.office for h in LEXICON.offices_of(answer.person, on)}
        assert LEXICON.bears_title(answer.person, answer.office.title if answer.office else "", on)


@given(st.text())
def test_any_text_can_be_looked_up(text: str) -> None:
    LEXICON.find_people(text)
    assert LEXICON.find_by_title("RUS", text, KNOWN_UNTIL).because
    assert fold_name(fold_name(text)) == fold_name(text)


def test_the_lexicon_loads_fast() -> None:
    """In about 40 ms; the floor leaves room for a busy machine."""
    spent = []
    for _ in range(3):
        start = time.process_time()
        load_offices.__wrapped__()
        spent.append(time.process_time() - start)
    assert min(spent) < 0.15
