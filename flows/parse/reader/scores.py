"""How well spans agree with the marks: names and times exactly, times and triggers where they touch."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from flows.parse.reader.corpus import NAMES, TIME, TRIGGER, MarkedArticle, MarkedSpan

_OPENERS = ("the ", "The ", "a ", "A ", "an ", "An ")
_ENDINGS = ("'s", "’s", "'", "’")


class Scores:
    """Hits, spans found and spans marked by source and measure, over any number of articles."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[str, str, str]] = Counter()

    def add(self, article: MarkedArticle, found: Iterable[MarkedSpan]) -> None:
        """Count the spans found in an article against its marks; what the marks do not judge is left aside."""
        marked = [span for span in article.spans if _lies_in(span, article.regions)]
        judged = [span for span in found if _counts(article, marked, span)]
        for measure, gold, guesses in _measures(article, marked, judged):
            key = (article.source, measure)
            self._counts[*key, "hits"] += _hits(gold, guesses, touching=measure.endswith("touching"))
            self._counts[*key, "marked"] += len(gold)
            self._counts[*key, "found"] += len(guesses)

    def table(self) -> Iterator[tuple[str, str, float, float, float, int]]:
        """Source, measure, precision, recall, F1 (percent) and the number of marks, in order."""
        for source, measure in sorted({key[:2] for key in self._counts}):
            hits, found, marked = (self._counts[source, measure, name] for name in ("hits", "found", "marked"))
            if marked:
                f1 = _percent(2 * hits, found + marked)
                yield source, measure, _percent(hits, found), _percent(hits, marked), f1, marked


def _counts(article: MarkedArticle, marked: Sequence[MarkedSpan], span: MarkedSpan) -> bool:
    """False for a span that the marks say nothing of."""
    if span.label not in article.labels or not _lies_in(span, article.regions):
        return False
    if any(span.start < mark.end and mark.start < span.end for mark in marked):
        return True
    nested = _lies_in(span, [(a, b) for a, b in article.nesting if b - a > span.end - span.start])
    return not nested and not _lies_in(span, article.ignored)


def _lies_in(span: MarkedSpan, extents: Iterable[tuple[int, int]]) -> bool:
    return any(start <= span.start and span.end <= end for start, end in extents)


def _percent(part: int, whole: int) -> float:
    return 100 * part / whole if whole else 0.0


def _measures(
    article: MarkedArticle, marked: Sequence[MarkedSpan], found: Sequence[MarkedSpan]
) -> Iterator[tuple[str, list[MarkedSpan], list[MarkedSpan]]]:
    """Measures that the labels of the article allow, each with the spans that it compares."""
    for name, labels, exact, touching in (
        ("names", set(NAMES), True, False),
        ("times", {TIME}, True, True),
        ("triggers", {TRIGGER}, False, True),
        ("other kinds", article.labels - {*NAMES, TIME, TRIGGER}, True, False),
    ):
        if labels & article.labels:
            gold = [_bare(article.text, span) for span in marked if span.label in labels]
            guesses = [_bare(article.text, span) for span in found if span.label in labels]
            if exact:
                yield f"{name}, exact", gold, guesses
            if touching:
                yield f"{name}, touching", gold, guesses


def _hits(gold: Sequence[MarkedSpan], found: Sequence[MarkedSpan], *, touching: bool) -> int:
    if not touching:
        return len(set(gold) & set(found))
    hits, left = 0, sorted(found)
    for span in sorted(gold):
        match = next((f for f in left if f.start < span.end and span.start < f.end), None)
        if match:
            left.remove(match)
            hits += 1
    return hits


def _bare(text: str, span: MarkedSpan) -> MarkedSpan:
    """The span without an article before or a possessive mark behind, which some marked sets include."""
    start, end = span.start, span.end
    if span.label not in NAMES:
        return span
    for opener in _OPENERS:
        if text.startswith(opener, start, end):
            start += len(opener)
            break
    for ending in _ENDINGS:
        if text.endswith(ending, start, end):
            end -= len(ending)
            break
    return MarkedSpan(start, end, span.label)
