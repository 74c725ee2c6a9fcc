"""Keep a DuckLake small: merge its data files, let old snapshots go, remove the files that nothing names any more.

As a refresh does, it works on a copy of the catalog. Files go first: those that an earlier compaction let go, or that a
killed refresh left. So whenever it is killed, the published catalog has every file that it names.

DuckLake's calls (1.5.5) break the memory of their process about once in 3,000 compactions of a small lake, wherever it
then shows. So they have a process of their own, and another one when that dies.
"""

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from multiprocessing import get_context
from typing import ParamSpec, TypeVar

import duckdb

from warehouse.draft import make_draft
from warehouse.lake import Lake
from warehouse.lock import lock_warehouse
from warehouse.statements import fill, statement

_TRIES = 3
Given = ParamSpec("Given")
Done = TypeVar("Done")


@dataclass(frozen=True, slots=True)
class Compaction:
    """Data files of the newest snapshot before and after, and how many files were removed from the disk."""

    before: int
    after: int
    removed: int


def compact_lake(lake: Lake, keep: timedelta) -> Compaction:
    """Compact a lake that exists; what its readers opened within `keep` stays whole.

    Raises WarehouseLockedError when a refresh is at work on it, duckdb.Error, and BrokenProcessPool when one process
    after the other died.
    """
    return run_apart(compact_here, lake, keep)


def run_apart(work: Callable[Given, Done], *given: Given.args, **named: Given.kwargs) -> Done:
    """What `work` gives in a process of its own, and in another one when that dies; at most `_TRIES` of them."""
    for _ in range(_TRIES - 1):
        with suppress(BrokenProcessPool):
            return _run_once(work, *given, **named)
    return _run_once(work, *given, **named)


def _run_once(work: Callable[Given, Done], *given: Given.args, **named: Given.kwargs) -> Done:
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        return pool.submit(work, *given, **named).result()


def compact_here(lake: Lake, keep: timedelta) -> Compaction:
    """Compact the lake in this process."""
    settings = {"seconds": int(keep.total_seconds())}
    with lock_warehouse(lake), make_draft(lake) as draft:
        with draft.open() as connection:
            connection.rollback()  # DuckLake takes each of these as a transaction of its own
            before = _count_files(connection)
            calls = fill(statement("compact_lake"), settings).split(";")
            cleaned, orphaned, *_ = (connection.execute(call).fetchall() for call in calls)
            after = _count_files(connection)
            connection.begin()
        draft.publish()
    return Compaction(before, after, len(cleaned) + len(orphaned))


def _count_files(connection: duckdb.DuckDBPyConnection) -> int:
    query = "SELECT sum(file_count + delete_file_count)::BIGINT FROM ducklake_table_info(current_database())"
    [(count,)] = connection.execute(query).fetchall()
    return int(count)
