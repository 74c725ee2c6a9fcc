"""A drop under a protocol without one recursive listing, told of by fsspec alone: each folder is listed by itself."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from flows.errors import RunFailedError, WrongUseError
from flows.remote import RemoteDrop, open_drop
from flows.remote.mirror import Mirror

fsspec = pytest.importorskip("fsspec")
DROP = RemoteDrop("memory://in")


@pytest.fixture
def memory(drop: Path) -> Iterator[Any]:
    """Storage in the memory of this process, with the drop under `/in`."""
    files = fsspec.filesystem("memory")
    files.put(f"{drop}/", "/in", recursive=True)
    yield files
    files.rm("/", recursive=True)


@pytest.mark.usefixtures("settled")
def test_mirror_is_the_drop(memory: Any, drop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_drop(DROP) as opened:
        found = {path.relative_to(opened.path): path for path in opened.path.rglob("*") if path.is_file()}
    assert len(found) == 10
    for name, path in found.items():
        assert path.read_bytes() == (b"" if name.suffix == ".mp4" else (drop / name).read_bytes())
    fetched: list[str] = []
    monkeypatch.setattr(type(memory), "get_file", lambda self, path, target: fetched.append(path))
    with open_drop(DROP):
        pass
    assert fetched == []


def test_one_file(memory: Any) -> None:
    with open_drop(RemoteDrop("memory://in/a b.txt")) as opened:
        assert (opened.path.name, opened.path.is_file()) == ("a b.txt", True)


def test_no_such_folder(memory: Any) -> None:
    with (
        pytest.raises(WrongUseError, match="memory://none: there is no such drop"),
        open_drop(RemoteDrop("memory://none")),
    ):
        pass


def test_folder_that_cannot_be_listed_is_not_left_out(memory: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(self: Any, path: str, detail: bool = True) -> Any:
        if path.endswith("2025"):
            raise OSError("the disk is tired")
        return listed(self, path, detail)

    with open_drop(DROP) as opened:
        before = sorted(opened.path.rglob("*"))
    listed = type(memory).ls
    monkeypatch.setattr(type(memory), "ls", fail)
    with pytest.raises(RunFailedError, match="the disk is tired"), open_drop(DROP):
        pass
    assert sorted(Mirror(DROP).content.rglob("*")) == before
