"""The noun that a bare number counts, read off the dependency parse: `pills` of "2 million pills". Knows no numbers and
no units; what a measure is about is found in `flows.parse.figures.measured`."""

from spacy.tokens import Span, Token

from flows.parse.data import load_data
from flows.parse.figures.noun_phrases import CUT, NOMINAL

_MODIFIERS = ("nummod", "compound", "nmod", "amod", "quantmod", "poss")


def find_counted_noun(number: Span) -> Token | None:
    """Noun a bare number counts: `pills` of "2 million pills", `member` of "11-member", `men` of "two of the men"."""
    last, end = number[-1], number.sent.end
    i = last.i + 1
    if i < end and (last.doc[i].lower_ == "times" or is_elliptic(last.doc[i])):
        return last.doc[i]
    if i < end and last.doc[i].text in ("-", "‑", "–") and not last.doc[i].whitespace_:
        return _hyphened_noun(last, i + 1)
    if last.text.endswith("-"):  # one token in a list: "two-, three- and four-bedroom"
        return _hyphened_noun(last, i)
    if i < end and last.doc[i].lower_ == "of":
        return next((child for child in last.doc[i].children if child.dep_ == "pobj" and child.pos_ in NOMINAL), None)
    if last.head.i > last.i and last.head.pos_ in NOMINAL and last.head.i < end and last.dep_ in _MODIFIERS:
        return _plural_of_name(last.head) if _is_adjoining(last, last.head) else None
    return _first_noun(last, end)


def is_elliptic(token: Token) -> bool:
    """True for `more` and `others` where they stand for the thing counted: "200 more by May", "30 others"."""
    if token.lower_ not in load_data("counting")["elliptic"]:
        return False
    follower = token.doc[token.i + 1] if token.i + 1 < token.sent.end else None
    return follower is None or (follower.pos_ not in (*NOMINAL, "ADJ", "SCONJ") and follower.lower_ != "than")


def _hyphened_noun(last: Token, i: int) -> Token | None:
    """Noun tied by a hyphen, in a list the one that a later hyphen ties: "two-, three- and four-bedroom"."""
    tokens = last.doc[i : last.sent.end]
    listed = (t for t in tokens if not (t.is_punct or t.pos_ == "CCONJ" or t.like_num or t.text.endswith("-")))
    noun = next(listed, None)
    return noun if noun is not None and noun.pos_ in NOMINAL and noun.is_alpha else None


def _plural_of_name(noun: Token) -> Token:
    """The plural that a name only modifies: `jets` of "two Boeing 777 jets"."""
    is_modifier = noun.tag_ == "NNP" and noun.dep_ in ("nmod", "compound") and noun.head.i > noun.i
    return noun.head if is_modifier and noun.head.pos_ in NOMINAL else noun


def _is_adjoining(number: Token, noun: Token) -> bool:
    """True when only the noun's own modifiers stand between: no comma, bracket or verb."""
    between = number.doc[number.i + 1 : noun.i]
    return all(t.text not in CUT and t.pos_ not in ("AUX", "PRON", "SCONJ") for t in between)


def _first_noun(last: Token, end: int) -> Token | None:
    """Where the parse ties the number elsewhere: the end of the run of adjectives and nouns right behind it."""
    noun = None
    for token in last.doc[last.i + 1 : end]:
        if token.pos_ in NOMINAL and token.dep_ != "npadvmod":
            noun = token
        elif noun is not None or token.pos_ != "ADJ":
            break
    return noun


def compound_end(noun: Token) -> Token:
    """Last noun of what names one kind of thing: `credit` of "nine letters of credit"."""
    i = noun.i + 1
    if i >= noun.sent.end or noun.doc[i].lower_ != "of" or noun.doc[i].head != noun:
        return noun
    content = next((c for c in noun.doc[i].children if c.dep_ == "pobj"), None)
    is_bare = content is not None and content.pos_ == "NOUN" and content.left_edge.i == i + 1 and not content.ent_type_
    if content is None or not is_bare or any(c.dep_ in ("det", "poss", "nummod") for c in content.lefts):
        return noun
    return content


def counted_unit(noun: Token) -> str:
    """Singular of a counted noun: `servicemember`, `person`, `American`."""
    lemma = noun.lemma_ if noun.pos_ == "PROPN" or noun.is_upper else noun.lemma_.lower()
    irregular = load_data("counting")["singulars"].get(noun.lower_)
    if irregular:
        return str(irregular)
    if (
        noun.tag_ in ("NNS", "NNPS")
        and lemma == (noun.text if noun.pos_ == "PROPN" else noun.lower_)
        and lemma.endswith("s")
    ):
        return lemma[:-3] + "y" if lemma.endswith("ies") else lemma[:-1]
    return lemma
