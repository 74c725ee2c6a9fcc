"""What goes on telling of a count without its noun: "sold 9 million cars, up 6 percent from 8 million", "has 300
members, 20 fewer than Acme", "added 40 jobs, while Lima lost 12", "ordered 30 jets with an option for 12 more"."""

import re

from flows.parse.data import load_data
from flows.parse.figures.ages import is_person
from flows.parse.figures.counted import counted_unit, is_plural
from flows.parse.figures.counts import is_setting, is_year
from flows.parse.figures.ellipsis import FORMER_APART
from flows.parse.figures.noun_phrases import NOMINAL
from flows.parse.figures.quantity import Quantity, Settled
from flows.parse.figures.sentence import Sentence, next_token
from flows.parse.tokens import Span, Token

_MORE = re.compile(r"\s(?:more|fewer|less)\b(?=\sthan\b|\s?[,.;)]|\Z)")
_MORE_ALONE = re.compile(
    r"\smore\b(?=\s(?:in|by|from|at|on|for|and|are|is|were|was|have|had|will|remain|\w+ing)\b|\s?[,.;)]|\s*\Z)"
)
_NUMBER_BETWEEN = r"[^;.()\d]{0,50}(?:(?:19|20)\d\d)?"
_APART = re.compile(rf"{_NUMBER_BETWEEN},\s(?:[a-z]+\s){{0,2}}")  # "carried 9 men in 2017, 3 percent more"
_WAY = re.compile(rf"{_NUMBER_BETWEEN},\s(?:up|down)\s(?:[a-z]+\s){{0,2}}")
_FROM = re.compile(r"\sfrom\s(?:[a-z]+\s){0,2}")
_OR = re.compile(r",\sor\s(?:[a-z]+\s){0,2}")
_NEAR = 24  # characters
_HIGHEST_CLIMB = 3  # verbs
_ANOTHER = re.compile(r"\b(?:[Aa]nother|a\sfurther|an\s(?:additional|extra))\s(?:[a-z]+\s){0,2}\Z")
_NEXT_CLAUSE = re.compile(r"(?:,|,?\s(?:and|but|while))\s(?:[a-z]+\s){0,2}\Z")
_OUT_OF = re.compile(r"\sout\sof\s(?:a\s(?:possible|total)\s)?(?:[a-z]+\s){0,2}")
_DEFINITE = re.compile(r"\b(?:the|than|a)\s\Z")
_ELIDED = re.compile(
    r"(?:\s(?:analysts|economists|experts|forecasters|officials|investors|it|they|he|she|[A-Z]\w+))?(?:\s(?:had|have|has|was|were))?"
    r"\s(?:forecast|expected|predicted|needed|required|estimated|anticipated|hoped|planned|projected|sold|made|delivered"
    r"|handed\sover|built|shipped)\b"
)
_LEAST_SCALE = 1000


def goes_on(text: str, count: Settled, settled: Settled) -> bool:
    """True for the share by which a count changed or is more than another: "9 million cars in May, up 6 percent"."""
    start, end = settled.quantity.start, settled.quantity.end
    if settled.unit_type != "percent" or count.unit_type != "count" or count.unit is None:
        return False
    if _WAY.fullmatch(text, count.end, start):
        return True
    return _MORE.match(text, end) is not None and _APART.fullmatch(text, count.end, start) is not None


def find_continued(sentence: Sentence, said: Settled, count: Settled | None, quantity: Quantity) -> Settled | None:
    """What a bare number states that goes on telling of the `count`; `said` is the amount right before it."""
    number = sentence.cover(quantity.number_start, quantity.number_end)
    if not quantity.is_bare or quantity.kind == "fraction" or is_year(quantity, number):
        return None
    if said.unit_type == "percent" and (things := _whole_of(sentence, said, quantity)) is not None:
        return Settled(quantity, number, "count", counted_unit(things.root), things, quantity.end)
    if said.unit_type in ("duration", "length", "mass") and _MORE.match(sentence.text, quantity.end):
        is_near = _APART.fullmatch(sentence.text, said.end, quantity.start) is not None  # "in 24 days, nine fewer than"
        return Settled(quantity, number, said.unit_type, said.unit, said.counted, quantity.end) if is_near else None
    if count is None or count.unit is None or count.counted is None:
        return None
    if said is count and _is_next_subject(sentence.text, count, number, quantity):
        return Settled(quantity, number, "count", count.unit, count.counted, quantity.end)
    end = quantity.end
    if more := _MORE_ALONE.match(sentence.text, end):
        end = more.end()
        if said.unit_type == "count" and said.counted is not None:
            return Settled(quantity, number, "count", said.unit, _kind_of(said.counted), end)
    elif not _tells_on(sentence, said, count, quantity, number):
        return None
    things = _kind_of(count.counted)
    return Settled(quantity, number, "count", count.unit, things, end)


def _kind_of(things: Span) -> Span:
    """`boxes of milk` and `boats` of "boats in Peru": another number of them may be elsewhere."""
    behind = next_token(things.root)
    end = things.end if behind is not None and behind.lower_ == "of" else things.root.i + 1
    return things.doc[things.start : end]


def _tells_on(sentence: Sentence, said: Settled, count: Settled, quantity: Quantity, number: Span) -> bool:
    text = sentence.text
    if _MORE.match(text, quantity.end):
        return _APART.fullmatch(text, said.end, quantity.start) is not None
    if said is not count:  # a share of change between: "up 6 percent from 8 million"
        is_apart = (said.unit_type == "duration" or is_setting(said)) and FORMER_APART.fullmatch(
            text, said.end, quantity.start
        )
        is_from = is_apart or _FROM.fullmatch(text, said.end, quantity.start)
        return bool(is_from) or _is_again(text, number, quantity)
    if count.counted is not None and _is_next_object(count.counted.root, number):
        return True
    return _is_again(text, number, quantity) or _is_of_same(text, count, number, quantity)


def _is_of_same(text: str, count: Settled, number: Span, quantity: Quantity) -> bool:
    """True for the number of "1,200 votes out of 3,000 cast" and of "added 300 jobs, more than the 160 economists had
    expected"."""
    follower = next_token(number[-1])
    if _OUT_OF.fullmatch(text, count.end, quantity.start):
        return follower is None or not is_plural(follower)
    is_definite = _DEFINITE.search(text, max(0, quantity.start - _NEAR), quantity.start)
    return is_definite is not None and _ELIDED.match(text, quantity.end) is not None


def _is_again(text: str, number: Span, quantity: Quantity) -> bool:
    """True for the number of "cut 300 jobs and another 200 in May"."""
    is_added = _ANOTHER.search(text, max(0, quantity.start - _NEAR), quantity.start) is not None
    return is_added and _is_alone(next_token(number[-1]))


def _is_next_subject(text: str, count: Settled, number: Span, quantity: Quantity) -> bool:
    """True for the number of "Of the 300 women, 20 fell ill" and "30 of the 80 whales died, and 50 were saved"."""
    verb = next_token(number[-1])
    if verb is None or verb.pos_ not in ("VERB", "AUX") or (verb.dep_ == "amod" and is_plural(verb.head)):
        return False
    if not _NEXT_CLAUSE.search(text, count.end, quantity.start):
        return False
    is_harmed = verb.lemma_ == "die" or any(
        t.lemma_.lower() in load_data("counting")["casualty_verbs"] for t in verb.doc[verb.i : verb.i + 3]
    )
    return not is_harmed or is_person(count.unit or "")


def _is_next_object(thing: Token, number: Span) -> bool:
    """True for the number of "built 300 homes, and Lima built 200": object of a verb in a row with that of `thing`."""
    verb = number.root.head
    while thing.dep_ == "pobj" and thing.head.lower_ == "of" and thing.head.head.like_num:  # "47 of the 403 seats"
        thing = thing.head.head
    if number.root.dep_ != "dobj" or thing.dep_ != "dobj" or not _is_alone(next_token(number[-1])):
        return False
    for _ in range(_HIGHEST_CLIMB):  # "runs 30 stores and plans to close 8"
        if verb.dep_ not in ("conj", "advcl", "xcomp"):
            return False
        verb = verb.head
        if verb == thing.head:
            return True
    return False


def _is_alone(follower: Token | None) -> bool:
    """True where nothing that a number might count stands behind it."""
    return follower is None or (follower.pos_ not in (*NOMINAL, "ADJ", "NUM") and follower.lower_ not in ("of", "%"))


def _whole_of(sentence: Sentence, share: Settled, quantity: Quantity) -> Span | None:
    """`homes` of "40% of homes, or 9 million"."""
    things = share.counted
    if things is None or things.start < share.amount.end or quantity.scale < _LEAST_SCALE or not is_plural(things.root):
        return None
    is_other_word = _OR.fullmatch(sentence.text, sentence.end_of(things[-1]), quantity.start)
    return things if is_other_word else None
