"""Walk a drop: which of its files are read, and by which reader. A refusal of one never stops another."""

from collections.abc import Callable, Iterator
from pathlib import Path

from flows.sources.catalog import CATALOG, read_catalog
from flows.sources.formats import read_csv, read_json, read_jsonl, read_parquet, read_text_file
from flows.sources.records import RecordError, Refusal, SourceArticle

Reader = Callable[[Path, str], Iterator[SourceArticle | Refusal]]
READERS: dict[str, Reader] = {
    ".txt": read_text_file,
    ".md": read_text_file,
    ".jsonl": read_jsonl,
    ".json": read_json,
    ".csv": read_csv,
    ".parquet": read_parquet,
}
SIDECAR = ".meta.yml"


def list_files(drop: Path) -> list[Path]:
    """Files of a drop that hold or should hold articles, sorted by path.

    Left out by name: dotfiles, README files (words about the drop), sidecars (read with the file they describe) and the
    catalog of sources.
    """
    if drop.is_file():
        return [drop]
    return sorted(path for path in drop.rglob("*") if not path.is_dir() and not _is_aside(path.relative_to(drop)))


def read_drop(drop: Path) -> Iterator[SourceArticle | Refusal]:
    """Every article of a drop and a refusal for every file or record that is none, in a stable order.

    The second of two records with the same key in one file is refused. Raises DropRefusedError when the drop's catalog
    of sources is not sound: without it all of its articles would be read differently.
    """
    catalog = read_catalog(drop)
    for path in list_files(drop):
        source_file = path.name if path == drop else path.relative_to(drop).as_posix()
        for item in _refuse_repeats(_read_file(path, source_file)):
            yield catalog.complete(item) if isinstance(item, SourceArticle) else item
    if drop.is_dir():
        yield from _refuse_orphan_sidecars(drop)


def _is_aside(path: Path) -> bool:
    hidden = any(part.startswith(".") for part in path.parts)
    return hidden or path.stem.upper() == "README" or path.name.endswith(SIDECAR) or path == Path(CATALOG)


def _read_file(path: Path, source_file: str) -> Iterator[SourceArticle | Refusal]:
    reader = READERS.get(path.suffix.lower())
    if not path.is_file():
        yield Refusal(source_file, None, "unreadable", "there is no regular file there: remove it or mend the link")
        return
    if reader is None:
        known = ", ".join(READERS)
        message = f"files of the kind {path.suffix or 'without an ending'} are not read: convert it to one of {known}"
        yield Refusal(source_file, None, "unknown_format", message)
        return
    try:
        yield from reader(path, source_file)
    except RecordError as error:
        yield Refusal(source_file, None, error.rule, str(error), error.column_name)
    except OSError as error:
        yield Refusal(source_file, None, "unreadable", f"cannot be read ({error.strerror}): check its permissions")


def _refuse_repeats(found: Iterator[SourceArticle | Refusal]) -> Iterator[SourceArticle | Refusal]:
    seen: set[str | None] = set()
    for item in found:
        if isinstance(item, SourceArticle) and item.record_key in seen:
            message = f"the id {item.record_key} stands twice in this file: give each record its own"
            yield Refusal(item.source_file, item.record_key, "repeated_id", message)
        else:
            seen.add(item.record_key)
            yield item


def _refuse_orphan_sidecars(drop: Path) -> Iterator[Refusal]:
    for sidecar in sorted(drop.rglob(f"*{SIDECAR}")):
        name = sidecar.name.removesuffix(SIDECAR)
        if not any(sidecar.with_name(name + ending).is_file() for ending in (".txt", ".md")):
            message = f"there is no article {name}.txt or {name}.md beside it: add it, or remove this sidecar"
            yield Refusal(sidecar.relative_to(drop).as_posix(), None, "orphan_sidecar", message)
