"""Which files of a drop a refresh must read: those that do not look as they did when they were read before."""

import re
from collections import Counter
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from flows.sources import Refusal, catalog_path, list_files, look_at
from flows.version import dateline_version, model_version
from warehouse.lake import Warehouse
from warehouse.query import open_warehouse
from warehouse.record import ReadBefore, read_before

_IN_ARCHIVE = re.compile(r"\.zip(?=/)", re.IGNORECASE)


@dataclass
class Listing:
    """Files of a drop, sorted by whether they must be read.

    `to_read` are those files, each with its look (None: not to be remembered), `refusals` are for what is no file;
    `compared` are the source files of the warehouse whose articles came from the files to read or from files that are
    gone; `forgotten` are files whose look is void.
    """

    to_read: dict[str, str | None] = field(default_factory=dict)
    compared: list[str] = field(default_factory=list)
    forgotten: list[str] = field(default_factory=list)
    articles_held: Counter[str | None] = field(default_factory=Counter)
    refusals: list[Refusal] = field(default_factory=list)

    def looks_of(self, refused: Container[str | None]) -> dict[str, str]:
        """Looks to remember, but of files that gave a refusal: the next refresh has to meet it again."""
        return {name: look for name, look in self.to_read.items() if look and name not in refused}


def list_changes(drop: Path, warehouse: Warehouse, *, full: bool = False) -> Listing:
    """Compare the files of a drop with those that the warehouse was made from."""
    looks, refusals = look_at_files(drop)
    if not warehouse.exists():
        return Listing(to_read=looks, refusals=refusals)
    with open_warehouse(warehouse) as connection:
        before = read_before(connection, dateline_version(), model_version())
    unread = set() if full else _as_before(looks, before)
    return Listing(
        to_read={name: look for name, look in looks.items() if name not in unread},
        compared=[name for name in before.article_files if find_file(name, looks) not in unread],
        forgotten=[name for name in before.looks if name not in unread],
        articles_held=Counter(before.articles_by_publisher),
        refusals=refusals,
    )


def look_at_files(drop: Path) -> tuple[dict[str, str | None], list[Refusal]]:
    """The looks of all files of a drop, the catalog of its sources among them, and refusals for what is no file."""
    looks: dict[str, str | None] = {}
    refusals: list[Refusal] = []
    for found in list_files(drop):
        if isinstance(found, Refusal):
            refusals.append(found)
        else:
            looks[found.name] = found.look
    if (catalog := catalog_path(drop)).exists():
        looks[catalog.name] = look_at(catalog)
    return looks, refusals


def _as_before(looks: Mapping[str, str | None], before: ReadBefore) -> set[str]:
    """Files that need not be read; none of them when the catalog, which says how all are read, is another."""
    same = {name for name, look in looks.items() if look and look == before.looks.get(name)}
    catalog = catalog_path(Path()).name
    if catalog not in same and (catalog in looks or catalog in before.looks):
        return set()
    return same - {find_file(name, looks) for name in before.outdated_files}


def find_file(source_file: str, files: Container[str]) -> str | None:
    """The file of a drop that a source file lies in: itself, or the zip that holds it; None when that is gone."""
    if source_file in files:
        return source_file
    return next((archive for archive in _archives(source_file) if archive in files), None)


def _archives(source_file: str) -> Iterator[str]:
    return (source_file[: found.end()] for found in _IN_ARCHIVE.finditer(source_file))
