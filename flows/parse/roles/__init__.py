"""Find who holds which title, perhaps at which organization: a title before a name, after it, or joined by a verb.

`U.S. Army Maj. Gen. Kim Reyes`, `Kim Reyes, deputy head of the Port Authority`, `Kim Reyes is the mayor of Oslo`.
A title that a place completes holds the place (`mayor of Oslo`); an organization is a column of its own.
"""

from collections.abc import Iterator, Sequence
from itertools import chain

from flows.parse.entities.spans import word_list
from flows.parse.facts import Entity, Mention, Reading, Role
from flows.parse.roles.apposition import titles_after, titles_in_front
from flows.parse.roles.before import titles_before
from flows.parse.roles.mention_map import MentionMap
from flows.parse.roles.pronouns import titles_of_pronouns
from flows.parse.roles.references import organization_meant
from flows.parse.roles.titles import TitleSpan
from flows.parse.roles.verbs import titles_by_verb


def find_roles(reading: Reading, entities: Sequence[Entity], mentions: Sequence[Mention]) -> list[Role]:
    """Roles in order of the text; `text` is the words of the title with its organization, in one piece."""
    at = MentionMap(reading.doc, mentions)
    types = {entity.key: entity.organization_type for entity in entities if entity.entity_type == "organization"}
    roles = {
        (role.start_char, role.end_char, role.person_key, role.title, role.organization_key): role
        for mention, title in chain(_titles_of_names(at, mentions), titles_of_pronouns(at))
        if (role := _make_role(reading, mention, title, organization_meant(at, title, types)))
    }
    return sorted(roles.values(), key=lambda r: (r.start_char, r.end_char, r.title))


def _titles_of_names(at: MentionMap, mentions: Sequence[Mention]) -> Iterator[tuple[Mention, TitleSpan]]:
    for mention in mentions:
        if mention.entity_type == "person":
            for find in (titles_before, titles_after, titles_in_front, titles_by_verb):
                yield from ((mention, title) for title in find(at, mention))


def _make_role(reading: Reading, person: Mention, title: TitleSpan, meant: Mention | None) -> Role | None:
    """`meant` is the organization of a title that names none itself."""
    doc = reading.doc
    start, end = title.start, title.end
    if not title.organization and doc[start:end].text.lower() in word_list("titles", "nothing_alone"):
        return None
    if title.organization:
        start, end = min(start, title.organization_start), max(end, title.organization_end)
    span = doc[start:end]
    organization = title.organization or meant
    return Role(
        span.start_char,
        span.end_char,
        span.text,
        person.entity_key,
        title.text or doc[title.start : title.end].text,
        organization.entity_key if organization else None,
    )
