"""The commands `refresh`, `validate` and `schema`: run the work, print its outcome, give the exit code."""

import json
import os
import sys
import time
from pathlib import Path

from flows.prefect_api import check_api, configured_api
from flows.progress import show_progress
from flows.refresh import Outcome, Request, Steps, refresh
from warehouse.checking import broken_warnings
from warehouse.query import open_warehouse

PASSED, NOT_PASSED = 0, 1


def run_refresh(drop: Path, warehouse: Path, *, jobs: int, full: bool, direct: bool) -> int:
    """Refresh through Prefect when an API is configured, else directly; print the summary."""
    began = time.monotonic()
    request = Request(drop, warehouse, jobs, full)
    api = None if direct else configured_api()
    if api is None:
        outcome = refresh(request, Steps(), show_progress)
    else:
        check_api(api)
        os.environ.setdefault("PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL", "CRITICAL")  # `main` tells errors in one line
        from flows.prefect_refresh import refresh_with_prefect

        outcome = refresh_with_prefect(request)
    for refusal in outcome.refused:
        print(f"dateline: {refusal}", file=sys.stderr)
    print(summarize(outcome, warehouse, time.monotonic() - began))
    if outcome.articles_parsed:
        with open_warehouse(warehouse) as connection:
            for finding in broken_warnings(connection):
                print(f"warning: {finding}")
    return PASSED if outcome.passed else NOT_PASSED


def summarize(outcome: Outcome, warehouse: Path, seconds: float) -> str:
    """The summary of a refresh, for people."""
    counts = {
        "new": outcome.new,
        "changed": outcome.changed,
        "unchanged": outcome.unchanged,
        "removed": outcome.removed,
        "rejected": len(outcome.refused),
    }
    articles = "articles: " + ", ".join(f"{count:,} {name}" for name, count in counts.items())
    if not outcome.articles_parsed and not outcome.removed:
        return f"{articles}\nnothing to do: {warehouse} is up to date ({seconds:.1f} s)"
    rows = "rows: " + ", ".join(f"{table} {count:,}" for table, count in outcome.rows.items())
    kept = outcome.rows_parsed - outcome.rows_quarantined
    judged = f"parsed {outcome.rows_parsed:,} rows = {kept:,} loaded + {outcome.rows_quarantined:,} quarantined"
    return f"{articles}\n{rows}\n{judged}\npublished {warehouse} ({seconds:.1f} s)"


def run_validate(drop: Path, warehouse: Path | None, *, as_json: bool, parse: bool, jobs: int) -> int:
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
