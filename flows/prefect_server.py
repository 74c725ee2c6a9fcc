"""A Prefect server of our own, for where none is configured: start it, wait for it, end it.

`python -m flows.prefect_server PORT` is the server's process. It ends when its standard input closes, and so with
whoever started it, however that ends.
"""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

from flows.errors import RunFailedError

USUAL_PORT = 4200
_SECONDS_BETWEEN_LINES = 10.0
_SECONDS_TO_END = 10.0


@dataclass(frozen=True)
class PrefectServer:
    """A server's process, with its address and the file that it logs to."""

    process: subprocess.Popen[bytes]
    port: int
    log: Path

    @property
    def api(self) -> str:
        """URL of its API."""
        return f"http://127.0.0.1:{self.port}/api"

    def describe_end(self) -> str:
        """One line on why it is no longer there."""
        lines = self.log.read_text("utf8", errors="replace").split("\n")
        last = next((line.strip() for line in reversed(lines) if line.strip()), "no word")
        return f"Prefect's server ended by itself ({last}); all it said is in {self.log}"


@contextmanager
def run_server(home: Path, port: int) -> Iterator[PrefectServer]:
    """A server with its data in `home`, ready for requests; raises RunFailedError when it does not come up."""
    log = home / "server.log"
    with log.open("wb") as written:
        process = subprocess.Popen(
            [sys.executable, "-m", "flows.prefect_server", str(port)],
            env=os.environ | _settings(home, port),
            stdin=subprocess.PIPE,
            stdout=written,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # Ctrl-C in a terminal is for us: the server goes last
        )
    server = PrefectServer(process, port, log)
    try:
        _wait_until_ready(server)
        yield server
    finally:
        _end(process)


def _settings(home: Path, port: int) -> dict[str, str]:
    """What the server needs to know. What the user set in the environment for Prefect holds, but for these."""
    kept = {
        "DO_NOT_TRACK": "1",
        # A slow disk makes SQLite wait, which is no error.
        "PREFECT_SERVER_DATABASE_TIMEOUT": "60",
        "PREFECT_SERVER_DATABASE_CONNECTION_TIMEOUT": "60",
        # Runs of more than 90 days ago go, so that a schedule of years does not fill the disk.
        "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
    }
    return {name: os.environ.get(name, value) for name, value in kept.items()} | {
        "PREFECT_HOME": str(home.resolve()),
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_SERVER_API_HOST": "127.0.0.1",
        "PREFECT_SERVER_API_PORT": str(port),
    }


def find_port() -> int:
    """Prefect's usual port, or a free one where that is taken."""
    for port in (USUAL_PORT, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise RunFailedError("no port is free on 127.0.0.1 for Prefect's server")


def _wait_until_ready(server: PrefectServer) -> None:
    """Wait as long as it takes: on a slow machine the first start makes its database for minutes."""
    began = last = time.monotonic()
    print(f"starting Prefect's server, with its data in {server.log.parent}", file=sys.stderr, flush=True)
    while not _answers(server.api):
        if server.process.poll() is not None:
            raise RunFailedError(server.describe_end())
        if time.monotonic() - last > _SECONDS_BETWEEN_LINES:
            last = time.monotonic()
            waited = f"{last - began:.0f} s"
            print(f"waiting for Prefect's server ({waited}; its first start is slow)", file=sys.stderr, flush=True)
        time.sleep(0.2)


def _answers(api: str) -> bool:
    try:
        urllib.request.urlopen(f"{api}/health", timeout=5).close()
    except OSError:
        return False
    return True


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.stdin:
        process.stdin.close()
    try:
        process.wait(_SECONDS_TO_END)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def main(port: int) -> None:
    """Serve Prefect's API and UI until standard input closes."""
    import uvicorn

    config = uvicorn.Config(
        "prefect.server.api.server:create_app",
        factory=True,
        host="127.0.0.1",
        port=port,
        log_level="warning",
        timeout_graceful_shutdown=3,
    )
    os.environ["PREFECT__SERVER_FINAL"] = "1"  # as `prefect server start` has it: this process is the server itself
    server = uvicorn.Server(config)
    Thread(target=_end_with_input, args=(server,), daemon=True).start()
    server.run()


def _end_with_input(server: object) -> None:
    sys.stdin.buffer.read()
    server.should_exit = True  # type: ignore[attr-defined]  # uvicorn is imported in its own process only


if __name__ == "__main__":
    main(int(sys.argv[1]))
