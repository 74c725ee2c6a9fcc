"""Read a published warehouse. Imports nothing but DuckDB, so that a query answers at once."""

from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from warehouse.interrupt import interruptible
from warehouse.lake import Lake, Warehouse, connect_lake, file_of


class WarehouseError(Exception):
    """A warehouse that cannot be read; the message is one line for people."""


class QueryError(Exception):
    """A query that DuckDB refuses; the message is DuckDB's own."""


@dataclass(frozen=True)
class Result:
    """Answer of a query: column names, and rows of Python values."""

    columns: list[str]
    rows: list[tuple[Any, ...]]

    def records(self) -> list[dict[str, Any]]:
        """Rows as dictionaries; of columns with one name the second is `name_1`, as in DuckDB's data frames."""
        seen: Counter[str] = Counter()
        names = []
        for name in self.columns:
            names.append(f"{name}_{seen[name]}" if seen[name] else name)
            seen[name] += 1
        return [dict(zip(names, row, strict=True)) for row in self.rows]


@contextmanager
def open_warehouse(warehouse: Warehouse) -> Iterator[duckdb.DuckDBPyConnection]:
    """A read-only connection; raises WarehouseError when there is no warehouse to open."""
    kind = "DuckLake" if isinstance(warehouse, Lake) else "DuckDB file"
    if not file_of(warehouse).is_file():
        raise WarehouseError(f"{warehouse}: there is no warehouse; `dateline refresh` makes one")
    try:
        connection = _connect(warehouse)
    except duckdb.Error as error:
        reason = str(error).partition("\n")[0]
        raise WarehouseError(f"{warehouse}: cannot be opened as a warehouse ({reason}); is it a {kind}?") from None
    with closing(connection), interruptible(connection):
        yield connection


def _connect(warehouse: Warehouse) -> duckdb.DuckDBPyConnection:
    if isinstance(warehouse, Lake):
        return connect_lake(warehouse, warehouse.catalog, read_only=True)
    return duckdb.connect(str(warehouse), read_only=True)


def run_queries(connection: duckdb.DuckDBPyConnection, sql: str) -> Iterator[Result]:
    """What each statement answers that answers anything; raises QueryError."""
    for query in _statements(connection, sql):
        if (result := run_query(connection, query)).columns:
            yield result


def _statements(connection: duckdb.DuckDBPyConnection, sql: str) -> list[str]:
    try:
        found = [statement.query for statement in connection.extract_statements(sql)]
    except duckdb.Error as error:
        raise QueryError(str(error)) from None
    if not found:
        raise QueryError("there is no statement in it: give a query, as in `SELECT * FROM people`")
    return found


def run_query(connection: duckdb.DuckDBPyConnection, sql: str) -> Result:
    """All rows of one statement; raises QueryError."""
    try:
        cursor = connection.execute(sql)
        columns = [name for name, *_ in cursor.description or []]
        return Result(columns, cursor.fetchall() if columns else [])
    except duckdb.Error as error:
        raise QueryError(str(error)) from None


def export_parquet(connection: duckdb.DuckDBPyConnection, sql: str, target: Path) -> None:
    """Write the rows of the last statement to a Parquet file; raises QueryError, WarehouseError where it cannot be
    written."""
    *before, last = _statements(connection, sql)
    for query in before:
        run_query(connection, query)
    try:
        connection.sql(last).write_parquet(str(target))
    except duckdb.IOException as error:
        raise WarehouseError(f"{target}: cannot be written ({error})") from None
    except duckdb.Error as error:
        raise QueryError(str(error)) from None
