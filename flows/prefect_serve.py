"""Serve the flow `refresh` as a deployment: on a schedule, by hand, and when files come.

One run at a time: this process runs no second one beside it, and each holds the warehouse's lock. None of Prefect's
concurrency limits is used, as a slot in one outlives a run that was killed.
"""

import asyncio
import logging
import os
import signal
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
from prefect import get_client
from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.filters import FlowRunFilter
from prefect.client.schemas.objects import State
from prefect.deployments.runner import RunnerDeployment
from prefect.runner import Runner
from prefect.schedules import Schedule
from prefect.settings import get_current_settings
from prefect.states import Crashed
from prefect.types.entrypoint import EntrypointType

from flows.errors import RunFailedError, WrongUseError
from flows.prefect_refresh import SERVED_BY, refresh_flow
from flows.prefect_server import PrefectServer
from flows.serve import Service
from flows.version import dateline_version
from flows.watch import Watch, fingerprint, look
from warehouse.lock import WarehouseLockedError, lock_warehouse

NAME = "dateline"
_ANCHOR = datetime(2020, 1, 1, tzinfo=UTC)  # `--every 1h` is on the hour, whenever serving began
_SECONDS_BETWEEN_POLLS = 2
_SECONDS_TO_STOP = 30


def serve(service: Service, server: PrefectServer | None) -> None:
    """Serve until SIGINT or SIGTERM; `server` is our own one, where we have one."""
    logging.getLogger("prefect.runner").setLevel(logging.WARNING)
    os.environ[SERVED_BY] = str(os.getpid())
    asyncio.run(_serve(service, server))


def make_schedule(service: Service) -> Schedule | None:
    """Prefect's schedule for a service; raises WrongUseError."""
    if service.cron is None and service.every is None:
        return None
    try:
        return Schedule(
            cron=service.cron,
            interval=service.every,
            timezone=service.timezone,
            anchor_date=_ANCHOR,
            parameters={"started_by": "schedule"},
            slug=NAME,
        )
    except ValueError as error:
        raise WrongUseError(f"--cron {service.cron!r} is no cron expression: {error}") from None


async def _make_deployment(service: Service) -> RunnerDeployment:
    schedule = make_schedule(service)
    deployment = await refresh_flow.ato_deployment(
        NAME,
        schedules=[schedule] if schedule else [],
        parameters={
            "drop": str(service.drop),
            "warehouse": str(service.warehouse),
            "jobs": service.jobs,
            "if_busy": service.if_busy,
            "runner": service.runner,
        },
        description=f"Brings {service.warehouse} up to {service.drop} {service.describe()}",
        tags=["dateline"],
        version=dateline_version(),
        paused=False,
        entrypoint_type=EntrypointType.MODULE_PATH,
    )
    deployment.work_pool_name = deployment.work_queue_name = None  # set, so that runs come here and to no work pool
    return deployment


async def _serve(service: Service, server: PrefectServer | None) -> None:
    runner = Runner(name=NAME, limit=1, query_seconds=_SECONDS_BETWEEN_POLLS, prefetch_seconds=0)
    deployment_id = await runner.aadd_deployment(await _make_deployment(service))
    await _close_dead_runs(deployment_id, service)
    running = asyncio.create_task(runner.start())
    while not runner.started and not running.done():
        await asyncio.sleep(0.05)
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):  # after the runner, which sets one of its own
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    print(_describe(service, deployment_id), flush=True)
    async with get_client() as client:
        work = [running, asyncio.create_task(_refresh_when_due(client, deployment_id, service))]
        if server:
            work.append(asyncio.create_task(_await_end(server)))
        waiting = asyncio.create_task(stop.wait())
        ended, _ = await asyncio.wait([waiting, *work], return_when=asyncio.FIRST_COMPLETED)
        if waiting in ended:
            print("stopping", flush=True)
            await runner.astop()
        else:
            runner.pause_on_shutdown = False  # there may be nobody left to tell
        for task in [waiting, *work]:
            task.cancel()
        await asyncio.wait([waiting, *work], timeout=_SECONDS_TO_STOP)
    for task in ended - {waiting}:
        _raise_reason(task)


def _raise_reason(task: "asyncio.Task[Any]") -> None:
    error = None if task.cancelled() else task.exception()
    if isinstance(error, RunFailedError):
        raise error
    raise RunFailedError(f"serving ended: {error or 'Prefect stopped running flows'}") from error


async def _await_end(server: PrefectServer) -> None:
    while server.process.poll() is None:
        await asyncio.sleep(0.5)
    raise RunFailedError(server.describe_end())


async def _close_dead_runs(deployment_id: UUID, service: Service) -> None:
    """Mark runs that a killed process left as running: nobody is at work on the warehouse."""
    begun = {
        "deployment_id": {"any_": [deployment_id]},
        "state": {"type": {"any_": ["RUNNING", "PENDING", "CANCELLING"]}},
    }
    dead: State[Any] = Crashed(message="its process ended without a word: it was killed, or the machine went off")
    try:
        with lock_warehouse(service.warehouse):
            async with get_client() as client:
                for run in await client.read_flow_runs(flow_run_filter=FlowRunFilter.model_validate(begun)):
                    await client.set_flow_run_state(run.id, dead, force=True)
    except WarehouseLockedError:
        return


async def _refresh_when_due(client: PrefectClient, deployment_id: UUID, service: Service) -> None:
    """Ask for one refresh now, for what came while nothing was served; then for one each time that files came."""
    drop = service.drop
    watch = Watch(service.quiet.total_seconds(), fingerprint(drop, service.warehouse) if isinstance(drop, Path) else 0)
    asked: UUID | None = None
    if not isinstance(drop, Path) or drop.exists():
        started_by = "schedule" if service.cron or service.every else "watch"
        asked = await _ask_for_refresh(client, deployment_id, started_by, asked)
    if not service.watch or not isinstance(drop, Path):
        await asyncio.Event().wait()
        return
    clock = asyncio.get_running_loop().time
    while True:
        seen, rest = await asyncio.to_thread(look, drop, service.warehouse)
        try:
            if watch.is_due(seen, clock()) and not await _is_paused(client, deployment_id):
                asked = await _ask_for_refresh(client, deployment_id, "watch", asked)
                watch.cover(seen)
        except httpx.HTTPError as error:
            logging.getLogger("prefect.dateline").warning("Prefect's API did not answer, so files wait: %s", error)
        await asyncio.sleep(rest)


async def _ask_for_refresh(client: PrefectClient, deployment_id: UUID, started_by: str, last: UUID | None) -> UUID:
    """A run that is due now: the one asked for last, while that still waits for its turn."""
    if last and (state := (await client.read_flow_run(last)).state) and state.is_scheduled():
        return last
    run = await client.create_flow_run_from_deployment(deployment_id, parameters={"started_by": started_by})
    return run.id


async def _is_paused(client: PrefectClient, deployment_id: UUID) -> bool:
    """True when the user paused the deployment, or all of its schedules."""
    deployment = await client.read_deployment(deployment_id)
    schedules = deployment.schedules
    return deployment.paused or (bool(schedules) and not any(schedule.active for schedule in schedules))


def _describe(service: Service, deployment_id: UUID) -> str:
    settings = get_current_settings()
    ui = settings.ui_url or str(settings.api.url).removesuffix("/api")
    return "\n".join(
        [
            f"serving refresh/{NAME}: {service.drop} into {service.warehouse}, {service.describe()}",
            f"  see      {ui}",
            f"  trigger  PREFECT_API_URL={settings.api.url} prefect deployment run refresh/{NAME}",
            f"  pause    with the switch on {ui}/deployments/deployment/{deployment_id}",
            "  stop     Ctrl-C, or SIGTERM to this process",
        ]
    )
