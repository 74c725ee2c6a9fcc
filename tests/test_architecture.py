"""Who may import whom, and what the light commands may load."""

import ast
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

FORBIDDEN = {
    "flows/parse": {"prefect", "duckdb", "pandas", "pandera", "warehouse", "urllib", "socket", "time"},
    "flows/sources": {"prefect", "spacy", "duckdb", "pandas", "warehouse"},
    "schemas": {"prefect", "spacy", "duckdb", "flows", "warehouse"},
    "warehouse": {"prefect", "spacy", "flows"},
}
PREFECT_ONLY_IN = {"flows/prefect_refresh.py", "flows/prefect_report.py", "flows/prefect_serve.py"}


def imports_of(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def modules(project: Path, room: str) -> list[Path]:
    return sorted((project / room).rglob("*.py"))


@pytest.mark.parametrize("room", FORBIDDEN)
def test_room_imports_only_what_it_may(project: Path, room: str) -> None:
    assert modules(project, room)
    found = {
        f"{path.relative_to(project)} imports {name}"
        for path in modules(project, room)
        for name in imports_of(path)
        if name.split(".")[0] in FORBIDDEN[room]
    }
    assert not found


def test_parse_knows_of_flows_only_itself(project: Path) -> None:
    names = {name for path in modules(project, "flows/parse") for name in imports_of(path)}
    assert {name for name in names if name.startswith("flows.") and not name.startswith("flows.parse")} == set()


def test_prefect_stands_at_the_edge(project: Path) -> None:
    users = {
        path.relative_to(project).as_posix()
        for path in modules(project, "flows")
        if any(name.split(".")[0] == "prefect" for name in imports_of(path))
    }
    assert users == PREFECT_ONLY_IN


def test_top_level_is_fixed(project: Path) -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=project, capture_output=True, text=True, check=True).stdout
    top = {line.split("/")[0] for line in listed.splitlines() if not line.startswith(".")}
    assert top <= {"pyproject.toml", "README.md", "CHANGELOG.md", "flows", "raw", "schemas", "warehouse", "tests"}


@pytest.mark.parametrize(
    "arguments", [["--help"], ["refresh", "--help"], ["sql", "select 1"], ["status"]], ids=lambda a: " ".join(a)
)
def test_light_command_loads_neither_prefect_nor_spacy(
    project: Path, seed_warehouse: Path, arguments: list[str]
) -> None:
    at = [] if "--help" in arguments else ["--warehouse", str(seed_warehouse)]
    heavy = loaded_by(project, [*arguments, *at])
    assert heavy & {"prefect", "spacy", "pandas", "pandera"} == set()


def test_refresh_with_nothing_to_do_loads_no_parser(
    project: Path, seeds: Path, seed_warehouse: Path, tmp_path: Path
) -> None:
    warehouse = shutil.copy(seed_warehouse, tmp_path / "w.duckdb")
    heavy = loaded_by(project, ["refresh", str(seeds), "--warehouse", str(warehouse)])
    assert heavy & {"prefect", "spacy", "pandas", "pandera", "trafilatura", "lxml", "pyarrow"} == set()


def loaded_by(project: Path, arguments: list[str]) -> set[str]:
    """Top-level modules that a command has loaded when it ends."""
    code = (
        "import sys, atexit\n"
        "atexit.register(lambda: print(*{name.split('.')[0] for name in sys.modules}, file=sys.stderr))\n"
        "from flows.cli import main\n"
        f"sys.argv = ['dateline', *{arguments!r}]\n"
        "main()\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=project, capture_output=True, text=True, check=True)
    return set(done.stderr.splitlines()[-1].split())
