"""Parse planned articles in batches: in this process when they are few, else across processes."""

import os
import re
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from flows.plan import PlannedArticle

Batch = Sequence[PlannedArticle]
BATCH_CHARS = 100_000  # of text: some four seconds of parsing
_WORD = re.compile(r"\w+(?:[’'.,-]\w+)*")
_WORTH_PROCESSES = 4  # batches: with fewer, starting processes takes longer than they save


def make_batches(planned: Sequence[PlannedArticle]) -> list[list[PlannedArticle]]:
    """Batches of about BATCH_CHARS in the order given."""
    batches: list[list[PlannedArticle]] = []
    room = 0
    for article in planned:
        if not batches or room < len(article.source.text):
            batches.append([])
            room = BATCH_CHARS
        batches[-1].append(article)
        room -= len(article.source.text)
    return batches


def parse_batch(batch: Batch, run_id: str) -> dict[str, list[dict[str, object]]]:
    """Rows by table of a batch of articles, `articles` among them."""
    from flows.parse.facts import Article
    from flows.parse.pipeline import read_articles
    from flows.parse.rows import parse

    rows: dict[str, list[dict[str, object]]] = {"articles": [_article_row(planned, run_id) for planned in batch]}
    sources = [planned.source for planned in batch]
    articles = [
        Article(s.article_id, s.text, s.metadata.title, s.metadata.publisher, s.metadata.published_on) for s in sources
    ]
    for reading in read_articles(articles):
        for table, found in parse(reading).items():
            rows.setdefault(table, []).extend(found)
    return rows


def parse_batches(batches: Sequence[Batch], run_id: str, jobs: int) -> Iterator[dict[str, list[dict[str, object]]]]:
    """Rows of each batch, in order, from up to `jobs` processes (0: one a core)."""
    if not processes_worth(batches, jobs):
        yield from (parse_batch(batch, run_id) for batch in batches)
        return
    workers = min(jobs or os.cpu_count() or 1, len(batches))
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        yield from pool.map(parse_batch, batches, [run_id] * len(batches))


def processes_worth(batches: Sequence[Batch], jobs: int) -> bool:
    """True when more processes would be at work and would save more time than their start takes."""
    workers = min(jobs or os.cpu_count() or 1, len(batches))
    return workers > 1 and (jobs > 1 or len(batches) >= _WORTH_PROCESSES)


def _article_row(planned: PlannedArticle, run_id: str) -> dict[str, object]:
    source, metadata = planned.source, planned.source.metadata
    return {
        "article_id": source.article_id,
        "source_file": source.source_file,
        "record_key": source.record_key,
        "title": metadata.title,
        "url": metadata.url,
        "publisher": metadata.publisher,
        "author": metadata.author,
        "published_on": metadata.published_on,
        "published_on_basis": None if metadata.published_on is None else "metadata",
        "language": metadata.language,
        "text": source.text,
        "word_count": len(_WORD.findall(source.text)),
        "content_sha256": source.content_sha256,
        "metadata_sha256": source.metadata_sha256,
        "revision": planned.revision,
        "run_id": run_id,
    }
