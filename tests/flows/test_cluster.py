"""A refresh whose batches a Dask cluster parses: the same warehouse, and one clear line when it cannot be."""

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from flows import cluster
from flows.batches import ParsedBatch
from flows.cluster import check_scheduler, check_workers, find_scheduler
from flows.errors import RunFailedError, WrongUseError
from flows.refresh import Outcome, Request, Steps, refresh

Dump = Callable[[Path], dict[str, list[tuple[object, ...]]]]


@pytest.mark.parametrize(
    "runner",
    ["", "dask", "dask://", "dask://host", "dask://:8786", "dask://host:port", "tcp://host:8786", "dask://h:1/x"],
)
def test_address_that_is_none_is_wrong_use(runner: str) -> None:
    with pytest.raises(WrongUseError, match="dask://HOST:PORT"):
        find_scheduler(runner)


@pytest.mark.parametrize("host", ["news.example.org", "10.0.0.1", "[::1]"])
def test_address_is_told_to_dask_in_its_own_way(host: str) -> None:
    pytest.importorskip("distributed")
    assert find_scheduler(f"dask://{host}:8786") == f"tcp://{host}:8786"


def test_without_dask_one_line_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(WrongUseError, match="`uv sync --extra dask`"):
        check_scheduler("dask://127.0.0.1:8786")


def test_scheduler_that_does_not_answer_is_exit_3_and_one_line(seeds: Path, tmp_path: Path) -> None:
    pytest.importorskip("distributed")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        runner = f"dask://127.0.0.1:{probe.getsockname()[1]}"
    done = dateline("refresh", str(seeds), "--warehouse", str(tmp_path / "w.duckdb"), "--runner", runner)
    assert done.returncode == 3
    [line] = done.stderr.strip().splitlines()
    assert line.startswith(f"dateline: the Dask scheduler {runner} does not answer (")
    assert not (tmp_path / "w.duckdb").exists()


def dateline(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "flows", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)


def refresh_killing(drop: Path, warehouse: Path, runner: str, victim: subprocess.Popen[bytes] | None) -> Outcome:
    """Refresh on a cluster; the victim is killed once three batches have come back."""

    def kill_after_three(batches: Iterable[ParsedBatch], articles: int) -> Iterator[ParsedBatch]:
        for number, batch in enumerate(batches):
            if victim and number == 3:
                victim.send_signal(signal.SIGKILL)
            yield batch

    return refresh(Request(drop, warehouse, runner=runner), Steps(), kill_after_three)


@pytest.mark.server
@pytest.mark.parametrize("one_is_killed", [False, True], ids=["both live", "one is killed"])
def test_cluster_gives_the_same_warehouse(
    one_is_killed: bool,
    many_articles: Path,
    start_cluster: Callable[..., Any],
    run_directly: Callable[..., Outcome],
    dump_warehouse: Dump,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("flows.plan.BATCH_CHARS", 1000)
    run_directly(many_articles, tmp_path / "direct.duckdb")
    started = start_cluster([[], []])
    outcome = refresh_killing(
        many_articles, tmp_path / "w.duckdb", started.runner, started.workers[0] if one_is_killed else None
    )
    assert outcome.new == 40
    assert [worker.poll() is None for worker in started.workers] == [not one_is_killed, True]
    assert dump_warehouse(tmp_path / "w.duckdb") == dump_warehouse(tmp_path / "direct.duckdb")
