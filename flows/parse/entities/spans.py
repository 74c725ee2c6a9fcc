"""The span of a possible name in the doc, and the bare name within a wider span. Knows no article."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from flows.parse.data import load_data
from flows.parse.tokens import Doc, Span, Token

PERSON, ORGANIZATION, PLACE, OTHER = "person", "organization", "place", "other"

PICTURES = frozenset({"photo", "photos", "image", "images", "picture", "video"})  # behind a name, in captions
POSSESSIVES = frozenset({"'s", "’s"})
DASHES = frozenset({"-", "–", "—", "--", "_"})
_LONGEST_CREDIT = 20  # tokens
_HEADLINE_SHARE = 0.8  # of the longer words capitalised: above it the sentence is a headline
_NAME = r"[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){1,3}"
_BYLINE = re.compile(rf"By {_NAME}(?:, {_NAME})*(?:,? and {_NAME})? ?")
_OPENING_MARKS = frozenset({'"', "“", "‘", "``", "'"})


@dataclass(frozen=True, slots=True)
class NameSpan:
    """Tokens `start` to `end` (exclusive) of the doc, which name something of `entity_type` (or `other`: no entity)."""

    start: int
    end: int
    entity_type: str

    def overlaps(self, other: "NameSpan") -> bool:
        """True when both have a token in common."""
        return self.start < other.end and other.start < self.end


def settle_overlaps(spans: Iterable[NameSpan]) -> list[NameSpan]:
    """The longest of overlapping spans (the first of equals), in order of the text."""
    kept: list[NameSpan] = []
    taken: set[int] = set()
    for span in sorted(spans, key=lambda s: (s.start - s.end, s.start)):
        tokens = range(span.start, span.end)
        if taken.isdisjoint(tokens):
            kept.append(span)
            taken.update(tokens)
    return sorted(kept, key=lambda s: s.start)


def is_capitalised(token: Token) -> bool:
    """True for a word that starts with a capital letter."""
    return token.text[0].isupper()


def is_proper(token: Token) -> bool:
    """True for a capitalised proper noun."""
    return token.pos_ == "PROPN" and token.text[0].isupper()


def opens_sentence(doc: Doc, i: int) -> bool:
    """True for the first word of a sentence, also behind a quotation mark."""
    return doc[i].is_sent_start or (i > 0 and doc[i - 1].text in _OPENING_MARKS and doc[i - 1].is_sent_start)


def is_title_case(sentence: Span) -> bool:
    """True for a headline in which nearly every longer word is capitalised, so that capitals tell nothing."""
    words = [t for t in sentence if t.is_alpha and len(t.text) > 3]
    return sum(map(is_capitalised, words)) > _HEADLINE_SHARE * len(words)


def stands_apart(doc: Doc, start: int, end: int) -> bool:
    """True where no proper noun makes the name a longer one."""
    return not any(is_proper(doc[i]) for i in (start - 1, end) if 0 <= i < len(doc))


def hyphened_word(doc: Doc, i: int) -> str:
    """The word at `i` in small letters, with what a hyphen ties to its front: `start-up`."""
    if i > 1 and doc[i - 1].text == "-" and not doc[i - 1].whitespace_ and not doc[i - 2].whitespace_:
        return f"{doc[i - 2].lower_}-{doc[i].lower_}"
    return doc[i].lower_


def is_agency_of_report(doc: Doc, span: NameSpan) -> bool:
    """True for the agency behind the place that opens a report: `NAIROBI (AP) —`."""
    start, end = span.start, span.end
    is_in_brackets = start > 1 and end + 1 < len(doc) and doc[start - 1].text == "(" and doc[end].text == ")"
    return is_in_brackets and doc[end + 1].text in DASHES


def is_credited(doc: Doc, span: NameSpan) -> bool:
    """True for both names of `(Reporting by Ana Ruiz and Tom Lee; Editing by …)`."""
    if span.end - span.start < 2 or span.start == 0 or doc[span.start - 1].lower_ not in ("by", "and", ","):
        return False
    line = doc[max(doc[span.start].sent.start, span.start - _LONGEST_CREDIT) : span.start]
    by = next((t for t in reversed(list(line)) if t.lower_ == "by"), None)
    if by is None:
        return False
    return (by.i > 0 and doc[by.i - 1].text in word_list("titles", "credits")) or is_byline(doc, by)


def is_byline(doc: Doc, by: Token) -> bool:
    """True for the `By` of a line of its own that has but names: `By Ana Ruiz and Tom Lee`."""
    if by.text != "By" or (by.i and not doc[by.i - 1].is_space):
        return False
    start = doc.starts[by.i]
    end = doc.text.find("\n", start)
    return end > 0 and _BYLINE.fullmatch(doc.text, start, end) is not None


def is_spaced_particle(doc: Doc, i: int) -> bool:
    """True for the `Al` of `Al - Sudais`, as some newspapers write it."""
    rest = doc[i + 1 : i + 3]
    is_before_hyphen = len(rest) == 2 and rest[0].text == "-" and is_proper(rest[1])
    return is_before_hyphen and is_capitalised(doc[i]) and doc[i].lower_ in particles()


@cache
def word_list(name: str, part: str) -> frozenset[str]:
    """List `part` of the data file `name`."""
    return frozenset(load_data(name)[part])


def determiners() -> frozenset[str]:
    """Articles, pronouns and quantifiers that stand before a name and are no part of it."""
    return word_list("honorifics", "determiners")


def particles() -> frozenset[str]:
    """Particles that may open a family name."""
    return word_list("honorifics", "particles")


def is_title(token: Token) -> bool:
    """True for a word that may belong to a title: rank, function, or what it is in charge of (`Foreign`)."""
    word = token.lower_.rstrip(".")
    return any(word in word_list("titles", part) for part in ("ranks", "heads", "leading_titles", "portfolios"))


def is_within_title(doc: Doc, start: int, end: int) -> bool:
    """True for the `Defense` of `Defense Secretary`."""
    return end - start == 1 and is_title(doc[start]) and end < len(doc) and is_title(doc[end])


@cache
def titles_alone() -> frozenset[str]:
    """Words that are no person's name by themselves."""
    return name_titles() | {"general", "prime"}


@cache
def name_titles() -> frozenset[str]:
    """Single words that stand capitalised before a person's name and are no part of it."""
    words = word_list("titles", "ranks") | word_list("titles", "heads") | word_list("honorifics", "honorifics")
    return frozenset(w for w in words if " " not in w) - word_list("titles", "also_names")


@cache
def person_titles() -> frozenset[str]:
    """Words after which a person's name follows."""
    return (
        word_list("honorifics", "honorifics") | word_list("titles", "heads") | word_list("titles", "person_nouns")
    ) - word_list("titles", "also_names")


@cache
def person_nouns() -> frozenset[str]:
    """Nouns in small letters that a person's name follows: `singer Amina Diallo`."""
    return word_list("titles", "person_nouns") | word_list("titles", "heads")


def pronoun_told(doc: Doc, start: int) -> str | None:
    """`he` or `she` for the person named from token `start` on, where the word before tells it: `Mr`, `actress`."""
    before = doc[start - 1].lower_.rstrip(".") if start else ""
    return next((word for word in ("he", "she") if before in word_list("honorifics", word)), None)
