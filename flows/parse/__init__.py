"""Parse an article into facts: pure functions over one spaCy pass. No Prefect, no DuckDB, no clock, no network."""
