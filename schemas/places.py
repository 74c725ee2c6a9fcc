"""The table `places`."""

from schemas.columns import Integer, Table, Text, column


class Places(Table):
    """One row per place, over all articles."""

    place_id: Text = column("Place", example="place_e2f4d1937ab05c68", key=True)
    name: Text = column("Fullest form seen", example="California", str_length={"min_value": 1})
    place_type: Text = column("Kind of place", example="state", nullable=True)
    country: Text = column(
        "Country, ISO 3166-1 alpha-2, where certain", example="US", nullable=True, str_matches=r"^[A-Z]{2}$"
    )
    article_count: Integer = column("Articles that mention the place", unit="articles", example=4, ge=0)
    mention_count: Integer = column("Mentions over all articles", unit="mentions", example=38, ge=0)
