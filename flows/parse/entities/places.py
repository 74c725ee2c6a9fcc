"""Which mentions of places in one article are of the same place, and what the gazetteer and the text say of it.

The gazetteer knows countries, their states, capitals and large cities. Of a town the text may say the country:
`Guadalajara, Mexico`.
"""

from collections.abc import Iterator, Sequence

from flows.parse.entities.countries import KnownPlace, find_city, find_place, find_state, meanings
from flows.parse.entities.linking import NamedMention
from flows.parse.entities.names import name_words
from flows.parse.entities.spans import word_list
from flows.parse.facts import Entity
from flows.parse.tokens import Doc

_WITHIN = frozenset({"country", "state"})  # what may stand behind a town to say where it is
_LONGEST_REGION = 4  # words


def link_places(doc: Doc, mentions: Sequence[NamedMention]) -> list[tuple[Entity, list[NamedMention]]]:
    """Places with their mentions; the names of one country (`U.S.`, `United States`) are one place."""
    said = dict(_said_countries(doc, mentions))
    groups: dict[str, list[NamedMention]] = {}
    for mention in mentions:
        known = _known(doc, mention)
        words = name_words(known.name if known else mention.text) or (mention.text,)
        groups.setdefault(" ".join(words), []).append(mention)
    named = [known for m in mentions if (known := _known(doc, m)) and not meanings(m.text)]
    return [_make_place(doc, key, members, said, named) for key, members in groups.items()]


def _make_place(
    doc: Doc, key: str, mentions: list[NamedMention], said: dict[int, str], named: Sequence[KnownPlace]
) -> tuple[Entity, list[NamedMention]]:
    aliases = tuple(dict.fromkeys(m.text for m in mentions))
    known = _meant(_known(doc, mentions[0]), mentions[0].text, named)
    countries: set[str | None] = {said[m.start] for m in mentions if m.start in said}
    city = find_city(mentions[0].text) if known is None else None
    if city and countries <= {city.country}:
        known = city
    name = max(aliases, key=lambda a: (not a.isupper(), aliases.index(a) == 0))
    if known and (known is not city or name.isupper()):  # else a city as the article spells it
        name = known.name
    countries = countries or {known.country if known else _country_of_part(mentions[0].text)}
    country = countries.pop() if len(countries) == 1 else None
    place_type = known.place_type if known else "other"
    return Entity(f"place:{key}", "place", name, aliases, place_type=place_type, country=country), mentions


def _country_of_part(name: str) -> str | None:
    """The country of `Fukuoka Prefecture` and `Shandong province`, from that of the place the name begins with."""
    first, _, kind = name.rpartition(" ")
    if not first or kind.lower() not in word_list("places", "place_ends") | {"state", "region", "city", "municipality"}:
        return None
    known = find_place(first) or find_city(first)
    return known.country if known and not meanings(first) else None


def _meant(known: KnownPlace | None, name: str, named: Sequence[KnownPlace]) -> KnownPlace | None:
    """What an ambiguous name means beside other places of the article: no one country where they do not tell.

    That a state, not a country, is meant is told by other parts of the state's country, not by that country's own name.
    """
    types = meanings(name)
    if not types:
        return known
    telling = (p for p in named if p.place_type != "country" or "country" not in types.values())
    countries = types.keys() & {place.country for place in telling}
    usual = known.name if known else name
    if len(countries) == 1:
        country = countries.pop()
        return KnownPlace(usual, types[country], country)
    return KnownPlace(usual, next(iter(types.values())) if len({*types.values()}) == 1 else "other", None)


def _known(doc: Doc, mention: NamedMention) -> KnownPlace | None:
    """The well-known place of a mention; behind a town also by the short form of a state (`Fresno, Calif.`)."""
    before = doc[mention.start - 1].text if mention.start else ""
    if known := find_place(mention.text) or find_place(_without_kind_before(mention.text)):
        return known
    if before == "-":  # `(D-Va.)`, `(R-Tex)`
        return find_state(f"{mention.text.rstrip('.')}.")
    return find_state(mention.text) if before == "," else None


def _without_kind_before(name: str) -> str:
    """`Texas` of `State of Texas`."""
    kind, _, rest = name.partition(" of ")
    return rest if kind in ("State", "Republic", "City", "Province") else name


def _said_countries(doc: Doc, mentions: Sequence[NamedMention]) -> Iterator[tuple[int, str]]:
    """First tokens of towns with the country of the state or country behind their comma, where it is no list."""
    for town in mentions:
        known = find_place(town.text)
        if town.end < len(doc) and doc[town.end].text == "," and not (known and known.place_type in _WITHIN):
            region, end = _region_at(doc, town.end + 1)
            if region and region.country and not _is_listed(doc, town.start, end):
                yield town.start, region.country


def _region_at(doc: Doc, start: int) -> tuple[KnownPlace | None, int]:
    """The longest state or country that begins at a token, and where it ends."""
    for end in range(min(start + _LONGEST_REGION, len(doc)), start, -1):
        text = doc[start:end].text
        region = None if doc[end - 1].is_punct else find_place(text) or find_state(text)
        if region and region.place_type in _WITHIN:
            return region, end
    return None, start


def _is_listed(doc: Doc, start: int, end: int) -> bool:
    """True for places in a row: `Lagos, Kenya and Peru`, `in Rome, Lagos, Kenya`."""
    before = [t.text for t in doc[max(start - 2, 0) : start]]
    is_row_before = before[-1:] == [","] and before[0][:1].isupper()
    return is_row_before or (end < len(doc) and doc[end].lower_ in ("and", "or", "&"))
