"""Stock codes as news agencies set them behind a company's name: `Alder Motor Co ALD.N`, `Alder Bank (005930.KS)`,
`Alder Holding <ALD.DE>`, `Alder Foods (NYSE: ALD)`.

No code is part of a name, and what stands before one is an organization.
"""

import re
from collections.abc import Collection, Iterator
from functools import cache

from flows.parse.entities.spans import ORGANIZATION, POSSESSIVES, NameSpan, is_capitalised, word_list
from flows.parse.tokens import Doc

_PIECE = re.compile(r"[A-Za-z0-9]\.[A-Z]{1,3}\b(?!\.)|: ?[A-Z]{1,5}[.)]")
_BRACKETS = frozenset("(<")
_LONGEST_NAME = 6  # words
_LONGEST_LISTING = 12  # characters of `NASDAQ: `


def find_stock_codes(doc: Doc) -> frozenset[int]:
    """Indices of the tokens that stock codes are made of."""
    if _PIECE.search(doc.text) is None:  # of most texts
        return frozenset()
    spans = (doc.char_span(*match.span(), alignment_mode="expand") for match in _code().finditer(doc.text))
    return frozenset(token.i for span in spans if span is not None for token in span)


@cache
def _code() -> re.Pattern[str]:
    suffixes = "|".join(sorted(word_list("organizations", "exchanges"), key=len, reverse=True))
    stem = rf"[A-Z0-9][A-Z0-9]{{1,7}}(?:_?[A-Za-z])?\.(?:{suffixes})\b(?!\.\w)"
    in_brackets = rf"(?<=[ ][(<])(?:{stem}|[A-Z]\.N(?=[)>]))"
    listed = "|".join(rf"(?<=\({name}:{blank})" for name in _exchange_names() for blank in ("", " "))
    return re.compile(
        rf"(?<=[^\W_][ ]){stem}|(?<=[.)>][ ]){stem}|{in_brackets}|(?<=[^\W_][ ])[A-Z]\.N(?![.\w])"
        rf"|(?:{listed})[A-Z]{{1,5}}(?:\.[A-Z])?(?=[);,])"
    )


def _exchange_names() -> frozenset[str]:
    return word_list("organizations", "exchange_names")


def is_before_stock_code(doc: Doc, span: NameSpan) -> bool:
    """True for `Alder Motor Co` of `Alder Motor Co ALD.N`."""
    start = doc.ends[span.end - 1] + 1
    if span.end < len(doc) and doc[span.end].text in POSSESSIVES:
        start = doc.ends[span.end] + 1
    start += doc.text[start : start + 1] in _BRACKETS
    exchange, colon, rest = doc.text[start : start + _LONGEST_LISTING].partition(":")
    if colon and exchange in _exchange_names():
        start += len(exchange) + 1 + rest.startswith(" ")
    return _code().match(doc.text, start) is not None


def is_stock_code(doc: Doc, i: int) -> bool:
    """True for the token `ALD.N` of `Alder Motor Co ALD.N`."""
    return "." in doc[i].text and _code().match(doc.text, doc.starts[i]) is not None


def find_companies(doc: Doc, codes: Collection[int]) -> Iterator[NameSpan]:
    """The run of capitalised words before each code."""
    for i in codes:
        if i - 1 in codes or i == 0:
            continue
        end = i - 2 if i > 2 and doc[i - 2].text in _exchange_names() else i
        end -= doc[end - 1].text in _BRACKETS
        end -= end > 0 and doc[end - 1].text in POSSESSIVES
        start = end
        while start > 0 and end - start < _LONGEST_NAME and _is_of_name(doc, start - 1, end) and start - 1 not in codes:
            start -= 1
        while start < end - 1 and doc[start].is_sent_start and doc[start].lower_ in _words_before_names():
            start += 1
        if start < end:
            yield NameSpan(start, end, ORGANIZATION)


@cache
def _words_before_names() -> frozenset[str]:
    """`Rival`, `Carmaker`."""
    return word_list("titles", "attributes") | word_list("organizations", "kind_nouns")


def before_code(span: NameSpan, codes: Collection[int]) -> NameSpan:
    """The part of a name before a stock code, which is an organization's; empty for a code alone."""
    end = next((i for i in range(span.start, span.end + 1) if i in codes), None) if codes else None
    return span if end is None else NameSpan(span.start, min(end, span.end), ORGANIZATION)


def _is_of_name(doc: Doc, i: int, end: int) -> bool:
    """True for a capitalised word, `easyJet` and the hyphen of a name; not for a common word that opens a sentence."""
    token = doc[i]
    if token.text == "-" and 0 < i < end - 1:
        return is_capitalised(doc[i - 1]) and not (token.whitespace_ or doc[i - 1].whitespace_)
    if token.text in POSSESSIVES:  # `Kohl’s Corp`
        return i + 2 == end and doc[i + 1].lower_ in word_list("organizations", "company_forms")
    is_word = token.is_sent_start and token.pos_ != "PROPN"
    return (
        (is_capitalised(token) or not token.text.islower())
        and token.text[0].isalnum()
        and not (is_word and i < end - 1)
    )
