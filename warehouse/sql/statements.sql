-- What the articles say of each person, organization and place in `rewritten`, one after the other, how many say just
-- this, and how often and when each is mentioned (never, where every mention went to quarantine).
WITH stated AS (
  SELECT entity_id, entity_type, name, aliases, acronym, organization_type, place_type, country, count(*) AS times
  FROM article_entities
  WHERE entity_id IN (FROM rewritten)
  GROUP BY ALL
), counted AS (
  SELECT
    entity_id,
    count(DISTINCT article_id)::INTEGER AS article_count,
    count(*)::INTEGER AS mention_count,
    min(published_on) AS first_published_on,
    max(published_on) AS last_published_on
  FROM mentions
  JOIN articles USING (article_id)
  WHERE entity_id IN (FROM rewritten)
  GROUP BY entity_id
)
SELECT
  stated.*,
  coalesce(article_count, 0) AS article_count,
  coalesce(mention_count, 0) AS mention_count,
  first_published_on,
  last_published_on
FROM stated
LEFT JOIN counted USING (entity_id)
ORDER BY entity_id, name, aliases
