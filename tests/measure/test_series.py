"""Series of worlds with known answers: holes, volume, intervals that hold what they promise, shrinkage."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from detente.evaluate.worlds import Plan, make_world
from detente.measure.dyad_events import World
from detente.measure.periods import date_period, number_periods
from detente.measure.series import make_series
from detente.measure.shrinkage import scale_by_past, shrink_counts, shrink_values
from detente.measure.story_draws import Told, draw_means, draw_sums


def test_a_missing_month_is_a_hole_and_never_a_zero() -> None:
    made = make_world(Plan(holes=((100, 103),)))
    for series in make_series(made.events, made.world).values():
        assert series.holes[100:104].all() and series.holes.sum() == 4
        for column in (series.value, series.low, series.high, series.shrunk, series.events, series.scaled):
            assert np.isnan(column[100:104]).all(), series.measure


def test_a_quiet_week_is_zero_and_no_hole() -> None:
    made = make_world(Plan(events=0.5))
    contact = make_series(made.events, made.world)["contact"]
    quiet = (contact.events == 0) & ~contact.holes
    assert quiet.any()
    assert (contact.value[quiet] == 0).all() and (contact.high[quiet] > 0).all()
    tone = make_series(made.events, made.world)["tone"]
    assert np.isnan(tone.value[tone.events == 0]).all()


@pytest.mark.parametrize("plan", [Plan(growth=10.0), Plan(tripled=260)])
def test_more_output_of_the_source_is_no_more_contact(plan: Plan) -> None:
    contact = make_series(*_take(plan))["contact"]
    early, late = np.nanmean(contact.value[:130]), np.nanmean(contact.value[-130:])
    assert abs(late / early - 1) < 0.15


def test_a_dyad_alone_in_its_source_is_not_measured_against_it() -> None:
    contact = make_series(*_take(Plan(rest=0.5)))["contact"]
    assert contact.unit == "contacts"


def test_directions_add_up_to_both() -> None:
    events, world = _take(Plan())
    both, one, other = (make_series(events, world, actor=a)["net"].value for a in (None, "NOR", "SWE"))
    assert np.allclose(both, one + other)


@pytest.mark.parametrize("step", ["day", "week", "month", "quarter", "year"])
def test_periods_begin_where_they_should(step: str) -> None:
    days = np.arange("1979-12-25", "2020-03-01", dtype="datetime64[D]")
    numbers = number_periods(days, step)  # type: ignore[arg-type]
    assert set(np.diff(numbers)) <= {0, 1}
    starts = [date_period(n, step) for n in np.unique(numbers)]  # type: ignore[arg-type]
    assert number_periods(np.array(starts, "M8[D]"), step).tolist() == np.unique(numbers).tolist()  # type: ignore[arg-type]
    assert step != "week" or all(s.weekday() == 0 for s in starts)
    assert step != "year" or dt.date(1980, 1, 1) in starts


def _draw(stories: float, seed: int, size: int = 400) -> tuple[Told, float, float]:
    """Periods of a known rate: each story has one to four events that are alike."""
    random = np.random.default_rng(seed)
    counts = random.poisson(stories, size)
    period = np.repeat(np.arange(size), counts)
    sizes = random.integers(1, 5, len(period))
    amounts = np.repeat(random.normal(2, 3, len(period)), sizes) + random.normal(0, 0.5, sizes.sum())
    told = Told(amounts, np.repeat(period, sizes), np.repeat(np.arange(len(period)), sizes), size)
    return told, stories * 2.5 * 2, 2.0


@pytest.mark.parametrize("stories", [8.0, 30.0, 300.0])
def test_intervals_hold_the_truth_nine_times_in_ten(stories: float) -> None:
    told, total, mean = _draw(stories, seed=int(stories))
    low, high = draw_sums(told)
    assert 0.82 <= np.mean((low <= total) & (total <= high)) <= 0.95
    low, high = draw_means(told)
    assert 0.80 <= np.mean((low <= mean) & (mean <= high)) <= 0.96


def test_drawing_stories_is_wider_than_drawing_events() -> None:
    told, _, _ = _draw(30.0, seed=4)
    alone = Told(told.amounts, told.periods, np.arange(len(told.amounts)), told.size)
    low, high = draw_sums(told)
    least, most = draw_sums(alone)
    assert 1.2 < np.mean(high - low) / np.mean(most - least) < 1.9


def test_the_limit_for_many_stories_agrees_with_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    told, _, _ = _draw(40.0, seed=5)
    low, high = draw_sums(told)
    monkeypatch.setattr("detente.measure.story_draws._MANY", 1)
    least, most = draw_sums(told)
    assert np.mean(most - least) == pytest.approx(np.mean(high - low), rel=0.03)


def test_shrunk_rates_are_nearer_the_truth_and_their_intervals_hold_it() -> None:
    random = np.random.default_rng(7)
    truth = random.gamma(4, 0.25, 600)
    counts = random.poisson(truth).astype(float)
    rates, low, high = shrink_counts(counts, np.ones(600))
    late = slice(104, None)
    assert np.mean((rates - truth)[late] ** 2) < 0.5 * np.mean((counts - truth)[late] ** 2)
    assert 0.85 <= np.mean((low <= truth) & (truth <= high)) <= 0.95


def test_shrunk_values_are_nearer_the_truth() -> None:
    random = np.random.default_rng(8)
    truth = random.normal(0, 1, 400)
    errors = random.uniform(0.5, 3, 400)
    seen = truth + random.normal(0, errors)
    drawn = shrink_values(seen, errors)
    assert np.mean((drawn - truth)[104:] ** 2) < 0.5 * np.mean((seen - truth)[104:] ** 2)


def test_nothing_in_a_scaled_value_depends_on_what_came_after() -> None:
    values = np.random.default_rng(9).normal(0, 1, 300)
    longer = np.concatenate([values, np.full(100, 1e6)])
    assert np.array_equal(scale_by_past(longer)[:300], scale_by_past(values), equal_nan=True)
    errors = np.ones(400)
    assert np.array_equal(shrink_values(longer, errors)[:300], shrink_values(values, errors[:300]))


def _take(plan: Plan):  # type: ignore[no-untyped-def]
    made = make_world(plan)
    return made.events, made.world


def test_events_outside_the_worlds_periods_are_left_out() -> None:
    events, world = _take(Plan(weeks=60))
    short = World(world.source, "week", world.first, world.events[:30])
    assert len(make_series(events, short)["net"].value) == 30
