"""The mirror of a remote drop: a folder of this machine that holds the objects as files, brought up to date by need.

It lies in the user's cache, not beside a warehouse, so that `validate` and the refreshes of several warehouses fetch an
object once. Losing it costs a download and nothing else: which articles changed, the warehouse knows. Each file comes
by a rename; the index says which version of its object it is, and how the file looked then. So a killed fetch leaves at
most files that the index does not know as they are, which are fetched again.
"""

import json
import os
import shutil
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from filelock import FileLock, Timeout

from flows.errors import RunFailedError, WrongUseError
from flows.remote.address import Drop, RemoteDrop
from flows.remote.failures import CACHE_VARIABLE, UnsteadyError, describe, explain, is_lasting
from flows.remote.storage import RemoteObject, Storage, check_packages
from flows.sources.catalog import CATALOG
from flows.sources.names import SIDECAR, is_of_known_kind, plain_name
from flows.sources.records import RecordError, Refusal, refuse

_DELAYS = (1.0, 5.0, 20.0)
_AT_ONCE = 500  # objects asked for; between such parts the index is written now and then
_SECONDS_BETWEEN_NOTES = 10.0
_MOST_NAME_BYTES = 255


@dataclass(frozen=True, slots=True)
class OpenDrop:
    """A drop that can be read now: the folder or file, and refusals of objects whose names no file can have."""

    path: Path
    refusals: Sequence[Refusal] = ()


@contextmanager
def open_drop(drop: Drop, *, fetch: bool = True) -> Iterator[OpenDrop]:
    """A drop to read: a local one as it is, a remote one in its mirror, which nobody else changes meanwhile.

    Without `fetch` the mirror is read as it was left. Raises WrongUseError when there is no such drop, and
    RunFailedError when it cannot be fetched.
    """
    if isinstance(drop, Path):
        if not drop.exists():
            raise WrongUseError(f"{drop}: there is no such drop; name a folder or a file that exists")
        yield OpenDrop(drop)
        return
    check_packages(drop)
    mirror = Mirror(drop)
    with mirror.lock():
        refusals = _fetch_patiently(mirror) if fetch else ()
        yield OpenDrop(mirror.content, refusals)


def _fetch_patiently(mirror: "Mirror") -> list[Refusal]:
    """Fetch; try again what time can mend, also an object that changed or went meanwhile, as the next listing tells."""
    for delay in (*_DELAYS, None):
        try:
            return mirror.fetch(Storage(mirror.drop))
        except Exception as error:
            if delay is None or is_lasting(error):
                raise explain(mirror.drop, error) from None  # which would be logged as it is, perhaps with a secret
            words = f"dateline: {mirror.drop}: {describe(error)}; trying again in {delay:g} s"
            print(words, file=sys.stderr, flush=True)
            time.sleep(delay)
    raise AssertionError  # the last try has returned or raised


class Mirror:
    """The folder for one URL: `files` or, for a drop that is one file, `file`, and the index of what is in it."""

    def __init__(self, drop: RemoteDrop) -> None:
        self.drop = drop
        self.folder = _cache_folder() / "drops" / sha256(drop.url.encode()).hexdigest()[:16]
        self._index = self.folder / "index.json"
        self._partial = self.folder / "partial"

    @property
    def content(self) -> Path:
        """What is to be read as the drop."""
        single, name = self.folder / "file", self.drop.url.rstrip("/").rpartition("/")[2]
        return single / (unquote(name) if self.drop.is_web else name) if single.is_dir() else self.folder / "files"

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Keep others from changing it; waits for them. Raises RunFailedError when it cannot be written."""
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            lock = FileLock(self.folder / "lock")
            try:
                lock.acquire(blocking=False)
            except Timeout:
                print(
                    f"dateline: {self.drop}: another run reads it; waiting for it to end", file=sys.stderr, flush=True
                )
                lock.acquire()
        except OSError as error:
            raise RunFailedError(
                f"{self.folder}: {error.strerror}; name a folder to keep drops in with {CACHE_VARIABLE}"
            ) from error
        try:
            yield
        finally:
            lock.release()

    def fetch(self, storage: Storage) -> list[Refusal]:
        """Bring the mirror up to what the storage lists; returns refusals of objects that cannot be files.

        Only new and changed objects are downloaded; what of it is done holds when the rest fails.
        """
        listed, is_file = storage.list_objects()
        root, other = self.folder / "files", self.folder / "file"
        if is_file:
            root, other = other, root
        sound, refusals = _sort_names(listed)
        shutil.rmtree(other, ignore_errors=True)
        shutil.rmtree(self._partial, ignore_errors=True)
        for folder in (root, self._partial):
            folder.mkdir(exist_ok=True)
        index = self._read_index()
        known = {n: entry for n, entry in index.items() if n in sound and entry[1] == (_look(root / n) or "gone")}
        _remove_others(root, sound)
        stale = [o for name, o in sound.items() if o.mark is None or known.get(name, [None])[0] != o.mark]
        try:
            self._download(storage, root, stale, known)
        finally:
            if known != index:
                self._write_index(known)
        return refusals

    def _download(
        self, storage: Storage, root: Path, items: Sequence[RemoteObject], known: dict[str, list[str | None]]
    ) -> None:
        told, pool = time.monotonic(), ThreadPoolExecutor(storage.threads)
        try:
            for start in range(0, len(items), _AT_ONCE):
                under_way: dict[Future[str | None], RemoteObject] = {
                    pool.submit(self._fetch_one, storage, root, item, str(number)): item
                    for number, item in enumerate(items[start : start + _AT_ONCE], start)
                }
                for done in as_completed(under_way):
                    item = under_way[done]
                    known[item.name] = [item.mark, done.result()]
                if time.monotonic() - told > _SECONDS_BETWEEN_NOTES:
                    count = min(start + _AT_ONCE, len(items))
                    print(f"fetched {count:,} of {len(items):,} objects", file=sys.stderr, flush=True)
                    self._write_index(known)
                    told = time.monotonic()
        finally:
            pool.shutdown(cancel_futures=True)

    def _fetch_one(self, storage: Storage, root: Path, item: RemoteObject, number: str) -> str | None:
        """The look of the file that an object has become."""
        partial, target = self._partial / number, root / item.name
        if item.name == CATALOG or item.name.endswith(SIDECAR) or is_of_known_kind(item.name):
            try:
                storage.fetch(item, str(partial))
            except FileNotFoundError:
                raise UnsteadyError(f"{item.name} went while it was read") from None
            if item.size not in (None, partial.stat().st_size):
                raise UnsteadyError(f"{item.name} changed while it was read")
        else:
            partial.touch()  # it is refused by its name, whatever it holds
        target.parent.mkdir(parents=True, exist_ok=True)
        os.replace(partial, target)
        return _look(target)

    def _read_index(self) -> dict[str, Any]:
        try:
            index: dict[str, Any] = json.loads(self._index.read_text("utf8"))
        except (OSError, ValueError):
            return {}
        return index

    def _write_index(self, known: Mapping[str, list[str | None]]) -> None:
        partial = self.folder / "index.json.new"
        partial.write_text(json.dumps(known), "utf8")
        os.replace(partial, self._index)


def _cache_folder() -> Path:
    if named := os.environ.get(CACHE_VARIABLE):
        return Path(named).absolute()
    try:
        return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "dateline"
    except RuntimeError:
        raise RunFailedError(f"there is no home to keep drops in: name a folder with {CACHE_VARIABLE}") from None


def _sort_names(listed: Sequence[RemoteObject]) -> tuple[dict[str, RemoteObject], list[Refusal]]:
    """Objects that can be files, by their names, and refusals of the others."""
    named = {item.name: item for item in listed if all(map(_is_file_name, item.name.split("/")))}
    folders = {name[:end] for name in named for end in _slashes(name)}
    sound = {name: item for name, item in named.items() if name not in folders}
    bad = sorted(item.name for item in listed if item.name not in sound)
    return sound, [refuse(RecordError("bad_object_name"), plain_name(name)) for name in bad]


def _slashes(name: str) -> Iterator[int]:
    return (place for place, character in enumerate(name) if character == "/")


def _is_file_name(part: str) -> bool:
    if part in ("", ".", "..") or "\0" in part or any(mark in part for mark in (os.sep, os.altsep) if mark):
        return False
    return len(part.encode("utf8", "surrogatepass")) <= _MOST_NAME_BYTES


def _look(path: Path) -> str | None:
    """What tells a file from another under its name; None for none."""
    try:
        found = os.lstat(path)
    except OSError:
        return None
    return f"{found.st_size} {found.st_mtime_ns} {found.st_ino}"


def _remove_others(root: Path, names: Mapping[str, object]) -> None:
    """Remove what is no object any more, and folders that are empty then."""
    for folder, folders, files in os.walk(root, topdown=False):
        inside = os.path.relpath(folder, root).replace(os.sep, "/")
        for file in files:
            if (file if inside == "." else f"{inside}/{file}") not in names:
                os.unlink(os.path.join(folder, file))
        for name in folders:
            with suppress(OSError):
                os.rmdir(os.path.join(folder, name))
