"""Nouns in a row that an amount is said of together: "Shell, BP and Eni rose 5%"."""

from collections.abc import Iterator

from flows.parse.figures.noun_phrases import NOMINAL, is_measure, noun_phrase, right_edge
from flows.parse.figures.sentence import next_token
from flows.parse.tokens import Span, Token

_LONGEST = 30  # tokens
LINKS = (",", "and", "or", "&")


def whole_list(first: Token, before: int) -> Span | None:
    """Phrase of all nouns in a row from `first` on, ahead of token `before`; `first`'s own where it is alone."""
    phrase = noun_phrase(first, before)
    *_, last = members(first)
    if phrase is None or last == first or last.i >= before:
        return phrase
    end = right_edge(last, before) + 1
    return first.doc[phrase.start : end] if end <= before else phrase


def members(first: Token) -> Iterator[Token]:
    """The nouns of a row with only their own modifiers, commas and conjunctions between them; `first` at least, none
    that is far from it."""
    member: Token | None = first
    while member is not None and member.i - first.i <= _LONGEST:
        yield member
        behind = next_token(member.doc[right_edge(member)])
        following = next((c for c in member.rights if c.dep_ == "conj" and c.pos_ in NOMINAL), None)
        is_linked = behind is not None and behind.lower_ in LINKS and following is not None and behind.i < following.i
        member = following if is_linked and following is not None and _is_member(following) else None


def _is_member(noun: Token) -> bool:
    start = noun.left_edge.i
    links = noun.doc[max(0, start - 2) : start]
    is_thing = not is_measure(noun) and noun.ent_type_ not in ("DATE", "TIME")
    return is_thing and any(t.lower_ in LINKS for t in links) and not any(t.like_num for t in noun.doc[start : noun.i])
