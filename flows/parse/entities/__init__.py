"""Find the people, organizations and places an article names, and which mentions are of the same one.

The span of a mention is the bare name; titles, articles and possessives stand outside of it. This module joins the
steps; finding spans is in `candidates`, settling their type in `consistency`, linking in `people`, `organizations`
and `places`.
"""

from flows.parse.entities.candidates import find_candidates
from flows.parse.entities.consistency import settle_types
from flows.parse.entities.linking import describe_mentions
from flows.parse.entities.organization_names import is_generic_head
from flows.parse.entities.organizations import link_organizations
from flows.parse.entities.people import link_people
from flows.parse.entities.places import link_places
from flows.parse.entities.spans import ORGANIZATION, OTHER, PERSON, PLACE, word_list
from flows.parse.facts import Entity, Mention, Reading


def find_mentions(reading: Reading) -> tuple[list[Entity], list[Mention]]:
    """Entities of the article (each with at least one mention, sorted by key) and their mentions in order."""
    spans = [s for s in settle_types(reading, find_candidates(reading)) if s.entity_type != OTHER]
    named = describe_mentions(reading.doc, spans)
    linked = [
        *link_people([m for m in named if m.entity_type == PERSON]),
        *link_organizations(reading.doc, [m for m in named if m.entity_type == ORGANIZATION]),
        *link_places(reading.doc, [m for m in named if m.entity_type == PLACE]),
    ]
    linked = [(entity, members) for entity, members in linked if not _is_generic(entity)]
    mentions = [
        Mention(m.start_char, m.end_char, m.text, m.entity_type, e.key) for e, members in linked for m in members
    ]
    return sorted((e for e, _ in linked), key=lambda e: e.key), sorted(mentions, key=lambda m: m.start_char)


def _is_generic(entity: Entity) -> bool:
    """True for an organization that goes by a common noun only (`the Party`), which names no body of a state."""
    if entity.entity_type != ORGANIZATION:
        return False
    bodies = word_list("organizations", "state_bodies")
    return all(is_generic_head(alias) and alias.lower() not in bodies for alias in entity.aliases)
