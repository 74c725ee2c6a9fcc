"""Source drops: from files to articles as their sources gave them, or to a refusal that says why not."""

from flows.sources.drop import read_drop
from flows.sources.records import Metadata, Notice, Refusal, SourceArticle

__all__ = ["Metadata", "Notice", "Refusal", "SourceArticle", "read_drop"]
