-- Events and participants whose span does not give their text.
-- scope: article
-- Apart from the other spans, as all of them together take much memory.
WITH spans AS (
  SELECT 'events' AS table_name, event_id AS row_id, article_id, start_char, end_char, text FROM events
  UNION ALL SELECT 'event_participants', event_id, events.article_id, p.start_char, p.end_char, p.text
  FROM event_participants AS p JOIN events USING (event_id)
)
SELECT table_name, row_id, spans.text
FROM spans
JOIN articles USING (article_id)
WHERE substr(articles.text, start_char + 1, end_char - start_char) IS DISTINCT FROM spans.text
