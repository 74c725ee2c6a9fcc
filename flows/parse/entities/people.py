"""Which mentions of people in one article are of the same person, and how that person's name divides."""

from collections.abc import Sequence

from flows.parse.entities.clusters import Clusters
from flows.parse.entities.linking import NamedMention
from flows.parse.entities.name_agreement import NameForm, cluster_name_forms, name_form
from flows.parse.entities.names import fold, initials, name_words, parse_person_name, person_words, words_of_address
from flows.parse.facts import Entity

Words = tuple[str, ...]


def link_people(mentions: Sequence[NamedMention]) -> list[tuple[Entity, list[NamedMention]]]:
    """People with their mentions. A family name alone joins the one full name of the article that has it."""
    groups: dict[Words, list[NamedMention]] = {}
    for mention in mentions:
        groups.setdefault(name_words(" ".join(words_of_address(mention.text))), []).append(mention)
    keys = list(groups)
    clusters = Clusters(len(keys))
    _join_full_names(keys, groups, clusters)
    _join_other_names(groups, clusters)
    _join_short_names(keys, groups, clusters)
    _join_initials(keys, groups, clusters)
    people: dict[str, tuple[Entity, list[NamedMention]]] = {}
    for members in clusters.members().values():
        person, named = _make_person([m for i in members for m in groups[keys[i]]])
        if person.key in people:  # one name in another order, `Kim Jong Un` and `Jong Un Kim`
            person, named = _make_person([*people[person.key][1], *named])
        people[person.key] = person, named
    return list(people.values())


def _join_other_names(groups: dict[Words, list[NamedMention]], clusters: Clusters) -> None:
    """Join names that the text says to be of one person: `Ana Ruiz, also known as Nana Cruz`."""
    places = {mention.start: i for i, group in enumerate(groups.values()) for mention in group}
    for group in groups.values():
        for mention in group:
            if mention.other_name_of is not None:
                clusters.join(places[mention.start], places[mention.other_name_of.start])


def _join_full_names(keys: list[Words], groups: dict[Words, list[NamedMention]], clusters: Clusters) -> None:
    by_form: dict[NameForm, list[int]] = {}
    for i, key in enumerate(keys):
        name = parse_person_name(groups[key][0].text)
        if name.given and name.family:
            by_form.setdefault(name_form(name), []).append(i)
    forms = list(by_form)
    for members in cluster_name_forms(forms).members().values():
        first, *others = (i for member in members for i in by_form[forms[member]])
        for other in others:
            clusters.join(first, other)


def _join_short_names(keys: list[Words], groups: dict[Words, list[NamedMention]], clusters: Clusters) -> None:
    """Join a name to the only longer name that has its words side by side, first of all in the family name."""
    families = [_family_words(groups[key][0].text) for key in keys]
    by_word: dict[str, set[int]] = {}
    for i, key in enumerate(keys):
        for word in set(key):
            by_word.setdefault(word, set()).add(i)
    for i, key in enumerate(keys):
        longer = [j for j in by_word[key[0]] if len(keys[j]) > len(key) and _contains(keys[j], key)] if key else []
        by_family = [j for j in longer if _contains(families[j], key) or keys[j][-len(key) :] == key]
        for candidates in (by_family, longer):
            if candidates:
                if len({clusters.find(j) for j in candidates}) == 1:
                    clusters.join(i, candidates[0])
                break


def _join_initials(keys: list[Words], groups: dict[Words, list[NamedMention]], clusters: Clusters) -> None:
    """Join `AMLO` to the only name with these initials."""
    for i, key in enumerate(keys):
        if len(key) == 1 and len(key[0]) > 1 and groups[key][0].text.isupper():
            spelt = {clusters.find(j) for j, other in enumerate(keys) if initials(other, True) == key[0]}
            if len(spelt) == 1:
                clusters.join(i, spelt.pop())


def _family_words(name: str) -> Words:
    return name_words(parse_person_name(name).family or "")


def _contains(words: Words, piece: Words) -> bool:
    return any(words[i : i + len(piece)] == piece for i in range(len(words) - len(piece) + 1))


def _make_person(unsorted: list[NamedMention]) -> tuple[Entity, list[NamedMention]]:
    mentions = sorted(unsorted, key=lambda m: m.start)
    aliases = tuple(dict.fromkeys(m.text for m in mentions))
    own = list(dict.fromkeys(m.text for m in mentions if m.other_name_of is None)) or aliases
    name = " ".join(words_of_address(max(own, key=lambda a: (len(person_words(a)), len(a)))))
    parts = parse_person_name(name)
    given = fold(" ".join((parts.given or "", *parts.middle, parts.generation or ""))).strip()
    key = f"person:{fold(parts.family or name)}|{given}"
    return Entity(key, "person", name, aliases, given_name=parts.given, family_name=parts.family), mentions
