"""Timelines, gauges and graphs: nothing covers anything else, and the same data give the same drawing."""

from __future__ import annotations

import datetime as dt
import random
import re
import xml.etree.ElementTree as ET

from hypothesis import given, settings
from hypothesis import strategies as st

from detente.show.charts import describe_probability, draw_gauge, draw_probability
from detente.show.graphs import Edge, draw_graph
from detente.show.timelines import Dot, draw_timeline, list_ticks

FIRST = dt.date(2020, 1, 1)
BANDS = (("contact", "Contact"), ("tone", "Tone"))


def make_dot(start: int, length: int, number: int, text: str = "a: talk") -> Dot:
    first = FIRST + dt.timedelta(days=start)
    return Dot(
        start=first, end=first + dt.timedelta(days=length), band="contact", tone="thaw", day="a day", text=text,
        target=f"ev-{number}",
    )  # fmt: skip


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 30)), min_size=1, max_size=40))
def test_no_mark_covers_another(spans: list[tuple[int, int]]) -> None:
    dots = [make_dot(start, length, number) for number, (start, length) in enumerate(spans)]
    svg = draw_timeline(dots, first=FIRST, last=FIRST + dt.timedelta(days=90), bands=BANDS, title="t")
    circles = re.findall(r'<circle class="dot thaw" cx="([\d.]+)" cy="([\d.]+)"', svg)
    assert len(circles) == len(dots)
    for i, (x, y) in enumerate(circles):
        for other_x, other_y in circles[i + 1 :]:
            assert y != other_y or abs(float(x) - float(other_x)) > 11


def test_the_timeline_is_well_formed_whatever_stands_in_a_label() -> None:
    svg = draw_timeline(
        [make_dot(3, 0, 1, '"><script>x</script> & <')], first=FIRST, last=FIRST + dt.timedelta(days=9),
        bands=BANDS, title="<t>",
    )  # fmt: skip
    root = ET.fromstring(svg)
    assert [e.get("href") for e in root.iter("a")] == ["#ev-1"]
    assert "nothing dated" in svg  # the band without events says so


def test_ticks_are_few_and_inside() -> None:
    for days in (10, 60, 100, 400, 1000, 5000):
        last = FIRST + dt.timedelta(days=days)
        ticks = list_ticks(FIRST, last)
        assert 1 <= len(ticks) <= 13
        assert all(FIRST <= day <= last for day, _ in ticks)


EDGES = [
    Edge(source="oil", target="ruble", sign="+", link="cs-1", label="oil raises ruble"),
    Edge(source="sanctions", target="ruble", sign="-", link="cs-2"),
    Edge(source="sanctions", target="ruble", sign="+", denied=True, link="cs-3"),
    Edge(source="ruble", target="imports", sign="+", count=2, link="cs-4"),
    Edge(source="imports", target="oil", sign="-", link="cs-5"),  # closes a circle
    Edge(source="oil", target="imports", sign="+", link="cs-6"),
]


def test_the_graph_does_not_depend_on_the_order_of_its_edges() -> None:
    labels = {n: n for e in EDGES for n in (e.source, e.target)}
    drawn = draw_graph(labels, EDGES, title="t")
    for seed in range(5):
        shuffled = random.Random(seed).sample(EDGES, len(EDGES))
        assert draw_graph(labels, shuffled, title="t") == drawn


def test_signs_differ_in_stroke_mark_and_colour() -> None:
    svg = draw_graph({}, EDGES, title="t")
    ET.fromstring(svg)
    assert svg.count('class="edge plus"') == 3
    assert svg.count('class="edge plus denied"') == 1
    assert svg.count('class="edge minus"') == 2
    assert svg.count(">−</text>") == 2
    assert "+×2" in svg
    assert svg.count('class="slash"') == 1


def test_effects_stand_to_the_right_of_their_causes() -> None:
    svg = draw_graph({}, [EDGES[0], EDGES[3]], title="t")
    texts = {t.text: float(t.get("x", "0")) for t in ET.fromstring(svg).iter("text")}
    assert texts["oil"] < texts["ruble"] < texts["imports"]


def test_a_graph_keeps_to_its_size_and_takes_the_heaviest() -> None:
    many = [Edge(source=f"a{i:02}", target="b", sign="+", weight=i) for i in range(40)]
    svg = draw_graph({}, many, title="t", most=14)
    assert svg.count('class="node"') == 14
    assert ">a39<" in svg
    assert ">a00<" not in svg
    assert draw_graph({}, [], title="t") == ""


def test_a_gauge_names_its_ends_and_what_is_usual() -> None:
    svg = draw_gauge(value=6.0, interval=(2.6, 11.8), usual=1.25, label="contact 6")
    said = [t.text for t in ET.fromstring(svg).iter("text")]
    assert said == ["usual 1.2", "2.6", "11.8", "6"]


def test_a_probability_is_drawn_and_said() -> None:
    assert describe_probability(0.1, 0.4) == "10–40%"
    assert describe_probability(0.5, 0.5) == "50%"
    ET.fromstring(draw_probability(0.0, 1.0))
