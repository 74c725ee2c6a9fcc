-- How often and when each person, organization and place of `settled` is mentioned.
SELECT
  entity_id,
  count(DISTINCT article_id)::INTEGER AS article_count,
  count(*)::INTEGER AS mention_count,
  min(published_on) AS first_published_on,
  max(published_on) AS last_published_on
FROM mentions
JOIN articles USING (article_id)
WHERE entity_id IN (SELECT entity_id FROM settled)
GROUP BY entity_id
