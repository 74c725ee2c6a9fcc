"""The user's own command for a run that failed: it gets the failure in its environment, and never changes it."""

import os
import subprocess
import sys
from pathlib import Path

from warehouse.lake import Warehouse

COMMAND_VARIABLE = "DATELINE_ON_FAILURE"
"""Environment variable that names the command: it reaches the processes that a schedule starts."""
_SECONDS_TO_END = 60


def tell_failure(drop: Path | str, warehouse: Warehouse | str, run_id: str, message: str) -> None:
    """Run the command that the user set, if any, by the shell; what goes wrong with it is a line on standard error."""
    command = os.environ.get(COMMAND_VARIABLE)
    if not command:
        return
    facts = {
        "DATELINE_RUN_ID": run_id,
        "DATELINE_DROP": str(drop),
        "DATELINE_WAREHOUSE": str(warehouse),
        "DATELINE_MESSAGE": message,
    }
    try:
        done = subprocess.run(command, shell=True, env=os.environ | facts, timeout=_SECONDS_TO_END, check=False)
        trouble = f"ended with exit code {done.returncode}" if done.returncode else ""
    except (OSError, ValueError, subprocess.TimeoutExpired) as error:
        trouble = str(error)
    if trouble:
        print(f"dateline: the command for failures, `{command}`: {trouble}", file=sys.stderr)
