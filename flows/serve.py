"""The command `serve`: what the user asks for, the Prefect API to serve on, and how it all ends. Knows no Prefect.

What is done with Prefect itself stands in `flows.prefect_serve`.
"""

import os
import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from filelock import FileLock, Timeout

from flows.cluster import find_scheduler
from flows.errors import RunFailedError, WrongUseError
from flows.prefect_api import check_api, configured_api
from flows.prefect_server import PrefectServer, find_port, run_server
from flows.remote import Drop, RemoteDrop
from flows.remote.storage import check_packages
from warehouse.lake import Warehouse

_DURATION = re.compile(r"(\d+)([smhd])")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
_USUAL_EVERY = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Service:
    """What is to be refreshed, and when."""

    drop: Drop
    warehouse: Warehouse
    cron: str | None = None
    every: timedelta | None = None
    timezone: str = "UTC"
    watch: bool = False
    quiet: timedelta = timedelta(seconds=5)
    jobs: int = 0
    if_busy: str = "wait"
    runner: str | None = None

    def describe(self) -> str:
        """When refreshes run, in words."""
        times = [f"at {self.cron} ({self.timezone})"] if self.cron else []
        times += [f"every {self.every.total_seconds():g} s"] if self.every else []
        times += [f"when files came and rested for {self.quiet.total_seconds():g} s"] if self.watch else []
        return " and ".join(times)


def parse_duration(words: str) -> timedelta:
    """`90s`, `10m`, `1h`, `1d` as a duration; raises WrongUseError."""
    match = _DURATION.fullmatch(words.strip())
    if match is None or not int(match[1]):
        raise WrongUseError(f"{words!r} is no duration: give a number and a unit, such as 30s, 10m, 1h or 1d")
    return timedelta(**{_UNITS[match[2]]: int(match[1])})


def make_service(
    drop: Drop,
    warehouse: Warehouse,
    *,
    cron: str | None = None,
    every: str | None = None,
    timezone: str = "UTC",
    watch: bool = False,
    quiet: str = "5s",
    jobs: int = 0,
    if_busy: str = "wait",
    runner: str | None = None,
) -> Service:
    """A service as the options say, hourly where they give no time and no watch; raises WrongUseError."""
    if cron and every:
        raise WrongUseError("give --cron or --every, not both")
    if isinstance(drop, RemoteDrop):
        check_packages(drop)
        if watch:
            raise WrongUseError(
                f"{drop} cannot be watched, as nothing tells of changes there: give --every 10m instead"
            )
    elif not watch and not drop.exists():
        raise WrongUseError(f"{drop}: there is no such drop; name a folder or a file that exists")
    try:
        ZoneInfo(timezone)
    except (ValueError, OSError, LookupError):
        raise WrongUseError(f"there is no time zone {timezone!r}: give a name such as Europe/Oslo or UTC") from None
    if runner is not None:
        find_scheduler(runner)
    interval = parse_duration(every) if every else None
    if not (cron or every or watch):
        interval = _USUAL_EVERY
    return Service(drop, warehouse, cron, interval, timezone, watch, parse_duration(quiet), jobs, if_busy, runner)


def run_serve(service: Service) -> int:
    """Serve until Ctrl-C or SIGTERM; returns 0 then. Raises DatelineError when it cannot begin or go on."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        api = configured_api()
        if api:
            check_api(api)
            _serve(service, None)
        else:
            _serve_with_own_server(service)
    except KeyboardInterrupt:
        pass
    print("stopped", flush=True)
    return 0


def _serve_with_own_server(service: Service) -> None:
    home = Path(os.environ.get("PREFECT_HOME") or service.warehouse.parent / ".prefect").expanduser().resolve()
    home.mkdir(parents=True, exist_ok=True)
    port = find_port()
    # Prefect reads its settings once, when it is imported.
    os.environ |= {"PREFECT_HOME": str(home), "PREFECT_API_URL": f"http://127.0.0.1:{port}/api", "DO_NOT_TRACK": "1"}
    from flows.prefect_serve import make_schedule

    make_schedule(service)  # what is wrong with it is said before a server starts
    with _only_one(home), run_server(home, port) as server:
        _serve(service, server)


def _serve(service: Service, server: PrefectServer | None) -> None:
    from flows.prefect_serve import serve

    serve(service, server)


@contextmanager
def _only_one(home: Path) -> Iterator[None]:
    """Two servers with the same data would spoil them."""
    try:
        with FileLock(home / "serve.lock", blocking=False):
            yield
    except Timeout:
        raise RunFailedError(f"another `dateline serve` is at work with its data in {home}: stop it first") from None
