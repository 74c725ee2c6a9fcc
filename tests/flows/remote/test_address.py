"""What is a URL of a drop, and which are refused because they hold a secret."""

import subprocess
import sys
from pathlib import Path

import pytest

from flows.errors import WrongUseError
from flows.remote import RemoteDrop, find_drop
from flows.remote.storage import check_packages
from flows.serve import make_service


@pytest.mark.parametrize("words", ["raw", "/shared/raw", "a:b", "s3:/bucket", "C:\\drop", "./s3"])
def test_path_stays_a_path(words: str) -> None:
    assert find_drop(words) == Path(words)


@pytest.mark.parametrize(
    "url", ["s3://bucket/a/b", "az://box/in", "abfs://box@account.dfs.core.windows.net/in", "sftp://me@host/in"]
)
def test_url_stays_as_it_is(url: str) -> None:
    drop = find_drop(url)
    assert isinstance(drop, RemoteDrop)
    assert str(drop) == url


def test_file_url_is_the_folder_itself(tmp_path: Path) -> None:
    assert find_drop(tmp_path.as_uri()) == tmp_path
    assert find_drop("file:///a%20b/c") == Path("/a b/c")
    with pytest.raises(WrongUseError, match="file:///"):
        find_drop("file://host/raw")


@pytest.mark.parametrize("url", ["s3://", "https:///"])
def test_url_of_nothing_is_refused(url: str) -> None:
    with pytest.raises(WrongUseError, match=f"{url} names no place"):
        find_drop(url)


@pytest.mark.parametrize(
    "url",
    [
        "ftp://me:hunter2@host/in",
        "s3://key:hunter2@bucket/in",
        "https://host/a.jsonl?X-Amz-Signature=hunter2",
        "https://host/in#hunter2",
        "zip://hunter2::s3://bucket/a.zip",
        "http://[hunter2/in",
    ],
)
def test_secret_is_refused_and_not_told(url: str, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "flows", "refresh", url, "--warehouse", str(tmp_path / "w.duckdb")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    [line] = done.stderr.splitlines()
    assert (done.returncode, line.startswith("dateline: ")) == (2, True)
    assert "hunter2" not in done.stderr + done.stdout
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("url", "words"),
    [("gs://bucket/in", "add it by `uv pip install gcsfs`"), ("xyz://host/in", "nothing reads xyz://")],
)
def test_missing_package_is_one_line(url: str, words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("fsspec")
    monkeypatch.setitem(sys.modules, "gcsfs", None)
    with pytest.raises(WrongUseError) as caught:
        check_packages(RemoteDrop(url))
    assert words in str(caught.value)


@pytest.mark.parametrize(("url", "extra"), [("s3://bucket/in", "s3"), ("https://host/in", "remote")])
def test_missing_extra_is_one_line(url: str, extra: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.remote.storage.find_spec", lambda name: None)
    with pytest.raises(WrongUseError, match=f"needs fsspec, .* run `uv sync --extra {extra}`"):
        check_packages(RemoteDrop(url))


def test_service_takes_a_url_and_does_not_watch_it(tmp_path: Path) -> None:
    pytest.importorskip("fsspec")
    drop = RemoteDrop("memory://in")
    assert make_service(drop, tmp_path / "w.duckdb", every="10m").drop == drop
    with pytest.raises(WrongUseError, match=r"memory://in cannot be watched, .* --every"):
        make_service(drop, tmp_path / "w.duckdb", watch=True)
