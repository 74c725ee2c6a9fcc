"""Judging rows: good from bad, none lost, the reasons kept."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.judge import judge_rows

TEXT = "The mayor opened a bridge in 2024."


def rows(**changes: Any) -> dict[str, list[dict[str, Any]]]:
    """One sound article with a passage and two dates; `changes` spoil the second date."""
    article = dict.fromkeys(("record_key", "title", "url", "publisher", "author", "published_on"), None)
    article |= {"article_id": "article_1", "source_file": "a.txt", "published_on_basis": None, "language": "en"}
    article |= {"country": None, "licence": None, "encoding": "utf-8"}
    article |= {"text": TEXT, "word_count": 7, "content_sha256": "0" * 64, "metadata_sha256": "0" * 64}
    article |= {"revision": 1, "run_id": "run_1"}
    passage = {"passage_id": "passage_1", "article_id": "article_1", "start_char": 0, "end_char": len(TEXT)}
    passage |= {"text": TEXT, "passage_type": "body"}
    year = {"date_id": "date_1", "article_id": "article_1", "start_char": 29, "end_char": 33, "text": "2024"}
    year |= {"timex_type": "DATE", "value": "2024", "date_precision": "year"}
    year |= {"date_start": date(2024, 1, 1), "date_end": date(2024, 12, 31)}
    return {"articles": [article], "passages": [passage], "dates": [year, year | {"date_id": "date_2"} | changes]}


def test_sound_rows_all_pass() -> None:
    judgement = judge_rows(rows())
    assert judgement.failures == []
    assert {table: len(valid) for table, valid in judgement.valid.items()} == {"articles": 1, "passages": 1, "dates": 2}


@pytest.mark.parametrize(
    ("changes", "rule", "column"),
    [
        ({"date_id": "date_1"}, "multiple_fields_uniqueness", None),
        ({"date_id": None}, "not_nullable", "date_id"),
        ({"timex_type": "EVENT"}, "isin", "timex_type"),
        ({"start_char": "many"}, "coerce_dtype", "start_char"),
        ({"start_char": -1}, "greater_than_or_equal_to", "start_char"),
        ({"date_start": "2024-13-01"}, "coerce_dtype", "date_start"),
        ({"start_char": 33}, "start_char < end_char", None),
        ({"date_end": date(2023, 1, 1)}, "date_start <= date_end", None),
        ({"start_char": 28}, "offsets_hold", "start_char"),
        ({"end_char": 999}, "offsets_hold", "start_char"),
        ({"article_id": "article_2"}, "offsets_hold", "start_char"),
    ],
)
def test_broken_row_fails_alone_with_its_rule(changes: dict[str, Any], rule: str, column: str | None) -> None:
    judgement = judge_rows(rows(**changes))
    assert len(judgement.valid["dates"]) == 1
    [failure] = judgement.failures
    assert (failure.table_name, failure.rule, failure.column_name) == ("dates", rule, column)
    assert failure.row["text"] == "2024"
    assert '"timex_type"' in failure.row_json()


def test_children_of_a_refused_row_are_refused_too() -> None:
    spoilt = rows()
    spoilt["articles"][0]["language"] = "en"
    spoilt["articles"][0]["word_count"] = 0
    judgement = judge_rows(spoilt)
    assert not any(map(len, judgement.valid.values()))
    assert [(f.table_name, f.rule) for f in judgement.failures] == [
        ("articles", "greater_than_or_equal_to"),
        ("passages", "reference_holds"),
        ("dates", "reference_holds"),
        ("dates", "reference_holds"),
    ]


VALUES = st.one_of(st.none(), st.text(max_size=3), st.integers(-5, 50), st.floats(), st.just(date(2024, 1, 1)))


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from(sorted(rows()["dates"][0])), VALUES))
def test_whatever_a_row_holds_none_is_lost(changes: dict[str, Any]) -> None:
    judgement = judge_rows(rows(**changes))
    assert len(judgement.valid["dates"]) + sum(f.table_name == "dates" for f in judgement.failures) == 2
