"""A DuckLake as the warehouse: it holds the rows that a file would, and stays whole whatever ends a refresh."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures.process import BrokenProcessPool
from datetime import timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from flows import request
from flows.cli import main
from flows.errors import RunFailedError, WrongUseError
from flows.refresh import Outcome
from flows.request import read_address
from flows.watch import fingerprint
from schemas import TABLES
from schemas.ddl import constraint_queries, create_statement
from warehouse.checking import broken_checks
from warehouse.compaction import compact_here, compact_lake, run_apart
from warehouse.draft import make_draft
from warehouse.lake import Lake, Warehouse, has_extension
from warehouse.lock import WarehouseLockedError, lock_warehouse
from warehouse.query import open_warehouse

pytestmark = pytest.mark.skipif(not has_extension(), reason="the extra `ducklake` is not installed")

Refresh = Callable[..., Outcome]
Rows = dict[str, list[tuple[Any, ...]]]
OWN_TO_A_RUN = ("run_id", "started_at", "finished_at", "first_seen_at", "last_seen_at")
NAIROBI = "Police in Nairobi arrested {} people in March 2025, Daniel Otieno said.\n"


def dump(warehouse: Warehouse) -> Rows:
    """Every table in a fixed order, without ids and times of runs."""
    with open_warehouse(warehouse) as connection:
        return {
            name: connection.execute(
                f"SELECT COLUMNS(c -> c NOT IN {OWN_TO_A_RUN}) FROM {name} ORDER BY ALL"
            ).fetchall()
            for name in TABLES
        }


def ask(warehouse: Warehouse, sql: str) -> list[tuple[Any, ...]]:
    with open_warehouse(warehouse) as connection:
        return connection.execute(sql).fetchall()


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake(tmp_path / "published" / "it's.ducklake")


@pytest.fixture
def drop(tmp_path: Path) -> Path:
    folder = tmp_path / "drop"
    folder.mkdir()
    (folder / "a.txt").write_text("Maria Sousa, the mayor of Porto, opened 3 schools on Monday.\n")
    (folder / "b.txt").write_text(NAIROBI.format(12))
    return folder


def files_of(lake: Lake) -> set[str]:
    """What stands beside the catalog, but the lock."""
    return {path.name for path in lake.parent.iterdir()} - {f"{lake.name}.lock"}


def data_files(lake: Lake) -> set[Path]:
    return set(lake.parent.rglob("*.parquet"))


def test_lake_holds_the_rows_of_a_file(
    seeds: Path, seed_warehouse: Path, lake: Lake, tmp_path: Path, run_directly: Refresh
) -> None:
    run_directly(seeds, lake)
    first = dump(lake)
    assert first == dump(seed_warehouse)
    assert {name for name, rows in first.items() if not rows} == {"quarantine", "entity_changes"}

    file = Path(shutil.copy(seed_warehouse, tmp_path / "w.duckdb"))
    drop = Path(shutil.copytree(seeds, tmp_path / "seeds"))
    edited = next(drop.glob("calo-news*.txt"))
    edited.write_text(edited.read_text("utf8").replace("six-month", "seven-month"), "utf8")
    (drop / "new.txt").write_text(NAIROBI.format(12) + "Gavin Newsom met 4 mayors in Sacramento.\n")
    (drop / "bad.json").write_text("{")
    for removed in drop.glob("the-watch*"):
        removed.unlink()
    outcomes = [run_directly(drop, warehouse) for warehouse in (lake, file)]
    assert [(o.new, o.changed, o.unchanged, o.removed, len(o.refused)) for o in outcomes] == [(1, 1, 2, 1, 1)] * 2
    second = dump(lake)
    assert outcomes[0].rows == {name: len(rows) for name, rows in second.items()}
    assert second | {"source_files": []} == dump(file) | {"source_files": []}  # looks depend on the time of day
    assert second["articles"] != first["articles"]
    assert [status for *_, status in ask(lake, "SELECT rule, status FROM quarantine")] == ["open"]

    (drop / "bad.json").unlink()
    assert run_directly(drop, lake).articles_parsed == 0
    assert ask(lake, "SELECT status FROM quarantine") == [("gone",)]
    assert files_of(lake) == {lake.name, f"{lake.name}.files"}


KILLED = """
import importlib, pathlib, signal, os, sys
from flows.progress import show_progress
from flows.refresh import Steps, refresh
from flows.request import Request
from warehouse.lake import Lake
place = importlib.import_module(sys.argv[3])
*owners, name = sys.argv[4].split(".")
for owner in owners:
    place = getattr(place, owner)
setattr(place, name, lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL))
refresh(Request(pathlib.Path(sys.argv[1]), Lake(pathlib.Path(sys.argv[2])), 1), Steps(), show_progress)
"""


@pytest.mark.parametrize(
    "moment", [("flows.refresh", "broken_checks"), ("warehouse.draft", "_LakeDraft.publish")], ids=lambda m: m[1]
)
def test_killed_refresh_leaves_the_rows_and_the_next_one_works(
    drop: Path, lake: Lake, project: Path, run_directly: Refresh, moment: tuple[str, str]
) -> None:
    run_directly(drop, lake)
    before, catalog, files = dump(lake), lake.catalog.read_bytes(), data_files(lake)
    (drop / "b.txt").write_text(NAIROBI.format(13) * 12)
    command = [sys.executable, "-c", KILLED, str(drop), str(lake.catalog), *moment]
    killed = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert lake.catalog.read_bytes() == catalog
    assert data_files(lake) > files
    assert dump(lake) == before
    assert run_directly(drop, lake).changed == 1
    assert ask(lake, "SELECT DISTINCT value FROM figures ORDER BY value") == [(3,), (13,)]
    assert files_of(lake) == {lake.name, f"{lake.name}.files"}


def test_failed_refresh_is_noted_and_leaves_the_rows(
    drop: Path, lake: Lake, run_directly: Refresh, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_directly(drop, lake)
    before, files = dump(lake), data_files(lake)
    (drop / "b.txt").write_text(NAIROBI.format(13) * 12)
    monkeypatch.setattr("flows.refresh.broken_checks", lambda *_, **__: ["a check"])
    with pytest.raises(RunFailedError, match="breaks a check; nothing is published"):
        run_directly(drop, lake)
    assert dump(lake) | {"runs": []} == before | {"runs": []}
    assert ask(lake, "SELECT status FROM runs ORDER BY started_at") == [("completed",), ("failed",)]
    assert data_files(lake) == files


READER = """
import pathlib, sys
from warehouse.lake import Lake
from warehouse.query import open_warehouse
query = "SELECT list(value ORDER BY value), (SELECT count(*) FROM runs) FROM figures"
with open_warehouse(Lake(pathlib.Path(sys.argv[1]))) as connection:
    print(connection.execute(query).fetchall(), flush=True)
    sys.stdin.readline()
    print(connection.execute(query).fetchall(), flush=True)
"""


def test_reader_keeps_what_it_opened(drop: Path, lake: Lake, project: Path, run_directly: Refresh) -> None:
    run_directly(drop, lake)
    command = [sys.executable, "-c", READER, str(lake.catalog)]
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, cwd=project, **pipes) as reader:
        assert reader.stdout is not None
        assert reader.stdout.readline() == "[([3.0, 12.0], 1)]\n"
        (drop / "b.txt").write_text(NAIROBI.format(13) * 12)
        run_directly(drop, lake)
        compact_lake(lake, timedelta(hours=1))
        assert reader.communicate("\n") == ("[([3.0, 12.0], 1)]\n", None)
    assert ask(lake, "SELECT max(value), (SELECT count(*) FROM runs) FROM figures") == [(13, 2)]


def test_compaction_merges_files_and_removes_those_out_of_use(
    drop: Path, lake: Lake, run_directly: Refresh, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in (12, 13):
        for name in "bcd":
            (drop / f"{name}.txt").write_text(f"{name}: {NAIROBI.format(number)}" * 12)
        run_directly(drop, lake)
    before, many = dump(lake), len(data_files(lake))
    stray = lake.parent / f"{lake.name}.files" / "main" / "ducklake-of-a-killed-refresh.parquet"
    shutil.copy(data_files(lake).pop(), stray)
    with lock_warehouse(lake), pytest.raises(WarehouseLockedError):
        compact_lake(lake, timedelta(days=7))
    assert compact_lake(lake, timedelta(days=7)).removed == 0
    assert stray.exists()
    done = []
    for _ in range(2):
        time.sleep(1.1)
        with monkeypatch.context() as patch:
            patch.setattr("warehouse.draft._LakeDraft.publish", lambda draft: 1 / 0)
            with pytest.raises(ZeroDivisionError):
                compact_here(lake, timedelta(seconds=1))
        assert dump(lake) == before
        done.append(compact_lake(lake, timedelta(seconds=1)))
        assert dump(lake) == before
    used = {table for table, rows in before.items() if rows}
    assert done[-1].after == len(data_files(lake)) == len(used) < many
    assert sum(one.removed for one in done) > 0
    assert not stray.exists()
    assert run_directly(drop, lake).unchanged == 4
    assert files_of(lake) == {lake.name, f"{lake.name}.files"}


def die_at_first(lives: Path, last: int) -> int:
    """Die as many times as there are lives, each of which leaves a file."""
    spent = len(list(lives.iterdir()))
    if spent < last:
        (lives / str(spent)).touch()
        os.kill(os.getpid(), signal.SIGSEGV)
    return spent


def test_what_dies_is_done_in_another_process(tmp_path: Path) -> None:
    assert run_apart(die_at_first, tmp_path, last=2) == 2
    with pytest.raises(BrokenProcessPool):
        run_apart(die_at_first, tmp_path, last=9)
    assert len(list(tmp_path.iterdir())) == 5


SPOILT = {
    "keys_are_unique": [
        ("INSERT INTO places SELECT * FROM places LIMIT 1", "places"),
        ("INSERT INTO event_participants SELECT * FROM event_participants LIMIT 1", "event_participants"),
    ],
    "rules_hold": [
        ("UPDATE places SET country = 'Norway'", "places"),
        ("UPDATE dates SET end_char = start_char", "dates"),
        ("UPDATE events SET modality = 'wished'", "events"),
        ("UPDATE people SET name = ''", "people"),
    ],
}


def test_constraints_that_a_lake_does_not_hold_are_looked_at(drop: Path, lake: Lake, run_directly: Refresh) -> None:
    run_directly(drop, lake)
    with open_warehouse(lake) as connection:
        assert broken_checks(connection) == []
    with make_draft(lake) as draft, draft.open() as connection:
        for spoilings in SPOILT.values():
            for sql, _ in spoilings:
                connection.execute(sql)
        queries = constraint_queries()
        assert queries.keys() == SPOILT.keys() <= {finding.check for finding in broken_checks(connection)}
        for check, spoilings in SPOILT.items():
            assert {table for table, *_ in connection.execute(queries[check]).fetchall()} == {t for _, t in spoilings}
    with (
        pytest.raises(duckdb.ConstraintException, match="NOT NULL"),
        make_draft(lake) as draft,
        draft.open() as connection,
    ):
        connection.execute("UPDATE places SET name = NULL")


def test_constraints_are_looked_at_in_every_table() -> None:
    keys, rules = constraint_queries().values()
    for table in TABLES:
        assert f" FROM {table} GROUP BY" in keys
        assert (f" FROM {table} WHERE" in rules) == ("CHECK" in create_statement(TABLES[table]))


def test_row_that_breaks_a_key_is_not_published(
    drop: Path, lake: Lake, run_directly: Refresh, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_directly(drop, lake)
    before = dump(lake)
    (drop / "b.txt").write_text(NAIROBI.format(13))

    def load_twice(connection: duckdb.DuckDBPyConnection, *rest: object) -> None:
        connection.execute("INSERT INTO figures SELECT * REPLACE (0 AS start_char) FROM figures")

    monkeypatch.setattr("flows.load.load_rows", load_twice)
    with pytest.raises(RunFailedError, match="keys_are_unique"):
        run_directly(drop, lake)
    assert dump(lake) | {"runs": []} == before | {"runs": []}


def test_data_may_lie_elsewhere(drop: Path, lake: Lake, tmp_path: Path, run_directly: Refresh) -> None:
    (drop / "b.txt").write_text(NAIROBI.format(12) * 12)
    elsewhere = tmp_path / "elsewhere"
    address = f"ducklake:{lake.catalog}?data={elsewhere}"
    run_directly(drop, read_address(address))
    assert files_of(lake) == {lake.name}
    assert set(elsewhere.rglob("*.parquet"))
    for later in (lake, read_address(address)):
        assert ask(later, "SELECT max(value) FROM figures") == [(12,)]
    with pytest.raises(RunFailedError, match="does not match existing data path"):
        run_directly(drop, Lake(lake.catalog, tmp_path / "other"))
    with pytest.raises(WrongUseError, match="a new DuckLake needs one"):
        read_address(f"ducklake:{tmp_path}/second.ducklake?data={elsewhere}")


def test_copied_lake_has_its_own_files(drop: Path, lake: Lake, tmp_path: Path, run_directly: Refresh) -> None:
    run_directly(drop, lake)
    before, files = dump(lake), data_files(lake)
    copy = Lake(Path(shutil.copytree(lake.parent, tmp_path / "copy")) / lake.name)
    (drop / "b.txt").write_text(NAIROBI.format(13) * 12)
    run_directly(drop, copy)
    compact_lake(copy, timedelta(days=7))
    assert ask(copy, "SELECT max(value) FROM figures") == [(13,)]
    assert (dump(lake), data_files(lake)) == (before, files)
    shutil.rmtree(lake.parent)
    assert ask(copy, "SELECT max(value) FROM figures") == [(13,)]


@pytest.mark.parametrize("place", ["w/x.ducklake", "/tmp/x.db", "a?data=b c", "/x/y.ducklake?data=/z"])
def test_address_is_read_and_written_alike(place: str) -> None:
    assert str(read_address(f"ducklake:{place}")) == f"ducklake:{place}"
    assert isinstance(read_address(f"ducklake:{place}"), Lake)


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("ducklake:", "no address of a DuckLake"),
        ("ducklake:postgres:dbname=news", "no address of a DuckLake"),
        ("ducklake:s3://bucket/x.ducklake", "no address of a DuckLake"),
        ("ducklake:x.ducklake?data=s3://bucket/x", "no address of a DuckLake"),
        ("ducklake:x.ducklake?path=files", "no address of a DuckLake"),
        ("ducklake:/", "no address of a DuckLake"),
        ("x.ducklake", "give ducklake:x.ducklake"),
    ],
)
def test_wrong_address_is_wrong_use_in_one_line(address: str, words: str) -> None:
    with pytest.raises(WrongUseError, match=words) as refusal:
        read_address(address)
    assert len(str(refusal.value).splitlines()) == 1
    assert address in str(refusal.value)


def test_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(request, "has_extension", lambda: False)
    with pytest.raises(WrongUseError, match="uv sync --extra ducklake"):
        read_address("ducklake:x.ducklake")
    assert read_address("x.duckdb") == Path("x.duckdb")


def test_file_that_is_no_lake_is_refused_and_left_alone(
    drop: Path, seed_warehouse: Path, tmp_path: Path, run_directly: Refresh
) -> None:
    file = Path(shutil.copy(seed_warehouse, tmp_path / "w.duckdb"))
    with pytest.raises(RunFailedError, match="is it a DuckLake"):
        run_directly(drop, Lake(file))
    assert file.read_bytes() == seed_warehouse.read_bytes()


def test_commands_take_a_lake(
    drop: Path, lake: Lake, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def run(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["dateline", *arguments, "--warehouse", str(lake)])
        with pytest.raises(SystemExit) as ended:
            main()
        return int(ended.value.code or 0), *capsys.readouterr()

    lacks = f"dateline: {lake}: there is no warehouse; `dateline refresh` makes one\n"
    assert run("sql", "SELECT 1") == (3, "", lacks)
    assert run("compact") == (3, "", lacks)
    (drop / "bad.json").write_text("{")
    code, out, _ = run("refresh", str(drop), "--jobs", "1")
    assert (code, f"published {lake} (" in out) == (1, True)
    assert run("sql", "SELECT count(*) AS n FROM articles", "--format", "csv") == (0, "n\n2\n", "")
    assert run("sql", "CREATE TABLE x (y INT)")[0] == 2
    assert "data files" in run("status")[1].splitlines()[0]
    assert "1 tried = 0 replayed + 0 gone + 1 open" in run("replay", "--jobs", "1")[1]
    assert run("validate", str(drop), "--no-parse")[0] == 1
    assert run("compact")[1].startswith(f"compacted {lake}: data files: ")
    assert run("compact", "--keep", "long")[0] == 2


def test_file_is_not_compacted(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["dateline", "compact", "--warehouse", "w.duckdb"])
    with pytest.raises(SystemExit, match="2"):
        main()
    assert (
        capsys.readouterr().err
        == "dateline: w.duckdb is one file: only a DuckLake is compacted; give ducklake:CATALOG\n"
    )


def test_watch_leaves_out_what_a_lake_writes(drop: Path) -> None:
    lake = Lake(drop / "w.ducklake")
    seen = fingerprint(drop, lake)
    (drop / "w.ducklake.files" / "main").mkdir(parents=True)
    for written in ("w.ducklake", "w.ducklake.new", "w.ducklake.files/main/x.parquet"):
        (drop / written).write_text("x")
    assert fingerprint(drop, lake) == seen
    (drop / "c.txt").write_text("x")
    assert fingerprint(drop, lake) != seen
