"""The refresh as users live it: what comes, what stays, what goes, and what a kill leaves."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from pkgutil import resolve_name
from typing import Any

import duckdb
import pytest

import flows.refresh as refresh_steps
from flows.errors import RunFailedError, WrongUseError
from flows.refresh import Outcome
from flows.sources import Refusal
from warehouse.draft import Draft
from warehouse.lock import lock_warehouse

Refresh = Callable[..., Outcome]
Dump = Callable[[Path], dict[str, list[tuple[object, ...]]]]
ARTICLE = "Maria Sousa, the mayor of Porto, opened 3 schools on Monday. “We are proud,” Sousa said.\n"


def ask(warehouse: Path, sql: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        return connection.execute(sql).fetchall()


@pytest.fixture
def drop(tmp_path: Path) -> Path:
    folder = tmp_path / "drop"
    folder.mkdir()
    (folder / "a.txt").write_text(ARTICLE)
    (folder / "b.txt").write_text("Police in Nairobi arrested 12 people in March 2025, Daniel Otieno said.\n")
    return folder


@pytest.fixture
def copied_seeds(seeds: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(seeds, tmp_path / "seeds"))


@pytest.fixture
def copied_warehouse(seed_warehouse: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(seed_warehouse, tmp_path / "w.duckdb"))


def test_seeds_fill_every_table(seed_warehouse: Path) -> None:
    tables = [name for (name,) in ask(seed_warehouse, "SELECT table_name FROM duckdb_tables()")]
    empty = {t for t in tables if ask(seed_warehouse, f"SELECT count(*) FROM {t}") == [(0,)]}
    assert empty == {"quarantine", "entity_changes"}


@pytest.mark.parametrize(
    ("table", "key"),
    [
        ("passages", "passage_id"),
        ("article_entities", "article_entity_id"),
        ("mentions", "mention_id"),
        ("roles", "role_id"),
        ("figures", "figure_id"),
        ("dates", "date_id"),
        ("events", "event_id"),
        ("quotes", "quote_id"),
    ],
)
def test_ids_of_what_an_article_says_lie_together(seed_warehouse: Path, table: str, key: str) -> None:
    digits = f"SELECT split_part({key}, '_', 2), split_part(article_id, '_', 2) FROM {table}"
    assert all(own[:8] == article[:8] and len(own) == 20 for own, article in ask(seed_warehouse, digits))


def test_second_refresh_changes_no_row(
    seeds: Path, copied_warehouse: Path, run_directly: Refresh, dump_warehouse: Dump
) -> None:
    before, runs = dump_warehouse(copied_warehouse), ask(copied_warehouse, "SELECT article_id, run_id FROM articles")
    outcome = run_directly(seeds, copied_warehouse)
    assert (outcome.new, outcome.changed, outcome.unchanged, outcome.articles_parsed) == (0, 0, 4, 0)
    assert dump_warehouse(copied_warehouse) == before
    assert ask(copied_warehouse, "SELECT article_id, run_id FROM articles") == runs
    assert ask(copied_warehouse, "SELECT articles_new, articles_unchanged FROM runs ORDER BY started_at") == [
        (4, 0),
        (0, 4),
    ]


def test_touched_files_are_not_parsed(copied_seeds: Path, copied_warehouse: Path, run_directly: Refresh) -> None:
    for path in copied_seeds.iterdir():
        os.utime(path)
    assert run_directly(copied_seeds, copied_warehouse).articles_parsed == 0


def test_one_edited_sentence_parses_one_article(
    copied_seeds: Path, copied_warehouse: Path, run_directly: Refresh, dump_warehouse: Dump, tmp_path: Path
) -> None:
    edited = next(copied_seeds.glob("calo-news*.txt"))
    edited.write_text(edited.read_text("utf8").replace("six-month", "seven-month"), "utf8")
    outcome = run_directly(copied_seeds, copied_warehouse)
    assert (outcome.changed, outcome.unchanged, outcome.articles_parsed) == (1, 3, 1)
    assert ask(copied_warehouse, "SELECT revision, count(*) FROM articles GROUP BY 1 ORDER BY 1") == [(1, 3), (2, 1)]
    run_directly(copied_seeds, tmp_path / "fresh.duckdb")
    assert without_revision(dump_warehouse(copied_warehouse)) == without_revision(
        dump_warehouse(tmp_path / "fresh.duckdb")
    )


def without_revision(tables: dict[str, list[tuple[object, ...]]]) -> dict[str, list[tuple[object, ...]]]:
    return tables | {"articles": [row[:-1] for row in tables["articles"]]}


def test_two_full_refreshes_are_the_same(
    seeds: Path, seed_warehouse: Path, run_directly: Refresh, dump_warehouse: Dump, tmp_path: Path
) -> None:
    run_directly(seeds, tmp_path / "w.duckdb", full=True)
    assert dump_warehouse(tmp_path / "w.duckdb") == dump_warehouse(seed_warehouse)


def test_processes_give_what_one_process_gives(
    seeds: Path, seed_warehouse: Path, run_directly: Refresh, dump_warehouse: Dump, monkeypatch: Any, tmp_path: Path
) -> None:
    monkeypatch.setattr("flows.plan.BATCH_CHARS", 5_000)
    for jobs in (1, 2):
        run_directly(seeds, tmp_path / f"{jobs}.duckdb", jobs=jobs)
        assert dump_warehouse(tmp_path / f"{jobs}.duckdb") == dump_warehouse(seed_warehouse)


def test_draft_saved_in_pieces_is_the_same(
    seeds: Path, seed_warehouse: Path, tmp_path: Path, run_directly: Refresh, dump_warehouse: Dump, monkeypatch: Any
) -> None:
    monkeypatch.setattr("flows.load._AT_ONCE", 4_000)
    monkeypatch.setattr("flows.load._WORTH_SAVING", 12_000)
    saves = []
    save = Draft.save
    monkeypatch.setattr(Draft, "save", lambda draft, connection: saves.append(save(draft, connection)))
    run_directly(seeds, tmp_path / "w.duckdb")
    assert len(saves) > 5
    assert dump_warehouse(tmp_path / "w.duckdb") == dump_warehouse(seed_warehouse)


def test_draft_that_needs_more_memory_gets_it(
    seeds: Path, seed_warehouse: Path, tmp_path: Path, run_directly: Refresh, dump_warehouse: Dump, monkeypatch: Any
) -> None:
    monkeypatch.setattr("warehouse.draft._LEAST_MEMORY", 2_000_000)
    allowances = []
    load = refresh_steps._load_draft
    monkeypatch.setattr(refresh_steps, "_load_draft", lambda *args: allowances.append(args[-1]) or load(*args))
    run_directly(seeds, tmp_path / "w.duckdb")
    assert allowances == [1, 3, None]
    assert dump_warehouse(tmp_path / "w.duckdb") == dump_warehouse(seed_warehouse)


def test_what_a_killed_refresh_spilled_goes(drop: Path, tmp_path: Path, run_directly: Refresh) -> None:
    (spilled := tmp_path / "w.duckdb.new.tmp").mkdir()
    (spilled / "duckdb_temp_storage_S32K-0.tmp").write_bytes(b"spilled")
    run_directly(drop, tmp_path / "w.duckdb")
    assert not spilled.exists()


def test_changed_metadata_are_a_new_revision(drop: Path, tmp_path: Path, run_directly: Refresh) -> None:
    warehouse = tmp_path / "w.duckdb"
    run_directly(drop, warehouse)
    dated = "SELECT date_start, date_basis FROM events WHERE text = 'opened'"
    assert ask(warehouse, dated) == [(None, None)]
    (drop / "a.meta.yml").write_text("published_on: 2026-02-03\n")
    assert run_directly(drop, warehouse).changed == 1
    assert [(str(day), basis) for day, basis in ask(warehouse, dated)] == [("2026-02-02", "relative")]


def test_rows_of_a_removed_file_go(drop: Path, tmp_path: Path, run_directly: Refresh, dump_warehouse: Dump) -> None:
    warehouse = tmp_path / "w.duckdb"
    run_directly(drop, warehouse)
    (drop / "a.txt").unlink()
    assert run_directly(drop, warehouse).removed == 1
    run_directly(drop, tmp_path / "fresh.duckdb")
    assert dump_warehouse(warehouse) == dump_warehouse(tmp_path / "fresh.duckdb")
    assert ask(warehouse, "SELECT count(*) FROM people WHERE name LIKE '%Sousa%'") == [(0,)]


def test_other_rules_parse_all_anew(drop: Path, tmp_path: Path, run_directly: Refresh, monkeypatch: Any) -> None:
    warehouse = tmp_path / "w.duckdb"
    run_directly(drop, warehouse)
    for module in ("plan", "refresh"):
        monkeypatch.setattr(f"flows.{module}.dateline_version", lambda: "9.9.9+other")
    outcome = run_directly(drop, warehouse)
    assert (outcome.unchanged, outcome.articles_parsed) == (2, 2)
    assert ask(warehouse, "SELECT DISTINCT revision, dateline_version FROM articles JOIN runs USING (run_id)") == [
        (1, "9.9.9+other")
    ]


def test_entities_that_come_apart_are_parsed_again(tmp_path: Path, run_directly: Refresh, dump_warehouse: Dump) -> None:
    """One article defines an acronym that another uses beside the long name: without it, they are two again."""
    folder, warehouse = tmp_path / "drop", tmp_path / "w.duckdb"
    folder.mkdir()
    (folder / "a.txt").write_text(
        "The Kenya Revenue Authority raised duties. A spokesman for the agency MAPATO declined to comment.\n"
    )
    (folder / "b.txt").write_text("The Kenya Revenue Authority (MAPATO) hired 40 officers.\n")
    one = "SELECT count(DISTINCT entity_id) FROM mentions JOIN articles USING (article_id) WHERE source_file = 'a.txt'"
    of_organizations = f"{one} AND entity_type = 'organization'"
    run_directly(folder, warehouse)
    assert ask(warehouse, of_organizations) == [(1,)]
    (folder / "b.txt").unlink()
    outcome = run_directly(folder, warehouse)
    assert (outcome.unchanged, outcome.removed, outcome.articles_parsed) == (1, 1, 1)
    assert ask(warehouse, of_organizations) == [(2,)]
    assert ask(warehouse, "SELECT revision FROM articles") == [(1,)]
    run_directly(folder, tmp_path / "fresh.duckdb")
    assert dump_warehouse(warehouse) == dump_warehouse(tmp_path / "fresh.duckdb")


BAD = {"empty.txt": b"", "image.txt": b"\x89PNG\x00", "feed.jsonl": b'{"text": "The mayor spoke."}\n{"text": \n'}


def test_bad_files_are_refused_and_the_good_still_load(
    copied_seeds: Path, tmp_path: Path, run_directly: Refresh
) -> None:
    for name, content in BAD.items():
        (copied_seeds / name).write_bytes(content)
    warehouse = tmp_path / "w.duckdb"
    outcome = run_directly(copied_seeds, warehouse)
    assert not outcome.passed
    assert (outcome.new, len(outcome.refused)) == (5, 3)
    assert ask(warehouse, "SELECT source_file, record_key, rule, status FROM quarantine ORDER BY 1") == [
        ("empty.txt", None, "empty", "open"),
        ("feed.jsonl", "line 2", "not_json", "open"),
        ("image.txt", None, "binary", "open"),
    ]


def test_cases_are_met_again_mended_or_gone(drop: Path, tmp_path: Path, run_directly: Refresh) -> None:
    warehouse, cases = tmp_path / "w.duckdb", "SELECT source_file, status FROM quarantine ORDER BY 1"
    for name in ("x.txt", "y.txt", "z.txt"):
        (drop / name).write_bytes(b"")
    run_directly(drop, warehouse)
    first = ask(warehouse, "SELECT first_seen_at FROM quarantine WHERE source_file = 'x.txt'")
    (drop / "y.txt").write_text(ARTICLE)
    (drop / "z.txt").unlink()
    run_directly(drop, warehouse)
    assert ask(warehouse, cases) == [("x.txt", "open"), ("y.txt", "replayed"), ("z.txt", "gone")]
    assert ask(warehouse, "SELECT first_seen_at FROM quarantine WHERE source_file = 'x.txt'") == first
    assert ask(warehouse, "SELECT last_seen_at > first_seen_at FROM quarantine WHERE status = 'open'") == [(True,)]


def test_broken_rows_are_quarantined_and_add_up(
    drop: Path, tmp_path: Path, run_directly: Refresh, monkeypatch: Any
) -> None:
    from flows import batches

    def spoil(batch: Any, run_id: str) -> Any:
        rows, times, failures = original(batch, run_id)
        for row in rows["figures"]:
            row["bound"] = "perhaps"
        rows["passages"][0]["text"] = "other words"
        return rows, times, failures

    original = batches.parse_batch
    monkeypatch.setattr(batches, "parse_batch", spoil)
    warehouse = tmp_path / "w.duckdb"
    outcome = run_directly(drop, warehouse)
    monkeypatch.undo()
    quarantined = ask(warehouse, "SELECT table_name, rule, count(*) FROM quarantine GROUP BY ALL ORDER BY ALL")
    assert ("passages", "offsets_hold", 1) in quarantined
    assert sum(count for *_, count in quarantined) == outcome.rows_quarantined
    parsed_tables = outcome.rows.keys() - {"runs", "quarantine", "people", "organizations", "places", "source_files"}
    assert outcome.rows_parsed == outcome.rows_quarantined + sum(outcome.rows[table] for table in parsed_tables)
    assert ask(warehouse, "SELECT count(*) FROM figures") == [(0,)]
    assert ask(warehouse, "SELECT count(*) FROM quarantine WHERE NOT json_valid(row_json)") == [(0,)]
    run_directly(drop, warehouse, full=True)
    assert ask(warehouse, "SELECT DISTINCT status FROM quarantine") == [("replayed",)]


def test_what_cannot_be_read_for_a_moment_keeps_its_rows_and_revision(
    drop: Path, tmp_path: Path, run_directly: Refresh, monkeypatch: pytest.MonkeyPatch
) -> None:
    warehouse = tmp_path / "w.duckdb"
    (drop / "sub").mkdir()
    (drop / "sub" / "c.txt").write_text(ARTICLE)
    run_directly(drop, warehouse)
    (drop / "a.txt").write_text(ARTICLE + "\nMore of it.\n")
    run_directly(drop, warehouse)
    held = "SELECT source_file, revision FROM articles ORDER BY 1"
    before = ask(warehouse, held)
    assert before == [("a.txt", 2), ("b.txt", 1), ("sub/c.txt", 1)]
    hidden = ("a.txt", "sub")

    def list_files(place: Path) -> Iterator[Any]:
        yield from (f for f in original(place) if f.name.partition("/")[0] not in hidden)
        yield from (Refusal(name, None, "unreadable", "it cannot be read") for name in hidden)

    original = resolve_name("flows.listing.list_files")
    monkeypatch.setattr("flows.listing.list_files", list_files)
    outcome = run_directly(drop, warehouse)
    assert (outcome.removed, len(outcome.refused)) == (0, 2)
    assert ask(warehouse, held) == before
    monkeypatch.undo()
    assert run_directly(drop, warehouse).passed
    assert ask(warehouse, held) == before


@pytest.mark.parametrize("step", ["flows.parse.pipeline.read_articles", "flows.parse.rows.find_figures"])
def test_an_article_that_cannot_be_parsed_keeps_no_other_one_back(
    drop: Path, tmp_path: Path, run_directly: Refresh, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def stumble(given: Any, *more: Any) -> Any:
        if any("zebra" in a.text for a in (given if isinstance(given, list) else [given.article])):
            raise ZeroDivisionError("a zebra")
        return original(given, *more)

    original, warehouse = resolve_name(step), tmp_path / "w.duckdb"
    (drop / "zebra.txt").write_text("A zebra ran through Oslo on Monday.")
    monkeypatch.setattr(step, stumble)
    outcome = run_directly(drop, warehouse)
    monkeypatch.undo()
    assert (outcome.new, outcome.rows_quarantined) == (3, 1)
    assert ask(warehouse, "SELECT source_file FROM articles ORDER BY 1") == [("a.txt",), ("b.txt",)]
    [(source, rule, message)] = ask(warehouse, "SELECT source_file, rule, message FROM quarantine")
    assert (source, rule) == ("zebra.txt", "parse_failed")
    assert "ZeroDivisionError: a zebra" in message
    assert run_directly(drop, warehouse, full=True).passed
    assert len(ask(warehouse, "SELECT source_file FROM articles")) == 3


@pytest.mark.parametrize(("query", "told"), [("SELEC 1", "syntax error"), ("-- Nothing.", "it holds no query")])
def test_a_check_that_is_no_query_is_named(
    drop: Path, tmp_path: Path, run_directly: Refresh, monkeypatch: pytest.MonkeyPatch, query: str, told: str
) -> None:
    monkeypatch.setattr("warehouse.checking.checks", lambda: {"mine": query})
    with pytest.raises(RunFailedError, match=f"warehouse/checks/mine.sql: .*{told}"):
        run_directly(drop, tmp_path / "w.duckdb")


def test_failing_check_keeps_the_rows_and_is_noted(
    drop: Path, tmp_path: Path, run_directly: Refresh, dump_warehouse: Dump, monkeypatch: Any
) -> None:
    warehouse = tmp_path / "w.duckdb"
    run_directly(drop, warehouse)
    before = dump_warehouse(warehouse)
    (drop / "c.txt").write_text(ARTICLE)
    broken = {name: f"-- What is never.\nSELECT '{name} row' AS article_id" for name in ("never", "neither")}
    monkeypatch.setattr("warehouse.checking.checks", lambda: broken)
    with pytest.raises(RunFailedError, match=r"never \(What is never\): 1, first \(never row\); neither .*neither row"):
        run_directly(drop, warehouse)
    assert dump_warehouse(warehouse) == before
    noted = "SELECT status, articles_new, articles_unchanged FROM runs WHERE message LIKE '%never row%'"
    assert ask(warehouse, noted) == [("failed", 1, 2)]


def test_failing_first_run_makes_no_warehouse(
    drop: Path, tmp_path: Path, run_directly: Refresh, monkeypatch: Any
) -> None:
    monkeypatch.setattr("warehouse.checking.checks", lambda: {"never": "-- Never.\nSELECT 1 AS article_id"})
    with pytest.raises(RunFailedError, match="breaks never"):
        run_directly(drop, tmp_path / "w.duckdb")
    assert not (tmp_path / "w.duckdb").exists()


def test_missing_drop_is_wrong_use(tmp_path: Path, run_directly: Refresh) -> None:
    with pytest.raises(WrongUseError, match="no such drop"):
        run_directly(tmp_path / "nowhere", tmp_path / "w.duckdb")


def test_file_that_is_no_warehouse_is_not_overwritten(drop: Path, tmp_path: Path, run_directly: Refresh) -> None:
    (tmp_path / "w.duckdb").write_text("my diary")
    with pytest.raises(RunFailedError, match=r"w\.duckdb"):
        run_directly(drop, tmp_path / "w.duckdb")
    assert (tmp_path / "w.duckdb").read_text() == "my diary"


def test_warehouse_of_another_version_is_named_as_such(drop: Path, tmp_path: Path, run_directly: Refresh) -> None:
    warehouse = tmp_path / "w.duckdb"
    run_directly(drop, warehouse)
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute("ALTER TABLE figures DROP COLUMN sentence")
    with pytest.raises(RunFailedError, match="another version"):
        run_directly(drop, warehouse, full=True)
    assert ask(warehouse, "SELECT count(*) FROM articles") == [(2,)]


def test_interrupted_refresh_says_so_and_changes_nothing(seeds: Path, copied_warehouse: Path) -> None:
    before = copied_warehouse.read_bytes()
    command = [sys.executable, "-m", "flows", "refresh", str(seeds), "--warehouse", str(copied_warehouse), "--full"]
    refresh = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    lock = copied_warehouse.with_name(copied_warehouse.name + ".lock")
    while not lock.exists():
        time.sleep(0.05)
    time.sleep(0.5)
    refresh.send_signal(signal.SIGINT)
    _, errors = refresh.communicate(timeout=60)
    assert refresh.returncode == 3
    assert "interrupted" in errors.splitlines()[-1]  # ahead of it Python may print where it swallowed a first one
    assert copied_warehouse.read_bytes() == before


INTERRUPTED_IN_DUCKDB = """
import os, pathlib, signal, sys, threading
from flows.progress import show_progress
from flows.errors import RunFailedError
from flows.refresh import Steps, refresh
from flows.request import Request

def load_for_hours(request, plan, parsed, run, draft):
    with draft.open() as connection:
        threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGINT)).start()
        connection.execute(  # for hours, in one task of DuckDB's
            "CREATE TABLE t AS SELECT a.range FROM range(1000000) a, range(1000000) b WHERE a.range * b.range % 7 = 8"
        )

drop, warehouse = map(pathlib.Path, sys.argv[1:])
try:
    refresh(Request(drop, warehouse, 1), Steps(load_draft=load_for_hours), show_progress)
except RunFailedError as error:
    print(error)
"""


def refresh_interrupted(script: str, drop: Path, warehouse: Path) -> str:
    """What a refresh that interrupts itself writes to stderr; it says so in one line and leaves all as it was."""
    before = warehouse.read_bytes()
    command = [sys.executable, "-c", script, str(drop), str(warehouse)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.stdout == f"interrupted; {warehouse} is as it was\n"
    assert warehouse.read_bytes() == before
    return done.stderr


def test_refresh_interrupted_within_duckdb_says_so_at_once(drop: Path, copied_warehouse: Path) -> None:
    refresh_interrupted(INTERRUPTED_IN_DUCKDB, drop, copied_warehouse)
    assert sorted(path.name for path in copied_warehouse.parent.glob("w.duckdb.*")) == ["w.duckdb.lock"]


SWALLOWED = """
import os, pathlib, signal, sys
from flows.progress import show_progress
from flows.errors import RunFailedError
from flows.refresh import Steps, load_draft, refresh
from flows.request import Request

class Swallowing:
    def __del__(self):
        os.kill(os.getpid(), signal.SIGINT)
        list(range(9))  # Python prints what is raised here

def load_and_swallow(*given):
    held = load_draft(*given)
    Swallowing()
    return held

drop, warehouse = map(pathlib.Path, sys.argv[1:])
try:
    refresh(Request(drop, warehouse, 1), Steps(load_draft=load_and_swallow), show_progress)
except RunFailedError as error:
    print(error)
"""


def test_refresh_interrupted_where_it_is_swallowed_publishes_nothing(drop: Path, copied_warehouse: Path) -> None:
    assert "KeyboardInterrupt" in refresh_interrupted(SWALLOWED, drop, copied_warehouse)


def test_warehouse_at_work_turns_a_refresh_away(drop: Path, tmp_path: Path, run_directly: Refresh) -> None:
    with lock_warehouse(tmp_path / "w.duckdb"), pytest.raises(RunFailedError, match="another refresh"):
        run_directly(drop, tmp_path / "w.duckdb")


@pytest.mark.parametrize("seconds", [0.5, 2.0, 4.0, 5.5])
def test_killed_refresh_loses_nothing(
    seeds: Path, copied_warehouse: Path, run_directly: Refresh, dump_warehouse: Dump, seconds: float
) -> None:
    before = dump_warehouse(copied_warehouse)
    command = [sys.executable, "-m", "flows", "refresh", str(seeds), "--warehouse", str(copied_warehouse), "--full"]
    refresh = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    time.sleep(seconds)
    os.killpg(refresh.pid, signal.SIGKILL)
    refresh.wait()
    assert dump_warehouse(copied_warehouse) == before
    run_directly(seeds, copied_warehouse, full=True)
    assert dump_warehouse(copied_warehouse) == before
    left = {path.name for path in copied_warehouse.parent.iterdir()} - {"w.duckdb.lock"}
    assert left == {"w.duckdb"}


@pytest.fixture
def long_drop(tmp_path: Path) -> Path:
    """Two articles that fill a batch each."""
    folder = tmp_path / "long"
    folder.mkdir()
    for name in ("a.txt", "b.txt"):
        (folder / name).write_text(ARTICLE * 900)
    return folder


def start_refresh(drop: Path, warehouse: Path) -> subprocess.Popen[str]:
    """A refresh with two workers, in a session of its own."""
    command = [sys.executable, "-m", "flows", "refresh", str(drop), "--warehouse", str(warehouse), "--jobs", "2"]
    return subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, start_new_session=True
    )


def test_workers_of_a_killed_refresh_end_with_it(long_drop: Path, tmp_path: Path) -> None:
    refresh = start_refresh(long_drop, tmp_path / "w.duckdb")
    while len(processes_of(refresh.pid)) < 2:
        time.sleep(0.05)
    time.sleep(1)
    refresh.kill()
    refresh.wait()
    deadline = time.monotonic() + 20
    while processes_of(refresh.pid) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert processes_of(refresh.pid) == []


def test_parsing_process_that_is_ended_from_outside_fails_the_run(long_drop: Path, tmp_path: Path) -> None:
    refresh = start_refresh(long_drop, tmp_path / "w.duckdb")
    while not (workers := processes_of(refresh.pid, b"spawn_main")):
        time.sleep(0.05)
    time.sleep(1)
    os.kill(workers[0], signal.SIGKILL)
    _, errors = refresh.communicate()
    assert (refresh.returncode, len(errors.splitlines())) == (3, 1)
    assert "--jobs 1" in errors
    assert not (tmp_path / "w.duckdb").exists()


def processes_of(session: int, command_with: bytes = b"") -> list[int]:
    """Running processes of a session; the resource tracker of multiprocessing, which ends by itself, is left out.

    A process that has just been forked still has the command of its parent: `command_with` tells workers apart.
    """
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            state, _, _, its_session = process.joinpath("stat").read_text().rpartition(")")[2].split()[:4]
            command = process.joinpath("cmdline").read_bytes()
        except OSError:
            continue  # it has just ended
        is_running = int(its_session) == session and state != "Z"
        if is_running and command_with in command and b"resource_tracker" not in command:
            found.append(int(process.name))
    return found
