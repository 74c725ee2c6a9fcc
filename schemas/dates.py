"""The table `dates`."""

from schemas.columns import (
    Date,
    Integer,
    Table,
    Text,
    article_reference,
    column,
    end_char,
    row_rule,
    span_text,
    start_char,
)


class Dates(Table):
    """One row per date or time expression of an article."""

    date_id: Text = column("Date expression", example="date_5d0c3a976f02b9e1d4c7", key=True)
    article_id: Text = article_reference()
    start_char: Integer = start_char()
    end_char: Integer = end_char()
    text: Text = span_text("last week")
    timex_type: Text = column("TIMEX3 type", example="DATE", isin=["DATE", "TIME", "DURATION", "SET"])
    value: Text = column(
        "TIMEX3 value (ISO 8601); NULL when nothing anchors a relative expression", example="2025-W49", nullable=True
    )
    date_start: Date = column("First day it covers", example="2025-12-01", nullable=True)
    date_end: Date = column("Last day it covers", example="2025-12-07", nullable=True)
    date_precision: Text = column(
        "How finely it is said",
        example="week",
        nullable=True,
        isin=["day", "week", "month", "quarter", "season", "year", "decade"],
    )

    span_has_length = row_rule("start_char < end_char")
    period_is_ordered = row_rule("date_start <= date_end")
