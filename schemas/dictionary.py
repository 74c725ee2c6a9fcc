"""The data dictionary, as Markdown for people and as JSON Schema for programs, derived from the models."""

from typing import Any

import pandera.pandas as pa

from schemas import TABLES
from schemas.columns import Table
from schemas.ddl import describe, sql_type

_JSON_TYPES: dict[str, dict[str, Any]] = {
    "VARCHAR": {"type": "string"},
    "JSON": {"type": "string", "contentMediaType": "application/json"},
    "VARCHAR[]": {"type": "array", "items": {"type": "string"}},
    "INTEGER": {"type": "integer"},
    "DOUBLE": {"type": "number"},
    "DATE": {"type": "string", "format": "date"},
    "TIMESTAMP": {"type": "string", "format": "date-time"},
}


def data_dictionary() -> str:
    """Markdown: a section a table, a line a column."""
    return "\n".join(_table_section(table) for table in TABLES.values())


def json_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of a row of each table, under `$defs`."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "dateline warehouse",
        "$defs": {name: _row_schema(table) for name, table in TABLES.items()},
    }


def _table_section(table: type[Table]) -> str:
    lines = [f"### {table.sql_name()}", "", table.grain(), ""]
    lines += ["| column | type | meaning | example |", "| --- | --- | --- | --- |"]
    for column in table.to_schema().columns.values():
        meaning = describe(column) + "".join(f"; {note}" for note in _notes(column))
        example = _shown(column.metadata["example"])
        lines.append(f"| `{column.name}` | {sql_type(column)} | {_cell(meaning)} | `{_cell(example)}` |")
    return "\n".join([*lines, ""])


def _notes(column: pa.Column) -> list[str]:
    notes = ["key"] if column.metadata.get("key") else []
    if refers_to := column.metadata.get("refers_to"):
        notes.append(f"refers to `{refers_to}`")
    for check in column.checks:
        if check.name == "isin":
            notes.append("one of " + ", ".join(f"`{value}`" for value in check.statistics["allowed_values"]))
    return [*notes, "may be NULL"] if column.nullable else notes


def _shown(example: object) -> str:
    return ", ".join(example) if isinstance(example, list) else str(example)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _row_schema(table: type[Table]) -> dict[str, Any]:
    columns = table.to_schema().columns
    return {
        "description": table.grain(),
        "type": "object",
        "properties": {name: _property(column) for name, column in columns.items()},
        "required": list(columns),
        "additionalProperties": False,
    }


def _property(column: pa.Column) -> dict[str, Any]:
    schema = {"description": describe(column), "examples": [column.metadata["example"]]} | _JSON_TYPES[sql_type(column)]
    for check in column.checks:
        values = check.statistics
        if check.name == "isin":
            schema["enum"] = [*values["allowed_values"], *([None] if column.nullable else [])]
        elif check.name == "greater_than_or_equal_to":
            schema["minimum"] = values["min_value"]
        elif check.name == "str_length":
            schema["minLength"] = values["min_value"]
        elif check.name == "str_matches":
            schema["pattern"] = values["pattern"]
    if column.nullable:
        schema["type"] = [schema["type"], "null"]
    return schema
