"""Source drops: from files to articles as their sources gave them, or to a refusal that says why not."""

from flows.sources.catalog import Catalog, Source, read_catalog
from flows.sources.drop import read_drop
from flows.sources.records import Metadata, Notice, Refusal, SourceArticle

__all__ = ["Catalog", "Metadata", "Notice", "Refusal", "Source", "SourceArticle", "read_catalog", "read_drop"]
