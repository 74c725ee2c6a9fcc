"""Literals that are written into SQL give back exactly the value."""

import duckdb
from hypothesis import given
from hypothesis import strategies as st

from warehouse.statements import fill


@given(
    st.one_of(st.none(), st.integers(-(2**40), 2**40), st.text(st.characters(codec="utf-8", exclude_characters="\x00")))
)
def test_filled_value_comes_back(value: object) -> None:
    rows = duckdb.execute(fill("SELECT $value AS value, '$' AS dollar", {"value": value})).fetchall()
    assert rows == [(value, "$")]


def test_value_that_looks_like_a_parameter_is_left_alone() -> None:
    assert fill("$a, $b", {"a": "$b '; DROP TABLE x --", "b": 1}) == "'$b ''; DROP TABLE x --', 1"
