"""Short forms of organizations over articles: `Ford` alone is the `Ford Motor Company` that other articles call so.

A short form is an organization's own word or words, with no head noun: `the Guard` and `the Ministry` never join over
articles. One long name only may have it, and two articles must use it so, or the same others be named with both.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from flows.parse.entities.countries import find_place
from flows.parse.entities.names import name_words
from flows.parse.entities.organization_names import is_acronym, organization_type
from flows.resolve.neighbours import Neighbours
from flows.resolve.placement import Key, Placed

Words = tuple[str, ...]


class Named(Protocol):
    """An organization of one article, as it is named there."""

    @property
    def article_entity_id(self) -> str:
        """Id of the organization within the article."""

    @property
    def article_id(self) -> str:
        """Id of the article."""

    @property
    def name(self) -> str:
        """Fullest name in the article."""

    @property
    def aliases(self) -> tuple[str, ...]:
        """All forms in the article."""


def short_form_targets(
    organizations: Sequence[Named], placed: Mapping[str, Placed], neighbours: Neighbours
) -> dict[Key, Key]:
    """For the key of a short form, the key of the only long name that it stands for."""
    short, long = _short_and_long(organizations, placed)
    targets: dict[Key, Key] = {}
    for words, articles_by_key in short.items():
        for key, articles in articles_by_key.items():
            fitting = [k for k in long.get(words, {}) if not (k[1] and key[1]) or k[1] == key[1]]
            if len(fitting) == 1 and _is_sure(articles, long[words][fitting[0]], neighbours):
                targets[key] = fitting[0]
    return targets


ArticlesByKey = dict[Key, set[str]]


def _short_and_long(
    organizations: Sequence[Named], placed: Mapping[str, Placed]
) -> tuple[dict[Words, ArticlesByKey], dict[Words, ArticlesByKey]]:
    """Articles by key, for each short form: where it stands alone, and where it is the alias of a long name."""
    short: defaultdict[Words, ArticlesByKey] = defaultdict(dict)
    long: defaultdict[Words, ArticlesByKey] = defaultdict(dict)
    for organization in organizations:
        key = placed[organization.article_entity_id].key
        if alone := alone_words(organization):
            short[alone].setdefault(key, set()).add(organization.article_id)
        for words in short_words(organization):
            long[words].setdefault(key, set()).add(organization.article_id)
    return short, long


def alone_words(organization: Named) -> Words:
    """The words of a name that may be the short form of another; none where it cannot."""
    words = name_words(organization.name)
    return words if _is_own_name(organization.name, words) else ()


def short_words(organization: Named) -> Iterator[Words]:
    """Words of the forms that are short for the name in the article."""
    full = name_words(organization.name)
    for alias in organization.aliases:
        words = name_words(alias)
        if len(words) < len(full) and full[: len(words)] == words and _is_own_name(alias, words):
            yield words


def _is_own_name(name: str, words: Words) -> bool:
    return bool(words) and organization_type(words) is None and not is_acronym(name) and find_place(name) is None


def _is_sure(alone: set[str], together: set[str], neighbours: Neighbours) -> bool:
    """True when two articles call the long name so, or one does beside the names that one with the short form has."""
    return len(together) > 1 or any(neighbours.shared(article_id, alone) for article_id in together)
