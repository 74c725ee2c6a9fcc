"""The table `runs`."""

from schemas.columns import Integer, Table, Text, Time, column, row_rule


class Runs(Table):
    """One row per refresh run."""

    run_id: Text = column("Run", example="run_7c1e0d5f2b9a4e66", key=True)
    started_at: Time = column("When the run began, UTC", example="2026-02-01 06:00:00")
    finished_at: Time = column("When the run ended, UTC", example="2026-02-01 06:00:07", nullable=True)
    status: Text = column("How it ended", example="completed", isin=["completed", "failed"])
    message: Text = column("Why it failed", example="the new warehouse breaks the check offsets_hold, …", nullable=True)
    started_by: Text = column("What started it", example="schedule", isin=["manual", "schedule", "watch"])
    drop_path: Text = column("Drop that was read, as given", example="raw")
    dateline_version: Text = column("Version of dateline and of its rules", example="0.1.0+3f9c2a71")
    model: Text = column("Models that read the articles", example="en_core_web_md-3.7.1+reader-81fb4a3d")
    articles_new: Integer = column("Articles not seen before", unit="articles", example=4, ge=0)
    articles_changed: Integer = column("Articles whose text or metadata changed", unit="articles", example=0, ge=0)
    articles_unchanged: Integer = column("Articles left as they were", unit="articles", example=0, ge=0)
    articles_removed: Integer = column("Articles no longer in the drop", unit="articles", example=0, ge=0)
    articles_rejected: Integer = column("Files and records that were refused", unit="articles", example=1, ge=0)

    ends_after_start = row_rule("started_at <= finished_at")
