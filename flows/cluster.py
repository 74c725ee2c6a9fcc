"""A cluster of workers that parse batches: reach it, see that it reads as this machine does, hand batches out.

Here is what all clusters have in common, and Dask; Ray is in `flows.ray_cluster`. Knows no Prefect. Workers need this
very dateline and nothing else: neither the drop nor the warehouse.
"""

import asyncio
import logging
import socket
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from threading import Lock
from typing import TYPE_CHECKING, Any, Generic
from urllib.parse import urlsplit

from flows.batches import Done, ParsedBatch, Result, Run, in_order, read_batch
from flows.errors import RunFailedError, WrongUseError
from flows.plan import Batch
from flows.spool import Spool
from flows.version import dateline_version, model_version

if TYPE_CHECKING:
    from distributed import Client, Future

SECONDS_TO_ANSWER = 10
_SECONDS_FOR_WORKERS = 10
_SECONDS_BETWEEN_LOOKS = 30
_LOOKS_WITHOUT_WORKERS = 2  # a worker that was killed is back sooner
_NEEDED = {"dask": ("distributed", "prefect_dask"), "ray": ("ray", "prefect_ray")}
_one_at_a_time = Lock()

Version = tuple[str, str]
"""Of dateline and of its model."""


def find_scheduler(runner: str) -> str:
    """The own address of a cluster at `dask://HOST:PORT` or `ray://HOST:PORT`.

    Raises WrongUseError, also when Dask or Ray is not installed.
    """
    try:
        parts = urlsplit(runner)
        port = parts.port
    except ValueError:
        port = None
    kind = parts.scheme if port is not None and parts.hostname else ""
    if kind not in _NEEDED or f"{kind}://{parts.netloc}" != runner:
        addresses = "give dask://HOST:PORT or ray://HOST:PORT"
        raise WrongUseError(f"--runner {runner!r} is no address of a cluster: {addresses}")
    if not all(map(find_spec, _NEEDED[kind])):
        needed = f"needs {kind.capitalize()}, which is not installed: run `uv sync --extra {kind}`"
        raise WrongUseError(f"--runner {runner} {needed}")
    return runner if kind == "ray" else f"tcp://{parts.netloc}"


def check_scheduler(runner: str) -> None:
    """Raise WrongUseError as `find_scheduler` does, and RunFailedError when nothing listens there."""
    parts = urlsplit(find_scheduler(runner))
    try:
        socket.create_connection((parts.hostname or "", parts.port or 0), SECONDS_TO_ANSWER).close()
    except OSError as error:
        raise explain_silence(runner, error) from None


def greet_scheduler(runner: str) -> str:
    """Dask's address of a scheduler that answers as one; RunFailedError when it does not.

    Dask's own client waits for ever for a greeting, so that something else at that port, or a frozen scheduler, would
    keep a refresh, and its lock, for ever.
    """
    from distributed.comm.core import connect

    async def greet() -> None:
        connection = await asyncio.wait_for(connect(address), SECONDS_TO_ANSWER)
        await connection.close()

    address = find_scheduler(runner)
    try:
        with ThreadPoolExecutor(1) as thread:  # this one may have a loop at work
            thread.submit(asyncio.run, greet()).result()
    except OSError as error:
        raise explain_silence(runner, error) from None
    return address


def read_on_cluster(batches: Spool[Batch], run: Run, runner: str) -> Iterator[ParsedBatch]:
    """What each batch gives, in order, from the workers of a cluster."""
    if runner.startswith("ray:"):
        from flows.ray_cluster import read_on_ray

        yield from read_on_ray(batches, run, runner)
    else:
        yield from read_on_dask(batches, run, runner)


def read_on_dask(batches: Spool[Batch], run: Run, runner: str) -> Iterator[ParsedBatch]:
    """What each batch gives, in order, from Dask's workers."""
    from distributed import Client

    def submit(batch: Batch) -> "WatchedResult[ParsedBatch]":
        future = client.submit(read_on_worker, batch, run, version, pure=False)
        return watch_future(future, future)

    address, version = greet_scheduler(runner), own_version()
    with tell_failures(runner), Client(address, timeout=SECONDS_TO_ANSWER, set_as_default=False) as client:
        yield from in_order(submit, batches, check_workers(client))


def read_on_worker(batch: Batch, run: Run, version: Version) -> ParsedBatch:
    """Parse a batch here, in a worker; its threads take turns, as the model is one a process."""
    demand_version(version)
    with _one_at_a_time:
        return read_batch(batch, run)


def own_version() -> Version:
    """What reads an article on this machine."""
    return dateline_version(), model_version()


def demand_version(version: Version) -> None:
    """Raise RunFailedError in a worker that would read an article in another way."""
    if own_version() != version:
        there, here = (" and ".join(versions) for versions in (own_version(), version))
        raise RunFailedError(f"the worker on {socket.gethostname()} has dateline {there}: install {here} there")


def check_workers(client: "Client") -> int:
    """The number of workers; raises RunFailedError when there is none, or one that is not of our version."""
    try:
        client.wait_for_workers(1, timeout=_SECONDS_FOR_WORKERS)
    except TimeoutError:
        raise _no_workers(client) from None
    answers = client.run(demand_version, own_version(), on_error="return")
    for worker, answer in answers.items():
        if isinstance(answer, RunFailedError):
            raise answer
        if isinstance(answer, Exception):
            raise RunFailedError(f"the worker {worker} cannot run this dateline ({answer}): install it there")
    return len(answers)


@dataclass(frozen=True)
class WatchedResult(Generic[Done]):
    """A result that is given up when no worker is left to bring it."""

    expected: Result[Done]
    is_done: Callable[[float], bool]
    """Waits for it, so many seconds at most."""
    count_workers: Callable[[], int]
    no_workers: Callable[[], RunFailedError]

    def result(self) -> Done:
        """Wait for it; raises RunFailedError when the cluster has been without workers for a while."""
        empty = 0
        while not self.is_done(_SECONDS_BETWEEN_LOOKS):
            empty = 0 if self.count_workers() else empty + 1
            if empty == _LOOKS_WITHOUT_WORKERS:
                raise self.no_workers()
        return self.expected.result()


def watch_future(expected: Result[Done], future: "Future[Any]") -> WatchedResult[Done]:
    """A result of Dask's; `future` is its own one behind it."""

    def is_done(seconds: float) -> bool:
        try:
            future.exception(timeout=seconds)
        except TimeoutError:
            return False
        return True

    client = future.client
    return WatchedResult(expected, is_done, lambda: len(client.nthreads()), lambda: _no_workers(client))


@contextmanager
def tell_failures(runner: str) -> Iterator[None]:
    """Raise RunFailedError, which says in one line what to do, for what goes wrong in a cluster."""
    from distributed import KilledWorker
    from distributed.comm.core import CommClosedError

    logging.getLogger("distributed.client").setLevel(logging.CRITICAL)  # it would say the same in its own way
    try:
        yield
    except KilledWorker as error:
        remedy = "for want of memory? their logs say more"
        raise RunFailedError(f"{runner}: a batch ended {error.allowed_failures + 1} workers ({remedy})") from error
    except (CancelledError, CommClosedError) as error:
        reason = getattr(error, "reason", error)
        raise RunFailedError(f"{runner}: the scheduler was lost ({reason}); refresh again once it is back") from error


def explain_silence(runner: str, error: OSError) -> RunFailedError:
    """The error of a cluster that cannot be reached."""
    what, command = (
        ("Ray head", "ray start --head") if runner.startswith("ray:") else ("Dask scheduler", "dask scheduler")
    )
    remedy = f"start it with `{command}`, correct the address, or refresh without --runner"
    *_, reason = str(error).strip().splitlines() or ["no greeting"]
    return RunFailedError(f"the {what} {runner} does not answer ({reason}): {remedy}")


def _no_workers(client: "Client") -> RunFailedError:
    address = client.scheduler_info()["address"]
    return RunFailedError(f"the Dask scheduler {address} has no workers: start some with `dask worker {address}`")
