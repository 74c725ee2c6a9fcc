-- Two rows of a table that stand on the same characters.
-- scope: article
WITH spans AS (
  SELECT 'passages' AS table_name, article_id, start_char, end_char FROM passages
  UNION ALL SELECT 'mentions', article_id, start_char, end_char FROM mentions
  UNION ALL SELECT 'figures', article_id, start_char, end_char FROM figures
  UNION ALL SELECT 'dates', article_id, start_char, end_char FROM dates
  UNION ALL SELECT 'events', article_id, start_char, end_char FROM events
  UNION ALL SELECT 'quotes', article_id, start_char, end_char FROM quotes
)
SELECT table_name, article_id, start_char, count(*) AS times
FROM spans
JOIN articles USING (article_id)
GROUP BY ALL
HAVING count(*) > 1
