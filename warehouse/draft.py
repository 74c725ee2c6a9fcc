"""A new warehouse file beside the published one, and the step that puts it in its place.

Readers keep the file that they opened; a refresh that is killed leaves a draft that the next one overwrites.

Of a DuckLake only the catalog is copied and replaced. (Within the catalog itself one transaction could be the draft,
but DuckDB gives a file to one writing process or to many readers: each would turn the other away.) Its data files are
never changed, so a catalog that a reader opened stays whole until files that nothing else names are removed.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from threading import Event, Thread
from typing import Self

import duckdb

from warehouse.interrupt import interruptible
from warehouse.lake import CHECKPOINT, Lake, Warehouse, connect_lake, data_folder, file_of

_MOST_AT_ONCE = 1 << 30  # bytes
_LEAST_MEMORY = 160 << 20  # bytes: with these DuckDB is as quick as with all that a machine has (measured to 0.8 GB)
_NEW_IN_MEMORY, _OLD_IN_MEMORY = 1 / 10, 1 / 2
"""What more it may have, as shares of the file: a change needs whole indexes, which a new one saves on the way."""
_STORAGE_VERSION = "v1.2.0"
"""Of a new warehouse: in the version before, DuckDB writes whole indexes anew at every publish."""


class Draft:
    """The draft of a warehouse. Within its `with`, a copy of the warehouse is made while other work goes on."""

    _holds_constraints = True

    def __init__(self, warehouse: Warehouse) -> None:
        self.file = file_of(warehouse)
        self.path = self.file.with_name(self.file.name + ".new")
        self._is_copy = False
        self._is_new = False
        self._allowance: float | None = 1
        self._copied = Event()
        self._copying = Thread(target=self._copy_ahead, daemon=True)

    def __enter__(self) -> Self:
        self._copying.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._copying.join()
        self._discard()

    def _copy_ahead(self) -> None:
        with suppress(OSError):  # `open` tries again, and says what is wrong
            self._copy()
        self._copied.set()
        with suppress(OSError):  # it may be published by now
            _sync(self.path)  # so that `publish` waits for what came after only

    def _copy(self) -> None:
        self._discard()
        if self.file.exists():
            _copy(self.file, self.path)
        self._is_copy = True

    @contextmanager
    def open(self, allowance: float | None = 1) -> Iterator[duckdb.DuckDBPyConnection]:
        """A writing connection to a fresh copy of the warehouse (with the tables made, where there was none).

        DuckDB spills rather than take much memory: `allowance` times what mostly is enough, None for all that there is.
        What cannot spill raises duckdb.OutOfMemoryException.
        All that is done within is committed at the end, and lost with the draft on any error.
        """
        self._copied.wait()
        try:
            if not self._is_copy:
                self._copy()
            self._is_copy = False
            self._is_new, self._allowance = not self.path.exists(), allowance
            with closing(self._connect()) as connection, interruptible(connection):
                self._bound(connection)
                connection.begin()
                if self._is_new:
                    from schemas.ddl import create_statements

                    connection.execute(create_statements(constraints=self._holds_constraints))
                yield connection
                connection.commit()
                self._checkpoint(connection)
        except BaseException:  # a copy that the disk has no room for, too
            self._discard()
            raise

    def save(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Write what was done so far into the draft, which frees memory."""
        connection.commit()
        self._checkpoint(connection)
        self._bound(connection)
        connection.begin()

    def publish(self) -> None:
        """Replace the warehouse: at every moment the file is wholly the old one or wholly the new one."""
        _sync(self.path)
        os.replace(self.path, self.file)
        _sync(self.file.parent)

    def _connect(self) -> duckdb.DuckDBPyConnection:
        return duckdb.connect(str(self.path), config={"storage_compatibility_version": _STORAGE_VERSION})

    def _bound(self, connection: duckdb.DuckDBPyConnection) -> None:
        if self._allowance is not None:
            share = _NEW_IN_MEMORY if self._is_new else _OLD_IN_MEMORY
            most = int(self._allowance * (_LEAST_MEMORY + share * self.path.stat().st_size))
            connection.execute("RESET memory_limit")  # DuckDB's own bound, by what the machine has, stays the highest
            [(own,)] = connection.execute("SELECT parse_formatted_bytes(current_setting('memory_limit'))").fetchall()
            connection.execute(f"SET memory_limit = '{min(most, own)}B'")

    def _checkpoint(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Leave all that was committed in the file, and no log of it."""
        connection.execute("CHECKPOINT")

    def _discard(self) -> None:
        """Remove the draft, DuckDB's log of it and what it spilled, where there are any."""
        for path in (self.path, self.path.with_name(self.path.name + ".wal")):
            path.unlink(missing_ok=True)
        shutil.rmtree(self.path.with_name(self.path.name + ".tmp"), ignore_errors=True)


class _LakeDraft(Draft):
    """The draft of a DuckLake: a new catalog, and data files that only it names."""

    _holds_constraints = False  # `warehouse.checking` looks at them

    def __init__(self, lake: Lake) -> None:
        super().__init__(lake)
        self.lake = lake
        self._before: set[Path] = set()
        self._written: set[Path] = set()

    def save(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Nothing: each commit would be a snapshot of the lake, which keeps no index in memory."""

    def publish(self) -> None:
        """The same, once the data files that the new catalog names are on the disk."""
        for path in self._written | {path.parent for path in self._written}:
            _sync(path)
        super().publish()

    def _bound(self, connection: duckdb.DuckDBPyConnection) -> None:
        """No bound: a lake has no index, and its rows go to files as they come."""

    def _connect(self) -> duckdb.DuckDBPyConnection:
        connection = connect_lake(self.lake, self.path)
        self._before = set(data_folder(connection).rglob("*"))
        return connection

    def _checkpoint(self, connection: duckdb.DuckDBPyConnection) -> None:
        connection.execute(CHECKPOINT)
        self._written = set(data_folder(connection).rglob("*")) - self._before


def make_draft(warehouse: Warehouse) -> Draft:
    """A draft of a warehouse, which is made where there is none."""
    return _LakeDraft(warehouse) if isinstance(warehouse, Lake) else Draft(warehouse)


def _copy(source: Path, target: Path) -> None:
    """Copy a file within the kernel: file systems that can (Btrfs, XFS) let the copy share its blocks, at no cost."""
    with source.open("rb") as old, target.open("xb") as new:
        with suppress(AttributeError, OSError):  # not on this system, or not on this file system
            while os.copy_file_range(old.fileno(), new.fileno(), _MOST_AT_ONCE):
                pass
        old.seek(new.seek(0, os.SEEK_END))
        shutil.copyfileobj(old, new)  # what is left


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
