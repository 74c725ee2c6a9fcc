"""The data dictionary: complete, and a JSON Schema that holds real rows."""

from pathlib import Path

import duckdb
import pytest

from schemas import TABLES
from schemas.dictionary import data_dictionary, json_schema


def test_dictionary_names_every_column() -> None:
    text = data_dictionary()
    for name, table in TABLES.items():
        section = text.split(f"### {name}\n")[1].split("\n### ")[0]
        assert all(f"| `{column}` |" in section for column in table.to_schema().columns)


def test_json_schema_keeps_what_pandera_loses() -> None:
    figures = json_schema()["$defs"]["figures"]["properties"]
    assert figures["bound"]["enum"][:2] == ["exact", "over"]
    assert figures["trend"]["enum"] == ["up", "down", None]
    assert figures["value_low"]["type"] == ["number", "null"]
    assert figures["start_char"]["minimum"] == 0
    assert all(property["description"] for property in figures.values())


@pytest.mark.parametrize("table", TABLES)
def test_rows_of_the_seeds_fit_the_json_schema(seed_warehouse: Path, table: str) -> None:
    schema = json_schema()["$defs"][table]
    with duckdb.connect(str(seed_warehouse), read_only=True) as connection:
        rows = connection.execute(f"SELECT * FROM {table}").fetchall()
        names = [name for name, *_ in connection.description or []]
    assert names == schema["required"]
    for row in rows:
        for name, value in zip(names, row, strict=True):
            allowed = schema["properties"][name]
            types = allowed["type"] if isinstance(allowed["type"], list) else [allowed["type"]]
            assert value is not None or "null" in types
            assert value is None or "enum" not in allowed or value in allowed["enum"]
