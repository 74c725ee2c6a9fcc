"""Metadata that stand beside a text: the sidecar `NAME.meta.yml` and the front matter of a text file."""

from typing import Any

import yaml

from flows.sources.bounds import METADATA_CHARS, METADATA_DEPTH
from flows.sources.decoding import decode
from flows.sources.files import SourceFile
from flows.sources.records import SYNONYMS, Metadata, RecordError

_FENCE = "---\n"
_KNOWN = {*Metadata.__slots__, *SYNONYMS["published_on"]}


def read_sidecar(file: SourceFile) -> dict[str, Any]:
    """Fields of the sidecar, if there is one; raises RecordError `bad_metadata` whatever is wrong with it."""
    if file.sidecar is None:
        return {}
    name = file.sidecar.name.rpartition("/")[2]
    try:
        text = decode(file.sidecar.read(METADATA_CHARS)).text
    except RecordError as error:
        raise RecordError("bad_metadata", f"{name}: {error}") from None
    return read_fields(text, name)


def split_front_matter(text: str) -> tuple[dict[str, Any], str]:
    """Fields of the front matter of a text with newlines as `\\n`, and the text behind it."""
    if not text.startswith(_FENCE) or (end := text.find("\n" + _FENCE, len(_FENCE) - 1)) < 0:
        return {}, text
    return read_fields(text[len(_FENCE) : end + 1], "front matter"), text[end + 1 + len(_FENCE) :]


def read_fields(text: str, place: str) -> dict[str, Any]:
    """Known metadata fields of a small plain YAML mapping: no tags, no aliases; raises RecordError otherwise."""
    try:
        _check_plain(text, place)
        root = yaml.compose(text, Loader=yaml.CSafeLoader)
        fields = _load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise _bad(f"{place} is no YAML", mark.line + 1 if mark else None) from None
    if not isinstance(fields, dict | None):
        raise _bad(f"{place} is no list of fields")
    names = [str(key.value) for key, _ in root.value] if isinstance(root, yaml.MappingNode) else []
    for name in sorted(names):
        if name not in _KNOWN:
            raise RecordError("unknown_metadata", f"`{name}` in {place}")
        if names.count(name) > 1:
            raise RecordError("repeated_field", f"`{name}` in {place}", name)
    return fields or {}


class _DaysAsText(yaml.CSafeLoader):
    """Takes `2026-02-30` for a text, where YAML fails for want of such a day."""


_DaysAsText.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(":timestamp")]
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}


def _load(text: str) -> Any:
    try:
        return yaml.load(text, Loader=yaml.CSafeLoader)
    except ValueError:
        return yaml.load(text, Loader=_DaysAsText)


def _check_plain(text: str, place: str) -> None:
    """Refuse what makes a small YAML document a big or deep one, before any of it is built."""
    if len(text) > METADATA_CHARS:
        raise _bad(f"{place} has more than {METADATA_CHARS:,} characters")
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        if isinstance(event, yaml.AliasEvent):
            raise _bad(f"{place} has an alias")
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > METADATA_DEPTH:
            raise _bad(f"{place} is nested too deep")


def _bad(detail: str, line: int | None = None) -> RecordError:
    return RecordError("bad_metadata", detail if line is None else f"{detail}, line {line} of it")
