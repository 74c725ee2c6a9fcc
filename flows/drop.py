"""What a refresh has to do about a drop: its changed files against what the warehouse knows of their articles."""

from collections import Counter
from collections.abc import Collection, Iterator
from itertools import chain
from pathlib import Path

from flows.errors import RunFailedError
from flows.listing import find_file, list_changes, look_at_files
from flows.plan import Plan, make_plan, read_known_articles
from flows.remote import OpenDrop, open_drop
from flows.request import Request
from flows.sources import Refusal, SourceArticle, read_catalog, read_drop
from flows.volume import Volume
from warehouse.record import read_open_cases


def list_drop(request: Request) -> Plan:
    """Compare the drop with the warehouse; for a replay, only the files that have an open case."""
    with open_drop(request.drop) as drop:
        return _list_cases(request, drop) if request.replay else _list_files(request, drop)


def _list_files(request: Request, drop: OpenDrop) -> Plan:
    volume = Volume(read_catalog(drop.path))
    listing = list_changes(drop.path, request.warehouse, full=request.full)
    known = read_known_articles(request.warehouse, listing.compared)
    found = volume.count(chain(drop.refusals, listing.refusals, read_drop(drop.path, listing.to_read)))
    plan = make_plan(found, known, lambda a: request.full or not a.is_current(), request.warehouse.parent)
    unread = listing.articles_held - Counter(a.publisher for a in known.values())
    volume.count_unread(unread)
    volume.demand_enough(listing.articles_held.total())
    refused = {find_file(refusal.source_file, listing.to_read) for refusal in plan.refused}
    plan.unchanged += unread.total()
    plan.looks, plan.forgotten = listing.looks_of(refused), listing.forgotten
    return plan


def _list_cases(request: Request, drop: OpenDrop) -> Plan:
    source_files, article_ids = read_open_cases(request.warehouse)
    files = chain(drop.refusals, _read_files_of(drop.path, source_files))
    found = (item for item in files if item.source_file in source_files)
    known = read_known_articles(request.warehouse, source_files)
    return make_plan(found, known, lambda a: a.article_id in article_ids, request.warehouse.parent)


def _read_files_of(drop: Path, source_files: Collection[str]) -> Iterator[SourceArticle | Refusal]:
    files, refusals = look_at_files(drop)
    return chain(refusals, read_drop(drop, {find_file(name, files) for name in source_files}))


def list_again(request: Request, article_ids: Collection[str]) -> Plan:
    """A plan that parses unchanged articles again; raises RunFailedError when they are no longer what they were."""
    known = read_known_articles(request.warehouse, article_ids=article_ids)
    with open_drop(request.drop, fetch=False) as drop:
        files = _read_files_of(drop.path, {article.source_file for article in known.values()})
        found = (item for item in files if not isinstance(item, Refusal) and item.article_id in article_ids)
        plan = make_plan(found, known, lambda article: True, request.warehouse.parent)
    if plan.unchanged < len(article_ids):
        raise RunFailedError(f"{request.drop}: it changed while it was read; refresh again")
    return plan
