"""Which organizations of different articles are one: the same words but for order, country and spelling, a known
acronym, a known short form."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import combinations
from typing import Protocol

from flows.parse.entities.names import fold, name_words
from flows.parse.entities.organization_names import is_acronym, is_common_institution, signature
from flows.resolve.neighbours import Neighbours
from flows.resolve.placement import Key, Placed
from flows.resolve.short_forms import Named, short_form_targets
from flows.resolve.spellings import are_spellings, sound

_OWNED = "’s "  # `P’s N` among the aliases says that place P owns N
_TELLING_WORDS = 3  # a name of so many words is the same organization also where no country is said
_SHORT_WORD = 4  # letters: of shorter words the last `s` is as often part of the word
_TELLING_LETTERS = 4  # an acronym of so many letters seldom stands for two organizations


class Organization(Named, Protocol):
    """What is needed of an organization of one article."""

    @property
    def acronym(self) -> str | None:
        """Acronym, where the article defines it."""

    @property
    def country(self) -> str | None:
        """Country (alpha-2), where the article tells it."""


class Around(Protocol):
    """What is needed of the surroundings: home countries and forms of organizations by article, and neighbours."""

    @property
    def homes(self) -> Mapping[str, str]:
        """The country that an article is about."""

    @property
    def named(self) -> Mapping[str, AbstractSet[str]]:
        """All forms of organizations in an article."""

    @property
    def neighbours(self) -> Neighbours:
        """What stands beside a name."""


def group_organizations(organizations: Sequence[Organization], around: Around) -> dict[str, Placed]:
    """The cluster of each organization by `article_entity_id`."""
    placed = _place_by_words(organizations, around)
    names = {placed[o.article_entity_id].key: o.name for o in sorted(organizations, key=lambda o: o.name, reverse=True)}
    placed = _move(placed, _spelling_targets(names), "`{}` is a spelling of `{}`", names)
    placed = _move(placed, _acronym_targets(organizations, placed), "`{}` is the acronym of `{}`", names)
    return _move(placed, short_form_targets(organizations, placed, around.neighbours), "`{}` is short for `{}`", names)


def _move(
    placed: dict[str, Placed], targets: Mapping[Key, Key], reason: str, names: Mapping[Key, str]
) -> dict[str, Placed]:
    moved = {key: Placed(to, reason.format(names[key], names[to])) for key, to in targets.items()}
    return {entity_id: moved.get(place.key, place) for entity_id, place in placed.items()}


def _place_by_words(organizations: Sequence[Organization], around: Around) -> dict[str, Placed]:
    """By words (in order of the alphabet) and country; one with no country joins the only country of a telling name."""
    blocks: defaultdict[str, list[Organization]] = defaultdict(list)
    for organization in organizations:
        place = place_named(organization, around.named.get(organization.article_id, frozenset()))
        blocks[words_of(organization, place)].append(organization)
    placed: dict[str, Placed] = {}
    for words, members in blocks.items():
        countries = {m.country for m in members} - {None}
        only = next(iter(countries)) if len(countries) == 1 and len(words.split()) >= _TELLING_WORDS else None
        is_common = is_common_institution(words.split())
        for m in members:
            home = around.homes.get(m.article_id) if is_common else None
            country = m.country or home or only or ""
            placed[m.article_entity_id] = Placed((words, country), _reason(m, country))
    return placed


def _reason(organization: Organization, country: str) -> str:
    if organization.country or not country:
        return "its name and country" if country else "its name"
    return f"its name, and {country} as the country that its articles are about or that others give it"


def _spelling_targets(keys: Iterable[Key]) -> dict[Key, Key]:
    """For a key that spells the words of another in another way, the first in the alphabet of them, if all agree."""
    blocks: defaultdict[tuple[str, ...], list[Key]] = defaultdict(list)
    for key in sorted(keys):
        blocks[tuple(sorted(map(sound, key[0].split())))].append(key)
    targets: dict[Key, Key] = {}
    for block in blocks.values():
        if len(block) > 1 and all(_are_spelt_alike(a, b) for a, b in combinations(block, 2)):
            best = max(block, key=lambda k: bool(k[1]))
            targets |= {key: best for key in block if key != best}
    return targets


def _are_spelt_alike(first: Key, second: Key) -> bool:
    """True for equal countries, or one not said, and words that match one by one."""
    if first[0] == second[0] or (first[1] and second[1] and first[1] != second[1]):
        return False
    words = (sorted(key[0].split(), key=lambda w: (sound(w), w)) for key in (first, second))
    return all(map(are_spellings, *words))


def place_named(organization: Organization, named: AbstractSet[str]) -> str | None:
    """The place whose it is in the article: `Texas` of `Texas’s Office of Water`; no organization of those `named`."""
    ending = _OWNED + organization.name
    owner = next((a.removesuffix(ending) for a in sorted(organization.aliases) if a.endswith(ending)), None)
    return None if owner in named else owner


def words_of(organization: Organization, place: str | None) -> str:
    """Signature of the name as one text, without its own acronym and with the place that owns it."""
    acronym = _acronym(organization.acronym or "")
    full = name_words(organization.name)
    words = tuple(w for w in full if w != acronym) or full
    if place:
        owner = name_words(place)
        words = (*owner, *(w for w in words if w not in owner))
    return " ".join(sorted(map(_singular, signature(words)))) or organization.name


def _singular(word: str) -> str:
    """A longer word without the ending of a plural: `Ford Motors` and `Ford Motor` are one."""
    is_plural = len(word) > _SHORT_WORD and word.endswith("s") and not word.endswith(("ss", "us", "is"))
    return word.removesuffix("s") if is_plural else word


def _acronym_targets(organizations: Sequence[Organization], placed: Mapping[str, Placed]) -> dict[Key, Key]:
    """For the key of a bare acronym, the key of the only organization that it stands for in a country that agrees."""
    meant: defaultdict[str, set[Key]] = defaultdict(set)
    using: defaultdict[Key, set[str]] = defaultdict(set)
    bare: dict[Key, str] = {}
    for organization in organizations:
        key = placed[organization.article_entity_id].key
        acronym = acronym_of(organization)
        using[key].add(organization.article_id)
        if is_acronym(organization.name):
            bare[key] = acronym
        elif acronym:
            meant[acronym].add(key)
    targets: dict[Key, Key] = {}
    for key, acronym in bare.items():
        fitting = [k for k in meant[acronym] if not (k[1] and key[1]) or k[1] == key[1]]
        if len(fitting) == 1 and _is_sure(acronym, key, fitting[0], using[fitting[0]]):
            targets[key] = fitting[0]
    return targets


def _is_sure(acronym: str, bare: Key, long: Key, articles: set[str]) -> bool:
    """Of short acronyms there are many: a second article must name what it is defined as, or the country be said with
    both."""
    return len(acronym) >= _TELLING_LETTERS or len(articles) > 1 or bool(bare[1] and bare[1] == long[1])


def acronym_of(organization: Organization) -> str:
    """The acronym that it goes by, or that its article gives it; empty where there is none."""
    return _acronym(organization.name if is_acronym(organization.name) else organization.acronym or "")


def _acronym(text: str) -> str:
    return fold(text).replace(".", "")
