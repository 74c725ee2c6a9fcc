"""A drop on a real web server of this machine: the same rows as from a folder, what is asked for, what goes wrong."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from flows.commands import run_replay, run_validate
from flows.errors import DatelineError, RunFailedError, WrongUseError
from flows.refresh import Outcome
from flows.remote import RemoteDrop, open_drop
from tests.flows.remote.conftest import TEXT, WebServer

Refresh = Callable[..., Outcome]
Dump = Callable[[Path], dict[str, list[tuple[object, ...]]]]


def remote(web: WebServer, place: str = "drop/") -> RemoteDrop:
    return RemoteDrop(f"{web.url}/{place}")


def cases(warehouse: Path) -> list[tuple[Any, ...]]:
    columns = "quarantine_id, source_file, record_key, rule, message, row_json, status"
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        return connection.execute(f"SELECT {columns} FROM quarantine ORDER BY ALL").fetchall()


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def counts(outcome: Outcome) -> tuple[int, int, int, int, int]:
    return outcome.new, outcome.changed, outcome.unchanged, outcome.removed, len(outcome.refused)


def test_same_rows_and_cases_as_from_a_folder(
    web: WebServer, drop: Path, tmp_path: Path, run_directly: Refresh, dump_warehouse: Dump
) -> None:
    there, here = tmp_path / "there.duckdb", tmp_path / "here.duckdb"
    assert counts(run_directly(remote(web), there)) == counts(run_directly(drop, here)) == (5, 0, 0, 0, 4)
    assert dump_warehouse(there) == dump_warehouse(here)
    assert cases(there) == cases(here)
    with duckdb.connect(str(there), read_only=True) as connection:
        assert connection.execute("SELECT drop_path FROM runs").fetchall() == [(f"{web.url}/drop/",)]
        country = "SELECT source_file, country, title FROM articles WHERE title = 'Bridge'"
        assert connection.execute(country).fetchall() == [("2025/é 100%.txt", "AU", "Bridge")]


def test_same_report_as_of_a_folder(web: WebServer, drop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    codes = [run_validate(place, None, as_json=True, parse=False, jobs=1) for place in (remote(web), drop)]
    assert codes == [1, 1]
    first, _, second = capsys.readouterr().out.partition("}\n{")
    assert f"{first}}}\n".replace(f"{web.url}/drop/", str(drop)) == f"{{{second}"


def test_one_file_is_read_with_its_sidecar(
    web: WebServer, drop: Path, tmp_path: Path, run_directly: Refresh, dump_warehouse: Dump
) -> None:
    there, here = tmp_path / "there.duckdb", tmp_path / "here.duckdb"
    run_directly(remote(web, "drop/2025/%C3%A9%20100%25.txt"), there)
    run_directly(drop / "2025" / "é 100%.txt", here)
    assert dump_warehouse(there) == dump_warehouse(here)
    with duckdb.connect(str(there), read_only=True) as connection:
        assert connection.execute("SELECT source_file, title FROM articles").fetchall() == [("é 100%.txt", "Bridge")]


@pytest.mark.usefixtures("settled")
def test_only_new_and_changed_objects_are_fetched_and_removed_ones_go(
    web: WebServer, drop: Path, tmp_path: Path, run_directly: Refresh
) -> None:
    warehouse = tmp_path / "w.duckdb"
    run_directly(remote(web), warehouse)
    fetched = [path for method, path in web.requests if method == "GET" and not path.endswith("/")]
    assert len(fetched) == len(set(fetched)) == 9  # the video, which no reader reads, is not among them
    web.requests.clear()
    assert counts(run_directly(remote(web), warehouse)) == (0, 0, 5, 0, 4)
    assert web.count() == {"LIST": 4, "HEAD": 10}
    (drop / "a b.txt").write_text(TEXT.replace("Tuesday", "Monday"))
    (drop / "new.txt").write_text(TEXT.replace("bridge", "school"))
    (drop / "e.zip").unlink()
    shutil.rmtree(drop / "2025" / "deep")
    (drop / "2025" / "deep").write_text("a file where a folder was")
    web.requests.clear()
    assert counts(run_directly(remote(web), warehouse)) == (1, 1, 2, 2, 4)
    assert {path for method, path in web.requests if method == "GET" and not path.endswith("/")} == {
        "/drop/a%20b.txt",
        "/drop/new.txt",
    }


def test_time_of_this_second_does_not_tell_two_versions_apart(web: WebServer, drop: Path) -> None:
    """The server tells times by the second: what was written a moment ago may be written again and look the same."""
    for words in ("bridge", "school"):
        (drop / "a b.txt").write_text(TEXT.replace("bridge", words))
        os.utime(drop / "a b.txt", (time.time(),) * 2)
        with open_drop(remote(web)) as opened:
            assert words in (opened.path / "a b.txt").read_text()


@pytest.mark.usefixtures("settled")
def test_file_of_the_mirror_that_somebody_changed_is_fetched_again(web: WebServer, drop: Path) -> None:
    with open_drop(remote(web)) as opened:
        (opened.path / "a b.txt").write_text("spoilt")
        (opened.path / "e.zip").unlink()
        (opened.path / "stray.txt").write_text("of nobody")
    with open_drop(remote(web)) as opened:
        assert (opened.path / "a b.txt").read_text() == TEXT
        assert (opened.path / "e.zip").read_bytes() == (drop / "e.zip").read_bytes()
        assert not (opened.path / "stray.txt").exists()


@pytest.mark.usefixtures("settled")
@pytest.mark.parametrize(
    ("request_of", "faults"),
    [
        (("GET", "/drop/"), [503, None]),
        (("GET", "/drop/2025/"), [500]),
        (("HEAD", "/drop/a%20b.txt"), [503]),
        (("GET", "/drop/a%20b.txt"), [503, None, 503]),
        (("GET", "/drop/e.zip"), [None, 429]),
    ],
)
def test_what_time_mends_is_tried_again(
    web: WebServer, drop: Path, request_of: tuple[str, str], faults: list[int | None]
) -> None:
    web.faults[request_of] = list(faults)
    if request_of[0] == "HEAD":
        web.faults["GET", request_of[1]] = [503]  # fsspec asks so next
    with open_drop(remote(web)) as opened:
        found, expected = files_of(opened.path), files_of(drop)
    assert not web.faults[request_of]
    assert found.pop("video.mp4") == b""
    assert found.items() <= expected.items()
    assert expected.keys() - found.keys() == {"video.mp4", "README.md", ".hidden/h.txt"}


@pytest.mark.usefixtures("settled")
@pytest.mark.parametrize(
    ("request_of", "status", "kind", "words"),
    [
        (("GET", "/drop/a%20b.txt"), None, RunFailedError, "it cannot be read"),
        (("GET", "/drop/2025/"), 503, RunFailedError, "it cannot be read .*503"),
        (("GET", "/drop/a%20b.txt"), 404, RunFailedError, "a b.txt went while it was read"),
        (("GET", "/drop/"), 403, RunFailedError, "access is refused .*~/.netrc"),
        (("GET", "/drop/"), 404, WrongUseError, "there is no such drop"),
    ],
)
def test_failure_is_one_line_and_the_warehouse_stays(
    web: WebServer,
    drop: Path,
    tmp_path: Path,
    run_directly: Refresh,
    dump_warehouse: Dump,
    request_of: tuple[str, str],
    status: int | None,
    kind: type[DatelineError],
    words: str,
) -> None:
    warehouse = tmp_path / "w.duckdb"
    run_directly(remote(web), warehouse)
    before = dump_warehouse(warehouse)
    (drop / "a b.txt").write_text(TEXT * 2)
    web.faults[request_of] = [status] * 9
    with pytest.raises(kind, match=words) as caught:
        run_directly(remote(web), warehouse)
    assert "\n" not in str(caught.value)
    assert dump_warehouse(warehouse) == before
    web.faults.clear()
    assert run_directly(remote(web), warehouse).changed == 1


def test_server_that_is_not_there_is_one_line(tmp_path: Path, run_directly: Refresh) -> None:
    pytest.importorskip("aiohttp")
    with pytest.raises(RunFailedError, match=r"http://127.0.0.1:1/drop/: it cannot be read \(Cannot connect"):
        run_directly(RemoteDrop("http://127.0.0.1:1/drop/"), tmp_path / "w.duckdb")
    assert not (tmp_path / "w.duckdb").exists()


def test_object_that_goes_between_listing_and_reading_is_gone(web: WebServer, drop: Path) -> None:
    def remove(method: str, path: str) -> None:
        if (method, path) == ("GET", "/drop/a%20b.txt"):
            (drop / "a b.txt").unlink(missing_ok=True)

    web.before = remove
    with open_drop(remote(web)) as opened:
        assert "a b.txt" not in files_of(opened.path)


@pytest.mark.usefixtures("settled")
def test_killed_fetch_leaves_what_the_next_one_completes(web: WebServer, drop: Path, own_cache: Path) -> None:
    for number in range(30):
        (drop / f"{number:02}.txt").write_text(f"{number}: {TEXT}")
    web.before = lambda method, path: time.sleep(0.05 if method == "GET" else 0)
    fetch = f"from flows.remote import *\nwith open_drop(RemoteDrop({remote(web).url!r})): print('whole')"
    for share in (0.1, 0.5, 0.9):
        web.requests.clear()
        process = subprocess.Popen([sys.executable, "-c", fetch], stdout=subprocess.PIPE, text=True)
        while web.count()["GET"] < share * 30:
            assert process.poll() is None
            time.sleep(0.005)
        process.send_signal(signal.SIGKILL)
        assert process.communicate()[0] == ""
    web.before = lambda method, path: None
    with open_drop(remote(web)) as opened:
        found, expected = files_of(opened.path), files_of(drop)
        assert found.pop("video.mp4") == b""
        assert found == {name: content for name, content in expected.items() if name in found}
        assert len(found) == len(expected) - 3
    assert not list(own_cache.rglob("partial/*"))


def test_mirror_is_not_changed_while_another_run_reads_it(web: WebServer) -> None:
    command = [sys.executable, "-m", "flows", "validate", str(remote(web)), "--no-parse"]
    with open_drop(remote(web)):
        web.requests.clear()
        other = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        assert other.stderr is not None
        assert other.stderr.readline().endswith("/drop/: another run reads it; waiting for it to end\n")
        assert web.requests == []
    assert "5 accepted, 4 refused" in other.communicate(timeout=60)[0]


@pytest.mark.usefixtures("settled")
def test_replay_reads_the_drop_of_the_last_run(
    web: WebServer, drop: Path, tmp_path: Path, run_directly: Refresh, capsys: pytest.CaptureFixture[str]
) -> None:
    warehouse = tmp_path / "w.duckdb"
    run_directly(remote(web), warehouse)
    (drop / "empty.txt").write_text(TEXT.replace("bridge", "museum"))
    (drop / "lonely.meta.yml").unlink()
    capsys.readouterr()
    assert run_replay(None, warehouse, jobs=1, direct=True) == 1
    assert "cases: 4 tried = 1 replayed + 1 gone + 2 open" in capsys.readouterr().out
