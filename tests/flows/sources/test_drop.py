"""From files to articles or refusals: every format, every reason, nothing lost."""

import gzip
import json
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from backports import zstd

from flows.sources import Refusal, SourceArticle, read_drop

TEXT = "The mayor of Lagos opened a bridge on Tuesday."


def read(drop: Path) -> tuple[list[SourceArticle], list[Refusal]]:
    items = list(read_drop(drop))
    return [i for i in items if isinstance(i, SourceArticle)], [i for i in items if isinstance(i, Refusal)]


def refusal_of(folder: Path, name: str, content: bytes | str) -> Refusal:
    (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
    articles, refusals = read(folder)
    assert not articles
    assert len(refusals) == 1
    return refusals[0]


def test_text_file_with_sidecar(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "a.meta.yml").write_text("publisher: The Daily\npublished_on: 2026-02-01\n")
    [article], refusals = read(tmp_path)
    assert not refusals
    assert (article.source_file, article.record_key, article.text) == ("a.txt", None, TEXT)
    assert (article.metadata.publisher, article.metadata.published_on) == ("The Daily", date(2026, 2, 1))


def test_front_matter_is_not_text(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(f"---\ntitle: A bridge\ndate: 2026-02-01\n---\n{TEXT}\n")
    [article], _ = read(tmp_path)
    assert article.text == TEXT + "\n"
    assert (article.metadata.title, article.metadata.published_on) == ("A bridge", date(2026, 2, 1))


def test_dashes_that_are_no_front_matter_stay(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"---\n{TEXT}")
    [article], _ = read(tmp_path)
    assert article.text.startswith("---\n")


def test_newlines_become_one_kind_and_nothing_else_changes(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("\ufeffOne\r\ntwo\rthree \u200b\x0c😀 “x”\n".encode())
    [article], _ = read(tmp_path)
    assert article.text == "One\ntwo\nthree \u200b\x0c😀 “x”\n"


def test_jsonl_takes_ids_and_synonyms(tmp_path: Path) -> None:
    records = [{"id": 7, "body": TEXT, "date": "2026-02-01T10:00:00Z", "author": ["A", "B"]}, {"content": TEXT}]
    (tmp_path / "feed.jsonl").write_text("\n\n".join(map(json.dumps, records)))
    articles, refusals = read(tmp_path)
    assert not refusals
    assert [a.record_key for a in articles] == ["7", "line 3"]
    assert articles[0].metadata.published_on == date(2026, 2, 1)
    assert articles[0].metadata.author == "A, B"


@pytest.mark.parametrize(("content", "keys"), [([{"text": TEXT}, {"text": TEXT}], 2), ({"text": TEXT, "id": "x"}, 1)])
def test_json_is_one_record_or_a_list(tmp_path: Path, content: object, keys: int) -> None:
    (tmp_path / "feed.json").write_text(json.dumps(content))
    articles, refusals = read(tmp_path)
    assert (len({a.article_id for a in articles}), refusals) == (keys, [])


def test_csv_and_parquet_rows(tmp_path: Path) -> None:
    frame = pd.DataFrame({"id": ["a", "b"], "text": [TEXT, TEXT + " Again."], "published_on": ["2026-02-01", None]})
    frame.to_csv(tmp_path / "a.csv", index=False)
    frame.to_parquet(tmp_path / "b.parquet")
    articles, refusals = read(tmp_path)
    assert not refusals
    assert [(a.source_file, a.record_key, a.metadata.published_on) for a in articles] == [
        (name, key, day) for name in ("a.csv", "b.parquet") for key, day in (("a", date(2026, 2, 1)), ("b", None))
    ]


def test_articles_are_known_by_path_and_key_not_by_text(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    for name in ("a.txt", "sub/a.txt"):
        (tmp_path / name).write_text(TEXT)
    before, _ = read(tmp_path)
    (tmp_path / "a.txt").write_text(TEXT + " More.")
    after, _ = read(tmp_path)
    assert [a.article_id for a in before] == [a.article_id for a in after]
    assert len({a.article_id for a in before}) == 2
    assert [a.content_sha256 for a in before] != [a.content_sha256 for a in after]


def test_words_about_the_drop_are_no_articles(tmp_path: Path) -> None:
    for name in ("README.md", "readme.txt", ".hidden.txt"):
        (tmp_path / name).write_text(TEXT)
    assert read(tmp_path) == ([], [])


def test_one_file_is_a_drop(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    [article], _ = read(tmp_path / "a.txt")
    assert article.source_file == "a.txt"


@pytest.mark.parametrize(
    ("name", "content", "rule"),
    [
        ("empty.txt", "", "empty"),
        ("blank.txt", " \n\t\n", "empty"),
        ("dots.txt", "…!?", "empty"),
        ("image.txt", b"\x89PNG\r\n\x1a\n\x00\x00", "binary"),
        ("cut.txt", "It is Málaga and México, or".encode() + "—".encode()[:2], "not_utf8"),
        ("russian.txt", "Мэр открыл мост.".encode("windows-1251"), "unknown_encoding"),
        ("report.txt", b"%PDF-1.7\n1 0 obj", "binary"),
        ("word.txt", "word " * 70_000, "too_long"),
        ("blob.txt", "An image: " + "QUJD" * 300, "long_word"),
        ("line.txt", "a" * 5_000_000, "too_long"),
        ("million.txt", "word " * 1_000_000, "too_long"),
        ("huge.txt", b"word " * 2_100_000, "too_big"),
        ("photo.jpg", b"\xff\xd8", "unknown_format"),
        ("feed", "text", "unknown_format"),
        ("lone.meta.yml", "title: x", "orphan_sidecar"),
        ("feed.jsonl", '{"text": "half', "not_json"),
        ("feed.jsonl", '["a", "list"]', "not_a_record"),
        ("feed.jsonl", '{"title": "no text"}', "no_text"),
        ("feed.jsonl", '{"text": 12}', "text_not_a_string"),
        ("feed.jsonl", '{"text": "\\ud800 word"}', "not_unicode"),
        ("feed.jsonl", '{"text": "words", "title": {"a": 1}}', "metadata_not_a_string"),
        ("feed.jsonl", '{"text": "words", "published_on": "yesterday"}', "bad_date"),
        ("feed.jsonl", '{"text": "words", "published_on": "0001-01-01T00:00:00Z"}', "bad_date"),
        ("feed.jsonl", '{"text": "words", "published_on": "9999-12-31"}', "bad_date"),
        ("feed.json", "[" * 100_000, "not_json"),
        ("feed.csv", "text,title\nwords,a,b\n", "ragged_row"),
        ("feed.jsonl", '{"text": "words", "text": "others"}', "repeated_field"),
        ("feed.jsonl", '{"text": "words", "n": NaN}', "not_json"),
        ("feed.jsonl", '{"text": "words", "n": ' + "9" * 5000 + "}", "not_json"),
        ("feed.jsonl", '{"text": ' + "[" * 100_000, "not_json"),
        ("feed.jsonl", '{"text": ' + "[" * 500 + "]" * 500 + "}", "text_not_a_string"),
        ("feed.jsonl", '{"text": "words", "id": "a\\nb"}', "bad_id"),
        ("feed.jsonl", '{"text": "words", "id": "line 7"}', "bad_id"),
        ("feed.jsonl", '{"text": "words", "id": [1]}', "bad_id"),
        ("feed.jsonl", '{"text": "words", "title": "\\ud800"}', "not_unicode"),
        ("feed.jsonl", '{"text": "words", "url": "\\u0000"}', "binary"),
        ("feed.jsonl", "\n \n", "no_records"),
        ("feed.jsonl", '{"text": "' + "a " * 5_100_000, "record_too_big"),
        ("feed.json", "[]", "no_records"),
        ("feed.csv", "text\n", "no_records"),
        ("feed.csv", b"text\n\xff\xfe\n", "unknown_encoding"),
        ("feed.csv", "id;text\n1;words\n", "no_text_column"),
        ("feed.csv", "text,text\na,b\n", "repeated_field"),
        ("feed.csv", 'text\n"never closed\n', "bad_csv"),
        ("feed.csv", 'text\n"' + f"{'a' * 99}\n" * 101_000, "record_too_big"),
        ("feed.parquet", b"PAR1", "bad_parquet"),
        ("a.md", "---\ntitle: [\n---\nwords\n", "bad_metadata"),
        ("a.md", "---\npublished_on: 2026-02-30\n---\nwords\n", "bad_date"),
        ("a.md", "---\ntitel: x\n---\nwords\n", "unknown_metadata"),
        ("a.md", "---\na: &a [x, x]\nb: &b [*a, *a]\ntitle: [*b, *b]\n---\nwords\n", "bad_metadata"),
        ("a.md", "---\ntitle: " + "[" * 20_000 + "\n---\nwords\n", "bad_metadata"),
        ("a.md", "---\ntitle: x\ntitle: y\n---\nwords\n", "repeated_field"),
        ("a.md", "---\n- title\n---\nwords\n", "bad_metadata"),
        ("a.html", "<html><body><script>let a = 1;</script></body></html>", "no_main_text"),
        ("a.html", "", "empty"),
        ("a.txt.gz", gzip.compress(TEXT.encode(), mtime=0)[:-9], "damaged_archive"),
        ("a.txt.gz", TEXT, "damaged_archive"),
        ("a.txt.zst", zstd.compress(TEXT.encode())[:-3], "damaged_archive"),
        ("a.zip", b"PK\x03\x04 cut", "damaged_archive"),
        ("a.zip.gz", gzip.compress(b"PK", mtime=0), "nested_archive"),
        ("a.tar.gz", gzip.compress(b"tar", mtime=0), "unknown_format"),
        ("a.md", "---\ntitle: !!python/object/apply:os.system ['true']\n---\nwords\n", "bad_metadata"),
    ],
)
def test_bad_input_is_refused_with_its_reason(tmp_path: Path, name: str, content: bytes | str, rule: str) -> None:
    refusal = refusal_of(tmp_path, name, content)
    assert refusal.rule == rule
    assert refusal.source_file == name
    assert "\n" not in str(refusal)
    assert str(refusal).startswith(name)


def test_broken_line_names_its_place_and_stops_no_other(tmp_path: Path) -> None:
    (tmp_path / "feed.jsonl").write_text(f'{{"text": "{TEXT}"}}\n{{"text"\n{{"text": "{TEXT}"}}\n')
    articles, [refusal] = read(tmp_path)
    assert [a.record_key for a in articles] == ["line 1", "line 3"]
    assert (refusal.record_key, refusal.rule) == ("line 2", "not_json")


def test_second_record_with_an_id_is_refused(tmp_path: Path) -> None:
    (tmp_path / "feed.jsonl").write_text(f'{{"id": 1, "text": "{TEXT}"}}\n{{"id": 1, "text": "other words"}}\n')
    [article], [refusal] = read(tmp_path)
    assert (article.text, refusal.rule) == (TEXT, "repeated_id")


def test_each_of_three_records_with_an_id_is_accounted_for(tmp_path: Path) -> None:
    (tmp_path / "feed.jsonl").write_text('{"id": 1, "text": "x"}\n{"id": 1, "text": 5}\n{"id": 1, "text": "y"}\n')
    [article], refusals = read(tmp_path)
    assert article.record_key == "1"
    assert [(r.record_key, r.rule) for r in refusals] == [("line 2", "repeated_id"), ("line 3", "repeated_id")]


def test_parquet_of_wrong_types_is_refused_row_by_row(tmp_path: Path) -> None:
    pd.DataFrame({"text": [1, 2]}).to_parquet(tmp_path / "a.parquet")
    pd.DataFrame({"text": [TEXT, TEXT], "title": [1.5, float("nan")]}).to_parquet(tmp_path / "b.parquet")
    pd.DataFrame({"words": [TEXT]}).to_parquet(tmp_path / "c.parquet")
    articles, refusals = read(tmp_path)
    assert [(r.source_file, r.record_key, r.rule) for r in refusals] == [
        ("a.parquet", "row 1", "text_not_a_string"),
        ("a.parquet", "row 2", "text_not_a_string"),
        ("b.parquet", "row 1", "metadata_not_a_string"),
        ("c.parquet", None, "no_text_column"),
    ]
    assert [(a.source_file, a.record_key) for a in articles] == [("b.parquet", "row 2")]


def test_broken_link_is_refused(tmp_path: Path) -> None:
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere.txt")
    (tmp_path / "a.txt").write_text(TEXT)
    articles, refusals = read(tmp_path)
    assert len(articles) == 1
    assert [refusal.rule for refusal in refusals] == ["broken_link"]
