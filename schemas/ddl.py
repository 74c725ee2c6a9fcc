"""SQL that creates the tables: types, keys, NOT NULL, CHECKs and comments, all derived from the models."""

from collections.abc import Iterator

import pandera.pandas as pa
import pyarrow

from schemas import TABLES
from schemas.columns import Table

_SQL_TYPES = {
    pyarrow.string(): "VARCHAR",
    pyarrow.list_(pyarrow.string()): "VARCHAR[]",
    pyarrow.int32(): "INTEGER",
    pyarrow.float64(): "DOUBLE",
    pyarrow.date32(): "DATE",
    pyarrow.timestamp("us"): "TIMESTAMP",
}


def create_statements(*, constraints: bool = True) -> str:
    """CREATE TABLE and COMMENT statements for every table, in the order in which they may be run.

    Without `constraints` neither keys nor CHECKs, for a DuckLake: it knows NOT NULL alone.
    """
    return "\n\n".join(create_statement(table, constraints=constraints) for table in TABLES.values()) + "\n"


def create_statement(table: type[Table], *, constraints: bool = True) -> str:
    """CREATE TABLE for one table, followed by its comments."""
    schema, name = table.to_schema(), table.sql_name()
    lines = [f"{c.name} {sql_type(c)}{'' if c.nullable else ' NOT NULL'}" for c in schema.columns.values()]
    if constraints:
        lines.append(f"PRIMARY KEY ({', '.join(table.key_columns())})")
        lines += [f"CHECK ({check})" for check in _checks(table)]
    comments = [f"COMMENT ON TABLE {name} IS {_literal(table.grain())};"]
    comments += [f"COMMENT ON COLUMN {name}.{c.name} IS {_literal(describe(c))};" for c in schema.columns.values()]
    return f"CREATE TABLE {name} (\n  " + ",\n  ".join(lines) + "\n);\n" + "\n".join(comments)


def constraint_queries() -> dict[str, str]:
    """Two queries by name, in the form of a warehouse's checks: rows that share a key, and rows that break a CHECK.

    They stand in for the constraints that a DuckLake does not hold by itself.
    """
    shared, broken = [], []
    for name, table in TABLES.items():
        key = ", ".join(table.key_columns())
        row = f"SELECT {_literal(name)} AS table_name, concat_ws(', ', {key}) AS row_id"
        shared.append(f"{row}, count(*) AS times FROM {name} GROUP BY {key} HAVING count(*) > 1")
        rules = " ".join(f"WHEN NOT ({check}) THEN {_literal(check)}" for check in _checks(table))
        if rules:
            broken.append(f"{row}, CASE {rules} END AS broken_rule FROM {name} WHERE broken_rule IS NOT NULL")
    union = "\nUNION ALL "
    return {
        "keys_are_unique": f"-- Rows that share a key.\n{union.join(shared)}",
        "rules_hold": f"-- Rows that break a rule of their columns.\n{union.join(broken)}",
    }


def sql_type(column: pa.Column) -> str:
    """DuckDB's type of a column."""
    if column.metadata.get("json"):
        return "JSON"
    return _SQL_TYPES[column.dtype.type.pyarrow_dtype]


def describe(column: pa.Column) -> str:
    """Description of a column with its unit."""
    unit = column.metadata.get("unit")
    return f"{column.description} [{unit}]" if unit else str(column.description)


def _checks(table: type[Table]) -> Iterator[str]:
    """What every row of a table holds, as SQL."""
    schema = table.to_schema()
    for column in schema.columns.values():
        yield from _column_checks(column)
    yield from (str(check.name) for check in schema.checks)


def _column_checks(column: pa.Column) -> Iterator[str]:
    for check in column.checks:
        values = check.statistics
        if check.name == "isin":
            yield f"{column.name} IN ({', '.join(map(_literal, values['allowed_values']))})"
        elif check.name == "greater_than_or_equal_to":
            yield f"{column.name} >= {values['min_value']}"
        elif check.name == "str_length":
            yield f"length({column.name}) >= {values['min_value']}"
        elif check.name == "str_matches":
            yield f"regexp_matches({column.name}, {_literal(values['pattern'])})"
        else:
            raise ValueError(f"{column.name}: no SQL is known for the check {check.name}; add it here")


def _literal(value: object) -> str:
    return "'" + str(value).replace("'", "''") + "'"
