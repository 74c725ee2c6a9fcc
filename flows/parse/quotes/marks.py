"""Where a text stands between quotation marks. Knows marks and paragraphs, not who speaks."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_OPENING = frozenset("“„«‟")
_CLOSING = frozenset("”»")
# A character inside single marks; one at the end of a word closes, but for that of `workers’ pay`.
_ONE = r"(?!(?<=[^\Ws])[’'](?=\s))[^\n]"
_WORDS = r"(?:[^\n‘’'\"“”]|(?<=\w)[’'](?=\w))"
_SINGLE = re.compile(
    rf"(?<![^\s(—–])[‘'](?:(?P<said>\w(?:{_ONE}){{0,800}}?[,.?!…])[’'](?![\w’'])|(?P<words>\w{_WORDS}{{2,200}})[’'](?=[.,;]))"
)
_BEFORE_OPENING = frozenset("([{—–-/‘'")


@dataclass(frozen=True, slots=True)
class MarkedSpan:
    """Offsets of the text inside a pair of marks; one that is not closed ends with its paragraph."""

    start: int
    end: int
    is_closed: bool = True
    is_single: bool = False


def find_marked(text: str, start: int, end: int) -> list[MarkedSpan]:
    """Texts between quotation marks, curly or straight, of the paragraph `text[start:end]`, in order.

    Single marks count where there are no double ones or these stand inside, and only where punctuation closes them.
    """
    double = list(_find_double(text, start, end))
    if double and not any(mark in text[start:end] for mark in ("'", "‘")):
        return double
    single = [MarkedSpan(*m.span(m.lastgroup or 0), is_single=True) for m in _SINGLE.finditer(text, start, end)]
    if not double or any(s.start < d.start and d.end < s.end for s in single for d in double):
        return single
    return double


def _find_double(text: str, start: int, end: int) -> list[MarkedSpan]:
    spans: list[MarkedSpan] = []
    opened: int | None = None
    for i in range(start, end):
        char = text[i]
        if char not in '"“”„«»‟':
            continue
        opens = _opens(text, i, start, end, is_inside=opened is not None)
        if opened is not None:
            spans += _trimmed(text, opened, i, is_closed=not opens)
        opened = i + 1 if opens else None
    if opened is not None:
        spans += _trimmed(text, opened, end, is_closed=False)
    return spans


def _opens(text: str, i: int, start: int, end: int, is_inside: bool) -> bool:
    """True when the mark at `i` opens; a straight one by the white space about it."""
    if text[i] in _OPENING:
        return True
    before = text[i - 1] if i > start else " "
    after = text[i + 1] if i + 1 < end else " "
    may_open = (before.isspace() or before in _BEFORE_OPENING) and not after.isspace()
    if text[i] in _CLOSING:
        return may_open and not is_inside
    may_close = not before.isspace() and not after.isalnum()
    return may_open if not is_inside else may_open and not may_close


def _trimmed(text: str, start: int, end: int, is_closed: bool) -> Iterator[MarkedSpan]:
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    end -= len(piece) - len(piece.rstrip())
    if start < end:
        yield MarkedSpan(start, end, is_closed)
