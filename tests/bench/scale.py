"""How dateline scales, as a table of ratios measured in one run: `uv run --group dev python tests/bench/scale.py`.

The articles are those of FOLDER (`../shared/gold` when none is named), repeated under changed names up to `--articles`.
Two sizes are timed, a tenth and the whole, so that growth shows. Nothing else should run on the machine.
"""

import argparse
import os
import random
import re
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import duckdb
from corpus import read_texts, write_drop
from others import NOT_INSTALLED, TOOLS

ROOT = Path(__file__).parents[2]
RUNS = 5
_SECONDS_TO_SETTLE = 2.5  # before a file's look counts (flows/sources/looks.py)


def main() -> None:
    """Build the drops, time everything, print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT.parent / "shared" / "gold")
    parser.add_argument("--articles", type=int, default=1000)
    options = parser.parse_args()
    with TemporaryDirectory() as folder:
        measure(read_texts(options.folder), options.articles, Path(folder))


def measure(texts: list[str], articles: int, folder: Path) -> None:
    """Time a drop of so many articles and one of a tenth of them."""
    few, many = folder / "few", folder / "many"
    write_drop(texts, articles // 10, few)
    write_drop(texts, articles, many)
    time.sleep(_SECONDS_TO_SETTLE)

    bare = float(run([sys.executable, str(Path(__file__).with_name("bare_pipe.py")), str(many)]).splitlines()[-1])
    show("bare spaCy, its default settings, one process", bare, articles / bare, "articles a second")
    small = refresh(few, folder / "few.duckdb", "--jobs", "2")
    one = refresh(many, folder / "one.duckdb", "--jobs", "1")
    full = refresh(many, folder / "many.duckdb", "--jobs", "2")
    show("refresh, one job", one.seconds, bare / one.seconds, "times bare spaCy")
    show("refresh, two jobs", full.seconds, bare / full.seconds, "times bare spaCy")
    show(
        "refresh of a tenth, two jobs",
        small.seconds,
        full.seconds / small.seconds,
        "times as long for ten times as many",
    )
    show("largest process, MB, a tenth and all", small.megabytes, full.megabytes / small.megabytes, "times the memory")

    for tool in TOOLS:
        time_other(tool, few, small.seconds)
    found = median(seconds(lambda: run(["find", str(many), "-printf", "%s %T@\n"])) for _ in range(RUNS))
    nothing = median(refresh(many, folder / "many.duckdb").seconds for _ in range(RUNS))
    show("refresh with nothing to do", nothing, nothing - 2 * found, "seconds more than two `find`")
    changed = change(many, max(articles // 100, 1))
    time.sleep(_SECONDS_TO_SETTLE)
    part = refresh(many, folder / "many.duckdb", "--jobs", "2")
    show(f"refresh with {changed} changed", part.seconds, 100 * part.seconds / full.seconds, "% of the full one")
    for query, took in time_queries(folder / "many.duckdb"):
        show(f"query: {query}", took, 1000 * took, "ms, warm")


def time_other(tool: str, drop: Path, ours: float) -> None:
    """Time another tool, where it is installed, against our whole refresh of the same articles from its start."""
    command = [sys.executable, str(Path(__file__).with_name("others.py")), tool, str(drop)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=_environment(), check=False)
    if done.returncode == NOT_INSTALLED:
        print(f"{tool}: not installed (see the dependency groups)")
    elif done.returncode:
        raise SystemExit(done.stderr)
    else:
        took = float(done.stdout.splitlines()[-1])
        show(f"{tool} on a tenth, loading apart", took, took / ours, "times our whole refresh of it, two jobs")


class Took:
    """What a command took: seconds of the clock, and the memory of its largest process."""

    def __init__(self, command: Sequence[str]) -> None:
        began = time.perf_counter()
        process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=ROOT, env=_environment()
        )
        _, status, used = os.wait4(process.pid, 0)
        if status:
            raise SystemExit(f"failed: {' '.join(command)}")
        self.seconds, self.megabytes = time.perf_counter() - began, used.ru_maxrss / 1000


def refresh(drop: Path, warehouse: Path, *options: str) -> Took:
    """A refresh as a user runs it."""
    return Took([sys.executable, "-m", "flows", "refresh", str(drop), "--warehouse", str(warehouse), *options])


def run(command: Sequence[str]) -> str:
    """What a command prints; its processes keep compiled modules, as a user's do."""
    return subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT, env=_environment()).stdout


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def seconds(action: Callable[[], object]) -> float:
    """Seconds of the clock that an action takes."""
    began = time.perf_counter()
    action()
    return time.perf_counter() - began


def change(drop: Path, articles: int) -> int:
    """Put a sentence behind so many articles of the drop."""
    for path in random.Random(1).sample(sorted(drop.rglob("*.txt")), articles):
        path.write_text(path.read_text("utf8") + "\n\nMayor Karla Ostberg opened the bridge on Tuesday.\n", "utf8")
    return articles


def time_queries(warehouse: Path) -> list[tuple[str, float]]:
    """The README's queries, each with the median of its times behind a first one."""
    queries = re.findall(r"```sql\n(.*?)```", (ROOT / "README.md").read_text("utf8"), re.DOTALL)
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        return [(_first_words(query), _warm(connection, query)) for query in queries]


def _warm(connection: duckdb.DuckDBPyConnection, query: str) -> float:
    connection.execute(query).fetchall()
    return median(seconds(lambda: connection.execute(query).fetchall()) for _ in range(RUNS))


def _first_words(query: str) -> str:
    return " ".join(query.split())[:60]


def show(what: str, measured: float, ratio: float, unit: str) -> None:
    """One line of the table."""
    print(f"{what:64} {measured:9.2f}   {ratio:8.2f} {unit}", flush=True)


if __name__ == "__main__":
    main()
