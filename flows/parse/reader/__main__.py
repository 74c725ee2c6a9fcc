"""Train, validate and score the reader. The files are JSONL of marked articles: see `flows/parse/reader/corpus.py`."""

from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Annotated

import typer
from rich import print as show
from rich.table import Table
from spacy.language import Language

from flows.parse.pipeline import load_stock
from flows.parse.reader import WEIGHTS, hash_weights
from flows.parse.reader.component import add_recognizer, average_readers, write_reader
from flows.parse.reader.corpus import NAMES, TIME, MarkedArticle, MarkedSpan, read_corpus
from flows.parse.reader.scores import Scores
from flows.parse.reader.training import ReadArticle, School, find_spans, read_articles, read_settings, spans_read

app = typer.Typer(help=__doc__, no_args_is_help=True, add_completion=False)
Files = Annotated[list[Path], typer.Argument(help="JSONL files of marked articles.", exists=True, dir_okay=False)]
SettingsFile = Annotated[Path, typer.Option("--settings", help="How to train.", exists=True, dir_okay=False)]
_SETTINGS = Path(__file__).parent / "settings.yml"


@app.command()
def train(
    files: Files,
    settings: SettingsFile = _SETTINGS,
    start: Annotated[
        Path | None, typer.Option(help="Weights to train on from, such as the reader's own.", file_okay=False)
    ] = None,
    output: Annotated[Path, typer.Option(help="Folder for the weights.")] = WEIGHTS,
) -> None:
    """Train the stock component, or the weights to start from, on all articles and write the weights.

    The same files and settings give the same weights.
    """
    nlp = load_with_reader(start) if start else load_stock()
    school = School(nlp, read_settings(settings))
    write_reader(school.teach(read_articles(nlp, _read(files))), school.component_config, output)
    typer.echo(f"{output}: {hash_weights(output)}")


@app.command()
def average(
    folders: Annotated[list[Path], typer.Argument(help="Folders of weights; one named twice counts twice.")],
    output: Annotated[Path, typer.Option(help="Folder for the weights.")] = WEIGHTS,
) -> None:
    """Write the mean of weights: it keeps most of what each of the trainings is good at."""
    average_readers(load_stock(exclude=["ner"]), folders, output)
    typer.echo(f"{output}: {hash_weights(output)}")


@app.command()
def validate(
    files: Files,
    settings: SettingsFile = _SETTINGS,
    folds: Annotated[int, typer.Option(min=2)] = 3,
    apart: Annotated[
        bool, typer.Option("--apart", help="Two components: one for names, one for times and triggers.")
    ] = False,
) -> None:
    """Score every article by a reader that was trained on the other folds only."""
    stock = load_stock()
    school = School(stock, read_settings(settings))
    reads = read_articles(stock, _read(files))
    scores = Scores()
    for held_out in deal_folds(reads, folds):
        chosen = {read.article.article_id for read in held_out}
        rest = [read for read in reads if read.article.article_id not in chosen]
        if apart:
            readers = school.teach_apart(rest, school.settings.passes)
        else:
            readers = {frozenset().union(*(read.article.labels for read in reads)): school.teach(rest)}
        for read in held_out:
            found = ((labels, find_spans(reader, read.doc)) for labels, reader in readers.items())
            scores.add(read.article, [span for labels, spans in found for span in spans if span.label in labels])
    show(_table(scores))


@app.command()
def score(
    files: Files,
    weights: Annotated[Path, typer.Option(help="Folder of the weights.", exists=True, file_okay=False)] = WEIGHTS,
    stock: Annotated[bool, typer.Option("--stock", help="Score the stock component in place of the reader.")] = False,
) -> None:
    """Score spans straight from the reader, with no rule behind it; the other kinds against the stock component's."""
    articles = _read(files)
    nlp = load_stock()
    others = frozenset(nlp.pipe_labels["ner"]) - {*NAMES, TIME, "TIME"}
    references = read_articles(nlp, articles)
    reads = references if stock else read_articles(load_with_reader(weights), articles)
    scores = Scores()
    for read, reference in zip(reads, references, strict=True):
        scores.add(read.article, spans_read(read))
        scores.add(_marked_by_stock(reference, others), _clear_of(read.article.spans, spans_read(read)))
    show(_table(scores))


def _read(files: Sequence[Path]) -> list[MarkedArticle]:
    try:
        return read_corpus(files)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error


def load_with_reader(weights: Path) -> Language:
    """The stock pipeline with a reader, whose triggers are left among its other spans."""
    nlp = load_stock(exclude=["ner"])
    add_recognizer(nlp, weights)
    return nlp


def _marked_by_stock(reference: ReadArticle, labels: frozenset[str]) -> MarkedArticle:
    """The article with the stock component's spans of `labels` as its marks, but where it was marked by hand."""
    marks = _clear_of(reference.article.spans, spans_read(reference))
    whole = ((0, len(reference.article.text)),)
    return MarkedArticle(
        reference.article.article_id,
        reference.article.source,
        reference.article.text,
        tuple(span for span in marks if span.label in labels),
        labels,
        whole,
    )


def _clear_of(marks: Sequence[MarkedSpan], spans: Sequence[MarkedSpan]) -> list[MarkedSpan]:
    """Spans that touch no mark."""
    return [s for s in spans if not any(s.start < mark.end and mark.start < s.end for mark in marks)]


def deal_folds(reads: Sequence[ReadArticle], folds: int) -> list[list[ReadArticle]]:
    """The articles of every source, shuffled and dealt into as many parts."""
    dealt: list[list[ReadArticle]] = [[] for _ in range(folds)]
    for source in sorted({read.article.source for read in reads}):
        own = sorted((r for r in reads if r.article.source == source), key=lambda r: r.article.article_id)
        Random(folds).shuffle(own)
        for number, read in enumerate(own):
            dealt[number % folds].append(read)
    return dealt


def _table(scores: Scores) -> Table:
    table = Table("source", "measure", "P", "R", "F1", "marked")
    for source, measure, *percents, marked in scores.table():
        table.add_row(source, measure, *(f"{percent:.1f}" for percent in percents), f"{marked:,}")
    return table


if __name__ == "__main__":
    app()
