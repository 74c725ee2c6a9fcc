"""Settle who is who over all articles of a draft, and write people, organizations and places anew."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

from flows.errors import RunFailedError, SplitError
from flows.judge import judge_rows
from flows.resolve import ArticleEntity, merge_entities, resolve_entities
from schemas import ENTITY_TABLES
from warehouse.load import (
    Connection,
    count_entities,
    find_split_articles,
    move_entities,
    read_article_entities,
    record_changes,
    register_settled,
    remember_entities,
    replace_table,
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
    """Give every entity of the draft its id over all articles, replace the three entity tables, record changed ids.

    Raises SplitError, and RunFailedError when a person, organization or place breaks its schema.
    """
    remember_entities(connection)
    stored = read_article_entities(connection)
    members = [_member(row) for row in stored]
    settled = resolve_entities(members)
    register_settled(connection, settled)
    if split := find_split_articles(connection):
        raise SplitError(split)
    move_entities(connection)
    ids = {article_entity_id: entity_id for article_entity_id, (entity_id, _) in settled.items()}
    judgement = judge_rows(_entity_rows(members, ids, _parents(stored, ids), count_entities(connection)))
    if judgement.failures:
        raise RunFailedError(judgement.failures[0].message)
    for table, rows in judgement.valid.items():
        replace_table(connection, table, rows)
    record_changes(connection, run_id)


def _member(row: Mapping[str, Any]) -> ArticleEntity:
    values = {f.name: row[f.name] for f in fields(ArticleEntity)}
    return ArticleEntity(**values | {"aliases": tuple(row["aliases"]), "contexts": tuple(row["contexts"])})


def _parents(stored: Sequence[Mapping[str, Any]], ids: Mapping[str, str]) -> dict[str, str]:
    """Parent of an organization by id, where an article names one that is not the organization itself."""
    pairs = sorted(
        (ids[row["article_entity_id"]], ids[row["parent_entity_id"]])
        for row in stored
        if row["parent_entity_id"] in ids
    )
    return {child: parent for child, parent in pairs if child != parent}


def _entity_rows(
    members: Sequence[ArticleEntity],
    ids: Mapping[str, str],
    parents: Mapping[str, str],
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
            row |= {"parent_organization_id": parents.get(entity_id)}
            row["organization_type"] = row["organization_type"] or "other"
        counted = _COUNTS if kind == "place" else _COUNTS + _DAYS
        seen = counts.get(entity_id, _UNSEEN)  # unseen: every mention went to quarantine
        row |= {name: seen[name] for name in counted}
        rows[_TABLES[kind]].append(row)
    return rows
