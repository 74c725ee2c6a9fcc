"""The table `quarantine`."""

from schemas.columns import Table, Text, Time, column, row_rule


class Quarantine(Table):
    """One row per file, record or row that did not pass."""

    quarantine_id: Text = column(
        "Case; the same while the same thing fails the same rule", example="case_5b0e…", key=True
    )
    run_id: Text = column("Run that last met it", example="run_7c1e0d5f2b9a4e66", refers_to="runs.run_id")
    source_file: Text = column("Path inside the drop", example="feed.jsonl")
    record_key: Text = column("Id or line of the record", example="line 17", nullable=True)
    article_id: Text = column("Article that the row belongs to", example="article_5d0c3a97be12f4c8", nullable=True)
    table_name: Text = column("Table that it would have gone to", example="articles")
    rule: Text = column("Rule that it broke", example="not_json")
    column_name: Text = column("Column that broke it", example="text", nullable=True)
    message: Text = column("What is wrong and what to do", example="line 17 is not JSON: …")
    row_json: Text = column("The row as it was", example='{"text": 12}', nullable=True, json=True)
    status: Text = column(
        "`open`, `replayed` once it passes, `gone` once its source is gone",
        example="open",
        isin=["open", "replayed", "gone"],
    )
    first_seen_at: Time = column("When it was first met, UTC", example="2026-02-01 06:00:03")
    last_seen_at: Time = column("When it was last met, UTC", example="2026-02-02 06:00:03")

    seen_in_order = row_rule("first_seen_at <= last_seen_at")
