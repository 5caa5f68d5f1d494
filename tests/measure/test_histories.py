"""A whole history from a ledger, as `detente measure` and `detente turns` show it."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import msgspec
import numpy as np
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from detente.cli import app
from detente.errors import UsageError
from detente.evaluate.worlds import Plan, list_rows, make_world
from detente.ledger.files import write_file
from detente.ledger.manifests import read_manifest, replace_manifest
from detente.ledger.schema import to_table
from detente.ledger.store import open_ledger
from detente.ledger.tables import ImportedEvent
from detente.measure.histories import History, find_position, make_history, trace_source

DYAD = ("NOR", "SWE")
PLAN = Plan(weeks=312, events=10.0, rest=9.0, turns={120: -4.0, 220: 1.0}, holes=((60, 63),))


def fill(path: Path, rows: list[ImportedEvent]) -> Path:
    ledger = open_ledger(path, create=True)
    file = write_file(ledger.path, "imported_event", "test", to_table(rows, ImportedEvent))
    replace_manifest(ledger.path, msgspec.structs.replace(read_manifest(ledger.path), imports=(file,)))
    return path


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    rows = list_rows(make_world(PLAN))
    rows += list_rows(make_world(change(PLAN, seed=9, weeks=104, turns={}), source="icews"))
    return fill(tmp_path_factory.mktemp("history") / "ledger", rows)


def change(plan: Plan, **changes: object) -> Plan:
    return Plan(**{name: getattr(plan, name) for name in plan.__slots__} | changes)


@pytest.fixture(scope="module")
def told(ledger: Path) -> History:
    return make_history(open_ledger(ledger), ("SWE", "NOR"))


def test_sources_stand_side_by_side(told: History) -> None:
    assert [s.source for s in told.sources] == ["gdelt", "icews"]
    assert told.between == DYAD and not told.notes


def test_turns_are_dated_and_name_events_with_links(told: History) -> None:
    start = dt.date(2000, 1, 3)
    gdelt = told.sources[0]
    for week, sign in ((120, -1), (220, 1)):
        day = start + dt.timedelta(weeks=week)
        near = [t for t in gdelt.turns if t.sign == sign and abs((t.date - day).days) <= 21]
        assert near, (week, [(t.date, t.sign) for t in gdelt.turns])
        assert near[0].events and all(e["url"].startswith("https://") for e in near[0].events)
        assert all(sign * (e["severity"] or e["score"]) > 0 for e in near[0].events)


def test_regimes_holes_position_and_thaws(told: History) -> None:
    gdelt = told.sources[0]
    assert "freezing" in [r.word for r in gdelt.regimes]
    assert gdelt.holes == ((dt.date(2001, 2, 26), dt.date(2001, 3, 19)),)
    assert any("no data in 4 weeks" in note for note in gdelt.notes)
    assert gdelt.position is not None and gdelt.position.says.startswith("warmer than")
    assert [t.end for t in gdelt.thaws][-1] is None


def test_what_came_later_changes_nothing_earlier(ledger: Path) -> None:
    day = dt.date(2003, 1, 5)
    early = make_history(open_ledger(ledger), DYAD, as_of=day).sources[0]
    whole = make_history(open_ledger(ledger), DYAD).sources[0]
    assert early.last <= day
    assert {t.date for t in early.alarms} == {t.date for t in whole.alarms if t.known <= day}


def test_a_handful_of_events_has_no_place_in_its_past(ledger: Path) -> None:
    made = make_world(change(PLAN, turns={}, holes=()))
    few = made.events.keep(np.arange(len(made.events)) % 197 == 0)
    told = trace_source(few, made.world)
    assert told.position is None and all(pair.verdict == "not enough evidence" for pair in told.reciprocity)
    rare = made.events.keep(made.events.days < made.events.days.min() + np.timedelta64(320, "D"))
    quiet = trace_source(rare, made.world).position
    assert quiet is not None and quiet.says.startswith("as usual")


def test_citations_go_with_tables_and_drawings(ledger: Path, tmp_path: Path) -> None:
    from detente.show.history_charts import draw_series

    made = make_world(change(PLAN, weeks=60, turns={}, holes=()))
    net = trace_source(made.events, made.world).series["net"]
    drawn = draw_series([net], (), title="NOR and SWE", citations=["gdelt: The Project"])
    assert drawn["title"]["subtitle"] == ["gdelt: The Project"]
    import_csv(tmp_path)
    done = CliRunner().invoke(app, ["measure", "NOR-SWE", "--ledger", str(tmp_path / "l"), "--format", "csv"])
    assert "cite mine: Our chronicle" in done.stderr and "chronicle" not in done.stdout


def import_csv(folder: Path) -> None:
    (folder / "a.csv").write_text("day,one,other,code\n2020-01-06,NOR,SWE,CONSULT\n")
    (folder / "a.toml").write_text(
        'source = "mine"\ncitation = "Our chronicle"\n'
        '[columns]\ndate = "day"\nactor = "one"\nrecipient = "other"\ncode = "code"\n'
    )
    args = ["import", "csv", str(folder / "a.csv"), "--mapping", str(folder / "a.toml")]
    assert CliRunner().invoke(app, [*args, "--ledger", str(folder / "l")]).exit_code == 0


def test_what_was_published_later_was_not_known(tmp_path: Path) -> None:
    rows = list_rows(make_world(change(PLAN, weeks=60, turns={}, holes=())))
    late = [msgspec.structs.replace(row, published=row.date + dt.timedelta(days=30)) for row in rows[::2]]
    ledger, day = fill(tmp_path / "ledger", [*rows[1::2], *late]), dt.date(2000, 12, 31)
    told = make_history(open_ledger(ledger), DYAD, as_of=day).sources[0]
    between = [row for row in [*rows[1::2], *late] if {row.actor, row.recipient} == set(DYAD)]
    known = [row for row in between if (row.published or row.date) <= day]
    happened = [row for row in between if row.date <= day]
    assert told.events == len(known) < len(happened)


def test_a_dyad_without_events_says_so(ledger: Path) -> None:
    told = make_history(open_ledger(ledger), ("FRA", "JPN"))
    assert told.sources == () and "no imported event between FRA and JPN" in told.notes[0]
    result = CliRunner().invoke(app, ["turns", "FRA-JPN", "--ledger", str(ledger)])
    assert result.exit_code == 1 and "no imported event between FRA and JPN" in result.output


def test_a_dyad_with_one_event_says_so(tmp_path: Path) -> None:
    rows = [r for r in list_rows(make_world(Plan(weeks=30))) if r.actor == "FIN"]
    rows.append(msgspec.structs.replace(rows[0], id="one", source_id="one", actor="NOR", recipient="SWE"))
    path = fill(tmp_path / "ledger", rows)
    one = make_history(open_ledger(path), DYAD).sources[0]
    assert "a single event, on 2000-01-03" in one.notes[0]
    assert one.turns == () and one.position is None
    for command in ("turns", "measure"):
        result = CliRunner().invoke(app, [command, "NOR-SWE", "--ledger", str(path)])
        assert result.exit_code == 0 and "single event" in result.output


def test_measure_prints_holes_as_empty_cells(ledger: Path) -> None:
    result = CliRunner().invoke(
        app,
        [
            "measure",
            "--between",
            "Norway",
            "SWE",
            "--ledger",
            str(ledger),
            "--format",
            "csv",
            "--source",
            "gdelt",
        ],
    )
    assert result.exit_code == 0
    rows = [line.split(",") for line in result.stdout.splitlines()]
    holes = [row for row in rows if row[-1] == "True"]
    assert len(holes) == 16 and all(row[4:8] == [""] * 4 for row in holes)


@pytest.mark.parametrize("step", ["day", "month", "quarter", "year"])
def test_measure_in_other_steps_and_directions(ledger: Path, step: str) -> None:
    result = CliRunner().invoke(
        app, ["measure", "NOR-SWE", "--ledger", str(ledger), "--step", step, "--directed", "--measure", "contact",
              "--format", "json", "--source", "gdelt"]
    )  # fmt: skip
    rows = json.loads(result.stdout)
    assert {row["actor"] for row in rows} == {"NOR", "SWE"}
    assert {row["measure"] for row in rows} == {"contact"}


def test_everything_as_json_and_turns_as_parquet(ledger: Path, tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["turns", "NOR-SWE", "--ledger", str(ledger), "--format", "json"])
    fields = json.loads(result.stdout)
    assert {"series", "turns", "alarms", "regimes", "thaws", "reciprocity", "position"} <= set(
        fields["sources"][0]
    )
    target = tmp_path / "turns.parquet"
    args = ["turns", "NOR-SWE", "--ledger", str(ledger), "--format", "parquet"]
    assert CliRunner().invoke(app, [*args, "--out", str(target)]).exit_code == 0
    assert pq.read_table(target).num_rows == sum(len(s["turns"]) for s in fields["sources"])
    assert isinstance(CliRunner().invoke(app, args).exception, UsageError)


@pytest.mark.parametrize("ending", ["svg", "png"])
def test_plots_are_drawn(ledger: Path, tmp_path: Path, ending: str) -> None:
    target = tmp_path / f"drawn.{ending}"
    args = ["turns", "NOR-SWE", "--ledger", str(ledger), "--source", "gdelt", "--plot", str(target)]
    assert CliRunner().invoke(app, args).exit_code == 0
    data = target.read_bytes()
    assert data.startswith(b"\x89PNG") if ending == "png" else b"<svg" in data and b"gdelt" in data


def test_one_country_twice_or_an_unknown_format_is_a_usage_error(ledger: Path) -> None:
    for args in (["turns", "NOR-NOR"], ["measure", "NOR"], ["turns", "NOR-SWE", "--alarm-budget", "0"]):
        assert isinstance(CliRunner().invoke(app, [*args, "--ledger", str(ledger)]).exception, UsageError)
    plot = CliRunner().invoke(app, ["measure", "NOR-SWE", "--ledger", str(ledger), "--plot", "a.gif"])
    assert isinstance(plot.exception, UsageError)


def test_the_present_is_compared_with_enough_of_the_past() -> None:
    cold, short = make_world(Plan(weeks=200, turns={180: -5.0})), make_world(Plan(weeks=30))
    position = find_position(trace_source(cold.events, cold.world).series["net"])
    assert position is not None and position.share > 0.9 and position.says.startswith("colder than")
    assert find_position(trace_source(short.events, short.world).series["net"]) is None
