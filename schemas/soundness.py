"""Whether all rows of a table keep its rules, seen at once in Arrow; derived from the models.

Which row breaks which rule is for Pandera to tell. That takes some 30 ms a table, however few its rows, and most tables
hold no row that breaks any.
"""

from collections.abc import Sequence
from typing import Any

import pandera.pandas as pa
import pyarrow
import pyarrow.compute

from schemas.columns import Table

pc: Any = pyarrow.compute  # makes its functions at run time, out of a type checker's sight
_COMPARISONS = {"<": pc.less, "<=": pc.less_equal}


def arrow_schema(table: type[Table]) -> pyarrow.Schema:
    """Columns and types of a table."""
    return pyarrow.schema([(c.name, c.dtype.type.pyarrow_dtype) for c in table.to_schema().columns.values()])


def sound_rows(table: type[Table], rows: Sequence[dict[str, Any]]) -> pyarrow.Table | None:
    """All of `rows` in Arrow when every one keeps every rule of the table; None when one may not."""
    schema = table.to_schema()
    found = _read(arrow_schema(table), rows)
    if found is None or not all(_column_holds(column, found[column.name]) for column in schema.columns.values()):
        return None
    is_unique = found.group_by(table.key_columns(), use_threads=False).aggregate([]).num_rows == len(rows)
    return found if is_unique and all(_row_rule_holds(check.name, found) for check in schema.checks) else None


def _read(schema: pyarrow.Schema, rows: Sequence[dict[str, Any]]) -> pyarrow.Table | None:
    """The rows, if each has exactly the columns of the table and values of their types."""
    if not set(map(len, rows)) <= {len(schema)}:
        return None
    try:
        columns = [_read_column(rows, field.name, field.type) for field in schema]
    except (KeyError, TypeError, ValueError, OverflowError):
        return None
    return pyarrow.Table.from_arrays(columns, schema=schema)


def _read_column(rows: Sequence[dict[str, Any]], name: str, dtype: pyarrow.DataType) -> pyarrow.Array:
    return pyarrow.array([row[name] for row in rows], dtype, from_pandas=True)


def _column_holds(column: pa.Column, values: pyarrow.ChunkedArray) -> bool:
    if values.null_count and not column.nullable:
        return False
    present = values.drop_null()
    return all(_is_all_true(_check(check, present)) for check in column.checks)


def _check(check: pa.Check, values: pyarrow.ChunkedArray) -> pyarrow.ChunkedArray:
    """Whether each value passes a check of Pandera."""
    known = check.statistics or {}
    match check.name:
        case "isin":
            return pc.is_in(values, pyarrow.array(known["allowed_values"]))
        case "greater_than_or_equal_to":
            return pc.greater_equal(values, known["min_value"])
        case "str_length":
            return pc.greater_equal(pc.utf8_length(values), known["min_value"])
        case "str_matches":
            return pc.match_substring_regex(values, known["pattern"])
    raise ValueError(f"nothing in Arrow is known for the check {check.name}; add it here")


def _row_rule_holds(rule: str, rows: pyarrow.Table) -> bool:
    left, comparison, right = rule.split()
    return _is_all_true(_COMPARISONS[comparison](rows[left], rows[right]))


def _is_all_true(passed: pyarrow.ChunkedArray) -> bool:
    """As in SQL, what a NULL leaves open passes."""
    return bool(pc.all(passed, min_count=0).as_py())
