"""A Dask or a Ray cluster of this machine: the commands that the README gives, with processes that a test may kill."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

SECONDS_TO_START = 120
DASK = str(Path(sys.executable).parent / "dask")
RAY = str(Path(sys.executable).parent / "ray")
RAY_HEAD = "127.0.0.2"  # Ray takes 127.0.0.1 for this machine's address in its network


@dataclass(frozen=True)
class Cluster:
    """A scheduler and its workers."""

    host: str
    port: int
    scheduler: subprocess.Popen[bytes]
    workers: list[subprocess.Popen[bytes]]
    kind: str = "dask"

    @property
    def runner(self) -> str:
        return f"{self.kind}://{self.host}:{self.port}"


@contextmanager
def ended_with_us(command: list[str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    environment = os.environ | {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    with log.open("w") as output:
        process = subprocess.Popen(command, env=environment, stdout=output, stderr=output, cwd=log.parent)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
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


@contextmanager
def ray_cluster_of(folder: Path, prefixes: list[list[str]]) -> Iterator[Cluster]:
    """A head that does not parse, and a worker of one core for each of `prefixes`, which are put before its command."""
    with socket.socket() as one, socket.socket() as other:
        one.bind((RAY_HEAD, 0))
        other.bind((RAY_HEAD, 0))
        port, client_port = int(one.getsockname()[1]), int(other.getsockname()[1])
    quiet = [
        "--object-store-memory",
        "100000000",
        "--dashboard-agent-listen-port",
        "0",
        "--disable-usage-stats",
        "--block",
    ]
    with TemporaryDirectory(prefix="ray-", ignore_cleanup_errors=True) as scratch, ExitStack() as stack:
        ports = ["--port", str(port), "--ray-client-server-port", str(client_port), "--node-ip-address", RAY_HEAD]
        lead = [RAY, "start", "--head", *ports, "--num-cpus", "0", "--include-dashboard", "false", *quiet]
        head = stack.enter_context(ended_with_us([*lead, "--temp-dir", scratch], folder / "head.log"))
        wait_for("Ray runtime started", [folder / "head.log"])
        work = [RAY, "start", "--address", f"{RAY_HEAD}:{port}", "--num-cpus", "1", *quiet]
        workers = []
        for number, prefix in enumerate(prefixes):  # one by one: two at a time would take the same sockets
            log = folder / f"worker-{number}.log"
            command = [*prefix, *work, "--node-ip-address", f"127.0.0.{number + 3}"]
            workers.append(stack.enter_context(ended_with_us(command, log)))
            wait_for("Ray runtime started", [log])
        yield Cluster(RAY_HEAD, client_port, head, workers, "ray")


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
def start_ray(tmp_path: Path) -> Iterator[Callable[..., Cluster]]:
    """As `start_cluster`, of Ray's."""
    pytest.importorskip("ray", reason="comes with the extra `ray`")
    folder = tmp_path / "cluster"
    folder.mkdir()
    with ExitStack() as stack:
        yield lambda prefixes: stack.enter_context(ray_cluster_of(folder, prefixes))


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
