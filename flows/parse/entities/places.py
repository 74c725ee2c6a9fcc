"""Which mentions of places in one article are of the same place, and what the gazetteer knows of it."""

from collections.abc import Sequence

from flows.parse.entities.countries import find_place
from flows.parse.entities.linking import NamedMention
from flows.parse.entities.names import name_words
from flows.parse.facts import Entity


def link_places(mentions: Sequence[NamedMention]) -> list[tuple[Entity, list[NamedMention]]]:
    """Places with their mentions; the names of one country (`U.S.`, `United States`) are one place."""
    groups: dict[str, list[NamedMention]] = {}
    for mention in mentions:
        known = find_place(mention.text)
        words = name_words(known.name if known else mention.text) or (mention.text,)
        groups.setdefault(" ".join(words), []).append(mention)
    return [_make_place(key, members) for key, members in groups.items()]


def _make_place(key: str, mentions: list[NamedMention]) -> tuple[Entity, list[NamedMention]]:
    aliases = tuple(dict.fromkeys(m.text for m in mentions))
    known = find_place(aliases[0])
    name = known.name if known else max(aliases, key=lambda a: (not a.isupper(), aliases.index(a) == 0))
    place_type = known.place_type if known else "other"
    country = known.country if known else None
    return Entity(f"place:{key}", "place", name, aliases, place_type=place_type, country=country), mentions
