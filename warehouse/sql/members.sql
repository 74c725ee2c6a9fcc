-- `members`: what the articles say of the concerned entities, by the batch that settles them (`block_batches`).
CREATE TEMP TABLE members AS
SELECT batch, article_entities.* EXCLUDE (entity_id, parent_entity_id, blocks, telling_name)
FROM article_entities
JOIN concerned USING (article_entity_id)
JOIN block_batches ON block = article_entities.blocks[1]
ORDER BY batch, article_entity_id;

CREATE TEMP TABLE settled (article_entity_id VARCHAR, entity_id VARCHAR, reason VARCHAR)
