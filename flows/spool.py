"""A list that lives on disk once it is large: a drop of any size goes through a refresh in little memory."""

import os
import pickle
from collections.abc import Iterator
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import Generic, TypeVar

Item = TypeVar("Item")
_BYTES_IN_MEMORY = 1_000_000


class Spool(Generic[Item]):
    """Items in the order in which they came, to be gone through any number of times.

    The file has no name, so that whatever ends the process also frees the disk.
    """

    def __init__(self, folder: Path | None = None) -> None:
        """Spill into `folder` (one with room; the system's folder for temporary files when it is None)."""
        self._file = SpooledTemporaryFile(_BYTES_IN_MEMORY, dir=str(folder) if folder else None)  # noqa: SIM115
        self._count = 0

    def append(self, item: Item) -> None:
        """Add an item at the end."""
        self._file.seek(0, os.SEEK_END)
        pickle.dump(item, self._file, pickle.HIGHEST_PROTOCOL)
        self._count += 1

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Item]:
        position = 0
        for _ in range(self._count):
            self._file.seek(position)
            item: Item = pickle.load(self._file)
            position = self._file.tell()
            yield item
