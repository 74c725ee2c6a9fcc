"""The README is true: its dictionary, its queries' answers, its commands and its files.

`UPDATE_README=1 uv run --group dev pytest tests/test_readme.py` writes the generated parts anew.
"""

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
import typer.main

from flows.cli import app
from flows.parse.events.taxonomy import describe_types
from flows.query_command import render
from flows.sources.rules import describe_rules
from schemas import TABLES
from schemas.dictionary import data_dictionary
from warehouse.query import open_warehouse, run_query

MEND = "the README is not up to date: run `UPDATE_README=1 uv run --group dev pytest tests/test_readme.py`"
DICTIONARY = re.compile(r"(?<=<!-- data dictionary -->\n).*?(?=<!-- end -->)", re.DOTALL)
EVENT_TYPES = re.compile(r"(?<=<!-- event types -->\n).*?(?=<!-- event types end -->)", re.DOTALL)
RULES = re.compile(r"(?<=<!-- rules -->\n).*?(?=<!-- rules end -->)", re.DOTALL)
QUERY = re.compile(r"(?<=```sql\n)(?P<sql>.*?)(?P<between>```\n\n```text\n)(?P<answer>.*?)(?=```)", re.DOTALL)


@pytest.fixture
def readme(project: Path) -> Path:
    return project / "README.md"


def hold(readme: Path, pattern: re.Pattern[str], fresh: Callable[[re.Match[str]], str]) -> int:
    """Every match of the pattern is as `fresh` makes it; returns how many there are."""
    text = readme.read_text("utf8")
    mended, count = pattern.subn(fresh, text)
    if os.environ.get("UPDATE_README"):
        readme.write_text(mended, "utf8")
    else:
        assert mended == text, MEND
    return count


def test_data_dictionary_is_fresh(readme: Path) -> None:
    assert hold(readme, DICTIONARY, lambda _: f"\n{data_dictionary()}\n") == 1


def test_event_types_are_fresh(readme: Path) -> None:
    assert hold(readme, EVENT_TYPES, lambda _: f"\n{describe_types()}\n\n") == 1


def test_rules_of_sources_are_fresh(readme: Path) -> None:
    assert hold(readme, RULES, lambda _: f"\n{describe_rules()}\n\n") == 1


def test_queries_give_the_answers_shown(readme: Path, seed_warehouse: Path) -> None:
    with open_warehouse(seed_warehouse) as connection:

        def answer(match: re.Match[str]) -> str:
            rows = render(run_query(connection, match["sql"]), "table")
            return match["sql"] + match["between"] + rows

        assert hold(readme, QUERY, answer) >= 8


def test_every_command_is_in_the_readme_and_the_reverse(readme: Path) -> None:
    commands = set(typer.main.get_command(app).commands)  # type: ignore[attr-defined]
    named = set(re.findall(r"(?:`|uv run )dateline ([a-z]+)\b", readme.read_text("utf8")))
    assert commands <= named
    assert named <= commands


def test_every_table_is_in_the_readme(readme: Path) -> None:
    assert all(f"### {table}\n" in readme.read_text("utf8") for table in TABLES)


def test_files_that_the_readme_names_exist(project: Path, readme: Path) -> None:
    prose = DICTIONARY.sub("", readme.read_text("utf8"))
    named = set(re.findall(r"`((?:flows|schemas|raw|tests|warehouse|\.ci)/[\w./-]*)`", prose))
    assert named
    assert {path for path in named if not path.endswith(".duckdb") and not (project / path).exists()} == set()


def test_ci_runs_the_readmes_test_command(project: Path, readme: Path) -> None:
    command = "python3 -m pip install uv && sh .ci/check"
    assert command in readme.read_text("utf8")
    assert command in (project / ".ci" / "run").read_text("utf8")
