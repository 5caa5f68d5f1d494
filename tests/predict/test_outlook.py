"""The outlook of a dyad from a ledger: what it says, why, and when it says nothing."""

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
from detente.ledger.files import write_file
from detente.ledger.manifests import read_manifest, replace_manifest
from detente.ledger.schema import to_table
from detente.ledger.store import Ledger, open_ledger
from detente.ledger.tables import ImportedEvent
from detente.predict.outlook import forecast_dyad, make_outlook
from detente.show.outlooks import COLUMNS, draw_outlook, list_rows, save_drawing, write_outlook
from made_panels import draw_noise, make_panel


def make_persistent(dyads: int = 60, months: int = 72) -> np.ndarray:
    net = draw_noise(dyads, months)
    for month in range(1, months):
        net[:, month] += 0.8 * net[:, month - 1]
    return net


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    """Three years of two countries, an event every other day, colder at the end; one event told late."""
    opened = open_ledger(tmp_path_factory.mktemp("ledger"), create=True)
    rows = []
    for number in range(0, 3 * 365, 2):
        day = dt.date(2018, 1, 1) + dt.timedelta(days=number)
        cold = day >= dt.date(2020, 9, 1)
        fields = (
            {"type": "ASSAULT", "score": -9.0} if cold else {"type": "CONSULT", "score": 1.0 + number % 5}
        )
        late = dt.date(2021, 6, 1) if number == 0 else day
        rows.append(
            ImportedEvent(
                id=f"g:{number}", source="gdelt", source_id=str(number), date=day, published=late, actor="SWE",
                recipient="NOR", file="a.csv", line=number, **fields,
            )  # type: ignore[arg-type]
        )  # fmt: skip
    file = write_file(opened.path, "imported_event", "test", to_table(rows, ImportedEvent))
    replace_manifest(opened.path, msgspec.structs.replace(read_manifest(opened.path), imports=(file,)))
    return open_ledger(opened.path)


def test_a_ledger_gives_an_outlook_of_its_months(ledger: Ledger) -> None:
    outlook = make_outlook(ledger, ("SWE", "NOR"), dt.date(2020, 11, 15))
    assert (outlook.dyad, outlook.source, outlook.problem) == ("NOR-SWE", "gdelt", None)
    assert (outlook.start, outlook.end) == (dt.date(2020, 11, 1), dt.date(2020, 11, 30))
    assert outlook.latest == pytest.approx(-9 * 16)
    three, conflict = outlook.forecasts[:2]
    assert sum(three.probabilities.values()) == pytest.approx(1)
    assert three.by != "model" and "No model" in three.note
    # September and October brought fifteen assaults each, all earlier months none.
    assert conflict.record is not None and conflict.record.shares["conflict"] == pytest.approx(
        2 / conflict.record.n
    )


def test_what_is_published_later_is_not_known(ledger: Ledger) -> None:
    early = make_outlook(ledger, ("NOR", "SWE"), dt.date(2020, 8, 31))
    assert early.latest is not None and early.latest > 0
    assert early.start == dt.date(2020, 9, 1)


@pytest.mark.parametrize(
    ("between", "day", "says"),
    [(("FIN", "NOR"), dt.date(2020, 8, 31), "detente import"), (("NOR", "SWE"), dt.date(2018, 2, 1), "months"),
     (("NOR", "SWE"), dt.date(2018, 6, 30), "too thin")],
)  # fmt: skip
def test_it_says_why_there_is_none(ledger: Ledger, between: tuple[str, str], day: dt.date, says: str) -> None:
    outlook = make_outlook(ledger, between, day)
    assert not outlook.forecasts and outlook.problem is not None and says in outlook.problem
    assert "No outlook for" in write_outlook(outlook)


def test_a_model_with_skill_is_offered_and_explained() -> None:
    panel = make_panel(make_persistent())
    outlook = forecast_dyad(panel, panel.dyads[0])
    three = outlook.forecasts[0]
    assert three.by == "model" and three.record is not None and three.record.offered
    assert three.own is not None and three.own.dyads == 1
    assert three.why and all(abs(w.points) >= 0.01 for w in three.why)
    text = write_outlook(outlook)
    assert "Tested on" in text and "points of" in text and "Brier skill" in text


def test_a_model_without_skill_is_not() -> None:
    net = np.sign(draw_noise(60, 72)) * 60  # two values only: where the past lay says it all
    panel = make_panel(net)
    three = forecast_dyad(panel, panel.dyads[0]).forecasts[0]
    assert three.by != "model" and not three.why
    assert "instead" in three.note and "model" in three.others


def test_rows_and_drawing() -> None:
    panel = make_panel(make_persistent(30, 48))
    outlook = forecast_dyad(panel, panel.dyads[1], horizon="quarter")
    assert outlook.end == dt.date(2004, 3, 31)
    rows = list_rows(outlook)
    assert {len(row) for row in rows} == {len(COLUMNS)}
    assert [row[COLUMNS.index("outcome")] for row in rows][:4] == ["freeze", "no change", "thaw", "conflict"]
    drawn = draw_outlook(outlook)
    assert drawn.startswith("<svg") and drawn.count("<circle") > 10


def test_definitions_and_the_gate_are_in_the_text() -> None:
    panel = make_panel(make_persistent(30, 48))
    text = write_outlook(forecast_dyad(panel, panel.dyads[1], horizon="quarter"))
    for said in ("acts of sanction, coercion", "one of them is enough", "offered only where its Brier skill"):
        assert said in text


def test_what_never_came_has_no_model() -> None:
    panel = make_panel(make_persistent(30, 60) + 1000)
    conflict = forecast_dyad(panel, panel.dyads[1]).forecasts[1]
    assert conflict.target == "conflict_month" and conflict.by != "model"
    assert "hardly ever came" in conflict.note and "skill" not in conflict.note


@pytest.mark.parametrize(("name", "magic"), [("a.svg", b"<svg"), ("a.png", b"\x89PNG")])
def test_drawings_are_saved_by_their_ending(tmp_path: Path, name: str, magic: bytes) -> None:
    panel = make_panel(make_persistent(30, 48))
    path = tmp_path / "new" / name
    save_drawing(draw_outlook(forecast_dyad(panel, panel.dyads[1])), path)
    assert path.read_bytes().startswith(magic)


def test_the_command_writes_every_format(ledger: Ledger, tmp_path: Path) -> None:
    args = ["outlook", "swe_nor", "--ledger", str(ledger.path), "--as-of", "2020-11-15", "-q"]
    assert "Outlook for NOR-SWE" in CliRunner().invoke(app, args).stdout
    assert json.loads(CliRunner().invoke(app, [*args, "--format", "json"]).stdout)["dyad"] == "NOR-SWE"
    for name, format in (("a.csv", "csv"), ("a.parquet", "parquet")):
        done = CliRunner().invoke(app, [*args, "--format", format, "--out", str(tmp_path / name)])
        assert done.exit_code == 0, done.output
    table = pq.read_table(tmp_path / "a.parquet")
    assert tuple(table.column_names) == COLUMNS and set(table["dyad"].to_pylist()) == {"NOR-SWE"}
    header, *rows = (tmp_path / "a.csv").read_text().splitlines()
    assert tuple(header.split(",")) == COLUMNS and len(rows) == table.num_rows


def test_no_outlook_is_exit_code_1(ledger: Ledger) -> None:
    done = CliRunner().invoke(app, ["outlook", "FIN-NOR", "--ledger", str(ledger.path), "--format", "csv"])
    assert done.exit_code == 1 and "no imported events of FIN-NOR" in done.stderr
