"""The gate: what it says of records and of the drop, that it adds up, and that nothing is written."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest
from jsonschema import Draft202012Validator

from flows.errors import DropRefusedError
from flows.gate import judge_drop, report_lines
from flows.gate.profile import Held, Here, compare_profiles
from flows.progress import show_progress

RECORDS = [
    {"id": "plain", "text": "The mayor of Lagos opened a bridge on Tuesday, and the city was proud of it."},
    {"id": "future", "text": "The senate of Kenya was closed for the day.", "published_on": "2931-05-01"},
    {
        "id": "spanish",
        "text": "El presidente anunció el martes un nuevo acuerdo con los gobernadores del norte del país.",
    },
    {"id": "again", "text": "The mayor of Lagos opened a bridge on Tuesday, and the city was proud of it."},
    {"id": "bad", "text": 12},
]


@pytest.fixture
def drop(tmp_path: Path) -> Path:
    folder = tmp_path / "drop"
    folder.mkdir()
    (folder / "feed.jsonl").write_text("\n".join(json.dumps(record) for record in RECORDS))
    return folder


def judge(drop: Path, **options: Any) -> dict[str, Any]:
    report = judge_drop(drop, 1, show_progress, **{"parse": False} | options)
    schema = json.loads((Path(__file__).parents[3] / "schemas" / "validation_report.json").read_text("utf8"))
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(report)
    return report


def codes(report: dict[str, Any]) -> dict[str, list[str]]:
    return {record["record_key"]: [w["code"] for w in record["warnings"]] for record in report["records"]}


def test_records_get_their_verdicts_and_reasons(drop: Path) -> None:
    report = judge(drop)
    assert codes(report) == {
        "plain": [],
        "future": ["published_in_future"],
        "spanish": ["not_english"],
        "again": ["near_duplicate"],
        "bad": [],
    }
    verdicts = {record["record_key"]: record["verdict"] for record in report["records"]}
    assert (verdicts["plain"], verdicts["again"], verdicts["bad"]) == ("accepted", "accepted with warnings", "refused")
    assert report["verdict"] == "refused"
    assert report["sums"] == {"records": {"in": 5, "articles": 4, "refused": 1}, "rows": None}
    [pair] = report["drop"]["near_duplicates"]
    assert (pair["record_key"], pair["of_record_key"], pair["similarity"]) == ("again", "plain", 1.0)


def test_lines_for_people_name_only_what_is_odd(drop: Path) -> None:
    lines = list(report_lines(judge(drop)))
    assert len(lines) == 7
    assert not any(line.split("  ")[-1].startswith("feed.jsonl, plain:") for line in lines)
    assert lines[-2:] == ["records: 5 in = 4 articles + 1 refused", "refused: 4 accepted, 1 refused"]


def test_id_in_two_files_is_noticed(drop: Path) -> None:
    (drop / "later.jsonl").write_text(json.dumps({"id": "plain", "text": "The court of appeal has ruled."}))
    report = judge(drop)
    [later] = [record for record in report["records"] if record["source_file"] == "later.jsonl"]
    assert [warning["code"] for warning in later["warnings"]] == ["id_twice"]


def test_parse_adds_up_and_notices_boilerplate(drop: Path) -> None:
    (drop / "form.txt").write_text(
        "The mayor spoke to us of the bridge.\n" + "Read more\nSubscribe to our newsletter\n" * 9
    )
    report = judge(drop, parse=True)
    rows = report["sums"]["rows"]
    assert rows["parsed"] == rows["would_load"] + rows["would_be_quarantined"] > 0
    assert codes(report)[None] == ["mostly_boilerplate"]


def test_drop_below_its_minimum_is_refused_and_nothing_changes(
    drop: Path, tmp_path: Path, run_directly: Callable[..., Any]
) -> None:
    warehouse = tmp_path / "w.duckdb"
    run_directly(drop, warehouse)
    before = warehouse.read_bytes()
    (drop / "sources.yml").write_text("The Tide:\n  articles: {min: 3}\n")
    report = judge(drop)
    assert (report["drop"]["verdict"], report["drop"]["rule"]) == ("refused", "too_few_articles")
    with pytest.raises(DropRefusedError, match="The Tide: 0 articles, at least 3"):
        run_directly(drop, warehouse)
    for path in drop.iterdir():
        path.unlink()
    assert judge(drop, warehouse=warehouse)["drop"]["rule"] == "empty_drop"
    with pytest.raises(DropRefusedError, match="the warehouse holds 4 articles"):
        run_directly(drop, warehouse)
    assert warehouse.read_bytes() == before


def test_more_than_the_maximum_is_a_warning_with_both_numbers(drop: Path) -> None:
    (drop / "sources.yml").write_text("The Tide:\n  files: '*.jsonl'\n  articles: {max: 2}\n")
    [warning] = judge(drop)["drop"]["warnings"]
    assert (warning["code"], warning["here"], warning["expected"]) == ("too_many_articles", 4, 2)


def test_faulty_catalog_is_told_with_its_line(drop: Path) -> None:
    (drop / "sources.yml").write_text("The Tide:\n  contry: AU\n")
    report = judge(drop)
    assert (report["verdict"], report["drop"]["rule"], report["drop"]["line"]) == ("refused", "unknown_field", 2)


def test_part_of_a_publisher_far_outside_the_usual_is_told_with_both_numbers() -> None:
    held = {"The Tide": Held(40, [380.0, 500.0, 610.0], [60.0, 80.0, 95.0])}
    usual = Here([450] * 35, [70] * 35)
    assert list(compare_profiles({"The Tide": usual}, held)) == []
    few, short, poor = Here([450] * 4, [70] * 4), Here([40] * 35, [70] * 35), Here([450] * 35, [2] * 35)
    found = [next(iter(compare_profiles({"The Tide": here}, held))) for here in (few, short, poor)]
    assert [(w.code, w.here, w.expected) for w in found] == [
        ("articles_unlike_past", 4, 40),
        ("words_unlike_past", 40, 500.0),
        ("facts_unlike_past", 2, 80.0),
    ]


def test_validate_compares_with_the_warehouse_and_writes_nothing(
    drop: Path, seed_warehouse: Path, tmp_path: Path
) -> None:
    warehouse = Path(shutil.copy(seed_warehouse, tmp_path / "w.duckdb"))
    before, names = warehouse.read_bytes(), sorted(tmp_path.rglob("*"))
    assert judge(drop, warehouse=warehouse)["drop"]["warnings"] == []
    assert (warehouse.read_bytes(), sorted(tmp_path.rglob("*"))) == (before, names)
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute("ALTER TABLE articles DROP COLUMN publisher")
    assert [w["code"] for w in judge(drop, warehouse=warehouse)["drop"]["warnings"]] == ["past_unknown"]
