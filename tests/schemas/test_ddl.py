"""The derived SQL: it runs, it says what the models say, and it refuses what they refuse."""

import duckdb
import pytest

from schemas import TABLES
from schemas.ddl import create_statements


@pytest.fixture
def connection() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute(create_statements())
    return connection


def test_every_table_and_column_has_a_comment(connection: duckdb.DuckDBPyConnection) -> None:
    tables = connection.execute("SELECT table_name, comment FROM duckdb_tables()").fetchall()
    assert {name for name, _ in tables} == set(TABLES)
    assert all(comment for _, comment in tables)
    assert connection.execute(
        "SELECT count(*) FROM duckdb_columns() WHERE comment IS NULL AND NOT internal"
    ).fetchall() == [(0,)]


def test_every_table_has_a_primary_key(connection: duckdb.DuckDBPyConnection) -> None:
    keys = connection.execute(
        "SELECT table_name, constraint_column_names FROM duckdb_constraints() WHERE constraint_type = 'PRIMARY KEY'"
    ).fetchall()
    assert dict(keys) == {name: table.key_columns() for name, table in TABLES.items()}


def test_nullability_is_the_models(connection: duckdb.DuckDBPyConnection) -> None:
    for name, table in TABLES.items():
        found = dict(
            connection.execute(
                "SELECT column_name, is_nullable FROM duckdb_columns() WHERE table_name = $1", [name]
            ).fetchall()
        )
        assert found == {column.name: column.nullable for column in table.to_schema().columns.values()}


@pytest.mark.parametrize(
    ("statement", "constraint"),
    [
        ("INSERT INTO places VALUES ('place_1', '', NULL, NULL, 1, 1)", "length"),
        ("INSERT INTO places VALUES ('place_1', 'Oslo', NULL, 'Norway', 1, 1)", "regexp_matches"),
        ("INSERT INTO places VALUES ('place_1', 'Oslo', NULL, 'NO', -1, 1)", "article_count"),
        ("INSERT INTO places VALUES (NULL, 'Oslo', NULL, 'NO', 1, 1)", "NOT NULL"),
        ("INSERT INTO dates VALUES ('d', 'a', 5, 5, 'x', 'DATE', NULL, NULL, NULL, NULL)", "start_char < end_char"),
        ("INSERT INTO dates VALUES ('d', 'a', 1, 5, 'x', 'EVENT', NULL, NULL, NULL, NULL)", "timex_type"),
    ],
)
def test_sql_refuses_what_the_models_refuse(
    connection: duckdb.DuckDBPyConnection, statement: str, constraint: str
) -> None:
    with pytest.raises(duckdb.ConstraintException) as refusal:
        connection.execute(statement)
    assert constraint.split()[0] in str(refusal.value)
