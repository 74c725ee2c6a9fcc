"""Show how far a run is: a bar on a terminal, plain lines now and then in a log."""

import sys
import time
from collections.abc import Iterable, Iterator

from flows.batches import ParsedBatch

_SECONDS_BETWEEN_LINES = 10.0


def show_progress(batches: Iterable[ParsedBatch], articles: int) -> Iterator[ParsedBatch]:
    """Pass batches on and report, on standard error, how many of the articles they hold."""
    if not articles:
        yield from batches
    elif sys.stderr.isatty():
        yield from _bar(batches, articles)
    else:
        yield from _lines(batches, articles)


def _bar(batches: Iterable[ParsedBatch], articles: int) -> Iterator[ParsedBatch]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("parsing articles"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=articles)
        for batch in batches:
            progress.advance(task, batch.articles)
            yield batch


def _lines(batches: Iterable[ParsedBatch], articles: int) -> Iterator[ParsedBatch]:
    done, last = 0, time.monotonic()
    for batch in batches:
        done += batch.articles
        if done < articles and time.monotonic() - last > _SECONDS_BETWEEN_LINES:
            print(f"parsed {done:,} of {articles:,} articles", file=sys.stderr, flush=True)
            last = time.monotonic()
        yield batch
