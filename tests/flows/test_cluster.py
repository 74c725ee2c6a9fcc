"""A refresh whose batches a Dask cluster parses: the same warehouse, and one clear line when it cannot be."""

import os
import shutil
import signal
import socket
import subprocess
import sys
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


def test_port_that_is_no_schedulers_is_told(seeds: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed")
    monkeypatch.setattr("flows.cluster.SECONDS_TO_ANSWER", 1)
    with socket.create_server(("127.0.0.1", 0)) as mute:
        runner = f"dask://127.0.0.1:{mute.getsockname()[1]}"
        with pytest.raises(RunFailedError, match=r"does not answer \(no greeting\)"):
            refresh_killing(seeds, tmp_path / "w.duckdb", runner, None)


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
def test_cluster_gives_the_same_warehouse(
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
    refresh_killing(many_articles, tmp_path / "both.duckdb", started.runner, None)
    assert [worker.poll() is None for worker in started.workers] == [True, True]
    refresh_killing(many_articles, tmp_path / "one.duckdb", started.runner, started.workers[0])
    assert [worker.poll() is None for worker in started.workers] == [False, True]
    direct, both, one = (dump_warehouse(tmp_path / f"{name}.duckdb") for name in ("direct", "both", "one"))
    assert len(direct["articles"]) == 20
    assert both == direct
    assert one == direct


@pytest.fixture
def namespaces() -> Iterator[list[str]]:
    """Two network namespaces, whose addresses are 10.77.0.2 and 10.77.0.3; this machine is 10.77.0.1 to them."""
    if os.geteuid() or not shutil.which("ip"):
        pytest.skip("only root makes network namespaces, with iproute2")
    names = ["dateline-a", "dateline-b"]
    try:
        run_ip("link add dateline-br type bridge", "addr add 10.77.0.1/24 dev dateline-br", "link set dateline-br up")
        for number, name in enumerate(names):
            run_ip(
                f"netns add {name}",
                f"link add dateline-{number} type veth peer name eth0 netns {name}",
                f"link set dateline-{number} master dateline-br up",
                f"-n {name} addr add 10.77.0.{number + 2}/24 dev eth0",
                f"-n {name} link set eth0 up",
            )
        yield names
    finally:
        for command in (*(f"netns del {name}" for name in names), "link del dateline-br"):
            subprocess.run(["ip", *command.split()], check=False)


def run_ip(*commands: str) -> None:
    for command in commands:
        done = subprocess.run(["ip", *command.split()], capture_output=True, text=True, check=False)
        if done.returncode:
            pytest.skip(f"ip {command}: {done.stderr.strip()}")


@pytest.mark.server
def test_workers_in_other_networks_give_the_same_warehouse_when_one_is_killed(
    namespaces: list[str],
    many_articles: Path,
    start_cluster: Callable[..., Any],
    run_directly: Callable[..., Outcome],
    dump_warehouse: Dump,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("flows.plan.BATCH_CHARS", 1000)
    run_directly(many_articles, tmp_path / "direct.duckdb")
    started = start_cluster([["ip", "netns", "exec", name] for name in namespaces], host="10.77.0.1")
    refresh_killing(many_articles, tmp_path / "w.duckdb", started.runner, started.workers[0])
    assert [worker.poll() is None for worker in started.workers] == [False, True]
    assert dump_warehouse(tmp_path / "w.duckdb") == dump_warehouse(tmp_path / "direct.duckdb")


@pytest.mark.server
def test_cluster_that_is_lost_halfway_fails_the_run_in_one_line(
    many_articles: Path, start_cluster: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flows.plan.BATCH_CHARS", 1000)
    monkeypatch.setattr("flows.cluster._SECONDS_BETWEEN_LOOKS", 1)
    started = start_cluster([[]])
    with pytest.raises(RunFailedError, match="has no workers: start some"):
        refresh_killing(many_articles, tmp_path / "w.duckdb", started.runner, started.workers[0])
    assert not (tmp_path / "w.duckdb").exists()


@pytest.mark.server
def test_batch_that_ends_too_many_workers_fails_the_run_in_one_line(
    many_articles: Path, start_cluster: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flows.plan.BATCH_CHARS", 1000)
    monkeypatch.setenv("DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES", "0")
    started = start_cluster([[], []])
    with pytest.raises(RunFailedError, match="a batch ended 1 workers"):
        refresh_killing(many_articles, tmp_path / "w.duckdb", started.runner, started.workers[0])
    assert not (tmp_path / "w.duckdb").exists()


@pytest.mark.server
def test_scheduler_that_is_lost_halfway_fails_the_run_in_one_line(
    many_articles: Path, start_cluster: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flows.plan.BATCH_CHARS", 1000)
    started = start_cluster([[]])
    with pytest.raises(RunFailedError, match="the scheduler was lost"):
        refresh_killing(many_articles, tmp_path / "w.duckdb", started.runner, started.scheduler)
    assert not (tmp_path / "w.duckdb").exists()


@pytest.mark.server
def test_worker_of_another_version_is_refused(
    seeds: Path, start_cluster: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flows.cluster.dateline_version", lambda: "0.0.9+0a1b2c3d")
    started = start_cluster([[]])
    with pytest.raises(RunFailedError, match=r"the worker on .* has .*: install 0\.0\.9\+0a1b2c3d and .* there"):
        refresh_killing(seeds, tmp_path / "w.duckdb", started.runner, None)


@pytest.mark.server
def test_worker_without_dateline_is_refused(seeds: Path, start_cluster: Callable[..., Any], tmp_path: Path) -> None:
    (tmp_path / "flows.py").write_text("raise ModuleNotFoundError(\"No module named 'flows'\")\n")
    started = start_cluster([["env", f"PYTHONPATH={tmp_path}"]])
    with pytest.raises(RunFailedError, match=r"cannot run this dateline .*No module named 'flows'"):
        refresh_killing(seeds, tmp_path / "w.duckdb", started.runner, None)


@pytest.mark.server
def test_scheduler_without_workers_is_told(
    seeds: Path, start_cluster: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flows.cluster._SECONDS_FOR_WORKERS", 1)
    with pytest.raises(RunFailedError, match="has no workers: start some with `dask worker tcp://"):
        refresh_killing(seeds, tmp_path / "w.duckdb", start_cluster([]).runner, None)
