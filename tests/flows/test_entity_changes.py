"""Ids over refreshes: what new evidence merges, splits or renames is written down, and an old id leads to today's."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from flows.refresh import Outcome

Refresh = Callable[..., Outcome]
CHANGES = """
    SELECT old_name, new_name, change_type, article_count FROM entity_changes JOIN runs USING (run_id)
    ORDER BY started_at, old_name, new_name
"""


def ask(warehouse: Path, sql: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        return connection.execute(sql).fetchall()


class Drop:
    """A drop that a test fills and empties, and the warehouse of its refreshes."""

    def __init__(self, folder: Path, run_directly: Refresh) -> None:
        self.folder, self.warehouse, self._refresh = folder / "drop", folder / "w.duckdb", run_directly
        self.folder.mkdir()

    def refresh(self, full: bool = False, **texts: str | None) -> None:
        for name, text in texts.items():
            path = self.folder / f"{name}.txt"
            if text is None:
                path.unlink()
            else:
                path.write_text(text)
        self._refresh(self.folder, self.warehouse, full=full)

    def changes(self) -> list[tuple[Any, ...]]:
        return ask(self.warehouse, CHANGES)

    def id_of(self, name: str) -> str:
        found = ask(
            self.warehouse,
            f"SELECT person_id FROM people WHERE name = '{name}' "
            f"UNION ALL SELECT organization_id FROM organizations WHERE name = '{name}'",
        )
        return str(found[0][0])


@pytest.fixture
def drop(tmp_path: Path, run_directly: Refresh) -> Drop:
    return Drop(tmp_path, run_directly)


MATT = "Matt Oyelaran, the mayor of Ibadan, opened a school on Monday.\n"
MATTHEW = "Matthew Oyelaran spoke in Ibadan on Tuesday.\n"
MATTHEW_P = "Police questioned Matthew P. Oyelaran in Ibadan on Friday.\n"
BARE = "The ZWFA closed two reserves on Monday. A spokesman for ZWFA declined to comment.\n"
LONG = "The Zambezi Wildlife Federation Authority (ZWFA) hired 40 rangers.\n"


def test_first_refresh_changes_nothing(drop: Drop) -> None:
    drop.refresh(a=MATT, b=BARE)
    assert drop.changes() == []


def test_fuller_name_renames_and_old_ids_lead_to_it(drop: Drop, project: Path) -> None:
    drop.refresh(a=MATT)
    first = drop.id_of("Matt Oyelaran")
    drop.refresh(b=MATTHEW)
    second = drop.id_of("Matthew Oyelaran")
    drop.refresh(c=MATTHEW_P)
    assert drop.changes() == [
        ("Matt Oyelaran", "Matthew Oyelaran", "rename", 1),
        ("Matthew Oyelaran", "Matthew P. Oyelaran", "rename", 2),
    ]
    assert ask(drop.warehouse, "SELECT DISTINCT reason FROM entity_changes WHERE article_count = 1") == [
        ("`Matt Oyelaran` agrees with `Matthew Oyelaran`",)
    ]
    assert len({first, second, drop.id_of("Matthew P. Oyelaran")}) == 3
    (query,) = re.findall(r"```sql\n(WITH RECURSIVE .*?)```", (project / "README.md").read_text("utf8"), re.DOTALL)
    for old in (first, second):
        (row,) = ask(drop.warehouse, re.sub(r"person_\w{16}", old, query))
        assert "Matthew P. Oyelaran" in row


def test_definition_merges_and_its_removal_splits(drop: Drop) -> None:
    drop.refresh(a=BARE, b=LONG.replace(" (ZWFA)", ""))
    drop.refresh(c=LONG)
    long = "Zambezi Wildlife Federation Authority"
    merged = [("ZWFA", long, "merge", 1)]
    assert drop.changes() == merged
    assert ask(drop.warehouse, "SELECT reason FROM entity_changes") == [(f"`ZWFA` is the acronym of `{long}`",)]
    drop.refresh(c=None)
    assert drop.changes() == [*merged, (long, "ZWFA", "split", 1)]


def test_refreshes_without_news_add_no_row(drop: Drop) -> None:
    drop.refresh(a=MATT, b=MATTHEW_P)
    drop.refresh()
    drop.refresh(full=True)
    assert drop.changes() == []
    drop.refresh(c=MATTHEW)
    drop.refresh(full=True)
    assert drop.changes() == []


def test_id_whose_articles_are_gone_has_no_successor(drop: Drop) -> None:
    drop.refresh(a=MATT, b=BARE)
    drop.refresh(a=None)
    assert drop.changes() == []


def test_history_is_all_that_tells_refreshes_apart(
    drop: Drop, run_directly: Refresh, dump_warehouse: Callable[[Path], Any], tmp_path: Path
) -> None:
    for name, text in (("a", MATT), ("b", MATTHEW_P), ("c", BARE), ("d", LONG)):
        drop.refresh(**{name: text})
    run_directly(drop.folder, tmp_path / "fresh.duckdb")
    assert dump_warehouse(drop.warehouse) == dump_warehouse(tmp_path / "fresh.duckdb")
    assert len(drop.changes()) == 2
