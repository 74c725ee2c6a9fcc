"""A drop under protocols that only fsspec knows; without a recursive listing, each folder is listed by itself."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from flows.errors import RunFailedError, WrongUseError
from flows.remote import RemoteDrop, open_drop
from flows.remote.mirror import Mirror

fsspec = pytest.importorskip("fsspec")


@pytest.fixture
def in_memory(drop: Path) -> Iterator[RemoteDrop]:
    """The drop in the memory of this process: all of it is listed at once."""
    files = fsspec.filesystem("memory")
    files.put(f"{drop}/", "/in", recursive=True)
    yield RemoteDrop("memory://in")
    files.rm("/in", recursive=True)


@pytest.fixture
def on_disk(drop: Path) -> RemoteDrop:
    """The drop by its `local://` URL, whose folders are listed one by one."""
    return RemoteDrop(f"local://{drop}")


@pytest.fixture(params=["in_memory", "on_disk"])
def place(request: pytest.FixtureRequest) -> RemoteDrop:
    found: RemoteDrop = request.getfixturevalue(request.param)
    return found


@pytest.mark.usefixtures("settled")
def test_mirror_is_the_drop_and_is_fetched_once(place: RemoteDrop, drop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_drop(place) as opened:
        found = {path.relative_to(opened.path): path for path in opened.path.rglob("*") if path.is_file()}
    assert len(found) == 10
    for name, path in found.items():
        assert path.read_bytes() == (b"" if name.suffix == ".mp4" else (drop / name).read_bytes())
    fetched: list[str] = []
    files = fsspec.get_filesystem_class(place.scheme)
    monkeypatch.setattr(files, "get_file", lambda self, path, target: fetched.append(path))
    with open_drop(place):
        pass
    assert fetched == []


def test_one_file(place: RemoteDrop) -> None:
    with open_drop(RemoteDrop(f"{place}/a b.txt")) as opened:
        assert (opened.path.name, opened.path.is_file()) == ("a b.txt", True)


def test_no_such_folder(place: RemoteDrop) -> None:
    nowhere = RemoteDrop(f"{place}/none")
    with pytest.raises(WrongUseError, match="/none: there is no such drop"), open_drop(nowhere):
        pass


def test_folder_that_cannot_be_listed_is_not_left_out(on_disk: RemoteDrop, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(self: Any, path: str, detail: bool = False) -> Any:
        if path.endswith("2025"):
            raise OSError("the disk is tired")
        return listed(self, path, detail)

    with open_drop(on_disk) as opened:
        before = sorted(opened.path.rglob("*"))
    files = fsspec.get_filesystem_class("local")
    listed = files.ls
    monkeypatch.setattr(files, "ls", fail)
    with pytest.raises(RunFailedError, match="the disk is tired"), open_drop(on_disk):
        pass
    assert sorted(Mirror(on_disk).content.rglob("*")) == before
