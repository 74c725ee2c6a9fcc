"""Turn the facts of one article into rows of the tables: ids, and the passage that each fact stands in."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from functools import cache, lru_cache
from operator import attrgetter
from typing import Any

from flows.parse.dates import find_timexes
from flows.parse.entities import find_mentions
from flows.parse.events import find_events
from flows.parse.facts import Entity, Event, Figure, Mention, Passage, Quote, Reading, Role, Timex
from flows.parse.figures import find_figures
from flows.parse.ids import row_id
from flows.parse.quotes import find_quotes
from flows.parse.roles import find_roles

Row = dict[str, Any]
Rows = dict[str, list[Row]]


@dataclass(frozen=True)
class Facts:
    """All that the extractors found in one article."""

    entities: Sequence[Entity]
    mentions: Sequence[Mention]
    roles: Sequence[Role]
    timexes: Sequence[Timex]
    quotes: Sequence[Quote]
    figures: Sequence[Figure]
    events: Sequence[Event]


def find_facts(reading: Reading) -> Facts:
    """Run every extractor over one reading; later ones build on what earlier ones found."""
    timexes = find_timexes(reading)
    entities, mentions = find_mentions(reading)
    roles = find_roles(reading, entities, mentions)
    quotes = find_quotes(reading, mentions)
    figures = find_figures(reading, timexes, quotes, mentions)
    events = find_events(reading, timexes, mentions, quotes)
    return Facts(entities, mentions, roles, timexes, quotes, figures, events)


def parse(reading: Reading) -> Rows:
    """Rows by table for one article, without its own row in `articles`.

    Columns that name a person, organization or place hold the `article_entity_id`: who is who over all articles is
    settled when the rows are loaded.
    """
    facts = find_facts(reading)
    article_id = reading.article.article_id
    spanned = _Spans(article_id, reading.passages)
    return {
        "passages": [spanned.row("passage", p, in_passage=False) for p in reading.passages],
        "article_entities": [_entity_row(article_id, entity, facts.roles) for entity in facts.entities],
        "mentions": [spanned.row("mention", m, entity_id=_entity_id(article_id, m.entity_key)) for m in facts.mentions],
        "roles": [_role_row(spanned, role) for role in facts.roles],
        "figures": [
            spanned.row("figure", f, stated_by_entity_id=_entity_id(article_id, f.stated_by_key)) for f in facts.figures
        ],
        "dates": [spanned.row("date", t, "date_basis", in_passage=False) for t in facts.timexes],
        "events": [_event_row(spanned, event) for event in facts.events],
        "event_participants": [row for event in facts.events for row in _participant_rows(spanned, event)],
        "quotes": [_quote_row(spanned, quote) for quote in facts.quotes],
    }


class _Spans:
    """Rows for things that stand at a place in the article."""

    def __init__(self, article_id: str, passages: Sequence[Passage]) -> None:
        self.article_id = article_id
        self._ids = [row_id("passage", article_id, p.start_char, p.end_char) for p in passages]
        self._starts = [p.start_char for p in passages]

    def row_id(self, prefix: str, fact: Any, *more: object) -> str:
        return row_id(prefix, self.article_id, fact.start_char, fact.end_char, *more)

    def row(self, prefix: str, fact: Any, *left_out: str, in_passage: bool = True, **more: object) -> Row:
        """The fact's own fields, its id and where it stands."""
        own = _values(fact, *left_out)
        row = {f"{prefix}_id": self.row_id(prefix, fact), "article_id": self.article_id, **own, **more}
        if in_passage:
            row["passage_id"] = self._ids[bisect_right(self._starts, fact.start_char) - 1]
        return row


@lru_cache(maxsize=4096)
def _entity_id(article_id: str, key: str | None) -> str | None:
    return None if key is None else row_id("entity", article_id, key)


def _entity_row(article_id: str, entity: Entity, roles: Sequence[Role]) -> Row:
    entity_id = _entity_id(article_id, entity.key)
    held = [role for role in roles if role.person_key == entity.key]
    contexts = {role.title.lower() for role in held} | {role.organization_key for role in held if role.organization_key}
    return _values(entity, "key") | {
        "article_entity_id": entity_id,
        "article_id": article_id,
        "entity_id": entity_id,
        "aliases": sorted(entity.aliases),
        "parent_entity_id": _entity_id(article_id, entity.parent_key),
        "contexts": sorted(contexts),
    }


def _role_row(spanned: _Spans, role: Role) -> Row:
    row = spanned.row("role", role, in_passage=False)
    row["role_id"] = spanned.row_id("role", role, role.person_key, role.title)
    row["person_id"] = _entity_id(spanned.article_id, role.person_key)
    row["organization_id"] = _entity_id(spanned.article_id, role.organization_key)
    return row


def _event_row(spanned: _Spans, event: Event) -> Row:
    row = spanned.row("event", event, "timex", "participants")
    row["date_id"] = None if event.timex is None else spanned.row_id("date", event.timex)
    row["place_id"] = _entity_id(spanned.article_id, event.place_key)
    return row


def _participant_rows(spanned: _Spans, event: Event) -> list[Row]:
    event_id = spanned.row_id("event", event)
    return [
        _values(participant)
        | {"event_id": event_id, "entity_id": _entity_id(spanned.article_id, participant.entity_key)}
        for participant in event.participants
    ]


def _quote_row(spanned: _Spans, quote: Quote) -> Row:
    speaker = _entity_id(spanned.article_id, quote.speaker_key)
    return spanned.row("quote", quote, in_passage=False, speaker_entity_id=speaker)


def _values(fact: Any, *left_out: str) -> Row:
    """Fields of a fact by name, without keys of entities. `asdict` would copy what stands within them too."""
    names, read = _reader(fact.__class__, left_out)
    return dict(zip(names, read(fact), strict=True))


@cache
def _reader(kind: type[Any], left_out: tuple[str, ...]) -> tuple[list[str], Callable[[Any], tuple[Any, ...]]]:
    """Names of the fields, and what reads them all at once."""
    names = [f.name for f in fields(kind) if not f.name.endswith("_key") and f.name not in left_out]
    return names, attrgetter(*names)
