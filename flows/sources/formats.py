"""One reader a format: from a file to its articles. Each yields a refusal for a bad record and goes on."""

import csv
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from flows.sources.records import (
    Metadata,
    RecordError,
    Refusal,
    SourceArticle,
    make_article,
    read_key,
    read_metadata,
    read_text,
)

_FENCE = "---\n"


def read_text_file(path: Path, source_file: str) -> Iterator[SourceArticle | Refusal]:
    """A file that is one article; its metadata stand in front matter or in the sidecar `NAME.meta.yml`."""
    text = read_text(_decode(path.read_bytes()))
    front, text = _split_front_matter(text)
    sidecar = path.with_name(path.stem + ".meta.yml")
    fields = _yaml_fields(sidecar.read_text("utf-8-sig"), sidecar.name) if sidecar.is_file() else {}
    metadata = read_metadata(fields | front)
    yield SourceArticle(source_file, None, read_text(text), metadata)


def read_jsonl(path: Path, source_file: str) -> Iterator[SourceArticle | Refusal]:
    """A file with one record a line; blank lines are passed over."""
    with path.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                yield _json_article(source_file, f"line {number}", line)


def read_json(path: Path, source_file: str) -> Iterator[SourceArticle | Refusal]:
    """A file that is one record or a list of records."""
    content = _parse_json(_decode(path.read_bytes()))
    records = content if isinstance(content, list) else [content]
    for number, record in enumerate(records, start=1):
        place = f"record {number}"
        yield _article_or_refusal(source_file, place if isinstance(content, list) else None, record)


def read_csv(path: Path, source_file: str) -> Iterator[SourceArticle | Refusal]:
    """A file with one record a row below a header line."""
    with path.open(encoding="utf-8-sig", newline="") as lines:
        try:
            for row in (reader := csv.DictReader(lines, strict=True)):
                place = f"line {reader.line_num}"
                if None in row or None in row.values():
                    yield _refusal(source_file, place, "ragged_row", "the row has not as many cells as the header", row)
                else:
                    yield _article_or_refusal(source_file, place, row)
        except (csv.Error, UnicodeDecodeError) as error:
            raise RecordError("bad_csv", f"it is not a CSV file in UTF-8 ({error}): save it as one") from None


def read_parquet(path: Path, source_file: str) -> Iterator[SourceArticle | Refusal]:
    """A file with one record a row."""
    import pyarrow
    from pyarrow import parquet

    try:
        rows = (row for batch in parquet.ParquetFile(path).iter_batches() for row in batch.to_pylist())
        for number, row in enumerate(rows, start=1):
            yield _article_or_refusal(source_file, f"row {number}", row)
    except pyarrow.ArrowException as error:
        raise RecordError("bad_parquet", f"it is not a whole Parquet file ({error}): write it again") from None


def _decode(content: bytes) -> str:
    if b"\x00" in content:
        raise RecordError("binary", "it holds NUL bytes, so it is not text: save it as UTF-8 text", "text")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RecordError("not_utf8", f"byte {error.start} is not UTF-8: save the file as UTF-8") from None


def _split_front_matter(text: str) -> tuple[dict[str, Any], str]:
    if not text.startswith(_FENCE) or (end := text.find("\n" + _FENCE, len(_FENCE) - 1)) < 0:
        return {}, text
    return _yaml_fields(text[len(_FENCE) : end + 1], "front matter"), text[end + 1 + len(_FENCE) :]


def _yaml_fields(text: str, place: str) -> dict[str, Any]:
    try:
        fields = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError) as error:
        line = getattr(getattr(error, "problem_mark", None), "line", 0) + 1
        raise RecordError("bad_metadata", f"{place}, line {line}, is not YAML: write `field: value` lines") from None
    if not isinstance(fields, dict | None):
        raise RecordError("bad_metadata", f"{place} is no list of fields: write `field: value` lines")
    unknown = set(fields or {}) - set(Metadata.__slots__) - {"published_at", "date"}
    if unknown:
        raise RecordError("unknown_metadata", f"{place} has the unknown field `{min(map(str, unknown))}`: remove it")
    return fields or {}


def _json_article(source_file: str, place: str, line: bytes) -> SourceArticle | Refusal:
    try:
        return _article_or_refusal(source_file, place, _parse_json(_decode(line)))
    except RecordError as error:
        return Refusal(source_file, place, error.rule, str(error), error.column_name, None)


def _parse_json(text: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise RecordError("not_json", f"not JSON (column {error.colno}: {error.msg}): mend it") from None
    except RecursionError:
        raise RecordError("not_json", "the JSON is nested too deep: flatten the record") from None


def _article_or_refusal(source_file: str, place: str | None, record: object) -> SourceArticle | Refusal:
    if not isinstance(record, Mapping):
        return _refusal(
            source_file, place, "not_a_record", "it is no object with fields: give it the field `text`", record
        )
    key = read_key(record, place) if place else (str(record["id"]) if record.get("id") else None)
    try:
        return make_article(source_file, key, record)
    except RecordError as error:
        return _refusal(source_file, key, error.rule, str(error), record, error.column_name)


def _refusal(
    source_file: str, key: str | None, rule: str, message: str, record: object, column_name: str | None = None
) -> Refusal:
    row_json = json.dumps(record, ensure_ascii=False, default=str)
    return Refusal(source_file, key, rule, message, column_name, row_json)
