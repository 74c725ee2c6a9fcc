"""The refresh, step by step, with no Prefect in it: list, parse, judge, load, publish.

`Steps` holds the functions that do the work. Run as they are, they make a refresh without any server; the flow in
`flows.prefect_refresh` passes the same ones as Prefect tasks.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import duckdb

from flows.batches import Rows, make_batches, parse_batches
from flows.cases import refusal_case, row_case
from flows.errors import RunFailedError, SplitError, WrongUseError
from flows.plan import Plan, make_plan, read_known_articles
from flows.sources import Refusal, read_drop
from flows.version import dateline_version, model_version
from warehouse.draft import open_draft, publish_draft
from warehouse.lock import WarehouseLockedError, lock_warehouse
from warehouse.query import WarehouseError
from warehouse.record import count_rows, failing_checks, mark_touched, record_cases, record_run

if TYPE_CHECKING:
    from flows.judge import Judgement

Progress = Callable[[Iterable[Rows], int], Iterator[Rows]]


@dataclass(frozen=True, slots=True)
class Request:
    """What the user asks for; `jobs` 0 means one process a core."""

    drop: Path
    warehouse: Path
    jobs: int = 0
    full: bool = False
    started_by: str = "manual"


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)


@dataclass(frozen=True, slots=True)
class Run:
    """One refresh run, named in every row that it loads."""

    run_id: str = field(default_factory=lambda: f"run_{uuid4().hex[:16]}")
    started_at: datetime = field(default_factory=_now)


@dataclass
class Outcome:
    """What a refresh did: articles by what became of them, rows that were parsed, rows that the warehouse now holds."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0
    refused: list[Refusal] = field(default_factory=list)
    articles_parsed: int = 0
    rows_parsed: int = 0
    rows_quarantined: int = 0
    rows: dict[str, int] = field(default_factory=dict)

    @property
    def passed(self) -> bool:
        """True when nothing was refused or quarantined."""
        return not self.refused and not self.rows_quarantined


def list_drop(request: Request, again: Collection[str] = ()) -> Plan:
    """Compare the drop with the warehouse; articles in `again` are parsed even if unchanged."""
    if not request.drop.exists():
        raise WrongUseError(f"{request.drop}: there is no such drop; name a folder or a file that exists")
    known = read_known_articles(request.warehouse)
    return make_plan(read_drop(request.drop), known, full=request.full, again=again)


def validate_rows(batches: Sequence[Rows]) -> "list[Judgement]":
    """Valid rows and failures of each batch."""
    from flows.judge import judge_rows

    return [judge_rows(rows) for rows in batches]


def load_draft(request: Request, plan: Plan, judgements: "Sequence[Judgement]", run: Run) -> dict[str, int]:
    """Write a draft of the new warehouse in one transaction and check it; return its rows by table.

    Nothing is published yet. Raises RunFailedError when the draft breaks a check.
    """
    with open_draft(request.warehouse) as connection:
        mark_touched(connection, plan.touched)
        record_run(connection, _run_row(request, plan, run))
        cases = [refusal_case(refusal, run.run_id, run.started_at) for refusal in plan.refused]
        if plan.touched:
            cases += _load_rows(connection, plan, judgements, run)
        record_cases(connection, cases, run.run_id)
        if plan.touched and (failing := failing_checks(connection)):
            name, rows = next(iter(failing.items()))
            raise RunFailedError(f"the new warehouse breaks the check {name}, first at {rows[0]}; nothing is published")
        return count_rows(connection)


def publish(request: Request) -> None:
    """Put the draft in the warehouse's place."""
    publish_draft(request.warehouse)


@dataclass(frozen=True)
class Steps:
    """The functions of a refresh, in their order."""

    list_drop: Callable[..., Plan] = list_drop
    parse_batches: Callable[..., Iterator[Rows]] = parse_batches
    validate_rows: "Callable[..., list[Judgement]]" = validate_rows
    load_draft: Callable[..., dict[str, int]] = load_draft
    publish: Callable[..., None] = publish


def refresh(request: Request, steps: Steps, progress: Progress) -> Outcome:
    """Bring the warehouse up to the drop.

    Raises WrongUseError, or RunFailedError with the published warehouse as it was.
    """
    try:
        with lock_warehouse(request.warehouse):
            return _refresh_locked(request, steps, progress)
    except (WarehouseLockedError, WarehouseError) as error:
        raise RunFailedError(str(error)) from error
    except KeyboardInterrupt:
        raise RunFailedError(f"interrupted; {request.warehouse} is as it was") from None
    except BrokenProcessPool as error:
        remedy = "for want of memory? try --jobs 1"
        raise RunFailedError(f"a parsing process was ended from outside ({remedy}); nothing is published") from error
    except (duckdb.BinderException, duckdb.CatalogException) as error:
        remedy = "it was made by another version of dateline: move it away and refresh"
        raise RunFailedError(f"{request.warehouse}: {remedy} ({error})") from error
    except (OSError, duckdb.Error) as error:
        raise RunFailedError(f"{request.warehouse}: {error}; the published warehouse is as it was") from error


def _refresh_locked(request: Request, steps: Steps, progress: Progress) -> Outcome:
    run, again = Run(), set[str]()
    while True:
        plan = steps.list_drop(request, again)
        batches = make_batches(plan.parse)
        rows = list(progress(steps.parse_batches(batches, run.run_id, request.jobs), len(plan.parse)))
        judgements = steps.validate_rows(rows) if rows else []
        try:
            held = steps.load_draft(request, plan, judgements, run)
            break
        except SplitError as error:
            again.update(error.article_ids)
    steps.publish(request)
    return Outcome(
        plan.new,
        plan.changed,
        plan.unchanged,
        len(plan.removed),
        plan.refused,
        articles_parsed=len(plan.parse),
        rows_parsed=sum(len(found) for batch in rows for found in batch.values()),
        rows_quarantined=sum(len(judgement.failures) for judgement in judgements),
        rows=held,
    )


def _load_rows(
    connection: duckdb.DuckDBPyConnection, plan: Plan, judgements: "Sequence[Judgement]", run: Run
) -> list[dict[str, Any]]:
    """Replace the touched articles' rows, settle who is who, and return the cases of rows that did not pass."""
    from flows.settle import settle_entities
    from warehouse.load import delete_touched, insert_rows

    delete_touched(connection)
    for judgement in judgements:
        insert_rows(connection, judgement.valid)
    settle_entities(connection, run.run_id)
    sources = {planned.source.article_id: planned.source for planned in plan.parse}
    failures = [failure for judgement in judgements for failure in judgement.failures]
    return [row_case(f, sources[f.article_id], run.run_id, run.started_at) for f in failures]


def _run_row(request: Request, plan: Plan, run: Run) -> dict[str, Any]:
    return {
        "run_id": run.run_id,
        "started_at": run.started_at,
        "finished_at": _now(),
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
