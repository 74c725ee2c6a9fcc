"""Times that belong to a noun or a superlative beside an amount, and do not say when the amount held: "the most since
1990", "4% below its July peak", "wheat for September delivery", "average hourly pay"."""

import re
from collections.abc import Callable, Sequence
from itertools import islice

from flows.parse.data import load_data
from flows.parse.facts import Timex
from flows.parse.figures.sentence import Sentence, next_token, previous_token
from flows.parse.tokens import Span, Token

_OF_NOUN = ("amod", "compound", "nmod", "nummod", "poss", "npadvmod")
_FARTHEST_SINCE = 8  # tokens before the time
_FARTHEST_SUPERLATIVE = 7  # tokens before `since`
_LEAST = ("at",)  # "at least 40 boats since May"
_FINITE = ("VBD", "VBZ", "VBP", "MD")
_TEMPORAL = frozenset(
    {"after", "as", "at", "before", "by", "during", "for", "from", "in", "on", "over", "since", "through", "throughout"}
    | {"until", "within"}
)
_ENDS = frozenset(  # "at the end of the 2020 season", "according to the 2020 census"
    {
        "according",
        "ahead",
        "as",
        "beginning",
        "close",
        "course",
        "day",
        "days",
        "end",
        "half",
        "middle",
        "month",
        "months",
    }
    | {"part", "quarter", "start", "week", "weeks"}
)
_HIGHEST_CLIMB = 24
_DELIVERY = re.compile(r"\bdelivery\s(?:in|by)\s\Z")
_LONGEST_LEAD = 20  # characters


def is_of_noun(sentence: Sentence, amount: Span, timex: Timex, time: Span) -> bool:
    """True where `time` (the tokens of `timex`) tells of a noun or superlative that the amount is no part of."""
    if timex.timex_type == "SET":
        return _is_adjective(time.root)
    return (
        _bounds_superlative(time)
        or _names_goods(sentence, timex, time)
        or _is_of_base(amount, time)
        or _is_of_other_noun(amount, time)
    )


def _is_adjective(word: Token) -> bool:
    """True for the `hourly` of "average hourly pay": it tells what is counted."""
    return word.dep_ in ("amod", "compound") and word.head.pos_ == "NOUN" and word.i < word.head.i


def _bounds_superlative(time: Span) -> bool:
    """True for "the most since 1990", "its highest level since May" and "for the first time since it opened in May"."""
    since = _before(time[0], _FARTHEST_SINCE, lambda token: token.lower_ == "since")
    return since is not None and _before(since, _FARTHEST_SUPERLATIVE, _is_superlative, _FINITE) is not None


def _before(token: Token, reach: int, is_sought: Callable[[Token], bool], stops: Sequence[str] = ()) -> Token | None:
    """The nearest token before `token` that is sought, ahead of punctuation and of tags that stop."""
    before = previous_token(token)
    for _ in range(reach):
        if before is None or before.text in (",", ";", ":", "(", ")", "—", "–") or before.tag_ in stops:
            return None
        if is_sought(before):
            return before
        before = previous_token(before)
    return None


def _is_superlative(token: Token) -> bool:
    before = previous_token(token)
    is_bound = before is not None and before.lower_ in _LEAST
    is_any = token.lower_ == "any" and before is not None and before.lower_ in ("than", "in", "at")  # "more than any"
    return (token.tag_ in ("JJS", "RBS") or token.lower_ == "first" or is_any) and not is_bound


def _names_goods(sentence: Sentence, timex: Timex, time: Span) -> bool:
    """True for the month of "September delivery", "May wheat" and "delivery in May": it names what is traded."""
    if timex.date_precision in ("day", "week"):
        return False
    start, follower = timex.start_char - sentence.start_char, next_token(time[-1])
    if _DELIVERY.search(sentence.text, max(0, start - _LONGEST_LEAD), start):
        return True
    goods = load_data("counting")["goods_of_month"]
    if follower is None or follower.lower_ not in (*goods["traded"], *goods["contracts"]):
        return False
    return follower.lower_ in goods["contracts"] or follower.dep_ not in ("compound", "nmod")


def _is_of_base(amount: Span, time: Span) -> bool:
    """True for the time of what the amount is measured by: "4% below its July peak", "half of the January high"."""
    noun = time.root.head
    if time.root.dep_ not in _OF_NOUN or noun.pos_ != "NOUN" or noun.dep_ != "pobj":
        return False
    if noun.left_edge.i <= amount.start <= noun.right_edge.i:
        return False
    bases = load_data("trends")["bases"]
    link = noun.head.lower_
    return link in bases["below"] or (link in bases["to"] and noun.lemma_.lower() in bases["levels"])


def _is_of_other_noun(amount: Span, time: Span) -> bool:
    """True for the time that a noun beside the amount has for itself: "a quarter of its 2030 goal", "equal to 3% of the
    2022 output", "grew 2%, reversing March’s 7% slump"; not for "in Monday’s attack", "won the 2019 vote with 51%"."""
    root = time.root
    noun = root.head
    if root.dep_ not in _OF_NOUN or noun.pos_ not in ("NOUN", "PROPN"):
        return False
    if noun.left_edge.i <= amount.start <= noun.right_edge.i or hangs_on(amount.root, noun):
        return False
    if noun.dep_ == "conj" and hangs_on(noun, amount.root):  # "$9 million, or 70 cents a share last year"
        return False
    if noun.dep_ == "pobj":
        link = noun.head
        end = link.head
        is_of_end = link.lower_ in ("of", "to") and end.lower_ in _ENDS and end.dep_ in ("npadvmod", "pobj", "prep")
        return link.lower_ not in _TEMPORAL and not is_of_end
    is_own = any(t.like_num and not time.start <= t.i < time.end for t in noun.subtree)
    return noun.dep_ in ("dobj", "conj", "appos") and is_own


def hangs_on(word: Token, above: Token) -> bool:
    """True where `above` is one of the words over `word` in the tree."""
    return above in islice(word.ancestors, _HIGHEST_CLIMB)
