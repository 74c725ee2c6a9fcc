"""What a drop yields: articles with their metadata, and refusals. How a raw record becomes one or the other."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from functools import cached_property
from hashlib import sha256
from typing import Any

from flows.parse.ids import stable_id

_SYNONYMS = {"text": ("text", "body", "content"), "published_on": ("published_on", "published_at", "date")}
_PLAIN_FIELDS = ("title", "url", "publisher", "author", "language")


class RecordError(ValueError):
    """A record that cannot become an article: `rule` names the reason, the message says what to do."""

    def __init__(self, rule: str, message: str, column_name: str | None = None) -> None:
        super().__init__(message)
        self.rule = rule
        self.column_name = column_name


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a source says of an article besides its text; None where it says nothing."""

    title: str | None = None
    url: str | None = None
    publisher: str | None = None
    author: str | None = None
    published_on: date | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """What is odd about a file or record that is nevertheless read: `code` names it, the message says what to do."""

    code: str
    message: str
    line: int | None = None
    column: int | None = None


@dataclass(frozen=True)
class SourceArticle:
    """An article as its source gave it. `text` has `\\n` for newlines and is otherwise unchanged.

    `country` and `licence` are those of its publisher, where the drop's catalog names them.
    """

    source_file: str
    record_key: str | None
    text: str
    metadata: Metadata
    encoding: str = "utf-8"
    notices: tuple[Notice, ...] = ()
    country: str | None = None
    licence: str | None = None

    @cached_property
    def article_id(self) -> str:
        """The same for the same file and record key, whatever the text."""
        return stable_id("article", self.source_file, self.record_key or "")

    @cached_property
    def content_sha256(self) -> str:
        """Hash of the text."""
        return sha256(self.text.encode()).hexdigest()

    @cached_property
    def metadata_sha256(self) -> str:
        """Hash of the metadata and of what the source's catalog adds to them."""
        known = asdict(self.metadata) | {"country": self.country, "licence": self.licence}
        return sha256(json.dumps(known, default=str, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file or record that is no article, and why."""

    source_file: str
    record_key: str | None
    rule: str
    message: str
    column_name: str | None = None
    row_json: str | None = None
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        """One line for people: place, reason, remedy."""
        place = self.source_file if self.record_key is None else f"{self.source_file}, {self.record_key}"
        return f"{place}: {self.message}"


def make_article(source_file: str, record_key: str | None, record: Mapping[str, Any]) -> SourceArticle:
    """An article from a record's fields.

    Raises RecordError when there is no usable text or a field has the wrong kind of value.
    """
    return SourceArticle(source_file, record_key, read_text(_field(record, "text")), read_metadata(record))


def read_text(text: object) -> str:
    """Usable text of an article, with newlines as `\\n`; raises RecordError otherwise."""
    if text is None:
        raise RecordError("no_text", "there is no text: give the article's words in the field `text`", "text")
    if not isinstance(text, str):
        raise RecordError("text_not_a_string", f"`text` is {_kind(text)}: make it a string", "text")
    if "\x00" in text:
        raise RecordError("binary", "it holds NUL bytes, so it is not text: save it as UTF-8 text", "text")
    if not any(character.isalnum() for character in text):
        raise RecordError("empty", "it holds no words: remove it or put the article's text in", "text")
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise RecordError("not_unicode", "it holds half a surrogate pair: write the text as UTF-8", "text")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def read_metadata(record: Mapping[str, Any]) -> Metadata:
    """The known metadata fields of a record; raises RecordError when one has the wrong kind of value."""
    fields: dict[str, Any] = {name: _plain(name, record.get(name)) for name in _PLAIN_FIELDS}
    return Metadata(**fields, published_on=_day(_field(record, "published_on")))


def read_key(record: Mapping[str, Any], place: str) -> str:
    """A record's own `id`, else its place in the file (`line 17`)."""
    key = record.get("id")
    return place if key is None or key == "" else str(key)


def _field(record: Mapping[str, Any], name: str) -> Any:
    return next((record[synonym] for synonym in _SYNONYMS[name] if record.get(synonym) is not None), None)


def _plain(name: str, value: object) -> str | None:
    if value is None or value == "":
        return None
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return ", ".join(value) or None
    if not isinstance(value, str):
        raise RecordError(f"{name}_not_a_string", f"`{name}` is {_kind(value)}: make it a string", name)
    return value


def _day(value: object) -> date | None:
    if value is None or value == "":
        return None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return datetime.fromisoformat(str(value).strip()).date()
    except ValueError:
        remedy = "write it as YYYY-MM-DD, or leave it out when it is not known"
        raise RecordError("bad_date", f"`published_on` is {str(value)[:40]!r}: {remedy}", "published_on") from None


def _kind(value: object) -> str:
    names = {bool: "a boolean", int: "a number", float: "a number", list: "a list", dict: "an object"}
    return names.get(type(value), type(value).__name__)
