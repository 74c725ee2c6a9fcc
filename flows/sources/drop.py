"""Read a drop: every file by the reader of its kind. A refusal of one never stops another."""

from collections.abc import Callable, Collection, Iterator
from pathlib import Path

from flows.sources.catalog import read_catalog
from flows.sources.csv_rows import read_csv
from flows.sources.files import SourceFile
from flows.sources.folders import list_files
from flows.sources.json_records import read_json, read_jsonl
from flows.sources.names import ARCHIVE_ENDING
from flows.sources.pages import read_page
from flows.sources.parquet_rows import read_parquet
from flows.sources.records import RecordError, Refusal, SourceArticle, refuse
from flows.sources.texts import read_text_file
from flows.sources.zips import list_members

Item = SourceArticle | Refusal
READERS: dict[str, Callable[[SourceFile], Iterator[Item]]] = {
    ".txt": read_text_file,
    ".md": read_text_file,
    ".html": read_page,
    ".htm": read_page,
    ".jsonl": read_jsonl,
    ".json": read_json,
    ".csv": read_csv,
    ".parquet": read_parquet,
}


def read_drop(drop: Path, names: Collection[str | None] | None = None) -> Iterator[Item]:
    """Every article of a drop and a refusal for every file or record that is none, in a stable order.

    With `names`, of those files alone, and nothing of what is no file. Each file gives one item at least. No two
    items of a drop have the same source file and record key, but for those of a file that breaks off: behind the items
    of its records stands one, without a key, that says so. Raises DropRefusedError when the drop's catalog of sources
    is not sound: without it all articles would be read differently.
    """
    catalog = read_catalog(drop)
    for found in list_files(drop) if names is None or names else ():
        if isinstance(found, Refusal):
            if names is None:
                yield found
        elif names is None or found.name in names:
            for item in _read_file(found):
                yield catalog.complete(item) if isinstance(item, SourceArticle) else item


def _read_file(file: SourceFile) -> Iterator[Item]:
    is_empty = True
    try:
        for item in _read_archive(file) if file.ending == ARCHIVE_ENDING else _find_reader(file)(file):
            is_empty = False
            yield item
        if is_empty:
            raise RecordError("no_records")
    except RecordError as error:
        yield refuse(error, file.name)
    except OSError as error:
        yield refuse(RecordError("unreadable", error.strerror or str(error)), file.name)


def _read_archive(archive: SourceFile) -> Iterator[Item]:
    if archive.packing:
        raise RecordError("nested_archive")
    for found in list_members(archive):
        if isinstance(found, Refusal):
            yield found
        else:
            yield from _read_file(found)


def _find_reader(file: SourceFile) -> Callable[[SourceFile], Iterator[Item]]:
    reader = READERS.get(file.ending)
    if reader is None:
        raise RecordError("unknown_format", f"`{file.ending}`" if file.ending else "it has no ending")
    return reader
