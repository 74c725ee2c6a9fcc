"""Judge rows by their Pandera schemas, by their offsets and by the rows they refer to; split good from bad.

Nothing is dropped in silence: valid rows and failures always add up to the rows that came in.
"""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
from pandera.errors import SchemaErrors

from schemas import TABLES

Rows = Mapping[str, Sequence[dict[str, Any]]]
RUN_REFERENCES = {"runs.run_id"}  # the run's own row is written last, with its outcome


@dataclass(frozen=True, slots=True)
class RowFailure:
    """A row that did not pass, with the first rule that it broke and a message that names them all."""

    table_name: str
    article_id: str
    rule: str
    column_name: str | None
    message: str
    row: dict[str, Any]

    def row_json(self) -> str:
        """The row as it was, as JSON."""
        return json.dumps(self.row, ensure_ascii=False, default=str, sort_keys=True)


@dataclass
class Judgement:
    """Valid rows by table, typed as their schemas say, and the failures."""

    valid: dict[str, pd.DataFrame] = field(default_factory=dict)
    failures: list[RowFailure] = field(default_factory=list)


def judge_rows(rows: Rows) -> Judgement:
    """Judge the rows of a batch; a row that refers to a row of the batch that failed, fails too."""
    judgement = Judgement()
    articles = _articles_by_row(rows)
    texts = {row["article_id"]: row["text"] for row in rows.get("articles", ())}
    for table in (name for name in TABLES if name in rows):
        frame, broken = _judge_by_schema(table, rows[table])
        broken |= _broken_offsets(frame, articles, texts)
        frame = frame.drop(index=list(broken), errors="ignore")
        broken |= _broken_references(table, frame, judgement.valid)
        valid = frame.drop(index=list(broken), errors="ignore")
        judgement.valid[table] = valid
        judgement.failures += [_failure(table, rows[table][i], articles, rules) for i, rules in sorted(broken.items())]
        assert len(valid) + len(broken) == len(rows[table]), f"{table}: rows were lost in validation"
    return judgement


Broken = dict[int, list[tuple[str, str | None]]]


def _judge_by_schema(table: str, rows: Sequence[dict[str, Any]]) -> tuple[pd.DataFrame, Broken]:
    """Valid rows (indexed by row number) and the rules that the others broke.

    A wrong type hides the other rules of its column, so what is left is judged again.
    """
    frame = pd.DataFrame(list(rows), columns=None if rows else list(TABLES[table].to_schema().columns), dtype=object)
    broken: Broken = {}
    while True:
        try:
            return TABLES[table].to_schema().validate(frame, lazy=True), broken
        except SchemaErrors as error:
            found = _by_row(error.failure_cases)
            if not found:
                raise
            broken |= found
            frame = frame.drop(index=list(found))


def _articles_by_row(rows: Rows) -> dict[str, str]:
    """Article by event, for the rows that name only their event."""
    return {row["event_id"]: row["article_id"] for row in rows.get("events", ())}


def _article_of(row: Mapping[str, Any], articles: Mapping[str, str]) -> str:
    """The article that a row belongs to; empty for a person, organization or place over all articles."""
    return str(row.get("article_id") or articles.get(row.get("event_id", ""), ""))


def _by_row(cases: pd.DataFrame) -> Broken:
    broken: defaultdict[int, list[tuple[str, str | None]]] = defaultdict(list)
    for index, check, column, context in zip(
        cases["index"], cases["check"], cases["column"], cases["schema_context"], strict=True
    ):
        if not pd.isna(index):
            rule = (str(check), str(column) if context == "Column" else None)
            if rule not in broken[int(index)]:
                broken[int(index)].append(rule)
    return dict(broken)


def _broken_offsets(frame: pd.DataFrame, articles: Mapping[str, str], texts: Mapping[str, str]) -> Broken:
    """Rows whose span does not give their text; read from the frame, whose values have their columns' types."""
    if "start_char" not in frame:
        return {}
    owners = frame["article_id"] if "article_id" in frame else frame["event_id"].map(articles)
    spans = zip(frame.index, owners, frame["start_char"], frame["end_char"], frame["text"], strict=True)
    return {
        int(i): [("offsets_hold", "start_char")]
        for i, owner, start, end, text in spans
        if texts.get(owner, "")[start:end] != text
    }


def _broken_references(table: str, frame: pd.DataFrame, valid: Mapping[str, pd.DataFrame]) -> Broken:
    found: defaultdict[int, list[tuple[str, str | None]]] = defaultdict(list)
    for column in TABLES[table].to_schema().columns.values():
        refers_to = (column.metadata or {}).get("refers_to")
        if refers_to is None or refers_to in RUN_REFERENCES:
            continue
        parent, parent_column = refers_to.split(".")
        ids = set((frame if parent == table else valid[parent])[parent_column])
        named = frame[column.name].dropna()
        for i in named.index[~named.isin(ids)]:
            found[int(i)].append(("reference_holds", column.name))
    return dict(found)


def _failure(
    table: str, row: dict[str, Any], articles: Mapping[str, str], rules: list[tuple[str, str | None]]
) -> RowFailure:
    rule, column = rules[0]
    broken = "; ".join(
        f"{name} is {str(row.get(name))[:80]!r}, which breaks {check}" if name else f"breaks {check}"
        for check, name in rules
    )
    return RowFailure(table, _article_of(row, articles), rule.partition("(")[0], column, f"{table}: {broken}", row)
