"""Floors just below what the rules reach on hand-marked news, so that nothing slides back.

The gold lies outside of the project (its texts belong to their publishers); without it these tests are skipped.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

SHARED = Path(__file__).parent.parent.parent / "shared"
GOLD = SHARED / "gold"
pytestmark = [pytest.mark.accuracy, pytest.mark.skipif(not GOLD.exists(), reason="no gold beside the project")]


def evaluate(task: str, gold: str, *options: str) -> dict[str, Any]:
    command = [sys.executable, SHARED / "scorers" / "evaluate.py", task, GOLD / gold, "--json", *options]
    done = subprocess.run(
        [*map(str, command), "--command", f"{sys.executable} -m flows"], capture_output=True, text=True, check=True
    )
    result: dict[str, Any] = json.loads(done.stdout)
    return result
