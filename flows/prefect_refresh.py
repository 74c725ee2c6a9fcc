"""The refresh as a Prefect flow: the very steps of `flows.refresh`, each of them a task."""

import errno
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any
from uuid import UUID

import duckdb
from prefect import Task, flow, get_client
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.filters import FlowRunFilter
from prefect.client.schemas.objects import FlowRun, State, TaskRun
from prefect.exceptions import PrefectException
from prefect.runtime import deployment, flow_run
from prefect.states import Cancelled, Completed
from prefect.task_runners import ProcessPoolTaskRunner
from prefect.types._datetime import now
from prefect.utilities.annotations import quote

from flows.batches import ParsedBatch, Run, count_workers, end_with_parent, in_order, read_batch
from flows.cluster import (
    SECONDS_TO_ANSWER,
    Version,
    WatchedResult,
    check_workers,
    greet_scheduler,
    own_version,
    read_on_worker,
    tell_failures,
    watch_future,
)
from flows.drop import list_again, list_drop
from flows.errors import DatelineError, RunFailedError, SplitError, WarehouseBusyError
from flows.failure_hook import tell_failure
from flows.plan import Batch
from flows.prefect_report import name_run, publish_report, show_progress_in_prefect
from flows.ray_cluster import connect_ray, watch_reference
from flows.refresh import Outcome, Steps, load_draft, publish, refresh
from flows.remote import find_drop
from flows.request import Request, read_address
from flows.spool import Spool

_FOR_THE_USER_TO_MEND = {errno.EACCES, errno.EPERM, errno.EROFS, errno.EISDIR, errno.ENOTDIR, errno.ENAMETOOLONG}
_NOT_ASKED_FOR_BY_HAND = {"schedule", "watch"}
_SECONDS_BETWEEN_LOOKS = 1
SERVED_BY = "DATELINE_SERVED_BY"
"""Names, in the environment of a run, the process of `dateline serve` that started it."""


def _may_heal(_task: Task[..., Any], _run: TaskRun, state: State[Any]) -> bool:
    """Retry what time can mend: a file that is being written, a busy disk. Never what the data or the user did."""
    error = state.result(raise_on_failure=False)
    if isinstance(error, OSError):
        return error.errno not in _FOR_THE_USER_TO_MEND
    return isinstance(error, duckdb.IOException) and not isinstance(error, DatelineError | SplitError)


def make_task(function: Callable[..., Any], *, name: str, retries: int = 0) -> Task[..., Any]:
    """A step as a task. Its data are neither cached nor stored: they live in the drop and in the warehouse."""
    return Task(
        function,
        name=name,
        cache_policy=NO_CACHE,
        persist_result=False,
        retries=retries,
        retry_delay_seconds=[1.0, 5.0, 20.0][:retries],
        retry_condition_fn=_may_heal,
    )


def read_anywhere(batch: Batch, run: Run, version: Version | None = None) -> ParsedBatch:
    """What a batch gives, in a process of ours, or in a worker that must have `version`."""
    return read_on_worker(batch, run, version) if version else read_batch(batch, run)


read_batch_task = make_task(read_anywhere, name="parse batch")


def read_in_tasks(batches: Spool[Batch], run: Run, jobs: int, runner: str | None) -> Iterator[ParsedBatch]:
    """What each batch gives, in order; a task a batch, across the flow's processes when that pays, or on a cluster."""
    workers = count_workers(len(batches), jobs)
    if runner and len(batches):
        yield from read_in_tasks_on_cluster(batches, run, runner)
    elif workers < 2:
        read: Any = read_batch_task
        yield from (read(quote(batch), run) for batch in batches)
    else:
        yield from in_order(lambda batch: read_batch_task.submit(quote(batch), run), batches, workers)


def read_in_tasks_on_cluster(batches: Spool[Batch], run: Run, runner: str) -> Iterator[ParsedBatch]:
    """What each batch gives, in order, from the workers of a cluster; a task a batch."""
    if runner.startswith("ray:"):
        yield from read_in_tasks_on_ray(batches, run, runner)
    else:
        yield from read_in_tasks_on_dask(batches, run, runner)


def read_in_tasks_on_dask(batches: Spool[Batch], run: Run, runner: str) -> Iterator[ParsedBatch]:
    """As `read_in_tasks_on_cluster`, on Dask."""
    from prefect_dask.task_runners import DaskTaskRunner

    def submit(batch: Batch) -> WatchedResult[ParsedBatch]:
        # Not in `quote`, whose insides Dask would take apart.
        future = tasks.submit(read_batch_task, {"batch": batch, "run": run, "version": version})
        return watch_future(future, future.wrapped_future)

    version = own_version()
    patience = {"timeout": SECONDS_TO_ANSWER}
    with tell_failures(runner), DaskTaskRunner(address=greet_scheduler(runner), client_kwargs=patience) as tasks:
        yield from in_order(submit, batches, check_workers(tasks.client))


def read_in_tasks_on_ray(batches: Spool[Batch], run: Run, runner: str) -> Iterator[ParsedBatch]:
    """As `read_in_tasks_on_cluster`, on Ray, whose connection is ours: its task runner would leave it open."""
    from prefect_ray.task_runners import RayTaskRunner

    def submit(batch: Batch) -> WatchedResult[ParsedBatch]:
        future = tasks.submit(read_batch_task, {"batch": batch, "run": run, "version": version})
        return watch_reference(future, future.wrapped_future, runner)

    version = own_version()
    with connect_ray(runner) as workers, RayTaskRunner(runner) as tasks:
        yield from in_order(submit, batches, workers)


def _step(function: Callable[..., Any], name: str, retries: int = 0) -> Callable[..., Any]:
    """A task whose arguments Prefect does not search through: they may hold millions of values."""
    as_task = make_task(function, name=name, retries=retries)

    @wraps(function)
    def call(*arguments: Any) -> Any:
        return as_task(*map(quote, arguments))

    return call


_STEPS = Steps(
    list_drop=_step(list_drop, "list drop", retries=3),
    list_again=_step(list_again, "list again", retries=3),
    read_batches=read_in_tasks,
    load_draft=_step(load_draft, "load draft", retries=3),
    publish=_step(publish, "publish", retries=3),
)


def make_run_id(flow_run_id: UUID, run_count: int) -> str:
    """Id of the run in the warehouse, to be found again in Prefect; each retry by hand is a run of its own."""
    return f"run_{flow_run_id.hex[-14:]}{run_count % 256:02x}"


def _tell_failure(flow: Any, flow_run: FlowRun, state: State[Any]) -> None:
    """Call the user's command for a failed or crashed run of a deployment; `dateline refresh` calls it by itself."""
    if flow_run.deployment_id:
        run_id, where = make_run_id(flow_run.id, flow_run.run_count), flow_run.parameters
        tell_failure(where["drop"], where["warehouse"], run_id, state.message or str(state.name))


@flow(
    name="refresh",
    flow_run_name="refresh {drop}",
    persist_result=False,
    task_runner=ProcessPoolTaskRunner(initializer=end_with_parent),  # type: ignore[arg-type]
    on_failure=[_tell_failure],
    on_crashed=[_tell_failure],
)
def refresh_flow(
    drop: str,
    warehouse: str,
    jobs: int = 0,
    full: bool = False,
    started_by: str = "manual",
    replay: bool = False,
    if_busy: str = "wait",
    run_id: str = "",
    runner: str | None = None,
) -> Outcome | State[None]:
    """Bring a warehouse up to a drop."""
    if deployment.id:
        _end_with_the_server()
        _leave_interrupts_to_the_server()
        _cover_due_runs()
    run_id = run_id or make_run_id(UUID(flow_run.id), flow_run.run_count)
    wait = if_busy == "wait"
    request = Request(find_drop(drop), read_address(warehouse), jobs, full, started_by, replay, wait, run_id, runner)
    try:
        outcome = refresh(request, _STEPS, show_progress_in_prefect)
    except WarehouseBusyError as error:
        if if_busy != "skip":
            raise
        return Completed(name="Skipped", message=str(error))
    name_run(outcome)
    publish_report(outcome, request)
    return outcome


def refresh_with_prefect(request: Request, *, skip_if_busy: bool = False) -> Outcome | None:
    """Run the flow against the configured API; None when it was skipped.

    Raises DatelineError, also for what goes wrong in Prefect itself.
    """
    runner: Any = ProcessPoolTaskRunner(request.jobs or os.cpu_count() or 1, initializer=end_with_parent)
    run = refresh_flow.with_options(task_runner=runner)
    if_busy = "wait" if request.wait else "skip" if skip_if_busy else "fail"
    try:
        done: Any = run(
            str(request.drop),
            str(request.warehouse),
            request.jobs,
            request.full,
            request.started_by,
            request.replay,
            if_busy,
            request.run_id,
            request.runner,
        )
    except DatelineError:
        raise
    except PrefectException as error:
        raise RunFailedError(f"Prefect: {error}; --direct refreshes without it") from error
    outcome: Outcome | None = done
    return outcome


def _end_with_the_server() -> None:
    """End this process when the `dateline serve` that started it ends, however that ends: a run that nobody watches
    would hold the warehouse’s lock."""
    server = int(os.environ.get(SERVED_BY, 0))
    if server == os.getppid():
        threading.Thread(target=_end_after, args=(server,), daemon=True).start()


def _end_after(server: int) -> None:
    while os.getppid() == server:
        time.sleep(_SECONDS_BETWEEN_LOOKS)
    os._exit(1)


def _leave_interrupts_to_the_server() -> None:
    """Ctrl-C in a terminal reaches this process too: `dateline serve` is the one to end it, as a cancelled run."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGINT, signal.SIG_IGN)


def _cover_due_runs() -> None:
    """Cancel this deployment's runs that are due and have not begun: this run does all that they would do.

    So a machine that wakes after many hours does one refresh, not one for each hour. Runs asked for by hand, or for
    something else, stay.
    """
    mine = FlowRunFilter.model_validate(
        {
            "deployment_id": {"any_": [deployment.id]},
            "state": {"type": {"any_": ["SCHEDULED"]}},
            "expected_start_time": {"before_": now("UTC")},
        }
    )
    asked = _without_starter(flow_run.parameters)
    with get_client(sync_client=True) as client:
        for run in client.read_flow_runs(flow_run_filter=mine):
            starter = run.parameters.get("started_by")
            if starter in _NOT_ASKED_FOR_BY_HAND and _without_starter(run.parameters) == asked:
                covered: State[Any] = Cancelled(
                    name="Covered", message=f"covered by the run {flow_run.id}, which began later"
                )
                client.set_flow_run_state(run.id, covered)


def _without_starter(parameters: dict[str, Any]) -> dict[str, Any]:
    """Parameters that say what to do. The flow's own defaults count as said."""
    said = {"jobs": 0, "full": False, "replay": False, "if_busy": "wait", "run_id": "", "runner": None} | parameters
    return {name: value for name, value in said.items() if name != "started_by"}
