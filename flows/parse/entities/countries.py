"""Countries, their parts and cities by name or demonym, from `countries.yml`, `places.yml` and `cities.yml` of `data/`.

Knows no article.
"""

from dataclasses import dataclass
from functools import cache, lru_cache

from flows.parse.data import load_data
from flows.parse.entities.names import name_words, strip_article


@cache
def meanings(name: str) -> dict[str, str]:
    """The `place_type` by country of a name that places in several countries have; empty for every other name."""
    ambiguous: dict[str, dict[str, str]] = load_data("places")["ambiguous"]
    return next((types for other, types in ambiguous.items() if name_words(other) == name_words(name)), {})


@dataclass(frozen=True, slots=True)
class KnownPlace:
    """A place of the data files: its usual name, `place_type` and country (ISO 3166-1 alpha-2)."""

    name: str
    place_type: str
    country: str | None


@lru_cache(maxsize=8192)
def find_place(name: str) -> KnownPlace | None:
    """The well-known place a name stands for, if it is one of the data files."""
    return _places().get(name_words(strip_article(name)))


def find_city(name: str) -> KnownPlace | None:
    """A large city whose name no other country knows, beside what `find_place` knows.

    Many of the names are people's too: it says which place is meant, not that one is.
    """
    return _cities().get(name_words(name))


def find_state(short: str) -> KnownPlace | None:
    """The U.S. state of a short form with its full stop (`Calif.`), which is a word of its own elsewhere (`Ill.`)."""
    name = load_data("places")["state_short_forms"].get(short)
    return KnownPlace(name, "state", "US") if name else None


@lru_cache(maxsize=8192)
def find_demonym(word: str) -> str | None:
    """Country (alpha-2) whose people or things `word` calls (`Mexican`, `Thais`), or None."""
    words = name_words(word)
    return _demonyms().get(words) or _demonyms().get((*words[:-1], words[-1].removesuffix("s")) if words else ())


def is_people(word: str) -> bool:
    """Whether `word` calls the people of a country, a nation or a faith in the plural: `Kenyans`, `Kurds`."""
    return word.endswith("s") and (word[:-1] in _peoples() or find_demonym(word) is not None)


@cache
def _peoples() -> frozenset[str]:
    return frozenset(load_data("places")["peoples"])


def strip_countries(words: tuple[str, ...]) -> tuple[str | None, tuple[str, ...]]:
    """The one country that name words tell by name or demonym, and the words without it; all words if there is none."""
    countries: list[str] = []
    rest: list[str] = []
    i = 0
    while i < len(words):
        country, length = _country_at(words, i)
        if country:
            countries.append(country)
        else:
            rest += words[i : i + max(length, 1)]
        i += max(length, 1)
    if len(set(countries)) == 1 and rest:
        return countries[0], tuple(rest)
    return None, words


def _country_at(words: tuple[str, ...], start: int) -> tuple[str | None, int]:
    for length in range(min(5, len(words) - start), 0, -1):
        piece = words[start : start + length]
        if piece in _region_adjectives():
            return None, length
        if country := _country_names().get(piece) or _demonyms().get(piece):
            return country, length
    return None, 0


@cache
def _region_adjectives() -> frozenset[tuple[str, ...]]:
    return frozenset(map(name_words, load_data("places")["region_adjectives"]))


@cache
def _country_names() -> dict[tuple[str, ...], str]:
    names = ((name, code) for code, row in load_data("countries").items() for name in row["names"])
    return {name_words(name): code for name, code in names if not meanings(name)}


@cache
def _demonyms() -> dict[tuple[str, ...], str]:
    return {name_words(d): code for code, row in load_data("countries").items() for d in row.get("demonyms", ())}


@cache
def _cities() -> dict[tuple[str, ...], KnownPlace]:
    cities = load_data("cities").items()
    return {name_words(name): KnownPlace(name, "city", country) for country, names in cities for name in names}


@cache
def _places() -> dict[tuple[str, ...], KnownPlace]:
    """Later entries win: countries over states, states over capitals, capitals over regions."""
    data = load_data("places")
    places: dict[tuple[str, ...], KnownPlace] = {}
    for name in data["continents"]:
        places[name_words(name)] = KnownPlace(name, "continent", None)
    for name in data["regions"]:
        places[name_words(name)] = KnownPlace(name, "region", data["region_countries"].get(name))
    for country, row in load_data("countries").items():
        places |= {name_words(n): KnownPlace(n, "city", country) for n in row.get("capitals", ())}
    for country, names in data["states"].items():
        places |= {name_words(n): KnownPlace(n, "state", country) for n in names}
    for country, row in load_data("countries").items():
        places |= {name_words(n): KnownPlace(row["names"][0], "country", country) for n in row["names"]}
    return places
