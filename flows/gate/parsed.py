"""What a parse tells of the articles of a drop: their facts, what would be quarantined, what is mostly boilerplate."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from flows.batches import ParsedBatch
from flows.gate.records import Record

_FACTS = ("mentions", "roles", "figures", "dates", "events", "quotes")
_MOSTLY = 0.5  # of an article's characters
_SILENT_WORDS = 100  # an article this long says something


@dataclass
class Parsed:
    """Counts over the whole drop, and facts by article id."""

    rows: int = 0
    quarantined: int = 0
    facts: Counter[str] = field(default_factory=Counter)

    def watch(self, batches: Iterator[ParsedBatch], records: Mapping[str, Record]) -> Iterator[ParsedBatch]:
        """Pass on batches; warn of their articles."""
        for batch in batches:
            for case in batch.cases:
                records[case["article_id"]].quarantined.append(case["message"])
            self.rows += batch.row_count
            self.quarantined += len(batch.cases)
            self._look_at(batch, records)
            yield batch

    def _look_at(self, batch: ParsedBatch, records: Mapping[str, Record]) -> None:
        for table in _FACTS:
            self.facts.update(_columns(batch, table, "article_id"))
        shares = _boilerplate_shares(_columns(batch, "passages", "article_id", "text", "passage_type"))
        for article_id, words in _columns(batch, "articles", "article_id", "word_count"):
            share = shares.get(article_id, 0.0)
            if share > _MOSTLY:
                message = f"{share:.0%} of it is boilerplate, which is not read: put the article's own text in"
                records[article_id].warn("mostly_boilerplate", message)
            elif words >= _SILENT_WORDS and not self.facts[article_id]:
                message = f"nothing was found in its {words:,} words: check that it is an article in English"
                records[article_id].warn("nothing_found", message)


def _columns(batch: ParsedBatch, table: str, *names: str) -> Iterator[Any]:
    """Rows of a table: the value of one column, or a tuple of several."""
    if table not in batch.valid:
        return iter(())
    columns = [batch.valid[table][name].to_pylist() for name in names]
    return iter(columns[0]) if len(columns) == 1 else zip(*columns, strict=True)


def _boilerplate_shares(passages: Iterable[tuple[str, str, str]]) -> dict[str, float]:
    """Share of each article's characters that stand in boilerplate; of passages (article_id, text, passage_type)."""
    of_all: Counter[str] = Counter()
    of_boilerplate: Counter[str] = Counter()
    for article_id, text, passage_type in passages:
        of_all[article_id] += len(text)
        if passage_type == "boilerplate":
            of_boilerplate[article_id] += len(text)
    return {article_id: of_boilerplate[article_id] / count for article_id, count in of_all.items()}
