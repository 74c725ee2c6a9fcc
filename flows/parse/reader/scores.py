"""How well spans agree with the marks: names and times exactly, times and triggers where they touch."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from flows.parse.reader.corpus import NAMES, TIME, TRIGGER, MarkedArticle, MarkedSpan, strip_name


class Scores:
    """Hits, spans found and spans marked by source and measure, over any number of articles."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[str, str, str]] = Counter()

    def add(self, article: MarkedArticle, found: Iterable[MarkedSpan]) -> None:
        """Count the spans found in an article against its marks; what the marks do not judge is left aside."""
        marked = [span for span in article.spans if article.judges(span)]
        judged = [span for span in found if article.judges(span)]
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
            gold = [strip_name(article.text, span) for span in marked if span.label in labels]
            guesses = [strip_name(article.text, span) for span in found if span.label in labels]
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
