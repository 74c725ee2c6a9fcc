"""Keep the books of a run in a draft: what it touched, what did not pass, what it did.

Imports nothing but DuckDB, so that a run with nothing to do ends at once.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import duckdb

from warehouse.lake import Warehouse
from warehouse.query import open_warehouse
from warehouse.statements import fill, statement

Connection = duckdb.DuckDBPyConnection
_CASES_AT_ONCE = 200


def mark_touched(connection: Connection, article_ids: Sequence[str], reread: Sequence[str] = ()) -> None:
    """Name the articles whose rows this run replaces or removes, as the temporary table `touched`.

    Those in `reread` are parsed again whether they changed or not: who is who in them is settled anew.
    """
    for table, ids in (("touched", article_ids), ("reread", reread)):
        connection.execute(f"CREATE OR REPLACE TEMP TABLE {table} (article_id VARCHAR)")
        if ids:
            connection.execute(f"INSERT INTO {table} SELECT unnest($1)", [list(ids)])


def record_cases(connection: Connection, cases: Iterable[Mapping[str, Any]]) -> None:
    """Write what did not pass into `quarantine`: a new case, or an old one met again."""
    remaining = iter(cases)
    while some := list(islice(remaining, _CASES_AT_ONCE)):
        distinct = {case["quarantine_id"]: case for case in some}
        rows = ",\n".join(fill(statement("case_row"), case) for case in distinct.values())
        connection.execute(statement("upsert_cases").replace("$rows", rows))


def close_cases(connection: Connection, run_id: str) -> None:
    """Close the cases that this run looked at and did not meet again."""
    connection.execute(fill(statement("close_cases"), {"run_id": run_id}))


def read_open_cases(warehouse: Warehouse) -> tuple[set[str], set[str]]:
    """Files of the drop that hold an open case, and the articles that have quarantined rows."""
    with open_warehouse(warehouse) as connection:
        rows = connection.execute(statement("open_case_sources")).fetchall()
    return {source_file for source_file, _ in rows}, {article_id for _, article_id in rows if article_id}


@dataclass(frozen=True, slots=True)
class ReadBefore:
    """What earlier runs read: the looks of files, the source files of articles, those that another version read."""

    looks: dict[str, str]
    article_files: set[str]
    outdated_files: set[str]
    articles_by_publisher: Mapping[str | None, int]


def read_before(connection: Connection, dateline_version: str, model: str) -> ReadBefore:
    """What the warehouse holds of the files of its drop."""
    query = fill(statement("read_before"), {"dateline_version": dateline_version, "model": model})
    rows = connection.execute(query).fetchall()
    publishers: Counter[str | None] = Counter()
    for _, publisher, articles, _ in rows:
        publishers[publisher] += articles
    looks = dict(connection.execute(statement("file_looks")).fetchall())
    return ReadBefore(looks, {row[0] for row in rows}, {row[0] for row in rows if row[3]}, publishers)


def record_looks(connection: Connection, looks: Mapping[str, str], forgotten: Sequence[str], run_id: str) -> None:
    """Remember how files looked that this run read, and nothing more of those in `forgotten`."""
    if looks or forgotten:
        named = [{"name": name, "look": look} for name, look in looks.items()]
        values = {"looks": json.dumps(named), "forgotten": json.dumps(forgotten), "run_id": run_id}
        connection.execute(fill(statement("record_looks"), values))


def record_run(connection: Connection, run: Mapping[str, Any]) -> None:
    """Write the run's own row."""
    connection.execute(fill(statement("insert_run"), run))


def count_rows(connection: Connection) -> dict[str, int]:
    """Rows of every table, by name."""
    tables = [name for (name,) in connection.execute(statement("tables")).fetchall()]
    query = " UNION ALL ".join(f"SELECT '{table}', count(*) FROM {table}" for table in tables)
    return dict(connection.execute(query).fetchall())
