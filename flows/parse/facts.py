"""The facts an article states, as the extractors hand them on: spans of the text and what they mean.

Offsets are code points of `Article.text`; `text` is always `article.text[start_char:end_char]`. An entity is known by
its `key` within its article only: who is who over all articles is settled later, in `flows.resolve`.
Field names are those of the tables in `schemas/`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from flows.parse.tokens import Doc, Span


@dataclass(frozen=True, slots=True)
class Article:
    """What a source says of one article; `published_on` anchors its relative dates, `country` (ISO 3166-1 alpha-2, of
    the publisher) its currency."""

    article_id: str
    text: str
    title: str | None = None
    publisher: str | None = None
    published_on: date | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph; nothing is mined from one whose `passage_type` is `boilerplate`."""

    start_char: int
    end_char: int
    text: str
    passage_type: str


@dataclass(frozen=True)
class Reading:
    """One article as the parser read it: the only thing every extractor gets."""

    article: Article
    doc: Doc
    passages: tuple[Passage, ...]

    def sentences(self) -> Iterator[Span]:
        """Sentences that may be mined, in order; none crosses a passage."""
        boilerplate = [(p.start_char, p.end_char) for p in self.passages if p.passage_type == "boilerplate"]
        for sentence in self.doc.sents:
            if not any(start <= sentence.start_char < end for start, end in boilerplate):
                yield sentence


@dataclass(frozen=True, slots=True)
class Timex:
    """A date or time expression (TIMEX3). A relative one has NULL value and dates when nothing anchors it."""

    start_char: int
    end_char: int
    text: str
    timex_type: str
    value: str | None = None
    date_start: date | None = None
    date_end: date | None = None
    date_precision: str | None = None
    date_basis: str | None = None  # `explicit` (the words suffice) or `relative` (an anchor was needed)


@dataclass(frozen=True, slots=True)
class Entity:
    """A person, organization or place within one article, over all of its mentions there."""

    key: str
    entity_type: str
    name: str
    aliases: tuple[str, ...] = ()
    given_name: str | None = None
    family_name: str | None = None
    acronym: str | None = None
    organization_type: str | None = None
    place_type: str | None = None
    country: str | None = None
    parent_key: str | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """An occurrence of an entity: titles, articles and possessives stand outside of it."""

    start_char: int
    end_char: int
    text: str
    entity_type: str
    entity_key: str


@dataclass(frozen=True, slots=True)
class Role:
    """A statement that a person holds a title, perhaps at an organization."""

    start_char: int
    end_char: int
    text: str
    person_key: str
    title: str
    organization_key: str | None = None


@dataclass(frozen=True, slots=True)
class Quote:
    """A direct quotation: the span inside the marks, and who speaks as far as the text says."""

    start_char: int
    end_char: int
    text: str
    cue: str | None = None
    speaker_text: str | None = None
    speaker_entity_type: str | None = None
    speaker_key: str | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A quantity: an interval about a counted or measured thing at a time."""

    start_char: int
    end_char: int
    text: str
    value: float
    bound: str
    unit_type: str
    value_low: float | None = None
    value_high: float | None = None
    trend: str | None = None
    unit: str | None = None
    counted: str | None = None
    as_of_start: date | None = None
    as_of_end: date | None = None
    as_of_text: str | None = None
    stated_by_key: str | None = None
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Participant:
    """Who or what takes part in an event; `entity_key` is NULL for a participant that is no known entity."""

    participant_role: str
    start_char: int
    end_char: int
    text: str
    entity_type: str | None = None
    entity_key: str | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happens, known by its trigger word."""

    start_char: int
    end_char: int
    text: str
    lemma: str
    event_type: str
    modality: str
    summary: str
    sentence: str
    timex: Timex | None = None
    date_start: date | None = None
    date_end: date | None = None
    date_precision: str | None = None
    date_basis: str | None = None
    place_key: str | None = None
    participants: tuple[Participant, ...] = field(default=())
