"""Keep the books of a run in a draft: what it touched, what did not pass, what it did.

Imports nothing but DuckDB, so that a run with nothing to do ends at once.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import duckdb

from warehouse.statements import fill, statement

Connection = duckdb.DuckDBPyConnection


def mark_touched(connection: Connection, article_ids: Sequence[str]) -> None:
    """Name the articles whose rows this run replaces or removes, as the temporary table `touched`."""
    connection.execute("CREATE OR REPLACE TEMP TABLE touched (article_id VARCHAR)")
    if article_ids:
        connection.execute("INSERT INTO touched SELECT unnest($1)", [list(article_ids)])


def record_cases(connection: Connection, cases: Iterable[Mapping[str, Any]], run_id: str) -> None:
    """Write what did not pass into `quarantine`, and close the cases that this run did not meet again."""
    for case in cases:
        connection.execute(fill(statement("upsert_case"), case))
    connection.execute(fill(statement("close_cases"), {"run_id": run_id}))


def record_run(connection: Connection, run: Mapping[str, Any]) -> None:
    """Write the run's own row."""
    connection.execute(fill(statement("insert_run"), run))


def count_rows(connection: Connection) -> dict[str, int]:
    """Rows of every table, by name."""
    tables = [name for (name,) in connection.execute(statement("tables")).fetchall()]
    query = " UNION ALL ".join(f"SELECT '{table}', count(*) FROM {table}" for table in tables)
    return dict(connection.execute(query).fetchall())
