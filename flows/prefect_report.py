"""What a refresh shows in Prefect: the run's name, its logs and its artifacts."""

import time
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any
from uuid import UUID

from prefect import get_client
from prefect.artifacts import (
    create_markdown_artifact,
    create_progress_artifact,
    create_table_artifact,
    update_progress_artifact,
)
from prefect.logging import get_run_logger
from prefect.runtime import flow_run
from prefect.utilities.urls import url_for

from flows.batches import ParsedBatch
from flows.progress import show_progress
from flows.refresh import Outcome
from flows.request import Request
from warehouse.checking import error_checks

_MOST_REFUSALS = 50
_SECONDS_TILL_PROGRESS = 10.0
_SECONDS_BETWEEN_UPDATES = 5.0


def describe(outcome: Outcome) -> str:
    """What came, in a few words: `refresh 12 new, 1 changed`."""
    counts = {
        "new": outcome.new,
        "changed": outcome.changed,
        "removed": outcome.removed,
        "refused": len(outcome.refused),
    }
    came = ", ".join(f"{count:,} {name}" for name, count in counts.items() if count)
    return f"refresh {came}" if came else "refresh, nothing new"


def name_run(outcome: Outcome) -> None:
    """Name the flow run after what came, and log it."""
    with get_client(sync_client=True) as client:
        client.set_flow_run_name(UUID(flow_run.id), describe(outcome))
    logger = get_run_logger()
    for refusal in islice(outcome.refused, _MOST_REFUSALS):
        logger.warning("refused %s", refusal)
    logger.info("%s, %d unchanged", describe(outcome), outcome.unchanged)
    print(f"{describe(outcome)}: {url_for('flow-run', obj_id=flow_run.id)}")


def publish_report(outcome: Outcome, request: Request) -> None:
    """A table of counts and a page to read, as artifacts."""
    create_table_artifact(key="refresh", table=_count_rows(outcome), description=f"Refresh of {request.warehouse}")
    page = render_report(outcome, request)
    create_markdown_artifact(key="refresh-report", markdown=page, description=describe(outcome))


def render_report(outcome: Outcome, request: Request) -> str:
    """The report of a refresh, as Markdown."""
    counts = [f"| {row['what']} | {row['count']:,} |" for row in _count_rows(outcome)]
    lines = [f"# {describe(outcome)}", "", f"`{request.drop}` into `{request.warehouse}`, run `{request.run_id}`"]
    lines += ["", "| | |", "| --- | ---: |", *counts, "", "## Refused", "", *_list_refusals(outcome)]
    slow = [f"- {article.seconds:.2f} s: `{article.place}`" for article in outcome.slowest]
    lines += ["", "## Slowest to parse", "", *(slow or ["Nothing was parsed."])]
    passed = ", ".join(f"`{name}`" for name in error_checks()) if outcome.articles_parsed or outcome.removed else ""
    lines += ["", "## Checks", "", f"Passed: {passed}" if passed else "Nothing changed, so none was run."]
    return "\n".join(lines)


def _list_refusals(outcome: Outcome) -> list[str]:
    listed = [f"- {refusal}" for refusal in islice(outcome.refused, _MOST_REFUSALS)]
    left = len(outcome.refused) - len(listed)
    return (listed or ["Nothing."]) + ([f"- and {left:,} more: see `quarantine`"] if left else [])


def show_progress_in_prefect(batches: Iterable[ParsedBatch], articles: int) -> Iterator[ParsedBatch]:
    """Pass batches on; a run that takes long shows how far it is, in Prefect and on standard error."""
    began = shown = time.monotonic()
    artifact, done = None, 0
    for batch in show_progress(batches, articles):
        yield batch
        done += batch.articles
        since, now = shown, time.monotonic()
        if now - began < _SECONDS_TILL_PROGRESS or now - since < _SECONDS_BETWEEN_UPDATES:
            continue
        shown, share = now, 100.0 * done / articles
        if artifact is None:
            artifact = _as_id(create_progress_artifact(share, key="refresh-progress", description="Articles parsed"))
        else:
            update_progress_artifact(artifact, share)
    if artifact is not None:
        update_progress_artifact(artifact, 100.0)


def _as_id(created: Any) -> UUID:
    return UUID(str(created))


def _count_rows(outcome: Outcome) -> list[dict[str, Any]]:
    articles = {
        "new": outcome.new,
        "changed": outcome.changed,
        "unchanged": outcome.unchanged,
        "removed": outcome.removed,
        "rejected": len(outcome.refused),
    }
    rows = {"parsed": outcome.rows_parsed, "quarantined": outcome.rows_quarantined} | outcome.rows
    return [{"what": f"articles {name}", "count": count} for name, count in articles.items()] + [
        {"what": f"rows {name}", "count": count} for name, count in rows.items()
    ]
