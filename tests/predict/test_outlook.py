"""The outlook of a dyad from a ledger: what it says, why, and when it says nothing."""

from __future__ import annotations

import datetime as dt

import msgspec
import numpy as np
import pytest

from detente.ledger.files import write_file
from detente.ledger.manifests import read_manifest, replace_manifest
from detente.ledger.schema import to_table
from detente.ledger.store import Ledger, open_ledger
from detente.ledger.tables import ImportedEvent
from detente.predict.outlook import forecast_dyad, make_outlook
from detente.show.outlooks import COLUMNS, draw_outlook, list_rows, write_outlook
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
    assert [row[1] for row in rows][:4] == ["freeze", "no change", "thaw", "conflict"]
    drawn = draw_outlook(outlook)
    assert drawn.startswith("<svg") and drawn.count("<circle") > 10
