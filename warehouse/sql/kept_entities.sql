-- `name_counts`: telling names of the articles in `touched`, before or now, and how many articles had and have each.
CREATE TEMP TABLE name_counts AS
WITH held AS (
  SELECT telling_name, article_id, 1 AS before, 0 AS now FROM entities_before
  UNION SELECT telling_name, article_id, 0, 1 FROM article_entities WHERE article_id IN (FROM touched)
), elsewhere AS (
  SELECT telling_name, count(DISTINCT article_id) AS articles
  FROM article_entities
  WHERE telling_name IN (SELECT telling_name FROM held) AND article_id NOT IN (FROM touched)
  GROUP BY telling_name
)
SELECT
  telling_name,
  coalesce(any_value(articles), 0) + sum(before) AS before,
  coalesce(any_value(articles), 0) + sum(now) AS now
FROM held
LEFT JOIN elsewhere USING (telling_name)
WHERE telling_name IS NOT NULL
GROUP BY telling_name;

-- `kept`: entities of changed articles that stay who they are, unless others in their blocks move them. The article says
-- of them what it said, and names beside them what can tell where they belong: its places with a country, the rare names
-- that it shares with others. An article that was read again for another reason than a change (`reread`) keeps none.
CREATE TEMP TABLE kept AS
WITH stated_now AS (
  FROM article_entities WHERE article_id IN (SELECT article_id FROM entities_before)
), same AS (
  SELECT * EXCLUDE (entity_id) FROM entities_before
  INTERSECT SELECT * EXCLUDE (entity_id) FROM stated_now
), other AS (
  FROM (FROM entities_before UNION ALL FROM stated_now)
  WHERE article_entity_id NOT IN (SELECT article_entity_id FROM same)
), moved AS (
  SELECT article_id
  FROM other
  LEFT JOIN name_counts USING (telling_name)
  WHERE (entity_type = 'place' AND country IS NOT NULL) OR before BETWEEN 2 AND $rare OR now BETWEEN 2 AND $rare
)
SELECT article_entity_id, entities_before.entity_id
FROM entities_before
JOIN same USING (article_entity_id)
WHERE entities_before.article_id NOT IN (FROM reread) AND entities_before.article_id NOT IN (FROM moved)
