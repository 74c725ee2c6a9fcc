"""One refresh of a warehouse at a time, over all processes; the lock falls when its holder ends, however it ends."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout


class WarehouseLockedError(Exception):
    """Another refresh is at work on the same warehouse."""


@contextmanager
def lock_warehouse(warehouse: Path) -> Iterator[None]:
    """Hold the warehouse's lock; raises WarehouseLockedError at once when another process has it."""
    warehouse.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(warehouse.with_name(warehouse.name + ".lock"))
    try:
        lock.acquire(blocking=False)
    except Timeout:
        raise WarehouseLockedError(f"{warehouse}: another refresh is at work on it; try again when it ends") from None
    try:
        yield
    finally:
        lock.release()
