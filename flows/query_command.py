"""The commands `sql` and `status`: they only read, and import neither pandas nor spaCy nor Prefect."""

import csv
import io
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from math import isfinite
from pathlib import Path

import duckdb
from rich.console import Console
from rich.table import Table
from rich.text import Text

from flows.errors import RunFailedError, WrongUseError
from warehouse.interrupt import interruptible
from warehouse.lake import Lake, Warehouse, data_folder, file_of
from warehouse.query import QueryError, Result, WarehouseError, export_parquet, open_warehouse, run_queries, run_query
from warehouse.record import count_rows
from warehouse.statements import statement

_CANCELLED = "\x03"
_LEAVE = ("exit", "quit", "\\q")
_WIDTH_IN_A_PIPE = 10_000  # a table that is not shown on a terminal is never cut


def run_sql(warehouse: Warehouse, query: str | None, file: Path | None, form: str, output: Path | None) -> int:
    """Answer a query, or every one typed at the prompt or sent through a pipe; exit code 0, and 2 for a pipe with a
    wrong one."""
    if query is not None and file is not None:
        raise WrongUseError("give either a query or a file with -f, not both")
    if file is not None:
        query = _read_query(file)
    if query is None and (form != "table" or output is not None):
        query = sys.stdin.read()
    if form == "parquet" and output is None:
        raise WrongUseError("Parquet needs a file: add --output FILE")
    with _reading(warehouse) as connection:
        if query is None:
            return _prompt(connection, warehouse)
        if form == "parquet" and output is not None:
            export_parquet(connection, query, output)
        else:
            _write("".join(render(result, form) for result in run_queries(connection, query)), output)
    return 0


def run_status(warehouse: Warehouse) -> int:
    """Print the last runs, the rows by table and the open cases of quarantine; exit code 0."""
    with _reading(warehouse) as connection:
        size = _measure(warehouse, connection)
        counts = count_rows(connection)
        cases = run_query(connection, statement("open_cases"))
        sections = {
            "last runs": run_query(connection, statement("last_runs")),
            "rows": Result(["table", "rows"], list(counts.items())),
            "open in quarantine": cases if cases.rows else Result(["nothing is open"], []),
        }
    print(f"{warehouse}, {size}")
    for title, result in sections.items():
        print(f"\n{title}\n{render(result, 'table')}", end="")
    return 0


def _measure(warehouse: Warehouse, connection: duckdb.DuckDBPyConnection) -> str:
    """The size of what lies on the disk."""
    size = f"{file_of(warehouse).stat().st_size / 1e6:.1f} MB"
    if not isinstance(warehouse, Lake):
        return size
    files = [path.stat().st_size for path in data_folder(connection).rglob("*.parquet")]
    return f"{size}, and {sum(files) / 1e6:.1f} MB in {len(files):,} data files"


def render(result: Result, form: str) -> str:
    """A result as text: `table`, `csv` or `json`, ending in a newline."""
    if form == "json":
        records = [{name: _json_value(value) for name, value in row.items()} for row in result.records()]
        return json.dumps(records, ensure_ascii=False, default=str, indent=2) + "\n"
    if form == "csv":
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(result.columns)
        writer.writerows(result.rows)
        return text.getvalue()
    return _render_table(result)


def _json_value(value: object) -> object:
    """What JSON has no number for is null; bytes are their hexadecimal digits."""
    if isinstance(value, float) and not isfinite(value):
        return None
    return value.hex() if isinstance(value, bytes) else value


def _render_table(result: Result) -> str:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for i, name in enumerate(result.columns):
        numeric = any(isinstance(row[i], int | float) for row in result.rows)
        table.add_column(Text(name), justify="right" if numeric else "left", overflow="fold")
    for row in result.rows:
        table.add_row(*(Text(_cell(value)) for value in row))
    console = Console(width=None if sys.stdout.isatty() else _WIDTH_IN_A_PIPE)
    with console.capture() as capture:
        console.print(table)
    return "".join(line.rstrip() + "\n" for line in capture.get().splitlines())


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:,.0f}" if value.is_integer() and abs(value) < 1e15 else f"{value:,.10g}"
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return " ".join(str(value).split())


def _read_query(file: Path) -> str:
    try:
        return file.read_text("utf8")
    except (OSError, UnicodeDecodeError) as error:
        raise WrongUseError(f"{file}: cannot be read as SQL ({error})") from None


def _write(text: str, output: Path | None) -> None:
    if output is None:
        sys.stdout.write(text)
        return
    try:
        output.write_text(text, "utf8")
    except OSError as error:
        raise RunFailedError(f"{output}: cannot be written ({error.strerror})") from None


@contextmanager
def _reading(warehouse: Warehouse) -> Iterator[duckdb.DuckDBPyConnection]:
    try:
        with open_warehouse(warehouse) as connection:
            yield connection
    except WarehouseError as error:
        raise RunFailedError(str(error)) from None
    except QueryError as error:
        raise WrongUseError(str(error)) from None


def _prompt(connection: duckdb.DuckDBPyConnection, warehouse: Warehouse) -> int:
    """Read statements up to `;` and answer them until the input ends; exit code as of `run_sql`."""
    is_typed = sys.stdin.isatty()
    if is_typed:
        import readline  # noqa: F401  (gives `input` a history and line editing)

        print(f"{warehouse}: end a query with `;`, leave with Ctrl-D. `SHOW TABLES;` lists the tables.")
    lines: list[str] = []
    answered = [True]
    while (line := _read_line("   ...> " if lines else "dateline> ", is_typed)) is not None:
        if line == _CANCELLED:
            lines.clear()
            continue
        if not lines and line.strip().rstrip(";").lower() in _LEAVE:
            break
        lines.append(line)
        if line.rstrip().endswith(";"):
            answered.append(_answer(connection, "\n".join(lines)))
            lines.clear()
    if not is_typed and any(line.strip() for line in lines):
        answered.append(_answer(connection, "\n".join(lines)))
    return 0 if is_typed or all(answered) else 2


def _read_line(prompt: str, is_typed: bool) -> str | None:
    """A line; `_CANCELLED` where Ctrl-C takes back what was typed; None at the end."""
    try:
        return input(prompt if is_typed else "")
    except (EOFError, KeyboardInterrupt) as end:
        print(end="\n" if is_typed else "")
        return _CANCELLED if is_typed and isinstance(end, KeyboardInterrupt) else None


def _answer(connection: duckdb.DuckDBPyConnection, query: str) -> bool:
    """Print what a query answers; False for one that is wrong."""
    try:
        with interruptible(connection):
            for result in run_queries(connection, query):
                sys.stdout.write(render(result, "table"))
    except QueryError as error:
        print(error, file=sys.stderr)
        return False
    except KeyboardInterrupt:  # of this query only
        print("interrupted", file=sys.stderr)
    return True
