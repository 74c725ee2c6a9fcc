"""What a page says of its article: by JSON-LD first, then by `<meta>`, then by its elements. Nothing is guessed.

Vocabularies: schema.org's Article types, Open Graph, Dublin Core, and the names that news sites use besides.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from flows.sources.records import YEARS

_FROM_META = {
    "title": ("og:title", "twitter:title", "dc.title", "headline"),
    "author": ("author", "article:author", "parsely-author", "sailthru.author", "dc.creator", "byl"),
    "publisher": ("og:site_name", "dc.publisher", "publisher", "application-name"),
    "url": ("og:url",),
    "published_on": (
        "article:published_time",
        "og:published_time",
        "datepublished",
        "parsely-pub-date",
        "sailthru.date",
        "dc.date.issued",
        "dcterms.issued",
        "dc.date",
        "pubdate",
        "publish-date",
        "date",
    ),
    "language": ("og:locale", "dc.language"),
}
_IS_URL = ("http://", "https://")
_PUBLICATION_TIMES = (
    "//time[@itemprop='datePublished' or @pubdate]/@datetime",
    "//time[contains(@class, 'publish') or contains(@class, 'entry-date')]/@datetime",
    "//time/@datetime",
)
_LINKED_DEPTH = 8


def read_page_metadata(tree: Any) -> dict[str, object]:
    """Metadata fields of a page (an lxml tree); those that it does not give are left out."""
    sources = (_from_json_ld(tree), _from_meta(tree), _from_elements(tree))
    fields: dict[str, object] = {}
    for source in sources:
        for name, value in source.items():
            if value and name not in fields:
                fields[name] = value
    return fields


def _from_json_ld(tree: Any) -> dict[str, object]:
    for script in tree.xpath("//script[@type='application/ld+json']/text()"):
        try:
            thing = next(_find_articles(json.loads(script)), None)
        except (ValueError, RecursionError):
            continue  # another one, or the page's other metadata, may be sound
        if thing is not None:
            return {
                "title": _name(thing.get("headline")),
                "author": _name(thing.get("author")),
                "publisher": _name(thing.get("publisher")),
                "url": _url(thing.get("url")) or _url(thing.get("mainEntityOfPage")),
                "published_on": _day(thing.get("datePublished")),
                "language": _language(thing.get("inLanguage")),
            }
    return {}


def _find_articles(thing: object, depth: int = 0) -> Iterator[Mapping[str, Any]]:
    """schema.org things of a kind whose name ends in Article (NewsArticle, …), or BlogPosting."""
    if depth > _LINKED_DEPTH:
        return
    if isinstance(thing, list):
        for part in thing:
            yield from _find_articles(part, depth + 1)
    elif isinstance(thing, Mapping):
        kinds = thing.get("@type")
        if any(
            str(kind).endswith(("Article", "BlogPosting")) for kind in (kinds if isinstance(kinds, list) else [kinds])
        ):
            yield thing
        yield from _find_articles(thing.get("@graph"), depth + 1)


def _from_meta(tree: Any) -> dict[str, object]:
    contents: dict[str, str] = {}
    for meta in tree.xpath("//meta[@content]"):
        for name in (meta.get("property"), meta.get("name"), meta.get("itemprop")):
            if name:
                contents.setdefault(name.strip().lower(), meta.get("content").strip())
    found = {name: [contents[key] for key in keys if contents.get(key)] for name, keys in _FROM_META.items()}
    return {
        "title": next(iter(found["title"]), None),
        "author": next((author for author in found["author"] if not author.startswith(_IS_URL)), None),
        "publisher": next((site for site in found["publisher"] if not site.startswith(_IS_URL)), None),
        "url": next(filter(None, map(_url, found["url"])), None),
        "published_on": next(filter(None, map(_day, found["published_on"])), None),
        "language": next(filter(None, map(_language, found["language"])), None),
    }


def _from_elements(tree: Any) -> dict[str, object]:
    titles = [" ".join(title.text_content().split()) for title in (*tree.xpath("//h1"), *tree.xpath("//title"))]
    return {
        "title": next(filter(None, titles), None),
        "author": next((" ".join(link.text_content().split()) for link in tree.xpath("//a[@rel='author']")), None),
        "url": next(filter(None, map(_url, tree.xpath("//link[@rel='canonical']/@href"))), None),
        "published_on": _day_of_times(tree),
        "language": next(filter(None, map(_language, tree.xpath("/html/@lang | /html/@*[name()='xml:lang']"))), None),
    }


def _day_of_times(tree: Any) -> date | None:
    """The day of the `<time>` that is marked as the publication's, else of all of them, if they are of one day."""
    for path in _PUBLICATION_TIMES:
        days = {day for day in map(_day, tree.xpath(path)) if day is not None}
        if days:
            return days.pop() if len(days) == 1 else None
    return None


def _name(thing: object) -> str | None:
    """A name, or the names of a list, of people, organizations or plain strings."""
    if isinstance(thing, list):
        return ", ".join(filter(None, map(_name, thing))) or None
    name = thing.get("name") if isinstance(thing, Mapping) else thing
    return " ".join(name.split()) or None if isinstance(name, str) and not name.startswith(_IS_URL) else None


def _url(thing: object) -> str | None:
    address = thing.get("@id") or thing.get("url") if isinstance(thing, Mapping) else thing
    return address.strip() if isinstance(address, str) and address.strip().startswith(_IS_URL) else None


def _day(value: object) -> date | None:
    """Day of an ISO 8601 or an RFC 5322 date, where it was written; None for anything else."""
    text = value.strip() if isinstance(value, str) else ""
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            day = read(text).date()
            return day if day.year in YEARS else None
        except (ValueError, TypeError, IndexError):
            continue
    return None


def _language(value: object) -> str | None:
    """ISO 639-1 code of a language tag (`en-US`, `en_GB`)."""
    code = value.strip().replace("_", "-").partition("-")[0].lower() if isinstance(value, str) else ""
    return code if len(code) == 2 and code.isalpha() else None
