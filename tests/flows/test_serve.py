"""`dateline serve`: what it makes of its options, and a real service from its start to its end."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from flows.errors import WrongUseError
from flows.prefect_server import find_port, run_server
from flows.serve import make_service, parse_duration
from warehouse.lock import WarehouseLockedError, lock_warehouse

ARTICLE = "Police in Nairobi arrested {} people in March 2025, Daniel Otieno said.\n"
SECONDS_TO_START = 240  # of Prefect's server, on a slow machine
SECONDS_FOR_RUNS = 180


@pytest.mark.parametrize(("words", "seconds"), [("30s", 30), ("10m", 600), ("1h", 3600), ("2d", 172_800), (" 5s ", 5)])
def test_durations(words: str, seconds: int) -> None:
    assert parse_duration(words) == timedelta(seconds=seconds)


@pytest.mark.parametrize("words", ["", "0s", "10", "m", "1.5h", "-5s", "10 minutes"])
def test_what_is_no_duration(words: str) -> None:
    with pytest.raises(WrongUseError, match="no duration"):
        parse_duration(words)


def test_hourly_when_nothing_says_when(tmp_path: Path) -> None:
    assert make_service(tmp_path, tmp_path / "w.duckdb").every == timedelta(hours=1)
    assert make_service(tmp_path, tmp_path / "w.duckdb", watch=True).every is None
    assert make_service(tmp_path, tmp_path / "w.duckdb", cron="0 6 * * *").every is None


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--cron", "0 6 * * *", "--every", "1h"], "not both"),
        (["--every", "often"], "'often' is no duration"),
        (["--every", "1h", "--timezone", "Mars/Base"], "no time zone 'Mars/Base'"),
        (["--cron", "61 6 * * *"], "'61 6 * * *' is no cron expression"),
        (["nowhere"], "there is no such drop"),
        (["--watch", "--quiet", "0s"], "'0s' is no duration"),
    ],
)
def test_wrong_use_is_one_line_and_starts_no_server(tmp_path: Path, options: list[str], words: str) -> None:
    (tmp_path / "raw").mkdir()
    command = [sys.executable, "-m", "flows", "serve", *options]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False)
    [line] = done.stderr.splitlines()
    assert (done.returncode, line.startswith("dateline: "), words in line) == (2, True, True), line


@contextmanager
def serving(folder: Path, *options: str, **environment: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A service in a folder, with the URL of the API that it started; ended hard should a test leave it running."""
    command = [sys.executable, "-u", "-m", "flows", "serve", "drop", "--warehouse", "w/w.duckdb", *options]
    settings = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    with (folder / "serve.log").open("w") as log:
        service = subprocess.Popen(command, cwd=folder, env=settings | environment, stdout=log, stderr=log, text=True)
    try:
        lines = wait_until(lambda: said(folder, "  see "), SECONDS_TO_START, folder)
        yield service, lines[0].split()[1] + "/api"
    finally:
        service.kill()
        service.wait()


def said(folder: Path, start: str) -> list[str]:
    return [line for line in (folder / "serve.log").read_text().splitlines() if line.startswith(start)]


def wait_until(found: Callable[[], Any], seconds: float, folder: Path) -> Any:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if answer := found():
            return answer
        time.sleep(0.5)
    pytest.fail(f"not in {seconds} s; the service said:\n{(folder / 'serve.log').read_text()[-3000:]}")


def post(url: str, body: dict[str, Any], tries: int = 5) -> Any:
    """The server's answer; while its database is busy, which it tells by 503, it is asked again, as Prefect does."""
    request = urllib.request.Request(url, json.dumps(body).encode(), {"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as error:
        if error.code != 503 or tries == 1:
            raise
        time.sleep(1)
        return post(url, body, tries - 1)


def runs(api: str, started_by: str, state: str) -> list[dict[str, Any]]:
    """Flow runs that ended or stand in a state, oldest first."""
    asked = {"sort": "EXPECTED_START_TIME_ASC", "flow_runs": {"state": {"name": {"any_": [state]}}}}
    found: list[dict[str, Any]] = post(f"{api}/flow_runs/filter", asked)
    return [run for run in found if run["parameters"].get("started_by") == started_by]


def articles_of(warehouse: Path) -> int:
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        return int(connection.execute("SELECT count(*) FROM articles").fetchall()[0][0])


def is_free(warehouse: Path) -> bool:
    """True when no refresh is at work on the warehouse."""
    warehouse.parent.mkdir(exist_ok=True)
    with suppress(WarehouseLockedError), lock_warehouse(warehouse):
        return True
    return False


def has_process_with(words: bytes) -> bool:
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if words in process.joinpath("cmdline").read_bytes():
                return True
        except OSError:
            continue
    return False


@pytest.mark.server
def test_service_from_start_to_end(tmp_path: Path) -> None:
    drop, warehouse = tmp_path / "drop", tmp_path / "w" / "w.duckdb"
    drop.mkdir()
    (drop / "1.txt").write_text(ARTICLE.format(11))
    hook = f'echo "$DATELINE_RUN_ID $DATELINE_DROP: $DATELINE_MESSAGE" >> {tmp_path}/told'
    with serving(tmp_path, "--every", "4s", "--on-failure", hook) as (service, api):
        for number in (1, 2):
            wait_until(lambda n=number: len(runs(api, "schedule", "Completed")) >= n, SECONDS_FOR_RUNS, tmp_path)
            (drop / f"{number + 1}.txt").write_text(ARTICLE.format(11 + number))
        wait_until(lambda: len(runs(api, "schedule", "Completed")) >= 3, SECONDS_FOR_RUNS, tmp_path)
        wait_until(lambda: articles_of(warehouse) == 3, SECONDS_FOR_RUNS, tmp_path)
        names = {run["name"] for run in runs(api, "schedule", "Completed")}
        assert "refresh 1 new" in names
        keys = {artifact["key"] for artifact in post(f"{api}/artifacts/filter", {})}
        assert {"refresh", "refresh-report"} <= keys
        with duckdb.connect(str(warehouse), read_only=True) as connection:
            assert connection.execute("SELECT DISTINCT started_by FROM runs").fetchall() == [("schedule",)]
        drop.rename(tmp_path / "away")
        [failed, *_] = wait_until(lambda: runs(api, "schedule", "Failed"), SECONDS_FOR_RUNS, tmp_path)
        assert "there is no such drop" in failed["state"]["message"]
        told = wait_until(lambda: (tmp_path / "told").exists() and (tmp_path / "told").read_text(), 30, tmp_path)
        assert told.startswith("run_")
        assert "drop: " in told
        assert articles_of(warehouse) == 3
        service.send_signal(signal.SIGINT)
        assert service.wait(40) == 0
    assert said(tmp_path, "stopped")
    port = api.split(":")[2].removesuffix("/api")
    assert not has_process_with(b"flows.prefect_server\0" + port.encode())


@pytest.mark.server
def test_watched_service_that_was_killed_comes_back(tmp_path: Path) -> None:
    """A drop that is not there yet is waited for; what a killed service left behind is mended by the next one."""
    drop, warehouse = tmp_path / "drop", tmp_path / "w" / "w.duckdb"
    with serving(tmp_path, "--watch", "--quiet", "1s") as (service, api):
        drop.mkdir()
        records = (json.dumps({"text": ARTICLE.format(number)}) for number in range(2, 1502))
        (drop / "feed.jsonl").write_text("\n".join(records))
        wait_until(lambda: runs(api, "watch", "Running"), SECONDS_FOR_RUNS, tmp_path)
        wait_until(lambda: not is_free(warehouse), SECONDS_FOR_RUNS, tmp_path)
        service.kill()
        service.wait()
        wait_until(lambda: is_free(warehouse), 10, tmp_path)
        assert not warehouse.exists()  # the run ended with its service, and not by itself
    with serving(tmp_path, "--watch", "--quiet", "1s") as (service, api):
        wait_until(lambda: runs(api, "watch", "Completed"), SECONDS_FOR_RUNS, tmp_path)
        assert not runs(api, "watch", "Running")
        assert articles_of(warehouse) == 1500
        service.terminate()
        assert service.wait(40) == 0


@pytest.mark.server
def test_nights_of_runs_are_caught_up_with_by_one_on_a_server_that_is_configured(tmp_path: Path) -> None:
    """Runs that fell due while nobody served, as when a machine sleeps; the server is not ours to end."""
    drop, warehouse = tmp_path / "drop", tmp_path / "w" / "w.duckdb"
    drop.mkdir()
    (drop / "1.txt").write_text(ARTICLE.format(11))
    with (
        run_server(tmp_path, find_port()) as server,
        serving(tmp_path, "--every", "1d", PREFECT_API_URL=server.api) as (service, api),
    ):
        assert api == server.api
        wait_until(lambda: runs(api, "schedule", "Completed"), SECONDS_FOR_RUNS, tmp_path)
        service.send_signal(signal.SIGSTOP)
        [deployment] = post(f"{api}/deployments/filter", {})
        for hour in range(1, 8):
            due = {"type": "SCHEDULED", "state_details": {"scheduled_time": f"2026-01-01T0{hour}:00:00Z"}}
            asked = {"state": due, "parameters": deployment["parameters"] | {"started_by": "schedule"}}
            post(f"{api}/deployments/{deployment['id']}/create_flow_run", asked)
        (drop / "2.txt").write_text(ARTICLE.format(12))
        service.send_signal(signal.SIGCONT)
        wait_until(lambda: articles_of(warehouse) == 2, SECONDS_FOR_RUNS, tmp_path)
        wait_until(lambda: len(runs(api, "schedule", "Covered")) == 6, SECONDS_FOR_RUNS, tmp_path)
        wait_until(lambda: len(runs(api, "schedule", "Completed")) == 2, SECONDS_FOR_RUNS, tmp_path)
        service.send_signal(signal.SIGINT)
        assert service.wait(40) == 0
        assert server.process.poll() is None
    assert not (warehouse.parent / ".prefect").exists()
