"""Which people of different articles are one: full names by agreement, family names alone by context."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from flows.parse.entities.clusters import Clusters
from flows.parse.entities.name_agreement import NameForm, cluster_name_forms, name_form
from flows.parse.entities.names import name_words, parse_person_name

Key = tuple[str, ...]


class Person(Protocol):
    """What is needed of a person of one article."""

    @property
    def article_entity_id(self) -> str:
        """Id of the person within the article."""

    @property
    def name(self) -> str:
        """Fullest name in the article."""

    @property
    def contexts(self) -> tuple[str, ...]:
        """Titles and organizations the article ties the person to."""


def group_people(people: Sequence[Person]) -> dict[str, Key]:
    """Key of the cluster of each person by `article_entity_id`; people with equal keys are one."""
    full: defaultdict[NameForm, list[Person]] = defaultdict(list)
    single: list[Person] = []
    for person in people:
        name = parse_person_name(person.name)
        if name.given and name.family:
            full[name_form(name)].append(person)
        else:
            single.append(person)
    clusters = _cluster_names(sorted(full))
    keys = {p.article_entity_id: clusters[form] for form, members in full.items() for p in members}
    known = _by_family((p, keys[p.article_entity_id]) for members in full.values() for p in members)
    return keys | _group_single_names(single, known)


def _cluster_names(forms: list[NameForm]) -> dict[NameForm, NameForm]:
    """The fullest form of the cluster of each form."""
    clusters = cluster_name_forms(forms)
    fullest = {root: _fullest([forms[i] for i in members]) for root, members in clusters.members().items()}
    return {form: fullest[clusters.find(i)] for i, form in enumerate(forms)}


def _fullest(forms: list[NameForm]) -> NameForm:
    return min(forms, key=lambda f: (-len(f[1]), -len(f[2]), f))


def _by_family(people: Iterable[tuple[Person, Key]]) -> dict[str, dict[Key, set[str]]]:
    """Contexts of each full-name cluster, by every name that may stand for it alone."""
    known: defaultdict[str, dict[Key, set[str]]] = defaultdict(dict)
    for person, key in people:
        for alone in {key[0], *key[0].split()[-1:]}:
            known[alone].setdefault(key, set()).update(_contexts(person))
    return known


def _group_single_names(single: list[Person], known: dict[str, dict[Key, set[str]]]) -> dict[str, Key]:
    """A family name alone joins the only full name that has it, if a context agrees; else its like in a context."""
    keys: dict[str, Key] = {}
    left: defaultdict[str, list[Person]] = defaultdict(list)
    for person in single:
        name = " ".join(name_words(person.name)) or person.name
        candidates = known.get(name, {})
        if len(candidates) == 1:
            key, contexts = next(iter(candidates.items()))
            if contexts & set(_contexts(person)):
                keys[person.article_entity_id] = key
                continue
        left[name].append(person)
    for name, people in left.items():
        keys |= _group_by_context(name, people)
    return keys


def _group_by_context(name: str, people: list[Person]) -> dict[str, Key]:
    clusters = Clusters(len(people))
    first_with: dict[str, int] = {}
    for i, person in enumerate(people):
        for context in _contexts(person):
            clusters.join(i, first_with.setdefault(context, i))
    keys: dict[str, Key] = {}
    for members in clusters.members().values():
        contexts = sorted({c for i in members for c in _contexts(people[i])})
        own = contexts[0] if contexts else people[members[0]].article_entity_id
        keys |= {people[i].article_entity_id: (name, "", "", own) for i in members}
    return keys


def _contexts(person: Person) -> Iterator[str]:
    """Contexts for comparison: a title by its last word too, so that `governor` meets `California governor`."""
    for context in person.contexts:
        yield context
        words = name_words(context.split(" of ")[0])
        if words and not context.startswith("organization:"):
            yield f"title:{words[-1]}"
