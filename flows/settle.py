"""Settle who is who over all articles of a draft, and write people, organizations and places anew.

Only what a run touched can change: the entities that share a block with one of a touched article, and so on. They are
settled in batches of whole blocks, so that memory does not follow their number.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, replace
from itertools import groupby, islice
from operator import itemgetter
from pathlib import Path
from typing import Any

import pyarrow

from flows.errors import RunFailedError, SplitError
from flows.judge import judge_rows
from flows.parse.entities.clusters import Clusters
from flows.resolve import ArticleEntity, Statement, Surroundings, merge_entities, resolve_entities
from flows.resolve.blocks import asks_neighbours
from flows.resolve.neighbours import RARE, Neighbours
from flows.resolve.placement import read_entity
from flows.spool import Spool
from schemas import ENTITY_TABLES
from warehouse.load import (
    Connection,
    add_settled,
    batch_members,
    delete_entities,
    find_concerned,
    find_split_articles,
    insert_rows,
    move_entities,
    read_block_sets,
    read_home_countries,
    read_members,
    read_named_organizations,
    read_neighbours,
    read_statements,
    record_changes,
    set_parents,
)

_MEMBERS_AT_ONCE = 10_000
_ENTITIES_AT_ONCE = 5_000
_KEYS = {"person": "person_id", "organization": "organization_id", "place": "place_id"}
_TABLES = dict(zip(_KEYS, ENTITY_TABLES, strict=True))
_OWN_FIELDS = {
    "person": ("name", "given_name", "family_name", "aliases"),
    "organization": ("name", "acronym", "aliases", "organization_type", "country"),
    "place": ("name", "place_type", "country"),
}
_COUNTS = ("article_count", "mention_count")
_DAYS = ("first_published_on", "last_published_on")


def settle_entities(connection: Connection) -> None:
    """Give every concerned entity of the draft its id over all articles, in the draft and in `settled`.

    The draft must hold the articles and their entities of this run; rows that name those come later, with the ids that
    `settled` says. Raises SplitError.
    """
    find_concerned(connection, RARE)
    batches = batch_blocks(read_block_sets(connection))
    batch_members(connection, batches)
    around = Surroundings(read_home_countries(connection), read_named_organizations(connection), Neighbours({}))
    for batch in sorted({*batches.values()}):
        members = [read_entity(row) for row in read_members(connection, batch)]
        beside = replace(around, neighbours=_read_neighbours(connection, members))
        add_settled(connection, resolve_entities(members, beside))
    if split := find_split_articles(connection):
        raise SplitError(split)
    move_entities(connection)


def batch_blocks(block_sets: Sequence[tuple[Sequence[str], int]]) -> dict[str, int]:
    """Number of the batch by block, from the sets of blocks that entities have and how many have each.

    Blocks that an entity joins, directly or through others, are in one batch; batches are of `_MEMBERS_AT_ONCE` or few
    more, where no block is larger.
    """
    first_with: dict[str, int] = {}
    clusters = Clusters(len(block_sets))
    for number, (blocks, _) in enumerate(block_sets):
        for block in blocks:
            clusters.join(number, first_with.setdefault(block, number))
    batches: dict[str, int] = {}
    batch = filled = 0
    for numbers in clusters.members().values():
        if filled >= _MEMBERS_AT_ONCE:
            batch, filled = batch + 1, 0
        batches |= {block: batch for number in numbers for block in block_sets[number][0]}
        filled += sum(block_sets[number][1] for number in numbers)
    return batches


def _read_neighbours(connection: Connection, members: Iterable[ArticleEntity]) -> Neighbours:
    asking = sorted({member.article_id for member in members if asks_neighbours(member)})
    return Neighbours(read_neighbours(connection, asking) if asking else {})


def write_entities(connection: Connection, run_id: str, folder: Path | None = None) -> int:
    """Write the rows of people, organizations and places that this run changed, record the ids that changed.

    The draft must hold all other rows. Spills into `folder`. Returns how many bytes of rows were written; raises
    RunFailedError when one breaks its schema.
    """
    judged: Spool[dict[str, pyarrow.Table]] = Spool(folder)
    stated = groupby(read_statements(connection), itemgetter("entity_id"))
    entities = (_entity_row(entity_id, list(rows)) for entity_id, rows in stated)
    while some := list(islice(entities, _ENTITIES_AT_ONCE)):
        judgement = judge_rows(_by_table(some))
        if judgement.failures:
            raise RunFailedError(judgement.failures[0].message)
        judged.append(judgement.valid)
    delete_entities(connection)
    written = 0
    for tables in judged:
        for table, rows in tables.items():
            insert_rows(connection, table, rows)
            written += rows.nbytes
    set_parents(connection)
    record_changes(connection, run_id)
    return written


def _by_table(entities: Iterable[tuple[str, dict[str, Any]]]) -> dict[str, list[dict[str, Any]]]:
    rows: dict[str, list[dict[str, Any]]] = {table: [] for table in ENTITY_TABLES}
    for table, row in entities:
        rows[table].append(row)
    return rows


def _entity_row(entity_id: str, stated: Sequence[Mapping[str, Any]]) -> tuple[str, dict[str, Any]]:
    """The table and the row of an entity that the articles say this of."""
    merged = merge_entities([_statement(row) for row in stated])
    kind = merged.entity_type
    row = {_KEYS[kind]: entity_id} | {name: getattr(merged, name) for name in _OWN_FIELDS[kind]}
    if "aliases" in row:
        row["aliases"] = sorted(row["aliases"])
    if kind == "organization":
        row["parent_organization_id"] = None  # set in the warehouse, over all articles
        row["organization_type"] = row["organization_type"] or "other"
    counted = _COUNTS if kind == "place" else _COUNTS + _DAYS
    return _TABLES[kind], row | {name: stated[0][name] for name in counted}


def _statement(row: Mapping[str, Any]) -> Statement:
    said = {field.name: row[field.name] for field in fields(Statement)}
    return Statement(**said | {"aliases": tuple(row["aliases"])})
