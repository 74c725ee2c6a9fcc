"""The table `articles`."""

from schemas.columns import Date, Integer, Table, Text, column


class Articles(Table):
    """One row per article, in its newest revision."""

    article_id: Text = column(
        "Article; the same for the same file and record key", example="article_5d0c3a97be12f4c8", key=True
    )
    source_file: Text = column("Path inside the drop", example="2026-01-12_the-watch_mexico-partnership.txt")
    record_key: Text = column("Id or line of the record, in a file of many articles", example="line 17", nullable=True)
    title: Text = column("Title", example="Mexico joins State Partnership Program", nullable=True)
    url: Text = column("Where it was published", example="https://example.org/a/17", nullable=True)
    publisher: Text = column("Who published it", example="The Watch", nullable=True)
    author: Text = column("Who wrote it", example="Ana Ruiz", nullable=True)
    published_on: Date = column(
        "Day of publication; anchors the article's relative dates", example="2026-01-12", nullable=True
    )
    published_on_basis: Text = column(
        "Where `published_on` comes from", example="metadata", nullable=True, isin=["metadata", "text"]
    )
    language: Text = column("Language, ISO 639-1, as the source gives it", example="en", nullable=True)
    country: Text = column(
        "Country of the publisher, ISO 3166-1 alpha-2, as `sources.yml` gives it; decides what `$` means",
        example="US",
        nullable=True,
        str_matches=r"^[A-Z]{2}$",
    )
    licence: Text = column(
        "Licence of the publisher's articles, as `sources.yml` gives it", example="CC BY 4.0", nullable=True
    )
    text: Text = column(
        "What the source said, decoded, with newlines as `\\n` and nothing else changed",
        example="The state of California announced the collaboration …",
        str_length={"min_value": 1},
    )
    encoding: Text = column("Encoding of the source's bytes, as Python names it", example="utf-8")
    word_count: Integer = column("Words of `text`", unit="words", example=548, ge=1)
    content_sha256: Text = column("SHA-256 of `text` in UTF-8", example="9f2c…", str_length={"min_value": 64})
    metadata_sha256: Text = column(
        "SHA-256 of the metadata as the source gives it", example="41aa…", str_length={"min_value": 64}
    )
    revision: Integer = column("1, and one more each time the text or metadata changed", example=1, ge=1)
    run_id: Text = column("Run that loaded these rows", example="run_7c1e0d5f2b9a4e66", refers_to="runs.run_id")
