"""Pages: the main text in its paragraphs, what the page says of itself, and nothing guessed."""

from datetime import date
from pathlib import Path

import pytest

from flows.sources import Refusal, SourceArticle, read_drop
from flows.sources.records import Metadata

PARAGRAPHS = [
    "The mayor of Lagos opened a bridge on Tuesday. It cost $3 million, officials said.",
    "“We are proud,” the mayor said. A second bridge & a tram follow in 2027.",
    "Some 4,000 people walked over it on its first day, and 200 of them on their hands.",
]
BODY = "".join(f"<p>{paragraph.replace('&', '&amp;')}</p>" for paragraph in PARAGRAPHS)


def page(head: str = "", before: str = "", html: str = "<html>") -> str:
    nav = '<nav><a href="/">Home</a><a href="/world">World</a></nav>'
    return (
        f"<!DOCTYPE html>{html}<head><script>var a = 'bridge';</script>{head}</head><body>{nav}"
        f"<article>{before}{BODY}</article><footer>© 2019 All rights reserved</footer></body></html>"
    )


def read_page(folder: Path, content: str | bytes, name: str = "a.html") -> SourceArticle:
    (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
    [article] = read_drop(folder)
    assert isinstance(article, SourceArticle), article
    return article


def test_paragraphs_are_lines_and_furniture_is_left_out(tmp_path: Path) -> None:
    assert read_page(tmp_path, page()).text.split("\n") == PARAGRAPHS


def test_short_page_is_read(tmp_path: Path) -> None:
    assert read_page(tmp_path, "<p>Fire in Porto.</p><p>It is out.</p>").text == "Fire in Porto.\nIt is out."


JSON_LD = """<script type="application/ld+json">{"@graph": [{"@type": "WebSite", "name": "Not this"}, {
"@type": ["NewsArticle"], "headline": "Bridge opens", "datePublished": "2026-02-01T23:30:00-05:00",
"author": [{"@type": "Person", "name": "Ada Obi"}, "Ben Udo"], "publisher": {"name": "The Daily"},
"mainEntityOfPage": {"@id": "https://daily.example/1"}, "inLanguage": "en-NG"}]}</script>"""
META = """<meta property="og:title" content="Bridge opens"><meta name="author" content="Ada Obi, Ben Udo">
<meta property="article:author" content="https://social.example/ada"><meta property="og:site_name" content="The Daily">
<meta property="article:published_time" content="2026-02-01T23:30:00-05:00"><meta property="og:locale" content="en_NG">
<meta property="og:url" content="https://daily.example/1">"""
FULL = Metadata(
    title="Bridge opens",
    url="https://daily.example/1",
    publisher="The Daily",
    author="Ada Obi, Ben Udo",
    published_on=date(2026, 2, 1),
    language="en",
)


@pytest.mark.parametrize("head", [JSON_LD, META, '<script type="application/ld+json">{"@type":</script>' + META])
def test_page_says_what_it_is(tmp_path: Path, head: str) -> None:
    assert read_page(tmp_path, page(head)).metadata == FULL


def test_sidecar_comes_before_the_page(tmp_path: Path) -> None:
    (tmp_path / "a.meta.yml").write_text("published_on: 2026-01-31\n")
    metadata = read_page(tmp_path, page(META)).metadata
    assert (metadata.published_on, metadata.publisher) == (date(2026, 1, 31), "The Daily")


@pytest.mark.parametrize(
    ("times", "day"),
    [
        ('<time datetime="2026-02-01">Sunday</time>', date(2026, 2, 1)),
        (
            '<time datetime="2026-02-01T08:00">8:00</time><time datetime="2026-02-01T09:15">9:15</time>',
            date(2026, 2, 1),
        ),
        ('<time datetime="2026-02-01">1 Feb</time><time datetime="2026-02-03">3 Feb</time>', None),
        (
            '<time datetime="2026-02-03">3 Feb</time><time itemprop="datePublished" datetime="2026-02-01">1 Feb</time>',
            date(2026, 2, 1),
        ),
        ('<time datetime="last week">last week</time>', None),
        ("<p>1 February 2026</p>", None),
    ],
)
def test_day_of_publication_is_what_a_time_says_or_not_known(tmp_path: Path, times: str, day: date | None) -> None:
    assert read_page(tmp_path, page(before=f"<h1>Bridge opens</h1>{times}")).metadata.published_on == day


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("Sun, 01 Feb 2026 22:00:00 +0000", date(2026, 2, 1)),
        ("2026-02-01", date(2026, 2, 1)),
        ("20260201", date(2026, 2, 1)),
        ("01/02/2026", None),
        ("2026-99-01", None),
    ],
)
def test_forms_of_a_day(tmp_path: Path, value: str, day: date | None) -> None:
    assert read_page(tmp_path, page(f'<meta name="date" content="{value}">')).metadata.published_on == day


def test_page_in_the_encoding_that_it_declares(tmp_path: Path) -> None:
    head = '<meta http-equiv="Content-Type" content="text/html; charset=windows-1250">'
    content = page(head).replace("Lagos", "Łódź").encode("windows-1250")
    article = read_page(tmp_path, content)
    assert "The mayor of Łódź opened" in article.text
    assert article.encoding == "cp1250"


def test_entities_do_not_multiply(tmp_path: Path) -> None:
    """Billion laughs: entities that a document declares itself are text, not programs."""
    declared = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10))
    content = (
        f'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY l0 "ha">{declared}]><html><body><p>&l9;</p>{BODY}</body></html>'
    )
    article = read_page(tmp_path, content)
    assert len(article.text) < 1000
    assert PARAGRAPHS[0] in article.text


def test_deep_page_ends(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<div>" * 100_000 + "words in the deep")
    assert len(list(read_drop(tmp_path))) == 1


@pytest.mark.parametrize(
    "body", ["<script>let bridge = 'The mayor opened it.';</script>", "<nav>…</nav>", "<!-- x -->"]
)
def test_page_without_main_text_is_refused(tmp_path: Path, body: str) -> None:
    (tmp_path / "a.html").write_text(f"<html><head><title>Bridge</title></head><body>{body}</body></html>")
    [refusal] = read_drop(tmp_path)
    assert isinstance(refusal, Refusal)
    assert refusal.rule == "no_main_text"


def test_page_of_too_many_elements_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(page(before="<p>" + "<b>word</b> " * 20_000 + "</p>"))
    [refusal] = read_drop(tmp_path)
    assert isinstance(refusal, Refusal)
    assert refusal.rule == "too_big"
