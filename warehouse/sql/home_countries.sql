-- The country that more of an article's places are of than of any other, for articles with a concerned organization.
WITH counted AS (
  SELECT article_id, country, count(*) AS places
  FROM article_entities
  WHERE entity_type = 'place' AND country IS NOT NULL
    AND article_id IN (SELECT article_id FROM concerned WHERE entity_type = 'organization')
  GROUP BY ALL
)
SELECT article_id, arg_max(country, places)
FROM counted
GROUP BY article_id
HAVING max(places) > coalesce(max(places, 2)[2], 0)
