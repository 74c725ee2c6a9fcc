"""What the user asks a refresh for."""

from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

from flows.remote.address import Drop


@dataclass(frozen=True, slots=True)
class Request:
    """What the user asks for; `jobs` 0 means one process a core, `runner` the address of a cluster that parses.

    With `replay` only open cases are tried again; with `wait` it waits for another refresh to end.
    """

    drop: Drop
    warehouse: Path
    jobs: int = 0
    full: bool = False
    started_by: str = "manual"
    replay: bool = False
    wait: bool = False
    run_id: str = field(default_factory=lambda: f"run_{uuid4().hex[:16]}")
    runner: str | None = None
