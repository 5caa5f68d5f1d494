"""Reciprocity in worlds where one side answers, where none does, and where a blow goes unanswered."""

from __future__ import annotations

from detente.evaluate.worlds import DYAD, Plan, make_world
from detente.measure.reciprocity import Reciprocity, measure_reciprocity
from detente.measure.series import make_series


def compare(plan: Plan) -> tuple[Reciprocity, Reciprocity]:
    made = make_world(plan)
    one, other = (make_series(made.events, made.world, actor=a, measures=("net",))["net"] for a in DYAD)
    turns = [made.date_week(week) for week in plan.turns]
    return measure_reciprocity(one, other, turns=turns), measure_reciprocity(other, one, turns=turns)


def test_the_one_who_answers_is_found_with_the_lag() -> None:
    for seed, lag in ((1, 1), (2, 2), (3, 3)):
        forth, back = compare(Plan(seed=seed, answer=0.7, lag=lag))
        assert (forth.verdict, forth.lag) == ("in kind", lag)
        assert forth.responses[lag - 1][1] > 0
        assert back.total[0] < forth.total[0]


def test_answers_in_reverse_are_told_apart() -> None:
    forth, _ = compare(Plan(answer=-0.7))
    assert forth.verdict == "in reverse"


def test_nobody_answers_and_a_common_freeze_is_no_answer() -> None:
    found = [r.verdict for seed in range(6) for r in compare(Plan(seed=seed, turns={300: -3.0}))]
    assert found.count("no answer seen") >= 10, found


def test_blows_without_the_usual_answer_are_named() -> None:
    plan = Plan(answer=0.9, lag=1, silent=(200, 330), events=60.0)
    forth, _ = compare(plan)
    named = {silence.date for silence in forth.silences}
    made = make_world(plan)
    assert {made.date_week(200), made.date_week(330)} <= named
    assert forth.answered > forth.chance * forth.blows
    assert all(s.answer > s.expected for s in forth.silences)


def test_too_few_weeks_decide_nothing() -> None:
    forth, _ = compare(Plan(weeks=60))
    assert forth.verdict == "not enough evidence"
    assert "104 are needed" in forth.says


def test_who_never_acts_cannot_be_said_not_to_answer() -> None:
    made = make_world(Plan())
    one_sided = made.events.keep(made.events.forward)
    one, other = (make_series(one_sided, made.world, actor=a, measures=("net",))["net"] for a in DYAD)
    for told in (measure_reciprocity(one, other), measure_reciprocity(other, one)):
        assert told.verdict == "not enough evidence" and told.weeks > 104
        assert "0 weeks" in told.says or "in 0 " in told.says
