from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.parse.figures.numerals import find_numerals, read_ordinal


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("48,210", 48210),
        ("23,45,678.5", 2345678.5),
        (".5", 0.5),
        ("10 1/2", 10.5),
        ("26-1/2", 26.5),
        ("1,204 3/4", 1204.75),
        ("7.53-3/4", 7.5375),
        ("2½", 2.5),
        ("7.4 million", 7_400_000),
        ("4 hundred million", 400_000_000),
        ("1.3bn", 1_300_000_000),
        ("4.5mil", 4_500_000),
        ("80, 000", 80_000),
        ("2, 000, 000", 2_000_000),
        ("80, 000 million", 80_000_000_000),
        ("forty-two", 42),
        ("two hundred and five", 205),
        ("fifty-one thousand three hundred", 51_300),
        ("two and a half", 2.5),
        ("a dozen", 12),
        ("three dozen", 36),
        ("half a million", 500_000),
        ("a quarter of a million", 250_000),
        ("three quarters of a billion", 750_000_000),
        ("three-quarter million", 750_000),
        ("two thirds of a thousand", 2000 / 3),
        ("two-thirds", 2 / 3),
        ("dozens", 24),
        ("tens of thousands", 20_000),
        ("hundreds of thousands", 200_000),
        ("several hundred", 300),
        ("one in five", 0.2),
        ("three out of four", 0.75),
        ("6.1×10−3", 0.0061),
    ],
)
def test_value_of_a_number_phrase(text: str, value: float) -> None:
    assert [(n.start, n.end, n.value) for n in find_numerals(text)] == [(0, len(text), pytest.approx(value))]


def test_numbers_side_by_side_stay_apart() -> None:
    assert [n.value for n in find_numerals("two three, 50 60, five and six")] == [2, 3, 50, 60, 5, 6]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("in 2010, 200 people", [2010, 200]),
        ("rows 5, 100 and 7", [5, 100, 7]),
        ("1, 250, 000", [1, 250]),
        ("12, 000-111", [12, 111]),
        ("N$8 600", [8600]),
        ("R18 600.50", [18600.5]),
        ("the 8 600 seats", [8600]),
        ("Alder 8 600 seats", [8, 600]),
        ("on May 5 200 men", [5, 200]),
        ("in 2019 300 people", [2019, 300]),
        ("rows 5 100 and 7", [5, 100, 7]),
        ("some 25 000, or 1 250 000", [25000, 1, 250]),
        ("$1billion and 64.8million", [1e9, 64.8e6]),
        ("two quarters, thousands", [2, 2000]),
    ],
)
def test_blanks_and_fractions_join_only_what_is_one_number(text: str, values: list[float]) -> None:
    assert [n.value for n in find_numerals(text)] == values


@pytest.mark.parametrize("text", ["", "none of it", "a third party", "the second half", "a hundredth"])
def test_texts_without_a_number(text: str) -> None:
    assert find_numerals(text) == []


def test_ordinals() -> None:
    assert [read_ordinal(word) for word in ("2nd", "third", "thirds", "2n", "")] == [2, 3, None, None, None]


@given(st.text())
def test_any_text_is_read_in_order(text: str) -> None:
    numerals = find_numerals(text)
    assert all(0 <= n.start < n.end <= len(text) for n in numerals)
    assert all(a.end <= b.start for a, b in pairwise(numerals))


PIECES = ("7", "53", "1,250", "0", "1/2", "3/4", "10/100", "½", ".", ",", "-", " ", "\n", "⁄", "/", "and a half", "m")


@given(st.lists(st.sampled_from(PIECES), max_size=8).map("".join))
def test_any_row_of_digits_and_fractions_is_read_in_order(text: str) -> None:
    numerals = find_numerals(text)
    assert all(0 <= n.start < n.end <= len(text) for n in numerals)
    assert all(a.end <= b.start for a, b in pairwise(numerals))
