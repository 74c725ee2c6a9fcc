"""The table `events`."""

from schemas.columns import (
    Date,
    Integer,
    Table,
    Text,
    article_reference,
    column,
    end_char,
    passage_reference,
    row_rule,
    span_text,
    start_char,
)


class Events(Table):
    """One row per event that an article states."""

    event_id: Text = column("Event", example="event_5d0c3a973d7f90b2c6e1", key=True)
    article_id: Text = article_reference()
    passage_id: Text = passage_reference()
    start_char: Integer = start_char()
    end_char: Integer = end_char()
    text: Text = span_text("signed")
    lemma: Text = column(
        "The trigger's dictionary form, with its particle", example="sign", str_length={"min_value": 1}
    )
    event_type: Text = column(
        "Kind of event: PLOVER's for politics and security, `say` for speech, and kinds of everyday news; "
        "the README lists them",
        example="agree",
        str_length={"min_value": 1},
    )
    date_id: Text = column(
        "Date expression that tells when",
        example="date_5d0c3a976f02b9e1d4c7",
        nullable=True,
        refers_to="dates.date_id",
    )
    date_start: Date = column("First day it may have happened on", example="2025-10-28", nullable=True)
    date_end: Date = column("Last day it may have happened on", example="2025-10-28", nullable=True)
    date_precision: Text = column(
        "How finely that is known",
        example="day",
        nullable=True,
        isin=["day", "week", "month", "quarter", "season", "year", "decade"],
    )
    date_basis: Text = column(
        "What the day rests on: the words alone, words that need an anchor, or the day of publication",
        example="explicit",
        nullable=True,
        isin=["explicit", "relative", "publication"],
    )
    place_id: Text = column(
        "Place where it happened, where the article says so",
        example="place_e2f4d1937ab05c68",
        nullable=True,
        refers_to="article_entities.entity_id",
    )
    modality: Text = column(
        "Whether the article says that it happened",
        example="asserted",
        isin=["asserted", "planned", "possible", "negated"],
    )
    summary: Text = column(
        "One clause: who did what to whom, when", example="DEFENSA leaders signed a letter of intent"
    )
    sentence: Text = column("Sentence that states it", example="The state of California announced …")

    span_has_length = row_rule("start_char < end_char")
    period_is_ordered = row_rule("date_start <= date_end")
