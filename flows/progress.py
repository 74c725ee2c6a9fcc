"""Show how far a run is: a bar on a terminal, plain lines now and then in a log."""

import sys
import time
from collections.abc import Iterable, Iterator

from flows.batches import Rows

_SECONDS_BETWEEN_LINES = 10.0


def show_progress(batches: Iterable[Rows], articles: int) -> Iterator[Rows]:
    """Pass batches of rows on and report, on standard error, how many of the articles they hold."""
    if not articles:
        yield from batches
    elif sys.stderr.isatty():
        yield from _bar(batches, articles)
    else:
        yield from _lines(batches, articles)


def _bar(batches: Iterable[Rows], articles: int) -> Iterator[Rows]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("parsing articles"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=articles)
        for rows in batches:
            progress.advance(task, len(rows["articles"]))
            yield rows


def _lines(batches: Iterable[Rows], articles: int) -> Iterator[Rows]:
    done, last = 0, time.monotonic()
    for rows in batches:
        done += len(rows["articles"])
        if done < articles and time.monotonic() - last > _SECONDS_BETWEEN_LINES:
            print(f"parsed {done:,} of {articles:,} articles", file=sys.stderr, flush=True)
            last = time.monotonic()
        yield rows
