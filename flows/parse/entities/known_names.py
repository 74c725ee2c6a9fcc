"""Names that the data files hold: countries, their parts and capitals by two or more words, armed groups, and bodies by
the first word of their name."""

import re
from collections.abc import Iterator
from functools import cache

from flows.parse.data import load_data
from flows.parse.entities.countries import find_place, find_state
from flows.parse.entities.spans import ORGANIZATION, PLACE, NameSpan, is_capitalised, word_list
from flows.parse.tokens import Doc, Token

_PARTY_AND_STATE = re.compile(r"\((?:D|R|I|DFL)-(?P<state>[A-Z][a-z]+(?: [A-Z][a-z]+)?\.?)\)")


def known_place(doc: Doc, token: Token) -> Iterator[NameSpan]:
    """The longest name of two or more words at `token` that the gazetteer knows (`Baja California Sur`)."""
    for length in (7, 6, 5, 4, 3, 2):
        piece = doc[token.i : token.i + length]
        if len(piece) == length and is_capitalised(piece[-1]) and find_place(piece.text):
            yield NameSpan(piece.start, piece.end, PLACE)
            return


def find_states(doc: Doc) -> Iterator[NameSpan]:
    """`Va.` of `Tim Kaine (D-Va.)`."""
    for match in _PARTY_AND_STATE.finditer(doc.text) if "-" in doc.text else ():
        span = doc.char_span(*match.span("state"))
        if span is not None and (find_state(span.text) or find_place(span.text)):
            yield NameSpan(span.start, span.end, PLACE)


def armed_group(doc: Doc, token: Token) -> Iterator[NameSpan]:
    """`Islamic State` and other groups that go by such a name, `Lashkar-e-Taiba`."""
    if token.text in word_list("organizations", "izafat_heads"):
        yield from _body_with_izafat(doc, token)
    for end in (token.i + 3, token.i + 2, token.i + 1):
        if doc[token.i : end].text in word_list("organizations", "groups"):
            yield NameSpan(token.i, end, ORGANIZATION)
            return


def _body_with_izafat(doc: Doc, head: Token) -> Iterator[NameSpan]:
    """`Jamaat-i-Islami`, `Pakistan Tehreek-e-Insaf`."""
    texts = [t.text for t in doc[head.i : head.i + 5]]
    if len(texts) == 5 and texts[1] == texts[3] == "-" and texts[2].islower() and texts[4][0].isupper():
        start = head.i - (head.i > 0 and find_place(doc[head.i - 1].text) is not None)
        yield NameSpan(start, head.i + 5, ORGANIZATION)


@cache
def first_words_of_places() -> frozenset[str]:
    """First words, in small letters, of places of two or more."""
    countries, places = load_data("countries"), load_data("places")
    names = [n for row in countries.values() for n in (*row["names"], *row.get("capitals", ()))]
    names += [n for states in places["states"].values() for n in states] + places["regions"] + places["continents"]
    return frozenset(re.split(r"[ '’]", n)[0].lower() for n in names if " " in n)


@cache
def first_words_of_groups() -> frozenset[str]:
    """First words of armed groups, in small letters."""
    groups = frozenset(re.split(r"[ -]", name)[0].lower() for name in word_list("organizations", "groups"))
    return groups | frozenset(map(str.lower, word_list("organizations", "izafat_heads")))
