"""Notice that files of a drop came, changed or went, and have been at rest since.

Sizes and times are looked at every now and then. This works where notices of change do not arrive (network disks,
containers), for a drop that is not there yet, and costs at most a fiftieth of one core.
"""

import os
import time
from dataclasses import dataclass
from pathlib import Path

from warehouse.lake import Warehouse

SECONDS_BETWEEN_LOOKS = 1.0
_SHARE_OF_TIME = 1 / 50
_LONGEST_UNREST = 10  # quiet periods: after these, files that never rest are refreshed as they are


def fingerprint(drop: Path, warehouse: Warehouse) -> int:
    """A number that changes with the names, sizes and times of a drop's files; the warehouse's own are left out."""
    if drop.is_file():
        return _mark(drop)
    marks = 0
    for folder, folders, names in os.walk(drop):
        own = warehouse.name if os.path.abspath(folder) == os.path.abspath(warehouse.parent) else "."
        folders[:] = [name for name in folders if not name.startswith((".", own))]
        kept = (name for name in names if not name.startswith((".", own)))
        marks += sum(_mark(Path(folder, name)) for name in kept)
    return marks  # a sum: the order in which a folder is listed does not count


def _mark(path: Path) -> int:
    try:
        status = path.stat()
    except OSError:
        return 0  # it has just gone, or leads nowhere
    return hash((str(path), status.st_size, status.st_mtime_ns))


@dataclass
class Watch:
    """When a drop is due: it differs from what the last refresh may have seen, and has not changed for `quiet` s."""

    quiet: float
    covered: int
    last: int | None = None
    changed_at: float = 0.0
    restless_since: float = 0.0

    def is_due(self, seen: int, now: float) -> bool:
        """True when a refresh should begin, given the drop's fingerprint and the time in seconds."""
        if seen == self.covered:
            self.last = None
            return False
        if self.last is None:
            self.restless_since = now
        if seen != self.last:
            self.last, self.changed_at = seen, now
        return now - self.changed_at >= self.quiet or now - self.restless_since >= self.quiet * _LONGEST_UNREST

    def cover(self, seen: int) -> None:
        """Note that a refresh was asked for, which will see this much."""
        self.covered, self.last = seen, None


def look(drop: Path, warehouse: Warehouse) -> tuple[int, float]:
    """The drop's fingerprint, and how many seconds to rest before the next look."""
    began = time.monotonic()
    seen = fingerprint(drop, warehouse)
    return seen, max(SECONDS_BETWEEN_LOOKS, (time.monotonic() - began) / _SHARE_OF_TIME)
