"""The contract of the warehouse: one Pandera model a table, and what is derived from it.

A column is defined once, with type, check, description, unit and example; the DDL, the data dictionary and the JSON
Schema come from that definition. Nothing here knows of articles, Prefect or DuckDB connections.
"""

from schemas.article_entities import ArticleEntities
from schemas.articles import Articles
from schemas.columns import Table
from schemas.dates import Dates
from schemas.entity_changes import EntityChanges
from schemas.event_participants import EventParticipants
from schemas.events import Events
from schemas.figures import Figures
from schemas.mentions import Mentions
from schemas.organizations import Organizations
from schemas.passages import Passages
from schemas.people import People
from schemas.places import Places
from schemas.quarantine import Quarantine
from schemas.quotes import Quotes
from schemas.roles import Roles
from schemas.runs import Runs
from schemas.source_files import SourceFiles

TABLES: dict[str, type[Table]] = {
    table.sql_name(): table
    for table in (
        Runs,
        Articles,
        Passages,
        ArticleEntities,
        People,
        Organizations,
        Places,
        Mentions,
        Roles,
        Figures,
        Dates,
        Events,
        EventParticipants,
        Quotes,
        EntityChanges,
        Quarantine,
        SourceFiles,
    )
}
"""Every table by name; a table stands after those that its columns refer to."""

PARSED_TABLES = (
    "articles",
    "passages",
    "article_entities",
    "mentions",
    "roles",
    "figures",
    "dates",
    "events",
    "event_participants",
    "quotes",
)
"""What one article's parse yields; an article's rows come and go together."""

ENTITY_TABLES = ("people", "organizations", "places")
"""What is settled over all articles."""

__all__ = ["ENTITY_TABLES", "PARSED_TABLES", "TABLES", "Table"]
