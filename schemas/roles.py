"""The table `roles`."""

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


class Roles(Table):
    """One row per statement that a person holds a title, perhaps at an organization."""

    role_id: Text = column("Role", example="role_5d0c3a97c0e8b5d2f14a", key=True)
    article_id: Text = article_reference()
    person_id: Text = entity_reference("Person who holds the title")
    title: Text = column("Title, in the article's words", example="commander", str_length={"min_value": 1})
    organization_id: Text = column(
        "Organization where it is held, where the article says so",
        example="organization_77d1c05b1e9f4a20",
        nullable=True,
        refers_to="article_entities.entity_id",
    )
    start_char: Integer = start_char()
    end_char: Integer = end_char()
    text: Text = span_text("commander of USNORTHCOM")

    span_has_length = row_rule("start_char < end_char")
