"""The refresh as a Prefect flow: the very steps of `flows.refresh`, each of them a task. Nothing else knows Prefect."""

import os
from collections.abc import Callable, Iterator
from dataclasses import asdict
from functools import wraps
from pathlib import Path
from typing import Any

import duckdb
from prefect import Task, flow
from prefect.artifacts import create_table_artifact
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State, TaskRun
from prefect.exceptions import PrefectException
from prefect.runtime import flow_run
from prefect.task_runners import ProcessPoolTaskRunner
from prefect.utilities.annotations import quote
from prefect.utilities.urls import url_for

from flows.batches import ParsedBatch, Run, count_workers, end_with_parent, in_order, read_batch
from flows.errors import DatelineError, RunFailedError, SplitError
from flows.plan import Batch
from flows.progress import show_progress
from flows.refresh import Outcome, Request, Steps, list_again, list_drop, load_draft, publish, refresh
from flows.spool import Spool


def _may_heal(_task: Task[..., Any], _run: TaskRun, state: State[Any]) -> bool:
    """Retry what time can mend: a file that is being written, a busy disk. Never what the data or the user did."""
    error = state.result(raise_on_failure=False)
    healing = isinstance(error, OSError | duckdb.IOException)
    return healing and not isinstance(error, DatelineError | SplitError)


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


read_batch_task = make_task(read_batch, name="parse batch")


def read_in_tasks(batches: Spool[Batch], run: Run, jobs: int) -> Iterator[ParsedBatch]:
    """What each batch gives, in order; a task a batch, across the flow's processes when that pays."""
    workers = count_workers(len(batches), jobs)
    if workers < 2:
        for batch in batches:
            parsed: Any = read_batch_task(quote(batch), run)
            yield parsed
        return
    yield from in_order(lambda batch: read_batch_task.submit(quote(batch), run), batches, workers)


def _step(function: Callable[..., Any], name: str, retries: int = 0) -> Callable[..., Any]:
    """A task whose arguments Prefect does not search through: they may hold millions of values."""
    as_task = make_task(function, name=name, retries=retries)

    @wraps(function)
    def call(*arguments: Any) -> Any:
        return as_task(*map(quote, arguments))

    return call


TASKS = Steps(
    list_drop=_step(list_drop, "list drop", retries=3),
    list_again=_step(list_again, "list again", retries=3),
    read_batches=read_in_tasks,
    load_draft=_step(load_draft, "load draft", retries=3),
    publish=_step(publish, "publish", retries=3),
)


@flow(name="refresh", persist_result=False)
def refresh_flow(
    drop: str, warehouse: str, jobs: int = 0, full: bool = False, started_by: str = "manual", replay: bool = False
) -> Outcome:
    """Bring a warehouse up to a drop."""
    outcome = refresh(Request(Path(drop), Path(warehouse), jobs, full, started_by, replay), TASKS, show_progress)
    create_table_artifact(key="refresh", table=_artifact_rows(outcome), description=f"Refresh of {warehouse}")
    print(f"flow run {flow_run.name}: {url_for('flow-run', obj_id=flow_run.id)}")
    return outcome


def refresh_with_prefect(request: Request) -> Outcome:
    """Run the flow against the configured API; raises DatelineError, also for what goes wrong in Prefect itself."""
    runner: Any = ProcessPoolTaskRunner(request.jobs or os.cpu_count() or 1, initializer=end_with_parent)
    run = refresh_flow.with_options(task_runner=runner)
    try:
        outcome: Outcome = run(**asdict(request) | {"drop": str(request.drop), "warehouse": str(request.warehouse)})
        return outcome
    except DatelineError:
        raise
    except PrefectException as error:
        raise RunFailedError(f"Prefect: {error}; --direct refreshes without it") from error


def _artifact_rows(outcome: Outcome) -> list[dict[str, Any]]:
    articles = {
        "new": outcome.new,
        "changed": outcome.changed,
        "unchanged": outcome.unchanged,
        "removed": outcome.removed,
        "rejected": len(outcome.refused),
    }
    rows = {"parsed": outcome.rows_parsed, "quarantined": outcome.rows_quarantined} | outcome.rows
    return [{"what": f"articles {name}", "count": count} for name, count in articles.items()] + [
        {"what": f"rows {name}", "count": count} for name, count in rows.items()
    ]
