"""The table `article_entities`."""

from schemas.columns import ORGANIZATION_TYPES, Table, Text, Texts, article_reference, column


class ArticleEntities(Table):
    """One row per person, organization or place of an article: what that article alone says of it."""

    article_entity_id: Text = column("Entity within its article", example="entity_5d0c3a978ce5a1b0f3d2", key=True)
    article_id: Text = article_reference()
    entity_type: Text = column("What it is", example="person", isin=["person", "organization", "place"])
    entity_id: Text = column("The person, organization or place over all articles", example="person_0b6f1d2e9a7c4438")
    name: Text = column("Fullest form in this article", example="Matthew P. Beevers", str_length={"min_value": 1})
    aliases: Texts = column("Every surface form in this article", example=["Beevers", "Matthew P. Beevers"])
    given_name: Text = column("Given name of a person", example="Matthew", nullable=True)
    family_name: Text = column("Family name of a person", example="Beevers", nullable=True)
    acronym: Text = column("Acronym that the article gives an organization", example="DEFENSA", nullable=True)
    organization_type: Text = column("Kind of organization", example="military", nullable=True, isin=ORGANIZATION_TYPES)
    place_type: Text = column("Kind of place", example="country", nullable=True)
    country: Text = column(
        "Country, ISO 3166-1 alpha-2, where certain", example="MX", nullable=True, str_matches=r"^[A-Z]{2}$"
    )
    parent_entity_id: Text = column(
        "Entity of the same article that this one is part of",
        example="entity_5d0c3a972b9e70cc54a1",
        nullable=True,
        refers_to="article_entities.article_entity_id",
    )
    contexts: Texts = column("Titles and organizations that the article ties a person to", example=["governor"])
    blocks: Texts = column(
        "What it is compared by over articles: only those that share one can be one", example=["person:Bvrs"]
    )
    telling_name: Text = column(
        "Full name, for comparison: articles that share two rare ones tell one story",
        example="matthew p beevers",
        nullable=True,
    )
