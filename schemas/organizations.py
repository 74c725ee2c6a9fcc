"""The table `organizations`."""

from schemas.columns import ORGANIZATION_TYPES, Date, Integer, Table, Text, Texts, column


class Organizations(Table):
    """One row per organization, over all articles."""

    organization_id: Text = column("Organization", example="organization_77d1c05b1e9f4a20", key=True)
    name: Text = column("Fullest form seen", example="Secretariat of National Defense", str_length={"min_value": 1})
    acronym: Text = column("Acronym, where an article gives it", example="DEFENSA", nullable=True)
    aliases: Texts = column("Every surface form", example=["DEFENSA", "Secretariat of National Defense"])
    organization_type: Text = column("Kind of organization", example="government", isin=ORGANIZATION_TYPES)
    country: Text = column(
        "Country, ISO 3166-1 alpha-2, where certain", example="MX", nullable=True, str_matches=r"^[A-Z]{2}$"
    )
    parent_organization_id: Text = column(
        "Organization that this one is part of, where an article says so",
        example="organization_1c44e0a9b8d2f357",
        nullable=True,
        refers_to="organizations.organization_id",
    )
    article_count: Integer = column("Articles that mention the organization", unit="articles", example=3, ge=0)
    mention_count: Integer = column("Mentions over all articles", unit="mentions", example=11, ge=0)
    first_published_on: Date = column(
        "Day of the first dated article that mentions it", example="2025-12-04", nullable=True
    )
    last_published_on: Date = column(
        "Day of the last dated article that mentions it", example="2026-01-30", nullable=True
    )
