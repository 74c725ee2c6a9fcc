"""Readers of files that are one article as it stands: .txt and .md."""

from collections.abc import Iterator

from flows.sources.bounds import PAGE_BYTES
from flows.sources.decoding import decode
from flows.sources.files import SourceFile
from flows.sources.items import Items
from flows.sources.metadata import read_sidecar, split_front_matter
from flows.sources.records import Refusal, SourceArticle


def read_text_file(file: SourceFile) -> Iterator[SourceArticle | Refusal]:
    """A file that is one article; its metadata stand in front matter or in the sidecar `NAME.meta.yml`."""
    decoded = decode(file.read(PAGE_BYTES))
    front, text = split_front_matter(decoded.text.replace("\r\n", "\n").replace("\r", "\n"))
    yield Items(file.name).make(read_sidecar(file) | front | {"text": text}, None, decoded)
