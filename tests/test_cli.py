"""The command line as a user meets it: good input, bad input, pipes and exit codes."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ARTICLE = """Talks in Oslo

OSLO, March 3, 2021 (Fjord Gazette) - The foreign ministers of Turkey and Greece met in Oslo on Tuesday.

Turkish President Recep Tayyip Erdogan spoke by telephone with Greek Prime Minister Kyriakos Mitsotakis on Monday.

Greece expelled two Turkish diplomats on Sunday. <script>alert("x")</script>
"""


def run(*arguments: str, stdin: str = "", cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "detente.cli", *arguments]
    return subprocess.run(
        command, input=stdin, capture_output=True, text=True, cwd=cwd, timeout=300, check=False
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("cli")
    (path / "oslo.txt").write_text(ARTICLE, encoding="utf-8")
    done = run(
        "brief",
        "oslo.txt",
        "--between",
        "TUR",
        "Greece",
        "--ledger",
        "ledger",
        "--out",
        "brief.html",
        cwd=path,
    )
    assert done.returncode == 0, done.stderr
    return path


def test_brief_writes_a_page_that_shows_markup_as_text(folder: Path) -> None:
    page = (folder / "brief.html").read_text(encoding="utf-8")
    assert "Greece" in page
    assert "not enough evidence" in page.lower()  # two or three events of one article at most
    assert "<script" not in page
    assert "&lt;script&gt;" in page


def test_brief_as_json_has_the_public_keys(folder: Path) -> None:
    done = run(
        "brief", "oslo.txt", "--between", "TUR", "GRC", "--ledger", "ledger", "--format", "json", cwd=folder
    )
    assert done.returncode == 0, done.stderr
    brief = json.loads(done.stdout)
    keys = {
        "answer",
        "between",
        "as_of",
        "why",
        "gauges",
        "tracks",
        "for",
        "against",
        "coverage",
        "records",
        "reproduce",
    }
    assert keys <= brief.keys()
    assert brief["between"] == ["GRC", "TUR"]
    text = ARTICLE
    events = [r for r in brief["records"] if r["kind"] == "event"]
    assert {e["type"] for e in events} >= {"CONSULT", "SANCTION"}
    for event in events:
        assert text[event["trigger"]["start"] : event["trigger"]["end"]] == event["trigger"]["quote"]


def test_extract_prints_the_document_first_and_reads_standard_input() -> None:
    done = run("extract", "-", stdin=ARTICLE)
    assert done.returncode == 0, done.stderr
    kinds = [json.loads(line)["kind"] for line in done.stdout.splitlines()]
    assert kinds[0] == "document"
    assert "event" in kinds


def test_verify_and_sql_read_the_ledger(folder: Path) -> None:
    assert run("verify", "ledger", cwd=folder).returncode == 0
    done = run("sql", "ledger", "select count(*) as n from event", "--format", "json", cwd=folder)
    assert json.loads(done.stdout)[0]["n"] > 0
    assert run("sql", "ledger", "drop table event", cwd=folder).returncode == 2


def test_correct_changes_the_next_brief(folder: Path) -> None:
    rows = run(
        "sql", "ledger", "select id from event where type = 'SANCTION'", "--format", "json", cwd=folder
    )
    identity = json.loads(rows.stdout)[0]["id"]
    assert run("correct", "ledger", identity, "--reject", cwd=folder).returncode == 2  # no reason given
    done = run("correct", "ledger", identity, "--reject", "--why", "they left by themselves", cwd=folder)
    assert done.returncode == 0, done.stderr
    after = run(
        "brief", "oslo.txt", "--between", "TUR", "GRC", "--ledger", "ledger", "--format", "json", cwd=folder
    )
    assert identity not in {r["id"] for r in json.loads(after.stdout)["records"]}


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--between", "TUR", "TUR"], "given twice"),
        (["--between", "TUR", "Narnia"], "no country"),
        (["--between", "FJI", "PER"], "no event between"),
        (["--between", "TUR", "GRC", "--as-of", "2999-01-01"], "future"),
        (["--between", "TUR", "GRC", "--as-of", "soon"], "no date"),
    ],
)
def test_a_brief_that_cannot_be_says_why(folder: Path, arguments: list[str], says: str) -> None:
    done = run("brief", "oslo.txt", *arguments, "--ledger", "ledger", "--out", "none.html", cwd=folder)
    assert done.returncode != 0
    assert says in done.stderr
    assert "Traceback" not in done.stderr
    assert not (folder / "none.html").exists()


def test_bad_files_become_problems_and_the_rest_is_read(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "empty.txt").write_text("")
    (tmp_path / "picture.txt").write_bytes(bytes(range(256)) * 20)
    good = json.dumps({"text": "Iran rejected the talks on Monday.", "published": "2020-01-08"})
    (tmp_path / "lines.jsonl").write_text(f"{good}\n{{broken\n", encoding="utf-8")
    done = run("extract", str(tmp_path), str(tmp_path / "missing.txt"))
    assert done.returncode == 0
    records = [json.loads(line) for line in done.stdout.splitlines()]
    problems = [r for r in records if r["kind"] == "problem"]
    assert len([r for r in records if r["kind"] == "document"]) == 2
    for name in ("empty.txt", "picture.txt", "lines.jsonl:2", "missing.txt"):
        assert any(name in f"{p['path']} {p['message']}" for p in problems), name


def test_nothing_readable_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text("")
    done = run("brief", str(tmp_path), "--between", "TUR", "GRC", "--out", str(tmp_path / "b.html"))
    assert done.returncode != 0
    assert "empty.txt" in done.stderr


def test_every_command_has_help_with_an_example() -> None:
    listed = run("--help").stdout
    for command in ("brief", "extract", "verify", "sql", "correct", "compact", "demo", "evaluate", "lexicon"):
        assert command in listed
    for command in ("brief", "extract", "verify", "sql", "correct", "compact", "demo"):
        text = run(command, "--help").stdout
        assert f"detente {command}" in text, command


def test_linear_algebra_has_one_thread_unless_the_user_says_otherwise(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import os

    from detente.cli import _limit_threads

    monkeypatch.setenv("OMP_NUM_THREADS", "3")
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "unset by the next line")
    monkeypatch.delenv("OPENBLAS_NUM_THREADS")
    _limit_threads()
    assert (os.environ["OMP_NUM_THREADS"], os.environ["OPENBLAS_NUM_THREADS"]) == ("3", "1")
