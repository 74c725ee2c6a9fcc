"""The table `mentions`."""

from schemas.columns import (
    Integer,
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


class Mentions(Table):
    """One row per occurrence of a person, organization or place in an article."""

    mention_id: Text = column("Mention", example="mention_5d0c3a974a9d07c1e5b2", key=True)
    article_id: Text = article_reference()
    passage_id: Text = passage_reference()
    entity_type: Text = column("What is mentioned", example="person", isin=["person", "organization", "place"])
    entity_id: Text = entity_reference("`person_id`, `organization_id` or `place_id`, by `entity_type`")
    start_char: Integer = start_char()
    end_char: Integer = end_char()
    text: Text = span_text("Beevers")

    span_has_length = row_rule("start_char < end_char")
