"""Settling what a run touched gives what settling everything at once gives."""

import os
import random
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import count
from typing import Any
from unittest.mock import Mock

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


def make_article(
    rng: random.Random, article_id: str, rows: Sequence[Row] = (), entities: int = 5
) -> dict[str, list[Row]]:
    named = {(row["entity_type"], row["name"]): row for row in rows}
    for _ in range(rng.randint(min(1, entities), entities)):
        entity = make_entity(rng, article_id)
        named.setdefault((entity["entity_type"], entity["name"]), entity)
    rows = list(named.values())
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


def change_article(rng: random.Random, article: Mapping[str, list[Row]]) -> dict[str, list[Row]]:
    """Another article, or the same with an entity more, or less, or told in other words."""
    rows = [{**row, "parent_entity_id": None} for row in article["article_entities"]]
    article_id = rows[0]["article_id"]
    match rng.randrange(4):
        case 0:
            return make_article(rng, article_id)
        case 1 if len(rows) > 1:
            rows.pop(rng.randrange(len(rows)))
        case 2:
            rng.choice(rows)["contexts"] = sorted(rng.sample(CONTEXTS, rng.choice([0, 1])))
    return make_article(rng, article_id, rows, 1)


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
    connection: duckdb.DuckDBPyConnection,
    touched: Mapping[str, object],
    now: Mapping[str, dict[str, list[Row]]],
    reread: Sequence[str] = (),
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
    mark_touched(connection, list(touched), reread)
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
            if article_id not in present:
                present[article_id] = articles[article_id]
            elif rng.random() < 0.3:
                del present[article_id]
            else:
                present[article_id] = articles[article_id] = change_article(rng, present[article_id])
        try:
            step(stepped, touched, present)
        except SplitError as split:
            step(stepped, dict.fromkeys([*touched, *split.article_ids]), present)
        connections.append(fresh := load(present))
        assert state(stepped) == state(fresh)


def write_article(article_id: str, *names: str) -> dict[str, list[Row]]:
    """An article that names people, organizations (`… Company`, `… Court`) and places (`Paris, FR`)."""
    rows = []
    for name, _, country in (text.partition(", ") for text in names):
        row = make_entity(random.Random(1), article_id) | {
            "name": name,
            "aliases": [name],
            "acronym": None,
            "contexts": [],
        }
        row |= {"entity_type": "person", "organization_type": None, "country": country or None}
        if country:
            row["entity_type"] = "place"
        elif name.endswith(("Company", "Court")):
            row |= {"entity_type": "organization", "organization_type": "company"}
        else:
            parsed = parse_person_name(name)
            row |= {"given_name": parsed.given, "family_name": parsed.family}
        row["article_entity_id"] = row["entity_id"] = f"entity_{article_id}_{name}"
        rows.append(row)
    return make_article(random.Random(1), article_id, rows, 0)


STORY = ["Ana Okafor", "Lindqvist Steel Company"]


@pytest.mark.parametrize(
    ("before", "now"),
    [
        (["Matthew Lind", "Ana Okafor"], ["Matthew Lind", *STORY]),
        (["Matthew Lind", *STORY], ["Matthew Lind", "Ana Okafor"]),
        (["Matthew Lind", *STORY], ["Matthew Lind", *STORY, "Matt Beevers"]),
        (["Matthew Lind", *STORY], ["Matthew Lind", *STORY, "Volodymyr Zelensky"]),
        (["Matthew Lind", *STORY], []),
        (["Matt Beevers"], ["Matt Beevers", "Ana Okafor"]),
        (["Matt Beevers", "Ana Okafor"], ["Matt Beevers"]),
        (["Supreme Court", "Lagos, NG"], ["Supreme Court", "Lagos, NG", "Paris, FR"]),
        (["Supreme Court", "Lagos, NG"], ["Supreme Court"]),
    ],
)
@pytest.mark.parametrize("others", [0, 1, 2, 3])
def test_names_beside_an_unchanged_one_move_it(
    before: list[str], now: list[str], others: int, connections: list[duckdb.DuckDBPyConnection]
) -> None:
    rest = {"article_b": write_article("article_b", "Lind", *STORY)}
    rest |= {f"article_{i}": write_article(f"article_{i}", "Matthew Lind", *STORY) for i in range(others)}
    connections.append(stepped := load({**rest, "article_a": write_article("article_a", *before)}))
    present = {**rest, "article_a": write_article("article_a", *now)} if now else rest
    step(stepped, {"article_a": None}, present)
    connections.append(fresh := load(present))
    assert state(stepped) == state(fresh)


def test_only_what_shares_a_block_is_settled(
    connections: list[duckdb.DuckDBPyConnection], monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = random.Random(1)
    articles = {f"article_{i}": make_article(rng, f"article_{i}") for i in range(30)}
    connections.append(connection := load(articles))
    person = write_article("article_9", "Karla Ostberg")["article_entities"]
    articles["article_9"] = make_article(rng, "article_9", [*articles["article_9"]["article_entities"], *person], 0)
    settled: list[str] = []

    def note_settled(entities: Sequence[ArticleEntity], surroundings: Surroundings) -> dict[str, Settled]:
        settled.extend(entity.name for entity in entities)
        return resolve_entities(entities, surroundings)

    monkeypatch.setattr("flows.settle.resolve_entities", note_settled)
    step(connection, {"article_9": None}, articles)
    assert settled == ["Karla Ostberg"]


def test_article_read_again_is_settled_anew(
    connections: list[duckdb.DuckDBPyConnection], monkeypatch: pytest.MonkeyPatch
) -> None:
    articles = {f"article_{i}": write_article(f"article_{i}", "Ana Okafor") for i in range(2)}
    connections.append(connection := load(articles))
    monkeypatch.setattr("flows.settle.resolve_entities", other_rules := Mock(wraps=resolve_entities))
    step(connection, {"article_0": None}, articles)
    assert not other_rules.called
    step(connection, {"article_0": None}, articles, reread=["article_0"])
    assert other_rules.called
