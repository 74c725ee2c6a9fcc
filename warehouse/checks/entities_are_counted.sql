-- People, organizations and places whose counts or days are not those of their mentions.
WITH stated AS (
  SELECT person_id AS entity_id, article_count, mention_count, first_published_on, last_published_on FROM people
  UNION ALL
  SELECT organization_id, article_count, mention_count, first_published_on, last_published_on FROM organizations
), counted AS (
  SELECT
    entity_id, count(DISTINCT article_id) AS article_count, count(*) AS mention_count,
    min(published_on) AS first_published_on, max(published_on) AS last_published_on
  FROM mentions
  JOIN articles USING (article_id)
  GROUP BY entity_id
)
SELECT entity_id, stated.mention_count, counted.mention_count
FROM stated
LEFT JOIN counted USING (entity_id)
WHERE (stated.article_count, stated.mention_count) IS DISTINCT FROM (coalesce(counted.article_count, 0), coalesce(counted.mention_count, 0))
  OR stated.first_published_on IS DISTINCT FROM counted.first_published_on
  OR stated.last_published_on IS DISTINCT FROM counted.last_published_on
UNION ALL
SELECT place_id, places.mention_count, counted.mention_count
FROM places
LEFT JOIN counted ON entity_id = place_id
WHERE (places.article_count, places.mention_count) IS DISTINCT FROM (coalesce(counted.article_count, 0), coalesce(counted.mention_count, 0))
