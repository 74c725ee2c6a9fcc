"""How a file looks from outside: enough to tell, without reading it, that it is the one that was read before."""

import os
import time
from pathlib import Path

_NANOSECONDS_TO_SETTLE = 2_000_000_000  # within the ticks of a file system's clock two changes may have one time


def look_at(path: Path | str) -> str | None:
    """Size, times of content and of inode in nanoseconds, and number of the inode; of a link, those of its target.

    None for a file that is gone, or that changed so lately that the next change may look the same.
    """
    try:
        found = os.stat(path)
    except OSError:
        return None
    if max(found.st_mtime_ns, found.st_ctime_ns) > time.time_ns() - _NANOSECONDS_TO_SETTLE:
        return None
    return f"{found.st_size} {found.st_mtime_ns} {found.st_ctime_ns} {found.st_ino}"
