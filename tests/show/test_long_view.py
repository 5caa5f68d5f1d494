"""The long view in every format: turns with links, thaws, holes, outlook beside its record; hostile rows stay text."""

from __future__ import annotations

import calendar
import csv
import datetime as dt
import io
import itertools
import json
import re
from pathlib import Path

import msgspec
import pytest

from detente import pipeline
from detente.evaluate.worlds import Plan, list_rows, make_world
from detente.ledger.files import write_file
from detente.ledger.manifests import read_manifest, replace_manifest
from detente.ledger.schema import to_table
from detente.ledger.store import Ledger, open_ledger
from detente.ledger.tables import ImportBatch, ImportedEvent
from detente.measure.histories import make_history, trace_source
from detente.measure.reciprocity import Reciprocity, Silence
from detente.predict.backtest import TrackRecord
from detente.predict.outlook import Forecasted, Outlook
from detente.predict.scores import Skill
from detente.show.briefs import Brief
from detente.show.exports import write_csv, write_json
from detente.show.long_charts import Mark, draw_long_series, list_round_values
from detente.show.long_view import view_sources
from detente.show.long_words import list_silences, say_length, say_reciprocity
from detente.show.markdown import write_markdown
from detente.show.outlook_view import view_outlook
from detente.show.page import render_page
from detente.show.terminal import summarise_answer
from show.test_page import Page

PLAN = Plan(weeks=420, events=14.0, rest=8.0, turns={120: -4.0, 220: 1.5, 330: -3.0}, holes=((60, 63),))
DAY = dt.date(2000, 1, 3) + dt.timedelta(weeks=420)
CITATION = 'ACLED <b>cite</b> "this" | always'
HOSTILE = 'https://news.example/"><script>alert(7)</script>'


def fill(path: Path) -> Ledger:
    rows = [_break(row, place) for place, row in enumerate(list_rows(make_world(PLAN)))]
    rows += list_rows(make_world(Plan(weeks=20, seed=5), source="acled"))
    ledger = open_ledger(path, create=True)
    file = write_file(ledger.path, "imported_event", "test", to_table(rows, ImportedEvent))
    replace_manifest(ledger.path, msgspec.structs.replace(read_manifest(ledger.path), imports=(file,)))
    batches = [
        ImportBatch(source=name, file=f"{name}.csv", sha256="0", read=1, kept=1, merged=0, citation=CITATION)
        for name in ("acled", "gdelt")
    ]
    ledger.write_table(batches, ImportBatch, digest="test")
    return ledger


def _break(row: ImportedEvent, place: int) -> ImportedEvent:
    """Some addresses are scripts, some try to leave their attribute."""
    bad = {0: "javascript:alert(8)", 1: HOSTILE, 2: None}
    return msgspec.structs.replace(row, url=bad[place % 4]) if place % 4 in bad else row


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    return fill(tmp_path_factory.mktemp("long") / "ledger")


@pytest.fixture(scope="module")
def told(brief: Brief, ledger: Ledger) -> Brief:
    """The brief of the other tests as of the end of a world with two freezes, with an outlook."""
    answer = msgspec.structs.replace(brief.answer, as_of=DAY)
    return msgspec.structs.replace(
        brief,
        answer=answer,
        history=make_history(ledger, ("NOR", "SWE"), as_of=DAY),
        outlook=make_outlook(DAY),
    )


def make_outlook(day: dt.date, *, tested: bool = True) -> Outlook:
    forecast = Forecasted(
        target="three_classes", probabilities={"freeze": 0.36, "no change": 0.24, "thaw": 0.4}, by="model",
        others={n: {"freeze": 0.25, "no change": 0.48, "thaw": 0.27} for n in ("climatology", "markov")},
        record=_make_record() if tested else None, own=_make_record(n=60, model=0.7, markov=0.6) if tested else None,
        why=(), note="",
    )  # fmt: skip
    return Outlook(
        "NOR-SWE", "gdelt", day, "month", start=day.replace(day=1),

        end=dt.date(day.year, day.month, calendar.monthrange(day.year, day.month)[1]), low=-12.0, high=27.0,
        latest=13.0, forecasts=(forecast,), citation=CITATION,
    )  # fmt: skip


def _make_record(*, n: int = 5239, model: float = 0.606, markov: float = 0.629) -> TrackRecord:
    return TrackRecord(
        target="three_classes", n=n, dyads=31, months=169, shares={}, brier={"model": model, "markov": markov}, log={},
        skill={"markov": Skill(0.036, 0.022, 0.05)}, log_skill={}, calibration=[], ece=0.019,
        best_baseline="markov", offered=True,
    )  # fmt: skip


# --- the page -------------------------------------------------------------------------------------


def test_a_brief_without_history_is_as_it_was(brief: Brief) -> None:
    assert "history" not in json.loads(write_json(brief))
    page = render_page(brief)
    assert "long view" not in page.lower() and ".ribbon" not in page
    assert "long view" not in write_markdown(brief).lower()


def test_the_page_holds_together_and_fetches_nothing(told: Brief) -> None:
    text = render_page(told)
    page = Page(text)
    assert page.faults == [] and len(page.ids) == len(set(page.ids))
    assert page.tags.isdisjoint({"script", "img", "iframe", "object", "embed", "link", "form", "base"})
    inner = {link[1:] for link in page.links if link.startswith("#")}
    assert inner <= set(page.ids) and "long" in inner
    outer = [link for link in page.links if not link.startswith("#")]
    assert outer and all(link.startswith("https://news.example/") for link in outer)
    assert "alert(8)" not in text and "<script>alert(7)" not in text and HOSTILE in outer
    assert text.count('rel="noopener noreferrer"') == len(outer)


def test_each_turn_leads_to_the_events_that_moved_it(told: Brief) -> None:
    page = Page(render_page(told))
    turns = [turn for source in view_sources(told) for turn in source.turns]
    assert {turn.way for turn in turns} == {"warmer", "colder"}
    for turn in turns:
        assert turn.anchor in page.ids and f"#{turn.anchor}" in page.links
    assert any(event.url for turn in turns for event in turn.events)
    assert all("world.csv, line" in event.where for turn in turns for event in turn.events)


def test_present_thaws_and_holes_are_told(told: Brief) -> None:
    acled, gdelt = view_sources(told)
    assert re.fullmatch(
        r"The 8 weeks to .* were colder than \d+% of all stretches of 8 weeks since 2000\.", gdelt.position
    )
    ended = [thaw for thaw in gdelt.thaws if thaw.end]
    assert ended and ended[-1].lasted == say_length((ended[-1].end - ended[-1].start).days)  # type: ignore[operator]
    assert "past thaw" in gdelt.thaws_said and ended[-1].followed.split(" (")[0] in gdelt.thaws_said
    assert any("No data in 4 weeks" in doubt for doubt in gdelt.doubts)
    assert 'class="hole"' in gdelt.svg
    assert any("before" in doubt and "its “now” is" in doubt for doubt in acled.doubts)
    assert not acled.turns and "No turn is seen" in render_page(told)


def test_the_series_has_a_gap_where_the_source_has_none(told: Brief) -> None:
    gdelt = view_sources(told)[1]
    assert gdelt.svg.count('class="level"') == 2 and gdelt.svg.count('class="ribbon"') == 2
    assert "nan" not in gdelt.svg


def test_contact_is_compared_with_the_source_itself_and_old_sources_are_left_out(told: Brief) -> None:
    text = render_page(told)
    assert re.search(
        r"which do not decide: GDELT (less than|more than|about as much as) in its 24 months", text
    )
    assert told.answer.gauges.contact.basis == "none"


def test_citations_are_shown_in_every_format(told: Brief) -> None:
    assert render_page(told).count("ACLED &lt;b&gt;cite&lt;/b&gt;") == 3
    assert r"ACLED \<b\>cite\</b\>" in write_markdown(told)
    assert [s["citation"] for s in json.loads(write_json(told))["history"]["sources"]] == [CITATION] * 2
    assert CITATION in [row["text"] for row in read_csv(told)]


def test_reciprocity_is_a_sentence_with_its_interval() -> None:
    silence = Silence(date=dt.date(2014, 5, 12), blow=-3.2, answer=0.4, expected=-0.9, says="")
    pair = Reciprocity(
        source="gdelt", initiator="USA", responder="GNB", verdict="in kind", responses=(), total=(0.41, 0.12, 0.7),
        lag=1, weeks=400, blows=20, answered=14, chance=0.25, silences=(silence,), says="",
    )  # fmt: skip
    assert say_reciprocity(pair) == (
        "Guinea-Bissau answers the United States in kind, most in week 1: +0.41 (90%: +0.12 to +0.70) of what came is "
        "returned within 4 weeks; 14 of 20 blows drew an answer, where chance makes it 25%."
    )
    assert list(list_silences(pair)) == [
        "Week of 12 May 2014: the United States struck (−3.2 usual sizes), Guinea-Bissau did not strike back "
        "(+0.4 in the weeks after, where −0.9 is usual)."
    ]


# --- the outlook ----------------------------------------------------------------------------------


def test_no_probability_without_its_track_record(told: Brief, brief: Brief) -> None:
    untested = msgspec.structs.replace(told, outlook=make_outlook(DAY, tested=False))
    for text in (render_page(untested), write_markdown(untested), write_csv(untested)):
        assert "36%" not in text and "none is shown without its track record" in text
    assert json.loads(write_json(untested))["outlook"]["forecasts"] == []
    assert not any("outlook" in line for line in summarise_answer(untested, None))
    for text in (render_page(told), write_markdown(told), write_csv(told)):
        assert "36%" in text and "Brier 0.606 on 5,239 forecasts" in text and "0.700 against 0.600" in text
        assert "orse here than the simple forecast" in text
    assert view_outlook(brief) is None


def test_an_outlook_that_is_past_is_none(told: Brief) -> None:
    stale = msgspec.structs.replace(told, outlook=make_outlook(DAY - dt.timedelta(days=90)))
    view = view_outlook(stale)
    assert view is not None and "import later files" in view.problem and not view.forecasts


# --- other formats --------------------------------------------------------------------------------


def read_csv(told: Brief) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(write_csv(told))))


def test_csv_has_a_row_for_each_part(told: Brief) -> None:
    rows = read_csv(told)
    kinds = {row["kind"] for row in rows}
    assert {
        "position",
        "turn",
        "imported event",
        "regime",
        "thaw",
        "reciprocity",
        "doubt",
        "citation",
        "outlook",
    } <= kinds
    turns = [row for row in rows if row["kind"] == "turn"]
    assert [row["start_day"] for row in turns] == sorted(row["start_day"] for row in turns)


def test_json_has_no_number_that_is_none(told: Brief) -> None:
    def refuse(name: str) -> float:
        raise AssertionError(name)

    fields = json.loads(write_json(told), parse_constant=refuse)
    net = fields["history"]["sources"][1]["series"]["net"]
    assert len(net["periods"]) == len(net["level"]) and net["level"][61] is None
    assert fields["outlook"]["forecasts"][0]["record"]["n"] == 5239


def test_markdown_addresses_cannot_leave_their_brackets(told: Brief) -> None:
    text = write_markdown(told)
    assert "## The long view" in text and "<https://news.example/" in text
    assert "<script" not in text.replace(r"\<script", "") and "javascript:alert(8)" not in text


def test_the_terminal_has_two_lines_more(told: Brief, brief: Brief) -> None:
    lines = summarise_answer(told, Path("out.html"))
    assert len(lines) == len(summarise_answer(brief, Path("out.html"))) + 2
    assert all(len(line) <= 80 for line in lines)
    history, outlook = (
        next(x for x in lines if x.startswith(f"  {name}")) for name in ("history", "outlook")
    )
    assert "GDELT: colder than" in history and "turned" in history
    assert "freeze 36%" in outlook and "Brier .61, simple .63, worse here" in outlook


# --- the pipeline and the drawing -----------------------------------------------------------------


def test_the_pipeline_adds_history_only_where_there_is_some(
    brief: Brief, ledger: Ledger, tmp_path: Path
) -> None:
    assert pipeline.add_history(open_ledger(tmp_path / "empty", create=True), brief) is brief
    answer = msgspec.structs.replace(brief.answer, between=("FRA", "JPN"))
    assert pipeline.add_history(ledger, msgspec.structs.replace(brief, answer=answer)).history is None
    added = pipeline.add_history(ledger, brief)
    assert added.history is not None and added.outlook is not None
    assert max(s.last for s in added.history.sources) <= brief.answer.as_of


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (-4200, 11000, [0, 5000, 10000]),
        (-0.35, 0.12, [-0.2, 0]),
        (-9, -1, [-8, -6, -4, -2]),
    ],
)
def test_axes_have_round_values(low: float, high: float, said: list[float]) -> None:
    assert list_round_values(low, high) == pytest.approx(said)


def test_labels_of_crowded_turns_meet_no_other() -> None:
    made = make_world(Plan(weeks=300))
    net = trace_source(made.events, made.world).series["net"]
    days = [net.periods[i] for i in (20, 22, 24, 60, 61, 62, 63, 64, 65, 66, 200, 290, 296)]
    marks = [
        Mark(day=day, tone="thaw", text=f"{day:%b %Y} a long label", title="<b>", target=f"t{day}")
        for day in days
    ]
    svg = draw_long_series(net, marks=marks, stretches=(), present=8, title="a & b")
    said = re.findall(r'<text class="say" x="([\d.]+)" y="([\d.]+)" text-anchor="(\w+)">([^<]*)<', svg)
    boxes = []
    for x, y, anchor, text in said:
        start = float(x) - (6 * len(text) if anchor == "end" else 0)
        boxes.append((float(y), start, start + 6 * len(text)))
    assert len(boxes) == len(days) and all(a >= 0 and b <= 960 for _, a, b in boxes)
    for one, other in itertools.combinations(boxes, 2):
        assert one[0] != other[0] or one[2] < other[1] or other[2] < one[1], (one, other)
    assert "<b>" not in svg and "a &amp; b" in svg
