-- In the order in which they were made, where the database tells it; else by name.
SELECT table_name
FROM duckdb_tables()
JOIN duckdb_databases() USING (database_name)
WHERE NOT temporary AND schema_name = 'main' AND database_name = current_database()
ORDER BY if(type = 'duckdb', table_oid, 0), table_name
