"""The table `figures`."""

from schemas.columns import (
    Date,
    Integer,
    Real,
    Table,
    Text,
    article_reference,
    column,
    end_char,
    entity_reference,
    passage_reference,
    row_rule,
    span_text,
    start_char,
)


class Figures(Table):
    """One row per quantity that an article states."""

    figure_id: Text = column("Figure", example="figure_5d0c3a979b1d3c7e50fa", key=True)
    article_id: Text = article_reference()
    passage_id: Text = passage_reference()
    start_char: Integer = start_char()
    end_char: Integer = end_char()
    text: Text = span_text("over 35,065 pounds of fentanyl")
    value: Real = column("The number said, in `unit`", unit="as `unit` says", example=35065.0)
    value_low: Real = column(
        "Least value that the words claim; NULL is open", unit="as `unit` says", example=35065.0, nullable=True
    )
    value_high: Real = column(
        "Greatest value that the words claim; NULL is open", unit="as `unit` says", example=40.0, nullable=True
    )
    bound: Text = column(
        "How the words bound the value",
        example="over",
        isin=["exact", "over", "under", "at_least", "at_most", "nearly", "about", "between"],
    )
    trend: Text = column(
        "Whether `counted` rose or fell by it, or to it; a move from 5 to 8 is two figures, and `up` stands on the 8",
        example="up",
        nullable=True,
        isin=["up", "down"],
    )
    unit: Text = column(
        "Unit, canonical and singular; for a count the counted noun; `score` or `vote` for the numbers of a result",
        example="pound",
        nullable=True,
    )
    unit_type: Text = column(
        "Kind of unit",
        example="mass",
        isin=[
            "count",
            "money",
            "percent",
            "length",
            "area",
            "volume",
            "mass",
            "duration",
            "speed",
            "temperature",
            "energy",
            "data",
            "rank",
            "other",
        ],
    )
    counted: Text = column(
        "What is counted or measured, or whose score it is, a noun phrase", example="fentanyl", nullable=True
    )
    as_of_start: Date = column("First day that the figure is about", example="2021-01-01", nullable=True)
    as_of_end: Date = column("Last day that the figure is about", example="2022-12-31", nullable=True)
    as_of_text: Text = column("The words that say when", example="since 2021", nullable=True)
    stated_by_entity_id: Text = entity_reference("Who said it, in a quotation or by attribution", nullable=True)
    sentence: Text = column("Sentence that states it", example="The program pairs over 100 nations …")

    span_has_length = row_rule("start_char < end_char")
    interval_is_ordered = row_rule("value_low <= value_high")
    period_is_ordered = row_rule("as_of_start <= as_of_end")
