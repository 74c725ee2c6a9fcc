"""Unpack gzip, zstd and the members of a zip as a stream that ends in a RecordError when it is damaged or a bomb."""

import gzip
import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol

from flows.sources.bounds import UNPACK_RATIO, UNPACKED_BYTES
from flows.sources.records import RecordError


class Readable(Protocol):
    """What gives unpacked bytes."""

    def read(self, size: int, /) -> bytes:
        """Up to `size` bytes; none at the end."""


_BUFFER = 1 << 17
_DAMAGE = (EOFError, gzip.BadGzipFile, zlib.error, zipfile.BadZipFile)


@contextmanager
def unpack(packed: io.BufferedReader, packing: str) -> Iterator[io.BufferedReader]:
    """The unpacked bytes of a stream; with no packing the stream itself."""
    if packing == ".gz":
        with gzip.GzipFile(fileobj=packed) as stream:
            yield bound_stream(stream, packed.tell)
    elif packing == ".zst":
        from backports import zstd

        with zstd.ZstdFile(packed) as stream:
            yield bound_stream(stream, packed.tell, zstd.ZstdError)
    else:
        yield packed


def bound_stream(
    stream: Readable, packed_bytes: Callable[[], int], damage: type[Exception] = EOFError
) -> io.BufferedReader:
    """A stream that unpacks, with its errors told as RecordError and its size bounded by what was packed."""
    return io.BufferedReader(_BoundStream(stream, packed_bytes, (*_DAMAGE, damage)), _BUFFER)


def is_bomb(unpacked: int, packed: int) -> bool:
    """True for a size that only data made for it can unpack to."""
    return unpacked > UNPACKED_BYTES and unpacked > UNPACK_RATIO * packed


class _BoundStream(io.RawIOBase):
    def __init__(self, stream: Readable, packed_bytes: Callable[[], int], damage: tuple[type[Exception], ...]) -> None:
        self._stream = stream
        self._packed_bytes = packed_bytes
        self._damage = damage
        self._unpacked = 0

    def readable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._unpacked

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        try:
            chunk = self._stream.read(len(buffer))
        except self._damage as error:
            raise RecordError("damaged_archive", str(error)) from None
        buffer[: len(chunk)] = chunk
        self._unpacked += len(chunk)
        if is_bomb(self._unpacked, self._packed_bytes()):
            raise RecordError("bomb", f"more than {UNPACK_RATIO} times its size")
        return len(chunk)
