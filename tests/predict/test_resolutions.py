"""How forecasts come out, in small newspapers where the right answer is known, and where none may be given."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import msgspec
import pytest

from claims import BOTH, FINLAND, NORWAY, SWEDEN, Press, assumed, when
from detente.ledger.tables import Resolution
from detente.predict.resolutions import resolve_forecasts
from detente.records import Event, Mention

LATEST = dt.date(2030, 1, 1)
CLAIM = "Norway and Sweden will sign the Skagen treaty by the end of June."
YEAR_END = when("2021-06-01", "2021-06-30")


def resolve(press: Press, as_of: dt.date = LATEST) -> Resolution:
    (resolution,) = resolve_forecasts(press.corpus, press.forecasts, as_of=as_of)
    return resolution


def promise(press: Press, text: str = CLAIM, **fields: object) -> None:
    """A forecast of January 10, 2021 in its own document, by default with the end of June as its due date."""
    fields.setdefault("due_words", "the end of June")
    document = press.tell(text, "2021-01-10")
    press.add_forecast(document, text.rstrip("."), fields.pop("due", YEAR_END), **fields)  # type: ignore[arg-type]


def report(
    press: Press,
    text: str,
    trigger: str,
    *,
    day: str = "2021-05-03",
    published: str = "2021-05-04",
    **fields: object,
) -> Event:
    type_ = fields.pop("type", "SUPPORT")
    happened = fields.pop("when", None) or when(day)
    return press.add_event(press.tell(text, published), trigger, type_, happened, **fields)  # type: ignore[arg-type]


@pytest.fixture
def press() -> Press:
    return Press()


def test_what_came_in_time_is_true(press: Press) -> None:
    promise(press)
    signed = report(
        press, "The two kingdoms signed the Skagen treaty in Oslo on Monday.", "signed the Skagen treaty"
    )
    row = resolve(press)
    assert (row.status, row.by, row.known) == ("true", (signed.id,), dt.date(2021, 5, 4))
    assert "May 3, 2021" in row.says and "Fjord Times" in row.says


def test_as_of_hides_what_was_known_later(press: Press) -> None:
    promise(press)
    report(press, "They signed the Skagen treaty on Monday.", "signed the Skagen treaty")
    row = resolve(press, dt.date(2021, 5, 3))
    assert (row.status, row.by, row.known) == ("open", (), None)
    assert "June 30, 2021" in row.says
    assert not resolve_forecasts(press.corpus, press.forecasts, as_of=dt.date(2021, 1, 9))


def test_what_came_too_late_is_false_with_what_said_that_it_was_missing(press: Press) -> None:
    promise(press)
    missing = report(
        press, "In June envoys met, but ministers had not signed the Skagen treaty.", "envoys met", type="CONSULT",
        day="2021-06-10", published="2021-06-20",
    )  # fmt: skip
    signed = report(
        press,
        "On Monday they signed the Skagen treaty.",
        "signed the Skagen treaty",
        day="2021-09-06",
        published="2021-09-07",
    )
    row = resolve(press)
    assert (row.status, row.by, row.known) == ("false", (signed.id, missing.id), dt.date(2021, 9, 7))


def test_what_is_said_not_to_have_come_after_its_time_is_false(press: Press) -> None:
    promise(press)
    said = press.add_statement(
        press.tell("The two governments never signed the Skagen treaty, she said.", "2021-08-01"),
        "The two governments never signed the Skagen treaty", "2021-08-01",
    )  # fmt: skip
    row = resolve(press)
    assert (row.status, row.by) == ("false", (said.id,))
    assert resolve(press, dt.date(2021, 7, 31)).status == "open"


def test_not_only_is_no_denial(press: Press) -> None:
    promise(press)
    report(
        press, "They not only signed the Skagen treaty in July, they praised it.", "praised",
        day="2021-07-20", published="2021-07-21",
    )  # fmt: skip
    assert resolve(press).status == "open"


def test_silence_of_three_later_documents_on_the_subject_is_false_and_of_two_is_not(press: Press) -> None:
    promise(press)
    for month in ("07", "08"):
        text = f"Critics praised the Skagen treaty again in month {month}."
        report(press, text, "praised", day=f"2021-{month}-10", published=f"2021-{month}-11")
    assert resolve(press).status == "open"
    report(press, "Fishermen praised the Skagen treaty.", "praised", day="2021-09-10", published="2021-09-11")
    row = resolve(press)
    assert (row.status, row.by, row.known) == ("false", (), dt.date(2021, 9, 11))


def test_a_condition_that_bars_it_makes_it_void(press: Press) -> None:
    press_text = "The Skagen treaty will expire in June unless both sides extend it."
    document = press.tell(press_text, "2021-01-10")
    press.add_forecast(
        document, "The Skagen treaty will expire in June", YEAR_END,
        due_words="June", condition_words="unless both sides extend it",
    )  # fmt: skip
    extended = report(press, "They extended the Skagen treaty on Monday.", "extended the Skagen treaty")
    row = resolve(press)
    assert (row.status, row.by) == ("void", (extended.id,))


def test_the_treaty_is_the_one_named_before(press: Press) -> None:
    document = press.tell(
        "Norway wants to leave the Intermediate Herring Quota Treaty. The treaty will be dead by the end of June.",
        "2021-01-10",
    )
    press.add_event(
        document,
        "wants to leave the Intermediate Herring Quota Treaty",
        "THREATEN",
        when("2021-01-09"),
        modality="planned",
    )
    press.add_forecast(
        document, "The treaty will be dead by the end of June", YEAR_END, due_words="the end of June"
    )
    report(press, "Sweden left the Open Roads treaty.", "left the Open Roads treaty", type="SANCTION")
    assert resolve(press).status == "open"
    left = report(
        press,
        "On Monday Norway formally withdrew from the IHQ treaty.",
        "withdrew from the IHQ treaty",
        type="SANCTION",
    )
    assert resolve(press).by == (left.id,)


def test_a_new_treaty_touches_what_the_old_one_was_called(press: Press) -> None:
    document = press.tell(
        "Norway and Sweden let the Skagen treaty lapse. Officials expect a new treaty to be signed in the spring.",
        "2021-01-10",
    )
    press.add_event(document, "let the Skagen treaty lapse", "SANCTION", when("2021-01-09"))
    press.add_forecast(
        document, "a new treaty to be signed in the spring", assumed("2021-01-10", "2022-01-10"), hedge="to"
    )
    report(
        press,
        "Norway and Sweden signed a treaty on road tolls.",
        "signed a treaty",
        published="2021-04-04",
        day="2021-04-03",
    )
    assert resolve(press).status == "open"
    signed = report(press, "Norway and Sweden signed the New Skagen treaty.", "signed the New Skagen treaty")
    assert resolve(press).by == (signed.id,)


class TestWhatLasts:
    """A truce: it lasted where that is said at its end, and no sooner."""

    TEXT = "The Skagen truce will last until the end of June."

    def start(self, press: Press) -> None:
        promise(press, self.TEXT)

    def test_it_still_holds_at_the_end(self, press: Press) -> None:
        self.start(press)
        held = report(
            press,
            "The Skagen truce has held since January.",
            "held",
            day="2021-06-27",
            published="2021-06-28",
        )
        assert (resolve(press).status, resolve(press).by) == ("true", (held.id,))

    def test_that_it_held_half_way_decides_nothing(self, press: Press) -> None:
        self.start(press)
        report(
            press,
            "The Skagen truce has held since January.",
            "held",
            day="2021-03-27",
            published="2021-03-28",
        )
        assert resolve(press).status == "open"

    def test_it_broke(self, press: Press) -> None:
        self.start(press)
        broke = report(press, "The Skagen truce collapsed on Monday.", "collapsed", type=None, actors=())
        assert (resolve(press).status, resolve(press).by) == ("false", (broke.id,))

    def test_a_title_that_names_it_tells_too(self, press: Press) -> None:
        self.start(press)
        for title in ("A loud week in Bergen", "Skagen stays quiet"):
            document = press.tell(f"{title}, we hear.", "2021-06-28")
            press.documents[-1] = msgspec.structs.replace(document, title=title)
        assert (resolve(press).status, resolve(press).by) == ("true", (press.documents[-1].id,))

    def test_that_it_ended_later_does_not_make_it_false(self, press: Press) -> None:
        self.start(press)
        report(
            press, "The Skagen truce collapsed in May.", "collapsed", type=None, actors=(),
            day="2022-05-03", published="2022-05-04",
        )  # fmt: skip
        assert resolve(press).status == "open"
        held = report(press, "The Skagen truce holds.", "holds", day="2021-07-01", published="2021-07-02")
        assert (resolve(press).status, resolve(press).by) == ("true", (held.id,))

    def test_that_it_did_not_hold_is_not_that_it_did(self, press: Press) -> None:
        self.start(press)
        report(press, "The Skagen truce has not held.", "held", day="2021-06-27", published="2021-06-28")
        assert resolve(press).status == "open"


class TestMeetings:
    """A meeting: called off, held, or held by others."""

    TEXT = "The foreign ministers of Norway and Sweden will meet in June."

    def start(self, press: Press) -> None:
        promise(press, self.TEXT, due_words="June")

    def test_called_off(self, press: Press) -> None:
        self.start(press)
        off = report(
            press, "Norway and Sweden cancelled a meeting of their foreign ministers.", "cancelled a meeting",
            type="REJECT", mode="meet",
        )  # fmt: skip
        assert (resolve(press).status, resolve(press).by) == ("false", (off.id,))

    def test_held_after_all(self, press: Press) -> None:
        self.start(press)
        report(
            press, "Norway and Sweden cancelled a meeting of their foreign ministers.", "cancelled a meeting",
            type="REJECT", mode="meet",
        )  # fmt: skip
        met = report(
            press,
            "The foreign ministers of Norway and Sweden met.",
            "met",
            type="CONSULT",
            day="2021-06-20",
            published="2021-06-21",
        )
        assert (resolve(press).status, resolve(press).by) == ("true", (met.id,))

    def test_generals_are_no_foreign_ministers(self, press: Press) -> None:
        self.start(press)
        report(
            press,
            "The generals of Norway and Sweden met.",
            "met",
            type="CONSULT",
            day="2021-06-20",
            published="2021-06-21",
        )
        assert resolve(press).status == "open"

    def test_a_meeting_before_the_month_named_is_another(self, press: Press) -> None:
        self.start(press)
        report(press, "The foreign ministers of Norway and Sweden met.", "met", type="CONSULT")
        assert resolve(press).status == "open"


SIGNED = "signed the Skagen treaty"
Case = Callable[[Press], object]
UNDECIDED: dict[str, Case] = {
    "another treaty": lambda p: report(p, "They signed the Bergen treaty.", "signed the Bergen treaty"),
    "by another country": lambda p: report(
        p, "Finland signed the Skagen treaty.", SIGNED, actors=(FINLAND,), dyads=()
    ),
    "before it was said": lambda p: report(
        p, "In 2019 they signed the Skagen treaty.", SIGNED, day="2019-05-03"
    ),
    "planned": lambda p: report(p, "They will have signed the Skagen treaty.", SIGNED, modality="planned"),
    "an extraction that missed the future": lambda p: report(
        p, "They are to have signed the Skagen treaty.", SIGNED
    ),
    "denied in its clause": lambda p: report(p, "Neither side signed the Skagen treaty.", SIGNED),
    "undated": lambda p: report(
        p, "They signed the Skagen treaty.", SIGNED, when=when("2021-05-03").__class__()
    ),
    "another act": lambda p: report(p, "They praised the Skagen treaty.", "praised the Skagen treaty"),
    "a type that does not fit": lambda p: report(p, "They signed the Skagen treaty.", SIGNED, type="ASSAULT"),
}


@pytest.mark.parametrize("case", UNDECIDED.values(), ids=UNDECIDED.keys())
def test_what_does_not_fit_decides_nothing(case: Case, press: Press) -> None:
    promise(press)
    case(press)
    assert resolve(press, dt.date(2021, 6, 1)).status == "open"


def test_a_copy_decides_nothing(press: Press) -> None:
    promise(press)
    original = press.tell("Something else.", "2021-05-01")
    copy = press.copy("They signed the Skagen treaty.", "2021-05-04", original)
    press.add_event(copy, SIGNED, "SUPPORT", when("2021-05-03"))
    assert resolve(press).status == "open"


def test_its_own_sentence_decides_nothing(press: Press) -> None:
    promise(press)
    press.add_event(press.documents[0], "will sign the Skagen treaty", "SUPPORT", when("2021-03-01"))
    assert resolve(press).status == "open"


def test_hearsay_and_rough_dates_are_ambiguous(press: Press) -> None:
    promise(press)
    blogger = Mention(name="Odd Strand", office="blogger")
    heard = report(press, "They signed the Skagen treaty, a blogger said.", SIGNED, attributed_to=blogger)
    assert (resolve(press).status, resolve(press).by) == ("ambiguous", (heard.id,))
    other = Press()
    promise(other)
    report(other, "They signed the Skagen treaty.", SIGNED, when=when("2020-12-15", "2021-01-15"))
    assert resolve(other).status == "ambiguous"


@pytest.mark.parametrize(
    ("text", "fields", "reason"),
    [
        ("Norway and Sweden will sign the Skagen treaty.", {"rule": "forecasts/question@1"}, "question"),
        ("The Skagen treaty will please fishermen.", {}, "person"),
        ("Norway and Sweden will sign the Skagen treaty after the Swedish election.", {}, "after"),
    ],
)
def test_why_it_stays_open(text: str, fields: dict[str, str], reason: str, press: Press) -> None:
    promise(press, text, due=assumed("2021-01-10", "2022-01-10"), due_words=None, **fields)
    report(press, "They signed the Skagen treaty.", SIGNED)
    row = resolve(press)
    assert row.status == "open" and reason in row.says


def test_an_assumed_horizon_makes_nothing_false(press: Press) -> None:
    promise(
        press,
        "Norway and Sweden will sign the Skagen treaty.",
        due=assumed("2021-01-10", "2022-01-10"),
        due_words=None,
    )
    report(press, "They signed the Skagen treaty.", SIGNED, day="2022-06-03", published="2022-06-04")
    assert resolve(press).status == "open"


def test_a_date_beside_the_claim_is_no_due_date(press: Press) -> None:
    document = press.tell(
        "She said on Sunday that Norway and Sweden will sign the Skagen treaty.", "2021-01-10"
    )
    press.add_forecast(
        document, "Norway and Sweden will sign the Skagen treaty", when("2021-01-17"), due_words="Sunday"
    )
    report(press, "They signed the Skagen treaty.", SIGNED)
    assert resolve(press).status == "true"


def test_sanctions_need_to_be_by_the_one_who_is_meant(press: Press) -> None:
    promise(press, "Norway will impose new sanctions on Sweden by the end of June.")
    report(
        press,
        "Sweden imposed sanctions on Norway.",
        "imposed sanctions",
        type="SANCTION",
        actors=(SWEDEN,),
        recipients=(NORWAY,),
    )
    assert resolve(press).status == "open"
    own = report(
        press,
        "Norway imposed sanctions on Sweden.",
        "imposed sanctions",
        type="SANCTION",
        actors=(NORWAY,),
        recipients=(SWEDEN,),
    )
    assert (resolve(press).status, resolve(press).by) == ("true", (own.id,))


def test_the_order_of_the_records_does_not_matter(press: Press) -> None:
    promise(press)
    for day in ("2021-05-03", "2021-05-04", "2021-06-02"):
        report(
            press,
            f"They signed the Skagen treaty on day {day}.",
            SIGNED,
            day=day,
            published="2021-06-03",
            dyads=BOTH,
        )
    row = resolve(press)
    press.records.reverse()
    press.documents.reverse()
    assert resolve(press) == row
