"""What is due, and what was due and did not come, in small newspapers where that is known."""

from __future__ import annotations

import datetime as dt

import pytest

from claims import BOTH, FINLAND, NORWAY, SWEDEN, Press, when
from detente.measure.due import Due, Missed, list_due
from detente.records import Event, Mention

KARI, LARS = Mention(country="NOR", name="Kari Lund"), Mention(country="SWE", name="Lars Ek")


def ask(press: Press, as_of: str) -> tuple[tuple[Due, ...], tuple[Missed, ...]]:
    return list_due(
        press.corpus, ("SWE", "NOR"), as_of=dt.date.fromisoformat(as_of), forecasts=press.forecasts
    )


def plan_meeting(press: Press, **fields: object) -> Event:
    document = press.tell("Officials of Norway and Sweden are to meet in Bergen on March 20.", "2021-03-01")
    fields.setdefault("due", when("2021-03-20"))
    return press.add_event(document, "meet", "CONSULT", when("2021-03-01"), modality="planned", **fields)  # type: ignore[arg-type]


def plan_expiry(press: Press) -> Event:
    document = press.tell(
        "Norway and Sweden praised the Skagen treaty. It will expire in June.", "2021-01-10"
    )
    press.add_event(document, "praised the Skagen treaty", "SUPPORT", when("2021-01-09"))
    return press.add_event(
        document, "will expire", None, when("2021-01-10"), modality="planned", actors=(), dyads=(),
        due=when("2021-06-01", "2021-06-30"),
    )  # fmt: skip


@pytest.fixture
def press() -> Press:
    return Press()


def test_a_meeting_ahead_is_due_and_one_that_took_place_is_neither(press: Press) -> None:
    meeting = plan_meeting(press)
    due, missed = ask(press, "2021-03-10")
    assert [(d.records, d.kind, d.track, d.start) for d in due] == [
        ((meeting.id,), "meeting", "contacts", dt.date(2021, 3, 20))
    ]
    assert not missed and "March 20, 2021" in due[0].says
    held = press.tell("Norway and Sweden met in Bergen.", "2021-03-22")
    press.add_event(held, "met", "CONSULT", when("2021-03-21"))
    assert ask(press, "2021-04-20") == ((), ())


def test_a_meeting_called_off_is_missed_at_once(press: Press) -> None:
    meeting = plan_meeting(press)
    news = press.tell("Sweden postponed talks with Norway.", "2021-03-12")
    off = press.add_event(
        news,
        "postponed talks",
        "REJECT",
        when("2021-03-11"),
        mode="meet",
        actors=(SWEDEN,),
        recipients=(NORWAY,),
    )
    due, (missed,) = ask(press, "2021-03-13")
    assert not due
    assert (missed.due.records, missed.outcome, missed.by) == ((meeting.id,), "called off", (off.id,))
    assert missed.known == dt.date(2021, 3, 12)


def test_silence_is_told_only_where_somebody_could_have_told(press: Press) -> None:
    plan_meeting(press)
    assert ask(press, "2021-05-01") == ((), ())
    later = press.tell("Norway and Sweden signed a pact.", "2021-04-20")
    press.add_event(later, "signed a pact", "SUPPORT", when("2021-04-19"))
    due, (missed,) = ask(press, "2021-05-01")
    assert not due and (missed.outcome, missed.by, missed.known) == ("not reported", (), None)


def test_what_expires_is_due_and_averted_by_an_extension(press: Press) -> None:
    expiry = plan_expiry(press)
    (due,), _ = ask(press, "2021-02-01")
    assert (due.records, due.kind, due.what) == ((expiry.id,), "expiry", "will expire (Skagen)")
    assert "in June 2021" in due.says
    news = press.tell("Norway and Sweden extended the Skagen treaty.", "2021-05-04")
    extended = press.add_event(news, "extended the Skagen treaty", "SUPPORT", when("2021-05-03"))
    due_then, (missed,) = ask(press, "2021-05-05")
    assert not due_then and (missed.outcome, missed.by) == ("averted", (extended.id,))


def test_what_expired_came(press: Press) -> None:
    plan_expiry(press)
    news = press.tell("The Skagen treaty expired on Sunday.", "2021-06-15")
    press.add_event(news, "expired", None, when("2021-06-13"), actors=(), dyads=())
    assert ask(press, "2021-06-16") == ((), ())


def test_a_deadline_kept_too_late_is_missed(press: Press) -> None:
    document = press.tell("Norway and Sweden promised to sign the Skagen treaty by May 1.", "2021-01-10")
    press.add_event(
        document, "promised to sign the Skagen treaty", "AGREE", when("2021-01-10"), modality="planned",
        due=when("2021-05-01"),
    )  # fmt: skip
    assert [d.kind for d in ask(press, "2021-04-01")[0]] == ["act"]
    news = press.tell("They signed the Skagen treaty.", "2021-08-04")
    signed = press.add_event(news, "signed the Skagen treaty", "SUPPORT", when("2021-08-03"))
    _, (missed,) = ask(press, "2021-08-05")
    assert (missed.outcome, missed.by) == ("late", (signed.id,))


def test_what_is_scheduled_is_due_and_what_is_guessed_is_not(press: Press) -> None:
    document = press.tell(
        "Norway and Sweden praised the pact. Parliament is due to vote on it in March. The pact will be dead by June.",
        "2021-01-10",
    )
    press.add_event(document, "praised the pact", "SUPPORT", when("2021-01-09"))
    vote = press.add_forecast(
        document, "Parliament is due to vote on it in March", when("2021-03-01", "2021-03-31"),
        hedge="due to", due_words="March",
    )  # fmt: skip
    analyst = Mention(name="Ilva Brandt", office="analyst")
    press.add_forecast(
        document,
        "The pact will be dead by June",
        when("2021-06-01", "2021-06-30"),
        due_words="June",
        forecaster=analyst,
    )
    due, _ = ask(press, "2021-02-01")
    assert [d.records for d in due] == [(vote.id,)]


def test_a_thing_told_twice_is_due_once(press: Press) -> None:
    first = plan_meeting(press)
    again = press.tell("Norway and Sweden will hold talks on March 20.", "2021-03-05")
    second = press.add_event(
        again, "will hold talks", "AGREE", when("2021-03-05"), base_type="CONSULT", modality="planned",
        due=when("2021-03-20"),
    )  # fmt: skip
    (due,), _ = ask(press, "2021-03-10")
    assert due.records == (first.id, second.id)


def test_a_headline_that_tells_what_took_place_is_not_due(press: Press) -> None:
    document = press.tell(
        "Lund and Ek meet for the first time in two years. Lund and Ek met on Monday.", "2021-03-02"
    )
    press.add_event(
        document,
        "meet",
        "CONSULT",
        when("2021-03-02"),
        modality="planned",
        actors=(KARI, LARS),
        due=when("2023-03-02"),
    )
    press.add_event(document, "met on Monday", "CONSULT", when("2021-03-01"), actors=(KARI, LARS))
    assert ask(press, "2021-03-10") == ((), ())


def test_history_other_countries_copies_and_what_is_hidden_are_not_due(press: Press) -> None:
    plan_meeting(press, due=when("2020-03-20"))
    other = press.tell("Finland and Sweden are to meet on March 20.", "2021-03-01")
    press.add_event(
        other, "meet", "CONSULT", when("2021-03-01"), modality="planned", due=when("2021-03-20"),
        actors=(FINLAND, SWEDEN), dyads=(("FIN", "SWE"),),
    )  # fmt: skip
    copy = press.copy("Norway and Sweden are to meet on March 20!", "2021-03-02", press.documents[0])
    press.add_event(
        copy, "meet", "CONSULT", when("2021-03-02"), modality="planned", due=when("2021-03-20"), dyads=BOTH
    )
    assert ask(press, "2021-03-10") == ((), ())
    hidden = Press()
    plan_meeting(hidden)
    assert ask(hidden, "2021-02-28") == ((), ())
