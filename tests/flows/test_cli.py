"""The command line as a user types it: real processes, exit codes, one line for an error."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pandas as pd
import pytest

COUNT = "SELECT count(*) AS n FROM articles"
FOR_HOURS = "SELECT a.range FROM range(1000000) a, range(1000000) b WHERE a.range * b.range % 7 = 8"


def dateline(*arguments: object, stdin: str = "", cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "flows", *map(str, arguments)]
    return subprocess.run(command, input=stdin, cwd=cwd, capture_output=True, text=True, timeout=120, check=False)


def test_refresh_tells_what_it_did(seeds: Path, tmp_path: Path) -> None:
    warehouse = tmp_path / "w.duckdb"
    first = dateline("refresh", seeds, "--warehouse", warehouse)
    assert (first.returncode, first.stderr) == (0, "")
    assert "articles: 4 new, 0 changed, 0 unchanged, 0 removed, 0 rejected" in first.stdout
    assert "articles 4, passages" in first.stdout
    assert "+ 0 quarantined" in first.stdout
    second = dateline("refresh", seeds, "--warehouse", warehouse)
    assert "0 new, 0 changed, 4 unchanged, 0 removed, 0 rejected\nnothing to do" in second.stdout
    assert second.returncode == 0


def test_defaults_are_raw_and_warehouse_of_this_folder(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "a.txt").write_text("Police in Nairobi arrested 12 people.\n")
    assert dateline("refresh", cwd=tmp_path).returncode == 0
    assert dateline("sql", COUNT, "--format", "csv", cwd=tmp_path).stdout == "n\n1\n"
    assert (tmp_path / "warehouse" / "dateline.duckdb").exists()


def test_bad_file_beside_good_ones(seeds: Path, tmp_path: Path) -> None:
    drop, warehouse = tmp_path / "drop", tmp_path / "w.duckdb"
    shutil.copytree(seeds, drop)
    (drop / "broken.jsonl").write_text('{"text": "half\n')
    done = dateline("refresh", drop, "--warehouse", warehouse)
    assert done.returncode == 1
    [line] = done.stderr.splitlines()
    assert line.startswith("dateline: broken.jsonl, line 1, column 15: not JSON")
    assert "4 new" in done.stdout
    status = dateline("status", "--warehouse", warehouse)
    assert "broken.jsonl" in status.stdout
    assert "not_json" in status.stdout


def test_validate_writes_nothing_and_gives_a_verdict_for_all(seeds: Path, tmp_path: Path) -> None:
    drop = tmp_path / "drop"
    shutil.copytree(seeds, drop)
    before = sorted(path.name for path in drop.iterdir())
    good = dateline("validate", drop, cwd=tmp_path)
    assert good.returncode == 0
    assert good.stdout.splitlines()[-1] == "accepted: 4 accepted, 0 refused"
    (drop / "empty.txt").write_text("")
    bad = dateline("validate", drop, "--format", "json", cwd=tmp_path)
    assert bad.returncode == 1
    report = json.loads(bad.stdout)
    assert (report["verdict"], report["accepted"], report["refused"]) == ("refused", 4, 1)
    [refused] = [record for record in report["records"] if record["verdict"] == "refused"]
    assert (refused["source_file"], refused["rule"]) == ("empty.txt", "empty")
    assert len(report["records"]) == 5
    assert sorted(path.name for path in drop.iterdir()) == sorted([*before, "empty.txt"])
    assert [path.name for path in tmp_path.iterdir()] == ["drop"]


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["refresh", "nowhere"], 2, "nowhere: there is no such drop"),
        (["validate", "nowhere"], 2, "nowhere: there is no such drop"),
        (["sql", "select 1", "--warehouse", "none.duckdb"], 3, "none.duckdb: there is no warehouse"),
        (["status", "--warehouse", "none.duckdb"], 3, "`dateline refresh` makes one"),
        (["sql", "-f", "none.sql"], 2, "none.sql: cannot be read"),
        (["sql", "select 1", "-f", "none.sql"], 2, "not both"),
        (["sql", "select 1", "--format", "parquet"], 2, "--output"),
    ],
)
def test_error_is_one_line_with_its_exit_code(tmp_path: Path, arguments: list[str], code: int, words: str) -> None:
    done = dateline(*arguments, cwd=tmp_path)
    assert done.returncode == code
    [line] = done.stderr.splitlines()
    assert words in line
    assert line.startswith("dateline: ")


@pytest.mark.parametrize("arguments", [["refresh", "--jobs", "many"], ["nonsense"], ["schema", "--format", "xml"]])
def test_wrong_use_is_exit_2(arguments: list[str]) -> None:
    assert dateline(*arguments).returncode == 2


def test_traceback_only_under_debug(tmp_path: Path) -> None:
    assert "Traceback" not in dateline("refresh", "nowhere", cwd=tmp_path).stderr
    assert "Traceback" in dateline("--debug", "refresh", "nowhere", cwd=tmp_path).stderr
    assert "Traceback" in dateline("refresh", "nowhere", "--debug", cwd=tmp_path).stderr


def test_sql_formats(seed_warehouse: Path, tmp_path: Path) -> None:
    query = "SELECT name, aliases, country FROM organizations WHERE acronym = 'DEFENSA'"
    at = ("--warehouse", seed_warehouse)
    [row] = json.loads(dateline("sql", query, "--format", "json", *at).stdout)
    assert row["country"] == "MX"
    assert "DEFENSA" in row["aliases"]
    assert dateline("sql", query, "--format", "csv", *at).stdout.startswith("name,aliases,country\n")
    assert dateline("sql", query, *at).stdout.split()[:3] == ["name", "aliases", "country"]
    target = tmp_path / "o.parquet"
    assert dateline("sql", query, "--format", "parquet", "--output", target, *at).returncode == 0
    assert pd.read_parquet(target)["country"].tolist() == ["MX"]
    (tmp_path / "q.sql").write_text(COUNT)
    dateline("sql", "-f", tmp_path / "q.sql", "--format", "csv", "--output", tmp_path / "n.csv", *at)
    assert (tmp_path / "n.csv").read_text() == "n\n4\n"


def test_sql_cannot_write(seed_warehouse: Path) -> None:
    done = dateline("sql", "DELETE FROM people", "--warehouse", seed_warehouse)
    assert done.returncode == 2
    assert "read-only" in done.stderr


def test_prompt_answers_each_query_and_goes_on_after_a_wrong_one(seed_warehouse: Path) -> None:
    typed = f"{COUNT};\nselect nonsense;\nSELECT\n  7 AS seven;\n"
    done = dateline("sql", "--warehouse", seed_warehouse, stdin=typed)
    assert done.returncode == 2
    assert [line.strip() for line in done.stdout.splitlines()] == ["n", "4", "seven", "7"]
    assert "nonsense" in done.stderr


@pytest.mark.parametrize("query", ["", ";", "/* only a comment */"])
def test_no_statement_is_wrong_use(seed_warehouse: Path, query: str) -> None:
    done = dateline("sql", query, "--warehouse", seed_warehouse)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("dateline: there is no statement in it")


def test_every_statement_is_answered(seed_warehouse: Path) -> None:
    done = dateline("sql", "SELECT 1 AS a; SELECT 2 AS b", "--format", "csv", "--warehouse", seed_warehouse)
    assert done.stdout == "a\n1\nb\n2\n"


def test_json_holds_every_column_and_only_json(seed_warehouse: Path) -> None:
    query = "SELECT 1 AS a, 2 AS a, 'nan'::DOUBLE AS n, '\\xAB'::BLOB AS b"
    done = dateline("sql", query, "--format", "json", "--warehouse", seed_warehouse)
    assert json.loads(done.stdout, parse_constant=pytest.fail) == [{"a": 1, "a_1": 2, "n": None, "b": "ab"}]


def test_a_pipe_keeps_form_and_output(seed_warehouse: Path, tmp_path: Path) -> None:
    options = ("--format", "csv", "--output", tmp_path / "x.csv", "--warehouse", seed_warehouse)
    assert dateline("sql", *options, stdin="SELECT 1 AS a;").returncode == 0
    assert (tmp_path / "x.csv").read_text() == "a\n1\n"


def test_a_folder_is_no_warehouse_and_nothing_no_drop(tmp_path: Path) -> None:
    for arguments in (("raw", "--warehouse", tmp_path), ("", "--warehouse", tmp_path / "w.duckdb")):
        done = dateline("refresh", *arguments)
        assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert list(tmp_path.iterdir()) == []


def test_interrupt_at_the_prompt_ends_one_query(seed_warehouse: Path) -> None:
    command = [sys.executable, "-u", "-m", "flows", "sql", "--warehouse", str(seed_warehouse)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True) as prompt:
        assert prompt.stdin
        assert prompt.stdout
        prompt.stdin.write(f"SELECT 1 AS one;\n{FOR_HOURS};\n")
        prompt.stdin.flush()
        assert [prompt.stdout.readline().strip() for _ in range(2)] == ["one", "1"]
        time.sleep(0.5)
        prompt.send_signal(signal.SIGINT)
        try:
            answers, errors = prompt.communicate("SELECT 42 AS answer;\n", timeout=30)
        finally:
            prompt.kill()
    assert (prompt.returncode, errors, answers.split()) == (0, "interrupted\n", ["answer", "42"])


def test_schema_formats() -> None:
    assert "### figures" in dateline("schema").stdout
    assert "figures" in json.loads(dateline("schema", "--format", "json").stdout)["$defs"]
    with duckdb.connect() as connection:
        connection.execute(dateline("schema", "--format", "sql").stdout)


def test_file_opens_with_duckdb_and_pandas(seed_warehouse: Path) -> None:
    with duckdb.connect(str(seed_warehouse), read_only=True) as connection:
        frame = connection.execute("SELECT * FROM people").df()
    assert "Matthew P. Beevers" in set(frame["name"])


def test_broken_pipe_is_no_error(seed_warehouse: Path) -> None:
    command = f"{sys.executable} -m flows sql 'SELECT * FROM range(20000)' --warehouse {seed_warehouse} | head -1"
    done = subprocess.run(command, shell=True, capture_output=True, text=True, check=False, env=os.environ)
    assert done.stderr == ""
