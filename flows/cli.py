"""The command line `dateline`. Each command imports what it needs when it runs, so that `--help` answers at once."""

import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Optional

import typer

from flows.errors import DatelineError

app = typer.Typer(
    help="From news article text to a DuckDB warehouse of people, organizations, figures and events.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

DEFAULT_DROP = "raw"
DEFAULT_WAREHOUSE = "warehouse/dateline.duckdb"
Drop = Annotated[str, typer.Argument(help="Folder, file or URL (s3://…) of articles.", metavar="DROP")]
Warehouse = Annotated[
    str, typer.Option("--warehouse", help="Warehouse file, or a DuckLake: ducklake:CATALOG.", metavar="FILE")
]
Jobs = Annotated[int, typer.Option("--jobs", min=0, help="Processes that parse; 0 is one a core where that pays.")]
Runner = Annotated[
    Optional[str],  # noqa: UP045
    typer.Option(
        "--runner",
        help="Cluster that parses in place of this machine: dask://HOST:PORT or ray://HOST:PORT.",
        metavar="ADDRESS",
    ),
]
Direct = Annotated[bool, typer.Option("--direct", help="Run without Prefect, even if an API is configured.")]
OnFailure = Annotated[
    Optional[str],  # noqa: UP045
    typer.Option(
        "--on-failure",
        envvar="DATELINE_ON_FAILURE",
        help="Run this by the shell when a refresh fails.",
        metavar="COMMAND",
    ),
]


class ReportFormat(StrEnum):
    """Formats of a report."""

    text = "text"
    json = "json"


class QueryFormat(StrEnum):
    """Formats of a query's answer."""

    table = "table"
    csv = "csv"
    json = "json"
    parquet = "parquet"


class IfBusy(StrEnum):
    """What to do while another refresh is at work on the warehouse."""

    wait = "wait"
    skip = "skip"
    fail = "fail"


class SchemaFormat(StrEnum):
    """Formats of the data dictionary."""

    markdown = "markdown"
    sql = "sql"
    json = "json"


@app.callback()
def options(
    debug: Annotated[bool, typer.Option("--debug", help="Show a traceback when something fails.")] = False,
) -> None:
    """From news article text to a DuckDB warehouse of people, organizations, figures and events."""


@app.command()
def refresh(
    drop: Drop = DEFAULT_DROP,
    warehouse: Warehouse = DEFAULT_WAREHOUSE,
    jobs: Jobs = 0,
    full: Annotated[bool, typer.Option("--full", help="Parse all articles again.")] = False,
    runner: Runner = None,
    direct: Direct = False,
    if_busy: Annotated[IfBusy, typer.Option(help="While another refresh is at work.")] = IfBusy.fail,
    on_failure: OnFailure = None,
) -> None:
    """Bring the warehouse up to a drop: parse what is new or changed, validate, load, publish."""
    from flows.commands import run_refresh
    from flows.remote import find_drop
    from flows.request import Request, read_address

    _set_hook(on_failure)
    request = Request(find_drop(drop), read_address(warehouse), jobs, full, wait=if_busy is IfBusy.wait, runner=runner)
    raise typer.Exit(run_refresh(request, direct=direct, skip_if_busy=if_busy is IfBusy.skip))


@app.command()
def replay(
    drop: Annotated[
        Optional[str],  # noqa: UP045
        typer.Argument(help="Folder, file or URL of articles; that of the last run if not given.", metavar="DROP"),
    ] = None,
    warehouse: Warehouse = DEFAULT_WAREHOUSE,
    jobs: Jobs = 0,
    direct: Direct = False,
) -> None:
    """Try quarantined articles and rows again, with today's rules; nothing else of the drop is read anew."""
    from flows.commands import run_replay
    from flows.remote import find_drop
    from flows.request import read_address

    found = find_drop(drop) if drop else None
    raise typer.Exit(run_replay(found, read_address(warehouse), jobs=jobs, direct=direct))


@app.command()
def serve(
    drop: Drop = DEFAULT_DROP,
    cron: Annotated[Optional[str], typer.Option(help="When to refresh, as cron has it.", metavar='"0 6 * * *"')] = None,  # noqa: UP045
    every: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option(help="How often to refresh: 30s, 10m, 1h; 1h when nothing says when.", metavar="DURATION"),
    ] = None,
    timezone: Annotated[str, typer.Option(help="Time zone of --cron.", metavar="TZ")] = "UTC",
    watch: Annotated[bool, typer.Option("--watch", help="Refresh when files came or changed.")] = False,
    quiet: Annotated[str, typer.Option(help="How long files must be at rest for --watch.", metavar="DURATION")] = "5s",
    warehouse: Warehouse = DEFAULT_WAREHOUSE,
    jobs: Jobs = 0,
    runner: Runner = None,
    if_busy: Annotated[IfBusy, typer.Option(help="While another refresh is at work.")] = IfBusy.wait,
    on_failure: OnFailure = None,
) -> None:
    """Refresh on a schedule or when files come, with Prefect and its UI; starts its server where none is configured."""
    from flows.remote import find_drop
    from flows.request import read_address
    from flows.serve import make_service, run_serve

    _set_hook(on_failure)
    service = make_service(
        find_drop(drop),
        read_address(warehouse),
        cron=cron,
        every=every,
        timezone=timezone,
        watch=watch,
        quiet=quiet,
        jobs=jobs,
        runner=runner,
        if_busy=if_busy.value,
    )
    raise typer.Exit(run_serve(service))


def _set_hook(command: str | None) -> None:
    """For this process and for those that it starts."""
    if command:
        os.environ["DATELINE_ON_FAILURE"] = command


@app.command()
def validate(
    drop: Annotated[str, typer.Argument(help="Folder, file or URL (s3://…) of articles.", metavar="DROP")],
    format: Annotated[ReportFormat, typer.Option(help="Form of the report.")] = ReportFormat.text,
    jobs: Jobs = 0,
    no_parse: Annotated[
        bool, typer.Option("--no-parse", help="Look at files and records only, which is quick.")
    ] = False,
    warehouse: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option(help=f"Warehouse to compare with; {DEFAULT_WAREHOUSE} where there is one.", metavar="FILE"),
    ] = None,
) -> None:
    """Check a drop as a refresh would, and write nothing."""
    from flows.commands import run_validate
    from flows.remote import find_drop
    from flows.request import read_address

    default = DEFAULT_WAREHOUSE if Path(DEFAULT_WAREHOUSE).exists() else None
    address = warehouse or default
    past = read_address(address) if address else None
    as_json = format is ReportFormat.json
    raise typer.Exit(run_validate(find_drop(drop), past, as_json=as_json, parse=not no_parse, jobs=jobs))


@app.command()
def sql(
    query: Annotated[Optional[str], typer.Argument(help="SQL; with none, a prompt.", metavar="QUERY")] = None,  # noqa: UP045
    file: Annotated[Optional[Path], typer.Option("-f", "--file", help="Run the SQL of this file.")] = None,  # noqa: UP045
    format: Annotated[QueryFormat, typer.Option(help="Form of the answer.")] = QueryFormat.table,
    output: Annotated[Optional[Path], typer.Option("--output", "-o", help="Write to this file.")] = None,  # noqa: UP045
    warehouse: Warehouse = DEFAULT_WAREHOUSE,
) -> None:
    """Query the warehouse, read-only."""
    from flows.query_command import run_sql
    from flows.request import read_address

    raise typer.Exit(run_sql(read_address(warehouse), query, file, format.value, output))


@app.command()
def schema(
    format: Annotated[SchemaFormat, typer.Option(help="Form of the dictionary.")] = SchemaFormat.markdown,
) -> None:
    """Print the data dictionary: tables, grain, columns, types, units, meaning, example."""
    from flows.commands import render_schema

    typer.echo(render_schema(format.value))


@app.command()
def status(warehouse: Warehouse = DEFAULT_WAREHOUSE) -> None:
    """Show the last runs, what is in the warehouse, and what is quarantined."""
    from flows.query_command import run_status
    from flows.request import read_address

    raise typer.Exit(run_status(read_address(warehouse)))


@app.command()
def compact(
    warehouse: Annotated[str, typer.Option("--warehouse", help="The DuckLake.", metavar="ducklake:CATALOG")],
    keep: Annotated[str, typer.Option(help="How long what readers opened stays whole.", metavar="DURATION")] = "7d",
) -> None:
    """Merge the data files of a DuckLake, and let old snapshots and unused files go."""
    from flows.commands import run_compact
    from flows.request import read_address

    raise typer.Exit(run_compact(read_address(warehouse), keep))


def main() -> None:
    """Run the command line: errors go to standard error as one line, with a traceback only under `--debug`."""
    arguments = [argument for argument in sys.argv[1:] if argument != "--debug"]
    try:
        app(arguments, prog_name="dateline")
    except BrokenPipeError:
        sys.stderr.close()
    except Exception as error:
        if "--debug" in sys.argv:
            raise
        typer.echo(f"dateline: {_describe(error)}", err=True)
        sys.exit(getattr(error, "exit_code", 3))


def _describe(error: Exception) -> str:
    """One line; an error that nobody foresaw says where to look."""
    words = " ".join(str(error).split())
    return words if isinstance(error, DatelineError) else f"{type(error).__name__}: {words} (--debug shows where)"
