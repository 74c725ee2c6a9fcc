"""Run the checks of `checks/`: queries that return the rows which break them.

The head of a check is comments: what it finds, and perhaps `-- severity: warning`. A draft that breaks a check without
that line is not published; a warning is shown and stops nothing. `-- scope: article` is for a check that looks at each
article by itself and takes long: of a draft it looks at the touched articles alone, for all others passed it before.
Imports nothing but DuckDB.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import duckdb

from warehouse.lake import is_lake
from warehouse.query import WarehouseError
from warehouse.statements import checks

_ROWS_SHOWN = 3
_OF_ARTICLES = ("articles", "article_entities", "passages", "mentions", "roles", "figures", "dates", "events", "quotes")


@dataclass(frozen=True, slots=True)
class Finding:
    """A check that is broken: how many rows break it, and the first of them."""

    check: str
    what: str
    count: int
    rows: list[tuple[Any, ...]]

    def __str__(self) -> str:
        """One line for people."""
        rows = ", ".join(f"({', '.join(map(str, row))})" for row in self.rows)
        return f"{self.check} ({self.what.rstrip('.')}): {self.count:,}, first {rows}"


def broken_checks(connection: duckdb.DuckDBPyConnection, *, only_touched: bool = False) -> list[Finding]:
    """What makes a warehouse unfit to be published; empty when it is sound. `only_touched`: of a draft, with its table
    `touched`. Of a DuckLake, keys and CHECKs are looked at too: it does not hold them by itself."""
    queries = checks()
    if is_lake(connection):
        from schemas.ddl import constraint_queries

        queries = constraint_queries() | queries
    return list(_run(connection, queries, "error", only_touched=only_touched and _holds_untouched(connection)))


def broken_warnings(connection: duckdb.DuckDBPyConnection) -> list[Finding]:
    """What is odd in a warehouse, though it may be right."""
    return list(_run(connection, checks(), "warning"))


def error_checks() -> list[str]:
    """Names of the checks that every published warehouse has passed."""
    return [name for name, query in checks().items() if severity_of(query) == "error"]


def severity_of(query: str) -> str:
    """`error`, or `warning` where the head of a check says so."""
    match = re.search(r"^-- severity: (error|warning)$", query, re.MULTILINE)
    return match[1] if match else "error"


def _run(
    connection: duckdb.DuckDBPyConnection, queries: Mapping[str, str], severity: str, *, only_touched: bool = False
) -> Iterator[Finding]:
    for name, query in queries.items():
        if severity_of(query) != severity:
            continue
        if only_touched and "\n-- scope: article\n" in query:
            query = _of_touched_articles(query)
        try:
            if not connection.extract_statements(query):
                raise WarehouseError(f"warehouse/checks/{name}.sql: it holds no query: write one, or remove it")
            rows = connection.execute(query).fetchmany(_ROWS_SHOWN)
            if rows:
                [(count,)] = connection.execute(f"SELECT count(*) FROM ({query})").fetchall()
                yield Finding(name, query.partition("\n")[0].removeprefix("-- "), count, rows)
        except (duckdb.ParserException, duckdb.BinderException, duckdb.CatalogException) as error:
            reason = " ".join(str(error).split())
            raise WarehouseError(f"warehouse/checks/{name}.sql: mend it, or remove it ({reason})") from None


def _holds_untouched(connection: duckdb.DuckDBPyConnection) -> bool:
    """False of a new warehouse: to pick its touched articles would be to hold all of them."""
    untouched = connection.execute("SELECT 1 FROM articles ANTI JOIN touched USING (article_id) LIMIT 1")
    return untouched.fetchone() is not None


def _of_touched_articles(query: str) -> str:
    touched = (f"{table} AS (FROM main.{table} WHERE article_id IN (FROM touched))" for table in _OF_ARTICLES)
    return query.replace("WITH ", f"WITH {', '.join(touched)}, ", 1)
