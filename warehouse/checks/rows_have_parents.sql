-- Rows whose article, passage, date or event is not there.
SELECT 'passages' AS table_name, passage_id AS row_id FROM passages WHERE article_id NOT IN (SELECT article_id FROM articles)
UNION ALL SELECT 'mentions', mention_id FROM mentions WHERE passage_id NOT IN (SELECT passage_id FROM passages)
UNION ALL SELECT 'figures', figure_id FROM figures WHERE passage_id NOT IN (SELECT passage_id FROM passages)
UNION ALL SELECT 'events', event_id FROM events WHERE passage_id NOT IN (SELECT passage_id FROM passages)
UNION ALL SELECT 'events', event_id FROM events WHERE date_id IS NOT NULL AND date_id NOT IN (SELECT date_id FROM dates)
UNION ALL SELECT 'event_participants', event_id FROM event_participants WHERE event_id NOT IN (SELECT event_id FROM events)
UNION ALL SELECT 'articles', article_id FROM articles WHERE run_id NOT IN (SELECT run_id FROM runs)
