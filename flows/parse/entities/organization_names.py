"""What can be said of an organization's name as a string: identifying words, kind, country, whether an acronym."""

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from flows.parse.data import load_data
from flows.parse.entities.countries import find_place, meanings, strip_countries
from flows.parse.entities.names import fold, initials, name_words, stop_words

Words = tuple[str, ...]

_ORGANS = frozenset({"government", "court", "military", "education", "nonprofit", "program"})  # within an organization
_CAMEL_CASE = re.compile(r"(?!Fitz|Ma?c|Vand?er|D[aeiu][A-Z]|L[ae][A-Z])[A-Z][a-z]+(?:[A-Z]{1,2}[a-z]+)+")
_ACRONYM = re.compile(r"(?:[A-Z]\.?&?){2,}[A-Za-z0-9-]{0,8}")


def is_acronym(text: str) -> bool:
    """True for a single word mostly in capitals: `NATO`, `U.N.`, `DoD`, `USNORTHCOM`."""
    capitals = sum(c.isupper() for c in text)
    return bool(_ACRONYM.fullmatch(text)) and capitals * 2 > sum(c.isalpha() for c in text)


def is_camel_case(text: str) -> bool:
    """True for a word of two or more humps: `FedEx`, `BioNTech`."""
    return _CAMEL_CASE.fullmatch(text) is not None


def abbreviates_in_part(short: str, long: str) -> bool:
    """True for words of which the last is the acronym of `long`: `Tex DOT` of `Department of Transportation`."""
    last, words = short.split()[-1], name_words(long)
    return len(words) > 1 and is_acronym(last) and fold(last) in (initials(words, True), initials(words, False))


def is_short_for(short: str, long: str) -> bool:
    """True for a word that may stand in parentheses behind a long name for it, whatever its letters (`Petronas`)."""
    words = name_words(long)
    is_word = is_generic_head(short) or short.endswith("ist")  # `Insurance (Group)`, `Party (Marxist)`
    is_name = short.isalpha() and short[:1].isupper() and find_place(short) is None and not is_word
    return is_name and len(words) > 2 and organization_type(words) is not None


def is_generic_head(text: str) -> bool:
    """True for a common noun of organizations that is no name by itself: `Guard`, `Ministry`, `Party`."""
    return fold(text) in _data().generic_heads


def is_common_institution(words: Iterable[str]) -> bool:
    """True for name words of which many countries have one: `supreme court`, `ministry health`."""
    return _data().common_institutions.issuperset(words)


@lru_cache(maxsize=8192)
def core_words(words: Words) -> Words:
    """Words of a name without articles, prepositions and company forms, spelling variants evened out."""
    data = _data()
    kept = [data.variants.get(w, w) for w in words if w not in stop_words()]
    while len(kept) > 1 and kept[-1] in data.company_forms:
        kept.pop()
    return tuple(kept) or words


@lru_cache(maxsize=8192)
def signature(words: Words) -> frozenset[str]:
    """What is left of a name to compare it by when order, articles and the country it names are let go."""
    _, rest = strip_countries(core_words(words))
    if _is_unit_abroad(words):
        return frozenset(core_words(words))
    return frozenset(rest) if len(rest) > 1 else frozenset(core_words(words))


def _is_unit_abroad(words: Words) -> bool:
    """True for `Acme Motors Vietnam`, which is not `Acme Motors`; not for `Ministry of Health, Kenya`."""
    place = find_place(words[-1]) if len(words) > 2 else None
    is_country = place is not None and place.place_type == "country" and words[-2] not in stop_words()
    return is_country and organization_type(words) in (None, "company")


def squeeze(words: Words) -> str:
    """The words of a name run together: `Cal Guard` and `CalGuard` give the same."""
    return "".join(words)


@lru_cache(maxsize=8192)
def country_of(words: Words) -> str | None:
    """Country (alpha-2) that a name tells by country name, demonym or first-level division, when it tells just one."""
    country, _ = strip_countries(core_words(words))
    found = {_known_country(words[i : i + n]) for n in (1, 2, 3) for i in range(len(words) - n + 1)} - {None}
    found |= {country} - {None}
    return found.pop() if len(found) == 1 else None


def _known_country(words: Words) -> str | None:
    name = " ".join(words)
    place = None if meanings(name) else find_place(name)
    return place.country if place and place.place_type in ("country", "state") else None


@lru_cache(maxsize=8192)
def organization_type(words: Words) -> str | None:
    """Type by the head noun: the last one before `of` or `for`, else the last in the name; None when none is known."""
    cut = next((i for i, w in enumerate(words) if w in ("of", "for") and i), len(words))
    for part in (words[:cut], words):
        for end in range(len(part), 0, -1):
            for length in (3, 2, 1):
                piece = " ".join(part[max(end - length, 0) : end])
                kind = _data().types.get(piece) or _data().types.get(piece.removesuffix("s"))
                if kind:
                    return kind
    return None


def ends_in_head(words: Words) -> bool:
    """True when the last words are the head of an organization's name: `headquarters staff`."""
    return any(" ".join(words[-length:]) in _data().types for length in (1, 2, 3))


def shortens(short: Words, long: Words) -> bool:
    """True when each word of `short` starts (by three letters or more) a word of `long`, in order, first with first."""
    if len(short) > len(long) or short == long or not _starts(short[0], long[0]) or short[0] == long[0]:
        return False
    rest = iter(long[1:])
    return all(any(word == other for other in rest) for word in short[1:])


def _starts(short: str, long: str) -> bool:
    return len(short) >= 3 and long.startswith(short)


def is_part(tail: Words) -> bool:
    """True for the words behind an acronym that make a part of it: `Security Council`, `World Network of Ports`."""
    kind = organization_type(tail)
    return kind in _ORGANS or (kind != "company" and len(tail) > 1)


class _Data:
    """The lists of `data/organizations.yml`, folded for look-up."""

    def __init__(self) -> None:
        data = load_data("organizations")
        self.variants: dict[str, str] = data["variants"]
        self.company_forms = frozenset(map(fold, data["company_forms"]))
        self.common_institutions = frozenset(map(fold, data["common_institutions"]))
        self.generic_heads = frozenset(map(fold, data["generic_heads"]))
        self.types: dict[str, str] = {fold(head): kind for kind, heads in data["heads"].items() for head in heads}


@cache
def _data() -> _Data:
    return _Data()
