-- Two rows of a table that begin on the same character.
-- scope: article
WITH spans AS (
  SELECT 'passages' AS table_name, article_id, start_char FROM passages
  UNION ALL SELECT 'mentions', article_id, start_char FROM mentions
  UNION ALL SELECT 'figures', article_id, start_char FROM figures
  UNION ALL SELECT 'dates', article_id, start_char FROM dates
  UNION ALL SELECT 'events', article_id, start_char FROM events
  UNION ALL SELECT 'quotes', article_id, start_char FROM quotes
), suspect AS (  -- numbers take less memory than the values themselves
  SELECT hash(table_name, article_id, start_char) AS number FROM spans GROUP BY number HAVING count(*) > 1
)
SELECT table_name, article_id, start_char, count(*) AS times
FROM spans
WHERE hash(table_name, article_id, start_char) IN (FROM suspect)
GROUP BY ALL
HAVING count(*) > 1
