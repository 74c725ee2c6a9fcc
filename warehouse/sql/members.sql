-- `members`: what the articles say of the concerned entities, by the batch that settles them (`block_batches`).
CREATE TEMP TABLE members AS
SELECT batch, article_entities.* EXCLUDE (entity_id, parent_entity_id, blocks, telling_name)
FROM article_entities
JOIN concerned USING (article_entity_id)
JOIN block_batches ON block = article_entities.blocks[1]
ORDER BY batch, article_entity_id;

-- `settled`: who each entity is over all articles, and why; at first those that are not settled anew.
CREATE TEMP TABLE settled AS
SELECT article_entity_id, entity_id, NULL::VARCHAR AS reason
FROM kept
WHERE article_entity_id NOT IN (SELECT article_entity_id FROM concerned)
