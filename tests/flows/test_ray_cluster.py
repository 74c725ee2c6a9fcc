"""A refresh whose batches a Ray cluster parses: the same warehouse, and one clear line when it cannot be.

All but the first tests need the extra `ray`: `uv run --group dev --extra ray pytest tests/flows/test_ray_cluster.py`,
with `-m server` for those that start a cluster.
"""

import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from flows.batches import ParsedBatch
from flows.cluster import check_scheduler, find_scheduler
from flows.errors import RunFailedError, WrongUseError
from flows.refresh import Outcome, Steps, refresh
from flows.request import Request

Dump = Callable[[Path], dict[str, list[tuple[object, ...]]]]


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.plan.BATCH_CHARS", 1000)


@pytest.mark.parametrize("runner", ["ray", "ray://", "ray://host", "ray://:10001", "ray://host:port", "ray://h:1/x"])
def test_address_that_is_none_is_wrong_use(runner: str) -> None:
    with pytest.raises(WrongUseError, match="ray://HOST:PORT"):
        find_scheduler(runner)


def test_without_ray_one_line_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(WrongUseError, match="needs Ray, which is not installed: run `uv sync --extra ray`"):
        check_scheduler("ray://127.0.0.1:10001")


@pytest.fixture
def with_ray() -> None:
    pytest.importorskip("ray", reason="comes with the extra `ray`")


@pytest.mark.usefixtures("with_ray")
def test_address_is_rays_own() -> None:
    assert find_scheduler("ray://[::1]:10001") == "ray://[::1]:10001"


@pytest.mark.usefixtures("with_ray")
def test_head_that_does_not_answer_is_told() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        runner = f"ray://127.0.0.1:{probe.getsockname()[1]}"
    with pytest.raises(RunFailedError, match=f"^the Ray head {runner} does not answer .*: start it with `ray start"):
        check_scheduler(runner)


@pytest.mark.usefixtures("with_ray")
def test_port_that_is_no_heads_is_told(seeds: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ray.util.client.worker.INITIAL_TIMEOUT_SEC", 1)
    monkeypatch.setattr("ray.util.client.worker.MAX_TIMEOUT_SEC", 1)
    with socket.create_server(("127.0.0.1", 0)) as mute:
        runner = f"ray://127.0.0.1:{mute.getsockname()[1]}"
        with pytest.raises(RunFailedError, match=r"does not answer \(ray client connection timeout\)"):
            refresh_killing(seeds, tmp_path / "w.duckdb", runner)


@pytest.mark.usefixtures("with_ray")
def test_head_that_refuses_thrice_is_told(seeds: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def refuse(address: str, **how: object) -> None:
        asked.append(address)
        raise ConnectionAbortedError("Initialization failure from server:\nTraceback\nRuntimeError: it did not start")

    monkeypatch.setattr("ray.init", refuse)
    with socket.create_server(("127.0.0.1", 0)) as head:
        runner = f"ray://127.0.0.1:{head.getsockname()[1]}"
        with pytest.raises(
            RunFailedError, match=r"^the Ray head .* does not answer \(RuntimeError: it did not start\)"
        ):
            refresh_killing(seeds, tmp_path / "w.duckdb", runner)
    assert asked == [runner] * 3


def refresh_killing(drop: Path, warehouse: Path, runner: str, kill: Callable[[], object] = int) -> Outcome:
    """Refresh on a cluster; something is killed once two batches have come back."""

    def kill_after_two(batches: Iterable[ParsedBatch], articles: int) -> Iterator[ParsedBatch]:
        for number, batch in enumerate(batches):
            if number == 2:
                kill()
            yield batch

    return refresh(Request(drop, warehouse, runner=runner), Steps(), kill_after_two)


def kill_busy(workers: list[subprocess.Popen[bytes]]) -> None:
    """Kill a worker that has a batch in hand, which is in the title of its process; that one first, lest it end it."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        for worker in workers:
            if busy := [process for process in children_of(worker) if "read_on_worker" in process.cmdline()[0]]:
                busy[0].kill()
                worker.kill()
                worker.wait()
                return
    pytest.fail("no worker has a batch in hand")


def children_of(worker: subprocess.Popen[bytes]) -> list[Any]:
    return [p for p in pytest.importorskip("psutil").Process(worker.pid).children(recursive=True) if p.cmdline()]


@pytest.mark.server
def test_cluster_gives_the_same_warehouse_when_a_worker_is_killed(
    many_articles: Path,
    start_ray: Callable[..., Any],
    run_directly: Callable[..., Outcome],
    dump_warehouse: Dump,
    tmp_path: Path,
) -> None:
    run_directly(many_articles, tmp_path / "direct.duckdb")
    started = start_ray([[], []])
    refresh_killing(many_articles, tmp_path / "both.duckdb", started.runner)
    assert [worker.poll() is None for worker in started.workers] == [True, True]
    refresh_killing(many_articles, tmp_path / "one.duckdb", started.runner, lambda: kill_busy(started.workers))
    assert sorted(worker.poll() is None for worker in started.workers) == [False, True]
    direct, both, one = (dump_warehouse(tmp_path / f"{name}.duckdb") for name in ("direct", "both", "one"))
    assert len(direct["articles"]) == 20
    assert both == direct
    assert one == direct


@pytest.mark.server
@pytest.mark.parametrize(("lost", "told"), [("worker", "has no workers: start some"), ("head", "the head was lost")])
def test_cluster_that_is_lost_halfway_fails_the_run_in_one_line(
    lost: str,
    told: str,
    many_articles: Path,
    start_ray: Callable[..., Any],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("flows.cluster._SECONDS_BETWEEN_LOOKS", 1)
    started = start_ray([[]])
    victim = started.workers[0] if lost == "worker" else started.scheduler
    with pytest.raises(RunFailedError, match=told) as failure:
        refresh_killing(many_articles, tmp_path / "w.duckdb", started.runner, victim.kill)
    assert len(str(failure.value).splitlines()) == 1
    assert not (tmp_path / "w.duckdb").exists()


@pytest.mark.server
def test_batch_that_ends_too_many_workers_fails_the_run_in_one_line(
    many_articles: Path, start_ray: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flows.ray_cluster._RETRIES", 0)
    started = start_ray([[], []])
    with pytest.raises(RunFailedError, match="a batch ended its workers time and again"):
        refresh_killing(many_articles, tmp_path / "w.duckdb", started.runner, lambda: kill_busy(started.workers))
    assert not (tmp_path / "w.duckdb").exists()


@pytest.mark.server
def test_worker_that_reads_in_another_way_is_refused(
    seeds: Path, start_ray: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = start_ray([[]])
    monkeypatch.setattr("flows.cluster.dateline_version", lambda: "0.0.9+0a1b2c3d")
    with pytest.raises(RunFailedError, match=r"^the worker on .* has .*: install 0\.0\.9\+0a1b2c3d and .* there$"):
        refresh_killing(seeds, tmp_path / "w.duckdb", started.runner)


@pytest.mark.server
def test_worker_without_dateline_is_refused(seeds: Path, start_ray: Callable[..., Any], tmp_path: Path) -> None:
    (tmp_path / "flows.py").write_text("raise ModuleNotFoundError(\"No module named 'flows'\")\n")
    started = start_ray([["env", f"PYTHONPATH={tmp_path}"]])
    with pytest.raises(
        RunFailedError, match=r"the worker 127.0.0.3 cannot run this dateline .*No module named 'flows'"
    ):
        refresh_killing(seeds, tmp_path / "w.duckdb", started.runner)


@pytest.mark.server
def test_head_without_workers_is_told(
    seeds: Path, start_ray: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flows.ray_cluster._SECONDS_FOR_WORKERS", 1)
    with pytest.raises(RunFailedError, match="has no workers: start some with `ray start --address"):
        refresh_killing(seeds, tmp_path / "w.duckdb", start_ray([]).runner)
