"""Names in articles that the reader was not trained on, in the manner of a news agency in 2020, written and marked for
this test. The rules were written while looking at the errors in the first set; nobody looked at the second."""

from pathlib import Path

import pytest

from flows.parse.entities import find_mentions
from flows.parse.facts import Article
from flows.parse.pipeline import read_articles
from flows.parse.reader.corpus import MarkedArticle, read_corpus

UNSEEN = Path(__file__).parent / "unseen"
LABELS = {"person": "PERSON", "organization": "ORG"}
FLOORS = {"agency_a": {"PERSON": 0.95, "ORG": 0.9}, "agency_b": {"PERSON": 0.93, "ORG": 0.88}}


def find_names(articles: list[MarkedArticle]) -> list[set[tuple[int, int, str]]]:
    readings = read_articles([Article(article.article_id, article.text) for article in articles])
    return [
        {(m.start_char, m.end_char, LABELS[m.entity_type]) for m in find_mentions(r)[1] if m.entity_type in LABELS}
        for r in readings
    ]


@pytest.mark.parametrize("name", FLOORS)
def test_names_of_articles_not_seen(name: str) -> None:
    articles = read_corpus([UNSEEN / f"{name}.txt"])
    found = find_names(articles)
    marked = [{(s.start, s.end, s.label) for s in article.spans} for article in articles]
    reached = {}
    for label in FLOORS[name]:
        own = [
            ({n for n in f if n[2] == label}, {n for n in m if n[2] == label})
            for f, m in zip(found, marked, strict=True)
        ]
        hits = sum(len(f & m) for f, m in own)
        reached[label] = 2 * hits / (sum(len(f) for f, _ in own) + sum(len(m) for _, m in own))
    print(f"\n{name}: F1 " + ", ".join(f"{label} {f1:.3f}" for label, f1 in reached.items()))
    assert all(reached[label] >= floor for label, floor in FLOORS[name].items()), reached
