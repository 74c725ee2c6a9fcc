-- `concerned`: the entities that this run can settle anew. They are all that share a block with an entity of a touched
-- article, before or now, or share one with those in turn. A name that has become, or is no longer, too common for
-- articles that share it to tell one story also concerns the entities of the articles that have it.
CREATE TEMP TABLE blocks_now AS
SELECT article_id, telling_name, unnest(blocks) AS block
FROM article_entities
WHERE article_id IN (SELECT article_id FROM touched);

CREATE TEMP TABLE crossing_names AS
WITH changes AS (
  SELECT telling_name, count(DISTINCT article_id) AS added, 0 AS taken FROM blocks_now GROUP BY telling_name
  UNION ALL
  SELECT telling_name, 0, count(DISTINCT article_id) FROM blocks_before GROUP BY telling_name
), changed AS (
  SELECT telling_name, sum(taken) - sum(added) AS fewer FROM changes WHERE telling_name IS NOT NULL GROUP BY telling_name
), counted AS (
  SELECT telling_name, fewer, count(DISTINCT article_id) AS articles
  FROM changed JOIN article_entities USING (telling_name)
  GROUP BY ALL
)
SELECT telling_name FROM counted WHERE (articles <= $rare) <> (articles + fewer <= $rare);

CREATE TEMP TABLE concerned AS
WITH RECURSIVE linked AS (
  SELECT DISTINCT blocks FROM article_entities WHERE len(blocks) > 1
), links AS (
  SELECT DISTINCT one.block AS block, other.block AS next
  FROM (SELECT blocks, unnest(blocks) AS block FROM linked) AS one
  JOIN (SELECT blocks, unnest(blocks) AS block FROM linked) AS other USING (blocks)
), touched_blocks AS (
  SELECT block FROM blocks_before
  UNION SELECT block FROM blocks_now
  UNION SELECT unnest(blocks) FROM article_entities WHERE article_id IN (
    SELECT article_id FROM article_entities WHERE telling_name IN (FROM crossing_names)
  )
), reached(block) AS (
  SELECT block FROM touched_blocks
  UNION SELECT links.next FROM reached JOIN links USING (block)
)
SELECT article_entity_id, article_id, entity_type, blocks
FROM article_entities
WHERE blocks[1] IN (FROM reached);

-- `rare_names`: telling names that few articles share, with these.
CREATE TEMP TABLE rare_names AS
WITH named AS (
  SELECT DISTINCT telling_name, article_id FROM article_entities WHERE telling_name IS NOT NULL
)
FROM named WHERE telling_name IN (
  SELECT telling_name FROM named GROUP BY telling_name HAVING count(*) BETWEEN 2 AND $rare
)
