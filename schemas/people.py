"""The table `people`."""

from schemas.columns import Date, Integer, Table, Text, Texts, column


class People(Table):
    """One row per person, over all articles."""

    person_id: Text = column("Person", example="person_0b6f1d2e9a7c4438", key=True)
    name: Text = column("Fullest form seen", example="Matthew P. Beevers", str_length={"min_value": 1})
    given_name: Text = column("Given name", example="Matthew", nullable=True)
    family_name: Text = column("Family name", example="Beevers", nullable=True)
    aliases: Texts = column("Every surface form", example=["Beevers", "Matt Beevers", "Matthew P. Beevers"])
    article_count: Integer = column("Articles that mention the person", unit="articles", example=3, ge=0)
    mention_count: Integer = column("Mentions over all articles", unit="mentions", example=5, ge=0)
    first_published_on: Date = column(
        "Day of the first dated article that mentions the person", example="2025-12-04", nullable=True
    )
    last_published_on: Date = column(
        "Day of the last dated article that mentions the person", example="2026-01-12", nullable=True
    )
