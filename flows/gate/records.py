"""What the gate has to say of one file or record, and the form in which the report says it."""

from dataclasses import asdict, dataclass, field
from typing import Any

from flows.batches import count_words
from flows.sources import Notice, Refusal, SourceArticle

ACCEPTED, WITH_WARNINGS, REFUSED = "accepted", "accepted with warnings", "refused"


@dataclass(slots=True)
class Record:
    """An article that would load; `quarantined` tells why rows of it would not."""

    source_file: str
    record_key: str | None
    publisher: str | None
    word_count: int
    notices: list[Notice] = field(default_factory=list)
    quarantined: list[str] = field(default_factory=list)

    @property
    def place(self) -> str:
        """Where it stands in the drop."""
        return place_of(self.source_file, self.record_key)

    def warn(self, code: str, message: str) -> None:
        """Add a warning."""
        self.notices.append(Notice(code, message))

    def warnings(self) -> list[Notice]:
        """Its warnings, one of them for the rows that would not load."""
        if not self.quarantined:
            return self.notices
        count = len(self.quarantined)
        message = (
            f"{count:,} of its rows would be quarantined, first {self.quarantined[0]}: report it as a fault of a rule"
        )
        return [*self.notices, Notice("rows_quarantined", message)]

    def to_json(self) -> dict[str, Any]:
        """The record in the JSON report."""
        warnings = self.warnings()
        return {
            "source_file": self.source_file,
            "record_key": self.record_key,
            "verdict": WITH_WARNINGS if warnings else ACCEPTED,
            "rule": None,
            "line": None,
            "column": None,
            "quarantined_rows": len(self.quarantined),
            "reasons": self.quarantined,
            "warnings": [asdict(notice) for notice in warnings],
        }


def record_of(article: SourceArticle) -> Record:
    """The record of an article, with what its reader noticed."""
    publisher, words = article.metadata.publisher, count_words(article.text)
    return Record(article.source_file, article.record_key, publisher, words, list(article.notices))


def refused_to_json(refusal: Refusal) -> dict[str, Any]:
    """A refused file or record in the JSON report."""
    return {
        "source_file": refusal.source_file,
        "record_key": refusal.record_key,
        "verdict": REFUSED,
        "rule": refusal.rule,
        "line": refusal.line,
        "column": refusal.column,
        "quarantined_rows": 0,
        "reasons": [refusal.message],
        "warnings": [],
    }


def place_of(source_file: str, record_key: str | None) -> str:
    """Where a file or record stands in the drop."""
    return source_file if record_key is None else f"{source_file}, {record_key}"
