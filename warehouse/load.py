"""Write rows into a draft. Every function works on an open draft; its connection holds what one leaves to the next."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import duckdb
import pyarrow as pa

from warehouse.statements import fill, statement

Connection = duckdb.DuckDBPyConnection
_ROWS_AT_ONCE = 2_000


def delete_touched(connection: Connection) -> None:
    """Delete every row of the touched articles; keep what they said of their entities, and who these were."""
    connection.execute(statement("entities_before"))
    _remember(connection, "SELECT article_entity_id FROM article_entities WHERE article_id IN (FROM touched)")
    connection.execute(statement("delete_articles"))


def _remember(connection: Connection, article_entities: str) -> None:
    """Keep, for `record_changes`, who some entities were before this run."""
    connection.execute(statement("earlier_entities").replace("$article_entities", article_entities))


def find_concerned(connection: Connection, rare: int) -> None:
    """Find the entities that this run can settle anew; a name that more than `rare` articles have tells nothing."""
    connection.execute(fill(statement("kept_entities"), {"rare": rare}))
    is_partial = bool(connection.execute(statement("untouched_entities")).fetchall())
    concerned = "concerned_entities" if is_partial else "all_concerned"  # to follow all blocks takes much memory
    connection.execute(fill(statement(concerned), {"rare": rare}))
    connection.execute(fill(statement("rare_names"), {"rare": rare}))
    _remember(connection, "SELECT article_entity_id FROM concerned")


def read_home_countries(connection: Connection) -> dict[str, str]:
    """The country that an article is about, by article, where a concerned organization may need it."""
    return dict(connection.execute(statement("home_countries")).fetchall())


def read_named_organizations(connection: Connection) -> dict[str, set[str]]:
    """All forms of organizations in an article, by article, where a concerned organization may need it."""
    rows = connection.execute(statement("named_organizations")).fetchall()
    return {article_id: set(forms) for article_id, forms in rows}


def read_neighbours(connection: Connection, article_ids: Sequence[str]) -> dict[str, list[str]]:
    """The rare telling names of some articles, by every article that has one of them."""
    connection.register("asking", pa.table({"article_id": pa.array(article_ids, pa.string())}))
    return dict(connection.execute(statement("neighbours")).fetchall())


def insert_rows(connection: Connection, table: str, rows: pa.Table, entity_columns: Sequence[str] = ()) -> None:
    """Insert judged rows, with the ids that `settled` says in the columns that name an entity of an article."""
    ids, joins = list[str](), list[str]()
    for column in entity_columns:
        ids.append(f"of_{column}.entity_id AS {column}")
        joins.append(f"LEFT JOIN settled AS of_{column} ON of_{column}.article_entity_id = incoming.{column}")
    columns = f"incoming.* REPLACE ({', '.join(ids)})" if ids else "*"
    connection.register("incoming", rows)
    connection.execute(f"INSERT INTO {table} BY NAME SELECT {columns} FROM incoming {' '.join(joins)}")
    connection.unregister("incoming")


def read_block_sets(connection: Connection) -> list[tuple[list[str], int]]:
    """The sets of blocks that concerned entities have, and how many have each."""
    return connection.execute(statement("block_sets")).fetchall()


def batch_members(connection: Connection, batches: Mapping[str, int]) -> None:
    """Order what the articles say of the concerned entities by batch, for `read_members`; `batches` by block."""
    blocks = {"block": pa.array(batches, pa.string()), "batch": pa.array(batches.values(), pa.int32())}
    connection.register("block_batches", pa.table(blocks))
    connection.execute(statement("members"))


def read_members(connection: Connection, batch: int) -> list[dict[str, Any]]:
    """What the articles say of the entities of a batch."""
    return list(_read_rows(connection, f"SELECT * EXCLUDE (batch) FROM members WHERE batch = {batch}"))


def add_settled(connection: Connection, settled: Mapping[str, tuple[str, str]]) -> None:
    """Add to `settled`: entity_id and the reason for it, by article_entity_id."""
    ids, reasons = zip(*settled.values(), strict=True) if settled else ((), ())
    columns = {"article_entity_id": list(settled), "entity_id": list(ids), "reason": list(reasons)}
    rows = pa.table({name: pa.array(values, pa.string()) for name, values in columns.items()})
    insert_rows(connection, "settled", rows)


def find_split_articles(connection: Connection) -> list[str]:
    """Articles that held two entities to be one which `settled` takes apart."""
    return [article_id for (article_id,) in connection.execute(statement("split_articles")).fetchall()]


def move_entities(connection: Connection) -> None:
    """Give every reference to an entity in the draft the id over all articles that `settled` says."""
    connection.execute(statement("move_entities"))


def read_statements(connection: Connection) -> Iterator[dict[str, Any]]:
    """What the articles say of each entity whose row must be written anew, one entity after the other.

    Each row also holds how many articles say just this, and how often and when the entity is mentioned. Ask nothing
    else of the connection until the end.
    """
    connection.execute(statement("rewritten_entities"))
    return _read_rows(connection, statement("statements"))


def delete_entities(connection: Connection) -> None:
    """Delete people, organizations and places whose row must be written anew."""
    connection.execute(statement("delete_entities"))


def set_parents(connection: Connection) -> None:
    """Write the parents of organizations, once all of them are there."""
    connection.execute(statement("set_parents"))


def record_changes(connection: Connection, run_id: str) -> None:
    """Write down which ids of earlier runs `settled` lets go, once the entity tables are those of this run.

    It is the last that needs `settled`.
    """
    connection.execute(fill(statement("record_changes"), {"run_id": run_id}))
    connection.execute(statement("forget_settling"))


def _read_rows(connection: Connection, query: str) -> Iterator[dict[str, Any]]:
    cursor = connection.execute(query)
    names = [name for name, *_ in cursor.description or []]
    while rows := cursor.fetchmany(_ROWS_AT_ONCE):
        yield from (dict(zip(names, row, strict=True)) for row in rows)
