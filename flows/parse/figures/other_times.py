"""Times in an amount's clause that do not say when it held: the time of what it is set against ("rose 5% from a year
earlier"), of another thing ("the firm, based in Lima since 1937"), or of what is to come ("bonds due 2030")."""

import re
from itertools import islice, takewhile

from flows.parse.data import load_data
from flows.parse.facts import Timex
from flows.parse.figures.bounds import is_change
from flows.parse.figures.change_words import follows_change
from flows.parse.figures.noun_times import hangs_on, is_of_noun
from flows.parse.figures.sentence import Sentence, previous_token
from flows.parse.tokens import Span, Token

_FILLERS = r"(?:(?:[a-z-]+\s){1,3}of\s)?(?:(?!(?:at|by|for|from|in|of|on|to|with)\s)[a-z]+\s){0,3}"
_SET_AGAINST = rf"\b(?P<link>from|compared\s(?:with|to)|against|versus|(?:higher|lower)\sthan)\s{_FILLERS}"
_SMALL = r"(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b"
_AGAINST = re.compile(rf"{_SET_AGAINST}(?:\S{{0,3}}\d|{_SMALL})")
_FROM_SUM = re.compile(
    r",\sfrom\s(?:[A-Z]{0,2}[$€£¥]|[\d.,]+(?:%|\s(?:[mb]illion|per\s?cent)))"
)  # "earned $9 million, from $8 million a year earlier"
_FORMER = re.compile(rf"{_SET_AGAINST}\Z")
_IN_OTHER_WORDS = re.compile(r",\sor\s(?:[a-z]+\s){0,2}\S*\d")  # "$9 million, or 70 cents a share"
_TO_BASE = re.compile(  # "rose 5% from a year earlier", "higher than in the same month of 2019"
    r"\b(?P<link>from|over|on|than|versus|against|compared\s(?:with|to)|relative\sto)\s(?:(?:in|at|during)\s)?"
    r"(?:(?:the|this)\s)?(?:(?:same|corresponding|comparable)\s)?(?:(?:period|quarter|month|time|week|day|point)\s)?"
    r"(?:(?:of|in|a)\s)?\Z"
)
_AS_OF = re.compile(r"\bas\s(?:of|at)\s(?:the\s)?\Z")
_UNIT_OF_YEAR = re.compile(r"the\s(?:year|quarter|month|week|day)")  # "rose 5% on the year"
_FORMER_PERIOD = re.compile(
    r"\A(?:the\s)?(?:a|last|previous|prior|preceding)\s(?:year|quarter|month|week)|\b(?:ago|earlier|before)\Z"
)
_TO_COME = re.compile(r"\b(?:will|would|shall|should|to)\s(?:be\s)?[a-z]+\s[^,;]*\Z")
_DUE = re.compile(
    r"\b(?:due|dated|payable|expiring|expires?|matur\w+)\s(?:(?:on|in|by)\s)?\Z|\b(?:post|pre)-\Z", re.IGNORECASE
)
_ON_THE_WAY = re.compile(r"\sto\s(?:[a-z]+\s){0,2}\Z")  # "from 9 in May to about 5"
_PLAIN_FROM = re.compile(r"\bfrom\s[^,;]*\d[^,;]*\Z")
_DATELINE_END = re.compile(r"(?:\s\([^()\n]{2,40}\))?\s(?:-{1,2}|–|—)\s")
_DATELINE_START = re.compile(r"(?:[^\n.;:]{2,60},\s)?\Z")
_BRACKETS = {"(": ")", "[": "]"}
_DASHES = ("—", "–", "--")
_ASIDES = frozenset({"after", "before", "following", "despite", "amid"})
_SUBJECTS = ("nsubj", "nsubjpass")
_APART = ("appos", "npadvmod", "dep")
_OF_NOUN = ("amod", "compound", "nmod", "nummod", "poss", "npadvmod")
_LONGEST_DATELINE = 64  # characters
_LONGEST_LEAD = 60  # characters
_FARTHEST_VERB = 120  # characters
_LONGEST_GAP = 60  # tokens: farther, a time is of another part of the sentence
_BESIDE = 3  # tokens
_FRONT_TOKENS = 5
_HIGHEST_CLIMB = 24


def is_of_other(sentence: Sentence, amount: Span, timex: Timex, time: Span, is_pair: bool) -> bool:
    """True where `time` (the tokens of `timex`) does not say when the amount held; `is_pair` for "from May to July"."""
    if is_of_noun(sentence, amount, timex, time) or _is_of_dateline(sentence, timex):
        return True
    if time.root.dep_ == "poss" and amount.start <= time.root.head.i < amount.end:  # "February’s 9 million"
        return _is_of_other_amount(sentence, amount, time)
    return (
        _is_of_other_amount(sentence, amount, time)
        or _is_of_other_object(amount, timex, time)
        or _is_of_other_event(amount, time)
        or _is_of_other_change(amount, time)
        or _is_apart(sentence, amount, timex, time)
        or _is_base(sentence, amount, timex, time, is_pair)
    )


def _is_of_dateline(sentence: Sentence, timex: Timex) -> bool:
    """True for the day of "BONN, Germany, May 11 (AP) - The firm sold 60 boats"."""
    start, end = timex.start_char - sentence.start_char, timex.end_char - sentence.start_char
    is_front = start < _LONGEST_DATELINE and _DATELINE_START.fullmatch(sentence.text, 0, start) is not None
    return is_front and _DATELINE_END.match(sentence.text, end) is not None


def _is_of_other_amount(sentence: Sentence, amount: Span, time: Span) -> bool:
    """True for the time of what an amount is set against: "$9, up from $8 in 1988", "in May rose to $9 from $8"."""
    text, offset = sentence.text, sentence.start_char
    start, end = amount.start_char - offset, amount.end_char - offset
    if time.start >= amount.end:
        stop = time.start_char - offset
        against = _AGAINST.search(text, end, stop)
        is_apart = _is_former(text, start) and _has_number(text[end:stop])
        return is_apart or (against is not None and _sets_against(text, against))
    way = _ON_THE_WAY.match(text, time.end_char - offset, start)
    is_of_start = (
        way is not None
        and _PLAIN_FROM.search(text, max(0, end - _FARTHEST_VERB - len(amount.text)), time.start_char - offset)
        is not None
    )
    return is_of_start or _is_former(text, start)


def _is_former(text: str, start: int) -> bool:
    """True for an amount behind `from` or `against`."""
    former = _FORMER.search(text, max(0, start - _LONGEST_LEAD), start)
    return former is not None and _sets_against(text, former)


def _sets_against(text: str, match: re.Match[str]) -> bool:
    """False for the `from` of "fans from 134 countries"."""
    if match["link"] != "from" or _FROM_SUM.match(text, match.start() - 2):
        return True
    return follows_change(text, match.start(), past_amounts=True)


def _has_number(text: str) -> bool:
    return any(map(str.isdigit, _IN_OTHER_WORDS.sub("", text)))


def _is_of_other_object(amount: Span, timex: Timex, time: Span) -> bool:
    """True for the day of another thing than the amount: "condemned Friday's test as a breach of five resolutions"."""
    noun = time.root.head
    is_inside = time.root.dep_ in _OF_NOUN and noun.pos_ == "NOUN"
    is_moment = timex.timex_type == "TIME" or timex.date_precision in ("day", "time")
    return is_inside and is_moment and noun.dep_ == "dobj" and noun not in islice(amount.root.ancestors, _HIGHEST_CLIMB)


def _is_of_other_event(amount: Span, time: Span) -> bool:
    """True for the time of a thing that came before or after ("after the boom of the 1980s it had 9 boats", "rose 2%,
    after a 1% gain in May"), and of what a participle tells of another noun ("the firm, based in Lima since 1937, has
    9 boats", "a poll released Monday found")."""
    verb = clause_head(time.root)
    within = list(takewhile(lambda token: token != verb, time.root.ancestors))
    aside = next((t for t in within[1:] if t.lower_ in _ASIDES and t.dep_ == "prep"), None)
    is_of_event = aside is not None and (time.root.head.lower_ == "of" or _has_other_amount(aside, amount, time))
    publishing = load_data("counting")["publishing_verbs"]
    before = previous_token(time[0])  # the parse may tie "a poll released Monday found" to the finding
    is_behind = before is not None and before.dep_ == "acl" and before.lemma_.lower() in publishing
    participle = before if is_behind else next((t for t in within if t.pos_ == "VERB"), None)
    if participle is None or participle.dep_ != "acl" or participle.lemma_ == "end":  # "the year ended in May"
        return is_of_event
    comma = previous_token(participle.left_edge)
    is_apart = (comma is not None and comma.text == ",") or participle.lemma_.lower() in publishing
    is_told = (is_apart or _is_of_own_amount(participle.head, amount, time)) and participle.head.i < participle.i
    return is_of_event or (is_told and not _holds(participle.head, amount))


def _is_of_own_amount(noun: Token, amount: Span, time: Span) -> bool:
    """True for the `4` of "at 5, above the high of 4 set in 1941", which has a time of its own; not for a subject."""
    above = islice(noun.ancestors, _HIGHEST_CLIMB)
    is_of_subject = noun.dep_ in _SUBJECTS or any(t.dep_ in _SUBJECTS for t in above)
    is_same = noun.dep_ == "conj" or hangs_on(noun, amount.root) or hangs_on(amount.root, noun)  # "13 of the 22 cases"
    spans = (amount, time)
    numbers = (t for t in noun.subtree if t.like_num and not any(s.start <= t.i < s.end for s in spans))
    return not (is_of_subject or is_same) and any(numbers)


def _has_other_amount(aside: Token, amount: Span, time: Span) -> bool:
    """True where an aside that holds the time holds an amount, too, and another one than `amount`; a length that a
    hyphen ties to its noun ("after a six-week strike in 2018") is none."""
    words = time.doc[aside.i : time.start]
    return not _holds(aside, amount) and any(t.like_num and t.nbor(1).text != "-" for t in words)


def _is_of_other_change(amount: Span, time: Span) -> bool:
    """True for the time of a change that the amount is not of: "70% are poor, an increase since the 1960s"."""
    noun = time.root.head.head if time.root.dep_ == "pobj" else time.root.head
    is_noun = noun.pos_ == "NOUN" and is_change(noun)
    return is_noun and not _holds(noun, amount) and noun.dep_ in _APART


def _holds(head: Token, amount: Span) -> bool:
    return bool(head.left_edge.i <= amount.start <= head.right_edge.i)


def _is_apart(sentence: Sentence, amount: Span, timex: Timex, time: Span) -> bool:
    """True for a time between brackets or dashes that the amount stands outside of, for the day that something is due,
    and for what recurs in another part of the sentence ("sells milk daily, feeding 9 towns")."""
    start = timex.start_char - sentence.start_char
    if _DUE.search(sentence.text, max(0, start - _LONGEST_LEAD), start):
        return True
    if timex.timex_type == "SET":
        first, last = sorted((time, amount), key=lambda span: span.start)
        is_front = time.start < sentence.start + _FRONT_TOKENS
        is_far = last.start - first.end > _LONGEST_GAP
        return not is_front and (is_far or any(t.text == "," for t in time.doc[first.end : last.start]))
    return _is_enclosed(sentence, amount, time)


def _is_enclosed(sentence: Sentence, amount: Span, time: Span) -> bool:
    first, last = max(sentence.start, time.start - _LONGEST_GAP), min(sentence.end, time.end + _LONGEST_GAP)
    before = [t for t in time.doc[first : time.start] if t.text in (*_BRACKETS, *_BRACKETS.values(), *_DASHES)]
    if not before:
        return False
    mark = before[-1]
    if mark.text in _BRACKETS and amount.end <= mark.i < amount.end + _BESIDE:  # "358,000 (as of 2015)"
        return False
    is_open = mark.text in _BRACKETS or (mark.text in _DASHES and sum(t.text == mark.text for t in before) % 2 == 1)
    closing = _BRACKETS.get(mark.text, mark.text)
    close = next((t.i for t in time.doc[time.end : last] if t.text == closing), None)
    return is_open and close is not None and not mark.i < amount.start < close


def _is_base(sentence: Sentence, amount: Span, timex: Timex, time: Span, is_pair: bool) -> bool:
    """True for the time that a change is set against: "rose 5% from a year earlier", "20% below 1990 levels"."""
    if time.root.head.lemma_ == "level" and time.root.dep_ in _OF_NOUN:
        return True
    text, start = sentence.text, timex.start_char - sentence.start_char
    is_behind_than = any(t.lower_ == "than" and t.i > amount.start for t in islice(time.root.ancestors, _HIGHEST_CLIMB))
    if is_behind_than and not _AS_OF.search(text, max(0, start - _LONGEST_LEAD), start):
        return True  # "100% higher than the level seen in May"
    match = _TO_BASE.search(text, max(0, start - _LONGEST_LEAD), start)
    if match is None or match["link"] not in ("from", "over", "on"):
        return match is not None
    if match["link"] == "on" and _UNIT_OF_YEAR.fullmatch(timex.text):
        return True
    if match["link"] == "on" and timex.date_precision == "year":  # "down 17 points on 2019"
        return True
    if match["link"] != "from" and not _FORMER_PERIOD.search(timex.text):  # "over the year", "on Monday"
        return False
    is_start = _TO_COME.search(text, max(0, start - _FARTHEST_VERB), match.start()) is not None
    return not is_start and not is_pair and _is_of_change(time.root)


def _is_of_change(time: Token) -> bool:
    """True for the time of "fell 5% from May", "a fall from May" and "is up 5% from May"."""
    verb = clause_head(time)
    above = list(takewhile(lambda token: token != verb, time.ancestors))
    ways = {*load_data("trends")["up"]["adverbs"], *load_data("trends")["down"]["adverbs"]}
    return any(is_change(token) or token.lower_ in ways for token in (*above, verb, *verb.rights))


def clause_head(token: Token) -> Token:
    """Verb of the finite clause that `token` stands in; participles and infinitives belong to the clause above."""
    for _ in range(_HIGHEST_CLIMB):
        if token.head == token:
            break
        is_predicate = token.pos_ in ("VERB", "AUX") and token.dep_ not in (
            "aux",
            "auxpass",
            "amod",
            "compound",
            "xcomp",
        )
        if is_predicate and any(c.dep_ in ("nsubj", "nsubjpass", "expl") for c in token.children):
            return token
        token = token.head
    return token
