"""The gate's report: a JSON document (`schemas/validation_report.json` is its schema), and lines for people."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from flows.errors import DropRefusedError
from flows.gate.parsed import Parsed
from flows.gate.profile import DropWarning
from flows.gate.records import ACCEPTED, REFUSED, WITH_WARNINGS, place_of, refused_to_json
from flows.gate.survey import Survey
from flows.remote import Drop

Report = dict[str, Any]
_COLUMN = len(WITH_WARNINGS) + 2


def make_report(
    drop: Drop,
    survey: Survey,
    parsed: Parsed | None,
    warnings: Sequence[DropWarning],
    refusal: DropRefusedError | None,
) -> Report:
    """The report as a JSON document, its records sorted by place."""
    records = [record.to_json() for record in survey.records.values()] + [refused_to_json(r) for r in survey.refused]
    records.sort(key=lambda record: (record["source_file"], record["record_key"] or ""))
    would_not_load = refusal or survey.refused or (parsed and parsed.quarantined)
    is_odd = warnings or any(record["verdict"] != ACCEPTED for record in records)
    verdict = REFUSED if would_not_load else WITH_WARNINGS if is_odd else ACCEPTED
    return {
        "verdict": verdict,
        "accepted": len(survey.records),
        "refused": len(survey.refused),
        "drop": {
            "path": str(drop),
            "verdict": verdict,
            "rule": refusal.rule if refusal else None,
            "line": refusal.line if refusal else None,
            "column": refusal.column if refusal else None,
            "reasons": [str(refusal)] if refusal else [],
            "warnings": [asdict(warning) for warning in warnings],
            "near_duplicates": _near_duplicates(survey),
        },
        "sums": _sums(survey, parsed),
        "records": records,
    }


def report_lines(report: Report) -> Iterator[str]:
    """The report as lines for people: what is refused or odd, how many are neither, and the sums."""
    drop, sums = report["drop"], report["sums"]
    for record in report["records"]:
        if record["verdict"] != ACCEPTED:
            yield f"{record['verdict']:{_COLUMN}}{_describe(record)}"
    flawless = sum(record["verdict"] == ACCEPTED for record in report["records"])
    yield f"{ACCEPTED:{_COLUMN}}{flawless:,} without a warning"
    yield from (f"{'drop refused':{_COLUMN}}{reason}" for reason in drop["reasons"])
    yield from (f"{'drop with a warning':{_COLUMN}}{warning['message']}" for warning in drop["warnings"])
    yield "records: {in:,} in = {articles:,} articles + {refused:,} refused".format_map(sums["records"])
    if sums["rows"]:
        words = "rows: {parsed:,} parsed = {would_load:,} would load + {would_be_quarantined:,} would be quarantined"
        yield words.format_map(sums["rows"])
    yield f"{report['verdict']}: {report['accepted']:,} accepted, {report['refused']:,} refused"


def _describe(record: Report) -> str:
    """One line on a record that is refused or odd: its place, and for each reason code, place in the file and words."""
    if record["verdict"] == REFUSED:
        notes = [{"code": record["rule"], "message": record["reasons"][0], **record}]
    else:
        notes = record["warnings"]
    place = place_of(record["source_file"], record["record_key"])
    words = "; ".join(f"{note['code']}{_position(note)}: {note['message']}" for note in notes)
    return " ".join(f"{place}: {words}".split())


def _position(note: Report) -> str:
    if note["line"] is None:
        return ""
    return f" (line {note['line']})" if note["column"] is None else f" (line {note['line']}, column {note['column']})"


def _near_duplicates(survey: Survey) -> list[Report]:
    return [
        {
            "source_file": later.source_file,
            "record_key": later.record_key,
            "of_source_file": earlier.source_file,
            "of_record_key": earlier.record_key,
            "similarity": round(similarity, 3),
        }
        for later, earlier, similarity in survey.near_duplicates
    ]


def _sums(survey: Survey, parsed: Parsed | None) -> Report:
    articles, refused = len(survey.records), len(survey.refused)
    rows = parsed and {
        "parsed": parsed.rows,
        "would_load": parsed.rows - parsed.quarantined,
        "would_be_quarantined": parsed.quarantined,
    }
    return {"records": {"in": articles + refused, "articles": articles, "refused": refused}, "rows": rows}
