"""How a table and its columns are written down: types, the metadata of a column, and rules over a row."""

from __future__ import annotations

import re
import sys
from importlib import import_module
from typing import Annotated, Any

import pandas as pd
import pandera.pandas as pa
import pyarrow

if "dask.dataframe" not in sys.modules:  # where Dask is installed, Pandera takes a second to import types of it
    sys.modules["dask.dataframe"] = None  # type: ignore[assignment]  # an import of it fails, which Pandera expects
    import_module("pandera.typing.dask")
    del sys.modules["dask.dataframe"]

Text = Annotated[pd.ArrowDtype, pyarrow.string()]
Texts = Annotated[pd.ArrowDtype, pyarrow.list_(pyarrow.string())]
Integer = Annotated[pd.ArrowDtype, pyarrow.int32()]
Real = Annotated[pd.ArrowDtype, pyarrow.float64()]
Date = Annotated[pd.ArrowDtype, pyarrow.date32()]
Time = Annotated[pd.ArrowDtype, pyarrow.timestamp("us")]

ORGANIZATION_TYPES = [
    "government",
    "military",
    "company",
    "media",
    "court",
    "education",
    "party",
    "nonprofit",
    "sports",
    "program",
    "other",
]


def column(description: str, *, example: object, **options: Any) -> Any:
    """A column of a table.

    `options` may hold `unit` (what a number counts), `key` (part of the primary key), `refers_to` (`table.column` that
    holds the value), `json` (text that is a JSON document) and the checks of `pandera.Field` (`isin`, `ge`, …).
    A column is NOT NULL unless `nullable=True`.
    """
    metadata = {"example": example} | {name: options.pop(name, None) for name in ("unit", "key", "refers_to", "json")}
    return pa.Field(description=description, metadata=metadata, **options)


def row_rule(expression: str) -> Any:
    """A rule over the columns of a row, written once: as pandas evaluates it and as SQL's CHECK reads it.

    As in SQL, a row passes when a NULL leaves the rule open.
    """

    def holds(cls: type[pa.DataFrameModel], frame: pd.DataFrame) -> pd.Series[bool]:
        held = pd.Series(frame.eval(expression, engine="python"), index=frame.index, dtype="boolean")
        return held.fillna(True).astype(bool)

    return pa.dataframe_check(holds, name=expression, ignore_na=False)


class Table(pa.DataFrameModel):
    """A table of the warehouse; the first line of a subclass's docstring is its grain."""

    class Config:
        """Every column is there, and no other."""

        strict = True
        coerce = True

    @classmethod
    def sql_name(cls) -> str:
        """The SQL name: the class's name in snake case."""
        return re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()

    @classmethod
    def grain(cls) -> str:
        """What one row is."""
        return (cls.__doc__ or "").partition("\n")[0]

    @classmethod
    def key_columns(cls) -> list[str]:
        """Columns of the primary key."""
        return list(cls.to_schema().unique or ())

    @classmethod
    def to_schema(cls) -> pa.DataFrameSchema:
        """The schema that Pandera validates by; of rows with the same key the first one passes."""
        schema = super().to_schema()
        schema.unique = [name for name, c in schema.columns.items() if (c.metadata or {}).get("key")]
        schema.report_duplicates = "exclude_first"
        return schema


def start_char() -> Any:
    """Column: where a row's span begins."""
    return column("First character of the span in `articles.text`", unit="code points", example=327, ge=0)


def end_char() -> Any:
    """Column: where a row's span ends."""
    return column("Character after the last one of the span", unit="code points", example=336, ge=1)


def span_text(example: str) -> Any:
    """Column: the span itself."""
    return column("The span: `articles.text[start_char:end_char]`", example=example, str_length={"min_value": 1})


def article_reference() -> Any:
    """Column: the article that a row comes from."""
    return column("Article that says so", example="article_5d0c3a97be12f4c8", refers_to="articles.article_id")


def passage_reference() -> Any:
    """Column: the passage that a row stands in."""
    return column("Passage that holds it", example="passage_5d0c3a971f0a6be27c3d", refers_to="passages.passage_id")


def entity_reference(description: str, *, nullable: bool = False) -> Any:
    """Column: a person, organization or place, told apart by the row's entity type."""
    return column(
        description, example="person_0b6f1d2e9a7c4438", nullable=nullable, refers_to="article_entities.entity_id"
    )
