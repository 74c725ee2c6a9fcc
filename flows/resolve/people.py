"""Which people of different articles are one: full names by agreement, family names alone by context.

A context is a title or an organization of the person, or others who are named beside the person in both articles.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from flows.parse.entities.clusters import Clusters
from flows.parse.entities.name_agreement import NameForm, cluster_name_forms, name_form
from flows.parse.entities.names import name_words, parse_person_name
from flows.resolve.neighbours import Neighbours
from flows.resolve.person_spellings import FormEvidence, find_spellings
from flows.resolve.placement import Key, Placed


class Person(Protocol):
    """What is needed of a person of one article."""

    @property
    def article_entity_id(self) -> str:
        """Id of the person within the article."""

    @property
    def article_id(self) -> str:
        """Id of the article."""

    @property
    def name(self) -> str:
        """Fullest name in the article."""

    @property
    def contexts(self) -> tuple[str, ...]:
        """Titles and organizations the article ties the person to."""


def group_people(people: Sequence[Person], neighbours: Neighbours) -> dict[str, Placed]:
    """The cluster of each person by `article_entity_id`."""
    full: defaultdict[NameForm, list[Person]] = defaultdict(list)
    single: list[Person] = []
    for person in people:
        name = parse_person_name(person.name)
        if name.given and name.family:
            full[name_form(name)].append(person)
        else:
            single.append(person)
    placed_forms = _place_names(full)
    placed = {p.article_entity_id: placed_forms[form] for form, members in full.items() for p in members}
    named = [(p, placed[p.article_entity_id].key) for members in full.values() for p in members]
    return placed | _place_single_names(single, _by_family(named), neighbours)


def _place_names(full: dict[NameForm, list[Person]]) -> dict[NameForm, Placed]:
    """Each full name with those that agree with it and the spellings of those, under the fullest of them."""
    forms = sorted(full)
    clusters = cluster_name_forms(forms)
    for one, other in find_spellings(_evidence(forms, clusters, full)):
        clusters.join(one, other)
    placed: dict[NameForm, Placed] = {}
    for members in clusters.members().values():
        fullest = _fullest([forms[i] for i in members])
        named = min(p.name for p in full[fullest])
        for form in (forms[i] for i in members):
            own = min(p.name for p in full[form])
            reason = "its full name" if form == fullest else f"`{own}` agrees with `{named}`"
            placed[form] = Placed(fullest, reason)
    return placed


def _evidence(
    forms: Sequence[NameForm], clusters: Clusters, full: dict[NameForm, list[Person]]
) -> Iterator[FormEvidence]:
    """Names that agree, taken together: the fullest, the contexts and the articles of all."""
    for root, members in clusters.members().items():
        people = [p for i in members for p in full[forms[i]]]
        yield FormEvidence(
            root,
            _fullest([forms[i] for i in members]),
            frozenset(c for p in people for c in p.contexts),
            frozenset(p.article_id for p in people),
        )


def _fullest(forms: list[NameForm]) -> NameForm:
    return min(forms, key=lambda f: (-len(f[1]), -len(f[2]), f))


class _Known:
    """What the articles that give a full name say of the person."""

    def __init__(self) -> None:
        self.contexts: set[str] = set()
        self.articles: set[str] = set()


def _by_family(people: Iterable[tuple[Person, Key]]) -> dict[str, dict[Key, _Known]]:
    """What is known of each full-name cluster, by every name that may stand for it alone."""
    known: defaultdict[str, defaultdict[Key, _Known]] = defaultdict(lambda: defaultdict(_Known))
    for person, key in people:
        for alone in {key[0], *key[0].split()[-1:]}:
            known[alone][key].contexts.update(_contexts(person))
            known[alone][key].articles.add(person.article_id)
    return {alone: dict(found) for alone, found in known.items()}


def _place_single_names(
    single: list[Person], known: dict[str, dict[Key, _Known]], neighbours: Neighbours
) -> dict[str, Placed]:
    """A family name alone joins the only full name that has it, if a context agrees, and of several the only one with
    which an organization or the names beside it agree; else its like in a context."""
    placed: dict[str, Placed] = {}
    left: defaultdict[str, list[Person]] = defaultdict(list)
    for person in single:
        name = " ".join(name_words(person.name)) or person.name
        candidates = known.get(name, {})
        shared = _shared_by_candidate(person, candidates, neighbours)
        if len(shared) == 1:
            [(key, context)] = shared.items()
            which = "only full name" if len(candidates) == 1 else "only one of the full names"
            reason = f"the {which} with `{person.name}`, also in the context `{context}`"
            placed[person.article_entity_id] = Placed(key, reason)
        else:
            left[name].append(person)
    for name, people in left.items():
        placed |= _place_by_context(name, people, len(known.get(name, {})))
    return placed


def _shared_by_candidate(person: Person, candidates: dict[Key, _Known], neighbours: Neighbours) -> dict[Key, str]:
    """The context that the person shares with each full name that may be meant, where there is one; of several names a
    title tells none apart."""
    contexts = set(_contexts(person))
    if len(candidates) > 1:
        contexts = {context for context in contexts if context.startswith("organization:")}
    shared = {
        key: min(full.contexts & contexts, default="")
        or "`, `".join(neighbours.shared(person.article_id, full.articles))
        for key, full in candidates.items()
    }
    return {key: context for key, context in shared.items() if context}


def _place_by_context(name: str, people: list[Person], full_names: int) -> dict[str, Placed]:
    clusters = Clusters(len(people))
    first_with: dict[str, int] = {}
    for i, person in enumerate(people):
        for context in _contexts(person):
            clusters.join(i, first_with.setdefault(context, i))
    why_alone = f"{full_names} full names have it" if full_names > 1 else "no full name with it shares a context"
    placed: dict[str, Placed] = {}
    for members in clusters.members().values():
        contexts = sorted({c for i in members for c in _contexts(people[i])})
        own = contexts[0] if contexts else people[members[0]].article_entity_id
        reason = f"`{people[members[0]].name}` by itself: {why_alone}"
        placed |= {people[i].article_entity_id: Placed((name, "", "", own), reason) for i in members}
    return placed


def _contexts(person: Person) -> Iterator[str]:
    """Contexts for comparison: a title by its last word too, so that `governor` meets `California governor`."""
    for context in person.contexts:
        yield context
        words = name_words(context.split(" of ")[0])
        if words and not context.startswith("organization:"):
            yield f"title:{words[-1]}"
