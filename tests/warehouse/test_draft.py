"""Drafts: published whole or not at all, nothing left that grows, no more memory than they are bound to."""

import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from warehouse.draft import Draft

ROW = "INSERT INTO places VALUES ('place_{0}', 'Oslo', 'city', 'NO', 1, 1)"


def publish(warehouse: Path, number: int) -> None:
    with Draft(warehouse) as draft:
        with draft.open() as connection:
            connection.execute(ROW.format(number))
        draft.publish()


def places(warehouse: Path) -> int:
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        return int(connection.execute("SELECT count(*) FROM places").fetchall()[0][0])


def test_draft_is_seen_only_once_published(tmp_path: Path) -> None:
    warehouse = tmp_path / "w.duckdb"
    publish(warehouse, 1)
    with Draft(warehouse) as draft:
        with draft.open() as connection:
            connection.execute(ROW.format(2))
        assert places(warehouse) == 1
        draft.publish()
    assert places(warehouse) == 2


def test_draft_that_failed_is_opened_anew_from_the_warehouse(tmp_path: Path) -> None:
    warehouse = tmp_path / "w.duckdb"
    publish(warehouse, 1)
    with Draft(warehouse) as draft:
        with pytest.raises(duckdb.ConstraintException), draft.open() as connection:
            connection.execute(f"{ROW.format(2)}; {ROW.format(1)}")
        with draft.open() as connection:
            connection.execute(ROW.format(3))
        draft.publish()
    assert places(warehouse) == 2


def test_draft_that_is_not_published_goes(tmp_path: Path) -> None:
    warehouse = tmp_path / "w.duckdb"
    publish(warehouse, 1)
    with Draft(warehouse):
        pass
    with Draft(warehouse) as draft, draft.open() as connection:
        connection.execute(ROW.format(2))
    assert places(warehouse) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["w.duckdb"]


def test_failure_leaves_the_warehouse_and_no_draft(tmp_path: Path) -> None:
    warehouse = tmp_path / "w.duckdb"
    publish(warehouse, 1)
    before = warehouse.read_bytes()
    with pytest.raises(duckdb.ConstraintException):
        publish(warehouse, 1)
    assert warehouse.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["w.duckdb"]


def test_reader_keeps_what_it_opened(tmp_path: Path) -> None:
    warehouse = tmp_path / "w.duckdb"
    publish(warehouse, 1)
    reader = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import duckdb, sys\n"
            f"c = duckdb.connect({str(warehouse)!r}, read_only=True)\n"
            "print(c.execute('select count(*) from places').fetchone()[0], flush=True)\n"
            "sys.stdin.readline()\n"
            "print(c.execute('select count(*) from places').fetchone()[0], flush=True)",
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert reader.stdout is not None
    assert reader.stdout.readline() == "1\n"
    publish(warehouse, 2)
    assert reader.communicate("\n") == ("1\n", None)
    assert places(warehouse) == 2


def test_draft_of_a_killed_refresh_is_overwritten(tmp_path: Path) -> None:
    warehouse = tmp_path / "w.duckdb"
    publish(warehouse, 1)
    (tmp_path / "w.duckdb.new").write_bytes(b"half a draft")
    (tmp_path / "w.duckdb.new.wal").write_bytes(b"and its log")
    publish(warehouse, 2)
    assert places(warehouse) == 2
    assert [path.name for path in tmp_path.iterdir()] == ["w.duckdb"]


def test_memory_is_bound_by_the_file_and_by_the_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bound = "SELECT parse_formatted_bytes(current_setting('memory_limit'))"
    own = duckdb.connect().execute(bound).fetchall()[0][0]
    bounds = {}
    for name, least in {"small": 100_000_000, "huge": 1 << 60}.items():
        monkeypatch.setattr("warehouse.draft._LEAST_MEMORY", least)
        with Draft(tmp_path / "w.duckdb") as draft, draft.open() as connection:
            draft.save(connection)
            bounds[name] = connection.execute(bound).fetchall()[0][0]
    assert 90_000_000 < bounds["small"] < 110_000_000
    assert bounds["huge"] == pytest.approx(own, rel=0.01)
