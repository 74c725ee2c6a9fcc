"""Compare a drop with the warehouse: what is new, changed, unchanged, removed or refused."""

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from flows.sources import Refusal, SourceArticle
from flows.spool import Spool
from flows.version import dateline_version, model_version
from warehouse.lake import Warehouse
from warehouse.query import open_warehouse
from warehouse.statements import fill, statement

_HIDING = frozenset({"unreadable", "changed_while_read"})
"""Refusals of files that may be as they were: what the warehouse holds of them stays."""
BATCH_CHARS = 100_000  # of text: some four seconds of parsing


@dataclass(frozen=True, slots=True)
class KnownArticle:
    """What the warehouse holds of an article."""

    article_id: str
    source_file: str
    publisher: str | None
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


Batch = Sequence[PlannedArticle]
Repeat = Callable[[KnownArticle], bool]
"""Whether an unchanged article is to be parsed again."""


@dataclass
class Plan:
    """What a refresh has to do: `batches` holds new and changed articles, and those that `reread` names.

    Articles in `reread` are parsed whether they changed or not. `looks` of files are to be remembered, those of files
    in `forgotten` no longer.
    """

    batches: Spool[Batch] = field(default_factory=Spool)
    refused: Spool[Refusal] = field(default_factory=Spool)
    parsed: list[str] = field(default_factory=list)
    reread: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    looks: dict[str, str] = field(default_factory=dict)
    forgotten: list[str] = field(default_factory=list)

    @property
    def touched(self) -> list[str]:
        """Articles whose rows go before new ones come."""
        return self.parsed + self.removed


def read_known_articles(
    warehouse: Warehouse, source_files: Collection[str] = (), article_ids: Collection[str] = ()
) -> dict[str, KnownArticle]:
    """Articles of the published warehouse by id: those of some source files, and those of some ids."""
    if not source_files and not article_ids:
        return {}
    asked = {"source_files": sorted(source_files), "article_ids": sorted(article_ids)}
    query = fill(statement("known_articles"), {name: json.dumps(values) for name, values in asked.items()})
    with open_warehouse(warehouse) as connection:
        rows = connection.execute(query).fetchall()
    return {row[0]: KnownArticle(*row) for row in rows}


def make_plan(
    found: Iterable[SourceArticle | Refusal],
    known: Mapping[str, KnownArticle],
    repeat: Repeat = lambda article: False,
    folder: Path | None = None,
) -> Plan:
    """The plan for what a drop holds; what is large of it goes into unnamed files in `folder`."""
    plan = Plan(Spool(folder), Spool(folder))
    seen: set[str] = set()
    for batch in make_batches(_plan_articles(plan, found, known, repeat, seen)):
        plan.batches.append(batch)
    hidden = [refusal.source_file for refusal in plan.refused if refusal.rule in _HIDING]
    plan.removed = sorted(i for i in known.keys() - seen if not _lies_in(known[i].source_file, hidden))
    return plan


def _lies_in(source_file: str, places: Collection[str]) -> bool:
    """True for a file of these, and for one in a folder or archive of these."""
    return any(place in (source_file, ".") or source_file.startswith(f"{place}/") for place in places)


def _plan_articles(
    plan: Plan,
    found: Iterable[SourceArticle | Refusal],
    known: Mapping[str, KnownArticle],
    repeat: Repeat,
    seen: set[str],
) -> Iterator[PlannedArticle]:
    """Articles to parse; what else there is to say of what was found goes into `plan` and `seen`."""
    for item in found:
        if isinstance(item, Refusal):
            plan.refused.append(item)
            continue
        seen.add(item.article_id)
        if revision := _revision(plan, item, known.get(item.article_id), repeat):
            plan.parsed.append(item.article_id)
            yield PlannedArticle(item, revision)


def _revision(plan: Plan, source: SourceArticle, known: KnownArticle | None, repeat: Repeat) -> int | None:
    """Count an article as what it is, and give the revision to parse it as; None when there is no need to."""
    if known is None:
        plan.new += 1
        return 1
    if again := repeat(known):
        plan.reread.append(known.article_id)
    if not known.is_same(source):
        plan.changed += 1
        return known.revision + 1
    plan.unchanged += 1
    return known.revision if again else None


def make_batches(planned: Iterable[PlannedArticle]) -> Iterator[list[PlannedArticle]]:
    """Batches of about BATCH_CHARS, in the order given."""
    batch: list[PlannedArticle] = []
    room = 0
    for article in planned:
        if batch and room < len(article.source.text):
            yield batch
            batch = []
        if not batch:
            room = BATCH_CHARS
        batch.append(article)
        room -= len(article.source.text)
    if batch:
        yield batch
