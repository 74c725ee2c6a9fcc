"""The noun that a bare number counts, read off the dependency parse: `pills` of "2 million pills". Knows no numbers and
no units; what a measure is about is found in `flows.parse.figures.measured`."""

from flows.parse.data import load_data
from flows.parse.figures.noun_phrases import CUT, NOMINAL, QUOTATION_MARKS
from flows.parse.figures.sentence import next_token, of_behind_aside, previous_token
from flows.parse.tokens import Span, Token

_MODIFIERS = ("nummod", "compound", "nmod", "amod", "quantmod", "poss")


def find_counted_noun(number: Span) -> Token | None:
    """Noun a bare number counts: `pills` of "2 million pills", `member` of "11-member", `men` of "two of the men"."""
    last = number[-1]
    follower = next_token(last)
    if follower is None:
        return None
    if is_elliptic(follower) and (noun := _of_these(follower)) is not None:
        return noun
    if follower.lower_ in ("times", "fours") or is_elliptic(follower):
        return follower
    if follower.text in ("-", "‑", "–") and not follower.whitespace_:
        return _hyphened_noun(next_token(follower))
    if last.text.endswith("-"):  # one token in a list: "two-, three- and four-bedroom"
        return _hyphened_noun(follower)
    follower = of_behind_aside(follower) or follower
    if follower.lower_ == "of":
        return next(
            (child for child in follower.children if child.dep_ == "pobj" and child.pos_ in NOMINAL), _of_whole(last)
        )
    if last.head.i > last.i and last.head.pos_ in NOMINAL and last.dep_ in _MODIFIERS:
        return _owner(last, _behind_hyphen(_plural_of_name(last.head))) if _is_adjoining(last, last.head) else None
    return _first_noun(follower)


def _of_whole(part: Token) -> Token | None:
    """`tests` of "four of six tests", where the parse takes all before it for one number."""
    noun = part.head.head
    is_of_number = part.dep_ == "quantmod" and part.head.like_num and part.head.dep_ == "nummod"
    return noun if is_of_number and noun.pos_ in NOMINAL else None


def _of_these(more: Token) -> Token | None:
    """`mills` of "two more of the valley’s mills"."""
    of = next_token(more)
    if of is None or of.lower_ != "of":
        return None
    return next((child for child in of.children if child.dep_ == "pobj" and child.pos_ in NOMINAL), None)


def is_elliptic(token: Token) -> bool:
    """True for `more` and `others` where they stand for the thing counted: "200 more by May", "30 others"."""
    if token.lower_ not in load_data("counting")["elliptic"]:
        return False
    follower = next_token(token)
    return follower is None or (follower.pos_ not in (*NOMINAL, "ADJ", "SCONJ") and follower.lower_ != "than")


def _hyphened_noun(token: Token | None) -> Token | None:
    """Noun tied by a hyphen, in a list the one that a later hyphen ties: "two-, three- and four-bedroom"; `villages` of
    "30-odd villages"."""
    if token is not None and token.lower_ in load_data("counting")["hyphened_bounds"]:
        return _first_noun(next_token(token))
    while token is not None and (token.is_punct or token.pos_ == "CCONJ" or token.like_num or token.text.endswith("-")):
        token = next_token(token)
    return token if token is not None and token.pos_ in NOMINAL and token.is_alpha else None


def _plural_of_name(noun: Token) -> Token:
    """The plural that a name or noun only modifies: `jets` of "two Boeing 777 jets", `huts` of "ten clay huts"."""
    is_modifier = noun.dep_ in ("nmod", "compound") and noun.head.i > noun.i and noun.head.pos_ in NOMINAL
    if noun.head.tag_ == "NNS" and is_modifier and any(map(str.isdigit, noun.text)):  # "50 A321XLR jets"
        return noun.head
    is_thing = noun.tag_ == "NN" and noun.lower_ not in load_data("counting")["counted_in_singular"]
    return noun.head if is_modifier and (noun.tag_ == "NNP" or (is_thing and noun.head.tag_ == "NNS")) else noun


def _owner(number: Token, noun: Token) -> Token:
    """`people` of "two million people's homes", which the parse may tie to the homes."""
    mark = next((t for t in number.doc[number.i + 1 : noun.i] if t.tag_ == "POS"), None)
    owner = previous_token(mark) if mark is not None else None
    is_counted = owner is not None and (owner.tag_ in ("NNS", "NNPS") or owner.lower_ == "people")
    return owner if owner is not None and is_counted else noun


def _behind_hyphen(noun: Token) -> Token:
    """`combatants` of "30 ex-combatants", which the parse may leave in pieces."""
    hyphen = next_token(noun)
    if hyphen is None or hyphen.text not in ("-", "‑") or hyphen.whitespace_ or noun.whitespace_:
        return noun
    rest = next_token(hyphen)
    return rest if rest is not None and rest.tag_ in ("NNS", "NNPS") else noun


def _is_adjoining(number: Token, noun: Token) -> bool:
    """True when only the noun's own modifiers stand between: no bracket or verb, a comma only between adjectives."""
    between = number.doc[number.i + 1 : noun.i]
    if any(t.lower_ in ("off", "inside") for t in between):  # "144 off 219 balls"
        return False
    return all(
        (t.text not in CUT - QUOTATION_MARKS and t.pos_ not in ("AUX", "PRON", "SCONJ"))
        or _is_between_adjectives(t, noun)
        for t in between
    )


def _is_between_adjectives(token: Token, noun: Token) -> bool:
    """True for the comma of "direct, well-paid jobs"."""
    before = previous_token(token)
    return (
        token.text == ","
        and token.head == noun
        and before is not None
        and before.dep_ == "amod"
        and before.head == noun
    )


def _first_noun(token: Token | None) -> Token | None:
    """Where the parse ties the number elsewhere: the end of the run of adjectives and nouns from `token` on."""
    noun = None
    while token is not None:
        if token.pos_ in NOMINAL and token.dep_ != "npadvmod":
            noun = token
        elif noun is not None or token.pos_ != "ADJ":
            break
        token = next_token(token)
    return noun


def compound_end(noun: Token) -> Token:
    """Last noun of what names one kind of thing: `credit` of "nine letters of credit"."""
    of = next_token(noun)
    if of is None or of.lower_ != "of" or of.head != noun:
        return noun
    content = next((c for c in of.children if c.dep_ == "pobj"), None)
    is_bare = (
        content is not None and content.pos_ == "NOUN" and content.left_edge.i == of.i + 1 and not content.ent_type_
    )
    if content is None or not is_bare or any(c.dep_ in ("det", "poss", "nummod") for c in content.lefts):
        return noun
    return content


def is_plural(noun: Token) -> bool:
    """True for a plural, also of a name that the parse takes for a singular: `Plum Blossom Cards`, `Oscars`."""
    is_of_name = noun.tag_ == "NNP" and noun.text.endswith("s") and not noun.text.endswith("ss") and not noun.ent_type_
    if noun.lower_.endswith("s") and noun.lower_[:-1] in load_data("counting")["prizes"]:
        return True
    is_of_capitals = noun.text.endswith("s") and noun.text[:-1].isupper()  # `MPs`
    return (
        noun.tag_ in ("NNS", "NNPS") or is_of_capitals or (is_of_name and any(c.dep_ == "compound" for c in noun.lefts))
    )


def counted_unit(noun: Token) -> str:
    """Singular of a counted noun: `servicemember`, `person`, `American`."""
    if irregular := load_data("counting")["singulars"].get(noun.lower_):
        return str(irregular)
    if noun.text.endswith("s") and noun.text[:-1].isupper():  # "GIs"
        return noun.text[:-1]
    lemma = noun.lemma_ if noun.pos_ == "PROPN" or noun.is_upper else noun.lemma_.lower()
    is_left_plural = is_plural(noun) and lemma == (noun.text if noun.pos_ == "PROPN" else noun.lower_)
    if is_left_plural and lemma.endswith("s"):
        lemma = lemma[:-3] + "y" if lemma.endswith("ies") else lemma[:-1]
    return lemma.capitalize() if noun.ent_type_ == "NORP" and noun.is_title else lemma
