"""A new warehouse file beside the published one, and the step that puts it in its place.

Readers keep the file that they opened; a refresh that is killed leaves a draft that the next one overwrites.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb

_MOST_AT_ONCE = 1 << 30  # bytes


def draft_path(warehouse: Path) -> Path:
    """Where the draft of a warehouse stands."""
    return warehouse.with_name(warehouse.name + ".new")


@contextmanager
def open_draft(warehouse: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A writing connection to a fresh copy of the warehouse (with the tables made, where there was none).

    All that is done within is one transaction: it is committed at the end, and lost on any error.
    """
    draft = draft_path(warehouse)
    discard_draft(warehouse)
    warehouse.parent.mkdir(parents=True, exist_ok=True)
    try:
        if is_new := not warehouse.exists():
            from schemas.ddl import create_statements
        else:
            _copy(warehouse, draft)
        with duckdb.connect(str(draft)) as connection:
            connection.begin()
            if is_new:
                connection.execute(create_statements())
            yield connection
            connection.commit()
            connection.execute("CHECKPOINT")
    except BaseException:  # a copy that the disk has no room for, too
        discard_draft(warehouse)
        raise


def _copy(source: Path, target: Path) -> None:
    """Copy a file within the kernel: file systems that can (Btrfs, XFS) let the copy share its blocks, at no cost."""
    with source.open("rb") as old, target.open("xb") as new:
        with suppress(AttributeError, OSError):  # not on this system, or not on this file system
            while os.copy_file_range(old.fileno(), new.fileno(), _MOST_AT_ONCE):
                pass
        old.seek(new.seek(0, os.SEEK_END))
        shutil.copyfileobj(old, new)  # what is left


def publish_draft(warehouse: Path) -> None:
    """Replace the warehouse by its draft: at every moment the file is wholly the old one or wholly the new one."""
    draft = draft_path(warehouse)
    _sync(draft)
    os.replace(draft, warehouse)
    _sync(warehouse.parent)


def discard_draft(warehouse: Path) -> None:
    """Remove a draft and DuckDB's log of it, where there are any."""
    draft = draft_path(warehouse)
    for path in (draft, draft.with_name(draft.name + ".wal")):
        path.unlink(missing_ok=True)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
