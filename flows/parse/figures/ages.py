"""Ages that have no unit: "Ana Lima, 66,", "aged 21", "over the age of 18", "an average age of 51"."""

import re

from flows.parse.data import load_data
from flows.parse.figures.measured import find_measured
from flows.parse.figures.noun_phrases import NOMINAL, noun_phrase, phrase_ending_at
from flows.parse.figures.quantity import Quantity, Settled
from flows.parse.figures.sentence import Sentence, next_token, previous_token
from flows.parse.tokens import Span, Token

_OLDEST = 120  # years
_OLDEST_BEHIND_NAME = 110  # more stands for runs
_NEAR = 40  # characters beside the number
_BEHIND_NAME = re.compile(r"[^\W\d_][.’']?(?:,\s|\s\()\Z")
_APPOSITION_ENDS = re.compile(r"[,;.)]|\sand\b|\Z")
_PERSON_IS = re.compile(
    r"\b(?:he|she|I)(?:['’](?:s|m)|\s(?:is|was|am|turned|turns|will be|would be))\s(?:now\s|just\s|only\s)?\Z",
    re.IGNORECASE,
)
_AND_UNDER = re.compile(
    r"\s(?:and|or)\s(?:under|over|older|younger|up)(?=\W*\Z|[,.;:)]|\s(?:and|or|who|with|in|are|were|is|was|can|may|must|will|have|had)\b)"
)
_YOUNGER = re.compile(r"\b(?:under|over)\s\Z")
_THOSE = re.compile(r"\b[Tt]hose\s\w+\s\Z")
_AGED = re.compile(r"\b(?:aged?|ages|age of|ages of)\s(?:\w+\s){0,2}\Z", re.IGNORECASE)


def settle_age(sentence: Sentence, quantity: Quantity, number: Span) -> Settled | None:
    """The age that a bare number is, or None."""
    if quantity.value != int(quantity.value) or not 0 < quantity.value < _OLDEST or quantity.kind != "digits":
        return None
    before = sentence.text[max(0, quantity.number_start - _NEAR) : quantity.number_start]
    after = sentence.text[quantity.number_end : quantity.number_end + _NEAR]
    if quantity.is_range and not _AGED.search(before):
        return None
    holder: Span | None = None
    is_behind_name = quantity.value < _OLDEST_BEHIND_NAME and _BEHIND_NAME.search(before)
    if is_behind_name and _APPOSITION_ENDS.match(after) and (person := _named_before(number)) is not None:
        holder = noun_phrase(person)
    elif _AGED.search(before):
        holder = find_measured(number, "duration")
    elif _AND_UNDER.match(after):
        holder = phrase_ending_at(previous_token(number[0]))
    elif _YOUNGER.search(before) and _ends_phrase(number):
        holder = _people_before(number)
        if holder is None and not _THOSE.search(before):
            return None
    elif not _PERSON_IS.search(before):
        holder = _age_said(number)
        if holder is None:
            return None
    return Settled(quantity, number, "duration", "year of age", holder, quantity.end)


def _ends_phrase(number: Span) -> bool:
    """True unless a thing that the number counts or measures stands behind: "over 65 cows", "under 30%"."""
    follower = next_token(number[-1])
    return follower is None or (follower.pos_ not in (*NOMINAL, "ADJ", "NUM", "SYM", "X") and follower.text not in "-%")


def _people_before(number: Span) -> Span | None:
    """`women` of "women under 40", "women over the age of 40"."""
    head = number.root.head.head if number.root.dep_ == "pobj" else None
    is_people = head is not None and head.lemma_.lower() in load_data("counting")["aged_nouns"]
    return noun_phrase(head, number.start - 1) if head is not None and is_people else None


def _named_before(number: Span) -> Token | None:
    """The name that the number stands behind with a comma or bracket."""
    comma = previous_token(number[0])
    name = previous_token(comma) if comma is not None else None
    is_person = name is not None and name.pos_ == "PROPN"
    return name if name is not None and is_person and name.ent_type_ not in _NOT_AGED else None


_NOT_AGED = frozenset({"GPE", "LOC", "FAC", "DATE", "LAW", "EVENT"})


def _age_said(number: Span) -> Span | None:
    """`average age of the crew` of "the average age of the crew was 51"."""
    if number.root.dep_ not in ("attr", "pobj", "acomp"):
        return None
    measured = find_measured(number, "other")
    is_age = measured is not None and measured.root.lemma_.lower() in load_data("counting")["age_nouns"]
    return measured if is_age else None
