"""Who is who in one article: golden texts for names, people, organizations, places, roles and quotations.

A case of `mentions`, `people`, `organizations` or `places` gives, for each type that it names, all entities with their
mentions; `details` are further values of an entity, `parent` among them, and `count` is how many entities of a type
there are. An entity is called by its name.
"""

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from flows.parse.entities import find_mentions
from flows.parse.facts import Article, Entity, Reading
from flows.parse.pipeline import read_articles
from flows.parse.quotes import find_quotes
from flows.parse.roles import find_roles

GOLDEN = Path(__file__).parent / "golden" / "identity"
TYPES = {"people": "person", "organizations": "organization", "places": "place"}


def cases(*names: str) -> pytest.MarkDecorator:
    found = [case for name in names for case in json.loads((GOLDEN / f"{name}.json").read_text("utf8"))]
    return pytest.mark.parametrize("case", found, ids=lambda case: case["about"])


def read(text: str) -> Reading:
    return next(read_articles([Article("a", text)]))


@cases("mentions", "people", "organizations", "places")
def test_entities(case: dict[str, Any]) -> None:
    entities, mentions = find_mentions(read(case["text"]))
    by_key = {e.key: e for e in entities}
    found: dict[str, dict[str, list[str]]] = {plural: defaultdict(list) for plural in TYPES}
    for mention in mentions:
        entity = by_key[mention.entity_key]
        found[next(p for p, t in TYPES.items() if t == entity.entity_type)][entity.name].append(mention.text)
    assert {plural: found[plural] for plural in TYPES if plural in case} == {p: case[p] for p in TYPES if p in case}
    counts = {plural: sum(e.entity_type == TYPES[plural] for e in entities) for plural in case.get("count", {})}
    assert counts == case.get("count", {})
    for name, details in case.get("details", {}).items():
        entity = next(e for e in entities if e.name == name)
        assert {detail: value_of(entity, detail, by_key) for detail in details} == details


def value_of(entity: Entity, detail: str, by_key: dict[str, Entity]) -> object:
    if detail == "parent":
        return by_key[entity.parent_key].name if entity.parent_key else None
    return getattr(entity, detail)


@cases("roles")
def test_roles(case: dict[str, Any]) -> None:
    reading = read(case["text"])
    entities, mentions = find_mentions(reading)
    names = {e.key: e.name for e in entities} | {None: None}
    found = [[names[r.person_key], r.title, names[r.organization_key]] for r in find_roles(reading, entities, mentions)]
    assert sorted(found, key=str) == sorted(case["roles"], key=str)


@cases("quotes")
def test_quotes(case: dict[str, Any]) -> None:
    reading = read(case["text"])
    entities, mentions = find_mentions(reading)
    names = {e.key: e.name for e in entities} | {None: None}
    quotes = find_quotes(reading, mentions)
    if "longest" in case:
        assert max(len(q.text) for q in quotes) <= case["longest"]
    else:
        assert [[q.text, q.cue, names[q.speaker_key]] for q in quotes] == case["quotes"]
