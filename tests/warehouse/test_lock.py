"""One refresh of a warehouse at a time, over processes."""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from warehouse.lock import WarehouseLockedError, lock_warehouse

HOLD = """
import sys, time, pathlib
from warehouse.lock import lock_warehouse
with lock_warehouse(pathlib.Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(float(sys.argv[2]))
"""


@contextmanager
def holder(warehouse: Path, seconds: float, project: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds the lock."""
    command = [sys.executable, "-c", HOLD, str(warehouse), str(seconds)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=project) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_second_is_turned_away_and_comes_in_once_the_first_is_killed(project: Path, tmp_path: Path) -> None:
    warehouse = tmp_path / "w.duckdb"
    with holder(warehouse, 60, project) as process:
        with pytest.raises(WarehouseLockedError, match="another refresh is at work"), lock_warehouse(warehouse):
            pass
        process.send_signal(signal.SIGKILL)
        process.wait()
        with lock_warehouse(warehouse):
            pass


def test_second_waits_for_the_first(project: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with holder(tmp_path / "w.duckdb", 1.0, project) as process:
        began = time.monotonic()
        with lock_warehouse(tmp_path / "w.duckdb", wait=True):
            assert process.wait(5) == 0
        assert 0.5 < time.monotonic() - began < 10
    assert "waiting for it to end" in caplog.text
