"""Parse and judge planned articles in batches: in this process when they are few, else across processes."""

import os
import re
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from heapq import nlargest
from multiprocessing import get_context, parent_process
from multiprocessing.process import BaseProcess
from threading import Thread
from time import monotonic
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from flows.plan import Batch, PlannedArticle
from flows.spool import Spool
from warehouse.interrupt import interrupted_afterwards

if TYPE_CHECKING:
    import pyarrow

    from flows.judge import RowFailure
    from flows.parse.facts import Article, Reading

Rows = dict[str, list[dict[str, Any]]]
"""Rows by table."""
_WORTH_PROCESSES = 4  # batches: with fewer, starting processes takes longer than they save
SLOWEST = 5  # articles whose time is told
_WAITING = 2  # batches under way for each process; more would only fill memory
_WORD = re.compile(r"\w+(?:[’'.,-]\w+)*")


def utc_now() -> datetime:
    """The time of day as the warehouse keeps it: UTC, without a zone."""
    return datetime.now(UTC).replace(tzinfo=None)


@dataclass(frozen=True, slots=True)
class Run:
    """One refresh run, named in every row that it loads."""

    run_id: str
    started_at: datetime = field(default_factory=utc_now)


@dataclass(frozen=True, slots=True, order=True)
class ArticleTime:
    """Seconds that an article took to parse, and its place in the drop.

    spaCy reads the articles of a batch together: of that time, each has a share by its length.
    """

    seconds: float
    place: str


@dataclass
class ParsedBatch:
    """What a batch of articles gave: valid rows by table, and a case of quarantine for every other row."""

    articles: int
    valid: "dict[str, pyarrow.Table]"
    cases: list[dict[str, Any]]
    slowest: list[ArticleTime]

    @property
    def row_count(self) -> int:
        """Rows that were parsed."""
        return len(self.cases) + sum(map(len, self.valid.values()))


def parse_batch(batch: Batch, run_id: str) -> "tuple[Rows, list[ArticleTime], list[RowFailure]]":
    """Rows by table of a batch of articles, `articles` among them, how long each took, and the articles whose text no
    rows could be made of: one that our rules stumble over keeps no other one back."""
    with interrupted_afterwards():
        from flows.judge import RowFailure
        from flows.parse.facts import Article
        from flows.parse.rows import parse
        from flows.resolve.blocks import add_blocks

    rows: Rows = {"articles": []}
    failures: list[RowFailure] = []
    sources = [planned.source for planned in batch]
    articles = [
        Article(s.article_id, s.text, s.metadata.title, s.metadata.publisher, s.metadata.published_on, s.country)
        for s in sources
    ]
    began, by_rules = monotonic(), list[float]()
    for planned, reading in zip(batch, _readings(articles), strict=True):
        read = monotonic()
        row = _article_row(planned, run_id)
        try:
            if isinstance(reading, Exception):
                raise reading
            parsed = parse(reading)
            add_blocks(parsed["article_entities"])
        except MemoryError:
            raise
        except Exception as error:
            told = f"articles: its text could not be parsed ({type(error).__name__}: {error}); report it with the text"
            failures.append(RowFailure("articles", planned.source.article_id, "parse_failed", "text", told, row))
        else:
            rows["articles"].append(row)
            for table, found in parsed.items():
                rows.setdefault(table, []).extend(found)
        by_rules.append(monotonic() - read)
    by_character = (monotonic() - began - sum(by_rules)) / max(1, sum(len(s.text) for s in sources))
    times = [ArticleTime(own + by_character * len(s.text), s.place) for own, s in zip(by_rules, sources, strict=True)]
    return rows, times, failures


def _readings(articles: "list[Article]") -> "Iterator[Reading | Exception]":
    """What the parser reads of each article, or why it cannot: where it fails on all at once, it gets one by one."""
    from flows.parse.pipeline import read_articles

    done = 0
    try:
        for reading in read_articles(articles):
            done += 1
            yield reading
    except MemoryError:
        raise
    except Exception:
        for article in articles[done:]:
            try:
                [alone] = read_articles([article])
            except Exception as error:
                yield error
            else:
                yield alone


def read_batch(batch: Batch, run: Run) -> ParsedBatch:
    """Parse a batch, and split good rows from bad."""
    from flows.cases import row_case
    from flows.judge import judge_rows

    rows, times, failures = parse_batch(batch, run.run_id)
    judgement = judge_rows(rows)
    sources = {planned.source.article_id: planned.source for planned in batch}
    failures += judgement.failures
    cases = [row_case(f, sources[f.article_id], run.run_id, run.started_at) for f in failures]
    return ParsedBatch(len(batch), judgement.valid, cases, nlargest(SLOWEST, times))


def read_batches(batches: Spool[Batch], run: Run, jobs: int, runner: str | None = None) -> Iterator[ParsedBatch]:
    """What each batch gives, in order, from up to `jobs` processes (0: one a core where they pay) or a cluster."""
    if runner and len(batches):
        from flows.cluster import read_on_cluster

        yield from read_on_cluster(batches, run, runner)
        return
    workers = count_workers(len(batches), jobs)
    if workers < 2:
        yield from (read_batch(batch, run) for batch in batches)
        return
    with ProcessPoolExecutor(workers, get_context("spawn"), initializer=end_with_parent) as pool:
        yield from in_order(lambda batch: pool.submit(read_batch, batch, run), batches, workers)


Done = TypeVar("Done", covariant=True)


class Result(Protocol[Done]):
    """A result that is on its way."""

    def result(self) -> Done:
        """Wait for it."""


def in_order(submit: Callable[[Batch], Result[Done]], batches: Iterable[Batch], workers: int) -> Iterator[Done]:
    """Results of what `submit` starts, in order, with only a few batches under way at any time."""
    under_way: deque[Result[Done]] = deque()
    for batch in batches:
        under_way.append(submit(batch))
        if len(under_way) > _WAITING * workers:
            yield under_way.popleft().result()
    while under_way:
        yield under_way.popleft().result()


def count_workers(batches: int, jobs: int) -> int:
    """Processes to parse with: each takes a while to load the model, so that a few batches are done sooner without."""
    worth = batches if jobs or batches >= _WORTH_PROCESSES else 1
    return min(jobs or os.cpu_count() or 1, worth)


def count_words(text: str) -> int:
    """Words of a text; a word may hold hyphens, apostrophes, points and commas."""
    return len(_WORD.findall(text))


def end_with_parent() -> None:
    """Set up a worker process: it leaves interrupts to its parent, and ends when that ends, however that ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # NumPy comes later; a thread a process is all that cores bear
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
        "country": source.country,
        "licence": source.licence,
        "text": source.text,
        "encoding": source.encoding,
        "word_count": count_words(source.text),
        "content_sha256": source.content_sha256,
        "metadata_sha256": source.metadata_sha256,
        "revision": planned.revision,
        "run_id": run_id,
    }
