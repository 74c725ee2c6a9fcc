"""Names that the data files hold: countries, their parts and capitals by two or more words, and armed groups."""

import re
from collections.abc import Iterator
from functools import cache

from flows.parse.data import load_data
from flows.parse.entities.countries import find_demonym, find_place
from flows.parse.entities.spans import ORGANIZATION, PLACE, NameSpan, is_capitalised, is_proper, name_titles, word_list
from flows.parse.tokens import Doc, Token


def known_place(doc: Doc, token: Token) -> Iterator[NameSpan]:
    """The longest name of two or more words at `token` that the gazetteer knows (`Baja California Sur`)."""
    for length in (7, 6, 5, 4, 3, 2):
        piece = doc[token.i : token.i + length]
        if len(piece) == length and is_capitalised(piece[-1]) and find_place(piece.text):
            yield NameSpan(piece.start, piece.end, PLACE)
            return


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


def find_short_forms(doc: Doc) -> Iterator[NameSpan]:
    """`PML-N`, the short form of a party with that of its faction, one before who leads it (`FIA race director Ana
    Ruiz`), and a paper that is told something (`told the Nation`)."""
    for pattern in (_FACTION, _before_leader(), _told_paper()):
        for match in pattern.finditer(doc.text):
            span = doc.char_span(*match.span("name"))
            parts = match["name"].split("-")
            if span is not None and not any(find_place(part) or part.lower() in name_titles() for part in parts):
                yield NameSpan(span.start, span.end, ORGANIZATION)


_OWNER = re.compile(r"(?<![\w-])(?P<name>[A-Z][a-z]+[A-Za-z]*)['’]s? (?=[A-Z][a-z]+ [A-Z][a-z]+)")


def find_owners(doc: Doc) -> Iterator[NameSpan]:
    """`Unifor` of `Unifor’s Ana Ruiz`, `Alder Group` of `Alder Group’s Ana Ruiz`, which the model does not mark."""
    for match in _OWNER.finditer(doc.text):
        span = doc.char_span(*match.span("name"))
        if span is None or not all(t.ent_type_ == "PERSON" for t in doc[span.end + 1 : span.end + 3]):
            continue
        start = span.end
        while start > 0 and is_proper(doc[start - 1]) and not doc[start - 1].ent_type_:
            start -= 1
        name = doc[start : span.end].text
        if start < span.end and not (find_demonym(name) or find_place(name)):
            yield NameSpan(start, span.end, ORGANIZATION)


@cache
def _told_paper() -> re.Pattern[str]:
    papers = "|".join(sorted(word_list("organizations", "papers")))
    return re.compile(rf"\b(?:told|tells|telling) [Tt]he (?P<name>{papers})\b(?! [A-Z])")


@cache
def _before_leader() -> re.Pattern[str]:
    leaders = word_list("organizations", "leaders") | {
        "commander-in-chief",
        "editor-in-chief",
        "head",
        "secretary-general",
    }
    return re.compile(
        rf"(?<![\w-])(?P<name>[A-Z]{{3,6}})(?=\s(?:[a-z]+\s)?(?:{'|'.join(sorted(leaders))})\s[A-Z][a-z]+\s[A-Z])"
    )


_FACTION = re.compile(
    r"(?<![\w-])(?!PCR|DNA|RNA|HIV|SARS|MERS|CCTV|GPS)(?P<name>[A-Z]{2,5}-[A-Z]{1,3})(?![\w-])(?=['’]s? |\s(?:party"
    r"|leader|chief|lawmaker|MP|MLA|MNA|led|senator|president|chair|secretary|spokes|government|pulled|said|and\s[A-Z]))"
)


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
