"""Who is who over articles, from their texts: what must be one, and what must stay apart.

A case names mentions by the number of their article and their words: `1 Petty`.
"""

import json
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from flows.parse.facts import Article
from flows.parse.pipeline import read_articles
from flows.parse.rows import parse
from flows.resolve import ArticleEntity, resolve_entities

CASES = json.loads((Path(__file__).parent / "golden" / "across_articles.json").read_text("utf8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["about"])
def test_golden_drops(case: dict[str, Any]) -> None:
    ids = ids_by_mention(case["articles"])
    for names in case.get("one", ()):
        assert len({ids[name] for name in names}) == 1, names
    for names in case.get("apart", ()):
        assert len({ids[name] for name in names}) == len(names), names


def ids_by_mention(texts: list[str]) -> dict[str, str]:
    readings = read_articles([Article(str(number), text) for number, text in enumerate(texts)])
    rows = [parse(reading) for reading in readings]
    settled = resolve_entities([article_entity(row) for found in rows for row in found["article_entities"]])
    return {
        f"{m['article_id']} {m['text']}": settled[m["entity_id"]].entity_id for found in rows for m in found["mentions"]
    }


def article_entity(row: dict[str, Any]) -> ArticleEntity:
    values = {field.name: row.get(field.name) for field in fields(ArticleEntity)}
    return ArticleEntity(**values | {"aliases": tuple(row["aliases"]), "contexts": tuple(row["contexts"])})
