"""Forty years of one dyad as figures: series, turns, regimes and reciprocity from events at hand.

Run by `python tests/bench_series.py [EVENTS A WEEK]`; machines are shared and noisy, so nothing here is a test.
"""

from __future__ import annotations

import sys
import time

from detente.evaluate.worlds import Plan, make_world
from detente.measure.histories import trace_source
from detente.measure.reciprocity import measure_reciprocity
from detente.measure.regimes import split_regimes
from detente.measure.series import make_series
from detente.measure.turns.dated import find_turns

WEEKS = 40 * 52


def bench_history(events: float) -> None:
    """Print the seconds of processor time that each part takes, and all of them together."""
    made = make_world(Plan(weeks=WEEKS, events=events, turns={700: -3.0, 1200: 1.0, 1800: -2.0}, growth=10.0))
    trace_source(made.events, made.world)  # whatever is imported late is imported now
    began = time.process_time()
    series = make_series(made.events, made.world)
    found = time.process_time()
    turns = [
        *find_turns(series["net"], "offline", budget=0.5),
        *find_turns(series["net"], "online", budget=0.5),
    ]
    turned = time.process_time()
    split_regimes(made.events, made.world, [t.date for t in turns if t.mode == "offline"])
    split = time.process_time()
    sides = [
        make_series(made.events, made.world, actor=a, measures=("net",))["net"] for a in made.events.dyad
    ]
    measure_reciprocity(sides[0], sides[1])
    ended = time.process_time()
    print(
        f"40 years, {len(made.events):,} events: series {found - began:.2f} s, turns {turned - found:.2f} s, "
        f"regimes {split - turned:.2f} s: together {split - began:.2f} s; reciprocity {ended - split:.2f} s"
    )


if __name__ == "__main__":
    for amount in [float(a) for a in sys.argv[1:]] or [5.0, 40.0]:
        bench_history(amount)
