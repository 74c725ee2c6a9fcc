import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.parse.lexicon import any_of

WORDS = st.lists(st.text("aAbB $.+-\n", min_size=1, max_size=4), min_size=1, max_size=8)


@pytest.mark.parametrize(
    ("words", "text", "found"),
    [
        (["mile", "miles per hour", "meter"], "miles per hour", "miles per hour"),
        (["sq km"], "sq\n km", "sq\n km"),
        ([" plus"], "  plus", "  plus"),
        (["$", "US$", "$US"], "$US5", "$US"),
        (["mile"], "MILES", "MILE"),
    ],
)
def test_the_longest_of_the_words_is_found(words: list[str], text: str, found: str) -> None:
    match = re.match(any_of(words), text)
    assert match is not None
    assert match[0] == found


def test_case_counts_where_it_is_told_to() -> None:
    assert re.match(any_of(["kW", "Kw"], fold_case=False), "KW") is None


@given(WORDS, st.booleans())
def test_every_word_is_found_whole(words: list[str], fold_case: bool) -> None:
    pattern = re.compile(any_of(words, fold_case))
    assert all(pattern.fullmatch(word) for word in words)
