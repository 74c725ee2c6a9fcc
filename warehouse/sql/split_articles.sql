-- Articles in which one entity id now stands for two: their rows cannot be told apart, so they must be parsed again.
SELECT DISTINCT article_id
FROM article_entities
JOIN settled USING (article_entity_id)
GROUP BY article_id, article_entities.entity_id
HAVING count(DISTINCT settled.entity_id) > 1
