"""How good the whole warehouse is on articles that the reader was not trained on: `… python tests/bench/held_out.py`.

For each fold of the marked articles a reader is made of the other folds as the shipped one is of all: the mean of one
training on them alone and one on them and the project's own articles, which counts twice (some thirty minutes a fold).
It is put into a copy of the project, and the copy is scored on the fold by `../shared/scorers/evaluate.py`. The rules
are the same throughout, and have seen all of them. `--readers FOLDER` keeps the readers there, and uses those that it
holds; `--fold NUMBER` takes that fold only.
"""

import argparse
import json
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from flows.parse.pipeline import load_stock
from flows.parse.reader.__main__ import deal_folds
from flows.parse.reader.component import average_readers, write_reader
from flows.parse.reader.corpus import read_corpus
from flows.parse.reader.training import ReadArticle, School, read_articles, read_settings

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
SETS = ("entities.jsonl", "dates_events.jsonl")
FOLDS = 3
MEASURES = {
    ("entities", "entities.jsonl", "EN-World"): ["exact.ALL"],
    ("entities", "entities.jsonl", "GUM"): ["exact.ALL", "entities.ALL"],
    ("entities", "entities.jsonl", "MEANTIME"): ["exact.ALL"],
    ("dates", "dates_events.jsonl", ""): ["strict span", "relaxed span", "value", "calendar DATE value"],
    ("triggers", "dates_events.jsonl", ""): ["trigger", "date of dated events"],
}


def main() -> None:
    """Train, score, and print F1 over all folds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--readers", type=Path)
    parser.add_argument("--fold", type=int)
    options = parser.parse_args()
    counts: Counter[tuple[str, str, str]] = Counter()
    with TemporaryDirectory() as folder:
        readers = options.readers or Path(folder) / "readers"
        stock = load_stock()
        reads = read_articles(stock, read_corpus(SHARED / "gold" / name for name in SETS))
        own = read_articles(stock, read_corpus(sorted((ROOT / "flows/parse/reader/articles").glob("*.txt"))))
        school = School(stock, read_settings(ROOT / "flows/parse/reader/settings.yml"))
        for number, held_out in enumerate(deal_folds(reads, FOLDS)):
            if options.fold in (None, number):
                chosen = {read.article.article_id for read in held_out}
                rest = [read for read in reads if read.article.article_id not in chosen]
                weights = train(school, rest, own, readers / f"fold{number}")
                counts += score(chosen, weights, Path(folder) / f"copy{number}")
    for source, measure in dict.fromkeys(key[:2] for key in counts):
        hits, found, marked = (counts[source, measure, name] for name in ("hits", "found", "marked"))
        print(f"{source:12}{measure:24}{200 * hits / (found + marked):6.1f}")


def train(school: School, rest: list[ReadArticle], own: list[ReadArticle], folder: Path) -> Path:
    """Folder with the weights of a reader made of these articles; what `folder` holds is not trained again."""
    for name, reads in (("sets", rest), ("all", [*rest, *own])):
        if not (folder / name).exists():
            write_reader(school.teach(reads), school.component_config, folder / name)
    average_readers(load_stock(exclude=["ner"]), [folder / "sets", folder / "all", folder / "all"], folder / "mean")
    return folder / "mean"


def score(chosen: set[str], weights: Path, copy: Path) -> Counter[tuple[str, str, str]]:
    """Hits, found and marked by set and measure: a copy of the project with these weights, on the chosen articles."""
    for name in ("flows", "schemas", "warehouse"):
        shutil.copytree(ROOT / name, copy / name)
    shutil.copytree(weights, copy / "flows/parse/reader/weights", dirs_exist_ok=True)
    for name in SETS:
        lines = (SHARED / "gold" / name).read_text("utf8").splitlines()
        (copy / name).write_text("\n".join(line for line in lines if _id(json.loads(line)) in chosen), "utf8")
    counts: Counter[tuple[str, str, str]] = Counter()
    for (task, gold, source), measures in MEASURES.items():
        command = f"env PYTHONPATH={copy} {sys.executable} -m flows"
        options = ["--source", source] if source else []
        evaluate = [sys.executable, SHARED / "scorers/evaluate.py", task, copy / gold, "--json", *options]
        done = subprocess.run([*evaluate, "--command", command], capture_output=True, text=True, check=True, cwd=copy)
        result = json.loads(done.stdout)
        for measure in measures:
            for name, count in _counts(result[measure]).items():
                counts[source or task, measure, name] += count
    return counts


def _counts(result: dict[str, Any]) -> dict[str, int]:
    if "gold" in result:
        return {"hits": result["tp"], "found": result["pred"], "marked": result["gold"]}
    return {"hits": result["tp"], "found": result["tp"] + result["fp"], "marked": result["tp"] + result["fn"]}


def _id(record: dict[str, Any]) -> str:
    return str(record["id"] if "id" in record else record["doc_id"])


if __name__ == "__main__":
    main()
