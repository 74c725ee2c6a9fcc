"""Does a drop hold as much as it should? Counted while it is listed, for the refresh as for the gate.

A drop that holds too little is not loaded at all: a disk that is not mounted must not empty the warehouse.
"""

from collections import Counter
from collections.abc import Iterable, Iterator

from flows.errors import DropRefusedError
from flows.sources import Catalog, Refusal, Source, SourceArticle


class Volume:
    """Articles of a drop by publisher, against what the catalog of its sources expects."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self.articles: Counter[str | None] = Counter()

    def count(self, found: Iterable[SourceArticle | Refusal]) -> Iterator[SourceArticle | Refusal]:
        """Pass on what a drop holds, and count it."""
        for item in found:
            if isinstance(item, SourceArticle):
                self.articles[item.metadata.publisher] += 1
            yield item

    def count_unread(self, articles: Counter[str | None]) -> None:
        """Count articles, by publisher, of files that need not be read again."""
        self.articles.update(articles)

    def demand_enough(self, held: int) -> None:
        """Raise DropRefusedError for a drop with no article while a warehouse holds `held` articles, or for a source
        that gives fewer articles than its `min`."""
        if held and not self.articles.total():
            message = (
                f"the drop gives no article, the warehouse holds {held:,} articles: is it the right folder, mounted?"
            )
            raise DropRefusedError("empty_drop", f"{message} Nothing is changed (to start anew, remove the warehouse)")
        short = [s for s in self._catalog.sources if self.articles[s.publisher] < (s.min_articles or 0)]
        if short:
            counts = "; ".join(f"{self._here(s)}, at least {s.min_articles:,} are expected" for s in short)
            message = f"{counts}: find the missing ones, or lower `min` in sources.yml. Nothing is loaded"
            raise DropRefusedError("too_few_articles", message)

    def in_excess(self) -> Iterator[Source]:
        """Sources that give more articles than their `max`."""
        for source in self._catalog.sources:
            if source.max_articles is not None and self.articles[source.publisher] > source.max_articles:
                yield source

    def _here(self, source: Source) -> str:
        return f"{source.publisher}: {self.articles[source.publisher]:,} articles"
