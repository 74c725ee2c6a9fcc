"""The refresh, step by step, with no Prefect in it: list, parse and judge, load, publish.

`Steps` holds the functions that do the work. Run as they are, they make a refresh without any server; the flow in
`flows.prefect_refresh` passes the same ones as Prefect tasks. What is large stands in spools: a drop of any size goes
through in the memory of a few batches.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass, field
from heapq import nlargest
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from flows.batches import SLOWEST, ArticleTime, ParsedBatch, Run, read_batches, utc_now
from flows.cases import refusal_case
from flows.cluster import check_scheduler
from flows.drop import list_again, list_drop
from flows.errors import (
    DatelineError,
    DropRefusedError,
    RunFailedError,
    SplitError,
    WarehouseBusyError,
    WrongUseError,
)
from flows.plan import Batch, Plan
from flows.request import Request
from flows.sources import Refusal
from flows.spool import Spool
from flows.version import dateline_version, model_version
from warehouse.checking import broken_checks
from warehouse.draft import Draft, make_draft
from warehouse.interrupt import remembered_interrupts
from warehouse.lock import WarehouseLockedError, lock_warehouse
from warehouse.query import WarehouseError
from warehouse.record import (
    close_cases,
    count_rows,
    mark_touched,
    record_cases,
    record_looks,
    record_run,
)

if TYPE_CHECKING:
    import pyarrow

_ALLOWANCES = (1, 3)  # of memory, one try after the other, before a load may take all that there is
Progress = Callable[[Iterable[ParsedBatch], int], Iterator[ParsedBatch]]


@dataclass
class ParsedDrop:
    """What all batches gave: valid rows by table, and cases of quarantine. Spills into `folder`."""

    folder: Path
    tables: "dict[str, Spool[pyarrow.Table]]" = field(default_factory=dict)
    cases: Spool[dict[str, Any]] = field(init=False)
    rows: int = 0
    slowest: list[ArticleTime] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Begin with no case."""
        self.cases = Spool(self.folder)

    def add(self, batch: ParsedBatch) -> None:
        """Take one batch in."""
        for table, rows in batch.valid.items():
            if table not in self.tables:
                self.tables[table] = Spool(self.folder)
            self.tables[table].append(rows)
        for case in batch.cases:
            self.cases.append(case)
        self.rows += batch.row_count
        self.slowest = nlargest(SLOWEST, self.slowest + batch.slowest)


@dataclass
class Outcome:
    """What a refresh did: articles by what became of them, rows that were parsed, rows that the warehouse now holds."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0
    refused: Spool[Refusal] = field(default_factory=Spool)
    articles_parsed: int = 0
    rows_parsed: int = 0
    rows_quarantined: int = 0
    rows: dict[str, int] = field(default_factory=dict)
    slowest: list[ArticleTime] = field(default_factory=list)

    @property
    def records(self) -> int:
        """Files and records that the drop gave."""
        return self.articles + len(self.refused)

    @property
    def articles(self) -> int:
        """Those of them that are articles."""
        return self.new + self.changed + self.unchanged

    @property
    def passed(self) -> bool:
        """True when nothing was refused or quarantined."""
        return not self.refused and not self.rows_quarantined


def load_draft(request: Request, plan: Plan, parsed: ParsedDrop, run: Run, draft: Draft) -> dict[str, int]:
    """Write the draft of the new warehouse and check it; return its rows by table.

    Nothing is published yet. Raises SplitError, and RunFailedError when the draft breaks a check.
    """
    for allowance in _ALLOWANCES:
        with suppress(duckdb.OutOfMemoryException):  # of what it was bound to, which is far less than the machine has
            return _load_draft(request, plan, parsed, run, draft, allowance)
    return _load_draft(request, plan, parsed, run, draft, None)


def _load_draft(
    request: Request, plan: Plan, parsed: ParsedDrop, run: Run, draft: Draft, allowance: float | None
) -> dict[str, int]:
    with draft.open(allowance) as connection:
        mark_touched(connection, plan.touched, plan.reread)
        record_run(connection, _run_row(request, plan, run, "completed"))
        record_cases(connection, (refusal_case(r, run.run_id, run.started_at) for r in plan.refused))
        if plan.touched:
            from flows.load import load_rows

            load_rows(connection, parsed.tables, run.run_id, lambda: draft.save(connection), parsed.folder)
            record_cases(connection, parsed.cases)
        record_looks(connection, plan.looks, plan.forgotten, run.run_id)
        close_cases(connection, run.run_id)
        draft.save(connection)  # checks read a saved draft faster than changes that wait in memory
        if plan.touched and (broken := broken_checks(connection, only_touched=True)):
            raise RunFailedError(f"the new warehouse breaks {'; '.join(map(str, broken))}; nothing is published")
        return count_rows(connection)


def publish(draft: Draft) -> None:
    """Put the draft in the warehouse's place."""
    draft.publish()


@dataclass(frozen=True)
class Steps:
    """The functions of a refresh, in their order."""

    list_drop: Callable[[Request], Plan] = list_drop
    list_again: Callable[[Request, Collection[str]], Plan] = list_again
    read_batches: Callable[[Spool[Batch], Run, int, str | None], Iterator[ParsedBatch]] = read_batches
    load_draft: Callable[[Request, Plan, ParsedDrop, Run, Draft], dict[str, int]] = load_draft
    publish: Callable[[Draft], None] = publish


def refresh(request: Request, steps: Steps, progress: Progress) -> Outcome:
    """Bring the warehouse up to the drop.

    Raises WrongUseError; DropRefusedError with the warehouse as it was; or RunFailedError with its rows as they were:
    WarehouseBusyError among them, when another refresh is at work and the request is not to wait. A failed run is in
    `runs` when there is a warehouse to note it in.
    """
    if request.runner is not None:
        check_scheduler(request.runner)
    try:
        with lock_warehouse(request.warehouse, wait=request.wait), make_draft(request.warehouse) as draft:
            return _refresh_locked(request, steps, progress, draft)
    except WarehouseLockedError as error:
        raise WarehouseBusyError(str(error)) from error
    except OSError as error:
        raise _explain(request, error) from error


def _refresh_locked(request: Request, steps: Steps, progress: Progress, draft: Draft) -> Outcome:
    run, plan = Run(request.run_id), Plan()
    try:
        with remembered_interrupts() as check:
            plan = steps.list_drop(request)
            parsed, held = _parse_and_load(request, steps, progress, plan, run, draft)
            check()
            steps.publish(draft)
    except (WrongUseError, DropRefusedError):
        raise
    except KeyboardInterrupt:
        raise RunFailedError(f"interrupted; {request.warehouse} is as it was") from None
    except Exception as error:
        failure = _explain(request, error)
        _record_failure(request, plan, run, failure, draft)
        raise failure from error
    return Outcome(
        plan.new,
        plan.changed,
        plan.unchanged,
        len(plan.removed),
        plan.refused,
        articles_parsed=len(plan.parsed),
        rows_parsed=parsed.rows,
        rows_quarantined=len(parsed.cases),
        rows=held,
        slowest=parsed.slowest,
    )


def _parse_and_load(
    request: Request, steps: Steps, progress: Progress, plan: Plan, run: Run, draft: Draft
) -> tuple[ParsedDrop, dict[str, int]]:
    """What was parsed, and the rows of the draft; articles that come apart are parsed again and join the plan."""
    parsed = ParsedDrop(request.warehouse.parent)
    batches, articles = plan.batches, len(plan.parsed)
    while True:
        for batch in progress(steps.read_batches(batches, run, request.jobs, request.runner), articles):
            parsed.add(batch)
        try:
            return parsed, steps.load_draft(request, plan, parsed, run, draft)
        except SplitError as error:
            again = steps.list_again(request, error.article_ids)
            plan.parsed += again.parsed
            plan.reread += again.reread
            batches, articles = again.batches, len(again.parsed)


def _explain(request: Request, error: Exception) -> DatelineError:
    """What a failure means to the user, in one line."""
    match error:
        case DatelineError():
            return error
        case WarehouseError():
            return RunFailedError(str(error))
        case BrokenProcessPool():
            remedy = "for want of memory? try --jobs 1"
            return RunFailedError(f"a parsing process was ended from outside ({remedy}); nothing is published")
        case duckdb.BinderException() | duckdb.CatalogException():
            remedy = "it was made by another version of dateline: move it away and refresh"
            return RunFailedError(f"{request.warehouse}: {remedy} ({error})")
        case OSError() | duckdb.Error():
            return RunFailedError(f"{request.warehouse}: {error}; the published warehouse is as it was")
    return RunFailedError(
        f"{type(error).__name__}: {error}; the published warehouse is as it was (--debug shows where)"
    )


def _record_failure(request: Request, plan: Plan, run: Run, failure: DatelineError, draft: Draft) -> None:
    """Note a failed run in the published warehouse; where that fails too (a full disk), the error alone must do."""
    if not request.warehouse.exists():
        return
    with suppress(Exception):
        with draft.open() as connection:
            record_run(connection, _run_row(request, plan, run, "failed", str(failure)))
        draft.publish()


def _run_row(request: Request, plan: Plan, run: Run, status: str, message: str | None = None) -> dict[str, Any]:
    return {
        "run_id": run.run_id,
        "started_at": run.started_at,
        "finished_at": utc_now(),
        "status": status,
        "message": message,
        "started_by": request.started_by,
        "drop_path": str(request.drop),
        "dateline_version": dateline_version(),
        "model": model_version(),
        "articles_new": plan.new,
        "articles_changed": plan.changed,
        "articles_unchanged": plan.unchanged,
        "articles_removed": len(plan.removed),
        "articles_rejected": len(plan.refused),
    }
