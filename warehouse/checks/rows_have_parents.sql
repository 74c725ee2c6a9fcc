-- Rows whose article, passage, date or run is not there.
-- scope: article
WITH orphans AS (
  SELECT 'passages' AS table_name, passage_id AS row_id FROM passages ANTI JOIN articles USING (article_id)
  UNION ALL SELECT 'article_entities', article_entity_id FROM article_entities ANTI JOIN articles USING (article_id)
  UNION ALL SELECT 'mentions', mention_id FROM mentions ANTI JOIN passages USING (passage_id, article_id)
  UNION ALL SELECT 'figures', figure_id FROM figures ANTI JOIN passages USING (passage_id, article_id)
  UNION ALL SELECT 'events', event_id FROM events ANTI JOIN passages USING (passage_id, article_id)
  UNION ALL SELECT 'events', event_id FROM events ANTI JOIN dates USING (date_id, article_id) WHERE date_id IS NOT NULL
  UNION ALL SELECT 'articles', article_id FROM articles ANTI JOIN runs USING (run_id)
)
FROM orphans
