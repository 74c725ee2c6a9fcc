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

__all__ = ["ArticleEntity", "MergedEntity", "Statement", "Surroundings", "merge_entities", "resolve_entities"]


@dataclass(frozen=True, slots=True)
class MergedEntity:
    """One person, organization or place over all articles: the fullest name and what articles agree on."""

    entity_type: str
    name: str
    aliases: tuple[str, ...]
    given_name: str | None = None
    family_name: str | None = None
    acronym: str | None = None
    organization_type: str | None = None
    place_type: str | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """What `times` articles say of one entity, in the very same words."""

    entity_type: str
    name: str
    aliases: tuple[str, ...] = ()
    acronym: str | None = None
    organization_type: str | None = None
    place_type: str | None = None
    country: str | None = None
    times: int = 1


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


def merge_entities(statements: Sequence[Statement]) -> MergedEntity:
    """What is said of one entity, in all that articles say of it."""
    entity_type = statements[0].entity_type
    name = _fullest((s.name, s.times) for s in statements)
    person = parse_person_name(name) if entity_type == "person" else None
    countries = {s.country for s in statements} - {None}
    return MergedEntity(
        entity_type,
        name,
        tuple(sorted({alias for s in statements for alias in (s.name, *s.aliases)})),
        given_name=person.given if person else None,
        family_name=person.family if person else None,
        acronym=_commonest((s.acronym, s.times) for s in statements),
        organization_type=_commonest(((s.organization_type, s.times) for s in statements), last="other"),
        place_type=_commonest(((s.place_type, s.times) for s in statements), last="other"),
        country=countries.pop() if len(countries) == 1 else None,
    )


def _fullest(names: Iterable[tuple[str, int]]) -> str:
    """The name of most words; of those the commonest, the longest, the first in the alphabet."""
    times = _count(names)
    if len(times) == 1:  # as mostly
        return next(iter(times))
    return min(times, key=lambda n: (-len(name_words(n)), -times[n], -len(n), n))


def _commonest(values: Iterable[tuple[str | None, int]], last: str | None = None) -> str | None:
    """The value given most often (the first in the alphabet of equals); `last` only when there is no other."""
    times = _count((value, count) for value, count in values if value is not None)
    return min(times, key=lambda v: (v == last, -times[v], v), default=None)


def _count(values: Iterable[tuple[str, int]]) -> Counter[str]:
    times = Counter[str]()
    for value, count in values:
        times[value] += count
    return times
