"""Which files of a drop a refresh reads: by size, times and inode, and by what the warehouse knows of them."""

import gzip
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from flows.listing import find_file, list_changes
from flows.refresh import Outcome
from flows.sources import SourceFile, looks

Refresh = Callable[..., Outcome]
Dump = Callable[[Path], dict[str, list[tuple[object, ...]]]]
TEXT = "Governor Ada Lind of Ostland opened the bridge in Vik on Tuesday."


@pytest.fixture
def read_files(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the files that were opened, in order."""
    opened: list[str] = []
    original = SourceFile.open

    def open_noted(file: SourceFile) -> object:
        opened.append(file.name)
        return original(file)

    monkeypatch.setattr(SourceFile, "open", open_noted)
    return opened


@pytest.fixture(autouse=True)
def settled_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are old enough for their looks to count as soon as they are written."""
    monkeypatch.setattr(looks, "_NANOSECONDS_TO_SETTLE", -(10**18))


@pytest.fixture
def drop(tmp_path: Path) -> Path:
    """Six files that hold seven articles and one refusal."""
    drop = tmp_path / "drop"
    drop.mkdir()
    (drop / "a.txt").write_text(TEXT)
    (drop / "b.txt").write_text(TEXT.replace("Ada", "Eva"))
    (drop / "b.meta.yml").write_text("published_on: 2026-01-05\n")
    (drop / "c.jsonl").write_text(f'{{"id": "1", "text": "{TEXT}"}}\n{{"id": "2", "text": "{TEXT}"}}\n')
    (drop / "d.jsonl").write_text(f'{{"id": "1", "text": "{TEXT}"}}\nnot json\n')
    with zipfile.ZipFile(drop / "e.zip", "w") as archive:
        archive.writestr("f.txt", TEXT)
    (drop / "g.txt.gz").write_bytes(gzip.compress(TEXT.encode()))
    return drop


def counts(outcome: Outcome) -> tuple[int, int, int, int, int]:
    return outcome.new, outcome.changed, outcome.unchanged, outcome.removed, len(outcome.refused)


def test_only_files_that_look_different_are_read(
    drop: Path, tmp_path: Path, run_directly: Refresh, read_files: list[str]
) -> None:
    warehouse = tmp_path / "w.duckdb"
    assert counts(run_directly(drop, warehouse)) == (7, 0, 0, 0, 1)
    read_files.clear()
    assert counts(run_directly(drop, warehouse)) == (0, 0, 7, 0, 1)
    assert set(read_files) == {"d.jsonl"}  # it gave a refusal, which has to be met again

    (drop / "a.txt").write_text(TEXT.replace("Tuesday", "Monday"))
    (drop / "b.meta.yml").write_text("published_on: 2026-01-06\n")
    os.utime(drop / "g.txt.gz")
    (drop / "c.jsonl").unlink()
    read_files.clear()
    assert counts(run_directly(drop, warehouse)) == (0, 2, 3, 2, 1)
    assert set(read_files) == {"a.txt", "b.txt", "b.meta.yml", "d.jsonl", "g.txt.gz"}
    read_files.clear()
    assert counts(run_directly(drop, warehouse)) == (0, 0, 5, 0, 1)
    assert set(read_files) == {"d.jsonl"}


def test_a_change_that_keeps_size_and_modification_time_is_seen(
    drop: Path, tmp_path: Path, run_directly: Refresh
) -> None:
    warehouse, path = tmp_path / "w.duckdb", drop / "a.txt"
    run_directly(drop, warehouse)
    before = path.stat()
    path.write_text(TEXT.replace("Vik", "Kiv"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert (path.stat().st_size, path.stat().st_mtime_ns) == (before.st_size, before.st_mtime_ns)
    assert run_directly(drop, warehouse).changed == 1


def test_a_file_that_has_just_changed_is_read_again(
    drop: Path, tmp_path: Path, run_directly: Refresh, read_files: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another change within the same tick of the clock would look the same."""
    monkeypatch.setattr(looks, "_NANOSECONDS_TO_SETTLE", 3_600_000_000_000)
    warehouse = tmp_path / "w.duckdb"
    run_directly(drop, warehouse)
    read_files.clear()
    assert counts(run_directly(drop, warehouse)) == (0, 0, 7, 0, 1)
    assert {"a.txt", "b.txt", "c.jsonl", "g.txt.gz"} <= set(read_files)


def test_a_changed_catalog_of_sources_has_every_file_read(
    drop: Path, tmp_path: Path, run_directly: Refresh, read_files: list[str]
) -> None:
    warehouse = tmp_path / "w.duckdb"
    run_directly(drop, warehouse)
    (drop / "sources.yml").write_text("Ostland Post:\n  files: a.txt\n  licence: CC0\n")
    read_files.clear()
    assert counts(run_directly(drop, warehouse)) == (0, 1, 6, 0, 1)
    assert "b.txt" in read_files
    (drop / "sources.yml").unlink()
    assert counts(run_directly(drop, warehouse)) == (0, 1, 6, 0, 1)


def test_articles_that_another_version_read_are_read_again(
    drop: Path, tmp_path: Path, run_directly: Refresh, monkeypatch: pytest.MonkeyPatch
) -> None:
    warehouse = tmp_path / "w.duckdb"
    run_directly(drop, warehouse)
    for module in ("flows.listing", "flows.plan", "flows.refresh"):
        monkeypatch.setattr(f"{module}.dateline_version", lambda: "9.9+other")
    assert run_directly(drop, warehouse).articles_parsed == 7
    assert run_directly(drop, warehouse).articles_parsed == 0


def test_steps_over_changes_give_what_a_first_refresh_gives(
    drop: Path, tmp_path: Path, run_directly: Refresh, dump_warehouse: Dump
) -> None:
    warehouse = tmp_path / "w.duckdb"
    run_directly(drop, warehouse)
    (drop / "c.jsonl").rename(drop / "h.jsonl")
    (drop / "d.jsonl").write_text(f'{{"id": "3", "text": "{TEXT}"}}\n')
    (drop / "e.zip").unlink()
    run_directly(drop, warehouse)
    run_directly(drop, tmp_path / "fresh.duckdb")
    assert dump_warehouse(warehouse)["mentions"] == dump_warehouse(tmp_path / "fresh.duckdb")["mentions"]
    assert list_changes(drop, warehouse).to_read == {}


def test_find_file() -> None:
    files = {"a.txt", "x/b.ZIP", "c.zip/d.txt", "c.zip/e.zip"}
    assert find_file("a.txt", files) == "a.txt"
    assert find_file("x/b.ZIP/y/z.txt", files) == "x/b.ZIP"
    assert find_file("c.zip/d.txt", files) == "c.zip/d.txt"
    assert find_file("c.zip/e.zip/f.txt", files) == "c.zip/e.zip"
    assert find_file("gone.zip/a.txt", files) is None
