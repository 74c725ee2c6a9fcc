"""Ages that have no unit: "Ana Lima, 66,", "aged 21", "over the age of 18", "an average age of 51"."""

import re
from functools import cache

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
    r"\b(?:he|she|I|who)(?:['’](?:s|m)|\s(?:is|was|am|turned|turns|will be|would be))\s(?:now\s|just\s|only\s)?\Z",
    re.IGNORECASE,
)
_AND_UNDER = re.compile(
    r"\s(?:and|or)\s(?:under|over|older|younger|up)(?=\W*\Z|[,.;:)]|\s(?:and|or|who|with|in|are|were|is|was|can|may|must|will|have|had)\b)"
)
_YOUNGER = re.compile(r"\b(?:under|over)\s\Z")
_OF_PEOPLE = re.compile(
    r"\b(?:them|whom|dead|injured|children|adults|women|men|people)\s(?:are\s|were\s)?(?:under|over)\s\Z"
)
_THOSE = re.compile(r"\b[Tt]hose\s\w+\s\Z")
_AND_AGE = re.compile(r"[^\W\d_]{2},\s(?:\d{1,2},\s)*\d{1,2},?\sand\s\Z")  # "two sons, 8 and"
_AT_AGE = re.compile(r"\b[Aa]t\s(?:age|the\sage\sof|ages)\s(?:\w+\s){0,2}\Z")
_AGED = re.compile(
    r"\b(?:aged?|ages|age of|ages of)\s(?:(?:\w+\s){0,2}|(?:\d{1,2},?\s(?:and\s)?)+)\Z", re.IGNORECASE
)  # also "aged 19, 22 and 31"


def settle_age(sentence: Sentence, quantity: Quantity, number: Span) -> Settled | None:
    """The age that a bare number is, or None."""
    before = sentence.text[max(0, quantity.number_start - _NEAR) : quantity.number_start]
    if quantity.value != int(quantity.value) or not 0 < quantity.value < _OLDEST:
        return None
    if quantity.kind != "digits" and not (quantity.kind == "words" and _AGED.search(before)):
        return None
    after = sentence.text[quantity.number_end : quantity.number_end + _NEAR]
    if quantity.is_range and not _AGED.search(before):
        return None
    holder: Span | None = None
    is_behind_name = quantity.value < _OLDEST_BEHIND_NAME and _BEHIND_NAME.search(before)
    is_listed = is_behind_name is None and _AND_AGE.search(before) is not None
    is_aside = (is_behind_name and _APPOSITION_ENDS.match(after)) or is_listed
    if is_aside and (person := _named_before(_first_of(number))) is not None:
        holder = noun_phrase(person)
    elif _AT_AGE.search(before):
        holder = _who_does(number.root)
    elif _AGED.search(before):
        holder = find_measured(number, "duration")
    elif _AND_UNDER.match(after):
        holder = phrase_ending_at(previous_token(number[0]))
    elif _YOUNGER.search(before) and _ends_phrase(number):
        holder = _people_before(number)
        if holder is None and not (_THOSE.search(before) or _OF_PEOPLE.search(before)):
            return None
    elif _PERSON_IS.search(before):
        holder = _who_does(number.root)
    else:
        holder = _age_of_person(number) or _age_said(number)
        if holder is None:
            return None
    return Settled(quantity, number, "duration", "year of age", holder, quantity.end)


def _first_of(number: Span) -> Span:
    """The first number of the list that this one ends: "two sons, 8 and 11"."""
    first = number.root
    while first.dep_ == "conj" and first.head.like_num and first.head.i < first.i:
        first = first.head
    return number.doc[first.i : first.i + 1]


def is_of_article(age: Span) -> bool:
    """True for an age as of the writing: "Ana Lima, 66," and "a 66-year-old", not "was 66" and "at the age of 66"."""
    is_hyphened = age[-1].lower_ in ("old", "olds") and age[-1].nbor(-1).text in ("-", "‑")
    return is_hyphened or age.root.dep_ not in ("attr", "acomp", "pobj", "oprd", "dobj")


def _who_does(age: Token) -> Span | None:
    """Who does something at an age, where the clause names them: "Ana Lima joined the navy at age 17"."""
    verb = next((t for t in age.ancestors if t.pos_ in ("VERB", "AUX")), None)
    if verb is not None and verb.dep_ == "xcomp" and all(c.dep_ != "dobj" for c in verb.head.rights):
        verb = verb.head  # "Ana began to play at age 7", but not "told Ana to play at age 7"
    subject = next((c for c in verb.lefts if c.dep_ in ("nsubj", "nsubjpass")), None) if verb is not None else None
    return noun_phrase(subject) if subject is not None else None


def _ends_phrase(number: Span) -> bool:
    """True unless a thing that the number counts or measures stands behind: "over 65 cows", "under 30%"."""
    follower = next_token(number[-1])
    return follower is None or (follower.pos_ not in (*NOMINAL, "ADJ", "NUM", "SYM", "X") and follower.text not in "-%")


def _people_before(number: Span) -> Span | None:
    """`women` of "women under 40", "women over the age of 40" and "most women are over 40"."""
    head = number.root.head.head if number.root.dep_ == "pobj" else None
    if head is not None and head.pos_ in ("VERB", "AUX"):
        head = next((child for child in head.lefts if child.dep_ == "nsubj"), None)
    is_people = head is not None and head.lemma_.lower() in load_data("counting")["aged_nouns"]
    return noun_phrase(head, number.start - 1) if head is not None and is_people else None


def is_person(noun: str) -> bool:
    """True for a noun of people in the singular: `person`, `woman`, `baker`."""
    return noun in _people() or noun in load_data("counting")["aged_nouns"]


@cache
def _people() -> frozenset[str]:
    titles = load_data("titles")
    return frozenset((*load_data("counting")["people"], *titles["person_nouns"], *titles["heads"]))


def _named_before(number: Span) -> Token | None:
    """The name or noun of a person that the number stands behind with a comma or bracket."""
    comma = previous_token(number[0])
    name = previous_token(comma) if comma is not None else None
    is_noun = name is not None and (name.pos_ == "NOUN" or name.is_upper) and name.lemma_.lower() in _people()
    is_person = name is not None and (name.pos_ == "PROPN" or is_noun)
    return name if name is not None and is_person and name.ent_type_ not in _NOT_AGED else None


_NOT_AGED = frozenset({"GPE", "LOC", "FAC", "DATE", "LAW", "EVENT"})


def _age_of_person(number: Span) -> Span | None:
    """`the boy` of "the boy was 12" and "the boy turned 12 in May"."""
    verb, follower = number.root.head, next_token(number[-1])
    is_verb = (number.root.dep_ == "attr" and verb.lemma_ == "be") or verb.lemma_ == "turn"
    is_last = (
        follower is None or follower.text in (".", ",", ";") or follower.lower_ in ("in", "on", "when", "and", "last")
    )
    subject = next((c for c in verb.lefts if c.dep_ == "nsubj"), None)
    if subject is None or not (is_verb and is_last):
        return None
    aged = load_data("counting")["aged_nouns"]
    is_person = subject.ent_type_ == "PERSON" or subject.lemma_.lower() in aged or subject.lower_ in aged
    return noun_phrase(subject) if is_person else None


def _age_said(number: Span) -> Span | None:
    """`average age of the crew` of "the average age of the crew was 51"."""
    if number.root.dep_ not in ("attr", "pobj", "acomp"):
        return None
    measured = find_measured(number, "other")
    is_age = measured is not None and measured.root.lemma_.lower() in load_data("counting")["age_nouns"]
    return measured if is_age else None
