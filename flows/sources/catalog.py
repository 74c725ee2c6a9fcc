"""What is true of a whole source, from `sources.yml` at the root of a drop: by publisher, for the gate and the parse.

What an article says of itself always wins: the catalog only fills in what is missing.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from functools import cached_property
from pathlib import Path
from re import fullmatch
from typing import NoReturn

import yaml

from flows.errors import DropRefusedError
from flows.parse.data import load_data
from flows.sources.records import SourceArticle

CATALOG = "sources.yml"
_MOST_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class Source:
    """A publisher's facts; None where nothing is known. `files` are patterns of paths inside the drop."""

    publisher: str
    files: tuple[str, ...] = ()
    licence: str | None = None
    language: str | None = None
    country: str | None = None
    url: str | None = None
    description: str | None = None
    min_articles: int | None = None
    max_articles: int | None = None


@dataclass(frozen=True)
class Catalog:
    """The sources of a drop, in the order of the file."""

    sources: tuple[Source, ...] = field(default=())

    def complete(self, article: SourceArticle) -> SourceArticle:
        """The article with what its source says where it says nothing itself."""
        metadata = article.metadata
        source = self._find(metadata.publisher, article.source_file)
        if source is None:
            return article
        publisher, language = metadata.publisher or source.publisher, metadata.language or source.language
        metadata = replace(metadata, publisher=publisher, language=language)
        return replace(article, metadata=metadata, country=source.country, licence=source.licence)

    def _find(self, publisher: str | None, source_file: str) -> Source | None:
        """The source of that publisher; of an article that names none, the first one with a pattern of its path."""
        if publisher is not None:
            return self._by_publisher.get(publisher)
        return next((s for s in self.sources if any(fnmatchcase(source_file, p) for p in s.files)), None)

    @cached_property
    def _by_publisher(self) -> dict[str, Source]:
        return {source.publisher: source for source in self.sources}


def catalog_path(drop: Path) -> Path:
    """Where the catalog of a drop stands, if there is one."""
    return drop / CATALOG


def read_catalog(drop: Path) -> Catalog:
    """The catalog of a drop, empty where there is none; raises DropRefusedError when it is not sound."""
    path = catalog_path(drop)
    if not path.is_file():
        return Catalog()
    try:
        content = path.read_bytes()
        if len(content) > _MOST_BYTES:
            _refuse("sources_too_big", f"it is bigger than {_MOST_BYTES:,} bytes: leave only the sources in")
        root = yaml.compose(content.decode("utf-8-sig"), Loader=yaml.CSafeLoader)
    except (OSError, UnicodeDecodeError) as error:
        _refuse("sources_unreadable", f"it cannot be read ({error}): save it as UTF-8 text")
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or "not YAML"
        _refuse("sources_not_yaml", f"it is not YAML ({problem}): mend it at this place", mark)
    return Catalog(() if root is None else tuple(_read_sources(root)))


def _read_sources(root: yaml.Node) -> Iterator[Source]:
    seen: set[str] = set()
    for publisher, node in _pairs(root, "the file"):
        name = _text(publisher, "a publisher")
        if name in seen:
            _refuse("repeated_publisher", f"the publisher {name!r} stands twice: keep one of the two", publisher)
        seen.add(name)
        yield _read_source(name, node)


def _read_source(publisher: str, node: yaml.Node) -> Source:
    values: dict[str, object] = {}
    for key, value in _pairs(node, f"the source {publisher!r}"):
        name = _text(key, "a field")
        if name not in _FIELDS:
            known = ", ".join(_FIELDS)
            _refuse("unknown_field", f"`{name}` is no field of a source: remove it, or write one of {known}", key)
        values |= _FIELDS[name](value, name)
    return Source(publisher, **values)  # type: ignore[arg-type]


def _pairs(node: yaml.Node, what: str) -> list[tuple[yaml.Node, yaml.Node]]:
    if not isinstance(node, yaml.MappingNode):
        _refuse("not_fields", f"{what} is no list of fields: write `name: value` lines", node)
    return list(node.value)


def _text(node: yaml.Node, name: str) -> str:
    if not isinstance(node, yaml.ScalarNode) or not node.value.strip() or node.tag.endswith(":null"):
        _refuse("not_a_string", f"{name} is no text: write it as one, or leave it out", node)
    return str(node.value)


def _plain(node: yaml.Node, name: str) -> dict[str, object]:
    return {name: _text(node, f"`{name}`")}


def _files(node: yaml.Node, name: str) -> dict[str, object]:
    nodes = node.value if isinstance(node, yaml.SequenceNode) else [node]
    return {name: tuple(_text(each, f"a pattern of `{name}`") for each in nodes)}


def _country(node: yaml.Node, name: str) -> dict[str, object]:
    code = _text(node, f"`{name}`")
    if code not in load_data("countries"):
        _refuse("bad_country", f"{code!r} is no country: write its two letters of ISO 3166-1, such as AU", node)
    return {name: code}


def _language(node: yaml.Node, name: str) -> dict[str, object]:
    code = _text(node, f"`{name}`")
    if not fullmatch("[a-z]{2}", code):
        _refuse("bad_language", f"{code!r} is no language: write its two letters of ISO 639-1, such as en", node)
    return {name: code}


def _volume(node: yaml.Node, name: str) -> dict[str, object]:
    bounds: dict[str, int] = {}
    for key, value in _pairs(node, f"`{name}`"):
        if key.value not in ("min", "max") or not fullmatch(r"\d{1,9}", str(value.value)):
            _refuse(
                "bad_volume", f"`{name}` has bounds `min` and `max`, whole numbers: write {{min: 1, max: 500}}", key
            )
        bounds[f"{key.value}_articles"] = int(value.value)
    if bounds.get("min_articles", 0) > bounds.get("max_articles", 10**9):
        _refuse("bad_volume", f"`{name}` has a `min` above its `max`: exchange them", node)
    return dict(bounds)


_FIELDS: Mapping[str, Callable[[yaml.Node, str], dict[str, object]]] = {
    "files": _files,
    "licence": _plain,
    "language": _language,
    "country": _country,
    "url": _plain,
    "description": _plain,
    "articles": _volume,
}


def _refuse(rule: str, message: str, place: yaml.Node | yaml.Mark | None = None) -> NoReturn:
    mark = place.start_mark if isinstance(place, yaml.Node) else place
    line, column = (mark.line + 1, mark.column + 1) if mark else (None, None)
    where = CATALOG if line is None else f"{CATALOG}, line {line}"
    raise DropRefusedError(rule, f"{where}: {message}", line, column)
