"""Write rows into a draft. Every function works on an open draft and inside its one transaction."""

from collections.abc import Mapping
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa

from warehouse.statements import statement

Connection = duckdb.DuckDBPyConnection


def delete_touched(connection: Connection) -> None:
    """Delete every row of the touched articles."""
    connection.execute(statement("delete_articles"))


def insert_rows(connection: Connection, tables: Mapping[str, pa.Table]) -> None:
    """Insert judged rows, table by table."""
    for table, rows in tables.items():
        _insert(connection, table, rows)


def _insert(connection: Connection, table: str, rows: pa.Table) -> None:
    connection.register("incoming", rows)
    connection.execute(f"INSERT INTO {table} BY NAME SELECT * FROM incoming")
    connection.unregister("incoming")


def read_article_entities(connection: Connection) -> list[dict[str, Any]]:
    """What every article says of its persons, organizations and places."""
    cursor = connection.execute(statement("article_entities"))
    names = [name for name, *_ in cursor.description or []]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def find_split_articles(connection: Connection, settled: Mapping[str, str]) -> list[str]:
    """Articles that held two entities to be one which `settled` (article_entity_id to entity_id) takes apart."""
    _register_settled(connection, settled)
    return [article_id for (article_id,) in connection.execute(statement("split_articles")).fetchall()]


def move_entities(connection: Connection, settled: Mapping[str, str]) -> None:
    """Give every reference to an entity its id over all articles."""
    _register_settled(connection, settled)
    connection.execute(statement("move_entities"))


def count_entities(connection: Connection) -> dict[str, dict[str, Any]]:
    """Mentions, articles and days of every entity, by its id."""
    cursor = connection.execute(statement("entity_counts"))
    names = [name for name, *_ in cursor.description or []]
    return {row[0]: dict(zip(names[1:], row[1:], strict=True)) for row in cursor.fetchall()}


def replace_table(connection: Connection, table: str, frame: pd.DataFrame) -> None:
    """Put `frame` in the place of all rows of a table."""
    connection.execute(f"DELETE FROM {table}")
    _insert(connection, table, pa.Table.from_pandas(frame, preserve_index=False))


def _register_settled(connection: Connection, settled: Mapping[str, str]) -> None:
    table = pa.table({"article_entity_id": list(settled.keys()), "entity_id": list(settled.values())})
    connection.register("settled", table)
