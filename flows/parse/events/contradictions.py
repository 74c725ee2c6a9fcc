"""Whether the tense of an event speaks against a time that its sentence seems to give it, as found by `times`."""

from datetime import date, timedelta

from flows.parse.events.modality import modality_of
from flows.parse.events.times import EventTime
from flows.parse.events.triggers import Trigger
from flows.parse.tokens import Token
from flows.parse.verb_groups import auxiliaries, is_going_on, is_past

_WEEK = timedelta(7)  # for so long news may tell in the present what happened: `Rebels take port`


def is_at_odds(trigger: Trigger, time: EventTime, published_on: date) -> bool:
    """Whether the event cannot be of that time."""
    if time.date_start is None:
        return False
    if not trigger.is_verb:
        return _is_asked_for(trigger, time, published_on)
    return _was_before(trigger.head, time.date_start, published_on) or _is_now(trigger.head, time, published_on)


def _was_before(verb: Token, start: date, published_on: date) -> bool:
    """What is told in the past did not happen on a day to come: `has invited him to a meeting on May 9`."""
    return start > published_on and is_past(verb)


def _is_now(verb: Token, time: EventTime, published_on: date) -> bool:
    """What is so now is not of a time that is over: `data from the 2014 census show`."""
    told_until = published_on - (timedelta(0) if auxiliaries(verb) else _WEEK)
    return time.date_end is not None and time.date_end < told_until and is_going_on(verb)


def _is_asked_for(trigger: Trigger, time: EventTime, published_on: date) -> bool:
    """What is only asked for is not of the day of asking: `called on Friday for a vote`."""
    head = trigger.head
    is_own = head.left_edge.idx <= time.timex.start_char <= head.right_edge.idx
    is_over = time.date_end is not None and time.date_end <= published_on
    return is_over and not is_own and modality_of(trigger) == "planned"
