"""Write rows into a draft. Every function works on an open draft and inside its one transaction."""

from collections.abc import Mapping
from typing import Any

import duckdb
import pyarrow as pa

from warehouse.statements import fill, statement

Connection = duckdb.DuckDBPyConnection


def remember_entities(connection: Connection) -> None:
    """Keep, for `record_changes`, who the entities of earlier runs were; only the first call of a run has an effect."""
    connection.execute(statement("earlier_entities"))


def delete_touched(connection: Connection) -> None:
    """Delete every row of the touched articles."""
    remember_entities(connection)
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


def register_settled(connection: Connection, settled: Mapping[str, tuple[str, str]]) -> None:
    """Let the statements below see `settled`: entity_id and the reason for it, by article_entity_id."""
    ids, reasons = zip(*settled.values(), strict=True) if settled else ((), ())
    rows = {"article_entity_id": list(settled), "entity_id": list(ids), "reason": list(reasons)}
    connection.register("settled", pa.table({name: pa.array(values, pa.string()) for name, values in rows.items()}))


def find_split_articles(connection: Connection) -> list[str]:
    """Articles that held two entities to be one which `settled` takes apart."""
    return [article_id for (article_id,) in connection.execute(statement("split_articles")).fetchall()]


def move_entities(connection: Connection) -> None:
    """Give every reference to an entity the id over all articles that `settled` says."""
    connection.execute(statement("move_entities"))


def record_changes(connection: Connection, run_id: str) -> None:
    """Write down which ids of earlier runs `settled` lets go, once the entity tables are those of this run."""
    connection.execute(fill(statement("record_changes"), {"run_id": run_id}))


def count_entities(connection: Connection) -> dict[str, dict[str, Any]]:
    """Mentions, articles and days of every entity, by its id."""
    cursor = connection.execute(statement("entity_counts"))
    names = [name for name, *_ in cursor.description or []]
    return {row[0]: dict(zip(names[1:], row[1:], strict=True)) for row in cursor.fetchall()}


def replace_table(connection: Connection, table: str, rows: pa.Table) -> None:
    """Put `rows` in the place of all rows of a table."""
    connection.execute(f"DELETE FROM {table}")
    _insert(connection, table, rows)
