"""`sources.yml`: what it fills in, what it leaves alone, and one clear line for each fault."""

from pathlib import Path

import pytest

from flows.errors import DropRefusedError
from flows.sources import SourceArticle, read_catalog, read_drop

CATALOG = """The Tide:
  files: [tide/*]
  country: AU
  licence: CC BY 4.0
  language: en
  articles: {min: 1, max: 5}
"""


@pytest.fixture
def drop(tmp_path: Path) -> Path:
    (tmp_path / "tide").mkdir()
    (tmp_path / "sources.yml").write_text(CATALOG)
    (tmp_path / "tide" / "a.txt").write_text("The council bought a ferry for $5 million.")
    (tmp_path / "b.md").write_text("---\npublisher: The Tide\nlanguage: fr\n---\nThe ferry sank.")
    (tmp_path / "c.txt").write_text("Nobody knows who wrote this.")
    return tmp_path


def read(drop: Path) -> dict[str, SourceArticle]:
    items = list(read_drop(drop))
    assert all(isinstance(item, SourceArticle) for item in items)
    return {item.source_file: item for item in items if isinstance(item, SourceArticle)}


def test_catalog_fills_in_what_an_article_does_not_say(drop: Path) -> None:
    articles = read(drop)
    assert set(articles) == {"tide/a.txt", "b.md", "c.txt"}
    by_path, by_publisher, unknown = articles["tide/a.txt"], articles["b.md"], articles["c.txt"]
    assert (by_path.metadata.publisher, by_path.metadata.language) == ("The Tide", "en")
    assert (by_path.country, by_path.licence) == ("AU", "CC BY 4.0")
    assert (by_publisher.metadata.language, by_publisher.country) == ("fr", "AU")
    assert (unknown.metadata.publisher, unknown.country) == (None, None)


def test_change_of_the_catalog_changes_only_its_articles(drop: Path) -> None:
    before = read(drop)
    (drop / "sources.yml").write_text(CATALOG.replace("AU", "NZ"))
    after = read(drop)
    changed = {name for name in before if before[name].metadata_sha256 != after[name].metadata_sha256}
    assert changed == {"tide/a.txt", "b.md"}


@pytest.mark.parametrize(
    ("content", "rule", "line"),
    [
        ("The Tide:\n  contry: AU\n", "unknown_field", 2),
        ("The Tide:\n  country: UK\n", "bad_country", 2),
        ("The Tide:\n  url: x\n  language: English\n", "bad_language", 3),
        ("The Tide:\n  articles: {min: many}\n", "bad_volume", 2),
        ("The Tide:\n  articles: {min: 9, max: 2}\n", "bad_volume", 2),
        ("The Tide:\n  licence: [a, b]\n", "not_a_string", 2),
        ("The Tide: AU\n", "not_fields", 1),
        ("- The Tide\n", "not_fields", 1),
        ("A: {url: x}\nA: {url: y}\n", "repeated_publisher", 2),
        ("A:\n  url: [\n", "sources_not_yaml", 3),
        ("A: !!python/object/apply:os.system ['true']\n", "not_fields", 1),
    ],
)
def test_fault_is_one_line_with_its_place(tmp_path: Path, content: str, rule: str, line: int) -> None:
    (tmp_path / "sources.yml").write_text(content)
    with pytest.raises(DropRefusedError) as caught:
        read_catalog(tmp_path)
    assert (caught.value.rule, caught.value.line) == (rule, line)
    assert str(caught.value).startswith(f"sources.yml, line {line}: ")
    assert "\n" not in str(caught.value)


def test_catalog_of_the_seeds_is_sound(seeds: Path) -> None:
    publishers = {article.metadata.publisher for article in read(seeds).values()}
    assert {source.publisher for source in read_catalog(seeds).sources} == publishers
