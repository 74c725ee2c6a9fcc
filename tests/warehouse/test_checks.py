"""The checks before publishing: each passes on the seeds, and finds the one row that is spoilt for it."""

import shutil
from pathlib import Path

import duckdb
import pytest

from warehouse.checking import broken_checks, broken_warnings, severity_of
from warehouse.statements import checks

SPOILT = {
    "offsets_hold": [
        "UPDATE mentions SET start_char = start_char + 1 WHERE mention_id = (SELECT min(mention_id) FROM mentions)",
        "UPDATE articles SET text = 'gone' WHERE article_id = (SELECT min(article_id) FROM articles)",
    ],
    "event_offsets_hold": [
        "UPDATE event_participants SET text = 'nobody' WHERE event_id = (SELECT min(event_id) FROM event_participants)",
        "UPDATE events SET end_char = end_char + 1 WHERE event_id = (SELECT min(event_id) FROM events)",
    ],
    "entities_exist": [
        "DELETE FROM people WHERE person_id = (SELECT min(person_id) FROM people)",
        "UPDATE quotes SET speaker_entity_id = 'person_none' WHERE quote_id = (SELECT min(quote_id) FROM quotes)",
        "UPDATE organizations SET parent_organization_id = 'none' WHERE name = 'California National Guard'",
        "UPDATE figures SET stated_by_entity_id = 'none' WHERE figure_id = (SELECT min(figure_id) FROM figures)",
        "UPDATE quotes SET speaker_entity_type = 'place' WHERE speaker_entity_type = 'person'",
        "UPDATE quotes SET speaker_entity_type = NULL WHERE speaker_entity_type = 'person'",
        "UPDATE roles SET person_id = (SELECT min(organization_id) FROM organizations)",
    ],
    "rows_have_parents": [
        "DELETE FROM passages WHERE passage_id = (SELECT min(passage_id) FROM figures)",
        "UPDATE events SET date_id = 'date_none' WHERE event_id = (SELECT min(event_id) FROM events)",
        "DELETE FROM runs",
    ],
    "participants_have_events": ["DELETE FROM events WHERE event_id = (SELECT min(event_id) FROM event_participants)"],
    "entities_are_counted": [
        "UPDATE people SET mention_count = mention_count + 1 WHERE person_id = (SELECT min(person_id) FROM people)",
        "INSERT INTO places VALUES ('place_none', 'Nowhere', NULL, NULL, 1, 1)",
        "UPDATE organizations SET last_published_on = '2030-01-01' WHERE name = 'California National Guard'",
    ],
    "intervals_hold_values": [
        "UPDATE figures SET value = value_low - 1 WHERE bound = 'over'",
        "UPDATE figures SET value_low = NULL WHERE bound = 'exact'",
    ],
    "periods_are_ordered": ["UPDATE dates SET date_end = NULL"],
    "facts_stand_in_their_passage": [
        "UPDATE passages SET passage_type = 'boilerplate' WHERE passage_id IN (SELECT passage_id FROM figures)",
        "UPDATE passages SET end_char = start_char + 1 WHERE passage_id IN (SELECT passage_id FROM events)",
    ],
    "spans_are_unique": [
        "INSERT INTO dates SELECT * REPLACE ('date_again' AS date_id) FROM dates ORDER BY date_id LIMIT 1",
    ],
    "articles_are_unique": [
        "INSERT INTO articles SELECT * REPLACE ('article_again' AS article_id) FROM articles ORDER BY ALL LIMIT 1",
    ],
    "ids_have_their_prefix": [
        "UPDATE figures SET figure_id = 'date_1' WHERE figure_id = (SELECT min(figure_id) FROM figures)"
    ],
    "asserted_events_are_past": ["UPDATE articles SET published_on = '1990-01-01' WHERE published_on IS NOT NULL"],
    "publication_is_past": ["UPDATE articles SET published_on = '2990-01-01'"],
    "publishers_have_one_spelling": [
        "UPDATE articles SET publisher = 'office of  Governor Gavin Newsom' WHERE source_file LIKE '%2026-01-30%'"
    ],
}


@pytest.fixture
def spoilable(seed_warehouse: Path, tmp_path: Path) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(shutil.copy(seed_warehouse, tmp_path / "w.duckdb"))


def test_every_check_is_tested_and_says_what_it_finds() -> None:
    assert set(SPOILT) == set(checks())
    assert all(query.startswith("-- ") for query in checks().values())


def test_checks_pass_on_the_seeds(spoilable: duckdb.DuckDBPyConnection) -> None:
    assert broken_checks(spoilable) + broken_warnings(spoilable) == []


@pytest.mark.parametrize(("check", "change"), [(name, sql) for name, changes in SPOILT.items() for sql in changes])
def test_check_finds_the_spoilt_row(spoilable: duckdb.DuckDBPyConnection, check: str, change: str) -> None:
    spoilable.execute(change)
    is_warning = severity_of(checks()[check]) == "warning"
    findings = broken_warnings(spoilable) if is_warning else broken_checks(spoilable)
    [finding] = [finding for finding in findings if finding.check == check]
    assert 0 < len(finding.rows) <= finding.count
    assert str(finding).startswith(f"{check} (")


@pytest.mark.parametrize(("check", "change"), [(name, sql) for name, changes in SPOILT.items() for sql in changes])
def test_check_of_touched_articles_finds_the_spoilt_row(
    spoilable: duckdb.DuckDBPyConnection, check: str, change: str
) -> None:
    spoilable.execute("CREATE TEMP TABLE touched AS SELECT article_id FROM articles")
    spoilable.execute("INSERT INTO articles SELECT * REPLACE ('article_untouched' AS article_id) FROM articles LIMIT 1")
    spoilable.execute(change)
    findings = {finding.check for finding in broken_checks(spoilable, only_touched=True)}
    assert check in findings or severity_of(checks()[check]) == "warning"


def test_article_scope_leaves_other_articles_out(spoilable: duckdb.DuckDBPyConnection) -> None:
    spoilable.execute("CREATE TEMP TABLE touched AS SELECT article_id FROM articles LIMIT 0")
    spoilable.execute("UPDATE mentions SET start_char = start_char + 1; DELETE FROM runs")
    assert {finding.check for finding in broken_checks(spoilable)} >= {"offsets_hold", "rows_have_parents"}
    assert broken_checks(spoilable, only_touched=True) == []
