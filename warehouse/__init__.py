"""The DuckDB warehouse: draft a new file, load it, check it, publish it, query it. The SQL stands in .sql files."""
