"""What a parse tells of the articles of a drop: their facts, what would be quarantined, what is mostly boilerplate."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flows.batches import Rows
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

    def watch(self, batches: Iterator[Rows], records: Mapping[str, Record]) -> Iterator[Rows]:
        """Pass on batches of rows; judge them and warn of their articles."""
        from flows.judge import judge_rows

        for rows in batches:
            failures = judge_rows(rows).failures
            for failure in failures:
                records[failure.article_id].quarantined.append(failure.message)
            self.rows += sum(map(len, rows.values()))
            self.quarantined += len(failures)
            self._look_at(rows, records)
            yield rows

    def _look_at(self, rows: Rows, records: Mapping[str, Record]) -> None:
        for table in _FACTS:
            self.facts.update(row["article_id"] for row in rows.get(table, ()))
        shares = _boilerplate_shares(rows["passages"])
        for article in rows["articles"]:
            article_id, words = article["article_id"], article["word_count"]
            share = shares.get(article_id, 0.0)
            if share > _MOSTLY:
                message = f"{share:.0%} of it is boilerplate, which is not read: put the article's own text in"
                records[article_id].warn("mostly_boilerplate", message)
            elif words >= _SILENT_WORDS and not self.facts[article_id]:
                message = f"nothing was found in its {words:,} words: check that it is an article in English"
                records[article_id].warn("nothing_found", message)


def _boilerplate_shares(passages: Sequence[Mapping[str, Any]]) -> dict[str, float]:
    """Share of each article's characters that stand in boilerplate."""
    of_all: Counter[str] = Counter()
    of_boilerplate: Counter[str] = Counter()
    for row in passages:
        of_all[row["article_id"]] += len(row["text"])
        if row["passage_type"] == "boilerplate":
            of_boilerplate[row["article_id"]] += len(row["text"])
    return {article_id: of_boilerplate[article_id] / count for article_id, count in of_all.items()}
