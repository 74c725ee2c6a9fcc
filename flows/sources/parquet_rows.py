"""Reader of .parquet: one record a row, a few rows at a time."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

from flows.sources.csv_rows import check_columns
from flows.sources.files import SourceFile
from flows.sources.items import Items
from flows.sources.records import SYNONYMS, Metadata, RecordError, Refusal, SourceArticle
from flows.sources.unpacking import is_bomb

_ROWS = 64  # at once
_KNOWN = {"id", *Metadata.__slots__, *SYNONYMS["text"], *SYNONYMS["published_on"]}


def read_parquet(file: SourceFile) -> Iterator[SourceArticle | Refusal]:
    """A file with one record a row; columns that say nothing of an article are not read."""
    items = Items(file.name)
    with _open_seekable(file) as stream:
        for number, record in enumerate(_read_rows(stream), start=1):
            place = f"row {number}"
            if isinstance(record, RecordError):
                yield items.refuse(record, place)
            else:
                yield items.make(record, place)


@contextmanager
def _open_seekable(file: SourceFile) -> Iterator[IO[bytes]]:
    """The file itself where it lies unpacked in a folder, else unpacked into a temporary file."""
    with file.open() as stream:
        if stream.seekable():
            yield stream
            return
        with tempfile.TemporaryFile() as copy:
            shutil.copyfileobj(stream, copy)
            yield copy


def _read_rows(stream: IO[bytes]) -> Iterator[dict[str, Any] | RecordError]:
    """Rows as Python values, or the error of a row whose values are none."""
    from pyarrow import ArrowException, parquet

    try:
        table = parquet.ParquetFile(stream)
        names = [name for name in table.schema_arrow.names if name in _KNOWN]
        check_columns(names)
        _check_size(table.metadata, stream)
        for batch in table.iter_batches(batch_size=_ROWS, columns=names):
            for i in range(batch.num_rows):
                yield _read_row(batch.slice(i, 1))
    except RecordError:
        raise
    except (ArrowException, OSError, ValueError) as error:
        raise RecordError("bad_parquet", str(error)) from None


def _read_row(row: Any) -> dict[str, Any] | RecordError:
    try:
        [record] = row.to_pylist()
    except (ValueError, OverflowError) as error:
        return RecordError("bad_parquet", f"its values cannot be read: {error}")
    return {name: value for name, value in record.items() if value == value}  # NaN, which is nothing, is not itself


def _check_size(metadata: Any, stream: IO[bytes]) -> None:
    groups = [metadata.row_group(i) for i in range(metadata.num_row_groups)]
    unpacked = sum(group.column(i).total_uncompressed_size for group in groups for i in range(group.num_columns))
    if is_bomb(unpacked, stream.seek(0, 2)):
        raise RecordError("bomb", f"{unpacked:,} bytes")
