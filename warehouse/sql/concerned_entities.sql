-- `concerned`: the entities that this run can settle anew. They are all that share a block with an entity of a touched
-- article that is not in `kept`, before or now, or share one with those in turn; but places, which are told apart by
-- themselves. A name that has become, or is no longer, too common for articles that share it to tell one story also
-- concerns the entities of the articles that have it.
CREATE TEMP TABLE crossing_names AS
SELECT telling_name
FROM name_counts
WHERE (before BETWEEN 2 AND $rare AND now > $rare) OR (now BETWEEN 2 AND $rare AND before > $rare);

CREATE TEMP TABLE concerned AS
WITH RECURSIVE linked AS (
  SELECT DISTINCT blocks FROM article_entities WHERE len(blocks) > 1
), links AS (
  SELECT DISTINCT one.block AS block, other.block AS next
  FROM (SELECT blocks, unnest(blocks) AS block FROM linked) AS one
  JOIN (SELECT blocks, unnest(blocks) AS block FROM linked) AS other USING (blocks)
), touched_blocks AS (
  SELECT unnest(blocks) AS block FROM entities_before WHERE article_entity_id NOT IN (SELECT article_entity_id FROM kept)
  UNION SELECT unnest(blocks) FROM article_entities
  WHERE article_id IN (FROM touched) AND article_entity_id NOT IN (SELECT article_entity_id FROM kept)
  UNION SELECT unnest(blocks) FROM article_entities WHERE article_id IN (
    SELECT article_id FROM article_entities WHERE telling_name IN (FROM crossing_names)
  )
), reached(block) AS (
  SELECT block FROM touched_blocks
  UNION SELECT links.next FROM reached JOIN links USING (block)
)
SELECT article_entity_id, article_id, entity_type, blocks
FROM article_entities
WHERE blocks[1] IN (FROM reached) AND (entity_type <> 'place' OR article_id IN (FROM touched))
