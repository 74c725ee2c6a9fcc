"""The quick look at a table's rows: it lets nothing pass that Pandera refuses, and reads the same values."""

from copy import deepcopy
from datetime import date
from itertools import product
from typing import Any

import pandas as pd
import pyarrow
import pytest

from schemas import TABLES, Table
from schemas.soundness import arrow_schema, sound_rows
from tests.schemas.test_tables import ALL, example_row

SPOILT = [None, "", "zzz", "US\n", -1, 0, 1.0, 1.5, 10**12, 10**30, float("nan"), True, ["a", None], date(2024, 1, 1)]


def by_pandera(table: type[Table], rows: list[dict[str, Any]]) -> pyarrow.Table:
    """Rows that may share a key, as Pandera reads them. Raises SchemaErrors where one breaks another rule."""
    schema = deepcopy(table.to_schema())  # the model keeps and shares its schema
    schema.unique = None
    frame = schema.validate(pd.DataFrame(rows, dtype=object), lazy=True)
    return pyarrow.Table.from_pandas(frame, arrow_schema(table), preserve_index=False)


def typed_row(table: type[Table]) -> dict[str, Any]:
    """The example row with days and times as Python has them."""
    row: dict[str, Any] = by_pandera(table, [example_row(table)]).to_pylist()[0]
    return row


@ALL
def test_what_it_lets_pass_pandera_lets_pass_too(table: type[Table]) -> None:
    row = typed_row(table)
    rows = [row, *(row | {name: value} for name, value in product(row, SPOILT))]
    found = [(one, sound) for one in rows if (sound := sound_rows(table, [one])) is not None]
    assert found[0][0] == row
    assert pyarrow.concat_tables(sound for _, sound in found) == by_pandera(table, [one for one, _ in found])


@ALL
def test_a_key_may_stand_once(table: type[Table]) -> None:
    assert sound_rows(table, [typed_row(table), typed_row(table)]) is None


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("dates", {"timex_type": "EVENT"}),
        ("dates", {"start_char": -1}),
        ("dates", {"start_char": "many"}),
        ("dates", {"start_char": 336}),
        ("dates", {"date_start": date(2025, 12, 8)}),
        ("dates", {"text": ""}),
        ("dates", {"date_id": None}),
        ("dates", {"mood": "bright"}),
        ("places", {"country": "Norway"}),
    ],
)
def test_every_kind_of_rule_is_seen(name: str, changes: dict[str, Any]) -> None:
    assert sound_rows(TABLES[name], [typed_row(TABLES[name]) | changes]) is None


def test_no_column_may_lack() -> None:
    row = typed_row(TABLES["dates"])
    del row["value"]
    assert sound_rows(TABLES["dates"], [row]) is None
    assert sound_rows(TABLES["dates"], [row | {"mood": "bright"}]) is None


@ALL
def test_no_rows_are_sound(table: type[Table]) -> None:
    sound = sound_rows(table, [])
    assert sound is not None
    assert len(sound) == 0
    assert sound.schema == arrow_schema(table)
