-- Spans that do not give their text, but those of events.
-- scope: article
WITH spans AS (
  SELECT 'passages' AS table_name, passage_id AS row_id, article_id, start_char, end_char, text FROM passages
  UNION ALL SELECT 'mentions', mention_id, article_id, start_char, end_char, text FROM mentions
  UNION ALL SELECT 'roles', role_id, article_id, start_char, end_char, text FROM roles
  UNION ALL SELECT 'figures', figure_id, article_id, start_char, end_char, text FROM figures
  UNION ALL SELECT 'dates', date_id, article_id, start_char, end_char, text FROM dates
  UNION ALL SELECT 'quotes', quote_id, article_id, start_char, end_char, text FROM quotes
)
SELECT table_name, row_id, spans.text
FROM spans
JOIN articles USING (article_id)
WHERE substr(articles.text, start_char + 1, end_char - start_char) IS DISTINCT FROM spans.text
