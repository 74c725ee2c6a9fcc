"""The user's command for failures: called with the facts, and never in the way."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from flows.failure_hook import COMMAND_VARIABLE, tell_failure
from warehouse.lock import lock_warehouse


def refresh(tmp_path: Path, hook: str, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "flows", "refresh", "nowhere", "--warehouse", "w.duckdb", "--on-failure", hook]
    return subprocess.run([*command, *options], cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False)


def test_hook_gets_run_drop_warehouse_and_message(tmp_path: Path) -> None:
    done = refresh(tmp_path, 'env | grep "^DATELINE_" | sort > told; echo "$DATELINE_MESSAGE" > message')
    assert done.returncode == 2
    told = dict(line.split("=", 1) for line in (tmp_path / "told").read_text().splitlines())
    assert (told["DATELINE_DROP"], told["DATELINE_WAREHOUSE"]) == ("nowhere", "w.duckdb")
    assert told["DATELINE_RUN_ID"].startswith("run_")
    assert (tmp_path / "message").read_text() == "nowhere: there is no such drop; name a folder or a file that exists\n"


@pytest.mark.parametrize("hook", ["exit 7", "/no/such/program", "'"])
def test_hook_that_fails_is_one_more_line(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], hook: str
) -> None:
    monkeypatch.setenv(COMMAND_VARIABLE, hook)
    tell_failure("raw", "w.duckdb", "run_1", "the disk is full")
    last = capfd.readouterr().err.splitlines()[-1]
    assert last.startswith(f"dateline: the command for failures, `{hook}`: ended with exit code")


def test_hook_that_fails_does_not_mask_the_error(tmp_path: Path) -> None:
    done = refresh(tmp_path, "exit 7")
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1].startswith("dateline: nowhere: there is no such drop")


def test_hook_of_the_environment_is_called_when_another_refresh_is_at_work(tmp_path: Path) -> None:
    (tmp_path / "nowhere").mkdir()
    with lock_warehouse(tmp_path / "w.duckdb"):
        failed = refresh(tmp_path, 'echo "$DATELINE_MESSAGE" > told')
        assert failed.returncode == 3
        assert "another refresh is at work on it; try again when it ends" in (tmp_path / "told").read_text()
        (tmp_path / "told").unlink()
        skipped = refresh(tmp_path, "echo x > told", "--if-busy", "skip")
    assert (skipped.returncode, skipped.stdout) == (0, "skipped: another refresh is at work on w.duckdb\n")
    assert not (tmp_path / "told").exists()


def test_no_hook_is_called_when_all_is_well(tmp_path: Path) -> None:
    (tmp_path / "nowhere").mkdir()
    assert refresh(tmp_path, "echo x > told").returncode == 0
    assert not (tmp_path / "told").exists()
    assert "DATELINE_ON_FAILURE" not in os.environ
