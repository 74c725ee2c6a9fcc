"""The gate before a load: the very checks of a refresh over a whole drop, with nothing written."""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from flows.batches import Run, read_batches
from flows.errors import WrongUseError
from flows.plan import Plan, make_plan
from flows.refresh import Progress
from flows.sources import SourceArticle, read_drop

Report = dict[str, Any]


def judge_drop(drop: Path, jobs: int, progress: Progress) -> Report:
    """A verdict for the drop and for every file and record in it: `accepted`, or `refused` with its reasons.

    A record whose rows would partly go to quarantine is accepted with `quarantined_rows` and their reasons, and the
    drop is then `refused` as a whole.
    """
    if not drop.exists():
        raise WrongUseError(f"{drop}: there is no such drop; name a folder or a file that exists")
    plan = make_plan(read_drop(drop), {})
    failures: defaultdict[str, list[str]] = defaultdict(list)
    for batch in progress(read_batches(plan.batches, Run("run_none"), jobs), len(plan.parsed)):
        for case in batch.cases:
            failures[case["article_id"]].append(case["message"])
    records = _records(plan, failures)
    passed = not plan.refused and not failures
    return {
        "drop": str(drop),
        "verdict": "accepted" if passed else "refused",
        "accepted": len(plan.parsed),
        "refused": len(plan.refused),
        "records": records,
    }


def report_lines(report: Report) -> Iterator[str]:
    """The report as lines for people."""
    for record in report["records"]:
        place = ", ".join(filter(None, (record["source_file"], record["record_key"])))
        reasons = "".join(f"\n  {reason}" for reason in record["reasons"])
        yield f"{record['verdict']:9}{place}{reasons}"
    yield f"{report['verdict']}: {report['accepted']:,} accepted, {report['refused']:,} refused"


def _records(plan: Plan, failures: dict[str, list[str]]) -> list[Report]:
    sources = (planned.source for batch in plan.batches for planned in batch)
    accepted = [_accepted(source, failures.get(source.article_id, [])) for source in sources]
    refused = [
        {
            "source_file": refusal.source_file,
            "record_key": refusal.record_key,
            "verdict": "refused",
            "rule": refusal.rule,
            "quarantined_rows": 0,
            "reasons": [refusal.message],
        }
        for refusal in plan.refused
    ]
    return sorted(accepted + refused, key=lambda record: (record["source_file"], record["record_key"] or ""))


def _accepted(source: SourceArticle, reasons: list[str]) -> Report:
    return {
        "source_file": source.source_file,
        "record_key": source.record_key,
        "verdict": "accepted",
        "rule": None,
        "quarantined_rows": len(reasons),
        "reasons": reasons,
    }
