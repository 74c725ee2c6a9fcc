"""Roles: golden sentences, and spans that hold for any text."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.parse.entities import find_mentions
from flows.parse.facts import Article, Reading, Role
from flows.parse.pipeline import read_articles
from flows.parse.roles import find_roles

CASES = json.loads((Path(__file__).parent / "golden" / "roles.json").read_text("utf8"))
WORDS = st.sampled_from(
    [
        "Gen.",
        "Maj.",
        "President",
        "and",
        "of",
        ",",
        "the",
        "Ana",
        "Souza",
        "Lima",
        "’s",
        "is",
        "head",
        "Army",
        "U.S.",
        ".",
    ]
)


def read(text: str) -> Reading:
    return next(read_articles([Article("a", text)]))


def roles_in(reading: Reading) -> list[Role]:
    return find_roles(reading, *find_mentions(reading))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:40])
def test_golden_sentences(case: dict[str, Any]) -> None:
    found = [asdict(role) for role in roles_in(read(case["text"]))]
    assert [{name: row[name] for name in ("text", "title", "person_key", "organization_key")} for row in found] == case[
        "roles"
    ]


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=200), st.lists(WORDS, max_size=25).map(" ".join)))
def test_any_text_gives_sound_roles(text: str) -> None:
    reading = read(text)
    entities, mentions = find_mentions(reading)
    keys = {e.key for e in entities}
    for role in find_roles(reading, entities, mentions):
        assert text[role.start_char : role.end_char] == role.text == role.text.strip() != ""
        assert role.title
        assert role.title in role.text
        assert role.person_key in keys
        assert role.organization_key is None or role.organization_key in keys
