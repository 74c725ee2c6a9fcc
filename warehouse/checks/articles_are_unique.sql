-- Files or records that are two articles.
SELECT source_file, record_key, count(*) AS times
FROM articles
GROUP BY source_file, record_key
HAVING count(*) > 1
