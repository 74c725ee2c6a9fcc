"""The table `event_participants`."""

from schemas.columns import Integer, Table, Text, column, entity_reference, row_rule, span_text


class EventParticipants(Table):
    """One row per participant of an event."""

    event_id: Text = column("Event", example="event_5d0c3a973d7f90b2c6e1", key=True, refers_to="events.event_id")
    participant_role: Text = column("Part it takes", example="agent", isin=["agent", "patient", "other"])
    entity_type: Text = column(
        "What it is; NULL when it is no known person, organization or place",
        example="organization",
        nullable=True,
        isin=["person", "organization", "place"],
    )
    entity_id: Text = entity_reference("The entity, by `entity_type`", nullable=True)
    start_char: Integer = column(
        "First character of the span in `articles.text`", unit="code points", example=342, ge=0, key=True
    )
    end_char: Integer = column(
        "Character after the last one of the span", unit="code points", example=357, ge=1, key=True
    )
    text: Text = span_text("DEFENSA leaders")

    span_has_length = row_rule("start_char < end_char")
