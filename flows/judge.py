"""Judge rows by their Pandera schemas, by their offsets and by the rows they refer to; split good from bad.

Nothing is dropped in silence: valid rows and failures always add up to the rows that came in. Pandera is asked only
where some row of a table breaks a rule.
"""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
import pyarrow
from pandera.errors import SchemaErrors

from schemas import TABLES
from schemas.soundness import arrow_schema, sound_rows

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

    valid: dict[str, pyarrow.Table] = field(default_factory=dict)
    failures: list[RowFailure] = field(default_factory=list)


def judge_rows(rows: Rows) -> Judgement:
    """Judge the rows of a batch; a row that refers to a row of the batch that failed, fails too."""
    judgement = Judgement()
    articles = _articles_by_row(rows)
    texts = {row["article_id"]: row["text"] for row in rows.get("articles", ())}
    for table in (name for name in TABLES if name in rows):
        valid, broken = _judge_by_schema(table, rows[table])
        valid = _leave_out(_broken_offsets(valid, articles, texts), valid, broken)
        valid = _leave_out(_broken_references(table, valid, judgement.valid), valid, broken)
        judgement.valid[table] = valid
        judgement.failures += [_failure(table, rows[table][i], articles, rules) for i, rules in sorted(broken.items())]
        assert len(valid) + len(broken) == len(rows[table]), f"{table}: rows were lost in validation"
    return judgement


Broken = dict[int, list[tuple[str, str | None]]]
"""By the number of a row, the rules that it broke, each with the column that it is about."""


def _judge_by_schema(table: str, rows: Sequence[dict[str, Any]]) -> tuple[pyarrow.Table, Broken]:
    """The rows that keep the rules of their table, and what the others broke."""
    sound = sound_rows(TABLES[table], rows)
    return (sound, {}) if sound is not None else _explain(table, rows)


def _explain(table: str, rows: Sequence[dict[str, Any]]) -> tuple[pyarrow.Table, Broken]:
    """The same by Pandera. A wrong type hides the other rules of its column, so what is left is judged again."""
    schema = TABLES[table].to_schema()
    frame = pd.DataFrame(list(rows), dtype=object)
    broken: Broken = {}
    while True:
        try:
            valid = schema.validate(frame, lazy=True)
            return pyarrow.Table.from_pandas(valid, arrow_schema(TABLES[table]), preserve_index=False), broken
        except SchemaErrors as error:
            found = _by_row(error.failure_cases)
            if not found:
                raise
            broken |= found
            frame = frame.drop(index=list(found))


def _leave_out(found: Broken, valid: pyarrow.Table, broken: Broken) -> pyarrow.Table:
    """`valid` without the rows, by their place in it, that `found` holds; they join `broken`."""
    if not found:
        return valid
    numbers = [i for i in range(len(valid) + len(broken)) if i not in broken]
    broken |= {numbers[place]: rules for place, rules in found.items()}
    return valid.filter(pyarrow.array(place not in found for place in range(len(valid))))


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


def _broken_offsets(valid: pyarrow.Table, articles: Mapping[str, str], texts: Mapping[str, str]) -> Broken:
    """Rows whose span does not give their text, by their place in `valid`, where values have their columns' types."""
    if "start_char" not in valid.column_names:
        return {}
    is_of_event = "article_id" not in valid.column_names
    owners = map(articles.get, _values(valid, "event_id")) if is_of_event else _values(valid, "article_id")
    spans = zip(owners, *(_values(valid, name) for name in ("start_char", "end_char", "text")), strict=True)
    return {
        place: [("offsets_hold", "start_char")]
        for place, (owner, start, end, text) in enumerate(spans)
        if texts.get(owner, "")[start:end] != text
    }


def _broken_references(table: str, valid: pyarrow.Table, others: Mapping[str, pyarrow.Table]) -> Broken:
    found: defaultdict[int, list[tuple[str, str | None]]] = defaultdict(list)
    for column in TABLES[table].to_schema().columns.values():
        refers_to = (column.metadata or {}).get("refers_to")
        if refers_to is None or refers_to in RUN_REFERENCES:
            continue
        parent, parent_column = refers_to.split(".")
        ids = {None, *_values(valid if parent == table else others[parent], parent_column)}
        for place, named in enumerate(_values(valid, column.name)):
            if named not in ids:
                found[place].append(("reference_holds", column.name))
    return dict(found)


def _values(rows: pyarrow.Table, column: str) -> list[Any]:
    values: list[Any] = rows[column].to_numpy().tolist()
    return values


def _failure(
    table: str, row: dict[str, Any], articles: Mapping[str, str], rules: list[tuple[str, str | None]]
) -> RowFailure:
    rule, column = rules[0]
    broken = "; ".join(
        f"{name} is {str(row.get(name))[:80]!r}, which breaks {check}" if name else f"breaks {check}"
        for check, name in rules
    )
    return RowFailure(table, _article_of(row, articles), rule.partition("(")[0], column, f"{table}: {broken}", row)
