-- Rows whose article, passage, date or run is not there.
-- scope: article
WITH in_article AS (
  SELECT 'passages' AS table_name, passage_id AS row_id, article_id FROM passages
  UNION ALL SELECT 'article_entities', article_entity_id, article_id FROM article_entities
), in_passage AS (
  SELECT 'mentions' AS table_name, mention_id AS row_id, passage_id, article_id FROM mentions
  UNION ALL SELECT 'figures', figure_id, passage_id, article_id FROM figures
  UNION ALL SELECT 'events', event_id, passage_id, article_id FROM events
)
SELECT table_name, row_id FROM in_article ANTI JOIN articles USING (article_id)
UNION ALL SELECT table_name, row_id FROM in_passage ANTI JOIN passages USING (passage_id, article_id)
UNION ALL SELECT 'events', event_id FROM events ANTI JOIN dates USING (date_id, article_id) WHERE date_id IS NOT NULL
UNION ALL SELECT 'articles', article_id FROM articles ANTI JOIN runs USING (run_id)
