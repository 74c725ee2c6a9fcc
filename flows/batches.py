"""Parse planned articles in batches: in this process when they are few, else across processes."""

import os
import re
import signal
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context, parent_process
from multiprocessing.process import BaseProcess
from threading import Thread

from flows.plan import PlannedArticle

Batch = Sequence[PlannedArticle]
Rows = dict[str, list[dict[str, object]]]
"""Rows by table."""
BATCH_CHARS = 100_000  # of text: some four seconds of parsing
_WORTH_PROCESSES = 4  # batches: with fewer, starting processes takes longer than they save
_WORD = re.compile(r"\w+(?:[’'.,-]\w+)*")


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


def parse_batch(batch: Batch, run_id: str) -> Rows:
    """Rows by table of a batch of articles, `articles` among them."""
    from flows.parse.facts import Article
    from flows.parse.pipeline import read_articles
    from flows.parse.rows import parse

    rows: Rows = {"articles": [_article_row(planned, run_id) for planned in batch]}
    sources = [planned.source for planned in batch]
    articles = [
        Article(s.article_id, s.text, s.metadata.title, s.metadata.publisher, s.metadata.published_on) for s in sources
    ]
    for reading in read_articles(articles):
        for table, found in parse(reading).items():
            rows.setdefault(table, []).extend(found)
    return rows


def parse_batches(batches: Sequence[Batch], run_id: str, jobs: int) -> Iterator[Rows]:
    """Rows of each batch, in order, from up to `jobs` processes (0: one a core where they pay)."""
    workers = count_workers(batches, jobs)
    if workers < 2:
        yield from (parse_batch(batch, run_id) for batch in batches)
        return
    with ProcessPoolExecutor(workers, get_context("spawn"), initializer=end_with_parent) as pool:
        yield from pool.map(parse_batch, batches, [run_id] * len(batches))


def count_workers(batches: Sequence[Batch], jobs: int) -> int:
    """Processes to parse with: each takes a while to load the model, so that a few batches are done sooner without."""
    worth = len(batches) if jobs or len(batches) >= _WORTH_PROCESSES else 1
    return min(jobs or os.cpu_count() or 1, worth)


def end_with_parent() -> None:
    """Set up a worker process: it leaves interrupts to its parent, and ends when that ends, however that ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if parent := parent_process():
        Thread(target=_end_after, args=(parent,), daemon=True).start()


def _end_after(parent: BaseProcess) -> None:
    parent.join()
    os._exit(1)


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
        "encoding": source.encoding,
        "word_count": len(_WORD.findall(source.text)),
        "content_sha256": source.content_sha256,
        "metadata_sha256": source.metadata_sha256,
        "revision": planned.revision,
        "run_id": run_id,
    }
