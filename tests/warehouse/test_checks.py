"""The checks before publishing: each passes on the seeds, and finds the one row that is spoilt for it."""

import shutil
from pathlib import Path

import duckdb
import pytest

from warehouse.record import failing_checks
from warehouse.statements import checks

SPOILT = {
    "offsets_hold": [
        "UPDATE mentions SET start_char = start_char + 1 WHERE mention_id = (SELECT min(mention_id) FROM mentions)",
        "UPDATE event_participants SET text = 'nobody' WHERE event_id = (SELECT min(event_id) FROM event_participants)",
        "UPDATE articles SET text = 'gone' WHERE article_id = (SELECT min(article_id) FROM articles)",
    ],
    "entities_exist": [
        "DELETE FROM people WHERE person_id = (SELECT min(person_id) FROM people)",
        "UPDATE quotes SET speaker_entity_id = 'person_none' WHERE quote_id = (SELECT min(quote_id) FROM quotes)",
    ],
    "rows_have_parents": [
        "DELETE FROM passages WHERE passage_id = (SELECT min(passage_id) FROM figures)",
        "UPDATE events SET date_id = 'date_none' WHERE event_id = (SELECT min(event_id) FROM events)",
        "DELETE FROM runs",
    ],
}


@pytest.fixture
def spoilable(seed_warehouse: Path, tmp_path: Path) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(shutil.copy(seed_warehouse, tmp_path / "w.duckdb"))


def test_every_check_is_tested() -> None:
    assert set(SPOILT) == set(checks())


def test_checks_pass_on_the_seeds(spoilable: duckdb.DuckDBPyConnection) -> None:
    assert failing_checks(spoilable) == {}


@pytest.mark.parametrize(("check", "change"), [(name, sql) for name, changes in SPOILT.items() for sql in changes])
def test_check_finds_the_spoilt_row(spoilable: duckdb.DuckDBPyConnection, check: str, change: str) -> None:
    spoilable.execute(change)
    assert check in failing_checks(spoilable)
