"""Who is who over all articles: give every person, organization and place of an article its id in the warehouse.

Pure and deterministic: the result is a function of the set of inputs, whatever their order. Two people are one only
when their full names agree; a family name alone needs a context (title or organization) that agrees. An id is a hash of
the normalized name that holds a cluster together, so that articles about others never change it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flows.parse.entities.names import name_words, parse_person_name
from flows.parse.ids import stable_id
from flows.resolve.blocks import place_key
from flows.resolve.organizations import group_organizations
from flows.resolve.people import group_people
from flows.resolve.placement import ArticleEntity, Placed, Settled
from flows.resolve.surroundings import Surroundings

__all__ = ["ArticleEntity", "MergedEntity", "Surroundings", "merge_entities", "resolve_entities"]


@dataclass(frozen=True, slots=True)
class MergedEntity:
    """One person, organization or place over all articles: the fullest name and what its members agree on."""

    entity_type: str
    name: str
    aliases: tuple[str, ...]
    given_name: str | None = None
    family_name: str | None = None
    acronym: str | None = None
    organization_type: str | None = None
    place_type: str | None = None
    country: str | None = None


def resolve_entities(entities: Sequence[ArticleEntity], surroundings: Surroundings | None = None) -> dict[str, Settled]:
    """Id over all articles (`person_…`, `organization_…`, `place_…`) and the reason for it, by `article_entity_id`.

    `entities` are all of some blocks (see `flows.resolve.blocks`), with the surroundings of their articles; without
    these, they are all entities of all articles.
    """
    around = surroundings or Surroundings.of(entities)
    by_type: defaultdict[str, list[ArticleEntity]] = defaultdict(list)
    for entity in sorted(entities, key=lambda e: e.article_entity_id):
        by_type[entity.entity_type].append(entity)
    placed = {
        "person": group_people(by_type["person"], around.neighbours),
        "organization": group_organizations(by_type["organization"], around),
        "place": {e.article_entity_id: Placed(place_key(e), "its name and country") for e in by_type["place"]},
    }
    settled: dict[str, Settled] = {}
    for entity_type, places in placed.items():
        ids = {key: stable_id(entity_type, *key) for key in {place.key for place in places.values()}}
        settled |= {
            article_entity_id: Settled(ids[place.key], place.reason) for article_entity_id, place in places.items()
        }
    return settled


def merge_entities(members: Sequence[ArticleEntity]) -> MergedEntity:
    """What the members of one cluster, all of one type, say together."""
    entity_type = members[0].entity_type
    name = _fullest(m.name for m in members)
    person = parse_person_name(name) if entity_type == "person" else None
    countries = {m.country for m in members} - {None}
    return MergedEntity(
        entity_type,
        name,
        tuple(sorted({alias for m in members for alias in (m.name, *m.aliases)})),
        given_name=person.given if person else None,
        family_name=person.family if person else None,
        acronym=_commonest(m.acronym for m in members),
        organization_type=_commonest((m.organization_type for m in members), last="other"),
        place_type=_commonest((m.place_type for m in members), last="other"),
        country=countries.pop() if len(countries) == 1 else None,
    )


def _fullest(names: Iterable[str]) -> str:
    """The name of most words; of those the commonest, the longest, the first in the alphabet."""
    first, *others = found = list(names)
    if not any(name != first for name in others):  # as mostly
        return first
    counts = Counter(found)
    return min(counts, key=lambda n: (-len(name_words(n)), -counts[n], -len(n), n))


def _commonest(values: Iterable[str | None], last: str | None = None) -> str | None:
    """The value given most often (the first in the alphabet of equals); `last` only when there is no other."""
    found = [v for v in values if v is not None]
    if len(found) < 2:  # as mostly
        return found[0] if found else None
    counts = Counter(found)
    return min(counts, key=lambda v: (v == last, -counts[v], v))
