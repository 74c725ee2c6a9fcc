"""The table `quotes`."""

from schemas.columns import (
    Integer,
    Table,
    Text,
    article_reference,
    column,
    end_char,
    entity_reference,
    row_rule,
    span_text,
    start_char,
)


class Quotes(Table):
    """One row per direct quotation."""

    quote_id: Text = column("Quotation", example="quote_5d0c3a97f8a2c6013b9e", key=True)
    article_id: Text = article_reference()
    start_char: Integer = start_char()
    end_char: Integer = end_char()
    text: Text = span_text("This partnership will enhance our homeland defense")
    cue: Text = column("Word that introduces the speaker", example="said", nullable=True)
    speaker_text: Text = column("The speaker in the article's words", example="Beevers", nullable=True)
    speaker_entity_type: Text = column(
        "What the speaker is", example="person", nullable=True, isin=["person", "organization", "place"]
    )
    speaker_entity_id: Text = entity_reference("The speaker, by `speaker_entity_type`", nullable=True)

    span_has_length = row_rule("start_char < end_char")
