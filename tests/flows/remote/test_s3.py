"""A drop in a bucket of a real S3 server of this machine."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from flows.errors import WrongUseError
from flows.refresh import Outcome
from flows.remote import RemoteDrop, open_drop
from tests.flows.remote.conftest import TEXT, Bucket

Refresh = Callable[..., Outcome]
Dump = Callable[[Path], dict[str, list[tuple[object, ...]]]]
URL = "s3://news/in/box"


def dateline(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "flows", *map(str, arguments)]
    settings = os.environ | environment
    return subprocess.run(command, env=settings, capture_output=True, text=True, timeout=120, check=False)


def test_same_rows_as_from_a_folder_and_nothing_is_fetched_twice(
    bucket: Bucket, drop: Path, tmp_path: Path, run_directly: Refresh, dump_warehouse: Dump
) -> None:
    there, here = tmp_path / "there.duckdb", tmp_path / "here.duckdb"
    bucket.put_folder(drop, "in/box")
    bucket.put("in/box/2025/", b"")  # as some tools mark a folder
    bucket.put("in/box2/other.txt", b"of another drop whose name begins so")
    bucket.requests.clear()
    run_directly(RemoteDrop(URL), there)
    run_directly(drop, here)
    assert dump_warehouse(there) == dump_warehouse(here)
    assert bucket.count() == {"LIST": 1, "GET": 9}
    bucket.requests.clear()
    outcome = run_directly(RemoteDrop(URL), there)
    assert (outcome.unchanged, outcome.articles_parsed) == (5, 0)
    assert bucket.count() == {"LIST": 1}


def test_version_of_the_same_size_and_second_is_noticed(bucket: Bucket) -> None:
    for words in ("bridge", "school"):
        bucket.put("in/box/a.txt", TEXT.replace("bridge", words).encode())
        with open_drop(RemoteDrop(URL)) as opened:
            assert words in (opened.path / "a.txt").read_text()


def test_listing_of_many_pages_is_whole(bucket: Bucket) -> None:
    for number in range(1100):
        bucket.put(f"in/box/{number % 7}/{number:04}.mp4", b"")
    bucket.requests.clear()
    with open_drop(RemoteDrop(URL)) as opened:
        assert len(list(opened.path.rglob("*.mp4"))) == 1100
    assert bucket.count() == {"LIST": 2}
    bucket.remove("in/box/3/0003.mp4")
    with open_drop(RemoteDrop(f"{URL}/")) as opened:
        assert len(list(opened.path.rglob("*.mp4"))) == 1099


def test_object_that_no_file_can_be_is_refused_alone(bucket: Bucket, tmp_path: Path, run_directly: Refresh) -> None:
    odd = ["a//b.txt", "good.txt//c", "../up.txt", "./c.txt", f"{'d' * 256}.txt", "both.txt"]
    for key in [*odd, "both.txt/inner.txt", "good.txt"]:
        bucket.put(f"in/box/{key}", TEXT.encode())
    outcome = run_directly(RemoteDrop(URL), tmp_path / "w.duckdb")
    assert outcome.new == 2
    assert sorted(refusal.source_file for refusal in outcome.refused) == sorted(odd)
    assert {refusal.rule for refusal in outcome.refused} == {"bad_object_name"}
    assert not list(tmp_path.rglob("up.txt"))


def test_file_and_folder_may_take_each_others_names(bucket: Bucket) -> None:
    bucket.put("in/box/a", TEXT.encode())
    bucket.put("in/box/b/c.txt", TEXT.encode())
    with open_drop(RemoteDrop(URL)):
        pass
    bucket.remove("in/box/a")
    bucket.remove("in/box/b/c.txt")
    bucket.put("in/box/a/d.txt", TEXT.encode())
    bucket.put("in/box/b", TEXT.encode())
    with open_drop(RemoteDrop(URL)) as opened:
        assert (opened.path / "a" / "d.txt").read_text() == TEXT
        assert (opened.path / "b").is_file()


def test_drop_that_was_a_folder_may_become_a_file(bucket: Bucket) -> None:
    bucket.put("in/box.txt/a.txt", TEXT.encode())
    with open_drop(RemoteDrop("s3://news/in/box.txt")) as opened:
        assert opened.path.is_dir()
    bucket.remove("in/box.txt/a.txt")
    bucket.put("in/box.txt", b"one")
    bucket.put("in/box.meta.yml", b"title: One\n")
    with open_drop(RemoteDrop("s3://news/in/box.txt")) as opened:
        assert opened.path.read_bytes() == b"one"
        assert sorted(path.name for path in opened.path.parent.iterdir()) == ["box.meta.yml", "box.txt"]
    with open_drop(RemoteDrop("s3://news/in/box.txt"), fetch=False) as opened:
        assert opened.path.name == "box.txt"


@pytest.mark.parametrize("url", ["s3://news/in/none", "s3://nobody/in", "s3://news/in/none.txt"])
def test_no_such_bucket_or_folder(bucket: Bucket, url: str) -> None:
    with pytest.raises(WrongUseError, match=f"{url}: there is no such drop"), open_drop(RemoteDrop(url)):
        pass


def test_bucket_that_was_emptied_does_not_empty_the_warehouse(
    bucket: Bucket, tmp_path: Path, run_directly: Refresh, dump_warehouse: Dump
) -> None:
    bucket.put("in/box/a.txt", TEXT.encode())
    run_directly(RemoteDrop(URL), tmp_path / "w.duckdb")
    before = dump_warehouse(tmp_path / "w.duckdb")
    bucket.remove("in/box/a.txt")
    with pytest.raises(WrongUseError, match="there is no such drop"):
        run_directly(RemoteDrop(URL), tmp_path / "w.duckdb")
    assert dump_warehouse(tmp_path / "w.duckdb") == before


def test_command_line(bucket: Bucket, tmp_path: Path) -> None:
    bucket.put("in/box/a.txt", TEXT.encode())
    done = dateline("validate", URL, "--no-parse")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1].endswith("1 accepted, 0 refused")
    keyless = dateline(
        "refresh", URL, "--warehouse", tmp_path / "w.duckdb", AWS_ACCESS_KEY_ID="", AWS_SECRET_ACCESS_KEY=""
    )
    assert keyless.returncode == 3
    [line] = keyless.stderr.splitlines()
    assert line.startswith(
        f"dateline: {URL}: access is refused (Unable to locate credentials): set its credentials (AWS_"
    )


def test_cache_that_cannot_be_written_is_one_line(bucket: Bucket, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    done = dateline("validate", URL, DATELINE_CACHE=str(tmp_path / "taken"))
    assert done.returncode == 3
    [line] = done.stderr.splitlines()
    assert line.endswith("name a folder to keep drops in with DATELINE_CACHE")
