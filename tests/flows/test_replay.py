"""What `dateline replay` tries again, and what it leaves to the next refresh."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from flows import batches
from flows.commands import run_replay
from flows.refresh import Outcome
from warehouse.query import open_warehouse, run_query

Refresh = Callable[..., Outcome]
ARTICLE = "Maria Sousa, the mayor of Porto, opened 3 schools on Monday.\n"


def ask(warehouse: Path, sql: str) -> list[tuple[Any, ...]]:
    with open_warehouse(warehouse) as connection:
        return run_query(connection, sql).rows


@pytest.fixture
def drop(tmp_path: Path) -> Path:
    folder = tmp_path / "drop"
    folder.mkdir()
    (folder / "good.txt").write_text(ARTICLE)
    (folder / "feed.jsonl").write_text('{"text": "Ana Ruiz spoke."}\n{"text": 12}\n')
    (folder / "empty.txt").write_bytes(b"")
    return folder


def replay(warehouse: Path, drop: Path | None = None) -> int:
    return run_replay(drop, warehouse, jobs=1, direct=True)


def test_mended_and_removed_files_close_their_cases_and_nothing_else_is_read(
    drop: Path, tmp_path: Path, run_directly: Refresh, capsys: pytest.CaptureFixture[str]
) -> None:
    warehouse = tmp_path / "w.duckdb"
    run_directly(drop, warehouse)
    (drop / "feed.jsonl").write_text('{"text": "Ana Ruiz spoke."}\n{"text": "Li Wei sang."}\n')
    (drop / "empty.txt").unlink()
    (drop / "good.txt").write_text(ARTICLE * 2)
    (drop / "new.txt").write_text(ARTICLE)
    capsys.readouterr()
    assert replay(warehouse) == 0
    assert "cases: 2 tried = 1 replayed + 1 gone + 0 open" in capsys.readouterr().out
    assert ask(warehouse, "SELECT source_file, record_key, text FROM articles ORDER BY ALL") == [
        ("feed.jsonl", "line 1", "Ana Ruiz spoke."),
        ("feed.jsonl", "line 2", "Li Wei sang."),
        ("good.txt", None, ARTICLE),
    ]
    assert (run_directly(drop, warehouse).new, run_directly(drop, warehouse).unchanged) == (1, 4)


def test_quarantined_rows_are_parsed_again(
    drop: Path, tmp_path: Path, run_directly: Refresh, monkeypatch: pytest.MonkeyPatch
) -> None:
    def spoil(batch: Any, run_id: str) -> Any:
        rows, times, failures = original(batch, run_id)
        for row in rows["figures"]:
            row["bound"] = "perhaps"
        return rows, times, failures

    original, warehouse = batches.parse_batch, tmp_path / "w.duckdb"
    monkeypatch.setattr(batches, "parse_batch", spoil)
    run_directly(drop, warehouse)
    monkeypatch.undo()
    assert replay(warehouse) == 1  # two files are as bad as they were
    assert ask(warehouse, "SELECT value, counted FROM figures") == [(3.0, "schools")]
    assert ask(warehouse, "SELECT source_file, status FROM quarantine ORDER BY ALL") == [
        ("empty.txt", "open"),
        ("feed.jsonl", "open"),
        ("good.txt", "replayed"),
    ]
    newest = "SELECT run_id FROM runs ORDER BY started_at DESC LIMIT 1"
    assert ask(warehouse, f"SELECT source_file FROM articles WHERE run_id = ({newest})") == [("good.txt",)]


def test_with_no_open_case_there_is_nothing_to_do(
    drop: Path, tmp_path: Path, run_directly: Refresh, capsys: pytest.CaptureFixture[str]
) -> None:
    (drop / "feed.jsonl").unlink()
    (drop / "empty.txt").unlink()
    run_directly(drop, tmp_path / "w.duckdb")
    before = (tmp_path / "w.duckdb").read_bytes()
    assert replay(tmp_path / "w.duckdb") == 0
    assert "nothing to replay" in capsys.readouterr().out
    assert (tmp_path / "w.duckdb").read_bytes() == before
