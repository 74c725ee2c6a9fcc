"""Find the events that an article states. What belongs here is the order of the steps and the row they give.

Triggers, modality, participants, times and summaries each have a module of their own beside this one.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from flows.parse.events.argument_phrases import MentionIndex, find_place
from flows.parse.events.contradictions import is_at_odds
from flows.parse.events.modality import modality_of
from flows.parse.events.participants import find_participants, is_made_by_verb, subjects_of
from flows.parse.events.publication import is_of_publication
from flows.parse.events.sharing import time_events, told_with
from flows.parse.events.summaries import summarize
from flows.parse.events.telling import Telling
from flows.parse.events.times import EventTime, QuotedText, timexes_in
from flows.parse.events.triggers import Trigger, find_triggers
from flows.parse.facts import Event, Mention, Quote, Reading, Timex
from flows.parse.reader.component import TRIGGERS
from flows.parse.tokens import Span

Days = tuple[date | None, date | None, str | None, str | None]
"""First and last day of an event, how finely they are known, and what they rest on."""


def find_events(
    reading: Reading, timexes: Sequence[Timex], mentions: Sequence[Mention], quotes: Sequence[Quote]
) -> list[Event]:
    """Events in text order, each with its participants, place and time as far as the text states them."""
    reader = _EventReader(reading, mentions, quotes)
    starts = [timex.start_char for timex in timexes]
    paragraphs = {passage.start_char for passage in reading.passages}
    marked = {span.root.i for span in reading.doc.spans[TRIGGERS]}
    events: list[Event] = []
    telling = Telling()
    for sentence in reading.sentences():
        if sentence.start_char in paragraphs:
            telling.open_paragraph()
        triggers = list(find_triggers(sentence, reader.names, marked))
        inside = [t for t in timexes_in(sentence, timexes, starts) if t.timex_type in ("DATE", "TIME")]
        times = telling.carry_over(sentence, triggers, bool(inside))
        times |= time_events(sentence, triggers, inside, reader.quoted) if inside else {}
        events.extend(reader.read(sentence, triggers, times))
        telling.note(sentence, triggers, times)
    return events


class _EventReader:
    """Makes rows of the triggers of one article."""

    def __init__(self, reading: Reading, mentions: Sequence[Mention], quotes: Sequence[Quote]) -> None:
        self._published_on = reading.article.published_on
        self._index = MentionIndex(reading.doc, mentions)
        self.names = self._index.name_tokens()
        self.quoted = QuotedText(quotes)

    def read(self, sentence: Span, triggers: Sequence[Trigger], times: dict[int, EventTime]) -> Iterator[Event]:
        """The events of one sentence; `times` are theirs by the index of the trigger's head word."""
        heads = {trigger.head.i for trigger in triggers if trigger.is_verb or trigger.event_type != "other"}
        located = triggers if self._index.names_place(sentence) else ()
        places = {t.head.i: find_place(t, heads - _one_with(t), self._index) for t in located}
        text = sentence.text.strip()
        for trigger in triggers:
            time = times.get(trigger.head.i)
            if time and self._published_on and is_at_odds(trigger, time, self._published_on):
                time = None
            yield self._event(trigger, text, time, _place_of(trigger, places))

    def _event(self, trigger: Trigger, sentence: str, time: EventTime | None, place: Mention | None) -> Event:
        subjects = subjects_of(trigger.head) if trigger.is_verb else []
        date_start, date_end, precision, basis = self._days(trigger, time)
        return Event(
            start_char=trigger.span.start_char,
            end_char=trigger.span.end_char,
            text=trigger.span.text,
            lemma=trigger.lemma,
            event_type=trigger.event_type,
            modality=modality_of(trigger),
            summary=summarize(trigger, subjects, time, place),
            sentence=sentence,
            timex=time.timex if time else None,
            date_start=date_start,
            date_end=date_end,
            date_precision=precision,
            date_basis=basis,
            place_key=place.entity_key if place else None,
            participants=find_participants(trigger, subjects, self._index),
        )

    def _days(self, trigger: Trigger, time: EventTime | None) -> Days:
        """As its time says; without one, the day of publication where it is told as of that day."""
        day = self._published_on
        if day and (time is None or time.is_present) and is_of_publication(trigger, self.quoted):
            return day, day, "day", "publication"
        if time is None:
            return None, None, None, None
        if not time.is_dated:
            return time.date_start, time.date_end, None, None
        return time.date_start, time.date_end, time.timex.date_precision, time.timex.date_basis


def _place_of(trigger: Trigger, places: dict[int, Mention | None]) -> Mention | None:
    """Its own place, else that of a verb told in one breath with it: `flew to Oslo and met the king`."""
    own = places.get(trigger.head.i)
    if own is not None or not places or not trigger.is_verb:
        return own
    return next((place for verb in told_with(trigger.head) if (place := places.get(verb.i)) is not None), None)


def _one_with(trigger: Trigger) -> set[int]:
    """Indices of the trigger's head and of the event that it brings about in its place: `held talks in Oslo`."""
    return {trigger.head.i, *(child.i for child in trigger.head.children if is_made_by_verb(child))}
