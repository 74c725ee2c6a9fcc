"""Timings, printed as ratios measured in one run. Run with `uv run --group dev --group bench pytest -m bench -s`."""

import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any

import pytest

from flows.parse.dates import find_timexes
from flows.parse.entities import find_mentions
from flows.parse.events import find_events
from flows.parse.facts import Article, Reading
from flows.parse.figures import find_figures
from flows.parse.pipeline import load_model, load_stock, read_articles
from flows.parse.quotes import find_quotes
from flows.parse.roles import find_roles
from flows.parse.rows import find_facts
from flows.parse.tokens import Doc

pytestmark = pytest.mark.bench
RUNS = 5


def seconds(action: Callable[[], object]) -> float:
    began = time.perf_counter()
    action()
    return time.perf_counter() - began


def test_refresh_of_the_seeds_against_a_bare_script(seeds: Path, tmp_path: Path) -> None:
    texts = [str(path) for path in sorted(seeds.glob("*.txt"))]
    bare = [sys.executable, str(Path(__file__).with_name("bare.py")), *texts]
    times: dict[str, list[float]] = {"bare script": [], "full refresh": [], "nothing to do": []}
    for i in range(RUNS + 1):
        warehouse = str(tmp_path / f"{i}.duckdb")
        refresh = [sys.executable, "-m", "flows", "refresh", str(seeds), "--warehouse", warehouse]
        for name, command in (("bare script", bare), ("full refresh", refresh), ("nothing to do", refresh)):
            took = seconds(lambda command=command: subprocess.run(command, check=True, capture_output=True))  # type: ignore[misc]
            times[name] += [took] if i else []  # the first round warms the disk's cache
    base = median(times["bare script"])
    for name, taken in times.items():
        print(f"\n{name:15} {median(taken):5.2f} s, {median(taken) / base:4.2f} of the bare script", end="")
    print()


def test_rules_against_the_spacy_pass(seeds: Path) -> None:
    """CPU time of every extractor as a share of the spaCy pass; making its plain tokens counts as a rule."""
    texts = [path.read_text("utf8") for path in sorted(seeds.glob("*.txt"))] * 5
    articles = [Article(f"article_{i}", text, published_on=date(2026, 1, 30)) for i, text in enumerate(texts)]
    for reading in list(read_articles(articles[:4])):
        find_facts(reading)  # loads what the rules know
    began = time.process_time()
    docs = list(load_model().pipe(texts, batch_size=32))
    spacy = time.process_time() - began
    times: dict[str, float] = {}

    def timed(name: str, rule: Callable[..., Any], *given: object) -> Any:
        began = time.process_time()
        found = rule(*given)
        times[name] = times.get(name, 0.0) + time.process_time() - began
        return found

    for article, doc in zip(articles, docs, strict=True):
        reading = Reading(article, timed("tokens", Doc, doc, article.text), doc.user_data["passages"])
        timexes = timed("dates", find_timexes, reading)
        entities, mentions = timed("entities", find_mentions, reading)
        timed("roles", find_roles, reading, entities, mentions)
        quotes = timed("quotes", find_quotes, reading, mentions)
        timed("figures", find_figures, reading, timexes, quotes, mentions)
        timed("events", find_events, reading, timexes, mentions, quotes)
    rules = sum(times.values())
    shares = ", ".join(f"{name} {taken / spacy:.3f}" for name, taken in times.items())
    each = 1000 / len(articles)
    print(f"\nspaCy pass {spacy * each:.0f} ms an article, all rules {rules * each:.0f} ms: {rules / spacy:.3f} of it")
    print(f"of the pass: {shares}")


def read_seeds(seeds: Path) -> list[Reading]:
    """The four articles, read, and what the rules know loaded."""
    paths = sorted(seeds.glob("*.txt"))
    articles = [Article(path.stem, path.read_text("utf8"), published_on=date(2026, 1, 30)) for path in paths]
    readings = list(read_articles(articles))
    for reading in readings:
        find_facts(reading)
    return readings


def test_date_rules_against_the_search_of_dateparser(seeds: Path) -> None:
    search = pytest.importorskip("dateparser.search", reason="comes with the dependency group `bench`")
    readings = read_seeds(seeds)
    texts = [reading.doc.text for reading in readings]
    search.search_dates(texts[0], languages=["en"])  # loads what it knows
    other = median(seconds(lambda: [search.search_dates(t, languages=["en"]) for t in texts]) for _ in range(RUNS))
    rules = median(seconds(lambda: [find_timexes(reading) for reading in readings]) for _ in range(RUNS))
    print(f"\ndateparser {other:.2f} s, date rules {rules:.3f} s: {other / rules:.0f} times as fast")
    assert other >= 10 * rules


def test_event_rules_against_the_spacy_pass(seeds: Path) -> None:
    readings = read_seeds(seeds)
    articles = [reading.article for reading in readings]
    mentions = [find_mentions(reading)[1] for reading in readings]
    ready = [(r, find_timexes(r), m, find_quotes(r, m)) for r, m in zip(readings, mentions, strict=True)]
    spacy = median(seconds(lambda: list(read_articles(articles))) for _ in range(RUNS))
    rules = median(seconds(lambda: [find_events(*given) for given in ready]) for _ in range(RUNS))
    print(f"\nspaCy pass {spacy:.2f} s, event rules {rules:.3f} s: {rules / spacy:.2f} of it")
    assert rules <= 0.15 * spacy


def test_the_pass_against_the_stock_pipeline(seeds: Path) -> None:
    """The same texts and settings; the reader stands where the stock pipeline has its `ner`."""
    texts = [path.read_text("utf8") for path in sorted(seeds.glob("*.txt"))] * 5
    pipelines = {"stock": load_stock(), "with the reader": load_model()}
    times: dict[str, list[float]] = {name: [] for name in pipelines}
    for i in range(2 * RUNS + 1):
        for name, nlp in pipelines.items():
            took = seconds(lambda nlp=nlp: list(nlp.pipe(texts)))  # type: ignore[misc]
            times[name] += [took] if i else []
    ratio = median(times["with the reader"]) / median(times["stock"])
    print(f"\nspaCy pass {median(times['with the reader']):.2f} s, {ratio:.2f} of the stock pipeline's")


def test_figure_rules_by_the_second(seeds: Path) -> None:
    """Sentences a second of CPU time that the figure rules read behind the spaCy pass. A whole run of CQE reads 25 a
    second, one of quantulum3 184."""
    readings = read_seeds(seeds) * 5
    timexes = [find_timexes(reading) for reading in readings]
    sentences = sum(1 for reading in readings for _ in reading.sentences())
    times = []
    for _ in range(RUNS + 1):
        began = time.process_time()
        for reading, found in zip(readings, timexes, strict=True):
            find_figures(reading, found, [])
        times.append(time.process_time() - began)
    rate = sentences / median(times[1:])  # the first run loads what the rules know
    print(f"\nfigure rules {rate:.0f} sentences a second: {rate / 25:.0f} times CQE, {rate / 184:.1f} times quantulum3")
