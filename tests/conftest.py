"""What many tests share: the project's folder, the seeds' warehouse, and refreshes without a server."""

import os
import signal
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from hypothesis import settings

from flows.progress import show_progress
from flows.refresh import Outcome, Steps, refresh
from flows.request import Request

settings.register_profile("ci", derandomize=True)  # a landing should not hang on the luck of a new example
settings.load_profile("ci" if os.environ.get("CI") else "default")

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # as a shell gives it to what runs in its background
    signal.signal(signal.SIGINT, signal.default_int_handler)

PROJECT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def project() -> Path:
    return PROJECT


@pytest.fixture(scope="session")
def seeds() -> Path:
    return PROJECT / "raw"


@pytest.fixture(autouse=True, scope="session")
def no_prefect_of_the_user(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Whatever Prefect profile this machine has, the tests start from none."""
    patch = pytest.MonkeyPatch()
    patch.setenv("PREFECT_HOME", str(tmp_path_factory.mktemp("prefect")))
    for name in ("PREFECT_API_URL", "PREFECT_PROFILE", "PREFECT_PROFILES_PATH"):
        patch.delenv(name, raising=False)


def refresh_directly(drop: Path, warehouse: Path, *, jobs: int = 1, full: bool = False) -> Outcome:
    """By default in this process, which loads the model only once for all tests."""
    return refresh(Request(drop, warehouse, jobs, full), Steps(), show_progress)


@pytest.fixture(scope="session")
def run_directly() -> Callable[..., Outcome]:
    return refresh_directly


@pytest.fixture(scope="session")
def seed_warehouse(seeds: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The four seed articles, refreshed once for the whole session; tests only read it."""
    warehouse = tmp_path_factory.mktemp("seeds") / "dateline.duckdb"
    refresh_directly(seeds, warehouse)
    return warehouse


TABLES_OF_RUNS = {"runs", "quarantine", "entity_changes", "source_files"}


def dump(warehouse: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every table but those that keep the books, in a fixed order and without the run's own columns."""
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        names = [name for (name,) in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()]
        tables = {}
        for name in sorted(set(names) - TABLES_OF_RUNS):
            columns = "* EXCLUDE (run_id)" if name == "articles" else "*"
            tables[name] = connection.execute(f"SELECT {columns} FROM {name} ORDER BY ALL").fetchall()
    return tables


@pytest.fixture(scope="session")
def dump_warehouse() -> Callable[[Path], dict[str, list[tuple[object, ...]]]]:
    return dump
