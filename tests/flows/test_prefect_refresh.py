"""The refresh as a flow run on a real Prefect server, and what happens when that server is not there."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from warehouse.lock import lock_warehouse

Dump = Callable[[Path], dict[str, list[tuple[object, ...]]]]
SECONDS_TO_START = 240  # Prefect's server is slow to start the first time


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """URL of the API of a server of our own, with its data in a folder of its own."""
    home, port = tmp_path_factory.mktemp("server"), free_port()
    command = [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port)]
    environment = os.environ | {"PREFECT_HOME": str(home), "PREFECT_SERVER_ANALYTICS_ENABLED": "false"}
    with (home / "server.log").open("w") as log:
        server = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        url = f"http://127.0.0.1:{port}/api"
        try:
            wait_for(url, server, home / "server.log")
            yield url
        finally:
            server.terminate()
            server.wait(30)


def wait_for(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline and server.poll() is None:
        try:
            urllib.request.urlopen(f"{url}/health", timeout=5).close()
            return
        except OSError:
            time.sleep(0.5)
    pytest.fail(f"Prefect's server did not start:\n{log.read_text()[-2000:]}")


def post(url: str, body: dict[str, Any]) -> Any:
    request = urllib.request.Request(url, json.dumps(body).encode(), {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)


def dateline(*arguments: str, api: str | None = None, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    environment = os.environ | ({"PREFECT_API_URL": api} if api else {})
    command = [sys.executable, "-m", "flows", *arguments]
    return subprocess.run(command, env=environment, cwd=cwd, capture_output=True, text=True, timeout=300, check=False)


@pytest.mark.server
def test_flow_run_gives_the_same_warehouse_and_shows_in_prefect(
    api: str, seeds: Path, seed_warehouse: Path, dump_warehouse: Dump, tmp_path: Path
) -> None:
    done = dateline("refresh", str(seeds), "--warehouse", str(tmp_path / "w.duckdb"), api=api)
    assert done.returncode == 0, done.stderr
    assert "articles: 4 new" in done.stdout
    assert dump_warehouse(tmp_path / "w.duckdb") == dump_warehouse(seed_warehouse)
    [run] = post(f"{api}/flow_runs/filter", {"flows": {"name": {"any_": ["refresh"]}}})
    assert (run["state"]["type"], run["name"]) == ("COMPLETED", "refresh 4 new")
    tasks = post(f"{api}/task_runs/filter", {"flow_runs": {"id": {"any_": [run["id"]]}}})
    names = {task["name"].rsplit("-", 1)[0] for task in tasks}
    assert names == {"list drop", "parse batch", "load draft", "publish"}
    [artifact] = post(f"{api}/artifacts/filter", {"artifacts": {"key": {"any_": ["refresh"]}}})
    counts = {row["what"]: row["count"] for row in json.loads(artifact["data"])}
    assert (counts["articles new"], counts["rows articles"], counts["rows quarantined"]) == (4, 4, 0)
    [page] = post(f"{api}/artifacts/filter", {"artifacts": {"key": {"any_": ["refresh-report"]}}})
    assert page["data"].startswith("# refresh 4 new\n")
    assert "`offsets_hold`" in page["data"].partition("Passed: ")[2]
    slowest = page["data"].partition("## Slowest to parse")[2].partition("##")[0]
    assert {line.split("`")[1] for line in slowest.strip().splitlines()} == {path.name for path in seeds.glob("*.txt")}


@pytest.mark.server
def test_refresh_that_is_skipped_is_no_failure(api: str, tmp_path: Path) -> None:
    warehouse = tmp_path / "w.duckdb"
    with lock_warehouse(warehouse):
        done = dateline("refresh", str(tmp_path), "--warehouse", str(warehouse), "--if-busy", "skip", api=api)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (
        0,
        f"skipped: another refresh is at work on {warehouse}",
    ), done.stderr
    assert post(f"{api}/flow_runs/filter", {"flow_runs": {"state": {"name": {"any_": ["Skipped"]}}}})


@pytest.mark.server
def test_batches_run_in_processes(api: str, tmp_path: Path) -> None:
    drop = tmp_path / "drop"
    drop.mkdir()
    text = "Police in Nairobi arrested 12 people in March 2025, Daniel Otieno said. " * 550
    for name in ("a.txt", "b.txt", "c.txt"):
        (drop / name).write_text(text)
    done = dateline("refresh", str(drop), "--warehouse", str(tmp_path / "w.duckdb"), "--jobs", "2", api=api)
    assert done.returncode == 0, done.stderr
    assert "articles: 3 new" in done.stdout


@pytest.mark.server
def test_batches_run_on_a_dask_cluster(
    api: str, seeds: Path, seed_warehouse: Path, start_cluster: Callable[..., Any], dump_warehouse: Dump, tmp_path: Path
) -> None:
    runner = start_cluster([[], []]).runner
    refresh_on_cluster(api, seeds, tmp_path / "w.duckdb", runner)
    assert dump_warehouse(tmp_path / "w.duckdb") == dump_warehouse(seed_warehouse)


@pytest.mark.server
def test_batches_run_on_a_ray_cluster(
    api: str, seeds: Path, seed_warehouse: Path, start_ray: Callable[..., Any], dump_warehouse: Dump, tmp_path: Path
) -> None:
    refresh_on_cluster(api, seeds, tmp_path / "w.duckdb", start_ray([[]]).runner)
    assert dump_warehouse(tmp_path / "w.duckdb") == dump_warehouse(seed_warehouse)


def refresh_on_cluster(api: str, seeds: Path, warehouse: Path, runner: str) -> None:
    """Refresh as a flow run, of which the batch is a task that was completed on the cluster."""
    done = dateline("refresh", str(seeds), "--warehouse", str(warehouse), "--runner", runner, api=api)
    assert done.returncode == 0, done.stderr
    [run] = post(f"{api}/flow_runs/filter", {"sort": "START_TIME_DESC", "limit": 1})
    assert (run["state"]["type"], run["parameters"]["runner"]) == ("COMPLETED", runner)
    tasks = post(f"{api}/task_runs/filter", {"flow_runs": {"id": {"any_": [run["id"]]}}})
    parsed = [task["state"]["type"] for task in tasks if task["name"].startswith("parse batch")]
    assert parsed == ["COMPLETED"]


FAILURES = """
import errno, json
import duckdb
from prefect import flow
from flows.errors import DropRefusedError, WrongUseError
from flows.prefect_refresh import make_task

errors = {
    "a file that is being written": OSError(errno.EBUSY, "busy"),
    "a file that another process moves": FileNotFoundError(errno.ENOENT, "gone"),
    "a disk that does not answer": duckdb.IOException("no answer"),
    "a folder that we may not write in": PermissionError(errno.EACCES, "no"),
    "a drop that is refused": DropRefusedError("catalog", "no"),
    "a wrong option": WrongUseError("no"),
    "rows that break a rule of a table": duckdb.ConstraintException("twice"),
}
tries = dict.fromkeys(errors, 0)

def fail_once(name):
    tries[name] += 1
    if tries[name] == 1:
        raise errors[name]

@flow
def fail_at_first():
    for name in errors:
        make_task(fail_once, name="fail once", retries=1)(name, return_state=True)

fail_at_first(return_state=True)
print(json.dumps(tries))
"""


@pytest.mark.server
def test_what_can_heal_is_tried_again_and_nothing_else(api: str, project: Path) -> None:
    environment = os.environ | {"PREFECT_API_URL": api}
    command = [sys.executable, "-c", FAILURES]
    done = subprocess.run(command, env=environment, cwd=project, capture_output=True, text=True, check=True)
    tries = json.loads(done.stdout.splitlines()[-1])
    assert [name for name, count in tries.items() if count == 2] == list(tries)[:3]
    assert [name for name, count in tries.items() if count == 1] == list(tries)[3:]


PROGRESS = """
import time
from prefect import flow
import flows.prefect_report as report
from flows.batches import ParsedBatch

report._SECONDS_TILL_PROGRESS = report._SECONDS_BETWEEN_UPDATES = 0.0

@flow
def parse_long():
    batches = [ParsedBatch(1, {}, [], []) for _ in range(4)]
    assert list(report.show_progress_in_prefect(batches, 4)) == batches

parse_long()
"""


@pytest.mark.server
def test_long_run_shows_how_far_it_is(api: str, project: Path) -> None:
    environment = os.environ | {"PREFECT_API_URL": api}
    subprocess.run([sys.executable, "-c", PROGRESS], env=environment, cwd=project, check=True)
    asked = {"artifacts": {"key": {"any_": ["refresh-progress"]}}, "sort": "CREATED_DESC", "limit": 1}
    [artifact] = post(f"{api}/artifacts/filter", asked)
    assert (artifact["type"], float(artifact["data"])) == ("progress", 100.0)


@pytest.mark.server
def test_error_in_a_flow_run_is_one_line(api: str, tmp_path: Path) -> None:
    done = dateline("refresh", str(tmp_path / "nowhere"), "--warehouse", str(tmp_path / "w.duckdb"), api=api)
    assert done.returncode == 2
    assert done.stderr.strip().splitlines() == [
        f"dateline: {tmp_path}/nowhere: there is no such drop; name a folder or a file that exists"
    ]


def test_api_that_does_not_answer_is_exit_3_and_one_line(seeds: Path, tmp_path: Path) -> None:
    url, warehouse = f"http://127.0.0.1:{free_port()}/api", tmp_path / "w.duckdb"
    done = dateline("refresh", str(seeds), "--warehouse", str(warehouse), api=url)
    assert done.returncode == 3
    [line] = done.stderr.strip().splitlines()
    assert url in line
    assert "--direct" in line
    assert not warehouse.exists()
    direct = dateline("refresh", str(seeds), "--warehouse", str(warehouse), "--direct", api=url)
    assert direct.returncode == 0, direct.stderr
    assert warehouse.exists()
