"""Settling what a run touched gives what settling everything at once gives."""

import os
import random
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import count
from typing import Any

import duckdb
import pyarrow
import pytest

from flows.errors import SplitError
from flows.load import load_rows
from flows.parse.entities.names import parse_person_name
from flows.resolve import ArticleEntity, Surroundings, resolve_entities
from flows.resolve.blocks import add_blocks
from flows.resolve.placement import Settled
from schemas.ddl import create_statements
from warehouse.record import mark_touched

Row = dict[str, Any]
GIVEN = ["Ana", "Mohammed", "M.", "Matthew", "Matt", "Volodymyr"]
FAMILY = ["Okafor", "Zelensky", "Zelenskyy", "Abdullah", "Abdallah", "Beevers", "Lind", "Delacroix"]
ORGANIZATIONS: list[tuple[str, list[str], str | None]] = [
    ("World Weather Union", ["World Weather Union", "WWU"], "WWU"),
    ("Wool Workers Unit", ["Wool Workers Unit", "WWU"], "WWU"),
    ("WWU", ["WWU"], None),
    ("Lindqvist Motor Company", ["Lindqvist Motor Company", "Lindqvist"], None),
    ("Lindqvist Steel Company", ["Lindqvist Steel Company", "Lindqvist"], None),
    ("Lindqvist", ["Lindqvist"], None),
    ("Lindkvist", ["Lindkvist"], None),
    ("Supreme Court", ["Supreme Court"], None),
    ("Ministry of Defense", ["Ministry of Defense"], None),
    ("Office of Water", ["Texas’s Office of Water", "Office of Water"], None),
    ("Texas Office of Water", ["Texas Office of Water"], None),
    ("Texas", ["Texas"], None),
]
PLACES = [("Texas", "US"), ("Paris", "FR"), ("Paris", None), ("Lagos", "NG")]
CONTEXTS = ["governor", "chief of the harbour", "organization:wwu"]
DAY = date(2026, 1, 5)
_runs = count()


@pytest.fixture(autouse=True)
def few_are_common(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name crosses the bound of what is rare often, and entities are settled in many batches."""
    monkeypatch.setattr("flows.settle._MEMBERS_AT_ONCE", 5)
    for module in ("flows.settle", "flows.resolve.neighbours"):
        monkeypatch.setattr(f"{module}.RARE", 3)


def make_entity(rng: random.Random, article_id: str) -> Row:
    empty = {"acronym": None, "organization_type": None, "place_type": None, "country": None, "given_name": None}
    row: Row = empty | {
        "article_id": article_id,
        "family_name": None,
        "parent_entity_id": None,
        "contexts": [],
    }
    kind = rng.choice(["person", "person", "organization", "organization", "place"])
    if kind == "person":
        full = f"{rng.choice(GIVEN)} {rng.choice(FAMILY)}"
        name = full if rng.random() < 0.6 else full.split()[-1]
        parsed = parse_person_name(name)
        row |= {"name": name, "aliases": [name], "given_name": parsed.given, "family_name": parsed.family}
        row["contexts"] = sorted(rng.sample(CONTEXTS, rng.choice([0, 0, 1])))
    elif kind == "organization":
        name, aliases, acronym = rng.choice(ORGANIZATIONS)
        row |= {"name": name, "aliases": aliases, "acronym": acronym}
        row |= {"country": rng.choice([None, None, "US", "FR"]), "organization_type": rng.choice([None, "company"])}
    else:
        name, country = rng.choice(PLACES)
        row |= {"name": name, "aliases": [name], "country": country}
    row["article_entity_id"] = f"entity_{article_id}_{kind}_{row['name']}_{row['country']}"
    return row | {"entity_type": kind, "entity_id": row["article_entity_id"]}


def make_article(rng: random.Random, article_id: str) -> dict[str, list[Row]]:
    entities: dict[tuple[str, str], Row] = {}
    for _ in range(rng.randint(1, 5)):
        entity = make_entity(rng, article_id)
        entities.setdefault((entity["entity_type"], entity["name"]), entity)
    rows = list(entities.values())
    organizations = [row for row in rows if row["entity_type"] == "organization"]
    if len(organizations) > 1:
        organizations[0]["parent_entity_id"] = organizations[1]["article_entity_id"]
    add_blocks(rows)
    articles = [{"article_id": article_id, "published_on": DAY}]
    mentions = [
        {"mention_id": f"mention_{row['article_entity_id']}", "article_id": article_id, "entity_id": row["entity_id"]}
        for row in rows
    ]
    return {"articles": articles, "article_entities": rows, "mentions": mentions}


@pytest.fixture
def connections() -> Iterator[list[duckdb.DuckDBPyConnection]]:
    made: list[duckdb.DuckDBPyConnection] = []
    yield made
    for connection in made:
        connection.close()


def load(articles: Mapping[str, dict[str, list[Row]]]) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    statements = create_statements().replace(" NOT NULL", "")
    connection.execute("\n".join(line for line in statements.splitlines() if not line.strip().startswith("CHECK")))
    step(connection, articles, articles)
    return connection


def step(
    connection: duckdb.DuckDBPyConnection, touched: Mapping[str, object], now: Mapping[str, dict[str, list[Row]]]
) -> None:
    """One run: the touched articles go, those of them that are `now` come, and who is who is settled; else nothing."""
    for (table,) in connection.execute("SELECT table_name FROM duckdb_tables() WHERE temporary").fetchall():
        connection.execute(f"DROP TABLE {table}")
    tables: defaultdict[str, list[Row]] = defaultdict(list)
    for article_id in touched:
        for table, rows in now.get(article_id, {}).items():
            tables[table] += rows
    judged = {table: [pyarrow.Table.from_pylist(rows)] for table, rows in tables.items()}
    connection.begin()
    mark_touched(connection, list(touched))
    try:
        load_rows(connection, judged, f"run_{next(_runs)}")
    except SplitError:
        connection.rollback()
        raise
    connection.commit()


def state(connection: duckdb.DuckDBPyConnection) -> dict[str, list[tuple[Any, ...]]]:
    return {
        table: connection.execute(f"SELECT * FROM {table} ORDER BY ALL").fetchall()
        for table in ("article_entities", "mentions", "people", "organizations", "places")
    }


@pytest.mark.parametrize("seed", range(int(os.environ.get("DATELINE_SETTLE_SEEDS", "3"))))
def test_steps_settle_as_one_run_does(seed: int, connections: list[duckdb.DuckDBPyConnection]) -> None:
    rng = random.Random(seed)
    articles = {f"article_{i}": make_article(rng, f"article_{i}") for i in range(25)}
    connections.append(stepped := load(dict(list(articles.items())[:15])))
    present = dict(list(articles.items())[:15])
    for _ in range(6):
        touched = dict.fromkeys(rng.sample(sorted(articles), 2))
        for article_id in touched:
            if article_id in present and rng.random() < 0.5:
                del present[article_id]
            else:
                present[article_id] = articles[article_id] = make_article(rng, article_id)
        try:
            step(stepped, touched, present)
        except SplitError as split:
            step(stepped, dict.fromkeys([*touched, *split.article_ids]), present)
        connections.append(fresh := load(present))
        assert state(stepped) == state(fresh)


def test_only_what_shares_a_block_is_settled(
    connections: list[duckdb.DuckDBPyConnection], monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = random.Random(1)
    articles = {f"article_{i}": make_article(rng, f"article_{i}") for i in range(30)}
    connections.append(connection := load(articles))
    place = {**make_entity(rng, "article_9"), "entity_type": "place", "name": "Vik", "aliases": ["Vik"]}
    place |= {"entity_id": place["article_entity_id"], "blocks": ["place:vik "], "telling_name": None}
    articles["article_9"]["article_entities"].append(place)
    concerned = 0

    def count_settled(entities: Sequence[ArticleEntity], surroundings: Surroundings) -> dict[str, Settled]:
        nonlocal concerned
        concerned += len(entities)
        return resolve_entities(entities, surroundings)

    monkeypatch.setattr("flows.settle.resolve_entities", count_settled)
    step(connection, {"article_9": None}, articles)
    own = len(articles["article_9"]["article_entities"])
    [(all_entities,)] = connection.execute("SELECT count(*) FROM article_entities").fetchall()
    assert own <= concerned < all_entities
