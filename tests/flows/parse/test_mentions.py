"""People, organizations and places: golden articles, and spans that hold for any text."""

import json
import time
from dataclasses import asdict
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.parse.entities import find_mentions
from flows.parse.facts import Article, Reading
from flows.parse.pipeline import read_articles

CASES = json.loads((Path(__file__).parent / "golden" / "mentions.json").read_text("utf8"))
WORDS = st.sampled_from(
    [
        "Ana",
        "Souza",
        "Mr",
        "the",
        "Ministry",
        "of",
        "Trade",
        "(MT)",
        "Kenya",
        "’s",
        "'s",
        "U.S.",
        "Army",
        "Gen.",
        "said",
    ]
)
TEXTS = st.one_of(st.text(max_size=200), st.lists(WORDS, max_size=30).map(" ".join))


def read(text: str) -> Reading:
    return next(read_articles([Article("a", text)]))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:40])
def test_golden_articles(case: dict[str, Any]) -> None:
    entities, mentions = find_mentions(read(case["text"]))
    found = [asdict(e) | {"mentions": [m.text for m in mentions if m.entity_key == e.key]} for e in entities]
    assert [{name: row[name] for name in gold} for row, gold in zip(found, case["entities"], strict=True)] == case[
        "entities"
    ]


def test_nothing_is_named_in_boilerplate() -> None:
    _, mentions = find_mentions(
        read("Ana Souza won the race in Porto.\n0 comments\nJohn Smith from Boston wrote this.")
    )
    assert [m.text for m in mentions] == ["Ana Souza", "Porto"]


def test_two_people_of_one_family_name_stay_apart() -> None:
    entities, mentions = find_mentions(read("Lena Holm met Anders Holm in Bergen. Holm paid."))
    assert len([e for e in entities if e.entity_type == "person"]) == 3
    assert len({m.entity_key for m in mentions}) == len(entities)


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_any_text_gives_sound_mentions(text: str) -> None:
    entities, mentions = find_mentions(read(text))
    keys = {e.key: e.entity_type for e in entities}
    assert len(keys) == len(entities)
    assert {m.entity_key for m in mentions} == set(keys)
    for mention in mentions:
        assert text[mention.start_char : mention.end_char] == mention.text == mention.text.strip() != ""
        assert keys[mention.entity_key] == mention.entity_type
    assert all(a.end_char <= b.start_char for a, b in pairwise(mentions))


LONG_LINES = (
    "3-Ana Ruiz (Spain) beat Eva Lee (Korea) 6-3 6-2, ",
    "Lima 0 Quito 2; ",
    "Lima United 3, Ana Ruiz 44, ",
    "Council and Board and ",
)


@pytest.mark.parametrize("words", LONG_LINES)
def test_a_line_of_many_names_costs_as_much_a_name_as_one_of_few(words: str) -> None:
    def seconds(times: int) -> float:
        runs = []
        for _ in range(3):
            reading = read("Scorers: " + words * times)
            began = time.process_time()
            find_mentions(reading)
            runs.append(time.process_time() - began)
        return min(runs)

    seconds(20)  # loads what the rules know
    assert seconds(800) < 10 * seconds(200)  # four times the names; quadratic cost would be sixteen times
