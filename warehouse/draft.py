"""A new warehouse file beside the published one, and the step that puts it in its place.

Readers keep the file that they opened; a refresh that is killed leaves a draft that the next one overwrites.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event, Thread
from typing import Self

import duckdb

_MOST_AT_ONCE = 1 << 30  # bytes


class Draft:
    """The draft of a warehouse. Within its `with`, a copy of the warehouse is made while other work goes on."""

    def __init__(self, warehouse: Path) -> None:
        self.warehouse = warehouse
        self.path = warehouse.with_name(warehouse.name + ".new")
        self._is_copy = False
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
        if self.warehouse.exists():
            _copy(self.warehouse, self.path)
        self._is_copy = True

    @contextmanager
    def open(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A writing connection to a fresh copy of the warehouse (with the tables made, where there was none).

        All that is done within is one transaction: it is committed at the end, and lost on any error.
        """
        self._copied.wait()
        try:
            if not self._is_copy:
                self._copy()
            self._is_copy = False
            is_new = not self.path.exists()
            with duckdb.connect(str(self.path)) as connection:
                connection.begin()
                if is_new:
                    from schemas.ddl import create_statements

                    connection.execute(create_statements())
                yield connection
                connection.commit()
                connection.execute("CHECKPOINT")
        except BaseException:  # a copy that the disk has no room for, too
            self._discard()
            raise

    def publish(self) -> None:
        """Replace the warehouse: at every moment the file is wholly the old one or wholly the new one."""
        _sync(self.path)
        os.replace(self.path, self.warehouse)
        _sync(self.warehouse.parent)

    def _discard(self) -> None:
        """Remove the draft and DuckDB's log of it, where there are any."""
        for path in (self.path, self.path.with_name(self.path.name + ".wal")):
            path.unlink(missing_ok=True)


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
