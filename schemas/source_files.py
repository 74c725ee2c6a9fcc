"""The table `source_files`."""

from schemas.columns import Table, Text, column


class SourceFiles(Table):
    """One row per file of the drop that was read with nothing refused: a refresh leaves it unread while it looks so."""

    source_file: Text = column("Path of the file inside the drop; a zip is one file", example="ca-gov.jsonl", key=True)
    look: Text = column(
        "Size in bytes, times of content and of inode in nanoseconds, number of the inode; then those of its sidecar",
        example="48211 1769925600000000000 1769925600000000000 1311768",
    )
    run_id: Text = column("Run that read it", example="run_7c1e0d5f2b9a4e66", refers_to="runs.run_id")
