"""The gate before a load: a verdict on every file and record of a drop and on the drop as a whole. It writes nothing.

Here the parts come together: `survey` looks at articles as they are listed, `parsed` at what a parse gives, `profile`
at the drop beside the warehouse; `report` says it. What it refuses, a refresh would refuse or quarantine.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import chain
from typing import Any

import duckdb

from flows.batches import Run, read_batches
from flows.errors import DropRefusedError
from flows.gate.parsed import Parsed
from flows.gate.profile import DropWarning, Held, Here, compare_profiles, read_profiles, unreadable_past
from flows.gate.report import make_report, report_lines
from flows.gate.survey import Survey
from flows.plan import make_plan
from flows.refresh import Progress
from flows.remote import Drop, OpenDrop, open_drop
from flows.sources import read_catalog, read_drop
from flows.volume import Volume
from warehouse.lake import Warehouse

__all__ = ["judge_drop", "report_lines"]


def judge_drop(
    drop: Drop, jobs: int, progress: Progress, *, warehouse: Warehouse | None = None, parse: bool = True
) -> dict[str, Any]:
    """The report on a drop, as `schemas/validation_report.json` describes it.

    With a `warehouse` its articles tell what is usual; without `parse` only files and records are looked at.
    """
    survey, parsed, refusal = Survey(datetime.now(UTC).date()), Parsed() if parse else None, None
    held, warnings = _read_past(warehouse)
    try:
        with open_drop(drop) as opened:
            volume = Volume(read_catalog(opened.path))
            _go_through(opened, volume, survey, parsed, jobs, progress)
        warnings += [*_excess(volume), *compare_profiles(_profile(survey, parsed), held)]
        volume.demand_enough(sum(profile.articles for profile in held.values()))
    except DropRefusedError as error:
        refusal = error
    return make_report(drop, survey, parsed, warnings, refusal)


def _go_through(
    drop: OpenDrop, volume: Volume, survey: Survey, parsed: Parsed | None, jobs: int, progress: Progress
) -> None:
    """List the drop, and parse it where there is a place for what that gives."""
    found = survey.watch(volume.count(chain(drop.refusals, read_drop(drop.path))))
    if parsed is None:
        for _ in found:
            pass
        return
    plan = make_plan(found, {})
    batches = read_batches(plan.batches, Run("run_none"), jobs)
    for _ in progress(parsed.watch(batches, survey.records), len(plan.parsed)):
        pass


def _read_past(warehouse: Warehouse | None) -> tuple[dict[str | None, Held], list[DropWarning]]:
    if warehouse is None:
        return {}, []
    try:
        return read_profiles(warehouse), []
    except duckdb.Error as error:
        return {}, [unreadable_past(warehouse, error)]


def _excess(volume: Volume) -> Iterator[DropWarning]:
    for source in volume.in_excess():
        here, expected = volume.articles[source.publisher], source.max_articles
        message = f"{source.publisher}: {here:,} articles here, at most {expected:,} are expected by sources.yml"
        yield DropWarning("too_many_articles", message, source.publisher, here, expected)


def _profile(survey: Survey, parsed: Parsed | None) -> dict[str | None, Here]:
    """What the drop holds, by publisher."""
    profiles: defaultdict[str | None, Here] = defaultdict(Here)
    for article_id, record in survey.records.items():
        profiles[record.publisher].words.append(record.word_count)
        if parsed is not None:
            profiles[record.publisher].facts.append(parsed.facts[article_id])
    return dict(profiles)
