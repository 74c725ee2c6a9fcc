"""Cut an article's text into passages (paragraphs) and say of what kind each is. Knows only text, no grammar."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import accumulate

from flows.parse.data import load_data
from flows.parse.facts import Passage

_BLANK = re.compile(r"[ \t\u00a0\u200b\ufeff]*")
_SENTENCE_END = re.compile(r"[.!?:;…][\"'”’)\]]*$")
_QUOTED = re.compile(r"^[“\"‘'«](?P<inside>.+)[”\"’'»]$", re.DOTALL)
_WORD = re.compile(r"\w+")
_FIRST_PERSON = re.compile(r"\b(?:I|we|our|ours|us|my|me|mine)\b", re.IGNORECASE)
_SIGNATURE = re.compile(r"^[—–-]?\s*[A-ZÀ-Þ][\w.’'-]*(?:,? [A-ZÀ-Þ][\w.’'-]*){1,6}$")
_HARD_WRAP_SHARE = 0.5  # of lines that end in mid-sentence: above it, single newlines are only line wraps
_HEADLINE_WORDS = 20
_FURNITURE = ("line", "link", "form")
_SENTENCE_WORDS = 6
_PARAGRAPH_WORDS = 30


def split_passages(text: str) -> tuple[Passage, ...]:
    """Passages of `text` in order: not empty, not overlapping, without white space around them.

    A passage is a line; in hard-wrapped text, where most lines end in mid-sentence, it is a block between blank lines.
    """
    spans = list(_blocks(text) if _is_hard_wrapped(text) else _lines(text))
    boilerplate_from = _find_boilerplate_tail([text[start:end] for start, end in spans])
    passages = []
    for i, (start, end) in enumerate(spans):
        piece = text[start:end]
        following = text[slice(*spans[i + 1])] if i + 1 < len(spans) else ""
        kind = "boilerplate" if i >= boilerplate_from else _classify(piece, following, is_first=i == 0)
        passages.append(Passage(start, end, piece, kind))
    return tuple(passages)


def _lines(text: str) -> Iterator[tuple[int, int]]:
    for match in re.finditer(r"[^\n]+", text):
        yield from _trimmed(text, *match.span())


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for gap in re.finditer(r"\n[ \t]*(?:\n[ \t]*)+", text):
        yield from _trimmed(text, start, gap.start())
        start = gap.end()
    yield from _trimmed(text, start, len(text))


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    end -= len(piece) - len(piece.rstrip())
    if start < end:
        yield start, end


def _is_hard_wrapped(text: str) -> bool:
    """True when lines inside blocks mostly break in mid-sentence and go on in lower case."""
    breaks = re.findall(r"(\S+)[ \t]*\n[ \t]*(\S)", text)
    if len(breaks) < 3:
        return False
    wraps = [1 for before, after in breaks if not _SENTENCE_END.search(before) and not after.isupper()]
    return len(wraps) > _HARD_WRAP_SHARE * len(breaks)


@cache
def _cues() -> dict[str, re.Pattern[str]]:
    return {kind: re.compile("|".join(patterns), re.IGNORECASE) for kind, patterns in load_data("passages").items()}


def _find_boilerplate_tail(pieces: list[str]) -> int:
    """Index of the first passage of a closing form: from there on nothing is the article's.

    A comment form ends the article, if the article has begun: "12 comments" may also stand below a headline. A link to
    more ("Read more") does so only where no long paragraph follows.
    """
    lengths = [len(_WORD.findall(piece)) for piece in pieces]
    longest_from = list(accumulate(reversed(lengths), max))[::-1]
    begun = False
    for i, piece in enumerate(pieces):
        if begun and _cues()["form"].fullmatch(piece):
            return i
        if _cues()["link"].fullmatch(piece) and longest_from[i] < _PARAGRAPH_WORDS:
            return i
        begun = begun or (lengths[i] >= _SENTENCE_WORDS and _SENTENCE_END.search(piece) is not None)
    return len(pieces)


def _classify(piece: str, following: str, is_first: bool) -> str:
    if not _WORD.search(piece) or any(_cues()[kind].fullmatch(piece) for kind in _FURNITURE):
        return "boilerplate"
    if _cues()["caption"].search(piece):
        return "caption"
    if _is_quotation(piece, following):
        return "quotation"
    ends_open = not _SENTENCE_END.search(piece)
    if ends_open and following and len(_WORD.findall(piece)) <= _HEADLINE_WORDS and (is_first or piece[:1].isupper()):
        return "headline"
    return "body"


def _is_quotation(piece: str, following: str) -> bool:
    """A paragraph all in quotation marks, or one in the first person that a name on the next line signs."""
    if _QUOTED.match(piece) and not set('“”"') & set(piece[1:-1]):
        return True
    return bool(_SENTENCE_END.search(piece) and _SIGNATURE.match(following) and _FIRST_PERSON.search(piece))
