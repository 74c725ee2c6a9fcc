"""Compare a drop with the warehouse: what is new, changed, unchanged, removed or refused."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from flows.sources import Refusal, SourceArticle
from flows.version import dateline_version, model_version
from warehouse.query import open_warehouse
from warehouse.statements import statement


@dataclass(frozen=True, slots=True)
class KnownArticle:
    """What the warehouse holds of an article."""

    article_id: str
    content_sha256: str
    metadata_sha256: str
    revision: int
    dateline_version: str
    model: str

    def is_same(self, source: SourceArticle) -> bool:
        """True when neither text nor metadata changed."""
        return (self.content_sha256, self.metadata_sha256) == (source.content_sha256, source.metadata_sha256)

    def is_current(self) -> bool:
        """True when today's rules and model would read the article in the same way."""
        return (self.dateline_version, self.model) == (dateline_version(), model_version())


@dataclass(frozen=True, slots=True)
class PlannedArticle:
    """An article to parse, with the revision that it will have."""

    source: SourceArticle
    revision: int


@dataclass
class Plan:
    """What a refresh has to do. `parse` holds new and changed articles, and same ones that must be read anew."""

    parse: list[PlannedArticle] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    new: int = 0
    changed: int = 0
    unchanged: int = 0

    @property
    def touched(self) -> list[str]:
        """Articles whose rows go before new ones come."""
        return [planned.source.article_id for planned in self.parse] + self.removed

    def add(self, source: SourceArticle, known: KnownArticle | None, again: bool) -> None:
        """Sort one article of the drop in; with `again` it is parsed although it is the same."""
        if known is None:
            self.new += 1
            self.parse.append(PlannedArticle(source, 1))
        elif not known.is_same(source):
            self.changed += 1
            self.parse.append(PlannedArticle(source, known.revision + 1))
        else:
            self.unchanged += 1
            if again or not known.is_current():
                self.parse.append(PlannedArticle(source, known.revision))


def read_known_articles(warehouse: Path) -> dict[str, KnownArticle]:
    """Articles of the published warehouse by id; empty where there is no warehouse yet."""
    if not warehouse.exists():
        return {}
    with open_warehouse(warehouse) as connection:
        rows = connection.execute(statement("known_articles")).fetchall()
    return {row[0]: KnownArticle(*row) for row in rows}


def make_plan(
    found: Iterable[SourceArticle | Refusal],
    known: Mapping[str, KnownArticle],
    *,
    full: bool = False,
    again: Collection[str] = (),
) -> Plan:
    """The plan for what a drop holds; with `full`, or for the ids in `again`, unchanged articles are parsed too."""
    plan = Plan()
    seen = set()
    for item in found:
        if isinstance(item, Refusal):
            plan.refused.append(item)
        else:
            seen.add(item.article_id)
            plan.add(item, known.get(item.article_id), full or item.article_id in again)
    plan.removed = sorted(known.keys() - seen)
    return plan
