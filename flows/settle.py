"""Settle who is who over all articles of a draft, and write people, organizations and places anew.

Only what a run touched can change: the entities that share a block with one of a touched article, and so on.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flows.errors import RunFailedError, SplitError
from flows.judge import judge_rows
from flows.resolve import ArticleEntity, Surroundings, merge_entities, resolve_entities
from flows.resolve.blocks import asks_neighbours
from flows.resolve.neighbours import RARE, Neighbours
from flows.resolve.placement import read_entity
from schemas import ENTITY_TABLES
from warehouse.load import (
    Connection,
    count_entities,
    find_concerned,
    find_split_articles,
    move_entities,
    read_article_entities,
    read_home_countries,
    read_named_organizations,
    read_neighbours,
    record_changes,
    register_settled,
    replace_entities,
)

_KEYS = {"person": "person_id", "organization": "organization_id", "place": "place_id"}
_TABLES = dict(zip(_KEYS, ENTITY_TABLES, strict=True))
_OWN_FIELDS = {
    "person": ("name", "given_name", "family_name", "aliases"),
    "organization": ("name", "acronym", "aliases", "organization_type", "country"),
    "place": ("name", "place_type", "country"),
}
_COUNTS = ("article_count", "mention_count")
_DAYS = ("first_published_on", "last_published_on")
_UNSEEN = dict.fromkeys(_COUNTS, 0) | dict.fromkeys(_DAYS)


def settle_entities(connection: Connection, run_id: str) -> None:
    """Give every concerned entity of the draft its id over all articles, write the rows of those ids anew, record the
    ids that changed.

    Raises SplitError, and RunFailedError when a person, organization or place breaks its schema.
    """
    find_concerned(connection, RARE)
    members = [read_entity(row) for row in read_article_entities(connection)]
    settled = resolve_entities(members, _read_surroundings(connection, members))
    register_settled(connection, settled)
    if split := find_split_articles(connection):
        raise SplitError(split)
    move_entities(connection)
    ids = {article_entity_id: entity_id for article_entity_id, (entity_id, _) in settled.items()}
    judgement = judge_rows(_entity_rows(members, ids, count_entities(connection)))
    if judgement.failures:
        raise RunFailedError(judgement.failures[0].message)
    replace_entities(connection, judgement.valid)
    record_changes(connection, run_id)


def _read_surroundings(connection: Connection, members: Iterable[ArticleEntity]) -> Surroundings:
    asking = sorted({member.article_id for member in members if asks_neighbours(member)})
    neighbours = Neighbours(read_neighbours(connection, asking, RARE))
    return Surroundings(read_home_countries(connection), read_named_organizations(connection), neighbours)


def _entity_rows(
    members: Sequence[ArticleEntity],
    ids: Mapping[str, str],
    counts: Mapping[str, Mapping[str, Any]],
) -> dict[str, list[dict[str, Any]]]:
    clusters: defaultdict[str, list[ArticleEntity]] = defaultdict(list)
    for member in members:
        clusters[ids[member.article_entity_id]].append(member)
    rows: dict[str, list[dict[str, Any]]] = {table: [] for table in ENTITY_TABLES}
    for entity_id, cluster in sorted(clusters.items()):
        merged = merge_entities(cluster)
        kind = merged.entity_type
        row = {_KEYS[kind]: entity_id} | {name: getattr(merged, name) for name in _OWN_FIELDS[kind]}
        if "aliases" in row:
            row["aliases"] = sorted(row["aliases"])
        if kind == "organization":
            row["parent_organization_id"] = None  # set in the warehouse, over all articles
            row["organization_type"] = row["organization_type"] or "other"
        counted = _COUNTS if kind == "place" else _COUNTS + _DAYS
        seen = counts.get(entity_id, _UNSEEN)  # unseen: every mention went to quarantine
        row |= {name: seen[name] for name in counted}
        rows[_TABLES[kind]].append(row)
    return rows
