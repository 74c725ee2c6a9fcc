"""The search for trees: those of spaCy's own search, in batches of any size."""

import random
from pathlib import Path

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from flows.parse.arc_search import _share_out
from flows.parse.pipeline import load_model, load_stock


@pytest.fixture(scope="module")
def stock() -> Language:
    return load_stock(exclude=["ner"])


def tree(doc: Doc) -> list[tuple[object, ...]]:
    return [(t.text, t.tag_, t.dep_, t.head.i, t.lemma_, t.is_sent_start) for t in doc]


def test_words_in_no_order_in_batches_of_any_size(seeds: Path, stock: Language) -> None:
    """There the scores of moves lie close together."""
    words = " ".join(path.read_text("utf8") for path in sorted(seeds.glob("*.txt"))).split()
    texts = []
    for seed in range(24):
        random.Random(seed).shuffle(words)
        texts.append(" ".join(words[: 20 * seed]))
    expected = [tree(doc) for doc in stock.pipe(texts)]
    for size in (1, 7, len(texts)):
        assert [tree(doc) for doc in load_model().pipe(texts, batch_size=size)] == expected


def test_few_texts_and_far_longer_ones_are_left_to_spacy(stock: Language) -> None:
    lengths = [3, 40, 40, 41, 39, 40, 38, 40, 900]
    docs = [stock.make_doc("word " * length) for length in lengths]
    together, alone = _share_out(docs)
    assert [len(doc) for doc in alone] == [900]
    assert sorted(map(len, together)) == sorted(lengths)[:-1]
    assert _share_out(docs[:2]) == ([], [docs[1], docs[0]])
    assert _share_out([]) == ([], [])
