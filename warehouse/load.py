"""Write rows into a draft. Every function works on an open draft and inside its one transaction."""

from collections.abc import Mapping, Sequence
from typing import Any

import duckdb
import pyarrow as pa

from warehouse.statements import fill, statement

Connection = duckdb.DuckDBPyConnection


def delete_touched(connection: Connection) -> None:
    """Delete every row of the touched articles; keep who their entities were, and which blocks these lay in."""
    connection.execute(statement("touched_blocks"))
    _remember(connection, "SELECT article_entity_id FROM article_entities WHERE article_id IN (FROM touched)")
    connection.execute(statement("delete_articles"))


def _remember(connection: Connection, article_entities: str) -> None:
    """Keep, for `record_changes`, who some entities were before this run."""
    connection.execute(statement("earlier_entities").replace("$article_entities", article_entities))


def find_concerned(connection: Connection, rare: int) -> None:
    """Find the entities that this run can settle anew; a name that more than `rare` articles have tells nothing."""
    connection.execute(fill(statement("concerned_entities"), {"rare": rare}))
    _remember(connection, "SELECT article_entity_id FROM concerned")


def read_home_countries(connection: Connection) -> dict[str, str]:
    """The country that an article is about, by article, where a concerned organization may need it."""
    return dict(connection.execute(statement("home_countries")).fetchall())


def read_named_organizations(connection: Connection) -> dict[str, set[str]]:
    """All forms of organizations in an article, by article, where a concerned organization may need it."""
    rows = connection.execute(statement("named_organizations")).fetchall()
    return {article_id: set(forms) for article_id, forms in rows}


def read_neighbours(connection: Connection, article_ids: Sequence[str], rare: int) -> dict[str, list[str]]:
    """The rare telling names of some articles, by every article that has one of them."""
    connection.register("asking", pa.table({"article_id": pa.array(article_ids, pa.string())}))
    return dict(connection.execute(fill(statement("neighbours"), {"rare": rare})).fetchall())


def insert_rows(connection: Connection, tables: Mapping[str, pa.Table]) -> None:
    """Insert judged rows, table by table."""
    for table, rows in tables.items():
        _insert(connection, table, rows)


def _insert(connection: Connection, table: str, rows: pa.Table) -> None:
    connection.register("incoming", rows)
    connection.execute(f"INSERT INTO {table} BY NAME SELECT * FROM incoming")
    connection.unregister("incoming")


def read_article_entities(connection: Connection) -> list[dict[str, Any]]:
    """What the articles say of the concerned persons, organizations and places."""
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
    """Mentions, articles and days of every settled entity, by its id."""
    cursor = connection.execute(statement("entity_counts"))
    names = [name for name, *_ in cursor.description or []]
    return {row[0]: dict(zip(names[1:], row[1:], strict=True)) for row in cursor.fetchall()}


def replace_entities(connection: Connection, tables: Mapping[str, pa.Table]) -> None:
    """Put rows of people, organizations and places in the place of those of all concerned entities."""
    connection.execute(statement("delete_entities"))
    insert_rows(connection, tables)
    connection.execute(statement("set_parents"))
