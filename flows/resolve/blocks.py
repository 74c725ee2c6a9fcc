"""What entities are compared by over articles: only those that share a block can ever be one.

Kept with every entity of an article, so that a refresh settles anew only the blocks of what it touched: it follows the
blocks of the touched entities to the others in them, and on to their blocks. Each join of `flows.resolve` has its block
here: a family name's sound, an organization's words by sound, its acronym, a short form of it, a place's name.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from flows.parse.entities.names import name_words, parse_person_name
from flows.resolve.organizations import Organization, acronym_of, place_named, words_of
from flows.resolve.placement import ArticleEntity, read_entity
from flows.resolve.short_forms import alone_words, short_words
from flows.resolve.spellings import sound


def add_blocks(rows: Sequence[dict[str, Any]]) -> None:
    """Write `blocks` and `telling_name` into the rows of one article's entities."""
    named = {alias for row in rows if row["entity_type"] == "organization" for alias in row["aliases"]}
    for row in rows:
        entity = read_entity(row)
        row |= {"blocks": blocks_of(entity, named), "telling_name": telling_name(entity)}


def blocks_of(entity: ArticleEntity, named: frozenset[str] | set[str]) -> list[str]:
    """Blocks of an entity; `named` are all forms of organizations in its article."""
    match entity.entity_type:
        case "person":
            return [f"person:{_family_sound(entity.name)}"]
        case "organization":
            return sorted({*_organization_blocks(entity, named)})
    return [f"place:{' '.join(place_key(entity))}"]


def place_key(place: ArticleEntity) -> tuple[str, str]:
    """The name and country that a place is told apart by."""
    return (" ".join(name_words(place.name)) or place.name, place.country or "")


def telling_name(entity: ArticleEntity) -> str | None:
    """The full name of a person, or that of an organization but of the media, which are named everywhere."""
    if entity.entity_type == "place":
        return None
    words = name_words(entity.name)
    is_full = len(words) > 1 if entity.entity_type == "person" else entity.organization_type not in (None, "media")
    return " ".join(words) if is_full else None


def asks_neighbours(entity: ArticleEntity) -> bool:
    """True for what joins by what stands beside it: a family name alone, an organization with a short form."""
    if entity.entity_type == "person":
        name = parse_person_name(entity.name)
        return not (name.given and name.family)
    return entity.entity_type == "organization" and any(_short_blocks(entity))


def _family_sound(name: str) -> str:
    parsed = parse_person_name(name)
    words = name_words(parsed.family or "" if parsed.given and parsed.family else name)
    return sound(words[-1]) if words else ""


def _organization_blocks(organization: Organization, named: frozenset[str] | set[str]) -> Iterator[str]:
    words = words_of(organization, place_named(organization, named))
    yield f"words:{' '.join(sorted(map(sound, words.split())))}"
    if acronym := acronym_of(organization):
        yield f"acronym:{acronym}"
    yield from _short_blocks(organization)


def _short_blocks(organization: Organization) -> Iterator[str]:
    if words := alone_words(organization):
        yield f"short:{' '.join(words)}"
    yield from (f"short:{' '.join(words)}" for words in short_words(organization))
