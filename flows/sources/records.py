"""What a drop yields: articles with their metadata, and refusals. How a raw record becomes one or the other."""

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import date, datetime
from functools import cached_property
from hashlib import sha256
from typing import Any

from flows.parse.ids import stable_id
from flows.sources.bounds import ID_CHARS, ROW_JSON_CHARS, TEXT_CHARS, WORD_CHARS
from flows.sources.names import is_plain
from flows.sources.rules import explain

SYNONYMS = {"text": ("text", "body", "content"), "published_on": ("published_on", "published_at", "date")}
_PLAIN_FIELDS = ("title", "url", "publisher", "author", "language")
_SURROGATE = re.compile("[\ud800-\udfff]")
_UP_TO_SPACE = re.compile(r".*\s", re.DOTALL)
_FEW_WORDS = 5
_ODDITIES = {
    # UTF-8 read as Windows-1252: quotation marks and dashes (â€™), accented letters (Ã©), signs (Â£), emoji (ðŸ˜€)
    "mojibake": re.compile("â€[™œ˜¦“”\x9d\x93\x94]|Ã[\x83\xa0-\xbf]|Â[\xa0-\xbf]|ðŸ"),
    "replaced_characters": re.compile("\ufffd+"),
}
"""What is odd about a text, by the code of its notice."""


class RecordError(ValueError):
    """A record that cannot become an article: `rule` names the reason, the message says what to do.

    `goes_on` is true when what follows in the same file can be read.
    """

    def __init__(
        self,
        rule: str,
        detail: str | None = None,
        column_name: str | None = None,
        line: int | None = None,
        column: int | None = None,
        goes_on: bool = False,
    ) -> None:
        super().__init__(explain("refusals", rule, detail))
        self.rule = rule
        self.column_name = column_name
        self.line = line
        self.column = column
        self.goes_on = goes_on


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

    @property
    def place(self) -> str:
        """Its file, and its record where the file holds several."""
        return ", ".join(filter(None, [self.source_file, self.record_key]))

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
        places = [self.source_file, self.record_key]
        if self.line is not None and self.record_key != f"line {self.line}":
            places.append(f"line {self.line}")
        if self.column is not None:
            places.append(f"column {self.column}")
        return f"{', '.join(filter(None, places))}: {self.message}"


def refuse(error: RecordError, source_file: str, record_key: str | None = None, record: object = None) -> Refusal:
    """The refusal that tells of an error, with the record as JSON where there is one."""
    row_json = None if record is None else _row_json(record)
    return Refusal(
        source_file, record_key, error.rule, str(error), error.column_name, row_json, error.line, error.column
    )


def make_notice(code: str, detail: str | None = None, line: int | None = None, column: int | None = None) -> Notice:
    """A notice in the words of its code."""
    return Notice(code, explain("notices", code, detail), line, column)


def make_article(
    source_file: str,
    record_key: str | None,
    record: Mapping[str, Any],
    encoding: str = "utf-8",
    notices: tuple[Notice, ...] = (),
) -> SourceArticle:
    """An article from a record's fields.

    Raises RecordError when there is no usable text or a field has the wrong kind of value.
    """
    text = read_text(find_field(record, "text"))
    return SourceArticle(
        source_file, record_key, text, read_metadata(record), encoding, notices + tuple(notice_oddities(text))
    )


def read_text(text: object) -> str:
    """Usable text of an article, with newlines as `\\n`; raises RecordError otherwise."""
    if text is None:
        raise RecordError("no_text", None, "text")
    if not isinstance(text, str):
        raise RecordError("text_not_a_string", f"it is {_kind(text)}", "text")
    _check_characters("text", text)
    if not any(character.isalnum() for character in text):
        raise RecordError("empty", None, "text")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if len(text) > TEXT_CHARS:
        raise RecordError("too_long", f"{len(text):,} characters, {TEXT_CHARS:,} are read", "text")
    if (at := _find_long_word(text)) is not None:
        raise RecordError("long_word", f"from character {at + 1:,} on: {text[at : at + 20]!r}…", "text")
    return text


def notice_oddities(text: str) -> Iterator[Notice]:
    """What is odd about a text that is nevertheless loaded as it is."""
    for code, oddity in _ODDITIES.items():
        if not text.isascii() and (found := oddity.search(text)):
            line_start = text.rfind("\n", 0, found.start()) + 1
            place = text.count("\n", 0, found.start()) + 1, found.start() - line_start + 1
            yield make_notice(code, repr(found[0]), *place)
    if len(text.split(maxsplit=_FEW_WORDS)) < _FEW_WORDS:
        yield make_notice("very_short")


def read_metadata(record: Mapping[str, Any]) -> Metadata:
    """The known metadata fields of a record; raises RecordError when one has the wrong kind of value."""
    fields: dict[str, Any] = {name: _plain(name, record.get(name)) for name in _PLAIN_FIELDS}
    return Metadata(**fields, published_on=_day(find_field(record, "published_on")))


def read_key(record: Mapping[str, Any]) -> str | None:
    """A record's own `id`, if it has one; raises RecordError for one that cannot stand in a line of text."""
    key = record.get("id")
    if key is None or key == "":
        return None
    if isinstance(key, float) and key.is_integer():
        key = int(key)
    shown = str(key) if isinstance(key, str | int) and not isinstance(key, bool) else ""
    if not shown.strip() or len(shown) > ID_CHARS or not is_plain(shown):
        raise RecordError("bad_id", repr(key)[:40], "id")
    return shown


def find_field(record: Mapping[str, Any], name: str) -> Any:
    """Value of a field under its own name or a synonym."""
    return next((record[synonym] for synonym in SYNONYMS[name] if record.get(synonym) is not None), None)


def _plain(name: str, value: object) -> str | None:
    if value is None or value == "":
        return None
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        value = ", ".join(value)
    if not isinstance(value, str):
        raise RecordError("metadata_not_a_string", f"`{name}` is {_kind(value)}", name)
    _check_characters(name, value)
    return value or None


def _check_characters(name: str, value: str) -> None:
    if "\x00" in value:
        raise RecordError("binary", f"`{name}` has NUL bytes", name)
    if not value.isascii() and _SURROGATE.search(value):
        raise RecordError("not_unicode", f"in `{name}`", name)


def _find_long_word(text: str) -> int | None:
    """Where a run of more than WORD_CHARS characters with no space begins."""
    start = 0
    while len(text) - start > WORD_CHARS:
        found = _UP_TO_SPACE.match(text, start, start + WORD_CHARS + 1)
        if found is None:
            return start
        start = found.end()
    return None


YEARS = range(1600, 3000)  # of newspapers; 0001-01-01 and 9999-12-31 stand for a day that nobody knows


def _day(value: object) -> date | None:
    if value is None or value == "":
        return None
    day = value.date() if isinstance(value, datetime) else value
    if isinstance(value, str | int):
        with suppress(ValueError):
            day = datetime.fromisoformat(str(value).strip()).date()
    if isinstance(day, date) and day.year in YEARS:
        return day
    shown = repr(value[:40]) if isinstance(value, str) else _kind(value)
    raise RecordError("bad_date", f"it is {shown}", "published_on")


def _kind(value: object) -> str:
    names = {bool: "a boolean", int: "a number", float: "a number", list: "a list", dict: "an object"}
    return names.get(type(value), type(value).__name__)


def _row_json(record: object) -> str | None:
    """The record as JSON that any reader takes; None for one too big, or too deep, to be kept."""
    try:
        row_json = json.dumps(record, ensure_ascii=False, default=str)
    except (RecursionError, TypeError, ValueError):
        return None
    return None if len(row_json) > ROW_JSON_CHARS else _SURROGATE.sub(lambda half: f"\\\\u{ord(half[0]):04x}", row_json)
