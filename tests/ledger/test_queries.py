import io
import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from detente.errors import LedgerError, UsageError
from detente.ledger.queries import WRITERS, query_ledger, write_rows
from detente.ledger.schema import ALL_TABLES
from detente.ledger.store import Ledger


def test_a_query_sees_kinds_tables_and_nested_fields(ledger: Ledger, made: Any) -> None:
    made.fill(ledger, made.text())
    rows = query_ledger(
        ledger.path, 'SELECT type, "when".start::VARCHAR d, trigger.quote q, dyads[1][2] x FROM event'
    )
    assert rows.to_pylist() == [{"type": "CONSULT", "d": "2020-03-27", "q": "met", "x": "SWE"}]
    rows = query_ledger(ledger.path, "SELECT sources[1].outlet AS outlet FROM document")
    assert rows.to_pylist() == [{"outlet": "Oslo Post"}]
    rows = query_ledger(ledger.path, "SELECT type, dyad, month::VARCHAR AS month FROM claim_key")
    assert rows.to_pylist() == [{"type": "CONSULT", "dyad": ["NOR", "SWE"], "month": "2020-03-01"}]


def test_an_empty_ledger_has_every_view(ledger: Ledger) -> None:
    for name in ALL_TABLES:
        assert query_ledger(ledger.path, f'SELECT * FROM "{name}"').num_rows == 0


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_csv('{file}')",
        "SELECT * FROM read_text('{file}')",
        "SELECT * FROM read_blob('{file}')",
        "SELECT * FROM '{file}'",
        "SELECT * FROM parquet_scan('{parquet}')",
        "SELECT * FROM parquet_metadata('{parquet}')",
        "SELECT * FROM glob('{folder}/*')",
        "SELECT * FROM sniff_csv('{file}')",
        "SELECT * FROM query('COPY (SELECT 1) TO ''{folder}/out.csv''')",
        "COPY (SELECT 1) TO '{folder}/out.csv'",
        "COPY event TO '{folder}/out.parquet'",
        "ATTACH '{folder}/out.db'",
        "EXPORT DATABASE '{folder}/out'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET enable_external_access = true",
        "RESET lock_configuration",
        "CREATE TABLE mine AS SELECT 1",
        "DROP VIEW event",
        "DELETE FROM _event",
        "INSERT INTO event SELECT * FROM event",
        "PRAGMA enable_profiling",
        "CALL duckdb_logs()",
        "SELECT 1; COPY (SELECT 1) TO '{folder}/out.csv'",
        "SELECT * FROM hostage",
        "SELECT getenv('HOME')",
        "EXPLAIN ANALYZE COPY (SELECT 1) TO '{folder}/out.csv'",
        "",
        "not sql at all",
    ],
)
def test_hostile_sql_neither_reads_nor_writes(sql: str, ledger: Ledger, made: Any, tmp_path: Path) -> None:
    made.fill(ledger, made.text())
    hostage = pa.table({"a": [1]})  # a Python variable is no table either
    secret = tmp_path / "secret.csv"
    secret.write_text("a,b\n1,2\n")
    (parquet,) = (ledger.path / "event").iterdir()
    before = {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}
    with pytest.raises(UsageError):
        query_ledger(ledger.path, sql.format(file=secret, folder=tmp_path, parquet=parquet))
    assert before == {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}
    assert hostage.num_rows == 1


def test_no_ledger_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="no ledger here"):
        query_ledger(tmp_path, "SELECT 1")


ROWS = pa.table(
    {"id": ["ev-1", "ev-2"], "dyads": [[["NOR", "SWE"]], []], "text": ["a\x1b[31mred\nline", None]}
)


def test_a_table_for_the_terminal_has_no_control_characters() -> None:
    out = io.StringIO()
    write_rows(ROWS, out)
    lines = out.getvalue().splitlines()
    assert "\x1b" not in out.getvalue() and len(lines) == 5
    assert lines[0].split() == ["id", "dyads", "text"] and lines[-1] == "(2 rows)"


def test_csv_json_and_jsonl_keep_every_value() -> None:
    written = {}
    for name in WRITERS:
        out = io.StringIO()
        write_rows(ROWS, out, format=name)
        written[name] = out.getvalue()
    assert json.loads(written["json"]) == ROWS.to_pylist()
    assert [json.loads(line) for line in written["jsonl"].splitlines()] == ROWS.to_pylist()
    assert written["csv"].startswith(
        'id,dyads,text\nev-1,"[[""NOR"", ""SWE""]]","a\x1b[31mred\nline"\nev-2,[],\n'
    )
    with pytest.raises(UsageError, match="table, csv, json, jsonl"):
        write_rows(ROWS, io.StringIO(), format="xml")
