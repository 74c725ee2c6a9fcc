"""Quotations and speakers: golden passages, marks of every kind, and spans that hold for any text."""

import json
from dataclasses import asdict
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.parse.entities import find_mentions
from flows.parse.facts import Article, Quote, Reading
from flows.parse.pipeline import read_articles
from flows.parse.quotes import find_quotes
from flows.parse.quotes.marks import find_marked

CASES = json.loads((Path(__file__).parent / "golden" / "quotes.json").read_text("utf8"))
WORDS = st.sampled_from(
    ['"', "“", "”", "‘", "’", "said", "Ana", "Souza", "he", ",", ".", "\n", "according", "to", "we", "will", "go", "—"]
)


def read(text: str) -> Reading:
    return next(read_articles([Article("a", text)]))


def quotes_in(text: str) -> list[Quote]:
    reading = read(text)
    return find_quotes(reading, find_mentions(reading)[1])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:40])
def test_golden_passages(case: dict[str, Any]) -> None:
    found = [asdict(quote) for quote in quotes_in(case["text"])]
    assert [{name: row[name] for name in ("text", "cue", "speaker_text", "speaker_key")} for row in found] == case[
        "quotes"
    ]


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("“One.” and “two”", ["One.", "two"]),
        ('"One," he said. "Two."', ["One,", "Two."]),
        ("“He said ‘no’ to us,” she said", ["He said ‘no’ to us,"]),
        ('The 6" pipe and the 12" pipe', []),
        ("“Open to the end", ["Open to the end"]),
        ("«Nous partons», dit-il", ["Nous partons"]),
        ("‘We don’t know,’ he said. ‘Not yet.’", ["We don’t know,", "Not yet."]),
        ("'It won't do,' she said of the farmers' plan.", ["It won't do,"]),
        ("The farmers' plan isn't the teachers' plan.", []),
    ],
)
def test_marks(text: str, inside: list[str]) -> None:
    assert [text[span.start : span.end] for span in find_marked(text, 0, len(text))] == inside


def test_signed_block_quotation_belongs_to_the_signer() -> None:
    text = (
        "The bridge opened on Friday after a long delay.\n"
        "Our town has waited ten years for this day and we will never forget who built it.\n"
        "Mayor Ana Souza\n"
        "Trains run from Monday."
    )
    assert [(q.text[:8], q.speaker_key) for q in quotes_in(text)] == [("Our town", "person:souza|ana")]


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=200), st.lists(WORDS, max_size=30).map(" ".join)))
def test_any_text_gives_sound_quotes(text: str) -> None:
    reading = read(text)
    entities, mentions = find_mentions(reading)
    keys = {e.key: e.entity_type for e in entities}
    quotes = find_quotes(reading, mentions)
    for quote in quotes:
        assert text[quote.start_char : quote.end_char] == quote.text == quote.text.strip() != ""
        assert quote.speaker_key is None or keys[quote.speaker_key] == quote.speaker_entity_type
    assert all(a.end_char <= b.start_char for a, b in pairwise(quotes))
