"""Ctrl-C while a library is at work."""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread, current_thread, main_thread
from types import FrameType

import duckdb

_END = b"\0"


@contextmanager
def interruptible(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """End a query of the connection at Ctrl-C, and raise KeyboardInterrupt for the error with which it ends.

    By itself DuckDB (1.5.5) asks for signals between the tasks of a query, of which one can last for hours, lets its
    threads bring to an end what they have begun, and keeps the file: to connect to it once more would wait for ever.
    So a thread of ours hears of the signal, which only the main thread can be told of, and tells DuckDB.
    """
    if current_thread() is not main_thread():
        yield
        return
    is_heard = Event()
    try:
        with _listening(connection, is_heard):
            yield
    except Exception:
        if is_heard.is_set():
            raise KeyboardInterrupt from None
        raise


@contextmanager
def _listening(connection: duckdb.DuckDBPyConnection, is_heard: Event) -> Iterator[None]:
    """Interrupt the connection at every SIGINT that came by the end; from the main thread only."""
    reading, writing = os.pipe()
    os.set_blocking(writing, False)  # as signals ask for

    def listen() -> None:
        while (number := os.read(reading, 1)) != _END:
            if number == bytes([signal.SIGINT]):
                is_heard.set()
                with suppress(duckdb.ConnectionException):  # closed by now
                    connection.interrupt()

    listener = Thread(target=listen, daemon=True)
    listener.start()
    earlier = signal.set_wakeup_fd(writing)
    try:
        yield
    finally:
        signal.set_wakeup_fd(earlier)
        os.write(writing, _END)
        listener.join()
        os.close(writing)
        os.close(reading)


@contextmanager
def remembered_interrupts() -> Iterator[Callable[[], None]]:
    """A check that raises KeyboardInterrupt if Ctrl-C was pressed: Python prints what is raised within a `__del__` or a
    callback of its own, and goes on."""
    is_heard = Event()

    def hear(number: int, frame: FrameType | None) -> None:
        is_heard.set()
        signal.default_int_handler(number, frame)

    def check() -> None:
        if is_heard.is_set():
            raise KeyboardInterrupt

    if current_thread() is not main_thread() or signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        yield check
        return
    signal.signal(signal.SIGINT, hear)
    try:
        yield check
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@contextmanager
def interrupted_afterwards() -> Iterator[None]:
    """Let Ctrl-C wait for the end: libraries swallow what is raised within their `try: import …` and `except: pass`."""
    if current_thread() is not main_thread():
        yield
        return
    is_heard = Event()
    earlier = signal.signal(signal.SIGINT, lambda *_: is_heard.set())
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, earlier)
        if is_heard.is_set():
            signal.raise_signal(signal.SIGINT)
