"""Source drops: from files to articles as their sources gave them, or to a refusal that says why not."""

from flows.sources.catalog import Catalog, Source, catalog_path, read_catalog
from flows.sources.drop import read_drop
from flows.sources.files import SourceFile
from flows.sources.folders import list_files
from flows.sources.looks import look_at
from flows.sources.records import Metadata, Notice, Refusal, SourceArticle

__all__ = [
    "Catalog",
    "Metadata",
    "Notice",
    "Refusal",
    "Source",
    "SourceArticle",
    "SourceFile",
    "catalog_path",
    "list_files",
    "look_at",
    "read_catalog",
    "read_drop",
]
