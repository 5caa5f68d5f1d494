"""History as figures: importing GDELT against a bare COPY, dyad by week over Parquet against polars and pandas.

Run by `make bench` at a size for every day, `tests/bench_history.py --full` at 20 and 100 million rows (20 GB of
temporary files). Every row is made here by SQL. Machines are shared and noisy: the ratios, taken in one run, count.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import importlib.util
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import duckdb

_COUNTRIES = """
    USA RUS CHN GBR FRA DEU ISR PSE IRN IND PAK PRK KOR JPN UKR SYR TUR SAU EGY IRQ NGA BRA MEX CAN AUS
    ITA ESP POL GRC AFG LBN JOR QAT ARE YEM LBY SDN ETH KEN ZAF COD VEN COL CUB ARG CHL PER VNM THA IDN"""
_CODES = """
    010 020 036 040 042 043 051 057 061 071 0841 090 111 112 120 130 138 141 154 163 173 190 193 012 0331 1123"""
COUNTRIES, CODES = _COUNTRIES.split(), _CODES.split()
ROLES = ["", "GOV", "MIL", "", "COP", "BUS"]
USED = (1, 2, 6, 7, 8, 12, 16, 17, 18, 22, 26, 27, 31, 32, 33, 34, 51, 52, 57, 58)
"""The columns that the importer looks at, for the bare COPY."""
THREADS = 2
_WEEK = "SELECT actor, recipient, date_trunc('week', date) AS week, count(*), sum(score), sum(severity)"


def make_gdelt(path: Path, rows: int) -> None:
    """A file of GDELT 1.0 with 58 columns: 25 years, as skewed as news are, 350 to 450 bytes a row."""
    day = f"strftime(DATE '1998-01-01' + (i * 9000 // {rows})::INT, '%Y%m%d')"
    geo = "'3', place || ', Province ' || (r % 300) || ', ' || {}, 'US', 'USDC', '38.89', '-77.00', '1984547'"
    actor = "{0} || {1}, CASE {1} WHEN 'GOV' THEN 'GOVERNMENT' ELSE {0} END, {0}, '', '', '', '', {1}, '', ''"
    site = "'http://www.paper' || (r % 997) || '.example/world/'"
    sql = f"""
        SELECT 100000000 + i, {day}, left({day}, 6), left({day}, 4), '2015.1234',
            {actor.format("a", "ga")}, {actor.format("b", "gb")}, r % 2, code, left(code, 3), left(code, 2),
            1, (r % 17)::INT - 8.5, (r % 20) + 1, 1, (r % 10) + 1, '-2.34188034188',
            {geo.format("a")}, {geo.format("b")}, {geo.format("b")},
            {day}, {site} || {day} || '/what-was-said-about-it-' || (i // 3)
        FROM (SELECT i, hash(i) AS r, {_pick(COUNTRIES, 1)} AS a, {_pick(CODES, 3)} AS code,
                     CASE WHEN hash(i + 9) % 3 = 0 THEN '' ELSE {_pick(COUNTRIES, 2)} END AS b,
                     {_pick(ROLES, 4)} AS ga, {_pick(ROLES, 5)} AS gb, 'City ' || (hash(i) % 5000) AS place
              FROM range({rows}) t(i))"""
    with _connect() as connection:
        connection.execute(
            f"COPY ({sql}) TO '{path}' (FORMAT csv, HEADER false, DELIMITER '\t', QUOTE '', ESCAPE '')"
        )


def _pick(values: list[str], salt: int) -> str:
    """SQL for one of the values, the first far more often than the last."""
    share = f"(hash(i + {salt}) % 1000) / 1000.0"
    return f"{values!r}[1 + floor(pow({share}, 2) * {len(values)})::INT]"


def make_parquet(path: Path, rows: int) -> None:
    """Rows as the ledger keeps them, the columns that a series needs and an id, in order of days as they came."""
    sql = f"""
        SELECT 'gdelt:' || i AS id, DATE '1998-01-01' + (i * 9000 // {rows})::INT AS date,
               {_pick(COUNTRIES, 1)} AS actor,
               {_pick(COUNTRIES, 2)} AS recipient, {_pick(CODES, 3)} AS cameo,
               (hash(i) % 17)::DOUBLE - 8 AS score, CASE WHEN hash(i + 4) % 20 = 0 THEN -5.5 END AS severity
        FROM range({rows}) t(i)"""
    with _connect() as connection:
        connection.execute(f"COPY ({sql}) TO '{path}' (FORMAT parquet, COMPRESSION zstd)")


def _connect() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute(
        f"SET threads = {THREADS}; SET memory_limit = '900MB'; SET enable_progress_bar = false"
    )
    return connection


def copy_bare(source: str, target: str) -> None:
    """The least that can be done with the file: DuckDB's own reader, the same columns, Parquet."""
    columns = ", ".join(f"'c{n}': 'VARCHAR'" for n in range(1, 59))
    plain = "auto_detect = false, header = false, delim = '\t', quote = '', escape = ''"
    used = ", ".join(f"c{n}" for n in USED)
    with _connect() as connection:
        connection.execute(
            f"COPY (SELECT {used} FROM read_csv('{source}', {plain}, columns = {{{columns}}})) "
            f"TO '{target}' (FORMAT parquet, COMPRESSION zstd)"
        )


def import_gdelt(source: str, target: str) -> None:
    """The same by `detente import gdelt`."""
    from detente.ledger.imports.importer import FORMATS, Import, import_files
    from detente.ledger.store import open_ledger

    job = Import(format=FORMATS["gdelt"](), today=dt.date(2026, 1, 1))
    list(import_files(open_ledger(target, create=True), [Path(source)], job))


def series_duckdb(source: str, _: str) -> None:
    """Dyad by week with the ledger's engine."""
    with _connect() as connection:
        sql = f"{_WEEK} FROM read_parquet('{source}') WHERE actor <> recipient GROUP BY ALL"
        connection.sql(sql).to_arrow_table()


def series_polars(source: str, _: str) -> None:
    """The same with polars, streaming."""
    import polars as pl

    keys = ["actor", "recipient", pl.col("date").dt.truncate("1w").alias("week")]
    rows = pl.scan_parquet(source).filter(pl.col("actor") != pl.col("recipient"))
    rows.group_by(keys).agg(pl.len(), pl.sum("score"), pl.sum("severity")).collect(engine="streaming")


def series_pandas(source: str, _: str) -> None:
    """The same with pandas, dictionaries for the countries."""
    import pandas as pd
    import pyarrow.parquet as pq

    names = ["actor", "recipient"]
    table = pq.read_table(source, columns=[*names, "date", "score", "severity"], read_dictionary=names)
    frame: pd.DataFrame = table.to_pandas(date_as_object=False, self_destruct=True)
    for name in names:
        frame[name] = frame[name].cat.set_categories(COUNTRIES)
    frame = frame[frame.actor.cat.codes != frame.recipient.cat.codes]
    frame["week"] = (frame.pop("date") - pd.Timestamp("1970-01-05")).dt.days // 7
    frame.groupby([*names, "week"], observed=True).agg({"score": ["size", "sum"], "severity": "sum"})


STEPS = {f.__name__: f for f in (copy_bare, import_gdelt, series_duckdb, series_polars, series_pandas)}


def measure(step: str, source: Path, target: Path) -> tuple[float, float, float]:
    """Wall seconds, processor seconds and peak megabytes of a step in a process of its own."""
    environment = os.environ | {"POLARS_MAX_THREADS": str(THREADS), "OMP_NUM_THREADS": str(THREADS)}
    command = [sys.executable, __file__, "--step", step, str(source), str(target)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
    wall, cpu, peak = json.loads(done.stdout)
    return wall, cpu, peak


def run_step(step: str, source: str, target: str) -> None:
    """Run one step here and print what it took."""
    began, spent = time.perf_counter(), time.process_time()
    STEPS[step](source, target)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps([time.perf_counter() - began, time.process_time() - spent, peak]))


def bench_import(folder: Path, rows: int) -> None:
    """Rows a second of the import and of the bare COPY, and the ratio."""
    source = folder / "gdelt.tsv"
    make_gdelt(source, rows)
    size = source.stat().st_size / 1e9
    print(f"import of {rows / 1e6:g} million GDELT rows, {size:.1f} GB, {THREADS} threads:", flush=True)
    took = {}
    for step in ("copy_bare", "import_gdelt"):
        took[step] = measure(step, source, folder / step)
        print(f"    {_tell(step, took[step])}, {rows / took[step][0] / 1e3:.0f} thousand rows/s", flush=True)
    clock, processor = (took["copy_bare"][i] / took["import_gdelt"][i] for i in (0, 1))
    print(
        f"    import at {clock:.0%} of the bare COPY's speed, {processor:.0%} by processor time (target 50%)"
    )


def bench_series(folder: Path, rows: int) -> None:
    """Dyad by week with each engine that is installed, and how many times longer than DuckDB."""
    source = folder / "events.parquet"
    make_parquet(source, rows)
    size = source.stat().st_size / 1e6
    print(
        f"dyad by week over {rows / 1e6:g} million rows, {size:.0f} MB of Parquet, {THREADS} threads:",
        flush=True,
    )
    first = 0.0
    for engine in ("duckdb", "polars", "pandas"):
        if importlib.util.find_spec(engine) is None:
            print(f"    {engine}: not installed, skipped")
            continue
        took = measure(f"series_{engine}", source, folder)
        first = first or took[0]
        print(f"    {_tell(engine, took)}, {took[0] / first:.1f} times DuckDB's", flush=True)
    print("    targets for 100 million rows: 12 s and 1000 MB")


def _tell(step: str, took: tuple[float, float, float]) -> str:
    wall, cpu, peak = took
    return f"{step:14} {wall:7.1f} s, {cpu:7.1f} s of processor time, {peak:5.0f} MB"


@contextlib.contextmanager
def _folder(needed: float) -> Iterator[Path]:
    """A temporary folder on a disk with room for so many gigabytes."""
    with tempfile.TemporaryDirectory(prefix="bench-history-") as name:
        free = shutil.disk_usage(name).free / 1e9
        if free < needed * 1.2:
            sys.exit(
                f"needs {needed:.0f} GB of temporary files, {free:.0f} GB are free; set TMPDIR or a smaller size"
            )
        yield Path(name)


def main() -> None:
    """Both benches, one after the other, at the size asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--import-rows", type=float, default=1.0, help="millions of GDELT rows")
    parser.add_argument("--series-rows", type=float, default=10.0, help="millions of rows of Parquet")
    parser.add_argument("--full", action="store_true", help="20 and 100 millions")
    parser.add_argument("--step", nargs=3, metavar=("STEP", "SOURCE", "TARGET"), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.step:
        run_step(*asked.step)
        return
    imported, counted = (20.0, 100.0) if asked.full else (asked.import_rows, asked.series_rows)
    with _folder(imported * 0.9) as folder:
        bench_import(folder, int(imported * 1e6))
    with _folder(counted * 0.03) as folder:
        bench_series(folder, int(counted * 1e6))


if __name__ == "__main__":
    main()
