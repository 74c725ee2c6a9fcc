"""What the articles of entities say beside them, which decides where some of the entities belong."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from flows.resolve.blocks import telling_name
from flows.resolve.neighbours import Neighbours
from flows.resolve.placement import ArticleEntity


@dataclass(frozen=True, slots=True)
class Surroundings:
    """By `article_id`: the country that it is about (`homes`), and all forms of organizations in it (`named`).

    An institution that every country has (`Supreme Court`) is the home country's when the text names no other.
    """

    homes: Mapping[str, str]
    named: Mapping[str, AbstractSet[str]]
    neighbours: Neighbours

    @classmethod
    def of(cls, entities: Iterable[ArticleEntity]) -> "Surroundings":
        """From all entities of the articles."""
        countries: defaultdict[str, Counter[str]] = defaultdict(Counter)
        named: defaultdict[str, set[str]] = defaultdict(set)
        names: defaultdict[str, set[str]] = defaultdict(set)
        for entity in entities:
            if entity.entity_type == "place" and entity.country:
                countries[entity.article_id][entity.country] += 1
            if entity.entity_type == "organization":
                named[entity.article_id].update(entity.aliases)
            if name := telling_name(entity):
                names[entity.article_id].add(name)
        homes = {article_id: home for article_id, found in countries.items() if (home := _commonest(found))}
        return cls(homes, named, Neighbours(names))


def _commonest(countries: Counter[str]) -> str | None:
    """The country that more of an article's places are of than of any other."""
    (first, most), *others = countries.most_common(2)
    return first if not others or others[0][1] < most else None
