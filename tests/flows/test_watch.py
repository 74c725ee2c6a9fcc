"""When a watched drop is due, and what counts as a change of it."""

import os
from pathlib import Path

import pytest

from flows.watch import Watch, fingerprint, look


@pytest.fixture
def drop(tmp_path: Path) -> Path:
    folder = tmp_path / "drop"
    (folder / "2025").mkdir(parents=True)
    (folder / "2025" / "a.txt").write_text("The mayor spoke.")
    return folder


def due_times(changes: dict[int, int], *, quiet: float, until: int) -> list[int]:
    """Seconds at which refreshes begin, when the drop's fingerprint changes at the seconds given."""
    watch, seen, times = Watch(quiet, covered=0), 0, []
    for second in range(until):
        seen = changes.get(second, seen)
        if watch.is_due(seen, float(second)):
            watch.cover(seen)
            times.append(second)
    return times


def test_many_changes_are_one_refresh_after_a_quiet_period() -> None:
    assert due_times({3: 1, 4: 2, 6: 3, 9: 4}, quiet=5, until=60) == [14]


def test_nothing_new_is_never_due() -> None:
    assert due_times({}, quiet=5, until=60) == []


def test_file_that_came_and_went_is_not_due() -> None:
    assert due_times({3: 1, 5: 0}, quiet=5, until=60) == []


def test_each_change_that_comes_to_rest_is_due_once() -> None:
    assert due_times({3: 1, 30: 2}, quiet=5, until=60) == [8, 35]


def test_files_that_never_rest_are_refreshed_all_the_same() -> None:
    restless = {second: second for second in range(1, 100)}
    assert due_times(restless, quiet=2, until=50) == [21, 42]


def test_change_of_content_name_or_number_is_seen(drop: Path, tmp_path: Path) -> None:
    article, seen = drop / "2025" / "a.txt", [fingerprint(drop, tmp_path / "w.duckdb")]
    article.write_text("The mayor spoke again.")
    seen.append(fingerprint(drop, tmp_path / "w.duckdb"))
    os.utime(article, (1, 1))
    seen.append(fingerprint(drop, tmp_path / "w.duckdb"))
    article.rename(drop / "b.txt")
    seen.append(fingerprint(drop, tmp_path / "w.duckdb"))
    (drop / "b.txt").unlink()
    seen.append(fingerprint(drop, tmp_path / "w.duckdb"))
    assert len(set(seen)) == len(seen)
    assert fingerprint(drop, tmp_path / "w.duckdb") == seen[-1]


def test_warehouse_and_hidden_files_in_the_drop_are_no_change(drop: Path) -> None:
    before = fingerprint(drop, drop / "w.duckdb")
    for name in ("w.duckdb", "w.duckdb.new", "w.duckdb.lock", ".a.txt.swp"):
        (drop / name).write_text("x")
    (drop / ".prefect").mkdir()
    (drop / ".prefect" / "prefect.db").write_text("x")
    assert fingerprint(drop, drop / "w.duckdb") == before
    (drop / "2025" / "w.duckdb").write_text("of another folder, and so a file like all others")
    assert fingerprint(drop, drop / "w.duckdb") != before


def test_drop_may_be_one_file_or_not_be_there_yet(drop: Path, tmp_path: Path) -> None:
    assert fingerprint(drop / "2025" / "a.txt", tmp_path / "w.duckdb") != 0
    assert fingerprint(tmp_path / "nowhere", tmp_path / "w.duckdb") == 0


def test_looking_takes_a_small_share_of_the_time(drop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ticks = iter([0.0, 3.0])
    monkeypatch.setattr("flows.watch.time.monotonic", lambda: next(ticks))
    assert look(drop, tmp_path / "w.duckdb")[1] == 150.0
