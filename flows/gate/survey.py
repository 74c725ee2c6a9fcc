"""Look at each article of a drop while it is listed, before any parsing: what is odd about it, alone or beside others.

Of a text nothing is kept but its signature, so that a drop of any size can be surveyed.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from flows.gate.language import find_other_language
from flows.gate.near_duplicates import NearDuplicates
from flows.gate.records import Record, record_of
from flows.sources import Refusal, SourceArticle

_PLACE_KEY = re.compile(r"(?:line|record|row) \d+")  # a record without an id of its own
_ZONES = timedelta(days=1)  # by which it is later somewhere on earth


class Survey:
    """Records of a drop by article id, in the order of the drop, with their warnings; and what is refused."""

    def __init__(self, today: date) -> None:
        self.records: dict[str, Record] = {}
        self.refused: list[Refusal] = []
        self.near_duplicates: list[tuple[Record, Record, float]] = []
        self._latest = today + _ZONES
        self._texts = NearDuplicates()
        self._seen: dict[tuple[str, str], str] = {}

    def watch(self, found: Iterable[SourceArticle | Refusal]) -> Iterator[SourceArticle | Refusal]:
        """Pass on what a drop holds, and look at it; at the end, compare."""
        for item in found:
            if isinstance(item, Refusal):
                self.refused.append(item)
            else:
                self._look_at(item)
            yield item
        self._compare()

    def _look_at(self, article: SourceArticle) -> None:
        record = self.records[article.article_id] = record_of(article)
        self._texts.add(article.text)
        language, published_on = find_other_language(article.text), article.metadata.published_on
        if language:
            message = f"its language is {language}, only English is read: its rows will be few and wrong; leave it out"
            record.warn("not_english", message)
        if published_on and published_on > self._latest:
            record.warn("published_in_future", f"`published_on` is {published_on}, which is to come: mend the date")
        if article.record_key and not _PLACE_KEY.fullmatch(article.record_key):
            self._note_repeat(record, "id", article.record_key)
        if article.metadata.url:
            self._note_repeat(record, "url", article.metadata.url)

    def _note_repeat(self, record: Record, name: str, value: str) -> None:
        first = self._seen.setdefault((name, value), record.source_file if name == "id" else record.place)
        if first not in (record.source_file, record.place):
            record.warn(f"{name}_twice", f"its {name} {value!r} stands in {first}, too: both load; remove one of them")

    def _compare(self) -> None:
        records = list(self.records.values())
        for later, earlier, similarity in self._texts.find_pairs():
            first = records[earlier]
            words = "the same text as" if similarity == 1 else f"{similarity:.0%} the same as"
            records[later].warn("near_duplicate", f"{words} {first.place}: both load; remove one of them")
            self.near_duplicates.append((records[later], first, similarity))
