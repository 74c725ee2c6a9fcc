"""Ctrl-C while DuckDB is at work."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import current_thread, main_thread
from types import FrameType

import duckdb


@contextmanager
def interruptible(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """End a query of the connection at Ctrl-C, and raise the KeyboardInterrupt for which DuckDB raises a RuntimeError.

    By itself DuckDB (1.5.5) lets its threads bring to an end what they have begun, and keeps the file: to connect to it
    once more would wait for ever.
    """
    earlier = signal.getsignal(signal.SIGINT)

    def end_query(number: int, frame: FrameType | None) -> None:
        connection.interrupt()
        if callable(earlier):
            earlier(number, frame)

    is_heard = callable(earlier) and current_thread() is main_thread()
    if is_heard:
        signal.signal(signal.SIGINT, end_query)
    try:
        yield
    except RuntimeError as error:
        if str(error) == "Query interrupted":
            raise KeyboardInterrupt from None
        raise
    finally:
        if is_heard:
            signal.signal(signal.SIGINT, earlier)
