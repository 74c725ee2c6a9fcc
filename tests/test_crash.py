"""Real processes that are killed, race, read while others write, or find no room: the warehouse stays whole.

Each refresh has work to do: the drop's articles, all of them, name the round that they were written in. A small number
of rounds runs here; DATELINE_KILLS, DATELINE_DOUBLES, DATELINE_READERS and DATELINE_REFRESHES ask for more.
"""

import ctypes
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import duckdb
import pytest

from flows.refresh import Outcome
from warehouse.checking import broken_checks

Refresh = Callable[..., Outcome]
Dump = Callable[[Path], dict[str, list[tuple[object, ...]]]]

KILLS = int(os.environ.get("DATELINE_KILLS", "4"))
DOUBLES = int(os.environ.get("DATELINE_DOUBLES", "2"))
READERS = int(os.environ.get("DATELINE_READERS", "3"))
REFRESHES = int(os.environ.get("DATELINE_REFRESHES", "3"))
ARTICLES = ("a.txt", "b.txt")


@pytest.fixture
def drop(tmp_path: Path) -> Path:
    folder = tmp_path / "drop"
    folder.mkdir()
    write_round(folder, 1)
    return folder


def write_round(drop: Path, number: int) -> None:
    for name in ARTICLES:
        (drop / name).write_text(
            f"Police in Nairobi arrested {number + 10} people in March 2025, Daniel Otieno said.\n"
        )


LAUNCHER = """
import json, os, resource, sys
import flows.judge, flows.settle, warehouse.load
from flows.cli import main
from flows.parse.facts import Article
from flows.parse.pipeline import read_articles

list(read_articles([Article("a", "The mayor spoke.", None, None, None)]))
print("ready", flush=True)

def begin(task, error):
    child = os.fork()
    if child:
        return child
    os.setsid()
    os.dup2(os.open(error, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), 2)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    if task["room"]:
        resource.setrlimit(resource.RLIMIT_FSIZE, (task["room"], task["room"]))
    sys.argv = ["dateline", *task["arguments"]]
    code = 1
    try:
        main()
    except SystemExit as done:
        code = done.code or 0
    finally:
        sys.stderr.flush()
        os._exit(code)

for line in sys.stdin:
    task = json.loads(line)
    errors = [f"{task['errors']}.{number}" for number in range(task["times"])]
    children = [begin(task, error) for error in errors]
    print(json.dumps(children), flush=True)
    codes = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
    print(json.dumps([codes, [open(error).read() for error in errors]]), flush=True)
"""


class Launcher:
    """Starts refreshes, each in a process of its own, which does not load the model anew: forked, not spawned."""

    def __init__(self, process: subprocess.Popen[str], errors: Path) -> None:
        self.process, self.errors = process, errors

    def start(self, drop: Path, warehouse: Path, *options: str, times: int = 1, room: int = 0) -> list[int]:
        """Process ids of so many refreshes; `room` bounds the size of any file that they write."""
        arguments = ["refresh", str(drop), "--warehouse", str(warehouse), *options]
        task = {"arguments": arguments, "times": times, "room": room, "errors": str(self.errors)}
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(task) + "\n")
        self.process.stdin.flush()
        children: list[int] = self.read()
        return children

    def wait(self) -> tuple[list[int], list[str]]:
        """Exit codes and words on standard error of those that were started."""
        codes, errors = self.read()
        return codes, errors

    def read(self) -> Any:
        assert self.process.stdout is not None
        return json.loads(self.process.stdout.readline())


@pytest.fixture(scope="module")
def launcher(tmp_path_factory: pytest.TempPathFactory, project: Path) -> Iterator[Launcher]:
    folder = tmp_path_factory.mktemp("launcher")
    command = [sys.executable, "-c", LAUNCHER]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=project) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        yield Launcher(process, folder / "errors")
        assert process.stdin is not None
        process.stdin.close()


def is_sound(warehouse: Path) -> bool:
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        return broken_checks(connection) == []


def files_of(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} - {"w.duckdb.lock", "calm.duckdb.lock", "drop"}


def test_killed_refresh_loses_nothing_and_leaves_nothing(
    launcher: Launcher, drop: Path, tmp_path: Path, run_directly: Refresh, dump_warehouse: Dump
) -> None:
    """`calm` gets the same drops and is never killed."""
    warehouse, calm, chance = tmp_path / "w.duckdb", tmp_path / "calm.duckdb", random.Random(8)
    run_directly(drop, warehouse)
    run_directly(drop, calm)
    began = time.monotonic()
    launcher.start(drop, warehouse, "--full")
    assert launcher.wait() == ([0], [""])
    whole, killed, published = time.monotonic() - began, 0, 0
    for number in range(2, KILLS + 2):
        before = dump_warehouse(calm)
        write_round(drop, number)
        run_directly(drop, calm)
        [child] = launcher.start(drop, warehouse)
        time.sleep(chance.uniform(0, whole))
        with suppress(ProcessLookupError):  # it was quicker
            os.kill(child, signal.SIGKILL)
        killed += launcher.wait()[0] == [-signal.SIGKILL]
        after = dump_warehouse(warehouse)
        published += after != before
        assert after in (before, dump_warehouse(calm))
        assert is_sound(warehouse)
        run_directly(drop, warehouse)
        assert dump_warehouse(warehouse) == dump_warehouse(calm)
        assert files_of(tmp_path) == {"w.duckdb", "calm.duckdb"}
    print(f"{killed} of {KILLS} killed before their end, {published} after they had published; whole run {whole:.2f} s")


def test_two_refreshes_at_once_are_never_both_at_work(
    launcher: Launcher, drop: Path, tmp_path: Path, run_directly: Refresh, dump_warehouse: Dump
) -> None:
    warehouse, calm = tmp_path / "w.duckdb", tmp_path / "calm.duckdb"
    turned_away = 0
    for number in range(1, DOUBLES + 1):
        write_round(drop, number)
        run_directly(drop, calm)
        options = ("--if-busy", "wait") if number % 2 else ()
        launcher.start(drop, warehouse, *options, times=2)
        codes, errors = launcher.wait()
        assert codes == [0, 0] or (sorted(codes) == [0, 3] and not options), errors
        turned_away += codes != [0, 0]
        assert dump_warehouse(warehouse) == dump_warehouse(calm)
        assert is_sound(warehouse)
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        overlapping = connection.sql(
            "SELECT count(*) FROM runs a JOIN runs b ON a.run_id < b.run_id"
            " AND a.started_at < b.finished_at AND b.started_at < a.finished_at"
        ).fetchall()
    assert overlapping == [(0,)]
    print(f"{DOUBLES} pairs, {turned_away} with one turned away")


READER = """
import json, pathlib, sys, time
import duckdb
warehouse, stop = sys.argv[1], pathlib.Path(sys.argv[2])
query = "SELECT list(value ORDER BY value), count(DISTINCT run_id) FROM figures JOIN articles USING (article_id)"
seen, waits = [], []
print("reading", flush=True)
while True:
    last = stop.exists()
    began = time.perf_counter()
    with duckdb.connect(warehouse, read_only=True) as connection:
        [(values, runs)] = connection.execute(query).fetchall()
    waits.append(time.perf_counter() - began)
    assert values and len(values) == 2 and values[0] == values[1] and runs == 1, (values, runs)
    if not seen or seen[-1] != values[0]:
        seen.append(values[0])
    if last:
        break
    time.sleep(0.01)
print(json.dumps([seen, waits]))
"""


@contextmanager
def readers_of(warehouse: Path, stop: Path) -> Iterator[list[subprocess.Popen[str]]]:
    command = [sys.executable, "-c", READER, str(warehouse), str(stop)]
    pipes: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    readers = [subprocess.Popen(command, **pipes) for _ in range(READERS)]
    try:
        for reader in readers:
            assert reader.stdout is not None
            reader.stdout.readline()
        yield readers
    finally:
        stop.touch()


def answers_of(readers: list[subprocess.Popen[str]]) -> list[tuple[list[float], list[float]]]:
    """What each reader saw, in order, and how long it waited for each answer."""
    found = []
    for reader in readers:
        output, errors = reader.communicate()
        assert errors == ""
        found.append(tuple(json.loads(output)))
    return found


def test_readers_see_one_published_state_at_a_time_and_never_an_error(
    drop: Path, tmp_path: Path, run_directly: Refresh
) -> None:
    warehouse = tmp_path / "w.duckdb"
    run_directly(drop, warehouse)
    with readers_of(warehouse, tmp_path / "calm") as readers:
        time.sleep(2)
    calm = sorted(wait for _, waits in answers_of(readers) for wait in waits)
    with readers_of(warehouse, tmp_path / "stop") as readers:
        for number in range(2, REFRESHES + 2):
            write_round(drop, number)
            assert run_directly(drop, warehouse).changed == 2
    answers = answers_of(readers)
    for seen, _ in answers:
        assert seen == sorted(seen)
        assert set(seen) <= set(range(11, REFRESHES + 12))
    assert {seen[-1] for seen, _ in answers} == {REFRESHES + 11}
    busy = sorted(wait for _, waits in answers for wait in waits)
    for name, waits in (("no refresh", calm), ("refreshes", busy)):
        parts = {share: waits[int(share * (len(waits) - 1))] * 1000 for share in (0.5, 0.99, 1.0)}
        print(f"{name}: {len(waits)} answers, ms by quantile {parts}")


def test_full_disk_is_exit_3_and_the_warehouse_is_as_it_was(
    launcher: Launcher, drop: Path, tmp_path: Path, run_directly: Refresh
) -> None:
    warehouse = tmp_path / "w.duckdb"
    run_directly(drop, warehouse)
    before = warehouse.read_bytes()
    for share in (0.5, 1.0):
        write_round(drop, 2)
        launcher.start(drop, warehouse, "--full", room=int(len(before) * share))
        codes, [error] = launcher.wait()
        assert (codes, len(error.splitlines())) == ([3], 1), error
        assert str(warehouse) in error
        assert warehouse.read_bytes() == before
        assert files_of(tmp_path) == {"w.duckdb"}


def obey_permissions() -> None:
    """Take from root what lets it write anywhere: PR_CAPBSET_DROP of CAP_DAC_OVERRIDE."""
    if os.geteuid() == 0:
        ctypes.CDLL(None).prctl(24, 1, 0, 0, 0)


def test_read_only_folder_is_exit_3_and_one_line(drop: Path, tmp_path: Path, run_directly: Refresh) -> None:
    folder = tmp_path / "published"
    run_directly(drop, folder / "w.duckdb")
    before = (folder / "w.duckdb").read_bytes()
    write_round(drop, 2)
    for path, mode in ((folder / "w.duckdb.lock", 0o444), (folder, 0o555)):
        path.chmod(mode)
    try:
        command = [sys.executable, "-m", "flows", "refresh", str(drop), "--warehouse", str(folder / "w.duckdb")]
        refused = subprocess.run(command, preexec_fn=obey_permissions, capture_output=True, text=True, check=False)
    finally:
        folder.chmod(0o755)
    assert (refused.returncode, len(refused.stderr.splitlines())) == (3, 1), refused.stderr
    assert "w.duckdb" in refused.stderr
    assert (folder / "w.duckdb").read_bytes() == before
