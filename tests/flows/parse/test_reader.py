"""The reader: its weights, what it marks, and what trains it."""

import json
import random
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import load_config

from flows.parse.pipeline import load_model, load_stock
from flows.parse.reader import WEIGHTS, hash_weights
from flows.parse.reader.__main__ import deal_folds, load_with_reader
from flows.parse.reader.chunks import MISSING, Chunk, cut_chunks
from flows.parse.reader.component import TRIGGERS, add_recognizer, average_readers, write_reader
from flows.parse.reader.corpus import (
    NAMES,
    MarkedArticle,
    MarkedSpan,
    fill_spans,
    read_corpus,
    settle_overlaps,
    strip_name,
)
from flows.parse.reader.encoding import Mentions
from flows.parse.reader.scores import Scores
from flows.parse.reader.training import (
    ReadArticle,
    School,
    find_spans,
    read_articles,
    read_settings,
    spans_read,
)
from flows.parse.reader.variants import NameSource, vary

CARD = WEIGHTS.parent / "MODEL_CARD.md"
SETTINGS = read_settings(WEIGHTS.parent / "settings.yml")
TEXT = "Aiko Tanaka of Skybus met Rosa Díaz in Lima on Tuesday."
LARGEST = 7_000_000  # bytes of weights that a clone should have to carry


@pytest.fixture(scope="module")
def stock() -> Language:
    return load_stock()


def marked(text: str, *spans: tuple[str, str], labels: set[str] | None = None, source: str = "own") -> MarkedArticle:
    """An article whose marks are given as words and label; each word counts where it stands first."""
    found = tuple(sorted(MarkedSpan(text.index(w), text.index(w) + len(w), label) for w, label in spans))
    all_labels = frozenset(labels or {span.label for span in found})
    return MarkedArticle(text[:12], source, text, found, all_labels, ((0, len(text)),), ())


def test_weights_are_those_of_the_card() -> None:
    assert hash_weights() in CARD.read_text("utf8")
    assert sum(path.stat().st_size for path in WEIGHTS.iterdir()) <= LARGEST


def test_spans() -> None:
    doc = load_model()(
        "NAIROBI, March 3 – Wanjiru Otieno, who leads Kenya Airways, announced the purchase of 12 planes on Tuesday."
        "\n\nOtieno said the airline had signed the agreement last week and would pay $1.2 billion."
    )
    assert {(e.text, e.label_) for e in doc.ents} >= {
        ("Wanjiru Otieno", "PERSON"),
        ("Kenya Airways", "ORG"),
        ("March 3", "DATE"),
        ("Tuesday", "DATE"),
        ("Otieno", "PERSON"),
        ("last week", "DATE"),
        ("$1.2 billion", "MONEY"),
    }
    assert {span.text for span in doc.spans[TRIGGERS]} >= {
        "announced",
        "purchase",
        "said",
        "signed",
        "agreement",
        "pay",
    }


def test_triggers_are_no_entities(seeds: Path) -> None:
    for doc in load_model().pipe(path.read_text("utf8") for path in sorted(seeds.glob("*.txt"))):
        assert doc.spans[TRIGGERS]
        assert "TRIGGER" not in {e.label_ for e in doc.ents}


ODD_TEXTS = (
    "",
    " ",
    "Go.",
    "\n\n \t\nA B C\n\n",
    "I ain't gonna let's go, c'mon y'all! There's nothin' got ta do. Isn't it so? She'd gone; it wo n't, she ca n't.",
    "İSTANBUL’S 1,000 MAY… \u200b U.S. — “No,” she said , “ not yet”\t42nd Street, N.Y.\nThe Bank of the West of",
    "New York Times Company of London University Hospital Trust Fund Board Meeting Room Number Seven and the United",
)


def test_components_left_out_or_remembered_change_nothing_that_is_used(seeds: Path, stock: Language) -> None:
    """All that the pass sets, but for the spans, is the stock pipeline's."""
    texts = [*ODD_TEXTS, *(path.read_text("utf8") for path in sorted(seeds.glob("*.txt")))]

    def used(doc: Doc) -> list[tuple[object, ...]]:
        return [(t.text, t.tag_, t.pos_, t.dep_, t.head.i, t.lemma_, str(t.morph), t.is_sent_start) for t in doc]

    assert [used(doc) for doc in load_model().pipe(texts)] == [used(doc) for doc in stock.pipe(texts)]


def test_the_search_finds_the_spans_of_spacy_s_own(seeds: Path) -> None:
    """Over texts, cut texts and words in no order, where the scores of moves lie close together."""
    texts = [*ODD_TEXTS, *(path.read_text("utf8") for path in sorted(seeds.glob("*.txt")))]
    words = " ".join(texts).split()
    for seed in range(30):
        random.Random(seed).shuffle(words)
        texts.append(" ".join(words[:200]))
    plain = load_stock(exclude=["ner"])
    add_recognizer(plain, WEIGHTS)
    plain.add_pipe("set_triggers_apart")

    def spans(doc: Doc) -> list[tuple[int, int, str]]:
        return [(s.start, s.end, s.label_) for s in [*doc.ents, *doc.spans[TRIGGERS]]]

    assert not load_model()("").ents
    found = [spans(doc) for doc in load_model().pipe(texts)]
    assert found == [spans(doc) for doc in plain.pipe(texts)]
    assert sum(map(len, found)) > 1000


def test_overlaps_are_settled_by_the_rule() -> None:
    city, united, both = MarkedSpan(0, 4, "ORG"), MarkedSpan(9, 15, "ORG"), MarkedSpan(0, 15, "ORG")
    assert settle_overlaps([both, city, united]) == [city, united]
    university, person = MarkedSpan(0, 20, "ORG"), MarkedSpan(0, 6, "PERSON")
    assert settle_overlaps([person, university]) == [university]
    by_hand, guess = MarkedSpan(2, 5, "TRIGGER"), MarkedSpan(0, 9, "ORG")
    assert settle_overlaps([by_hand], [guess]) == [by_hand]
    time, verb = MarkedSpan(0, 6, "DATE"), MarkedSpan(0, 8, "TRIGGER")
    assert settle_overlaps([], [verb, time]) == [time]


def test_only_what_nobody_marked_is_filled_in() -> None:
    article = marked(TEXT, ("Aiko Tanaka", "PERSON"), labels={"PERSON", "ORG"})
    guesses = [MarkedSpan(15, 21, "ORG"), MarkedSpan(22, 25, "TRIGGER"), MarkedSpan(0, 4, "GPE")]
    assert fill_spans(article, guesses) == [MarkedSpan(0, 11, "PERSON"), MarkedSpan(22, 25, "TRIGGER")]
    part = replace(article, regions=((0, 14),))
    assert MarkedSpan(15, 21, "ORG") in fill_spans(part, guesses)
    nesting = replace(article, nesting=((15, 35),))
    assert MarkedSpan(15, 21, "ORG") in fill_spans(nesting, guesses)
    assert MarkedSpan(15, 35, "ORG") not in fill_spans(nesting, [MarkedSpan(15, 35, "ORG")])


def test_names_that_are_filled_in_are_bare(stock: Language) -> None:
    text = "The White House said Microsoft’s chief met Angela Merkel on Tuesday."
    article = marked(text, ("Tuesday", "DATE"), labels={"DATE", "TRIGGER"})
    ((read, spans),) = School(stock, SETTINGS).fill(read_articles(stock, [article]))
    assert {text[s.start : s.end] for s in spans if s.label in NAMES} == {"White House", "Microsoft", "Angela Merkel"}
    assert read.article.regions == ((0, len(text)),)
    assert strip_name("The Who", MarkedSpan(0, 4, "ORG")) == MarkedSpan(0, 4, "ORG")


def test_corpus_is_read_with_what_each_list_says(tmp_path: Path) -> None:
    path = tmp_path / "own.jsonl"
    entities = [{"start": 0, "end": 11, "type": "PERSON"}, {"start": 26, "end": 35, "type": "PERSON", "kind": "NOM"}]
    record = {
        "id": 7,
        "text": TEXT,
        "entities": entities,
        "events": [],
        "scored": [[0, 30]],
        "ignore": [[4, 5, "inner"]],
    }
    path.write_text(json.dumps(record) + "\n\n", "utf8")
    (article,) = read_corpus([path])
    assert (article.article_id, article.source) == ("7", "own")
    assert article.spans == (MarkedSpan(0, 11, "PERSON"),)
    assert article.labels == {"PERSON", "ORG", "TRIGGER"}
    assert article.judges(MarkedSpan(22, 25, "TRIGGER"))
    assert not article.judges(MarkedSpan(48, 55, "DATE"))
    assert not article.judges(MarkedSpan(40, 44, "ORG"))


def test_marks_inside_the_text_are_read(tmp_path: Path) -> None:
    path = tmp_path / "own.txt"
    path.write_text("=== 2020-05-04\n[p:Aiko Tanaka] of [o:Skybus].\n\nShe left.\n\n=== 2020-05-05\nNo name.\n", "utf8")
    first, second = read_corpus([path])
    assert (first.article_id, first.source, first.text) == ("own_1", "own", "Aiko Tanaka of Skybus.\n\nShe left.")
    assert first.spans == (MarkedSpan(0, 11, "PERSON"), MarkedSpan(15, 21, "ORG"))
    assert (second.spans, second.labels) == ((), {"PERSON", "ORG"})


def test_a_bracket_that_is_no_mark_is_named_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "own.txt"
    path.write_text("=== 2020-05-04\n[p:Aiko Tanaka] of [Skybus].\n", "utf8")
    with pytest.raises(ValueError, match=r"own\.txt: not marked articles: a bracket .* of \[Skybus"):
        read_corpus([path])


@pytest.mark.parametrize(
    "record", ['{"text": "a"', '{"id": 1, "text": "a"}', '{"id": 1, "text": "a", "events": [{"start": 0, "end": 2}]}']
)
def test_bad_record_is_named_with_its_place(tmp_path: Path, record: str) -> None:
    path = tmp_path / "own.jsonl"
    path.write_text('{"id": 0, "text": "a", "events": []}\n' + record + "\n", "utf8")
    with pytest.raises(ValueError, match=r"own\.jsonl, line 2: not a marked article"):
        read_corpus([path])


def test_chunks_hold_whole_sentences_and_their_tags(stock: Language) -> None:
    text = f"{TEXT} They signed."
    article = marked(text, ("Aiko Tanaka", "PERSON"), ("signed", "TRIGGER"), ("bus m", "ORG"))
    chunks = list(cut_chunks(article, stock(text), article.spans, chunk_tokens=5))
    assert [chunk.words[-2:] for chunk in chunks] == [("Tuesday", "."), ("signed", ".")]
    assert chunks[0].tags[:6] == ("B-PERSON", "I-PERSON", "O", MISSING, MISSING, "O")
    assert chunks[1].tags == ("O", "B-TRIGGER", "O")
    assert chunks[1].starts == (True, False, False)
    example = chunks[0].example(stock.vocab)
    assert [e.text for e in example.reference.ents] == ["Aiko Tanaka"]
    assert example.get_aligned_ner()[3] is None


CHUNK = Chunk(
    words=("“", "Aiko", "Tanaka", "’s", "bus", "\n\n", "left", "."),
    norms=('"', "aiko", "tanaka", "’s", "bus", "\n\n", "left", "."),
    spaces=(False, True, False, True, False, False, False, False),
    starts=(True, False, False, False, False, True, False, False),
    tags=("O", "B-PERSON", "I-PERSON", "O", "O", "O", "B-TRIGGER", "O"),
)


@pytest.mark.parametrize(
    ("variant", "text"),
    [
        ("upper", "“AIKO TANAKA’S BUS\n\nLEFT."),
        ("lower", "“aiko tanaka’s bus\n\nleft."),
        ("title", "“Aiko Tanaka’s bus\n\nLeft."),
        ("joined", "“Aiko Tanaka’s bus left."),
        ("marks", "\"Aiko Tanaka's bus\n\nleft."),
        ("names", "“Wanjiru Otieno’s bus\n\nleft."),
    ],
)
def test_variants_change_words_and_keep_tags(stock: Language, variant: str, text: str) -> None:
    varied = vary(CHUNK, random.Random(1), {variant: 1.0}, NameSource([(["Wanjiru"], ["Otieno"])]))
    example = varied.example(stock.vocab)
    assert example.reference.text == text
    assert [(e.label_, len(e)) for e in example.reference.ents] == [("PERSON", 2), ("TRIGGER", 1)]
    assert [t.i for t in example.x if t.is_sent_start][1:] == [5]


def test_scores_count_what_the_marks_judge() -> None:
    scores = Scores()
    article = marked(
        TEXT, ("Skybus", "ORG"), ("Tuesday", "DATE"), ("met", "TRIGGER"), labels={"PERSON", "ORG", "DATE", "TRIGGER"}
    )
    found = [
        MarkedSpan(15, 21, "ORG"),
        MarkedSpan(0, 11, "PERSON"),
        MarkedSpan(45, 54, "DATE"),
        MarkedSpan(39, 43, "GPE"),
    ]
    scores.add(article, found)
    rows = {measure: (round(p), round(r), n) for _, measure, p, r, _, n in scores.table()}
    assert rows == {
        "names, exact": (50, 100, 1),
        "times, exact": (0, 0, 1),
        "times, touching": (100, 100, 1),
        "triggers, touching": (0, 0, 1),
    }


def test_names_that_nobody_would_have_marked_are_not_judged() -> None:
    text = "Skybus chief Aiko Tanaka left."
    article = replace(marked(text, ("Aiko Tanaka", "PERSON"), labels={"PERSON", "ORG"}), nesting=((0, 24),))
    for found, precision in (([MarkedSpan(0, 6, "ORG")], 100), ([MarkedSpan(13, 17, "ORG")], 50), ([], 100)):
        scores = Scores()
        scores.add(article, [MarkedSpan(13, 24, "PERSON"), *found])
        assert [round(row[2]) for row in scores.table()] == [precision]


def test_folds_hold_every_article_once() -> None:
    reads = [
        ReadArticle(replace(marked(TEXT), article_id=str(i), source="ab"[i % 2]), Doc(load_model().vocab))
        for i in range(7)
    ]
    folds = deal_folds(reads, 3)
    assert sorted(read.article.article_id for fold in folds for read in fold) == [str(i) for i in range(7)]
    assert max(len(fold) for fold in folds) - min(len(fold) for fold in folds) <= 2


def test_a_reader_starts_as_the_component_that_it_is_trained_from(seeds: Path, stock: Language) -> None:
    reader = School(stock, SETTINGS).train([], passes=0)
    for doc in stock.pipe(path.read_text("utf8") for path in sorted(seeds.glob("*.txt"))):
        assert find_spans(reader, doc) == [MarkedSpan(e.start_char, e.end_char, e.label_) for e in doc.ents]


def test_a_reader_can_be_trained_on_from_its_own_weights(seeds: Path) -> None:
    own = load_with_reader(WEIGHTS)
    reader = School(own, SETTINGS).train([], passes=0)
    for doc in own.pipe(path.read_text("utf8") for path in sorted(seeds.glob("*.txt"))):
        assert find_spans(reader, doc) == [MarkedSpan(e.start_char, e.end_char, e.label_) for e in doc.ents] != []


def test_a_mention_knows_the_mean_of_its_word_s_others_in_the_text(stock: Language) -> None:
    docs = [stock("Sweden beat Peru. SWEDEN won, sweden lost. In Sweden"), stock("Sweden"), stock("")]
    mentions = Mentions.of(docs)
    vectors, others = np.random.default_rng(1).random((2, sum(map(len, docs)), 4), dtype=np.float32)
    means = mentions.average_others(vectors)
    first, second, third = 0, 4, 11
    assert [docs[0][i].lower_ for i in (first, second, third)] == ["sweden"] * 3
    np.testing.assert_allclose(means[first], (vectors[second] + vectors[third]) / 2, rtol=1e-6)
    assert np.flatnonzero(means.any(axis=1)).tolist() == [first, second, third]
    np.testing.assert_allclose((means * others).sum(), (vectors * mentions.average_others(others)).sum(), rtol=1e-5)


LESSON = "The zorblat was frelled at Skybus on Tuesday. Zorblat Quux frelled it."


def test_the_same_lessons_give_the_same_reader_and_it_learns(stock: Language, tmp_path: Path) -> None:
    names = marked(LESSON, ("Skybus", "ORG"), ("Zorblat Quux", "PERSON"), source="names")
    events = marked(LESSON, ("frelled", "TRIGGER"), ("Tuesday", "DATE"), source="events")
    events = replace(events, article_id="e", spans=(*events.spans, MarkedSpan(59, 66, "TRIGGER")))
    settings = replace(SETTINGS, passes=30, teacher_passes=30, chunk_tokens=8, batch_chunks=1)
    hashes = []
    for folder in (tmp_path / "one", tmp_path / "two"):
        reader = School(stock, settings).teach(read_articles(stock, [names, events]))
        write_reader(reader, School(stock, settings).component_config, folder)
        hashes.append(hash_weights(folder))
    assert hashes[0] == hashes[1] != hash_weights()
    (read, _) = read_articles(load_with_reader(tmp_path / "two"), [names, events])
    taught = {(LESSON[s.start : s.end], s.label) for s in (*names.spans, *events.spans)}
    assert {(LESSON[s.start : s.end], s.label) for s in spans_read(read)} == taught


def test_the_mean_of_readers_lies_between_them(stock: Language, tmp_path: Path) -> None:
    bare = load_stock(exclude=["ner"])
    other = tmp_path / "other"
    recognizer = add_recognizer(bare, WEIGHTS)
    for layer in recognizer.model.walk():
        for name in layer.param_names:
            if layer.has_param(name):
                layer.set_param(name, layer.get_param(name) + 3)
    write_reader(recognizer, load_config(WEIGHTS / "config.cfg")["component"], other)
    bare.remove_pipe("ner")
    average_readers(bare, [WEIGHTS, other, other], tmp_path / "mean")
    means, ours = (parameters(tmp_path / "mean"), parameters(WEIGHTS))
    assert len(means) == len(ours) > 0
    assert all(np.allclose(mean, own + 2, atol=1e-4) for mean, own in zip(means, ours, strict=True))


def parameters(weights: Path) -> list[np.ndarray]:
    model = add_recognizer(load_stock(exclude=["ner"]), weights).model
    return [layer.get_param(name) for layer in model.walk() for name in layer.param_names if layer.has_param(name)]


def test_readers_of_other_labels_have_no_mean(tmp_path: Path) -> None:
    other = tmp_path / "other"
    shutil.copytree(WEIGHTS, other)
    (other / "moves").write_bytes(b"other")
    with pytest.raises(ValueError, match="other labels"):
        average_readers(load_stock(exclude=["ner"]), [WEIGHTS, other], tmp_path / "mean")
