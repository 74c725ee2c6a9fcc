-- Mentions, figures and events that reach out of their passage, or stand in boilerplate.
-- scope: article
WITH facts AS (
  SELECT 'mentions' AS table_name, mention_id AS row_id, passage_id, start_char, end_char FROM mentions
  UNION ALL SELECT 'figures', figure_id, passage_id, start_char, end_char FROM figures
  UNION ALL SELECT 'events', event_id, passage_id, start_char, end_char FROM events
)
SELECT table_name, row_id, passage_id
FROM facts
JOIN passages USING (passage_id)
JOIN articles USING (article_id)
WHERE facts.start_char < passages.start_char OR facts.end_char > passages.end_char OR passage_type = 'boilerplate'
