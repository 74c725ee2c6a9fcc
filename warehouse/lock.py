"""One refresh of a warehouse at a time, over all processes; the lock falls when its holder ends, however it ends.

The lock is `flock` on a file beside the warehouse. The operating system frees it with the process that holds it; the
file itself stays, and its being there says nothing. Over machines it holds where the shared disk has locks: NFS since
version 4 (not mounted with `local_lock` or `nolock`), SMB.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from filelock import FileLock, Timeout

from warehouse.lake import Warehouse, file_of

_SECONDS_BETWEEN_LOOKS = 0.25


class WarehouseLockedError(Exception):
    """Another refresh is at work on the same warehouse."""


@contextmanager
def lock_warehouse(warehouse: Warehouse, *, wait: bool = False) -> Iterator[None]:
    """Hold the warehouse's lock; when another process has it, wait for it, or raise WarehouseLockedError at once."""
    warehouse.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(file_of(warehouse).with_name(warehouse.name + ".lock"))
    try:
        lock.acquire(blocking=False)
    except Timeout:
        busy = f"{warehouse}: another refresh is at work on it"
        if not wait:
            raise WarehouseLockedError(f"{busy}; try again when it ends") from None
        logging.getLogger(__name__).warning("%s; waiting for it to end", busy)
        lock.acquire(poll_interval=_SECONDS_BETWEEN_LOOKS)
    try:
        yield
    finally:
        lock.release()
