"""A file of a drop as its reader sees it: a name, a kind and a stream of bytes, wherever these lie."""

import io
import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from flows.sources.names import split_endings
from flows.sources.records import RecordError
from flows.sources.unpacking import unpack

Opener = Callable[[], AbstractContextManager[io.BufferedReader]]
_CHUNK = 1 << 17


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file in a folder or a zip. `name` is its path inside the drop, as `source_file` shows it.

    `look` is that of the file and of its sidecar, where both have one that can be told from later ones.
    """

    name: str
    open_packed: Opener
    sidecar: "SourceFile | None" = None
    in_archive: bool = False
    look: str | None = None

    @property
    def ending(self) -> str:
        """Its kind: `.txt` for `a.txt` and `a.txt.gz`."""
        return split_endings(self.name)[1]

    @property
    def packing(self) -> str:
        """`.gz`, `.zst` or nothing."""
        return split_endings(self.name)[2]

    @contextmanager
    def open(self) -> Iterator[io.BufferedReader]:
        """Its bytes, unpacked; raises RecordError, also while they are read, when they are damaged or a bomb."""
        with self.open_packed() as packed, unpack(packed, self.packing) as stream:
            yield stream

    @contextmanager
    def open_records(self) -> Iterator[io.BufferedReader]:
        """As `open`, for a reader that goes record by record: a packed file is read once before.

        So its checksum holds before its first record is given: a damaged archive gives none at all.
        """
        if self.packing or self.in_archive:
            with self.open() as stream:
                while stream.read(_CHUNK):
                    pass
        with self.open() as stream:
            yield stream

    def read(self, limit: int) -> bytes:
        """All of its bytes; raises RecordError when they are more than `limit`."""
        content = bytearray()
        with self.open() as stream:
            while chunk := stream.read(_CHUNK):  # `read(limit)` would set aside as much for each small file
                content += chunk
                if len(content) > limit:
                    raise RecordError("too_big", f"{limit // 1000:,} kB are read")
        return bytes(content)


@contextmanager
def open_in_folder(path: Path | str) -> Iterator[io.BufferedReader]:
    """A file of a folder; raises RecordError at the end when it changed in the meantime."""
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0))
    try:
        before = _state(descriptor)
        with os.fdopen(descriptor, "rb", closefd=False) as stream:
            yield stream
        if _state(descriptor) != before:
            raise RecordError("changed_while_read")
    finally:
        os.close(descriptor)


def _state(descriptor: int) -> tuple[int, int]:
    found = os.fstat(descriptor)
    return found.st_size, found.st_mtime_ns
