"""Turn what did not pass into rows of `quarantine`."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from flows.parse.ids import stable_id
from flows.sources import Refusal, SourceArticle

if TYPE_CHECKING:
    from flows.judge import RowFailure


def refusal_case(refusal: Refusal, run_id: str, seen_at: datetime) -> dict[str, Any]:
    """A case for a file or record that became no article."""
    return {
        "quarantine_id": stable_id("case", refusal.source_file, refusal.record_key or "", refusal.rule),
        "run_id": run_id,
        "source_file": refusal.source_file,
        "record_key": refusal.record_key,
        "article_id": None,
        "table_name": "articles",
        "rule": refusal.rule,
        "column_name": refusal.column_name,
        "message": refusal.message,
        "row_json": refusal.row_json,
        "seen_at": seen_at,
    }


def row_case(failure: "RowFailure", source: SourceArticle, run_id: str, seen_at: datetime) -> dict[str, Any]:
    """A case for a row of an article that was parsed but did not pass."""
    key = (source.article_id, failure.table_name, failure.rule, failure.column_name, failure.row_json())
    return {
        "quarantine_id": stable_id("case", *key),
        "run_id": run_id,
        "source_file": source.source_file,
        "record_key": source.record_key,
        "article_id": source.article_id,
        "table_name": failure.table_name,
        "rule": failure.rule,
        "column_name": failure.column_name,
        "message": failure.message,
        "row_json": failure.row_json(),
        "seen_at": seen_at,
    }
