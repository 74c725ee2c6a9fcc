"""Noun phrases of the parse as they are shown: what a figure counts or measures, without articles, cut where nothing
defines it any more."""

from flows.parse.data import load_data
from flows.parse.figures.units import is_unit
from flows.parse.tokens import Doc, Span, Token

NOMINAL = ("NOUN", "PROPN")
QUOTATION_MARKS = frozenset('“”"')
CUT = frozenset(",;:()[]{}–—…/") | QUOTATION_MARKS
_LONG_CLAUSE = 9  # tokens
_LONGEST = 20  # tokens on either side of the head
_HIGHEST_CLIMB = 12
_DEFINERS = ("prep", "acl", "relcl", "case", "amod", "advmod", "nmod")
_NO_DEFINERS = frozenset({"than", "since", "until", "as", "after", "before", "during", "while", "whilst"})
_MULTIPLES = ("twice", "times")  # "five times the old record"
_POSSESSIVES = ("'", "’")
_RELATIVE = ("who", "which", "that", "whom")


def phrase_behind(start: int, head: Token) -> Span:
    """Noun phrase of `head` from token `start` on, with what defines it behind: "sacks containing rice"."""
    doc = head.doc
    while start < head.i and doc[start].ent_type_ in ("", "CARDINAL") and _is_before_thing(doc[start]):
        start += 1
    return doc[min(start, head.i) : right_edge(head) + 1]


def _is_before_thing(token: Token) -> bool:
    """True for articles and the rest of a number: `and nine` of "two and nine counts", `or so` of "ten or so"."""
    is_number = token.pos_ == "CCONJ" or (token.like_num and not is_of_word(token))
    if token.lower_ == "more" and token.nbor(1).lower_ == "of":  # "two more of the mills"
        return True
    is_of_bound = token.lower_ in ("so", "more", "fewer", "less") and token.i > 0 and token.nbor(-1).lower_ == "or"
    is_of_phrase = (
        token.dep_ in ("det", "punct") or token.text == "+" or token.tag_ in ("PRP$", "POS") or token.lower_ == "of"
    )
    return is_of_phrase or is_number or is_of_bound


def right_edge(head: Token, before: int | None = None) -> int:
    """Index of the last token of what defines `head`: prepositional phrases, participles, short relative clauses.

    What defines it ends ahead of token `before`, at punctuation and at a date.
    """
    edge, doc = _with_number_of_name(head, before), head.doc
    while (child := _child_at(head, edge + 1)) is not None and child.dep_ in _DEFINERS:
        if child.lower_ in _NO_DEFINERS or (child.lower_ == "with" and _takes_with(head)):
            break
        if child.lower_ == "on" and head.lower_ in ("income", "money", "wages", "salary"):  # "their income on rent"
            break
        if child.dep_ == "case" and head.dep_ == "poss":  # "the boy's return"
            break
        if child.dep_ == "relcl" and child.right_edge.i - edge > _LONG_CLAUSE:
            break
        last = min(child.right_edge.i, head.i + _LONGEST)
        stop = next((t.i for t in doc[edge + 1 : last + 1] if t.i == before or _is_cut(t)), None)
        if stop is None and last < child.right_edge.i:
            stop = last
        if stop is not None:
            last = _drop_tail(doc, edge, stop - 1)
            return edge if child.dep_ == "relcl" and last < child.i else last  # "the cars Acme sold in 2019"
        edge = child.right_edge.i
    while edge > head.i and doc[edge].pos_ in ("ADP", "CCONJ") and doc[edge].dep_ in ("conj", "cc", "prep"):
        edge -= 1
    return edge


def _with_number_of_name(head: Token, before: int | None) -> int:
    """Index of the number that ends a name: `500` of "the S&P 500"; else that of `head`."""
    i = head.i + 1
    if head.pos_ != "PROPN" or i >= len(head.doc) or i == before:
        return head.i
    number = head.doc[i]
    is_of_name = number.dep_ in ("nummod", "appos") and number.head.i == head.i and number.text.isdigit()
    return i if is_of_name else head.i


def _child_at(head: Token, i: int) -> Token | None:
    """The child of `head` whose phrase begins at token `i`."""
    token = head.doc[i] if i < len(head.doc) else None
    for _ in range(_HIGHEST_CLIMB):
        if token is None or token.head.i in (token.i, head.i):
            break
        token = token.head
    return token if token is not None and token.head.i == head.i and token.i != head.i else None


def _takes_with(noun: Token) -> bool:
    """True for the object of a verb that `with` belongs to: "paired 12 towns with schools"."""
    return noun.dep_ == "dobj" and noun.head.lemma_.lower() in load_data("counting")["with_verbs"]


def _is_cut(token: Token) -> bool:
    """True for punctuation, a date, and another number but in "children under 5", "the Fortune 500"."""
    if token.ent_type_ == "DATE":
        return not _modifies(token)
    if not token.like_num:
        opens_clause = token.lower_ in ("when", "because", "if") and token.dep_ in ("advmod", "mark")
        return token.text in CUT or token.tag_ == "$" or opens_clause
    before = token.nbor(-1)
    is_of_age = before.lower_ == "of" and before.i > 0 and before.nbor(-1).lower_ in ("age", "ages")
    is_definer = is_of_age or before.lower_ in ("under", "over", "above", "aged", "age")
    return token.ent_iob_ != "I" and before.pos_ != "PROPN" and not is_definer


def _modifies(date: Token) -> bool:
    """True for a date inside of a noun phrase: "decline in third-quarter earnings"."""
    head = date.head
    for _ in range(3):
        if head.ent_type_ != "DATE":
            break
        head = head.head
    return head.pos_ == "NOUN" and date.i < head.i < date.i + 5


def _drop_tail(doc: Doc, edge: int, last: int) -> int:
    """Drop words that a cut leaves dangling at the end: "sold in" of "sold in 2019", "on Ana’s" of "on Ana’s 9"."""
    if last > edge and doc[last].tag_ == "POS":
        last -= 1
        while last > edge and doc[last].pos_ in (*NOMINAL, "DET", "ADJ"):
            last -= 1
    while last > edge and doc[last].pos_ in (
        "ADP",
        "DET",
        "CCONJ",
        "SCONJ",
        "PUNCT",
        "PRON",
        "PART",
        "AUX",
        "VERB",
        "ADJ",
        "ADV",
    ):
        last -= 1
    return last


def noun_phrase(head: Token, before: int | None = None) -> Span | None:
    """Whole phrase of a noun, without determiner; the antecedent of a relative pronoun; None for other pronouns."""
    if head.lower_ in _RELATIVE and (clause := _relative_clause(head)) is not None:
        return noun_phrase(_antecedent(clause), before)
    if is_measure(head):
        return name_before_measure(head)
    if head.text == "%":
        return None
    if head.like_num and any(c.dep_ in ("poss", "nmod", "compound") and c.pos_ == "PROPN" for c in head.lefts):
        return head.doc[head.left_edge.i + (head.left_edge.pos_ == "DET") : head.i + 1]  # `Standard & Poor’s 500`
    if head.pos_ not in (*NOMINAL, "ADJ") and not (head.tag_ in ("VBG", "WP") and head.dep_ in ("nsubj", "csubj")):
        return None
    if head.pos_ == "PRON" and head.text.islower():
        return None
    start = behind_number(max(head.left_edge.i, head.i - _LONGEST), head)
    start = max((i + 1 for i in range(start, head.i) if _ends_dateline(head.doc, i)), default=start)
    start = max((i + 1 for i in range(start, head.i) if head.doc[i].text in _MULTIPLES), default=start)
    while start < head.i and _is_outside(head.doc[start]):
        start += 1
    start = _with_hyphened_name(start, head)
    return head.doc[start : right_edge(head, before) + 1]


def _ends_dateline(doc: Doc, i: int) -> bool:
    """True for the dash of "OSLO (Reuters) - Justice Ana Ruiz", which the parse may take for a part of the name."""
    is_behind = i > 0 and doc[i - 1].text == ")" and bool(doc[i - 1].whitespace_)
    return is_behind and doc[i].text in ("-", "–", "—") and bool(doc[i].whitespace_)


def is_measure(noun: Token) -> bool:
    """True for a unit with its number: "16 inches" names no thing."""
    is_counted = any(c.like_num and noun.i - c.i <= _LONGEST for c in noun.lefts)
    return is_counted and noun.text[0].isalpha() and is_unit(noun.text)


def name_before_measure(unit: Token) -> Span | None:
    """The name that a measure stands behind: `ThinkPad` of "the ThinkPad 14 inch"."""
    start = max(unit.left_edge.i, unit.i - _LONGEST)
    number = next(t.i for t in unit.doc[start:] if t.like_num)
    while start < number and _is_outside(unit.doc[start]):
        start += 1
    return unit.doc[start:number] if start < number and unit.doc[number - 1].pos_ in NOMINAL else None


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
    numbers = [t for t in head.doc[start : head.i] if t.like_num and not is_of_word(t) and not _is_of_name(t, start)]
    if not numbers:
        return start
    i = numbers[-1].i + 1
    is_tied = head.doc[i].text == "-" or head.doc[i].text in load_data("numbers")["scale_symbols"]
    return min(head.i, i + (2 if head.doc[i].text == "-" else 1) if is_tied else i)


def _is_of_name(number: Token, start: int) -> bool:
    """True for the 500 of "the S&P 500 index"."""
    is_behind_name = number.i > start and number.nbor(-1).pos_ == "PROPN"
    return is_behind_name and number.text.isdigit() and number.ent_type_ != "DATE"


def has_number(start: int, noun: Token) -> bool:
    """True when another number stands between: "60 of the 200 seats"."""
    return any(token.like_num for token in noun.doc[start : noun.i])


def is_of_word(number: Token) -> bool:
    """True for the `two` of "two-way": it tells a manner, no number of things."""
    i = number.i
    doc = number.doc
    is_tied = i + 2 < len(doc) and doc[i + 1].text in ("-", "‑") and not number.whitespace_
    return is_tied and doc[i + 2].lower_ in load_data("counting")["not_counted_with_hyphen"]


def behind_measures(start: int, noun: Token) -> int:
    """Index behind the last measure before a noun: `engine` of "310-hp 5.2 liter engine"."""
    for token in reversed(noun.doc[start : noun.i]):
        before = noun.doc[token.i - 1] if token.i > start else None
        has_number = before is not None and (before.like_num or before.text == "-")
        if token.text[0].isdigit() or (token.like_num and not is_of_word(token)) or token.text in ("(", ")", "%"):
            return token.i + 1
        if has_number and is_unit(token.text):
            return token.i + 1
    return start + (noun.doc[start].text in _POSSESSIVES)  # "two weeks’ pay"


def _with_hyphened_name(start: int, head: Token) -> int:
    """Start of a name that the parse leaves at a hyphen: `Ben-Moshe`."""
    doc = head.doc
    while start > 1 and doc[start - 1].text in ("-", "‑") and not doc[start - 1].whitespace_:
        start -= 2
    return start


def phrase_ending_at(last: Token | None) -> Span | None:
    """Noun phrase whose last token is `last`, with the noun that it belongs to by `of` or `per`."""
    if last is None or last.ent_type_ in ("DATE", "TIME") or not last.text[0].isalnum():
        return None
    head, end = last, last.i + 1
    while head.dep_ in ("compound", "nmod", "nummod") and head.head.pos_ in NOMINAL and head.head.i < end:
        head = head.head
    while head.dep_ == "pobj" and head.head.lower_ in ("of", "per") and head.head.head.pos_ in NOMINAL:
        if is_measure(head.head.head):
            break
        head = head.head.head
    phrase = noun_phrase(head, end) if head.pos_ in NOMINAL else None
    return last.doc[phrase.start : end] if phrase is not None and phrase.start < end else None


def _antecedent(clause: Token) -> Token:
    """What a relative clause is said of: `Peru` of "its nearest rival, Peru, which has 7%"."""
    noun, comma = clause.head, clause.left_edge.i - 1
    names = (c for c in noun.rights if c.dep_ == "appos" and c.pos_ == "PROPN")
    return next((name for name in names if name.right_edge.i + 1 == comma), noun)


def _relative_clause(pronoun: Token) -> Token | None:
    return next((t for t in pronoun.ancestors if t.dep_ == "relcl"), None)
