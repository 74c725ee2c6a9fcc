"""The words about a quotation that may name its speaker: before and after it in its sentence, outside of marks."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from flows.parse.facts import Passage
from flows.parse.quotes.marks import MarkedSpan
from flows.parse.roles.titles import is_short_form
from flows.parse.tokens import Doc, Token

_SENTENCE_ENDS = frozenset({".", "!", "?", "…", "..."})
_MARKS = frozenset({'"', "“", "”", "''", "``", "«", "»", "„"})


@dataclass(frozen=True)
class QuoteFrame:
    """A quotation, the tokens `before` and `after` it in its sentence, and whether it follows another one there.

    Before one that opens a paragraph stands the sentence that leads to it with a colon, in the paragraph before.
    """

    marked: MarkedSpan
    passage: Passage
    before: tuple[Token, ...]
    after: tuple[Token, ...]
    follows_quote: bool = False


@dataclass(frozen=True)
class QuotedText:
    """Which tokens of a doc stand inside quotations, and the frames of those quotations."""

    doc: Doc
    text: str
    inside: frozenset[int]
    frames: tuple[QuoteFrame, ...]


def frame_quotes(doc: Doc, text: str, marked: Sequence[tuple[Passage, MarkedSpan]]) -> QuotedText:
    """Frames of quotations given in order of `text`, which is that of `doc`."""
    offsets = [t.idx for t in doc]
    bounds = [(bisect_left(offsets, m.start), bisect_left(offsets, m.end)) for _, m in marked]
    inside = frozenset(i for start, end in bounds for i in range(start, end))
    frames = []
    for (passage, span), (start, end) in zip(marked, bounds, strict=True):
        first, last = bisect_left(offsets, passage.start_char), bisect_left(offsets, passage.end_char)
        before, follows = _before(doc, start, first, inside)
        frames.append(QuoteFrame(span, passage, before, _after(doc, end, last, inside), follows))
    return QuotedText(doc, text, inside, tuple(frames))


def is_dash(token: Token) -> bool:
    """True for a dash, also one that the tokenizer leaves with the mark before it (`”—`)."""
    return token.text.strip("\"“”'") in ("-", "–", "—", "―", "--")


def _ends_sentence(doc: Doc, i: int) -> bool:
    """True for a stop, not for that of `Capt. Ana Ruiz`."""
    is_of_rank = doc[i].text == "." and i > 0 and is_short_form(doc[i - 1]) and i + 1 < len(doc) and doc[i + 1].is_title
    return doc[i].text in _SENTENCE_ENDS and not is_of_rank


def _before(doc: Doc, start: int, first: int, inside: frozenset[int]) -> tuple[tuple[Token, ...], bool]:
    i = start
    while i > first and i - 1 not in inside and not _ends_sentence(doc, i - 1):
        i -= 1
    tokens = tuple(t for t in doc[i:start] if t.text not in _MARKS and not t.is_space)
    if not tokens and i == first:
        return _leading(doc, first, inside), False
    ended = i > first and doc[i - 1].text in _SENTENCE_ENDS | {"?", "!"}
    return tokens, i > first and not ended


def _leading(doc: Doc, first: int, inside: frozenset[int]) -> tuple[Token, ...]:
    """The sentence before token `first` that ends with a colon: `The paper reports:`."""
    end = first
    while end > 0 and doc[end - 1].is_space:
        end -= 1
    if end == 0 or doc[end - 1].text != ":":
        return ()
    return tuple(t for t in doc[end - 1].sent if t.i < end and t.i not in inside and not t.is_space)


def _after(doc: Doc, end: int, last: int, inside: frozenset[int]) -> tuple[Token, ...]:
    i = end
    while i < last and i not in inside and not _ends_sentence(doc, i):
        i += 1
    tokens = tuple(t for t in doc[end:i] if t.text not in _MARKS and not t.is_space)
    closes_sentence = end > 0 and doc[end - 1].text in (".", "…", "...")
    goes_on = tokens and (tokens[0].is_lower or is_dash(tokens[0]))
    return () if closes_sentence and not goes_on else tokens
