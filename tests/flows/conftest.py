"""A Dask cluster of this machine: the very commands that the README gives, with processes that a test may kill."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

SECONDS_TO_START = 120
DASK = str(Path(sys.executable).parent / "dask")


@dataclass(frozen=True)
class Cluster:
    """A scheduler and its workers."""

    host: str
    port: int
    scheduler: subprocess.Popen[bytes]
    workers: list[subprocess.Popen[bytes]]

    @property
    def runner(self) -> str:
        return f"dask://{self.host}:{self.port}"


@contextmanager
def ended_with_us(command: list[str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    environment = os.environ | {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    with log.open("w") as output:
        process = subprocess.Popen(command, env=environment, stdout=output, stderr=output, cwd=log.parent)
    try:
        yield process
    finally:
        process.kill()
        process.wait(30)


@contextmanager
def cluster_of(folder: Path, prefixes: list[list[str]], host: str = "127.0.0.1") -> Iterator[Cluster]:
    """A worker for each of `prefixes`, which are put before its command."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    with ExitStack() as stack:
        schedule = [DASK, "scheduler", "--host", host, "--port", str(port), "--no-dashboard"]
        scheduler = stack.enter_context(ended_with_us(schedule, folder / "scheduler.log"))
        work = [DASK, "worker", f"tcp://{host}:{port}", "--nthreads", "1", "--no-nanny", "--no-dashboard"]
        logs = [folder / f"worker-{number}.log" for number in range(len(prefixes))]
        workers = [
            stack.enter_context(ended_with_us([*prefix, *work], log))
            for prefix, log in zip(prefixes, logs, strict=True)
        ]
        wait_for("Scheduler at:", [folder / "scheduler.log"])
        wait_for("Registered to:", logs)
        yield Cluster(host, port, scheduler, workers)


def wait_for(words: str, logs: list[Path]) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline:
        if all(words in log.read_text() for log in logs):
            return
        time.sleep(0.2)
    pytest.fail("\n".join(log.read_text()[-2000:] for log in logs))


@pytest.fixture
def start_cluster(tmp_path: Path) -> Iterator[Callable[..., Cluster]]:
    """Starts a cluster with a worker for each of the commands that are to stand before a worker's own."""
    pytest.importorskip("distributed")
    folder = tmp_path / "cluster"
    folder.mkdir()
    with ExitStack() as stack:
        yield lambda prefixes, **how: stack.enter_context(cluster_of(folder, prefixes, **how))


@pytest.fixture
def many_articles(tmp_path: Path) -> Path:
    """A drop of 20 articles, of which no two are alike."""
    drop = tmp_path / "many"
    drop.mkdir()
    for number in range(20):
        person = f"{['Amina', 'Joseph', 'Grace', 'Peter'][number % 4]} {['Okello', 'Mwangi', 'Njeri'][number % 3]}"
        sentences = [
            f"The Ministry of Transport said on March {number % 28 + 1}, 2025 that {number + 12} bridges were closed.",
            f"“We will repair {number + 3} of them within {number % 5 + 2} months,” engineer {person} said.",
            f"More than {number * 7 + 40} families left the town of Port Elgon after the flood.",
        ]
        (drop / f"{number:02}.txt").write_text("\n\n".join(sentences * (number % 3 + 1)))
    return drop
