"""Marked articles: what the reader learns from and is scored on. What belongs here is their JSONL form and the rule
by which spans that overlap are settled; nothing of the model.

A file `.txt` has its marks inside the text (`inline_marks`). Any other holds one JSON object a line: `text`, an `id`
(or `doc_id`), perhaps a `source` (scores are given for each), and the kinds that were marked by hand, each a list of
`{"start", "end", …}` in code points of `text`:

- `entities`: names with a `type`, a label of the reader such as PERSON or ORG; a `kind` other than NAM is not read
- `timex`: time expressions
- `events`: event triggers

A list that is there is complete, even when it is empty; one that is missing was not marked. `scored` (`[start, end]`)
limits what was marked to parts of the text; `ignore` (`[start, end, mode]`) takes extents out again, in mode `inner`
only what lies within such a phrase.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flows.parse.reader.inline_marks import read_inline_marks

NAMES = ("PERSON", "ORG")
TIME = "DATE"
TRIGGER = "TRIGGER"
_OPENERS = ("the ", "The ", "a ", "A ", "an ", "An ")
_ENDINGS = ("'s", "’s", "'", "’")
_KINDS = {"entities": NAMES, "timex": (TIME,), "events": (TRIGGER,)}


@dataclass(frozen=True, slots=True, order=True)
class MarkedSpan:
    """A labelled stretch of the text, in code points."""

    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class MarkedArticle:
    """A text with the spans of the labels that were marked by hand, in order.

    Inside `regions` all of them are marked, but not in the `ignored` extents, nor within those that are `nesting`.
    """

    article_id: str
    source: str
    text: str
    spans: tuple[MarkedSpan, ...]
    labels: frozenset[str]
    regions: tuple[tuple[int, int], ...]
    ignored: tuple[tuple[int, int], ...] = ()
    nesting: tuple[tuple[int, int], ...] = ()

    def judges(self, span: MarkedSpan) -> bool:
        """True when the marks tell whether this span is right: its label was marked, and marked here."""
        if span.label not in self.labels or not _lies_in(span, self.regions):
            return False
        if any(span.start < mark.end and mark.start < span.end for mark in self.spans):
            return True
        longer = [(start, end) for start, end in self.nesting if end - start > span.end - span.start]
        return not _lies_in(span, longer) and not _lies_in(span, self.ignored)


def _lies_in(span: MarkedSpan, extents: Iterable[tuple[int, int]]) -> bool:
    return any(start <= span.start and span.end <= end for start, end in extents)


def read_corpus(paths: Iterable[Path]) -> list[MarkedArticle]:
    """All articles of the files, in order. A record that does not hold what it must is named with its place."""
    return [article for path in paths for article in (_read_lines(path) if path.suffix != ".txt" else _read_text(path))]


def _read_lines(path: Path) -> Iterator[MarkedArticle]:
    with path.open(encoding="utf8") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                try:
                    yield _read_article(json.loads(line), path.stem)
                except (ValueError, KeyError, TypeError) as error:
                    reason = f"{error} is missing" if isinstance(error, KeyError) else error
                    raise ValueError(f"{path}, line {number}: not a marked article: {reason}") from error


def _read_text(path: Path) -> Iterator[MarkedArticle]:
    try:
        for number, record in enumerate(read_inline_marks(path.read_text("utf8")), 1):
            yield _read_article(record | {"id": f"{path.stem}_{number}"}, path.stem)
    except ValueError as error:
        raise ValueError(f"{path}: not marked articles: {error}") from error


def settle_overlaps(marked: Iterable[MarkedSpan], guessed: Iterable[MarkedSpan] = ()) -> list[MarkedSpan]:
    """Spans that share no character, in order.

    The rule: marked by hand goes before guessed; names, places and amounts before time expressions before triggers;
    the longer before the shorter, but two names before the span that only joins them (`GM and Chrysler`); the first
    before the later.
    """
    by_hand = sorted(set(marked))
    joined = {s for s in by_hand if sum(_is_inside(t, s) and t.label == s.label for t in by_hand) > 1}
    kept: list[MarkedSpan] = []
    for spans in ([s for s in by_hand if s not in joined], sorted(set(guessed))):
        for span in sorted(spans, key=_rank):
            if not any(span.start < other.end and other.start < span.end for other in kept):
                kept.append(span)
    return sorted(kept)


def fill_spans(article: MarkedArticle, guesses: Iterable[MarkedSpan]) -> list[MarkedSpan]:
    """The marks of the article, with guesses for what nobody marked in it."""
    return settle_overlaps(article.spans, [span for span in guesses if not article.judges(span)])


def strip_name(text: str, span: MarkedSpan) -> MarkedSpan:
    """A name without an article before or a possessive mark behind, which some marked sets and the stock component
    include; any other span as it is."""
    if span.label not in NAMES:
        return span
    opener = next((o for o in _OPENERS if text.startswith(o, span.start, span.end)), "")
    start = span.start + len(opener)
    ending = next((e for e in _ENDINGS if text.endswith(e, start, span.end)), "")
    end = span.end - len(ending)
    return MarkedSpan(start, end, span.label) if start < end else span


def _rank(span: MarkedSpan) -> tuple[int, int, int]:
    kind = {TIME: 1, TRIGGER: 2}.get(span.label, 0)
    return kind, span.start - span.end, span.start


def _is_inside(inner: MarkedSpan, outer: MarkedSpan) -> bool:
    return inner != outer and outer.start <= inner.start and inner.end <= outer.end


def _read_article(record: dict[str, Any], stem: str) -> MarkedArticle:
    text = record["text"]
    present = [key for key in _KINDS if key in record]
    if not present:
        raise ValueError("it has none of `entities`, `timex`, `events`")
    spans = [span for key in present for span in _read_spans(record[key], _KINDS[key])]
    if any(not 0 <= span.start < span.end <= len(text) for span in spans):
        raise ValueError("a span does not lie in its text")
    labels = {label for key in present for label in _KINDS[key]} | {span.label for span in spans}
    return MarkedArticle(
        article_id=str(record["id"] if "id" in record else record["doc_id"]),
        source=record.get("source") or stem,
        text=text,
        spans=tuple(sorted(spans)),
        labels=frozenset(labels),
        regions=tuple((a, b) for a, b in record.get("scored") or [(0, len(text))]),
        ignored=tuple((a, b) for a, b, mode in record.get("ignore") or [] if mode == "all"),
        nesting=tuple((a, b) for a, b, mode in record.get("ignore") or [] if mode != "all"),
    )


def _read_spans(marks: list[dict[str, Any]], labels: tuple[str, ...]) -> list[MarkedSpan]:
    """Spans of one list. A label of its own is read from `type` where the list has several."""
    is_typed = len(labels) > 1
    return [
        MarkedSpan(mark["start"], mark["end"], mark["type"] if is_typed else labels[0])
        for mark in marks
        if mark.get("kind", "NAM") == "NAM"
    ]
