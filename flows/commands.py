"""The commands that work: `refresh`, `replay`, `validate`, `compact`, `schema`; they print what came of it."""

import json
import os
import sys
import time
from collections import Counter

import duckdb

from flows.errors import RunFailedError, WarehouseBusyError, WrongUseError
from flows.failure_hook import tell_failure
from flows.prefect_api import check_api, configured_api
from flows.progress import show_progress
from flows.refresh import Outcome, Steps, refresh
from flows.remote import Drop, find_drop
from flows.request import Request
from warehouse.checking import broken_warnings
from warehouse.lake import Lake, Warehouse
from warehouse.lock import WarehouseLockedError
from warehouse.query import WarehouseError, open_warehouse, run_query
from warehouse.statements import statement

PASSED, NOT_PASSED = 0, 1


def run_refresh(request: Request, *, direct: bool, skip_if_busy: bool = False) -> int:
    """Refresh through Prefect when an API is configured, else directly; print the summary."""
    began = time.monotonic()
    try:
        outcome = _refresh(request, direct, skip_if_busy)
    except Exception as error:
        tell_failure(str(request.drop), request.warehouse, request.run_id, str(error))
        raise
    if outcome is None:
        print(f"skipped: another refresh is at work on {request.warehouse}")
        return PASSED
    for refusal in outcome.refused:
        print(f"dateline: {refusal}", file=sys.stderr)
    print(summarize(outcome, request.warehouse, time.monotonic() - began))
    if outcome.articles_parsed:
        with open_warehouse(request.warehouse) as connection:
            for finding in broken_warnings(connection):
                print(f"warning: {finding}")
    return PASSED if outcome.passed else NOT_PASSED


def run_replay(drop: Drop | None, warehouse: Warehouse, *, jobs: int, direct: bool) -> int:
    """Try what is open in quarantine again, in the drop of the last run or in `drop`; say what became of each case."""
    if not warehouse.exists():
        raise WrongUseError(f"{warehouse}: there is no warehouse; `dateline refresh` makes one")
    with open_warehouse(warehouse) as connection:
        last_drop = run_query(connection, statement("last_drop")).rows
        before = run_query(connection, statement("open_case_ids")).rows
    if not before:
        print(f"nothing to replay: no case is open in {warehouse}")
        return PASSED
    exit_code = run_refresh(Request(drop or find_drop(last_drop[0][0]), warehouse, jobs, replay=True), direct=direct)
    with open_warehouse(warehouse) as connection:
        after = dict(run_query(connection, statement("case_statuses")).rows)
    became = Counter(after[case_id] for (case_id,) in before)
    print(
        "cases: " + f"{len(before):,} tried = " + " + ".join(f"{became[s]:,} {s}" for s in ("replayed", "gone", "open"))
    )
    return exit_code


def run_compact(warehouse: Warehouse, keep: str) -> int:
    """Compact a DuckLake and say what became of its files; exit code 0."""
    from concurrent.futures.process import BrokenProcessPool

    from flows.serve import parse_duration
    from warehouse.compaction import compact_lake

    if not isinstance(warehouse, Lake):
        raise WrongUseError(f"{warehouse} is one file: only a DuckLake is compacted; give ducklake:CATALOG")
    age = parse_duration(keep)
    try:
        with open_warehouse(warehouse):  # or say why it cannot be
            pass
        done = compact_lake(warehouse, age)
    except WarehouseLockedError as error:
        raise WarehouseBusyError(str(error)) from None
    except (WarehouseError, duckdb.Error, OSError) as error:
        raise RunFailedError(str(error)) from None
    except BrokenProcessPool:
        raise RunFailedError(f"{warehouse}: DuckLake died at it again and again; the lake is as it was") from None
    files = f"data files: {done.before:,} before, {done.after:,} now"
    print(f"compacted {warehouse}: {files}; {done.removed:,} that are out of use for {keep} were removed")
    return PASSED


def _refresh(request: Request, direct: bool, skip_if_busy: bool) -> Outcome | None:
    """What came of it; None when it was skipped."""
    if direct or (api := configured_api()) is None:
        try:
            return refresh(request, Steps(), show_progress)
        except WarehouseBusyError:
            if not skip_if_busy:
                raise
            return None
    check_api(api)
    os.environ.setdefault("PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL", "CRITICAL")  # `main` tells errors in one line
    from flows.prefect_refresh import refresh_with_prefect

    return refresh_with_prefect(request, skip_if_busy=skip_if_busy)


def summarize(outcome: Outcome, warehouse: Warehouse, seconds: float) -> str:
    """The summary of a refresh, for people."""
    counts = {
        "new": outcome.new,
        "changed": outcome.changed,
        "unchanged": outcome.unchanged,
        "removed": outcome.removed,
        "rejected": len(outcome.refused),
    }
    records = f"records: {outcome.records:,} in = {outcome.articles:,} articles + {len(outcome.refused):,} refused"
    articles = f"{records}\narticles: " + ", ".join(f"{count:,} {name}" for name, count in counts.items())
    if not outcome.articles_parsed and not outcome.removed:
        return f"{articles}\nnothing to do: {warehouse} is up to date ({seconds:.1f} s)"
    rows = "rows: " + ", ".join(f"{table} {count:,}" for table, count in outcome.rows.items())
    kept = outcome.rows_parsed - outcome.rows_quarantined
    judged = f"parsed {outcome.rows_parsed:,} rows = {kept:,} loaded + {outcome.rows_quarantined:,} quarantined"
    return f"{articles}\n{rows}\n{judged}\npublished {warehouse} ({seconds:.1f} s)"


def run_validate(drop: Drop, warehouse: Warehouse | None, *, as_json: bool, parse: bool, jobs: int) -> int:
    """Report the verdict on every file and record of a drop; write nothing."""
    from flows.gate import judge_drop, report_lines

    report = judge_drop(drop, jobs, show_progress, warehouse=warehouse, parse=parse)
    print(json.dumps(report, ensure_ascii=False, indent=2) if as_json else "\n".join(report_lines(report)))
    return NOT_PASSED if report["verdict"] == "refused" else PASSED


def render_schema(form: str) -> str:
    """The data dictionary as `markdown`, `sql` or `json`."""
    from schemas.ddl import create_statements
    from schemas.dictionary import data_dictionary, json_schema

    if form == "sql":
        return create_statements()
    return data_dictionary() if form == "markdown" else json.dumps(json_schema(), ensure_ascii=False, indent=2)
