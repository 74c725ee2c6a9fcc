"""Readers of JSON: .jsonl, one record a line, and .json, one record or a list of them."""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any, NoReturn

from flows.sources.bounds import LIST_BYTES
from flows.sources.decoding import decode
from flows.sources.files import SourceFile
from flows.sources.items import Items
from flows.sources.lines import Lines
from flows.sources.records import RecordError, Refusal, SourceArticle


def read_jsonl(file: SourceFile) -> Iterator[SourceArticle | Refusal]:
    """A file with one record a line, in flat memory; blank lines are passed over."""
    items = Items(file.name)
    with file.open_records() as stream:
        lines = Lines(stream)
        while True:
            try:
                if (line := next(lines, None)) is None:
                    return
                if line.text.strip():
                    place = f"line {lines.number}"
                    yield items.make(parse_json(line.text, lines.number), place, line, lines.number)
            except RecordError as error:
                if not error.goes_on:
                    raise
                yield items.refuse(error, f"line {lines.number}")


def read_json(file: SourceFile) -> Iterator[SourceArticle | Refusal]:
    """A file that is one record or a list of records."""
    items = Items(file.name)
    decoded = decode(file.read(LIST_BYTES))
    content = parse_json(decoded.text)
    if not isinstance(content, list):
        yield items.make(content, None, decoded)
        return
    for number, record in enumerate(content, start=1):
        yield items.make(record, f"record {number}", decoded)


def parse_json(text: str, line: int | None = None) -> Any:
    """A JSON document, or the one of a line; raises RecordError when it is none or holds a field twice."""
    goes_on = line is not None
    try:
        return json.loads(text, object_pairs_hook=_make_object, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        raise RecordError("not_json", error.msg, None, line or error.lineno, error.colno, goes_on) from None
    except RecursionError:
        raise RecordError("not_json", "it is nested too deep", None, line, goes_on=goes_on) from None
    except RecordError as error:
        error.line, error.goes_on = line, goes_on
        raise
    except ValueError as error:
        raise RecordError("not_json", str(error), None, line, goes_on=goes_on) from None


def _make_object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    record = dict(pairs)
    if len(record) < len(pairs):
        [(repeated, _)] = Counter(name for name, _ in pairs).most_common(1)
        raise RecordError("repeated_field", repr(repeated))
    return record


def _refuse_constant(name: str) -> NoReturn:
    raise RecordError("not_json", f"{name} is no JSON")
