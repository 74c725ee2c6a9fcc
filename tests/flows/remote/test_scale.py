"""How long a refresh of 2,000 objects takes when there is nothing to do, and what it asks the server for."""

import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from flows.refresh import Outcome
from flows.remote import Drop, RemoteDrop
from tests.flows.remote.conftest import TEXT, Bucket, WebServer

Refresh = Callable[..., Outcome]
OBJECTS = 2000


@pytest.fixture
def many(tmp_path: Path) -> Path:
    folder = tmp_path / "many"
    for number in range(OBJECTS):
        (folder / f"{number % 10}").mkdir(parents=True, exist_ok=True)
        (folder / f"{number % 10}" / f"{number}.txt").write_text(TEXT.replace("the bridge", f"{number} bridges"))
    return folder


def measure(
    what: str, drop: Drop, warehouse: Path, run_directly: Refresh, count: Callable[[], Counter[str]]
) -> Counter[str]:
    """Seconds and requests of three refreshes; the requests of the last one are returned."""
    seen = count()
    for kind in ("all new", "nothing to do, files read once more", "nothing to do"):
        began = time.monotonic()
        outcome = run_directly(drop, warehouse)
        asked, seen = count() - seen, count()
        print(f"{what}, {kind}: {time.monotonic() - began:.2f} s, {dict(asked)}")
    assert (outcome.unchanged, outcome.articles_parsed) == (OBJECTS, 0)
    return asked


@pytest.mark.bench
def test_nothing_is_fetched_from_a_bucket(bucket: Bucket, many: Path, tmp_path: Path, run_directly: Refresh) -> None:
    bucket.put_folder(many, "many")
    asked = measure("S3", RemoteDrop("s3://news/many"), tmp_path / "w.duckdb", run_directly, bucket.count)
    assert asked == {"LIST": 2}


@pytest.mark.bench
@pytest.mark.usefixtures("settled")
def test_nothing_is_fetched_from_a_web_server(
    web: WebServer, many: Path, tmp_path: Path, run_directly: Refresh
) -> None:
    drop = RemoteDrop(f"{web.url}/{many.name}/")
    asked = measure("web", drop, tmp_path / "w.duckdb", run_directly, web.count)
    assert asked == {"LIST": 11, "HEAD": OBJECTS}


@pytest.mark.bench
def test_folder_for_comparison(many: Path, tmp_path: Path, run_directly: Refresh) -> None:
    measure("folder", many, tmp_path / "w.duckdb", run_directly, Counter)
