"""Ctrl-C while DuckDB is at work."""

from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def interruptible() -> Iterator[None]:
    """Raise the KeyboardInterrupt for which DuckDB, within a query, raises a RuntimeError.

    The connection keeps its file: to connect to it once more would wait for ever (seen in DuckDB 1.5.5).
    """
    try:
        yield
    except RuntimeError as error:
        if str(error) == "Query interrupted":
            raise KeyboardInterrupt from None
        raise
