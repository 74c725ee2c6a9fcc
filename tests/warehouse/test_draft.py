"""Drafts: one transaction, never half published, nothing left that grows."""

import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from warehouse.draft import draft_path, open_draft, publish_draft

ROW = "INSERT INTO places VALUES ('place_{0}', 'Oslo', 'city', 'NO', 1, 1)"


def publish(warehouse: Path, number: int) -> None:
    with open_draft(warehouse) as connection:
        connection.execute(ROW.format(number))
    publish_draft(warehouse)


def places(warehouse: Path) -> int:
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        return int(connection.execute("SELECT count(*) FROM places").fetchall()[0][0])


def test_draft_is_seen_only_once_published(tmp_path: Path) -> None:
    warehouse = tmp_path / "sub" / "w.duckdb"
    publish(warehouse, 1)
    with open_draft(warehouse) as connection:
        connection.execute(ROW.format(2))
    assert places(warehouse) == 1
    publish_draft(warehouse)
    assert places(warehouse) == 2


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
    draft_path(warehouse).write_bytes(b"half a draft")
    draft_path(warehouse).with_name("w.duckdb.new.wal").write_bytes(b"and its log")
    publish(warehouse, 2)
    assert places(warehouse) == 2
    assert [path.name for path in tmp_path.iterdir()] == ["w.duckdb"]
