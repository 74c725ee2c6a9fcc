"""Train the reader: fill in what the marks of each text leave out, then train a component on.

Every marked set marks some kinds only. Times and triggers are filled in by a teacher of the same make, trained on the
sets that do mark them, and the rest (names, places, amounts, …) by the component that the training starts from: the
reader then learns all of them at once.
"""

import random
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

import yaml
from spacy.language import Language
from spacy.pipeline import EntityRecognizer, Tok2Vec
from spacy.tokens import Doc
from spacy.training import Example
from thinc.api import Adam, Optimizer, fix_random_seed
from thinc.model import Model

from flows.parse.reader.chunks import Chunk, cut_chunks
from flows.parse.reader.corpus import NAMES, TIME, TRIGGER, MarkedArticle, MarkedSpan, fill_spans, strip_name
from flows.parse.reader.encoding import copy_weights, widen_config
from flows.parse.reader.variants import NameSource, vary


@dataclass(frozen=True, slots=True)
class Settings:
    """How to train; `settings.yml` says what each is and how it was chosen."""

    seed: int
    chunk_tokens: int
    batch_chunks: int
    passes: int
    teacher_passes: int
    learn_rate: float
    warmup: float
    weight_decay: float
    dropout: float
    variants: dict[str, float]
    name_locales: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReadArticle:
    """A marked article with what a pipeline read in it: tokens, sentences, spans."""

    article: MarkedArticle
    doc: Doc


def read_articles(nlp: Language, articles: Sequence[MarkedArticle]) -> list[ReadArticle]:
    """The articles, read by a pipeline."""
    docs = nlp.pipe(article.text for article in articles)
    return [ReadArticle(article, doc) for article, doc in zip(articles, docs, strict=True)]


_TAUGHT = frozenset({TIME, TRIGGER})  # kinds that the stock component does not mark, or marks otherwise
_DRAWN_NAMES = 150  # of each kind and locale
Lesson = tuple[ReadArticle, Sequence[MarkedSpan]]


def read_settings(path: Path) -> Settings:
    """The settings of a YAML file; a key that is missing or unknown raises TypeError."""
    values = yaml.safe_load(path.read_text("utf8"))
    return Settings(**values | {"name_locales": tuple(values["name_locales"])})


class School:
    """Trains readers, all from the `ner` component of one pipeline and with its vocabulary."""

    def __init__(self, nlp: Language, settings: Settings) -> None:
        self.settings = settings
        self.component_config = widen_config(nlp)
        self._nlp = nlp
        self._stock_encoder = cast(Tok2Vec, nlp.get_pipe("tok2vec")).model
        self._names = draw_names(settings.name_locales if settings.variants.get("names") else (), settings.seed)

    def teach(self, reads: Sequence[ReadArticle]) -> EntityRecognizer:
        """A reader trained on marked articles, with what their marks leave out filled in."""
        return self.train(self.fill(reads), self.settings.passes)

    def fill(self, reads: Sequence[ReadArticle]) -> list[Lesson]:
        """The whole articles: their marks, with guesses for what these do not judge, be it a kind or a part of the
        text. Times and triggers are guessed by a teacher where other articles mark them; all else by the component that
        the training starts from, which knows names of firms that a teacher forgets over the sets of names."""
        is_taught = not all(read.article.labels >= _TAUGHT for read in reads)
        teachers = self.teach_apart(reads, self.settings.teacher_passes, [_TAUGHT]) if is_taught else {}
        lessons: list[Lesson] = []
        for read in reads:
            guesses = spans_read(read, frozenset().union(*teachers))
            for labels, teacher in teachers.items():
                guesses += [span for span in find_spans(teacher, read.doc) if span.label in labels]
            whole = replace(read.article, regions=((0, len(read.article.text)),))
            lessons.append((ReadArticle(whole, read.doc), fill_spans(read.article, guesses)))
        return lessons

    def teach_apart(
        self, reads: Sequence[ReadArticle], passes: int, groups: Iterable[frozenset[str]] = (frozenset(NAMES), _TAUGHT)
    ) -> dict[frozenset[str], EntityRecognizer]:
        """For names, and for times and triggers, a reader trained only on the articles that mark them."""
        readers = {}
        for labels in groups:
            marking = [read for read in reads if labels <= read.article.labels]
            if marking:
                own: list[Lesson] = [(read, fill_spans(read.article, spans_read(read))) for read in marking]
                readers[labels] = self.train(own, passes)
        return readers

    def train(self, lessons: Sequence[Lesson], passes: int) -> EntityRecognizer:
        """The component of the pipeline, trained on. The same lessons in the same order give the same weights."""
        settings = self.settings
        fix_random_seed(settings.seed)
        rng = random.Random(settings.seed)
        reader = self._new_reader({span.label for _, spans in lessons for span in spans})
        chunks: list[Chunk] = []
        for read, spans in lessons:
            chunks += cut_chunks(read.article, read.doc, spans, settings.chunk_tokens)
        optimizer = Adam(settings.learn_rate, L2=settings.weight_decay, grad_clip=1.0)
        rates = _rates(settings, passes * -(-len(chunks) // settings.batch_chunks))
        for _ in range(passes):
            rng.shuffle(chunks)
            for start in range(0, len(chunks), settings.batch_chunks):
                batch = [vary(c, rng, settings.variants, self._names) for c in chunks[start:][: settings.batch_chunks]]
                optimizer.learn_rate = next(rates)
                reader.update(self._examples(batch), sgd=optimizer, drop=settings.dropout)
        _keep_averages(reader.model, optimizer)
        return reader

    def _examples(self, batch: Sequence[Chunk]) -> list[Example]:
        examples = [chunk.example(self._nlp.vocab) for chunk in batch]
        tensors = self._stock_encoder.predict([example.x for example in examples])
        for example, tensor in zip(examples, tensors, strict=True):
            example.x.tensor = tensor
        return examples

    def _new_reader(self, labels: Iterable[str]) -> EntityRecognizer:
        start = cast(EntityRecognizer, self._nlp.get_pipe("ner"))
        reader = cast(EntityRecognizer, self._nlp.create_pipe("ner", config=self.component_config))
        reader.from_bytes(start.to_bytes(exclude=["model"]), exclude=["model"])
        copy_weights(start.model, reader.model)
        for label in sorted(labels):
            reader.add_label(label)
        return reader


def find_spans(reader: EntityRecognizer, doc: Doc) -> list[MarkedSpan]:
    """What a reader finds in a document, whose own entities are left as they are."""
    bare = doc.copy()
    bare.set_ents([], default="missing")
    return [MarkedSpan(e.start_char, e.end_char, e.label_) for e in reader(bare).ents]


def draw_names(locales: Sequence[str], seed: int) -> NameSource:
    """Given and family names of the locales, as the package Faker has them; one plain word each."""
    from faker import Faker  # only who trains needs it

    lists = []
    for locale in locales:
        source = Faker(locale)
        source.seed_instance(seed)
        given = [source.first_name() for _ in range(_DRAWN_NAMES)]
        family = [source.last_name() for _ in range(_DRAWN_NAMES)]
        lists.append((_plain(given), _plain(family)))
    return NameSource(lists)


def _plain(names: Iterable[str]) -> list[str]:
    return [name for name in dict.fromkeys(names) if name.isalpha() and name.istitle()]


def spans_read(read: ReadArticle, but: Collection[str] = ()) -> list[MarkedSpan]:
    """What the pipeline found as it read the article, but for the labels `but`; times under one label, names bare."""
    found = (MarkedSpan(e.start_char, e.end_char, TIME if e.label_ == "TIME" else e.label_) for e in read.doc.ents)
    return [strip_name(read.doc.text, span) for span in found if span.label not in but]


def _rates(settings: Settings, steps: int) -> Iterator[float]:
    """Learn rates: up over the share `warmup` of all steps, then down in a straight line."""
    rise = settings.warmup * steps
    for step in range(steps):
        yield settings.learn_rate * (min((step + 1) / rise, 1) if step < rise else (steps - step) / (steps - rise))


def _keep_averages(model: Model[Any, Any], optimizer: Optimizer) -> None:
    """Leave the averages over the training in the model, in place of the last weights."""
    with model.use_params(optimizer.averages or {}):
        averaged = model.to_bytes()
    model.from_bytes(averaged)
