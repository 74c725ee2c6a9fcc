"""A cluster of Ray workers that parse batches, reached through Ray's client: what `flows.cluster` does with Dask.

Knows no Prefect. Ray itself sends a batch whose worker died to another one.
"""

import logging
import os
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from types import SimpleNamespace
from typing import Any

from flows.batches import Done, ParsedBatch, Result, Run, in_order
from flows.cluster import WatchedResult, demand_version, explain_silence, find_scheduler, own_version, read_on_worker
from flows.errors import RunFailedError
from flows.plan import Batch
from flows.spool import Spool

_SECONDS_FOR_WORKERS = 10
_RETRIES = 3  # of a batch whose worker died; what Ray does unasked in Prefect's tasks, and Dask too
_TRIES_TO_CONNECT = 3  # now and then the process that Ray starts on its head for each client dies at once


def read_on_ray(batches: Spool[Batch], run: Run, runner: str) -> Iterator[ParsedBatch]:
    """What each batch gives, in order, from the workers of a cluster."""
    with connect_ray(runner) as workers:
        import ray

        def submit(batch: Batch) -> WatchedResult[ParsedBatch]:
            reference = read.remote(batch, run, version)
            return watch_reference(SimpleNamespace(result=partial(ray.get, reference)), reference, runner)

        read, version = ray.remote(max_retries=_RETRIES)(read_on_worker), own_version()
        yield from in_order(submit, batches, workers)


def watch_reference(expected: Result[Done], reference: Any, runner: str) -> WatchedResult[Done]:
    """A result that is given up when no worker is left; `reference` is Ray's own one behind it."""
    import ray

    def is_done(seconds: float) -> bool:
        done, _ = ray.wait([reference], timeout=seconds)
        return bool(done)

    return WatchedResult(expected, is_done, lambda: len(_find_workers()), lambda: _no_workers(runner))


@contextmanager
def connect_ray(runner: str) -> Iterator[int]:
    """Ray, connected to a cluster that reads as this machine does: gives the number of cores that parse.

    Raises RunFailedError, which says in one line what to do, for what goes wrong there.
    """
    os.environ.setdefault("RAY_ENABLE_UV_RUN_RUNTIME_ENV", "0")  # `uv run` would send this folder to every worker
    import ray
    from ray.exceptions import NodeDiedError, OutOfMemoryError, RayTaskError, WorkerCrashedError

    _connect(runner)
    try:
        yield check_ray_workers(runner)
    except RayTaskError as error:
        raise error.cause from None
    except (NodeDiedError, OutOfMemoryError, WorkerCrashedError) as error:
        remedy = "for want of memory? their logs say more"
        raise RunFailedError(f"{runner}: a batch ended its workers time and again ({remedy})") from error
    except ConnectionError as error:
        reason = str(error).splitlines()[0]
        raise RunFailedError(f"{runner}: the head was lost ({reason}); refresh again once it is back") from error
    finally:
        ray.shutdown()


def _connect(runner: str) -> None:
    import ray

    for again in reversed(range(_TRIES_TO_CONNECT)):
        try:
            with warnings.catch_warnings(action="ignore"):  # it would say the same in its own way
                ray.init(find_scheduler(runner), logging_level=logging.ERROR)
        except ConnectionAbortedError as error:
            if not again:
                raise explain_silence(runner, error) from None
        except ConnectionError as error:
            raise explain_silence(runner, error) from None
        except RuntimeError as error:  # it has another Ray, or another Python
            raise RunFailedError(f"{runner}: {' '.join(str(error).split())}") from None
        else:
            return


def check_ray_workers(runner: str) -> int:
    """The number of cores that parse; raises RunFailedError when there is none, or a worker not of our version."""
    import ray
    from ray.exceptions import RayError
    from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy

    deadline = time.monotonic() + _SECONDS_FOR_WORKERS
    while not (nodes := _find_workers()):
        if time.monotonic() > deadline:
            raise _no_workers(runner)
        time.sleep(0.5)
    demand = ray.remote(num_cpus=0)(demand_version)  # else it would wait for another's batch
    for node in nodes:
        there = demand.options(scheduling_strategy=NodeAffinitySchedulingStrategy(node["NodeID"], soft=False))
        try:
            ray.get(there.remote(own_version()))
        except RunFailedError:
            raise
        except RayError as error:
            reason = str(error).strip().splitlines()[-1]
            address = node["NodeManagerAddress"]
            raise RunFailedError(
                f"the worker {address} cannot run this dateline ({reason}): install it there"
            ) from None
    return sum(int(node["Resources"]["CPU"]) for node in nodes)


def _find_workers() -> list[dict[str, Any]]:
    import ray

    return [node for node in ray.nodes() if node["Alive"] and node["Resources"].get("CPU", 0) >= 1]


def _no_workers(runner: str) -> RunFailedError:
    remedy = "start some with `ray start --address HEAD:6379`"
    return RunFailedError(f"the Ray cluster {runner} has no workers: {remedy}")
