"""The table `passages`."""

from schemas.columns import Integer, Table, Text, article_reference, column, end_char, row_rule, span_text, start_char


class Passages(Table):
    """One row per passage (paragraph) of an article."""

    passage_id: Text = column("Passage", example="passage_5d0c3a971f0a6be27c3d", key=True)
    article_id: Text = article_reference()
    start_char: Integer = start_char()
    end_char: Integer = end_char()
    text: Text = span_text("Protecting the border")
    passage_type: Text = column(
        "What it is; nothing is extracted from `boilerplate`",
        example="headline",
        isin=["headline", "body", "quotation", "caption", "boilerplate"],
    )

    span_has_length = row_rule("start_char < end_char")
