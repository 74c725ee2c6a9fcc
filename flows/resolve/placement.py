"""An entity of one article, where it belongs over all articles, and the evidence for it in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

Key = tuple[str, ...]
"""What holds a cluster together, as words; entities with equal keys are one."""


class Placed(NamedTuple):
    """The cluster of an entity, and why it is in that one."""

    key: Key
    reason: str


class Settled(NamedTuple):
    """The id of an entity over all articles, and why it has that one."""

    entity_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class ArticleEntity:
    """One person, organization or place of one article; `contexts` are a person's titles and organizations there."""

    article_entity_id: str
    article_id: str
    entity_type: str
    name: str
    aliases: tuple[str, ...] = ()
    given_name: str | None = None
    family_name: str | None = None
    acronym: str | None = None
    organization_type: str | None = None
    place_type: str | None = None
    country: str | None = None
    contexts: tuple[str, ...] = ()


def read_entity(row: Mapping[str, Any]) -> ArticleEntity:
    """The entity of a row of `article_entities`."""
    return ArticleEntity(
        row["article_entity_id"],
        row["article_id"],
        row["entity_type"],
        row["name"],
        tuple(row["aliases"]),
        row["given_name"],
        row["family_name"],
        row["acronym"],
        row["organization_type"],
        row["place_type"],
        row["country"],
        tuple(row["contexts"]),
    )
