"""Put the rows of a run into a draft: what its articles say, with who is who over all articles."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyarrow

from flows.settle import settle_entities, write_entities
from schemas import PARSED_TABLES, TABLES
from warehouse.load import Connection, delete_touched, insert_rows

_AT_ONCE = 12_000_000  # bytes
_WORTH_SAVING = 50_000_000  # bytes
_BEFORE_SETTLING = ("articles", "article_entities")


def load_rows(
    connection: Connection,
    tables: Mapping[str, Iterable[pyarrow.Table]],
    run_id: str,
    save: Callable[[], None] = lambda: None,
    folder: Path | None = None,
) -> None:
    """Replace the rows of the articles in `touched` by those of `tables`, and settle who is who.

    `save` is called whenever much was written: DuckDB keeps what is not saved, and its indexes, in memory. Spills into
    `folder`. Raises SplitError, and RunFailedError when a person, organization or place breaks its schema.
    """
    drafted = _Drafted(save)

    def load(table: str) -> None:
        columns = () if table in _BEFORE_SETTLING else entity_columns(table)
        for rows in _in_slices(tables.get(table, ())):
            insert_rows(connection, table, rows, columns)
            drafted.count(rows.nbytes)

    delete_touched(connection)
    for table in _BEFORE_SETTLING:
        load(table)
    settle_entities(connection)
    for table in (name for name in PARSED_TABLES if name not in _BEFORE_SETTLING):
        load(table)
    drafted.count(write_entities(connection, run_id, folder))
    drafted.end()


@dataclass
class _Drafted:
    """Bytes of rows that were written into a draft since it was saved."""

    save: Callable[[], None]
    unsaved: int = 0
    is_large: bool = False

    def count(self, written: int) -> None:
        """Count bytes, save when they are many."""
        self.unsaved += written
        if self.unsaved >= _WORTH_SAVING:
            self.save()
            self.unsaved = 0
            self.is_large = True

    def end(self) -> None:
        """Save what is left of much; little is committed at the end of the run."""
        if self.is_large:
            self.save()


def entity_columns(table: str) -> list[str]:
    """Columns of a table that hold the id of a person, organization or place over all articles."""
    columns = TABLES[table].to_schema().columns.values()
    return [c.name for c in columns if (c.metadata or {}).get("refers_to") == "article_entities.entity_id"]


def _in_slices(tables: Iterable[pyarrow.Table]) -> Iterator[pyarrow.Table]:
    """The same rows in fewer tables."""
    some: list[pyarrow.Table] = []
    for table in tables:
        some.append(table)
        if sum(part.nbytes for part in some) >= _AT_ONCE:
            yield pyarrow.concat_tables(some)
            some = []
    if some:
        yield pyarrow.concat_tables(some)
