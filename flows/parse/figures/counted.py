"""What a number counts or measures, read off the dependency parse: the counted noun of a bare number, the noun phrase
that a measure, a price or a percentage is about. Knows no numbers and no units."""

from spacy.tokens import Doc, Span, Token

from flows.parse.data import load_data
from flows.parse.figures.units import find_unit_word

_NOMINAL = ("NOUN", "PROPN")
_MODIFIERS = ("nummod", "compound", "nmod", "amod", "quantmod", "poss")
_CUT = frozenset(',;:()[]–—“”"…')
_LONG_CLAUSE = 9  # tokens
_HIGHEST_CLIMB = 8
_NOUN_LINKS = ("prep", "appos", "acl", "nmod", "amod", "relcl")
_RELATIVE = ("who", "which", "that", "whom")


def find_counted_noun(number: Span) -> Token | None:
    """Noun a bare number counts: `pills` of "2 million pills", `member` of "11-member", `men` of "two of the men"."""
    last, end = number[-1], number.sent.end
    i = last.i + 1
    if i < end and (last.doc[i].lower_ == "times" or is_elliptic(last.doc[i])):
        return last.doc[i]
    if i < end and last.doc[i].text in ("-", "‑", "–") and not last.doc[i].whitespace_:
        return _hyphened_noun(last, i + 1)
    if i < end and last.doc[i].lower_ == "of":
        return next((child for child in last.doc[i].children if child.dep_ == "pobj" and child.pos_ in _NOMINAL), None)
    if last.head.i > last.i and last.head.pos_ in _NOMINAL and last.head.i < end and last.dep_ in _MODIFIERS:
        return _plural_of_name(last.head) if _is_adjoining(last, last.head) else None
    return _first_noun(last, end)


def is_elliptic(token: Token) -> bool:
    """True for `more` and `others` where they stand for the thing counted: "200 more by May", "30 others"."""
    if token.lower_ not in load_data("counting")["elliptic"]:
        return False
    follower = token.doc[token.i + 1] if token.i + 1 < token.sent.end else None
    return follower is None or (follower.pos_ not in (*_NOMINAL, "ADJ", "SCONJ") and follower.lower_ != "than")


def _hyphened_noun(last: Token, i: int) -> Token | None:
    """Noun tied by a hyphen, in a list the one that a later hyphen ties: "two-, three- and four-bedroom"."""
    tokens = last.doc[i : last.sent.end]
    noun = next((t for t in tokens if not (t.is_punct or t.pos_ == "CCONJ" or t.like_num)), None)
    return noun if noun is not None and noun.pos_ in _NOMINAL and noun.is_alpha else None


def _plural_of_name(noun: Token) -> Token:
    """The plural that a name only modifies: `jets` of "two Boeing 777 jets"."""
    is_modifier = noun.tag_ == "NNP" and noun.dep_ in ("nmod", "compound") and noun.head.i > noun.i
    return noun.head if is_modifier and noun.head.pos_ in _NOMINAL else noun


def _is_adjoining(number: Token, noun: Token) -> bool:
    """True when only the noun's own modifiers stand between: no comma, bracket or verb."""
    between = number.doc[number.i + 1 : noun.i]
    return all(t.text not in _CUT and t.pos_ not in ("AUX", "PRON", "SCONJ") for t in between)


def _first_noun(last: Token, end: int) -> Token | None:
    """Where the parse ties the number elsewhere: the end of the run of adjectives and nouns right behind it."""
    noun = None
    for token in last.doc[last.i + 1 : end]:
        if token.pos_ in _NOMINAL and token.dep_ != "npadvmod":
            noun = token
        elif noun is not None or token.pos_ != "ADJ":
            break
    return noun


def phrase_behind(start: int, head: Token) -> Span:
    """Noun phrase of `head` from token `start` on, with what defines it behind: "sacks containing rice"."""
    doc = head.doc
    while (
        start < head.i
        and (doc[start].dep_ in ("det", "poss", "punct") or doc[start].lower_ == "of")
        and doc[start].ent_type_ == ""
    ):
        start += 1
    return doc[min(start, head.i) : right_edge(head) + 1]


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


def right_edge(head: Token, before: int | None = None) -> int:
    """Index of the last token of what defines `head`: prepositional phrases, participles, short relative clauses.

    What defines it ends ahead of token `before`, at punctuation and at a date.
    """
    edge, doc = head.i, head.doc
    for child in head.rights:
        if (
            child.dep_ not in ("prep", "acl", "relcl", "case", "amod", "advmod", "nmod")
            or child.left_edge.i != edge + 1
        ):
            break
        if child.lower_ in ("than", "since", "until", "as", "after", "before", "during"):
            break
        if child.dep_ == "relcl" and child.right_edge.i - edge > _LONG_CLAUSE:
            break
        stop = next((t.i for t in doc[edge + 1 : child.right_edge.i + 1] if t.i == before or _is_cut(t)), None)
        if stop is not None:
            return _drop_tail(doc, edge, stop - 1)
        edge = child.right_edge.i
    return edge


def _is_cut(token: Token) -> bool:
    return token.text in _CUT or token.ent_type_ == "DATE"


def _drop_tail(doc: Doc, edge: int, last: int) -> int:
    """Drop words that a cut leaves dangling at the end: "sold in" of "sold in 2019"."""
    while last > edge and doc[last].pos_ in ("ADP", "DET", "CCONJ", "SCONJ", "PUNCT", "PRON", "VERB", "ADJ", "ADV"):
        last -= 1
    return last


def noun_phrase(head: Token, before: int | None = None) -> Span | None:
    """Whole phrase of a noun, without determiner; the antecedent of a relative pronoun; None for other pronouns."""
    if head.lower_ in _RELATIVE and (clause := _relative_clause(head)) is not None:
        return noun_phrase(clause.head, before)
    if head.pos_ not in (*_NOMINAL, "ADJ") or (find_unit_word(head.text) and any(c.like_num for c in head.lefts)):
        return None
    start = behind_number(head.left_edge.i, head)
    while start < head.i and _is_outside(head.doc[start]):
        start += 1
    return head.doc[start : right_edge(head, before) + 1]


def _is_outside(token: Token) -> bool:
    """True for what opens a noun phrase but is no part of what it names: articles, possessives, another amount."""
    return (
        token.pos_ in ("DET", "PUNCT", "CCONJ", "ADP", "SYM", "PART")
        or token.tag_ in ("PRP$", "$")
        or token.text == "%"
        or token.like_num
    )


def behind_number(start: int, head: Token) -> int:
    """Index from `start` on where a phrase goes on behind its last number: `ports` of "the 12 ports"."""
    numbers = [t for t in head.doc[start : head.i] if t.like_num]
    if not numbers:
        return start
    i = numbers[-1].i + 1
    is_tied = head.doc[i].text == "-" or head.doc[i].text in load_data("numbers")["scale_symbols"]
    return min(head.i, i + (2 if head.doc[i].text == "-" else 1) if is_tied else i)


def _relative_clause(pronoun: Token) -> Token | None:
    return next((t for t in pronoun.ancestors if t.dep_ == "relcl"), None)


def find_measured(amount: Span, unit_type: str | None) -> Span | None:
    """Noun phrase that a measure is about: `rice` of "35 pounds of rice", `coast` of "90-mile coast", the
    noun of "a market value of $4", the subject of "revenue rose 5%". A time span said of no noun measures nothing."""
    root = amount.root
    found = _complement(amount, unit_type) or _modified_noun(root, amount)
    if found is None:
        is_adjunct = unit_type == "duration" and root.dep_ in ("pobj", "npadvmod", "advmod")
        found = _governor(amount, is_adjunct)
    return found if found is not None and (found.end <= amount.start or found.start >= amount.end) else None


def _complement(amount: Span, unit_type: str | None) -> Span | None:
    """`of X` behind any amount or its bracketed conversion, `in X` behind money or a share: "$7 billion in trade"."""
    doc, i, end = amount.doc, amount.end, amount.sent.end
    if i < end and doc[i].text == "(":
        i = next((t.i + 1 for t in doc[i:end] if t.text == ")"), end)
    if i >= end or doc[i].lower_ not in (("of", "in") if unit_type == "money" else ("of",)):
        return None
    noun = next((child for child in doc[i].children if child.dep_ == "pobj"), None)
    if noun is None or noun.pos_ not in _NOMINAL:
        return None
    if doc[i].lower_ == "in" and (noun.ent_type_ or any(c.dep_ in ("det", "poss") for c in noun.children)):
        return None
    return noun_phrase(noun)


def _modified_noun(root: Token, amount: Span) -> Span | None:
    if (
        root.dep_ in _MODIFIERS
        and root.head.i >= amount.end
        and root.head.pos_ in _NOMINAL
        and _is_adjoining(root, root.head)
    ):
        return phrase_behind(amount.end, root.head)
    return None


def _governor(amount: Span, is_adjunct: bool) -> Span | None:
    """Climb to the noun that the amount is said of, or to the verb's object ("cut costs by $3") or subject."""
    token = amount.root
    transparent = load_data("counting")["transparent"]
    for _ in range(_HIGHEST_CLIMB):
        parent = token.head
        if parent == token:
            return None
        if parent.pos_ in _NOMINAL and token.dep_ in _NOUN_LINKS and parent.i < token.i:
            if parent.lemma_.lower() not in transparent and not _is_place_of_noun(parent, token):
                return noun_phrase(parent, amount.start)
        elif parent.pos_ in ("VERB", "AUX") and (noun := _argument(parent, token)) is not None:
            return None if is_adjunct else noun_phrase(noun, amount.start)
        token = parent
    return None


def _is_place_of_noun(parent: Token, link: Token) -> bool:
    """True for the place in "trade with Chad ($3 million)": the sum is said of the trade."""
    return (
        link.dep_ == "appos" and parent.ent_type_ == "GPE" and parent.dep_ == "pobj" and parent.head.head.pos_ == "NOUN"
    )


def _argument(verb: Token, link: Token) -> Token | None:
    """What a verb says the amount of: its object unless that is the amount ("cut costs 5%"), else its subject."""
    if link.dep_ in ("prep", "npadvmod", "oprd", "advmod", "acomp", "ccomp"):
        thing = next((c for c in verb.rights if c.dep_ == "dobj" and c.i < link.i), None)
        if thing is not None and not any(c.like_num for c in thing.subtree) and thing.pos_ in _NOMINAL:
            return thing
    return next((c for c in verb.lefts if c.dep_ in ("nsubj", "nsubjpass")), None)


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
