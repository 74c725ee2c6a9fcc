"""Marked articles as a person writes them, the marks inside the text. What belongs here is this form only.

A line `=== 2020-05-04` begins an article; `[p:Ana Ruiz]` in it is a person, `[o:Alder Bank]` an organization. All of
both are marked, and there are no other square brackets.
"""

import re
from collections.abc import Iterator
from typing import Any

_OPENING = re.compile(r"^=== .*\n", re.MULTILINE)
_MARK = re.compile(r"\[([po]):([^\[\]\n]+)\]")
_LABELS = {"p": "PERSON", "o": "ORG"}


def read_inline_marks(written: str) -> Iterator[dict[str, Any]]:
    """The articles of a file in order, as the records that JSONL holds but for their id. A stray bracket raises
    ValueError."""
    for part in _OPENING.split(written)[1:]:
        yield _read_article(part.strip("\n"))


def _read_article(written: str) -> dict[str, Any]:
    text, marks, behind = "", [], 0
    for mark in _MARK.finditer(written):
        text += written[behind : mark.start()]
        marks.append({"start": len(text), "end": len(text) + len(mark[2]), "type": _LABELS[mark[1]]})
        text += mark[2]
        behind = mark.end()
    text += written[behind:]
    if stray := re.search(r"[\[\]]", text):
        raise ValueError(f"a bracket that is no mark stands in {text[max(0, stray.start() - 20) : stray.end() + 20]!r}")
    return {"text": text, "entities": marks}
