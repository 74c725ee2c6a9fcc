"""What the user asks a refresh for, and the address of a warehouse."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

from flows.errors import WrongUseError
from flows.remote.address import Drop
from warehouse.lake import Lake, Warehouse, has_extension

_LAKE = re.compile(r"ducklake:(?!\w{2,}:)(?P<catalog>[^?]+)(\?data=(?!\w{2,}:)(?P<data>.+))?")


@dataclass(frozen=True, slots=True)
class Request:
    """What the user asks for; `jobs` 0 means one process a core, `runner` the address of a cluster that parses.

    With `replay` only open cases are tried again; with `wait` it waits for another refresh to end.
    """

    drop: Drop
    warehouse: Warehouse
    jobs: int = 0
    full: bool = False
    started_by: str = "manual"
    replay: bool = False
    wait: bool = False
    run_id: str = field(default_factory=lambda: f"run_{uuid4().hex[:16]}")
    runner: str | None = None


def read_address(address: str) -> Warehouse:
    """The warehouse at `FILE`, `ducklake:CATALOG` or `ducklake:CATALOG?data=FOLDER`; raises WrongUseError."""
    if address.endswith(".ducklake") and ":" not in address:
        raise WrongUseError(f"--warehouse {address} looks like a DuckLake: give ducklake:{address}")
    if not address.startswith("ducklake:"):
        if not address or Path(address).is_dir():
            raise WrongUseError(
                f"--warehouse {address or chr(39) * 2} is no file: give one, as {address or '.'}/dateline.duckdb"
            )
        return Path(address)
    match = _LAKE.fullmatch(address)
    if match is None or Path(match["catalog"]).is_dir():
        form = "ducklake:CATALOG or ducklake:CATALOG?data=FOLDER, a file and a folder of this machine's disks"
        raise WrongUseError(f"--warehouse {address} is no address of a DuckLake: give {form}")
    if not has_extension():
        remedy = "run `uv sync --extra ducklake`"
        raise WrongUseError(f"--warehouse {address} needs DuckLake, which is not installed: {remedy}")
    lake = Lake(Path(match["catalog"]), Path(match["data"]) if match["data"] else None)
    if lake.data and lake.data.exists() and not lake.exists() and (not lake.data.is_dir() or any(lake.data.iterdir())):
        raise WrongUseError(f"--warehouse {address}: {lake.data} is no empty folder; a new DuckLake needs one")
    return lake
