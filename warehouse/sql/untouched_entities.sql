-- An entity of an article that this run did not touch, or of which it keeps who it is; none, where it settles all.
SELECT article_entity_id
FROM article_entities
WHERE article_id NOT IN (FROM touched) OR article_entity_id IN (SELECT article_entity_id FROM kept)
LIMIT 1
