"""List and fetch what lies under a URL: the only module that knows fsspec.

Credentials are found by fsspec and the package of the protocol, in their own environment variables and files.
"""

import logging
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from importlib.util import find_spec
from typing import Any
from urllib.parse import unquote

from flows.errors import WrongUseError
from flows.remote.address import RemoteDrop
from flows.remote.failures import UnsteadyError, http_status
from flows.sources.names import SIDECAR, WITH_SIDECAR, is_aside, is_of_known_kind, split_endings

Info = Mapping[str, Any]
_VERSIONS = ("ETag", "etag", "generation", "md5Hash", "Content-MD5", "version_id", "VersionId")
_TIMES = ("LastModified", "last_modified", "Last-Modified", "updated", "mtime", "modify", "created")
_TIME_TO_SETTLE = timedelta(seconds=2)  # servers tell times by the second
_THREADS = 16
_SECONDS_OF_SILENCE = 30
_EXTRAS = {"s3": "s3", "s3a": "s3", "http": "remote", "https": "remote"}


@dataclass(frozen=True, slots=True)
class RemoteObject:
    """An object by its `name` inside the drop and its `path` as fsspec has it; `size` in bytes where known.

    `mark` changes with its content; None where it cannot tell that.
    """

    name: str
    path: str
    size: int | None
    mark: str | None


class Storage:
    """What lies under the URL of a drop, to be listed and fetched. Raises WrongUseError without the packages for it."""

    def __init__(self, drop: RemoteDrop) -> None:
        self.drop = drop
        self._files, path = _connect(drop)
        self.root = path.rstrip("/")

    @property
    def threads(self) -> int:
        """How many objects may be fetched at once: connections of a package that is not made for it are not shared."""
        return _THREADS if self._files.async_impl else 1

    def list_objects(self) -> tuple[list[RemoteObject], bool]:
        """Objects that count by their names, and whether the drop is one file (then with its sidecar, if it has one).

        Raises WrongUseError when nothing is there.
        """
        self._files.invalidate_cache()
        try:
            found = self._find()
        except FileNotFoundError:
            found = {}  # told below
        is_file = list(found) == [self.root]
        if is_file:
            found |= self._find_sidecar()
        if not found:
            raise WrongUseError(f"{self.drop}: there is no such drop; name a folder or a file that exists")
        folder = self.root.rpartition("/")[0] if is_file else self.root
        names = {path: self._name(path, folder) for path in found}
        if not is_file:
            found = {path: info for path, info in found.items() if not is_aside(names[path])}
        if any(_mark(info) is None for info in found.values()):
            found = dict(self._look_closer(found))
        return [_make_object(names[path], path, info) for path, info in found.items()], is_file

    def fetch(self, item: RemoteObject, target: str) -> None:
        """Write an object's bytes to a file of this machine."""
        self._files.get_file(item.path, target)

    def _find(self) -> dict[str, Info]:
        """Objects by their paths: with one recursive listing where the storage has such a thing."""
        if self.drop.is_web and not self.drop.url.endswith("/") and is_of_known_kind(self.root):
            return {self.root: self._ask(self.root)}
        if not _lists_all_at_once(self._files):
            return dict(self._walk())
        found = self._files.find(self.root, detail=True)
        if not isinstance(found, dict):  # as adlfs has it for one file
            found = {path: self._files.info(path) for path in found}
        return {path: info for path, info in found.items() if _is_file(path, info)}

    def _walk(self) -> Iterator[tuple[str, Info]]:
        """As fsspec's own walk, which leaves a folder out that it cannot list: its articles would be removed."""
        if not self.drop.is_web and self._files.isfile(self.root):
            yield self.root, self._files.info(self.root)
            return
        first = self.drop.url if self.drop.is_web else self.root
        folders = [first]
        while folders:
            folder = folders.pop()
            try:
                listed = self._files.ls(folder, detail=True)
            except FileNotFoundError:
                if folder == first:
                    raise
                continue  # it has just gone
            for info in listed:
                path = info["name"]
                if self.drop.is_web and _is_aside_link(path):
                    continue
                if info["type"] == "directory":
                    folders.append(path)
                elif _is_file(path, info):
                    yield path, info

    def _find_sidecar(self) -> dict[str, Info]:
        stem, ending, _ = split_endings(self.root)
        if ending not in WITH_SIDECAR:
            return {}
        try:
            return {stem + SIDECAR: self._ask(stem + SIDECAR)}
        except FileNotFoundError:
            return {}

    def _look_closer(self, found: Mapping[str, Info]) -> Iterator[tuple[str, Info]]:
        """Ask for each object by itself where a listing tells names alone."""
        with ThreadPoolExecutor(self.threads) as pool:
            try:
                yield from zip(found, pool.map(self._ask, found), strict=True)
            except FileNotFoundError as error:
                raise UnsteadyError(f"{error} is listed and not there") from None

    def _ask(self, path: str) -> Info:
        """What is to be known of one object; raises FileNotFoundError.

        For fsspec, what a web server does not answer is not found. Its article would be removed.
        """
        try:
            info: Info = self._files.info(path)
        except FileNotFoundError as error:
            cause = error.__cause__
            if self.drop.is_web and isinstance(cause, Exception) and http_status(cause) not in (404, 410):
                raise cause from None
            raise
        return info

    def _name(self, path: str, folder: str) -> str:
        name = path.removeprefix(folder).removeprefix("/")
        return unquote(name) if self.drop.is_web else name


def check_packages(drop: RemoteDrop) -> None:
    """Raise WrongUseError when what reads this kind of URL is not installed, or when nothing does."""
    extra = _EXTRAS.get(drop.scheme)
    if not find_spec("fsspec"):
        raise WrongUseError(f"{drop} needs fsspec, which is not installed: run `uv sync --extra {extra or 'remote'}`")
    from fsspec import get_filesystem_class
    from fsspec.registry import known_implementations

    try:
        get_filesystem_class(drop.scheme)
    except ImportError as error:
        package = known_implementations[drop.scheme]["class"].partition(".")[0]
        remedy = "uv pip install" if package == "fsspec" else f"uv pip install {package}"
        remedy = f"uv sync --extra {extra}" if extra else remedy
        raise WrongUseError(f"{drop} needs a package that is not installed ({error}): add it by `{remedy}`") from None
    except ValueError:
        raise WrongUseError(f"{drop}: nothing reads {drop.scheme}://: name a folder, a file or s3://…") from None


def _connect(drop: RemoteDrop) -> tuple[Any, str]:
    check_packages(drop)
    from fsspec.core import url_to_fs

    try:
        files, path = url_to_fs(drop.url, **(_web_options(drop.scheme) if drop.is_web else {}))
    except ImportError as error:
        raise WrongUseError(f"{drop} needs a package that is not installed ({error}): add it") from None
    package = type(files).__module__.partition(".")[0]
    logging.getLogger(package).setLevel(logging.CRITICAL)  # it would tell failures at length, which are told in a line
    return files, str(path)


def _web_options(scheme: str) -> dict[str, Any]:
    """What is set for fsspec in the environment, and: files as they are, no bound but on silence, proxies, netrc."""
    from aiohttp import ClientTimeout
    from fsspec.config import conf

    own = conf.get(scheme, {})
    patience = ClientTimeout(total=None, sock_connect=_SECONDS_OF_SILENCE, sock_read=_SECONDS_OF_SILENCE)
    return {
        "headers": {"Accept-Encoding": "identity"} | own.get("headers", {}),
        "client_kwargs": {"timeout": patience, "trust_env": True} | own.get("client_kwargs", {}),
    }


def _lists_all_at_once(files: Any) -> bool:
    from fsspec import AbstractFileSystem
    from fsspec.asyn import AsyncFileSystem

    if isinstance(files, AsyncFileSystem):
        return type(files)._find is not AsyncFileSystem._find
    return type(files).find is not AbstractFileSystem.find


def _is_file(path: str, info: Info) -> bool:
    """False for a folder, and for the empty object that stands for one."""
    return info.get("type") != "directory" and not path.endswith("/")


def _is_aside_link(path: str) -> bool:
    """True for links of a web server's listing that sort it or lead back."""
    return "?" in path or "#" in path or path.rstrip("/").endswith(("/.", "/.."))


def _make_object(name: str, path: str, info: Info) -> RemoteObject:
    return RemoteObject(name, path, info.get("size"), _mark(info) if _is_settled(info) else None)


def _mark(info: Info) -> str | None:
    marks = [f"{name}={info[name]}" for name in (*_VERSIONS, *_TIMES) if info.get(name)]
    return f"{info.get('size')} {' '.join(marks)}" if marks else None


def _is_settled(info: Info) -> bool:
    """False for what has only a time to be known by, and one so late that the next change may have the same."""
    if any(info.get(name) for name in _VERSIONS):
        return True
    times = (_as_time(info[name]) for name in _TIMES if info.get(name))
    return all(time is None or time < datetime.now(UTC) - _TIME_TO_SETTLE for time in times)


def _as_time(value: object) -> datetime | None:
    match value:
        case datetime():
            return value if value.tzinfo else value.replace(tzinfo=UTC)
        case int() | float():
            return datetime.fromtimestamp(value, UTC)
        case str():
            try:
                return parsedate_to_datetime(value)
            except ValueError:
                return None
    return None
