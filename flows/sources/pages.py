"""Reader of .html and .htm: the main text of a page, as trafilatura finds it, under the page's own metadata."""

import logging
import re
from collections.abc import Iterator

from flows.sources.bounds import PAGE_BYTES, PAGE_ELEMENTS
from flows.sources.decoding import decode
from flows.sources.files import SourceFile
from flows.sources.items import Items
from flows.sources.metadata import read_sidecar
from flows.sources.page_metadata import read_page_metadata
from flows.sources.records import RecordError, Refusal, SourceArticle

_DECLARED = re.compile(rb"""(?:<meta\s[^>]*?charset|<\?xml\s[^>]*?encoding)\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)
_DECLARED_WITHIN = 4096  # bytes; browsers look at 1024


def read_page(file: SourceFile) -> Iterator[SourceArticle | Refusal]:
    """A page that is one article: its paragraphs are the text's lines. What a sidecar says comes before the page."""
    content = file.read(PAGE_BYTES)
    declared = _DECLARED.search(content, 0, _DECLARED_WITHIN)
    decoded = decode(content, declared[1].decode() if declared else None)
    if not decoded.text.strip():
        raise RecordError("empty", None, "text")
    text, fields = _read_article(decoded.text)
    yield Items(file.name).make(fields | read_sidecar(file) | {"text": text}, None, decoded)


def _read_article(page: str) -> tuple[str, dict[str, object]]:
    """Main text and metadata of a page; raises RecordError when it has no main text."""
    for name in ("trafilatura", "htmldate", "justext", "courlan"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)  # what goes wrong is told by the refusal
    from trafilatura import bare_extraction, load_html

    try:
        tree = load_html(page)
        if tree is not None and sum(1 for _ in tree.iter()) > PAGE_ELEMENTS:
            raise RecordError("too_big", f"the page has more than {PAGE_ELEMENTS:,} elements")
        fields = {} if tree is None else read_page_metadata(tree)
        found = None if tree is None else bare_extraction(tree, include_comments=False)
    except RecordError:
        raise
    except Exception as error:  # whatever a page does to the extractor, it is the page that is refused
        raise RecordError("no_main_text", f"{type(error).__name__}: {error}", "text") from None
    text = (getattr(found, "text", None) or "").strip()
    if not any(map(str.isalnum, text)):
        raise RecordError("no_main_text", None, "text")
    return text, fields
