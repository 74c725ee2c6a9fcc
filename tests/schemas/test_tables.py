"""The models themselves: names, examples, and that both readings of a rule agree."""

import re
from copy import deepcopy

import duckdb
import pandas as pd
import pandera.pandas as pa
import pytest

from schemas import ENTITY_TABLES, PARSED_TABLES, TABLES, Table
from schemas.ddl import create_statement, sql_type

ALL = pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)


def example_row(table: type[Table]) -> dict[str, object]:
    row = {name: column.metadata["example"] for name, column in table.to_schema().columns.items()}
    row |= {name: "0" * 64 for name in row if name.endswith("sha256")}
    if "value_low" in row:
        row["value_high"] = None
    return row


@ALL
def test_every_column_is_described_with_an_example(table: type[Table]) -> None:
    for name, column in table.to_schema().columns.items():
        assert column.description, f"{name} has no description"
        assert column.metadata["example"] is not None, f"{name} has no example"


@ALL
def test_names_follow_the_house(table: type[Table]) -> None:
    columns = table.to_schema().columns
    assert all(re.fullmatch(r"[a-z][a-z0-9_]*", name) for name in columns)
    assert {name for name, column in columns.items() if sql_type(column) == "DATE"} <= {
        name for name in columns if name.endswith(("_on", "_start", "_end"))
    }


@ALL
def test_grain_is_one_sentence(table: type[Table]) -> None:
    assert re.fullmatch(r"One row per .+\.", table.grain())


@ALL
def test_examples_pass_pandera_and_sql(table: type[Table]) -> None:
    row = example_row(table)
    frame = table.validate(pd.DataFrame([row], dtype=object), lazy=True)
    with duckdb.connect() as connection:
        connection.execute(create_statement(table))
        placeholders = ", ".join(f"${i + 1}::{sql_type(c)}" for i, c in enumerate(table.to_schema().columns.values()))
        connection.execute(f"INSERT INTO {table.sql_name()} VALUES ({placeholders})", list(row.values()))
        assert len(frame) == connection.execute(f"SELECT count(*) FROM {table.sql_name()}").fetchall()[0][0] == 1


@ALL
def test_references_lead_to_a_column(table: type[Table]) -> None:
    for column in table.to_schema().columns.values():
        if refers_to := column.metadata.get("refers_to"):
            parent, _, parent_column = refers_to.partition(".")
            assert parent_column in TABLES[parent].to_schema().columns


@ALL
def test_row_rules_mean_the_same_in_pandas_and_in_sql(table: type[Table]) -> None:
    for rule in table.to_schema().checks:
        low, _, high = str(rule.name).split()
        for changes, passes in (({}, True), ({low: high, high: low}, False), ({high: None}, True)):
            base = example_row(table)
            base |= {low: base[low], high: larger(base[low])}
            row = base | {name: base[other] if other else None for name, other in changes.items()}
            assert passes_pandas(table, row, str(rule.name)) is passes, (rule.name, row)
            assert passes_sql(table, row, str(rule.name)) is passes, (rule.name, row)


def larger(value: object) -> object:
    if isinstance(value, int | float):
        return value + 1
    return str(value).replace("20", "21", 1)


def passes_pandas(table: type[Table], row: dict[str, object], rule: str) -> bool:
    schema = deepcopy(table.to_schema())  # the model keeps and shares its schema
    for column in schema.columns.values():
        column.nullable, column.checks = True, []
    try:
        schema.validate(pd.DataFrame([row], dtype=object), lazy=True)
    except pa.errors.SchemaErrors as error:
        return rule not in set(error.failure_cases["check"])
    return True


def passes_sql(table: type[Table], row: dict[str, object], rule: str) -> bool:
    columns = table.to_schema().columns
    values = ", ".join(f"$v{i}::{sql_type(c)} AS {c.name}" for i, c in enumerate(columns.values()))
    with duckdb.connect() as connection:
        parameters = {f"v{i}": value for i, value in enumerate(row.values())}
        answer = connection.execute(f"SELECT {rule} FROM (SELECT {values})", parameters).fetchall()[0][0]
    return answer is not False


def test_parsed_and_entity_tables_are_tables() -> None:
    assert set(PARSED_TABLES) | set(ENTITY_TABLES) | {"runs", "quarantine", "entity_changes", "source_files"} == set(
        TABLES
    )
