"""Passages: where an article is cut, and what is no part of it."""

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.parse.passages import split_passages

GOLDEN = json.loads(Path(__file__).with_name("golden").joinpath("passages.json").read_text("utf8"))


@pytest.mark.parametrize("case", GOLDEN, ids=lambda case: str(case["about"]))
def test_golden_passages(case: dict[str, Any]) -> None:
    assert [p.passage_type for p in split_passages(case["text"])] == case["types"]


@given(st.text(st.sampled_from('aB1 .,“”"\n\t()![]\u00a0\u200bé😀'), max_size=200))
def test_passages_cover_all_words_in_order_and_hold_their_offsets(text: str) -> None:
    passages = split_passages(text)
    assert all(text[p.start_char : p.end_char] == p.text == p.text.strip() != "" for p in passages)
    assert all(a.end_char <= b.start_char for a, b in pairwise(passages))
    outside = list(text)
    for p in passages:
        outside[p.start_char : p.end_char] = [" "] * len(p.text)
    assert not any(character.isalnum() for character in outside)
